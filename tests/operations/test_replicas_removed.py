"""A primary stays as long as it has copies; and what time does to both.

Law 1: a removal that is refused leaves primary and copies as they were. A scheduled removal waits
until the copies are gone, and happens then.
"""

from typing import Any

import pytest
from sending import DAY_MS, NOW, NOW_MS, answered, frozen_fake, refused, why

from fakecsms import FakeCsms

HOME = "0123456789abcdef0123456789abcdef"
CONFIG = '{"InstanceId":"i","SecretSubType":"SingleUser"}'
WRONG = (400, "CSMS.0002")


def with_copies(*regions: str, project_of_east: str = "east") -> FakeCsms:
    """Return a fake whose secret `db` has these copies, and tells of its removal."""
    projects = {"cn-north-4": HOME, "cn-east-3": project_of_east, "cn-south-1": "south"}
    fake = frozen_fake(projects=projects)
    target = {"target_type": "SMN", "target_id": "urn:t", "target_name": "t"}
    event = {"name": "ev", "event_types": ["SECRET_DELETED"], "state": "ENABLED"}
    answered(fake, "CreateSecretEvent", body={**event, "notification": target})
    rotation = {"secret_type": "RDS-FG", "rotation_config": CONFIG}
    fake.put_secret("db", "one", event_subscriptions=["ev"], **rotation)
    for region in regions:
        answered(fake, "CreateSecretReplica", "db", body={"region": region})
    return fake


@pytest.fixture
def copied() -> FakeCsms:
    """A fake whose secret `db` has a copy in one region."""
    return with_copies("cn-east-3")


@pytest.mark.parametrize("state", ["ENABLED", "DISABLED", "FROZEN", "PENDING_DELETE"])
def test_a_primary_that_has_copies_cannot_be_deleted(copied: FakeCsms, state: str) -> None:
    if state == "PENDING_DELETE":
        answered(copied, "DeleteSecretForSchedule", "db", body={})
    else:
        copied.set_state("db", state)
    assert WRONG == refused(copied, "DeleteSecret", "db")
    assert "The secret 'db' has copies in cn-east-3; delete those first." == why(copied)


def test_all_copies_must_have_gone(copied: FakeCsms) -> None:
    answered(copied, "CreateSecretReplica", "db", body={"region": "cn-south-1"})
    for region in ("cn-east-3", "cn-south-1"):
        assert WRONG == refused(copied, "DeleteSecret", "db")
        answered(copied, "DeleteSecretReplica", "db", region)
    answered(copied, "DeleteSecret", "db")
    assert [] == copied.secrets()


def test_a_batch_deletion_tells_of_the_primary_that_stays(copied: FakeCsms) -> None:
    copied.put_secret("free", "x", secret_type="RDS-FG", rotation_config=CONFIG)
    answer = answered(copied, "BatchDeleteSecrets", body={"instance_id": "i"})
    assert (2, ["free"]) == (answer["total"], answer["success_secrets"])
    assert ["db"] == [each["name"] for each in answer["failed_secrets"]]
    assert ["db"] == [each.name for each in copied.secrets()]


def schedule(fake: FakeCsms) -> int:
    """Schedule the removal in seven days, and return when it is due."""
    body = {"recovery_window_in_days": 7}
    secret = answered(fake, "DeleteSecretForSchedule", "db", body=body)["secret"]
    return int(secret["scheduled_delete_time"])


def removals_told(fake: FakeCsms) -> int:
    return sum(each.event_type == "SECRET_DELETED" for each in fake.notifications)


def test_a_scheduled_removal_waits_for_the_copies_and_happens_then(copied: FakeCsms) -> None:
    schedule(copied)
    assert [] == copied.clock.advance(days=30).subjects("deleted")
    answered(copied, "ShowSecret", "db")
    assert 0 == removals_told(copied)
    answered(copied, "DeleteSecretReplica", "db", "cn-east-3")
    copied.clock.settle()
    assert [] == copied.secrets()
    assert 1 == removals_told(copied)
    copied.put_secret("db", "a name that is free")


def test_it_waits_for_the_last_of_several_copies() -> None:
    fake = with_copies("cn-east-3", "cn-south-1")
    schedule(fake)
    fake.clock.advance(days=8)
    answered(fake, "DeleteSecretReplica", "db", "cn-south-1")
    fake.clock.advance(days=1)
    assert ["db"] == [each.name for each in fake.secrets()]
    answered(fake, "DeleteSecretReplica", "db", "cn-east-3")
    fake.clock.advance(ms=1)
    assert [] == fake.secrets()


def test_without_copies_it_is_on_time(copied: FakeCsms) -> None:
    due_ms = schedule(copied)
    answered(copied, "DeleteSecretReplica", "db", "cn-east-3")
    assert [] == copied.clock.move_to(due_ms - 1).subjects("deleted")
    assert ["db"] == copied.clock.advance(ms=1).subjects("deleted")


def test_a_removal_that_waits_can_be_taken_back(copied: FakeCsms) -> None:
    schedule(copied)
    copied.clock.advance(days=8)
    answered(copied, "RestoreSecret", "db")
    answered(copied, "DeleteSecretReplica", "db", "cn-east-3")
    copied.clock.advance(days=99)
    assert "one" == copied.value("db")


def test_a_copy_is_not_removed_by_its_own_clock(copied: FakeCsms) -> None:
    schedule(copied)
    copied.clock.advance(days=8)
    copy = copied.secret("db", project_id="east")
    assert ("PENDING_DELETE", NOW_MS + 7 * DAY_MS) == (copy.state, copy.scheduled_delete_time_ms)
    pending = (400, "CSMS.0103")
    assert pending == refused(copied, "ShowSecretVersion", "db", "v1", project_id="east")


def test_what_waits_is_in_a_snapshot(copied: FakeCsms) -> None:
    schedule(copied)
    copied.clock.advance(days=8)
    snapshot = copied.snapshot()
    answered(copied, "DeleteSecretReplica", "db", "cn-east-3")
    for _ in range(2):
        copied.restore(snapshot)
        copied.clock.settle()
        assert ["db"] == [each.name for each in copied.secrets()]
        answered(copied, "DeleteSecretReplica", "db", "cn-east-3")
        copied.clock.settle()
        assert [] == copied.secrets()


def test_primary_and_copy_belong_together_after_a_snapshot(copied: FakeCsms) -> None:
    snapshot = copied.snapshot()
    answered(copied, "DeleteSecretReplica", "db", "cn-east-3")
    copied.restore(snapshot)
    copied.put_secret("db", "two")
    assert "two" == copied.value("db", project_id="east")
    assert WRONG == refused(copied, "DeleteSecret", "db")
    assert WRONG == refused(copied, "DeleteSecret", "db", project_id="east")


def test_a_snapshot_with_copies_fits_another_fake(copied: FakeCsms) -> None:
    other = frozen_fake()
    other.restore(copied.snapshot())
    other.put_secret("db", "two")
    assert ("two", "one") == tuple(each.value("db", project_id="east") for each in (other, copied))


def test_a_reset_forgets_the_copies(copied: FakeCsms) -> None:
    copied.reset()
    copied.clock.freeze()
    copied.clock.move_to(NOW)
    copied.put_secret("db", "one")
    assert ([], {}) == (copied.secrets(project_id="east"), copied.secret("db").replicas)
    answered(copied, "DeleteSecret", "db")


CHANGES: dict[str, tuple[str, list[str], dict[str, Any]] | None] = {
    "nothing": None,
    "a version": ("CreateSecretVersion", ["db"], {"secret_string": "x"}),
    "a stage": ("UpdateSecretStage", ["db", "blue"], {"version_id": "v1"}),
    "an expiry": ("UpdateVersion", ["db", "v1"], {"expire_time": NOW_MS + DAY_MS}),
}


@pytest.mark.parametrize("project_id", ["east", "0000"], ids=["after", "before"])
@pytest.mark.parametrize("change", CHANGES)
def test_the_expiry_of_a_version_is_told_of_once(change: str, project_id: str) -> None:
    """By the primary; whichever project comes first by its id, and whatever changed since."""
    fake = with_copies("cn-south-1", project_of_east=project_id)
    fake.put_secret("db", "two", expire_time=NOW_MS + 2 * DAY_MS)
    answered(fake, "CreateSecretReplica", "db", body={"region": "cn-east-3"})
    expected = [(HOME, "v2")]
    if called := CHANGES[change]:
        operation, in_path, body = called
        answered(fake, operation, *in_path, body=body)
    if change == "an expiry":
        expected.insert(0, (HOME, "v1"))
    report = fake.clock.advance(days=3)
    assert expected == [(each.project_id, each.detail) for each in report]
