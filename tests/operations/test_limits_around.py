"""The fields of `Limits` that are about backups, rotation, tags, events, passwords and users.

The service keeps the number that the test gave. A test is named after its field.
"""

from typing import Any

import pytest
from one_of_each import EVENT, SINGLE
from sending import DAY_MS, answered, frozen_fake, refused, send, why

from fakecsms import FakeCsms

INVALID = (400, "CSMS.0002")
QUOTA = (400, "CSMS.0202")
INSTANCES = "resource_instances"


def with_db(**options: object) -> FakeCsms:
    fake = frozen_fake(**options)
    fake.put_secret("db", "x")
    return fake


@pytest.mark.parametrize(("options", "most"), [({}, 1), ({"rotation_attempts": 3}, 3)])
def test_rotation_attempts(options: dict[str, int], most: int) -> None:
    fake = frozen_fake(**options)
    fake.put_secret("rds", "x", secret_type="RDS-FG", rotation_config=SINGLE)
    tries: list[str] = []
    fake.rotation_function("rds", lambda given: tries.append(given.version_id) or 1 / 0)
    answered(fake, "RotateSecret", "rds")
    (task,) = fake.rotation_tasks()
    assert (most, "FAILED", ["v2"] * most) == (task.attempts, task.status, tries)


def test_blob_chars_max() -> None:
    """A backup just too long is told so; one that fits is looked at, and is a stranger's."""
    fake = with_db()
    blob = answered(fake, "DownloadSecretBlob", "db")["secret_blob"]
    for most, why_not in ((len(blob) - 1, "at most"), (len(blob), "altered")):
        stranger = frozen_fake(blob_chars_max=most)
        body = {"secret_blob": blob}
        assert INVALID == refused(stranger, "UploadSecretBlob", body=body)
        assert why_not in why(stranger)


@pytest.mark.parametrize("keys", [["a", "b"], ["a", "b", "c"]])
def test_tags_per_secret_max(keys: list[str]) -> None:
    """Of one secret, and of one batch."""
    fake = with_db(tags_per_secret_max=2)
    secret_id = fake.secret("db").id
    body = {"action": "create", "tags": [{"key": key} for key in keys]}
    if len(keys) > 2:
        assert INVALID == refused(fake, "BatchCreateOrDeleteTags", secret_id, body=body)
        assert "tags must hold 1 to 2 tags, not 3." == why(fake)
        return
    answered(fake, "BatchCreateOrDeleteTags", secret_id, body=body)
    answered(fake, "CreateSecretTag", secret_id, body={"tag": {"key": "b", "value": "again"}})
    assert QUOTA == refused(fake, "CreateSecretTag", secret_id, body={"tag": {"key": "c"}})
    assert "The secret 'db' would have 3 tags; 2 are allowed." == why(fake)


def test_tag_key_chars_max() -> None:
    fake = with_db(tag_key_chars_max=2)
    secret_id = fake.secret("db").id
    answered(fake, "CreateSecretTag", secret_id, body={"tag": {"key": "éé"}})
    assert INVALID == refused(fake, "CreateSecretTag", secret_id, body={"tag": {"key": "ééa"}})
    assert "tag has a key that must be 1 to 2 characters." == why(fake)


def test_tag_value_chars_max() -> None:
    fake = with_db(tag_value_chars_max=2)
    secret_id, tag = fake.secret("db").id, {"key": "k", "value": "éé"}
    answered(fake, "CreateSecretTag", secret_id, body={"tag": tag})
    longer = {"tag": {**tag, "value": "ééa"}}
    assert INVALID == refused(fake, "CreateSecretTag", secret_id, body=longer)
    assert "tag has a value that must be at most 2 characters." == why(fake)


@pytest.mark.parametrize("value", ["éé", "ééa"])
def test_tag_value_chars_max_bounds_the_text_to_be_found_too(value: str) -> None:
    fake = with_db(tag_value_chars_max=2)
    matches = [{"key": "resource_name", "value": value}]
    body = {"action": "filter", "matches": matches}
    status = send(fake, "ListResourceInstances", INSTANCES, body=body).status
    assert (200 if value == "éé" else 400) == status


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        ({"tags": [{"key": "a"}] * 2}, {"tags": [{"key": "a"}] * 3}),
        (
            {"tags": [{"key": "a", "values": ["1", "2"]}]},
            {"tags": [{"key": "a", "values": ["1", "2", "3"]}]},
        ),
        (
            {"matches": [{"key": "resource_name", "value": "a"}] * 2},
            {"matches": [{"key": "resource_name", "value": "a"}] * 3},
        ),
    ],
)
def test_tag_filters_max(within: dict[str, Any], beyond: dict[str, Any]) -> None:
    fake = with_db(tag_filters_max=2)
    action = {"action": "count"}
    answered(fake, "ListResourceInstances", INSTANCES, body={**action, **within})
    body = {**action, **beyond}
    assert INVALID == refused(fake, "ListResourceInstances", INSTANCES, body=body)
    assert f"{next(iter(beyond))} must hold at most 2 " in why(fake)


def test_instances_page_default() -> None:
    fake = with_db(instances_page_default=1)
    fake.put_secret("e", "x")
    told = answered(fake, "ListResourceInstances", INSTANCES, body={"action": "filter"})
    assert ([1], 2) == ([len(told["resources"])], told["total_count"])


def test_page_items_max_bounds_every_page_without_a_limit() -> None:
    fake = with_db(page_items_max=1)
    fake.put_secret("e", "x")
    told = answered(fake, "ListResourceInstances", INSTANCES, body={"action": "filter"})
    assert 1 == len(told["resources"])


def test_page_items_max_bounds_every_limit() -> None:
    fake = with_db(page_items_max=2)
    for operation in ("ListSecretEvents", "ListSecretTask"):
        answered(fake, operation, query="limit=2")
        assert INVALID == refused(fake, operation, query="limit=3")
    body = {"action": "filter", "limit": "3"}
    assert INVALID == refused(fake, "ListResourceInstances", INSTANCES, body=body)


def test_events_per_project_max() -> None:
    fake = frozen_fake(events_per_project_max=1)
    answered(fake, "CreateSecretEvent", body=EVENT)
    another = {**EVENT, "name": "another"}
    assert QUOTA == refused(fake, "CreateSecretEvent", body=another)
    assert "The project has 1 events; 1 are allowed." == why(fake)
    answered(fake, "CreateSecretEvent", body=another, project_id="elsewhere")


@pytest.mark.parametrize(("ms", "left"), [(2 * DAY_MS - 1, 1), (2 * DAY_MS, 0)])
def test_record_days_kept(ms: int, left: int) -> None:
    fake = frozen_fake(record_days_kept=2)
    answered(fake, "CreateSecretEvent", body=EVENT)
    fake.put_secret("db", "x", event_subscriptions=["nightly"])
    answered(fake, "DeleteSecret", "db")
    fake.clock.advance(ms=ms)
    assert left == len(answered(fake, "ListNotificationRecords")["records"])


def test_password_chars_max() -> None:
    fake = frozen_fake(password_chars_max=9)
    user = {"password": "secret", "is_caller": True}
    fake.csms_users.add("alice", **user)
    assert 9 == len(answered(fake, "GenerateRandomPassword", body={"length": 9})["password"])
    assert INVALID == refused(fake, "GenerateRandomPassword", body={"length": 10})
    assert "length must be from 1 to 9." == why(fake)
    changed = {"password": "é" * 10, "old_password": "secret"}
    assert INVALID == refused(fake, "UpdateUserPassword", body=changed)
    answered(fake, "UpdateUserPassword", body={**changed, "password": "é" * 9})


@pytest.mark.parametrize(("options", "least"), [({}, 10), ({"users_page_min": 1}, 1)])
def test_users_page_min(options: dict[str, int], least: int) -> None:
    fake = frozen_fake(**options)
    answered(fake, "ListUsers", query=f"offset=0&limit={least}")
    assert INVALID == refused(fake, "ListUsers", query=f"offset=0&limit={least - 1}")
    assert f"limit must be from {least} to 100." == why(fake)


@pytest.mark.parametrize(("options", "most"), [({}, 100), ({"users_page_max": 20}, 20)])
def test_users_page_max(options: dict[str, int], most: int) -> None:
    fake = frozen_fake(**options)
    answered(fake, "ListUsers", query=f"offset=0&limit={most}")
    assert INVALID == refused(fake, "ListUsers", query=f"offset=0&limit={most + 1}")
    assert f"limit must be from 10 to {most}." == why(fake)
