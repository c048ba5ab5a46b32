"""Time: moving the clock does what came due, in one order, and tells it in a report.

Each thing happens in the very millisecond that it is due, no earlier. Among things due in the
same millisecond keys go first, then versions expire, secrets rotate, and secrets are removed.
"""

from collections.abc import Callable

import pytest
from sending import DAY_MS, NOW_MS, answered, refused
from test_events import put_event
from test_rotation import put_rotating
from test_rotation_failed import refusing

from fakecsms import FakeCsms
from fakecsms.model.agenda import Happening, Kind, Report
from fakecsms.model.task import Rotation

WEEKLY = {"auto_rotation": True, "rotation_period": "7d"}
WEEK_MS = 7 * DAY_MS


def plan_deletion(fake: FakeCsms, name: str, days: int = 7, project_id: str | None = None) -> None:
    body = {"recovery_window_in_days": days}
    answered(fake, "DeleteSecretForSchedule", name, body=body, project_id=project_id)


def remove_key(fake: FakeCsms) -> None:
    fake.kms.schedule_deletion(fake.kms.create("key"), days=7)


def expire(fake: FakeCsms) -> None:
    fake.put_secret("db", "one")
    fake.put_secret("db", "two", expire_time=NOW_MS + WEEK_MS)


def rotate(fake: FakeCsms) -> None:
    put_rotating(fake, **WEEKLY)


def fail(fake: FakeCsms) -> None:
    put_rotating(fake, **WEEKLY)
    fake.rotation_function("rds", refusing)


def delete(fake: FakeCsms) -> None:
    fake.put_secret("db", "one")
    plan_deletion(fake, "db")


PLANS: list[tuple[Callable[[FakeCsms], None], Kind, str, str]] = [
    (remove_key, Kind.KEY_REMOVED, "key", ""),
    (expire, Kind.EXPIRED, "db", "v2"),
    (rotate, Kind.ROTATED, "rds", "v2"),
    (fail, Kind.ROTATION_FAILED, "rds", "ConnectionError: the database is away"),
    (delete, Kind.DELETED, "db", ""),
]
plans = pytest.mark.parametrize(
    ("plan", "kind", "subject", "detail"), PLANS, ids=[str(each[1]) for each in PLANS]
)


@plans
def test_each_thing_happens_in_the_very_millisecond(
    fake: FakeCsms, plan: Callable[[FakeCsms], None], kind: Kind, subject: str, detail: str
) -> None:
    plan(fake)
    assert Report() == fake.clock.advance(ms=WEEK_MS - 1)
    happening = Happening(
        at_ms=NOW_MS + WEEK_MS,
        kind=kind,
        project_id=fake.project_id,
        subject=subject,
        detail=detail,
    )
    assert Report((happening,)) == fake.clock.advance(ms=1)
    assert Report() == fake.clock.advance(ms=1)


@plans
@pytest.mark.parametrize("late_ms", [0, 1, 5 * DAY_MS])
def test_the_report_tells_when_it_was_due(
    fake: FakeCsms,
    plan: Callable[[FakeCsms], None],
    kind: Kind,
    subject: str,
    detail: str,
    late_ms: int,
) -> None:
    plan(fake)
    report = fake.clock.move_to(NOW_MS + WEEK_MS + late_ms)
    assert ([subject], 1) == (report.subjects(kind), len(report))
    words = " ".join(filter(None, (str(NOW_MS + WEEK_MS), str(kind), subject, detail)))
    assert words == str(report)


@plans
def test_a_call_finds_done_what_came_due(
    fake: FakeCsms, plan: Callable[[FakeCsms], None], kind: Kind, subject: str, detail: str
) -> None:
    """The clock's own `settle` has nothing left to do after the clock was moved."""
    plan(fake)
    assert [(subject, detail)] == [
        (each.subject, each.detail) for each in fake.clock.advance(days=7) if each.kind == kind
    ]
    assert Report() == fake.clock.settle()


def test_without_plans_nothing_happens(fake: FakeCsms) -> None:
    fake.put_secret("db", "one")
    report = fake.clock.advance(days=36_500)
    assert (Report(), False, "nothing happened") == (report, bool(report), str(report))


def test_what_is_told_is_in_the_report_behind_its_reason(fake: FakeCsms) -> None:
    put_event(fake)
    put_rotating(fake, event_subscriptions=["ops"], **WEEKLY)
    report = fake.clock.advance(days=7)
    assert ["rotated", "notified", "notified"] == [each.kind for each in report]
    assert ["rds"] * 2 == report.subjects("notified")
    assert ["v2", "ops", "ops"] == [each.detail for each in report]


def test_things_due_together_happen_in_one_order(fake: FakeCsms) -> None:
    """A key that goes can't be rotated under any more, and what is removed has rotated before."""
    key_id = fake.kms.create("going")
    put_rotating(fake, **WEEKLY)
    fake.put_secret("db", "one")
    fake.put_secret("db", "two", expire_time=NOW_MS + WEEK_MS)
    plan_deletion(fake, "db")
    fake.kms.schedule_deletion(key_id, days=7)
    report = fake.clock.advance(days=7)
    assert ["key removed", "expired", "rotated", "deleted"] == [each.kind for each in report]
    assert {NOW_MS + WEEK_MS} == {each.at_ms for each in report}


def test_under_a_key_that_goes_nothing_rotates(fake: FakeCsms) -> None:
    put_rotating(fake, kms_key_id="going", **WEEKLY)
    fake.kms.schedule_deletion("going", days=7)
    report = fake.clock.advance(days=7)
    assert ["key removed", "rotation failed"] == [each.kind for each in report]


def test_within_one_kind_projects_secrets_and_versions_are_in_order(fake: FakeCsms) -> None:
    for project_id, name in (("q", "b"), ("p", "b"), ("q", "a"), ("p", "a")):
        fake.put_secret(name, "one", project_id=project_id)
        for _ in range(10):
            expires = {"expire_time": NOW_MS + WEEK_MS}
            fake.put_secret(name, "more", project_id=project_id, **expires)
        plan_deletion(fake, name, project_id=project_id)
    report = fake.clock.advance(days=7)
    secrets = [("p", "a"), ("p", "b"), ("q", "a"), ("q", "b")]
    expected = [(*each, f"v{number}") for each in secrets for number in range(2, 12)]
    happened = [(each.project_id, each.subject, each.detail) for each in report]
    assert [*expected, *((*each, "") for each in secrets)] == happened


@pytest.mark.parametrize(("period", "failures"), [("7d", 1), ("1d", 7), ("8d", 0), ("42h", 4)])
def test_a_removal_that_is_due_with_a_rotation_is_one(
    fake: FakeCsms, period: str, failures: int
) -> None:
    """A secret pending deletion can't rotate; that its rotation is due then must not save it."""
    put_rotating(fake, auto_rotation=True, rotation_period=period)
    plan_deletion(fake, "rds")
    report = fake.clock.advance(days=7)
    assert (["rds"], failures) == (
        report.subjects("deleted"),
        len(report.subjects("rotation failed")),
    )
    assert [] == fake.secrets()


def test_a_rotation_that_is_due_with_the_removal_comes_before_it(fake: FakeCsms) -> None:
    put_rotating(fake, **WEEKLY)
    plan_deletion(fake, "rds", days=14)
    kinds = [each.kind for each in fake.clock.advance(days=14)]
    assert ["rotation failed", "rotation failed", "deleted"] == kinds


def test_a_rotation_planned_for_a_moment_that_was_the_removals_is_one(fake: FakeCsms) -> None:
    put_rotating(fake, rotation_period="14d")
    plan_deletion(fake, "rds", days=14)
    answered(fake, "RestoreSecret", "rds")
    answered(fake, "UpdateSecret", "rds", body={"auto_rotation": True})
    assert ["rds"] == fake.clock.advance(days=14).subjects("rotated")


def test_records_made_as_others_go_are_kept(fake: FakeCsms) -> None:
    put_event(fake)
    fake.put_secret("db", "one", event_subscriptions=["ops"])
    fake.put_secret("db", "two", expire_time=NOW_MS + 90 * DAY_MS)
    assert ["db"] == fake.clock.advance(days=90).subjects("expired")
    types = [
        each["trigger_event_type"] for each in answered(fake, "ListNotificationRecords")["records"]
    ]
    assert ["SECRET_VERSION_EXPIRED"] == types


def test_every_project_settles_whichever_is_looked_at(fake: FakeCsms) -> None:
    fake.put_secret("db", "x", project_id="other")
    plan_deletion(fake, "db", project_id="other")
    (happening,) = fake.clock.advance(days=7)
    assert ("other", "db", Kind.DELETED) == (
        happening.project_id,
        happening.subject,
        happening.kind,
    )


def test_a_key_is_gone_after_its_days_and_takes_its_values_along(fake: FakeCsms) -> None:
    fake.put_secret("db", "one", kms_key_id="going")
    fake.kms.schedule_deletion("going", days=0.5)
    assert "PENDING_DELETION" == fake.kms.keys()[0].state
    assert ["going"] == fake.clock.advance(hours=12).subjects("key removed")
    assert [] == fake.kms.keys()
    assert (400, "CSMS.0401") == refused(fake, "ShowSecretVersion", "db", "v1")


def test_a_key_that_is_enabled_again_stays(fake: FakeCsms) -> None:
    fake.put_secret("db", "one", kms_key_id="going")
    fake.kms.schedule_deletion("going", days=7)
    fake.kms.enable("going")
    assert not fake.clock.advance(days=8)
    assert "one" == fake.value("db")


def test_the_last_of_two_plans_for_a_key_counts(fake: FakeCsms) -> None:
    fake.kms.schedule_deletion(fake.kms.create("key"), days=7)
    fake.kms.schedule_deletion("key", days=9)
    assert [] == fake.clock.advance(days=8).subjects("key removed")
    assert ["key"] == fake.clock.advance(days=1).subjects("key removed")


def test_a_key_may_go_at_once_but_not_before(fake: FakeCsms) -> None:
    key_id = fake.kms.create("key")
    with pytest.raises(ValueError, match="in the past"):
        fake.kms.schedule_deletion(key_id, days=-1)
    fake.kms.schedule_deletion(key_id, days=0)
    assert ["key"] == fake.clock.settle().subjects("key removed")


def test_a_leap_that_was_interrupted_is_taken_up_again(fake: FakeCsms) -> None:
    """What was due stays due until it is done: a function may be stopped from outside."""

    def interrupted(_given: Rotation) -> None:
        raise KeyboardInterrupt

    put_rotating(fake, **WEEKLY)
    fake.rotation_function("rds", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fake.clock.advance(days=7)
    fake.rotation_function("rds", lambda _given: "new")
    fake.clock.move_to(NOW_MS + WEEK_MS)
    assert ("new", NOW_MS + 2 * WEEK_MS) == (
        fake.value("rds"),
        fake.secret("rds").next_rotation_time_ms,
    )
