"""UpdateSecret and DeleteSecret. Law 1: no refusal here leaves a trace, see `sending`."""

import pytest
from huaweicloudsdkcsms.v1 import (
    CsmsClient,
    DeleteSecretRequest,
    UpdateSecretRequest,
    UpdateSecretRequestBody,
)
from sending import DAY_MS, NOW_MS, answered, refused, send, why

from fakecsms import FakeCsms

MYSQL = '{"InstanceId":"rds-1","SecretSubType":"MultiUser"}'


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("description", "new"),
        ("description", ""),
        ("kms_key_id", "another-key"),
        ("rotation_period", "12h"),
        ("rotation_func_urn", "urn:fss:x"),
        ("event_subscriptions", []),
        ("auto_rotation", False),
    ],
)
def test_only_the_member_that_is_given_changes(fake: FakeCsms, member: str, value: object) -> None:
    fake.put_secret("db", "one", description="old", rotation_period="6h", rotation_func_urn="old")
    before = answered(fake, "ShowSecret", "db")["secret"]
    fake.clock.advance(seconds=1)
    changed = answered(fake, "UpdateSecret", "db", body={member: value})["secret"]
    assert {**before, member: value, "update_time": NOW_MS + 1_000} == changed
    assert {"secret": changed} == answered(fake, "ShowSecret", "db")


def test_null_members_change_nothing_but_the_update_time(fake: FakeCsms) -> None:
    fake.put_secret("db", "one", description="old", rotation_period="6h")
    before = answered(fake, "ShowSecret", "db")["secret"]
    fake.clock.advance(ms=5)
    nulls = dict.fromkeys(
        (
            "description",
            "kms_key_id",
            "rotation_period",
            "rotation_func_urn",
            "event_subscriptions",
            "auto_rotation",
        )
    )
    changed = answered(fake, "UpdateSecret", "db", body=nulls)["secret"]
    assert {**before, "update_time": NOW_MS + 5} == changed


def test_an_empty_body_renews_the_update_time_and_an_absent_one_is_refused(db: FakeCsms) -> None:
    db.clock.advance(days=1)
    secret = answered(db, "UpdateSecret", "db", body={})["secret"]
    assert (NOW_MS, NOW_MS + 86_400_000) == (secret["create_time"], secret["update_time"])
    assert (400, "CSMS.0004") == refused(db, "UpdateSecret", "db")


def test_the_update_time_never_goes_back_even_when_the_clock_stands_still(db: FakeCsms) -> None:
    """New versions run ahead of a clock that stands still, so that their times grow."""
    for value in ("two", "three"):
        db.put_secret("db", value)
    before = db.secret("db").update_time_ms
    after = answered(db, "UpdateSecret", "db", body={})["secret"]["update_time"]
    assert before <= after


@pytest.mark.parametrize(
    "member",
    [
        {"name": "other"},
        {"secret_string": "two"},
        {"secret_binary": "dHdv"},
        {"secret_type": "RDS-FG"},
        {"rotation_config": MYSQL},
        {"enterprise_project_id": "1"},
        {"state": "DISABLED"},
    ],
    ids="+".join,
)
def test_what_cannot_be_updated_is_unread(db: FakeCsms, member: dict[str, str]) -> None:
    before = answered(db, "ShowSecret", "db")
    assert before == answered(db, "UpdateSecret", "db", body=member)
    assert tuple(member) == db.calls[-1].unread
    assert "one" == db.value("db")


def test_the_name_in_the_path_beats_one_in_the_body(db: FakeCsms) -> None:
    db.put_secret("other", "two")
    body = {"secret_name": "other", "description": "mine"}
    assert "db" == answered(db, "UpdateSecret", "db", body=body)["secret"]["name"]
    assert ("mine", "") == (db.secret("db").description, db.secret("other").description)
    assert ("secret_name",) == db.calls[-1].unread


@pytest.mark.parametrize(
    ("members", "needed"),
    [
        ({"auto_rotation": True, "rotation_period": "7d"}, "not possible for the secret_type"),
        ({"auto_rotation": True}, "not possible for the secret_type"),
    ],
)
def test_a_common_secret_does_not_rotate(
    db: FakeCsms, members: dict[str, object], needed: str
) -> None:
    assert (400, "CSMS.0002") == refused(db, "UpdateSecret", "db", body=members)
    assert needed in why(db)


def test_auto_rotation_counts_the_period_that_is_there(fake: FakeCsms) -> None:
    settings = {"secret_type": "RDS-FG", "rotation_config": MYSQL}
    fake.put_secret("bare", "one", **settings)
    fake.put_secret("periodic", "one", **settings, rotation_period="7d")
    on = {"auto_rotation": True}
    assert (400, "CSMS.0002") == refused(fake, "UpdateSecret", "bare", body=on)
    assert "rotation_period is needed when auto_rotation is true." == why(fake)
    secret = answered(fake, "UpdateSecret", "periodic", body=on)["secret"]
    assert (True, NOW_MS + 7 * DAY_MS) == (secret["auto_rotation"], secret["next_rotation_time"])
    off = {"auto_rotation": False}
    secret = answered(fake, "UpdateSecret", "periodic", body=off)["secret"]
    assert (False, None) == (secret["auto_rotation"], secret["next_rotation_time"])


def test_an_event_that_is_not_there_cannot_be_subscribed_to(db: FakeCsms) -> None:
    body = {"event_subscriptions": ["nightly"]}
    assert (400, "CSMS.0005") == refused(db, "UpdateSecret", "db", body=body)


def test_update_of_an_absent_secret(db: FakeCsms) -> None:
    assert (404, "CSMS.0106") == refused(db, "UpdateSecret", "nobody", body={})
    assert "has no secret 'nobody'" in why(db)


def test_update_while_pending_deletion_or_frozen(db: FakeCsms) -> None:
    db.set_state("db", "FROZEN")
    assert (403, "CSMS.0109") == refused(db, "UpdateSecret", "db", body={})
    assert "while the secret 'db' is FROZEN" in why(db)
    db.set_state("db", "DISABLED")
    answered(db, "UpdateSecret", "db", body={})
    answered(db, "DeleteSecretForSchedule", "db", body={})
    assert (400, "CSMS.0103") == refused(db, "UpdateSecret", "db", body={})
    assert "while the secret 'db' is PENDING_DELETE" in why(db)


def test_delete_answers_200_without_a_body(db: FakeCsms) -> None:
    response = send(db, "DeleteSecret", "db")
    assert (200, b"", "0") == (response.status, response.body, response.header("Content-Length"))
    assert [] == db.secrets()


def test_a_deleted_secret_is_absent_for_everything(db: FakeCsms) -> None:
    answered(db, "DeleteSecret", "db")
    for operation in ("ShowSecret", "DeleteSecret", "RestoreSecret", "ListSecretVersions"):
        assert (404, "CSMS.0106") == refused(db, operation, "db")


def test_the_name_is_free_at_once_and_nothing_of_the_old_secret_is_left(db: FakeCsms) -> None:
    db.put_secret("db", "two")
    old = db.secret("db")
    answered(db, "DeleteSecret", "db")
    answered(db, "CreateSecret", body={"name": "db", "secret_string": "three"})
    assert {"SYSCURRENT": "v1"} == db.secret("db").stages
    assert old.id != db.secret("db").id
    assert "three" == db.value("db")


def test_deletion_takes_no_wait_from_a_secret_pending_deletion(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={})
    answered(db, "DeleteSecret", "db")
    answered(db, "CreateSecret", body={"name": "db", "secret_string": "two"})
    db.clock.advance(days=31)
    assert "two" == db.value("db")


def test_a_body_of_delete_is_not_read(db: FakeCsms) -> None:
    answered(db, "DeleteSecret", "db", body={"recovery_window_in_days": 7})
    assert ("recovery_window_in_days",) == db.calls[-1].unread


@pytest.mark.parametrize("body", [b"no json", b"[1]", b"\xff", b"null"])
def test_a_body_that_nobody_asked_for_may_be_anything(db: FakeCsms, body: bytes) -> None:
    answered(db, "DeleteSecret", "db", body=body)
    assert () == db.calls[-1].unread


def test_the_sdk_updates_and_deletes(csms: FakeCsms, csms_client: CsmsClient) -> None:
    csms.put_secret("db", "one")
    body = UpdateSecretRequestBody(description="new")
    updated = csms_client.update_secret(UpdateSecretRequest(secret_name="db", body=body)).secret
    assert "new" == updated.description
    response = csms_client.delete_secret(DeleteSecretRequest(secret_name="db"))
    assert (200, b"") == (response.status_code, response.raw_content)
    assert [] == csms.secrets()
