"""What stands in the way of a copy, and that nobody writes to one.

Law 1: a refused call changes nothing, in neither of the two projects.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sending import TOMORROW_MS, answered, frozen_fake, refused, send, why

from fakecsms import CsmsError, FakeCsms

HOME = "0123456789abcdef0123456789abcdef"
PROJECTS = {"cn-north-4": HOME, "cn-east-3": "east", "cn-east-2": "east", "cn-north-9": HOME}
COPY = {"region": "cn-east-3"}
WRONG = (400, "CSMS.0002")
NO_KEY = (400, "CSMS.0401")
CONFIG = '{"InstanceId":"i","SecretSubType":"SingleUser"}'


def with_secret(**options: Any) -> FakeCsms:
    fake = frozen_fake(projects=PROJECTS, **options)
    members = {"secret_type": "RDS-FG", "rotation_config": CONFIG, "kms_key_id": "ours"}
    fake.put_secret("db", "one", **members)
    return fake


@pytest.fixture
def regions() -> FakeCsms:
    """A fake whose secret `db` is not copied yet."""
    return with_secret()


@pytest.fixture
def copied(regions: FakeCsms) -> FakeCsms:
    """A fake whose secret `db` has a copy under the key `theirs`."""
    answered(regions, "CreateSecretReplica", "db", body={**COPY, "kms_key_id": "theirs"})
    return regions


def refused_copy(fake: FakeCsms, **members: Any) -> tuple[int, str]:
    return refused(fake, "CreateSecretReplica", "db", body={**COPY, **members})


@pytest.mark.parametrize("region", ["cn-north-4", "cn-north-9", "mars", "east", "CN-EAST-3", " "])
def test_a_region_is_another_one_with_a_project(regions: FakeCsms, region: str) -> None:
    """Its own is none, by whatever name."""
    assert WRONG == refused_copy(regions, region=region)
    there = "region must name another region's project; those there are: cn-east-2, cn-east-3."
    assert there == why(regions)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "region is missing."),
        ({"region": None}, "region must be text, not null."),
        ({"region": ""}, "region must not be empty."),
        ({"region": ["cn-east-3"]}, "region must be text, not a list."),
        ({**COPY, "kms_key_id": "k"}, "kms_key_id must be 2 to 64 characters."),
        ({**COPY, "kms_key_id": "k" * 65}, "kms_key_id must be 2 to 64 characters."),
        ({**COPY, "kms_key_id": 5}, "kms_key_id must be text, not a whole number."),
    ],
)
def test_bodies_that_are_refused(regions: FakeCsms, body: dict[str, Any], sentence: str) -> None:
    assert WRONG == refused(regions, "CreateSecretReplica", "db", body=body)
    assert sentence == why(regions)


@pytest.mark.parametrize("body", [None, b"null", b"[]", b"{"])
def test_a_body_that_is_no_object_is_refused(regions: FakeCsms, body: bytes | None) -> None:
    assert (400, "CSMS.0004") == refused(regions, "CreateSecretReplica", "db", body=body)


def test_an_absent_secret_is_not_copied(regions: FakeCsms) -> None:
    assert (404, "CSMS.0106") == refused(regions, "CreateSecretReplica", "nobody", body=COPY)


@pytest.mark.parametrize("code", ["CSMS.0002", "CSMS.0003"])
@pytest.mark.parametrize("state", ["ENABLED", "FROZEN", "PENDING_DELETE"])
def test_a_name_that_is_taken_there_stands_in_the_way(code: str, state: str) -> None:
    fake = with_secret(duplicate_name_code=code)
    fake.put_secret("db", "theirs", project_id="east")
    if state == "PENDING_DELETE":
        answered(fake, "DeleteSecretForSchedule", "db", body={}, project_id="east")
    else:
        fake.set_state("db", state, project_id="east")
    assert (400, code) == refused_copy(fake)
    assert "The project of cn-east-3 has a secret 'db' already." == why(fake)
    assert "theirs" == fake.value("db", project_id="east")


def test_a_copy_is_made_once_in_a_project(copied: FakeCsms) -> None:
    """Also if two regions share the project."""
    assert WRONG == refused_copy(copied)
    assert WRONG == refused_copy(copied, region="cn-east-2")


def test_a_copy_counts_in_its_project() -> None:
    fake = with_secret(secrets_per_project_max=1)
    fake.put_secret("other", "x", project_id="east")
    assert (400, "CSMS.0202") == refused_copy(fake)
    answered(fake, "DeleteSecret", "other", project_id="east")
    answered(fake, "CreateSecretReplica", "db", body=COPY)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        ("DISABLED", (403, "CSMS.0109")),
        ("FROZEN", (403, "CSMS.0109")),
        ("PENDING_DELETE", (400, "CSMS.0103")),
    ],
)
def test_only_an_enabled_secret_is_copied(
    regions: FakeCsms, state: str, refusal: tuple[int, str]
) -> None:
    if state == "PENDING_DELETE":
        answered(regions, "DeleteSecretForSchedule", "db", body={})
    else:
        regions.set_state("db", state)
    assert refusal == refused_copy(regions)


@pytest.mark.parametrize("end", ["disable", "delete"])
def test_every_key_of_the_secret_is_needed(regions: FakeCsms, end: str) -> None:
    answered(regions, "UpdateSecret", "db", body={"kms_key_id": "next"})
    regions.put_secret("db", "two")
    getattr(regions.kms, end)("ours")
    assert NO_KEY == refused_copy(regions)
    assert "'ours'" in why(regions)


@pytest.mark.parametrize("end", ["disable", "delete"])
def test_the_key_of_the_copy_is_needed(regions: FakeCsms, end: str) -> None:
    regions.kms.create("theirs", project_id="east")
    getattr(regions.kms, end)("theirs", project_id="east")
    assert NO_KEY == refused_copy(regions, kms_key_id="theirs")
    assert "'theirs'" in why(regions)


def test_a_disabled_default_key_stands_in_the_way(regions: FakeCsms) -> None:
    regions.put_secret("other", "x", project_id="east")
    key_id = regions.secret("other", project_id="east").kms_key_id
    regions.kms.disable(key_id, project_id="east")
    assert NO_KEY == refused_copy(regions)


def test_a_key_that_is_unknown_there_is_refused_if_that_is_chosen() -> None:
    fake = frozen_fake(projects=PROJECTS, unknown_kms_keys="refuse")
    fake.put_secret("db", "one")
    fake.kms.create("ours")
    assert NO_KEY == refused_copy(fake, kms_key_id="ours")
    fake.kms.create("ours", project_id="east")
    answered(fake, "CreateSecretReplica", "db", body={**COPY, "kms_key_id": "ours"})


WRITES: list[tuple[str, list[str], dict[str, Any] | None]] = [
    ("UpdateSecret", ["db"], {}),
    ("UpdateSecret", ["db"], {"description": "new", "kms_key_id": "another"}),
    ("DeleteSecret", ["db"], None),
    ("DeleteSecretForSchedule", ["db"], {}),
    ("RestoreSecret", ["db"], None),
    ("CreateSecretVersion", ["db"], {"secret_string": "two"}),
    ("UpdateVersion", ["db", "v1"], {"expire_time": TOMORROW_MS}),
    ("CreateSecretStage", ["db"], {"name": "blue", "version_id": "v1"}),
    ("UpdateSecretStage", ["db", "SYSCURRENT"], {"version_id": "v1"}),
    ("DeleteSecretStage", ["db", "SYSCURRENT"], None),
    ("RotateSecret", ["db"], None),
    ("CreateSecretReplica", ["db"], {"region": "cn-north-4"}),
    ("CreateSecretTag", ["id"], {"tag": {"key": "k"}}),
    ("BatchCreateOrDeleteTags", ["id"], {"action": "create", "tags": [{"key": "k"}]}),
    ("BatchCreateOrDeleteTags", ["id"], {"action": "delete", "tags": [{"key": "k"}]}),
]


@pytest.mark.parametrize(("operation", "in_path", "body"), WRITES)
def test_nobody_writes_to_a_copy(
    copied: FakeCsms, operation: str, in_path: list[str], body: dict[str, Any] | None
) -> None:
    copy_id = copied.secret("db", project_id="east").id
    named = [copy_id if each == "id" else each for each in in_path]
    assert WRONG == refused(copied, operation, *named, body=body, project_id="east")
    assert "The secret 'db' is a copy; write to its primary." == why(copied)


@pytest.mark.parametrize("state", ["DISABLED", "FROZEN", "PENDING_DELETE"])
def test_a_copy_is_refused_as_one_whatever_its_state(copied: FakeCsms, state: str) -> None:
    if state == "PENDING_DELETE":
        answered(copied, "DeleteSecretForSchedule", "db", body={})
    else:
        copied.set_state("db", state)
    for operation, body in (
        ("CreateSecretVersion", {"secret_string": "x"}),
        ("DeleteSecret", None),
    ):
        assert WRONG == refused(copied, operation, "db", body=body, project_id="east")


def test_a_name_of_a_copy_is_taken(copied: FakeCsms) -> None:
    new = {"name": "db", "secret_string": "x"}
    assert WRONG == refused(copied, "CreateSecret", body=new, project_id="east")
    answer = answered(copied, "BatchImportSecrets", body={"secrets": [new]}, project_id="east")
    assert (0, 1) == (answer["success"], answer["failed"])
    body = answered(copied, "DownloadSecretBlob", "db", project_id="east")
    assert WRONG == refused(copied, "UploadSecretBlob", body=body, project_id="east")


def test_a_copy_outlives_a_batch_deletion_in_its_project(copied: FakeCsms) -> None:
    before = copied.snapshot()
    response = send(copied, "BatchDeleteSecrets", body={"instance_id": "i"}, project_id="east")
    assert [] == response.json()["success_secrets"]
    assert before == copied.snapshot()


@pytest.mark.parametrize(
    "arrange",
    [
        lambda fake: fake.put_secret("db", "two", project_id="east"),
        lambda fake: fake.set_state("db", "DISABLED", project_id="east"),
    ],
    ids=["put_secret", "set_state"],
)
def test_a_test_does_not_write_to_a_copy_either(
    copied: FakeCsms, arrange: Callable[[FakeCsms], object]
) -> None:
    """It would no longer be a copy."""
    before = copied.snapshot()
    with pytest.raises((CsmsError, ValueError), match="copy"):
        arrange(copied)
    assert before == copied.snapshot()
