"""Snapshots and resets in the middle of plans: what was planned still happens after a restore.

A restored fake goes on from the moment of the snapshot as the first one went on from it.
"""

import pytest
from sending import DAY_MS, NOW_MS, answered, frozen_fake
from test_events import TOPIC, put_event
from test_rotation import put_rotating, rotated
from test_rotation_failed import refusing
from test_time_reports import plan_deletion

from fakecsms import FakeCsms
from fakecsms.model.agenda import Report

WEEKLY = {"auto_rotation": True, "rotation_period": "7d"}


@pytest.fixture
def busy(fake: FakeCsms) -> FakeCsms:
    """A fake in which one thing of each kind is planned, in two projects."""
    put_event(fake)
    put_rotating(fake, event_subscriptions=["ops"], **WEEKLY)
    fake.put_secret("db", "one", event_subscriptions=["ops"])
    fake.put_secret("db", "two", expire_time=NOW_MS + 9 * DAY_MS)
    fake.put_secret("going", "x", project_id="other")
    plan_deletion(fake, "going", days=10, project_id="other")
    fake.kms.schedule_deletion(
        fake.kms.create("key", project_id="other"), days=8, project_id="other"
    )
    return fake


def plan_rotation(fake: FakeCsms) -> None:
    config = '{"InstanceId":"i","SecretSubType":"SingleUser"}'
    fake.put_secret("late", "x", secret_type="RDS-FG", rotation_config=config, **WEEKLY)


@pytest.mark.parametrize("days", [0, 3, 7, 8, 9, 10, 60])
def test_a_restored_fake_goes_on_as_the_first_did(busy: FakeCsms, days: int) -> None:
    busy.clock.advance(days=days)
    before = busy.snapshot()
    first = busy.clock.advance(days=100)
    for _ in range(2):
        busy.restore(before)
        assert NOW_MS + days * DAY_MS == busy.clock.now_ms
        assert first == busy.clock.advance(days=100)


def test_the_reports_around_a_snapshot_add_up(busy: FakeCsms) -> None:
    start = busy.snapshot()
    whole = busy.clock.advance(days=30)
    for days in range(31):
        busy.restore(start)
        report = busy.clock.advance(days=days)
        busy.restore(busy.snapshot())
        assert whole == report + busy.clock.advance(days=30 - days)


def test_what_happened_after_the_snapshot_is_forgotten(busy: FakeCsms) -> None:
    before = busy.snapshot()
    busy.clock.advance(days=30)
    answered(busy, "DeleteSecret", "rds")
    busy.restore(before)
    assert ["db", "rds"] == [each.name for each in busy.secrets()]
    assert [] == busy.rotation_tasks()
    expected = ["rotated", "key removed", "expired", "deleted"]
    happened = [each.kind for each in busy.clock.advance(days=10) if each.kind != "notified"]
    assert expected == happened


def test_what_was_planned_after_the_snapshot_does_not_happen(busy: FakeCsms) -> None:
    before = busy.snapshot()
    plan_deletion(busy, "rds")
    plan_rotation(busy)
    busy.restore(before)
    report = busy.clock.advance(days=7)
    assert (["rds"], []) == (report.subjects("rotated"), report.subjects("deleted"))


def test_another_fake_goes_on_too(busy: FakeCsms) -> None:
    other = frozen_fake()
    other.restore(busy.snapshot())
    assert busy.clock.advance(days=30) == other.clock.advance(days=30)
    assert [each.name for each in busy.secrets()] == [each.name for each in other.secrets()]


def test_records_go_in_time_after_a_restore(busy: FakeCsms) -> None:
    """What was told before the snapshot is remembered for 90 days from then."""
    rotated(busy)
    before = busy.snapshot()
    busy.clock.advance(days=200)
    busy.restore(before)
    busy.clock.advance(days=90, ms=-1)
    times = [each["create_time"] for each in answered(busy, "ListNotificationRecords")["records"]]
    assert 3 == times.count(NOW_MS)
    busy.clock.advance(ms=1)
    times = [each["create_time"] for each in answered(busy, "ListNotificationRecords")["records"]]
    assert NOW_MS < min(times)


def test_an_expiry_that_was_told_is_not_told_again(busy: FakeCsms) -> None:
    assert ["db"] == busy.clock.advance(days=9).subjects("expired")
    busy.restore(busy.snapshot())
    assert [] == busy.clock.advance(days=30).subjects("expired")


def test_a_pending_version_stays_pending(busy: FakeCsms) -> None:
    busy.rotation_function("rds", refusing)
    rotated(busy)
    busy.restore(busy.snapshot())
    assert {"SYSCURRENT": "v1", "SYSPENDING": "v2"} == busy.secret("rds").stages
    rotated(busy)
    assert {"SYSCURRENT": "v1", "SYSPENDING": "v3"} == busy.secret("rds").stages


def test_what_becomes_of_notifications_is_in_the_snapshot(busy: FakeCsms) -> None:
    busy.topics.deliver(TOPIC["target_id"], "FAIL")
    before = busy.snapshot()
    busy.topics.deliver(TOPIC["target_id"], "SUCCESS")
    busy.restore(before)
    rotated(busy)
    assert "FAIL" == busy.notifications[-1].delivery


def test_a_rotation_that_was_due_with_the_removal_is_still_both(fake: FakeCsms) -> None:
    put_rotating(fake, **WEEKLY)
    plan_deletion(fake, "rds")
    fake.restore(fake.snapshot())
    kinds = [each.kind for each in fake.clock.advance(days=7)]
    assert ["rotation failed", "deleted"] == kinds


def test_after_a_reset_nothing_is_planned_any_more(busy: FakeCsms) -> None:
    busy.reset()
    assert Report() == busy.clock.advance(days=365)
    assert ([], []) == (busy.secrets(), busy.rotation_tasks())


def test_a_snapshot_outlives_a_reset(busy: FakeCsms) -> None:
    before = busy.snapshot()
    first = busy.clock.advance(days=30)
    busy.reset()
    busy.restore(before)
    assert first == busy.clock.advance(days=30)
