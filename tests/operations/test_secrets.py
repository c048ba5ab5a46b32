"""CreateSecret and ShowSecret.

On the way every refusal holds law 1 (the state stays as it was) and every answer law 9 (members
and types of the contract): see `sending`.
"""

import re

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcsms.v1 import (
    CreateSecretRequest,
    CreateSecretRequestBody,
    CsmsClient,
    ShowSecretRequest,
)
from sending import DAY_MS, NOW_MS, answered, frozen_fake, refused, send, why

from fakecsms import FakeCsms

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MYSQL = '{"InstanceId":"rds-1","SecretSubType":"SingleUser"}'
VALUE = {"secret_string": "s3cret"}


def test_a_new_secret_is_enabled_and_has_every_member(fake: FakeCsms) -> None:
    secret = answered(fake, "CreateSecret", body={"name": "db", **VALUE})["secret"]
    expected = {
        "id": secret["id"],
        "name": "db",
        "state": "ENABLED",
        "kms_key_id": fake.kms.keys()[0].id,
        "description": "",
        "create_time": NOW_MS,
        "update_time": NOW_MS,
        "scheduled_delete_time": None,
        "secret_type": "COMMON",
        "auto_rotation": False,
        "rotation_period": None,
        "rotation_config": None,
        "rotation_time": None,
        "next_rotation_time": None,
        "event_subscriptions": [],
        "enterprise_project_id": "0",
        "rotation_func_urn": None,
    }
    assert expected == secret


def test_id_and_default_key_are_uuids(fake: FakeCsms) -> None:
    secret = answered(fake, "CreateSecret", body={"name": "db", **VALUE})["secret"]
    assert UUID.fullmatch(secret["id"])
    assert UUID.fullmatch(secret["kms_key_id"])
    assert secret["id"] != secret["kms_key_id"]


def test_its_only_version_is_v1_with_syscurrent(fake: FakeCsms) -> None:
    answered(fake, "CreateSecret", body={"name": "db", **VALUE})
    metadatas = answered(fake, "ListSecretVersions", "db")["version_metadatas"]
    assert [("v1", NOW_MS, ["SYSCURRENT"])] == [
        (each["id"], each["create_time"], each["version_stages"]) for each in metadatas
    ]


@pytest.mark.parametrize(
    "members",
    [
        {"description": "the orders' database"},
        {"description": ""},
        {"kms_key_id": "my-own-key"},
        {"enterprise_project_id": "4711"},
        {"rotation_func_urn": "urn:fss:here:1:function:default:rotate:latest"},
        {"rotation_period": "30d"},
        {"secret_type": "RDS-FG", "rotation_config": MYSQL},
        {"secret_type": "GaussDB-FG", "rotation_config": MYSQL},
        {"rotation_config": MYSQL},
        {"auto_rotation": False},
        {"event_subscriptions": []},
    ],
    ids="+".join,
)
def test_an_optional_member_is_kept_as_given(fake: FakeCsms, members: dict[str, object]) -> None:
    secret = answered(fake, "CreateSecret", body={"name": "db", **VALUE, **members})["secret"]
    assert members == {name: secret[name] for name in members}
    assert {"secret": secret} == answered(fake, "ShowSecret", "db")


def test_null_is_like_absent_for_every_optional_member(fake: FakeCsms) -> None:
    nulls = dict.fromkeys(
        (
            "kms_key_id",
            "description",
            "secret_binary",
            "secret_type",
            "auto_rotation",
            "rotation_period",
            "rotation_config",
            "event_subscriptions",
            "enterprise_project_id",
            "rotation_func_urn",
        )
    )
    with_nulls = answered(fake, "CreateSecret", body={"name": "db", **VALUE, **nulls})
    fake.reset()
    fake.clock.freeze()
    fake.clock.move_to(NOW_MS)
    assert with_nulls == answered(fake, "CreateSecret", body={"name": "db", **VALUE})


@pytest.mark.parametrize("operation", ["CreateSecret", "ShowSecret", "UpdateSecret", "ListSecrets"])
def test_the_value_is_in_no_answer_about_the_secret(fake: FakeCsms, operation: str) -> None:
    body = {"name": "db", "secret_string": "t0p-s3cret"}
    created = send(fake, "CreateSecret", body=body)
    more = {
        "CreateSecret": created,
        "ShowSecret": send(fake, "ShowSecret", "db"),
        "UpdateSecret": send(fake, "UpdateSecret", "db", body={}),
        "ListSecrets": send(fake, "ListSecrets"),
    }
    assert more[operation].status == 200
    assert b"t0p-s3cret" not in more[operation].body


def test_a_name_is_free_in_another_project(db: FakeCsms) -> None:
    answered(db, "CreateSecret", body={"name": "db", "secret_string": "two"}, project_id="other")
    assert ("one", "two") == (db.value("db"), db.value("db", project_id="other"))
    assert db.secret("db").id != db.secret("db", project_id="other").id


def test_a_name_that_exists_is_refused_and_never_overwritten(db: FakeCsms) -> None:
    body = {"name": "db", "secret_string": "two"}
    assert (400, "CSMS.0002") == refused(db, "CreateSecret", body=body)
    assert "has a secret 'db' already" in why(db)
    assert "one" == db.value("db")


def test_a_name_pending_deletion_is_taken_too(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={})
    assert (400, "CSMS.0002") == refused(db, "CreateSecret", body={"name": "db", **VALUE})


def test_names_that_differ_in_case_are_two(db: FakeCsms) -> None:
    answered(db, "CreateSecret", body={"name": "DB", **VALUE})
    assert ["DB", "db"] == [each.name for each in db.secrets()]


@pytest.mark.parametrize(
    ("members", "which"),
    [({}, "neither was"), ({"secret_string": "a", "secret_binary": "YQ=="}, "both were")],
)
@pytest.mark.parametrize(
    ("operation", "in_path"), [("CreateSecret", []), ("CreateSecretVersion", ["db"])]
)
def test_exactly_one_value_is_needed(
    db: FakeCsms, operation: str, in_path: list[str], members: dict[str, str], which: str
) -> None:
    body = {**({} if in_path else {"name": "new"}), **members}
    assert (400, "CSMS.0002") == refused(db, operation, *in_path, body=body)
    assert which in why(db)


@pytest.mark.parametrize(
    ("members", "needed"),
    [
        ({"secret_type": "RDS-FG"}, "rotation_config is needed"),
        ({"secret_type": "GaussDB-FG"}, "rotation_config is needed"),
        ({"auto_rotation": True, "rotation_period": "7d"}, "not possible for the secret_type"),
        (
            {"secret_type": "RDS-FG", "rotation_config": MYSQL, "auto_rotation": True},
            "rotation_period is needed",
        ),
    ],
)
def test_rotation_settings_must_fit_the_type(
    fake: FakeCsms, members: dict[str, object], needed: str
) -> None:
    body = {"name": "db", **VALUE, **members}
    assert (400, "CSMS.0002") == refused(fake, "CreateSecret", body=body)
    assert needed in why(fake)


def test_auto_rotation_that_fits_is_told_with_its_next_time(fake: FakeCsms) -> None:
    rotating = {"secret_type": "RDS-FG", "rotation_config": MYSQL, "rotation_period": "7d"}
    body = {"name": "db", **VALUE, **rotating, "auto_rotation": True}
    secret = answered(fake, "CreateSecret", body=body)["secret"]
    assert {**rotating, "auto_rotation": True}.items() <= secret.items()
    assert (None, NOW_MS + 7 * DAY_MS) == (secret["rotation_time"], secret["next_rotation_time"])


def test_an_event_that_is_there_can_be_subscribed_to(fake: FakeCsms) -> None:
    event = {
        "name": "nightly",
        "event_types": ["SECRET_DELETED"],
        "state": "ENABLED",
        "notification": {"target_type": "SMN", "target_id": "urn", "target_name": "ops"},
    }
    answered(fake, "CreateSecretEvent", body=event)
    body = {"name": "db", **VALUE, "event_subscriptions": ["nightly"]}
    secret = answered(fake, "CreateSecret", body=body)["secret"]
    assert ["nightly"] == secret["event_subscriptions"]


def test_an_event_that_is_not_there_cannot_be_subscribed_to(fake: FakeCsms) -> None:
    body = {"name": "db", **VALUE, "event_subscriptions": ["nightly"]}
    assert (400, "CSMS.0005") == refused(fake, "CreateSecret", body=body)
    assert "no event 'nightly'" in why(fake)


def test_the_journal_knows_the_secret_and_its_first_version(fake: FakeCsms) -> None:
    answered(fake, "CreateSecret", body={"name": "db", **VALUE})
    entry = fake.calls[-1]
    assert ("POST", 200, fake.project_id) == (entry.method, entry.status, entry.project_id)
    assert ("db", "v1", NOW_MS) == (entry.secret_name, entry.version_id, entry.at_ms)


def test_a_member_that_nobody_reads_shows_in_the_journal(fake: FakeCsms) -> None:
    body = {"name": "db", **VALUE, "secret_sting": "typo", "version_stages": ["blue"]}
    answered(fake, "CreateSecret", body=body, query="dry_run=true")
    assert ("dry_run", "secret_sting", "version_stages") == fake.calls[-1].unread


@pytest.mark.parametrize("name", ["nobody", "no.dots", "a b", "é", "a" * 65, "%2F", "\x00"])
def test_an_absent_secret_is_404_whatever_its_name(db: FakeCsms, name: str) -> None:
    assert (404, "CSMS.0106") == refused(db, "ShowSecret", name)
    assert repr(name) in why(db)


@pytest.mark.parametrize("name", ["restore", "batch-import", "batch-delete", "checker", "tags"])
def test_a_secret_may_be_named_like_a_word_of_the_api(fake: FakeCsms, name: str) -> None:
    """Law 8: any legal name routes to ShowSecret."""
    answered(fake, "CreateSecret", body={"name": name, **VALUE})
    assert name == answered(fake, "ShowSecret", name)["secret"]["name"]


def test_two_fakes_share_nothing(db: FakeCsms) -> None:
    assert (404, "CSMS.0106") == refused(frozen_fake(), "ShowSecret", "db")
    assert "one" == db.value("db")


def test_the_sdk_makes_and_shows_a_secret(csms: FakeCsms, csms_client: CsmsClient) -> None:
    body = CreateSecretRequestBody(name="db", secret_string="one", description="orders")
    made = csms_client.create_secret(CreateSecretRequest(body=body)).secret
    shown = csms_client.show_secret(ShowSecretRequest(secret_name="db")).secret
    assert ("db", "ENABLED", "orders") == (shown.name, shown.state, shown.description)
    assert made.to_dict() == shown.to_dict()
    assert ["CreateSecret", "ShowSecret"] == [each.operation for each in csms.calls]


def test_the_sdk_raises_what_the_service_says(csms: FakeCsms, csms_client: CsmsClient) -> None:
    with pytest.raises(ClientRequestException) as caught:
        csms_client.show_secret(ShowSecretRequest(secret_name="nobody"))
    error = caught.value
    assert (404, "CSMS.0106") == (error.status_code, error.error_code)
    assert "The secret name not found int the db." == error.error_msg
    assert csms.calls[-1].request_id == error.request_id
