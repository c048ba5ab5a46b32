"""The order in which a request meets the checks: of two faults in one call, the earlier is told.

Path, credentials, form of the body, members, absence, state, quotas, key. Each test plants two
faults (or more), and shows that taking the earlier away brings out the later.
"""

import pytest
from one_of_each import EVENT, GRANT, SINGLE
from sending import answered, frozen_fake, refused, send, why

from fakecsms import FakeCsms
from fakecsms.gateway.messages import Response

NO_BODY = (400, "CSMS.0004")
INVALID = (400, "CSMS.0002")
NO_SECRET = (404, "CSMS.0106")
ABSENT = (404, "CSMS.0005")
NOT_ENABLED = (403, "CSMS.0109")
NO_KEY = (400, "CSMS.0401")
STAGES = {"CreateSecretStage", "UpdateSecretStage"}
TAGS: dict[str, object] = {"action": "create", "tags": [{"key": "k"}]}
ITS_GRANT: dict[str, object] = {**GRANT, "type": "SECRET"}
PASSWORDS: dict[str, object] = {"password": "new", "old_password": "old"}
POLICY: dict[str, object] = {"password_policy_name": "strict"}
RDS = {"secret_type": "RDS-FG", "rotation_config": SINGLE}


def code(response: Response) -> tuple[int, str]:
    return response.status, response.json()["error_code"]


def test_an_unknown_path_is_told_before_missing_credentials(fake: FakeCsms) -> None:
    nowhere, somewhere = f"/v1/{fake.project_id}/secret", f"/v1/{fake.project_id}/secrets"
    assert (404, "APIGW.0101") == code(fake.call("GET", nowhere, headers={}))
    assert (404, "APIGW.0101") == code(fake.call("PATCH", somewhere, headers={}))
    assert (401, "APIGW.0301") == code(fake.call("GET", somewhere, headers={}))
    other_word = f"/v1/{fake.project_id}/csms/resource_instance/action"
    assert (404, "APIGW.0101") == code(fake.call("POST", other_word, headers={}))


def test_too_much_is_told_before_an_unknown_path() -> None:
    fake = frozen_fake(body_bytes_max=5, headers_max=2)
    crowd = {f"x-{number}": "1" for number in range(3)}
    assert (494, "APIGW.0201") == code(fake.call("GET", "/no", body=b"123456", headers=crowd))
    assert (413, "APIGW.0201") == code(fake.call("GET", "/no", body=b"123456", headers={}))
    assert (404, "APIGW.0101") == code(fake.call("GET", "/no", body=b"12345", headers={}))


@pytest.mark.parametrize("body", [None, b"no json", {"secret_string": ""}])
def test_missing_credentials_are_told_before_the_body(db: FakeCsms, body: object) -> None:
    response = send(db, "CreateSecretVersion", "nobody", body=body, headers={})
    assert (401, "APIGW.0301") == code(response)


def test_what_is_not_modelled_is_told_as_an_unknown_path_is(fake: FakeCsms) -> None:
    """A path of KMS leads to no row, so nothing can ask for credentials first."""
    path = "/v1.0/p/kms/list-keys"
    assert (501, "FAKECSMS.NotModelled") == code(fake.call("POST", path, headers={}))
    assert (501, "FAKECSMS.NotModelled") == code(fake.call("POST", path, body=b"no json"))


@pytest.mark.parametrize(
    ("operation", "in_path"),
    [
        ("UpdateSecret", ["nobody"]),
        ("DeleteSecretForSchedule", ["nobody"]),
        ("CreateSecretVersion", ["nobody"]),
        ("UpdateVersion", ["nobody", "v1"]),
        ("CreateSecretStage", ["nobody"]),
        ("UpdateSecretStage", ["nobody", "a.b"]),
        ("UploadSecretBlob", []),
        ("CreateSecretTag", ["no-id"]),
        ("BatchCreateOrDeleteTags", ["no-id"]),
        ("UpdateSecretEvent", ["nobody"]),
        ("UpdateGrant", []),
        ("UpdateUserPassword", []),
        ("CreateSecretReplica", ["nobody"]),
    ],
)
def test_no_body_is_told_before_bad_members_and_absence(
    db: FakeCsms, operation: str, in_path: list[str]
) -> None:
    assert NO_BODY == refused(db, operation, *in_path)
    assert NO_BODY == refused(db, operation, *in_path, body=b"[]")


@pytest.mark.parametrize(
    ("operation", "in_path", "bad", "good", "later"),
    [
        ("UpdateSecret", ["nobody"], {"kms_key_id": "k"}, {}, NO_SECRET),
        ("DeleteSecretForSchedule", ["nobody"], {"recovery_window_in_days": 1}, {}, NO_SECRET),
        ("CreateSecretVersion", ["nobody"], {}, {"secret_string": "x"}, NO_SECRET),
        ("UpdateVersion", ["nobody", "v1"], {}, {"expire_time": 10**13 - 1}, NO_SECRET),
        ("UpdateVersion", ["db", "v9"], {"expire_time": 1}, {"expire_time": 10**13 - 1}, ABSENT),
        ("CreateSecretStage", ["nobody"], {}, {"name": "a", "version_id": "v1"}, NO_SECRET),
        ("UpdateSecretStage", ["nobody", "a"], {}, {"version_id": "v1"}, NO_SECRET),
        ("UpdateSecretStage", ["db", "a"], {"version_id": "1"}, {"version_id": "v9"}, ABSENT),
        ("CreateSecretTag", ["no-id"], {"tag": {"key": ""}}, {"tag": {"key": "k"}}, ABSENT),
        ("BatchCreateOrDeleteTags", ["no-id"], {**TAGS, "action": "put"}, TAGS, ABSENT),
        ("UpdateSecretEvent", ["nobody"], {"state": "OFF"}, {"state": "ENABLED"}, ABSENT),
        ("CreateGrants", [], {**ITS_GRANT, "grantee_type": "1"}, ITS_GRANT, ABSENT),
        ("UpdateUserPassword", [], {"password": ""}, PASSWORDS, ABSENT),
        ("CreateSecretReplica", ["nobody"], {"region": ""}, {"region": "r"}, NO_SECRET),
        ("GenerateRandomPassword", [], {**POLICY, "length": 0}, POLICY, ABSENT),
    ],
)
def test_a_bad_member_is_told_before_absence(
    db: FakeCsms,
    operation: str,
    in_path: list[str],
    bad: dict[str, object],
    good: dict[str, object],
    later: tuple[int, str],
) -> None:
    assert INVALID == refused(db, operation, *in_path, body=bad)
    assert later == refused(db, operation, *in_path, body=good)


def test_a_bad_member_is_told_before_an_absent_grant(fake: FakeCsms) -> None:
    how = {"query": "resource_id=group-1"}
    assert INVALID == refused(fake, "UpdateGrant", body={**GRANT, "type": "ALL"}, **how)
    assert ABSENT == refused(fake, "UpdateGrant", body=GRANT, **how)
    assert INVALID == refused(fake, "DeleteGrant", query="resource_id=")
    assert ABSENT == refused(fake, "DeleteGrant", **how)


def test_a_bad_query_is_told_before_absence(db: FakeCsms) -> None:
    assert INVALID == refused(db, "ListSecretVersions", "nobody", query="limit=0")
    assert NO_SECRET == refused(db, "ListSecretVersions", "nobody", query="limit=1")


@pytest.mark.parametrize(
    ("operation", "absent", "there", "body"),
    [
        ("ShowSecretVersion", ["db", "v9"], ["db", "v1"], None),
        ("UpdateVersion", ["db", "v9"], ["db", "v1"], {"expire_time": 10**13 - 1}),
        ("DeleteSecretStage", ["db", "blue"], ["db", "green"], None),
    ],
)
def test_an_absent_version_or_stage_is_told_before_the_state(
    db: FakeCsms,
    operation: str,
    absent: list[str],
    there: list[str],
    body: dict[str, object] | None,
) -> None:
    db.put_secret("db", "two", version_stages=["green"])
    db.set_state("db", "FROZEN")
    assert ABSENT == refused(db, operation, *absent, body=body)
    assert NOT_ENABLED == refused(db, operation, *there, body=body)


@pytest.mark.parametrize("operation", sorted(STAGES))
def test_for_a_stage_absence_then_state_then_the_limit(operation: str) -> None:
    fake = frozen_fake(stages_per_secret_max=1)
    fake.put_secret("db", "one")
    fake.set_state("db", "FROZEN")
    in_path = ["db", "blue"] if operation == "UpdateSecretStage" else ["db"]
    body = {"name": "blue", "version_id": "v9"}
    assert ABSENT == refused(fake, operation, *in_path, body=body)
    body["version_id"] = "v1"
    assert NOT_ENABLED == refused(fake, operation, *in_path, body=body)
    fake.set_state("db", "ENABLED")
    assert (400, "CSMS.0203") == refused(fake, operation, *in_path, body=body)


def test_for_a_version_state_then_the_limit_of_stages_then_the_key() -> None:
    fake = frozen_fake(stages_per_secret_max=1)
    fake.put_secret("db", "one", kms_key_id="mine")
    fake.kms.disable("mine")
    fake.set_state("db", "DISABLED")
    one_more = {"secret_string": "two", "version_stages": ["blue"]}
    assert NOT_ENABLED == refused(fake, "CreateSecretVersion", "db", body=one_more)
    fake.set_state("db", "ENABLED")
    assert (400, "CSMS.0204") == refused(fake, "CreateSecretVersion", "db", body=one_more)
    assert NO_KEY == refused(fake, "CreateSecretVersion", "db", body={"secret_string": "two"})


def test_for_a_new_secret_members_then_duplicate_then_quota_then_key() -> None:
    fake = frozen_fake(secrets_per_project_max=1, duplicate_name_code="CSMS.0003")
    fake.put_secret("db", "one", kms_key_id="mine")
    fake.kms.disable("mine")
    body = {"name": "db", "secret_string": "", "kms_key_id": "mine"}
    assert INVALID == refused(fake, "CreateSecret", body=body)
    assert (400, "CSMS.0003") == refused(fake, "CreateSecret", body={**body, "secret_string": "x"})
    body = {"name": "other", "secret_string": "x", "kms_key_id": "mine"}
    assert (400, "CSMS.0202") == refused(fake, "CreateSecret", body=body)
    answered(fake, "DeleteSecret", "db")
    assert NO_KEY == refused(fake, "CreateSecret", body=body)


def test_for_a_new_event_members_then_duplicate_then_quota() -> None:
    fake = frozen_fake(events_per_project_max=1, duplicate_name_code="CSMS.0003")
    answered(fake, "CreateSecretEvent", body=EVENT)
    assert INVALID == refused(fake, "CreateSecretEvent", body={**EVENT, "state": "OFF"})
    assert (400, "CSMS.0003") == refused(fake, "CreateSecretEvent", body=EVENT)
    another = {**EVENT, "name": "another"}
    assert (400, "CSMS.0202") == refused(fake, "CreateSecretEvent", body=another)


def test_for_a_backup_its_seal_then_duplicate_then_quota_then_key() -> None:
    fake = frozen_fake(secrets_per_project_max=2, duplicate_name_code="CSMS.0003")
    fake.put_secret("db", "one", kms_key_id="mine")
    fake.put_secret("other", "two")
    blob = answered(fake, "DownloadSecretBlob", "db")["secret_blob"]
    fake.kms.disable("mine")
    assert INVALID == refused(fake, "UploadSecretBlob", body={"secret_blob": blob[:-4]})
    body = {"secret_blob": blob}
    assert (400, "CSMS.0003") == refused(fake, "UploadSecretBlob", body=body)
    answered(fake, "DeleteSecret", "db")
    fake.put_secret("more", "three")
    assert (400, "CSMS.0202") == refused(fake, "UploadSecretBlob", body=body)
    answered(fake, "DeleteSecret", "more")
    assert NO_KEY == refused(fake, "UploadSecretBlob", body=body)


def test_for_a_copy_region_then_state_then_duplicate_then_quota_then_key() -> None:
    projects = {"cn-east-3": "there"}
    limits = {"secrets_per_project_max": 1, "duplicate_name_code": "CSMS.0003"}
    fake = frozen_fake(projects=projects, **limits)
    fake.put_secret("db", "one", kms_key_id="mine")
    fake.put_secret("db", "two", project_id="there")
    fake.kms.disable("mine")
    fake.set_state("db", "FROZEN")
    body = {"region": "cn-east-3"}
    assert INVALID == refused(fake, "CreateSecretReplica", "db", body={"region": "nowhere"})
    assert NOT_ENABLED == refused(fake, "CreateSecretReplica", "db", body=body)
    fake.set_state("db", "ENABLED")
    assert (400, "CSMS.0003") == refused(fake, "CreateSecretReplica", "db", body=body)
    answered(fake, "DeleteSecret", "db", project_id="there")
    fake.put_secret("other", "two", project_id="there")
    assert (400, "CSMS.0202") == refused(fake, "CreateSecretReplica", "db", body=body)
    answered(fake, "DeleteSecret", "other", project_id="there")
    assert NO_KEY == refused(fake, "CreateSecretReplica", "db", body=body)


def test_for_a_rotation_the_type_then_the_state_then_the_key(fake: FakeCsms) -> None:
    for name, members in (("db", {}), ("rds", RDS)):
        fake.put_secret(name, "one", kms_key_id="mine", **members)
        fake.set_state(name, "FROZEN")
    fake.kms.disable("mine")
    assert INVALID == refused(fake, "RotateSecret", "db")
    assert NOT_ENABLED == refused(fake, "RotateSecret", "rds")
    fake.set_state("rds", "ENABLED")
    assert NO_KEY == refused(fake, "RotateSecret", "rds")


def test_for_a_tag_absence_then_the_quota() -> None:
    fake = frozen_fake(tags_per_secret_max=1)
    fake.put_secret("db", "one")
    secret_id = fake.secret("db").id
    answered(fake, "CreateSecretTag", secret_id, body={"tag": {"key": "a"}})
    body = {"tag": {"key": "b"}}
    assert ABSENT == refused(fake, "CreateSecretTag", "no-id", body=body)
    assert (400, "CSMS.0202") == refused(fake, "CreateSecretTag", secret_id, body=body)


@pytest.mark.parametrize(
    ("operation", "in_path", "body"),
    [
        ("ShowSecretVersion", ["db", "v1"], None),
        ("DownloadSecretBlob", ["db"], None),
        ("BatchShowSecretVersion", [], {"secret_name_list": ["db"]}),
        ("UpdateSecret", ["db"], {"kms_key_id": "mine"}),
    ],
)
def test_the_state_is_told_before_the_key(
    fake: FakeCsms, operation: str, in_path: list[str], body: dict[str, object] | None
) -> None:
    fake.put_secret("db", "one", kms_key_id="mine")
    fake.kms.delete("mine")
    fake.set_state("db", "FROZEN")
    assert NOT_ENABLED == refused(fake, operation, *in_path, body=body)
    fake.set_state("db", "ENABLED")
    assert NO_KEY == refused(fake, operation, *in_path, body=body)


def test_of_two_bad_members_one_is_told_and_the_type_comes_first(fake: FakeCsms) -> None:
    body = {"name": "a.b", "secret_string": 5}
    assert INVALID == refused(fake, "CreateSecret", body=body)
    assert "secret_string must be text, not a whole number." == why(fake)


def test_what_is_due_happens_before_the_call_is_judged(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={})
    db.clock.advance(days=30)
    answered(db, "CreateSecret", body={"name": "db", "secret_string": "new"})
