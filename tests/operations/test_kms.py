"""`FakeCsms.kms`: the keys of a project, and what the service does under each.

Under a disabled or deleted key no value is written or read (400 CSMS.0401) while metadata stays
readable; and law 1 holds for the refusals of a key: the state stays as it was.
"""

import re

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcsms.v1 import CsmsClient, ShowSecretVersionRequest
from sending import DAY_MS, NOW_MS, answered, frozen_fake, refused, why

from fakecsms import CsmsError, FakeCsms

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
NO_KEY = (400, "CSMS.0401")
ONE = {"secret_string": "x"}


@pytest.fixture
def mine() -> FakeCsms:
    """A fake whose secrets `db`, and `rds` which rotates, are under the key `mine`."""
    fake = frozen_fake(projects={"cn-east-3": "there"})
    fake.put_secret("db", "one", kms_key_id="mine")
    config = '{"InstanceId": "i", "SecretSubType": "SingleUser"}'
    rotating = {"secret_type": "RDS-FG", "rotation_config": config}
    fake.put_secret("rds", "one", kms_key_id="mine", **rotating)
    return fake


def key_ids(fake: FakeCsms, project_id: str | None = None) -> list[str]:
    keys = fake.kms.keys(project_id=project_id)
    return [each.id for each in keys]


def test_a_project_has_no_key_until_one_is_needed(fake: FakeCsms) -> None:
    assert [] == fake.kms.keys()
    answered(fake, "ListSecrets")
    refused(fake, "CreateSecret", body={"name": "a.b", **ONE})
    assert [] == fake.kms.keys()


def test_the_default_key_is_made_once_and_answered_as_its_uuid(fake: FakeCsms) -> None:
    secrets = [
        answered(fake, "CreateSecret", body={"name": name, **ONE})["secret"] for name in "ab"
    ]
    (key,) = fake.kms.keys()
    assert ("csms/default", "ENABLED") == (key.alias, key.state)
    assert [key.id, key.id] == [each["kms_key_id"] for each in secrets]
    assert UUID.fullmatch(key.id)


def test_each_project_has_keys_of_its_own(fake: FakeCsms) -> None:
    fake.put_secret("db", "x")
    fake.put_secret("db", "x", project_id="other")
    assert not set(key_ids(fake)) & set(key_ids(fake, "other"))
    fake.kms.disable(key_ids(fake, "other")[0], project_id="other")
    answered(fake, "ShowSecretVersion", "db", "v1")
    assert NO_KEY == refused(fake, "ShowSecretVersion", "db", "v1", project_id="other")


def test_a_key_can_be_made_with_or_without_a_name(fake: FakeCsms) -> None:
    random, named = fake.kms.create(), fake.kms.create("mine")
    assert "mine" == named
    assert UUID.fullmatch(random)
    assert [random, "mine"] == key_ids(fake)
    first, second = fake.kms.keys()
    assert ("", "") == (first.alias, second.alias)


def test_a_key_that_is_there_or_was_cannot_be_made_again(fake: FakeCsms) -> None:
    fake.kms.create("mine")
    with pytest.raises(ValueError, match="there is or was a KMS key 'mine'"):
        fake.kms.create("mine")
    fake.kms.delete("mine")
    with pytest.raises(ValueError, match="there is or was a KMS key 'mine'"):
        fake.kms.create("mine")
    assert [] == fake.kms.keys()


ENDS = ("disable", "delete", "schedule_deletion")
STATES = {"disable": "DISABLED", "delete": "DELETED", "schedule_deletion": "PENDING_DELETION"}


def end_key(fake: FakeCsms, end: str, key_id: str) -> None:
    """Make a key unusable in one of the three ways."""
    how = {"days": 7} if end == "schedule_deletion" else {}
    getattr(fake.kms, end)(key_id, **how)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    ("operation", "in_path", "body"),
    [
        ("ShowSecretVersion", ["db", "v1"], None),
        ("ShowSecretVersion", ["db", "latest"], None),
        ("BatchShowSecretVersion", [], {"secret_name_list": ["db"]}),
        ("CreateSecretVersion", ["db"], ONE),
        ("CreateSecret", [], {"name": "new", "kms_key_id": "mine", **ONE}),
        ("UpdateSecret", ["db"], {"kms_key_id": "mine"}),
        ("DownloadSecretBlob", ["db"], None),
        ("RotateSecret", ["rds"], None),
        ("CreateSecretReplica", ["db"], {"region": "cn-east-3"}),
    ],
)
def test_values_are_neither_written_nor_read_under_a_dead_key(
    mine: FakeCsms, end: str, operation: str, in_path: list[str], body: dict[str, object] | None
) -> None:
    end_key(mine, end, "mine")
    assert NO_KEY == refused(mine, operation, *in_path, body=body)
    assert f"The KMS key 'mine' is {STATES[end]}." == why(mine)


@pytest.mark.parametrize("end", ENDS)
def test_metadata_stays_readable_and_changeable(mine: FakeCsms, end: str) -> None:
    end_key(mine, end, "mine")
    for operation in ("ShowSecret", "ListSecretVersions"):
        answered(mine, operation, "db")
    answered(mine, "ListSecrets")
    answered(mine, "UpdateVersion", "db", "v1", body={"expire_time": mine.clock.now_ms + 9_999})
    answered(mine, "UpdateSecretStage", "db", "blue", body={"version_id": "v1"})
    answered(mine, "ShowSecretStage", "db", "blue")
    answered(mine, "DeleteSecretStage", "db", "blue")
    answered(mine, "UpdateSecret", "db", body={"description": "locked out"})
    answered(mine, "DeleteSecretForSchedule", "db", body={})
    answered(mine, "RestoreSecret", "db")
    answered(mine, "DeleteSecret", "db")


def test_an_enabled_key_opens_everything_again(mine: FakeCsms) -> None:
    mine.kms.disable("mine")
    mine.kms.disable("mine")
    mine.kms.enable("mine")
    assert "one" == answered(mine, "ShowSecretVersion", "db", "v1")["version"]["secret_string"]
    answered(mine, "CreateSecretVersion", "db", body=ONE)


def test_a_deleted_key_never_comes_back(mine: FakeCsms) -> None:
    mine.kms.delete("mine")
    for act in (mine.kms.enable, mine.kms.disable, mine.kms.delete):
        with pytest.raises(LookupError, match=r"there is no KMS key 'mine'.*its keys: none"):
            act("mine")
    assert NO_KEY == refused(mine, "ShowSecretVersion", "db", "v1")
    assert "mine" == answered(mine, "ShowSecret", "db")["secret"]["kms_key_id"]


@pytest.mark.parametrize(("ms", "left"), [(7 * DAY_MS - 1, ["mine"]), (7 * DAY_MS, [])])
def test_a_key_waits_for_its_deletion_and_goes_at_its_time(
    mine: FakeCsms, ms: int, left: list[str]
) -> None:
    mine.kms.schedule_deletion("mine", days=7)
    (key,) = mine.kms.keys()
    assert "PENDING_DELETION" == key.state
    report = mine.clock.advance(ms=ms)
    assert left == key_ids(mine)
    told = [(each.kind, each.subject, each.at_ms) for each in report]
    assert ([] if left else [("key removed", "mine", NOW_MS + 7 * DAY_MS)]) == told


def test_a_key_that_is_enabled_in_time_is_not_deleted(mine: FakeCsms) -> None:
    mine.kms.schedule_deletion("mine", days=7)
    mine.kms.enable("mine")
    assert not mine.clock.advance(days=8)
    answered(mine, "ShowSecretVersion", "db", "v1")


def test_a_later_plan_replaces_the_earlier(mine: FakeCsms) -> None:
    mine.kms.schedule_deletion("mine", days=7)
    mine.kms.schedule_deletion("mine", days=8.5)
    mine.clock.advance(days=8)
    assert ["mine"] == key_ids(mine)
    assert ["mine"] == mine.clock.advance(hours=12).subjects("key removed")


def test_after_its_deletion_the_default_key_is_another_for_new_secrets_alone(db: FakeCsms) -> None:
    old = key_ids(db)[0]
    db.kms.delete(old)
    assert NO_KEY == refused(db, "CreateSecretVersion", "db", body=ONE)
    secret = answered(db, "CreateSecret", body={"name": "new", **ONE})["secret"]
    assert [secret["kms_key_id"]] == key_ids(db) != [old]


def test_a_disabled_default_key_is_not_made_anew(db: FakeCsms) -> None:
    db.kms.disable(key_ids(db)[0])
    assert NO_KEY == refused(db, "CreateSecret", body={"name": "new", **ONE})
    assert 1 == len(db.kms.keys())


def test_a_new_key_serves_later_versions_alone(mine: FakeCsms) -> None:
    secret = answered(mine, "UpdateSecret", "db", body={"kms_key_id": "yours"})["secret"]
    answered(mine, "CreateSecretVersion", "db", body=ONE)
    listed = answered(mine, "ListSecretVersions", "db")["version_metadatas"]
    assert ("yours", ["mine", "yours"]) == (
        secret["kms_key_id"],
        [each["kms_key_id"] for each in listed],
    )
    mine.kms.delete("mine")
    assert NO_KEY == refused(mine, "ShowSecretVersion", "db", "v1")
    answered(mine, "ShowSecretVersion", "db", "v2")


def test_an_unknown_key_is_registered_on_first_use(mine: FakeCsms) -> None:
    answered(mine, "UpdateSecret", "db", body={"kms_key_id": "new"})
    assert ["mine", "new"] == key_ids(mine)
    mine.kms.disable("new")
    assert NO_KEY == refused(mine, "CreateSecretVersion", "db", body=ONE)


def test_a_refused_call_registers_no_key(db: FakeCsms) -> None:
    body = {"name": "db", **ONE, "kms_key_id": "new"}
    assert (400, "CSMS.0002") == refused(db, "CreateSecret", body=body)
    assert (404, "CSMS.0106") == refused(db, "UpdateSecret", "nobody", body={"kms_key_id": "new"})
    assert 1 == len(db.kms.keys())


@pytest.mark.parametrize(
    ("act", "how"),
    [("enable", {}), ("disable", {}), ("delete", {}), ("schedule_deletion", {"days": 7})],
)
def test_a_key_that_is_not_there_is_a_lookup_error_that_lists_the_keys(
    mine: FakeCsms, act: str, how: dict[str, int]
) -> None:
    with pytest.raises(LookupError, match=r"no KMS key 'yours'.*its keys: 'mine'"):
        getattr(mine.kms, act)("yours", **how)
    with pytest.raises(LookupError, match="its keys: none"):
        getattr(mine.kms, act)("mine", project_id="other", **how)


def test_the_test_itself_needs_the_key_to_see_a_value(mine: FakeCsms) -> None:
    mine.kms.disable("mine")
    with pytest.raises(CsmsError, match=r"CSMS\.0401"):
        mine.value("db")
    with pytest.raises(CsmsError, match=r"CSMS\.0401"):
        mine.put_secret("db", "two")
    assert ["v1"] == list(mine.secret("db").versions)


def test_reset_and_restore_bring_the_keys_along(mine: FakeCsms) -> None:
    before = mine.snapshot()
    mine.kms.delete("mine")
    mine.restore(before)
    assert ("one", ["mine"]) == (mine.value("db"), key_ids(mine))
    mine.reset()
    assert [] == mine.kms.keys()
    mine.kms.create("mine")


def test_what_is_done_with_keys_is_in_no_journal(mine: FakeCsms) -> None:
    mine.kms.disable("mine")
    mine.kms.enable("mine")
    assert 0 == len(mine.calls)


def test_the_sdk_raises_the_services_error(csms: FakeCsms, csms_client: CsmsClient) -> None:
    csms.put_secret("db", "one", kms_key_id="mine")
    csms.kms.disable("mine")
    request = ShowSecretVersionRequest(secret_name="db", version_id="latest")
    with pytest.raises(ClientRequestException) as caught:
        csms_client.show_secret_version(request)
    assert (400, "CSMS.0401") == (caught.value.status_code, caught.value.error_code)
