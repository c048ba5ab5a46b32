"""Every limit of the service, at its bound and one beyond.

Law 3: a secret keeps 20 versions, and no caller gets a 13th stage. Law 1: refusals leave no trace.
"""

import pytest
from sending import TOMORROW_MS, answered, frozen_fake, refused, send, why

from fakecsms import FakeCsms

TWELVE = [f"s{number:02}" for number in range(12)]
ELEVEN = TWELVE[:11]


@pytest.fixture
def full(db: FakeCsms) -> FakeCsms:
    """A fake whose secret `db` has 12 stages: SYSCURRENT on v1, the other 11 on v2."""
    db.put_secret("db", "two", version_stages=ELEVEN)
    assert 12 == len(db.secret("db").stages)
    return db


def add_versions(fake: FakeCsms, count: int) -> None:
    for _ in range(count):
        fake.put_secret("db", "more")


def test_the_21st_version_drops_the_oldest_without_a_stage(db: FakeCsms) -> None:
    add_versions(db, 19)
    assert [f"v{n}" for n in range(1, 21)] == list(db.secret("db").versions)
    metadata = answered(db, "CreateSecretVersion", "db", body={"secret_string": "x"})
    assert "v21" == metadata["version_metadata"]["id"]
    assert [f"v{n}" for n in range(2, 22)] == list(db.secret("db").versions)


def test_a_version_that_has_a_stage_is_passed_over(db: FakeCsms) -> None:
    answered(db, "UpdateSecretStage", "db", "keep", body={"version_id": "v1"})
    add_versions(db, 20)
    assert ["v1", *(f"v{n}" for n in range(3, 22))] == list(db.secret("db").versions)


def test_a_version_whose_stage_the_new_one_takes_may_be_dropped(db: FakeCsms) -> None:
    answered(db, "UpdateSecretStage", "db", "keep", body={"version_id": "v1"})
    add_versions(db, 19)
    db.put_secret("db", "new", version_stages=["keep"])
    assert [f"v{n}" for n in range(2, 22)] == list(db.secret("db").versions)
    assert "v21" == db.secret("db").stages["keep"]


@pytest.mark.parametrize(
    ("operation", "in_path", "body"),
    [
        ("ShowSecretVersion", ["db", "v1"], None),
        ("UpdateVersion", ["db", "v1"], {"expire_time": TOMORROW_MS}),
        ("UpdateSecretStage", ["db", "blue"], {"version_id": "v1"}),
    ],
)
def test_a_dropped_version_is_absent(
    db: FakeCsms, operation: str, in_path: list[str], body: dict[str, object] | None
) -> None:
    add_versions(db, 20)
    assert (404, "CSMS.0005") == refused(db, operation, *in_path, body=body)
    assert "it has v2, v3, " in why(db)


def test_a_hundred_versions_leave_twenty(db: FakeCsms) -> None:
    add_versions(db, 99)
    assert [f"v{n}" for n in range(81, 101)] == list(db.secret("db").versions)


@pytest.mark.parametrize(
    ("operation", "in_path", "body"),
    [
        ("UpdateSecretStage", ["db", "one-more"], {"version_id": "v1"}),
        ("CreateSecretStage", ["db"], {"version_id": "v1", "name": "one-more"}),
        ("UpdateSecretStage", ["db", "SYSPREVIOUS"], {"version_id": "v1"}),
    ],
)
def test_a_13th_stage_is_refused_by_the_operations_of_stages(
    full: FakeCsms, operation: str, in_path: list[str], body: dict[str, str]
) -> None:
    assert (400, "CSMS.0203") == refused(full, operation, *in_path, body=body)
    assert "The secret 'db' would have 13 stages; 12 are allowed." == why(full)


@pytest.mark.parametrize(
    ("stages", "count"),
    [
        (["one-more"], 13),
        (["SYSCURRENT", "one-more"], 13),
        (["SYSPREVIOUS"], 13),
        (["one-more", "two-more", "s00"], 14),
    ],
)
def test_a_13th_stage_is_refused_by_create_secret_version(
    full: FakeCsms, stages: list[str], count: int
) -> None:
    body = {"secret_string": "x", "version_stages": stages}
    assert (400, "CSMS.0204") == refused(full, "CreateSecretVersion", "db", body=body)
    assert f"The secret 'db' would have {count} stages; 12 are allowed." == why(full)


def test_stages_that_are_there_still_move_at_the_limit(full: FakeCsms) -> None:
    answered(full, "UpdateSecretStage", "db", "s00", body={"version_id": "v1"})
    answered(full, "CreateSecretStage", "db", body={"name": "s01", "version_id": "v1"})
    answered(
        full, "CreateSecretVersion", "db", body={"secret_string": "x", "version_stages": ELEVEN}
    )
    assert ["v1", *["v3"] * 11] == list(full.secret("db").stages.values())


def test_sysprevious_that_the_service_moves_is_never_refused(full: FakeCsms) -> None:
    answered(full, "CreateSecretVersion", "db", body={"secret_string": "x"})
    assert (13, "v1") == (
        len(full.secret("db").stages),
        full.secret("db").stages["SYSPREVIOUS"],
    )
    answered(full, "UpdateSecretStage", "db", "SYSCURRENT", body={"version_id": "v1"})
    answered(full, "UpdateSecretStage", "db", "SYSPREVIOUS", body={"version_id": "v2"})
    more = {"version_id": "v1"}
    assert (400, "CSMS.0203") == refused(full, "UpdateSecretStage", "db", "one-more", body=more)


def test_a_put_of_syscurrent_makes_a_13th_too(full: FakeCsms) -> None:
    answered(full, "UpdateSecretStage", "db", "SYSCURRENT", body={"version_id": "v2"})
    assert "v1" == full.secret("db").stages["SYSPREVIOUS"]


def test_a_deleted_stage_makes_room(full: FakeCsms) -> None:
    answered(full, "DeleteSecretStage", "db", "s00")
    answered(full, "UpdateSecretStage", "db", "one-more", body={"version_id": "v1"})


def test_twelve_stages_in_one_call(db: FakeCsms) -> None:
    body = {"secret_string": "x", "version_stages": TWELVE}
    assert (400, "CSMS.0204") == refused(db, "CreateSecretVersion", "db", body=body)
    body["version_stages"] = ["SYSCURRENT", *ELEVEN]
    answered(db, "CreateSecretVersion", "db", body=body)


def test_500_secrets_those_pending_deletion_counted(fake: FakeCsms) -> None:
    for number in range(500):
        fake.put_secret(f"s{number}", "x")
    answered(fake, "DeleteSecretForSchedule", "s0", body={})
    body = {"name": "s500", "secret_string": "x"}
    assert (400, "CSMS.0202") == refused(fake, "CreateSecret", body=body)
    assert "has 500 secrets; 500 are allowed." in why(fake)
    answered(fake, "CreateSecret", body=body, project_id="other")
    answered(fake, "DeleteSecret", "s1")
    answered(fake, "CreateSecret", body=body)


KIB64 = {
    "ascii": ("secret_string", "a" * 65_536),
    "two bytes each": ("secret_string", "é" * 32_768),
    "four bytes each": ("secret_string", "🔑" * 16_384),
    "base64": ("secret_binary", "QUFB" * 16_384),
}


@pytest.mark.parametrize("kind", KIB64)
@pytest.mark.parametrize(
    ("operation", "in_path"), [("CreateSecret", []), ("CreateSecretVersion", ["db"])]
)
def test_a_value_has_at_most_65536_bytes(
    db: FakeCsms, operation: str, in_path: list[str], kind: str
) -> None:
    member, value = KIB64[kind]
    more = {} if in_path else {"name": "big"}
    beyond = value + ("QUFB" if member == "secret_binary" else "a")
    body = {**more, member: beyond}
    assert (400, "CSMS.0002") == refused(db, operation, *in_path, body=body)
    assert f"{member} must be at most 65,536 bytes, not 65,5" in why(db)
    answered(db, operation, *in_path, body={**more, member: value})


@pytest.mark.parametrize("text", ["d" * 2_048, "é" * 1_024, "密" * 682 + "ab"])
@pytest.mark.parametrize(
    ("operation", "in_path", "more"),
    [
        ("CreateSecret", [], {"name": "new", "secret_string": "x"}),
        ("UpdateSecret", ["db"], {}),
    ],
)
def test_a_description_has_at_most_2048_bytes(
    db: FakeCsms, operation: str, in_path: list[str], more: dict[str, str], text: str
) -> None:
    body = {**more, "description": text + "d"}
    assert (400, "CSMS.0002") == refused(db, operation, *in_path, body=body)
    assert "description must be at most 2,048 bytes, not 2,049." == why(db)
    secret = answered(db, operation, *in_path, body={**more, "description": text})["secret"]
    assert text == secret["description"]


def test_a_page_has_at_most_1000_secrets() -> None:
    fake = frozen_fake(secrets_per_project_max=None)
    for number in range(1_001):
        fake.put_secret(f"s{number:04}", "x")
    page = answered(fake, "ListSecrets", query="limit=1000")
    assert (1_000, "s0999") == (len(page["secrets"]), page["page_info"]["next_marker"])
    assert (400, "CSMS.0002") == refused(fake, "ListSecrets", query="limit=1001")


def test_a_body_has_at_most_12_mebibytes(db: FakeCsms) -> None:
    body = b'{"secret_string":"x"}'.ljust(12 * 1_048_576)
    answered(db, "CreateSecretVersion", "db", body=body)
    response = send(db, "CreateSecretVersion", "db", body=body + b" ")
    assert (413, "APIGW.0201") == (response.status, response.json()["error_code"])
    assert "v2" == list(db.secret("db").versions)[-1]


def test_a_request_has_at_most_100_headers(db: FakeCsms) -> None:
    headers = {"X-Auth-Token": "t", **{f"X-{number}": "" for number in range(99)}}
    answered(db, "ShowSecret", "db", headers=headers)
    response = send(db, "ShowSecret", "db", headers={**headers, "X-99": ""})
    assert (494, "APIGW.0201") == (response.status, response.json()["error_code"])
