"""Law 5: one leap and many steps end in the same state, and their reports add up to the same.

Nothing that was due is left undone, and a leap costs as much as what happens in it.
"""

import sys
from types import FrameType
from typing import Any, Self

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sending import DAY_MS, answered, frozen_fake
from test_events import TYPES, put_event
from test_rotation import ANN, BOB, MULTI, SINGLE, put_rotating

from fakecsms import FakeCsms
from fakecsms.model.agenda import Report
from fakecsms.model.task import Rotation

HOUR_MS = 3_600_000
PROJECTS = ("p", "q")
PERIODS = ("1d", "36h", "7d", "14d")
DAYS = st.sampled_from([7, 14, 28, 30])
"""Chosen so that much falls into the same millisecond."""

QUICKLY = settings(
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)

secrets = st.fixed_dictionaries(
    {
        "project_id": st.sampled_from(PROJECTS),
        "name": st.sampled_from(["a", "b", "odd"]),
        "config": st.sampled_from([SINGLE, MULTI]),
        "period": st.sampled_from([*PERIODS, None]),
        "versions": st.integers(min_value=1, max_value=3),
        "expires": st.none() | DAYS,
        "deleted": st.none() | DAYS,
        "state": st.sampled_from(["ENABLED", "ENABLED", "DISABLED"]),
    }
)
scenarios = st.fixed_dictionaries(
    {
        "secrets": st.lists(
            secrets, max_size=5, unique_by=lambda each: (each["project_id"], each["name"])
        ),
        "keys": st.dictionaries(st.sampled_from(PROJECTS), st.none() | DAYS),
        "types": st.lists(st.sampled_from(TYPES), min_size=1, unique=True),
        "attempts": st.integers(min_value=1, max_value=2),
    }
)
steps = st.lists(
    st.sampled_from([1, 1_000, HOUR_MS, 6 * HOUR_MS, DAY_MS - 1, DAY_MS, 7 * DAY_MS, 20 * DAY_MS]),
    min_size=1,
    max_size=8,
)


def odd(given: Rotation) -> None:
    """Fail for every version of an odd number."""
    if int(given.version_id[1:]) % 2:
        message = f"{given.version_id} is odd"
        raise ValueError(message)


def planned(scenario: dict[str, Any]) -> FakeCsms:
    """Return a fake in which everything is planned that a scenario names."""
    fake = frozen_fake(rotation_attempts=scenario["attempts"])
    fake.rotation_function("odd", odd)
    for project_id in PROJECTS:
        body = {
            "name": "ops",
            "event_types": scenario["types"],
            "state": "ENABLED",
            "notification": {"target_type": "SMN", "target_id": "ops", "target_name": "ops"},
        }
        answered(fake, "CreateSecretEvent", body=body, project_id=project_id)
    for secret in scenario["secrets"]:
        plan(fake, **secret)
    for project_id, days in scenario["keys"].items():
        for key in fake.kms.keys(project_id=project_id):
            if days is not None:
                fake.kms.schedule_deletion(key.id, days=days, project_id=project_id)
    return fake


def plan(
    fake: FakeCsms,
    *,
    project_id: str,
    name: str,
    config: str,
    period: str | None,
    versions: int,
    expires: int | None,
    deleted: int | None,
    state: str,
) -> None:
    """Put a secret with all that is to happen to it."""
    new: dict[str, Any] = {"secret_type": "RDS-FG", "rotation_config": config}
    new |= {"auto_rotation": period is not None, "rotation_period": period}
    fake.put_secret(name, ANN, project_id=project_id, event_subscriptions=["ops"], **new)
    for _ in range(versions - 1):
        fake.put_secret(name, BOB, project_id=project_id)
    if expires is not None:
        body = {"expire_time": fake.clock.now_ms + expires * DAY_MS}
        answered(fake, "UpdateVersion", name, "v1", body=body, project_id=project_id)
    fake.set_state(name, state, project_id=project_id)
    if deleted is not None:
        window = {"recovery_window_in_days": deleted}
        answered(fake, "DeleteSecretForSchedule", name, body=window, project_id=project_id)


@settings(QUICKLY, max_examples=60)
@given(scenarios, steps)
def test_one_leap_and_many_steps_are_the_same(scenario: dict[str, Any], by: list[int]) -> None:
    leaping, walking = planned(scenario), planned(scenario)
    leap = leaping.clock.advance(ms=sum(by))
    walk = sum((walking.clock.advance(ms=ms) for ms in by), Report())
    assert leap == walk
    assert leaping.snapshot() == walking.snapshot()
    assert leaping.notifications == walking.notifications


@settings(QUICKLY, max_examples=25)
@given(scenarios, steps)
def test_calls_on_the_way_change_nothing(scenario: dict[str, Any], by: list[int]) -> None:
    """A call settles as the clock does; what its randomness makes of passwords aside."""
    leaping, walking = planned(scenario), planned(scenario)
    leap = leaping.clock.advance(ms=sum(by))
    walk = Report()
    for ms in by:
        walk += walking.clock.advance(ms=ms)
        for project_id in PROJECTS:
            answered(walking, "ListSecrets", project_id=project_id)
    assert leap == walk
    for project_id in PROJECTS:
        views = (each.secrets(project_id=project_id) for each in (leaping, walking))
        assert next(views) == next(views)


@settings(QUICKLY, max_examples=60)
@given(scenarios, steps)
def test_nothing_that_was_due_is_left_undone(scenario: dict[str, Any], by: list[int]) -> None:
    fake = planned(scenario)
    for ms in by:
        fake.clock.advance(ms=ms)
    now_ms = fake.clock.now_ms
    for project_id in PROJECTS:
        for secret in fake.secrets(project_id=project_id):
            times = (secret.next_rotation_time_ms, secret.scheduled_delete_time_ms)
            assert [] == [each for each in times if each is not None and each <= now_ms]
        days = scenario["keys"].get(project_id)
        if days is not None and days * DAY_MS <= sum(by):
            assert [] == fake.kms.keys(project_id=project_id)


@settings(QUICKLY, max_examples=40)
@given(scenarios, steps)
def test_a_report_is_in_the_order_of_time(scenario: dict[str, Any], by: list[int]) -> None:
    fake = planned(scenario)
    start_ms = fake.clock.now_ms
    times = [each.at_ms for each in fake.clock.advance(ms=sum(by))]
    assert sorted(times) == times
    assert all(start_ms < each <= fake.clock.now_ms for each in times)


@pytest.mark.parametrize("days", [1, 29, 30, 31, 365])
@pytest.mark.parametrize("period", [1, 7, 30])
def test_a_leap_rotates_as_often_as_there_are_periods_in_it(days: int, period: int) -> None:
    fake = frozen_fake()
    put_rotating(fake, auto_rotation=True, rotation_period=f"{period}d")
    report = fake.clock.advance(days=days)
    assert days // period == len(report.subjects("rotated")) == len(fake.rotation_tasks())
    assert f"v{1 + days // period}" == fake.secret("rds").stages["SYSCURRENT"]


class Counted:
    """How many Python functions were called while this was entered."""

    def __init__(self) -> None:
        self.calls = 0

    def __enter__(self) -> Self:
        self._before = sys.getprofile()
        sys.setprofile(self._count)
        return self

    def __exit__(self, *exc_info: object) -> None:
        sys.setprofile(self._before)

    def _count(self, _frame: FrameType, event: str, _arg: object) -> None:
        self.calls += event == "call"


def leap_of(rotations: int) -> tuple[FakeCsms, Report]:
    """Leap over so many rotations; return the fake and what happened."""
    fake = frozen_fake()
    put_event(fake)
    put_rotating(fake, event_subscriptions=["ops"], auto_rotation=True, rotation_period="6h")
    return fake, fake.clock.advance(hours=6 * rotations)


def test_a_leap_over_thousands_of_rotations_keeps_what_it_must() -> None:
    """Each rotation has its task; of versions and records there are as many as the limits say."""
    fake, report = leap_of(3_000)
    assert 3_000 == len(report.subjects("rotated")) == len(fake.rotation_tasks())
    assert 20 == len(fake.secret("rds").versions)
    assert 2 * 4 * 90 == len(answered(fake, "ListNotificationRecords")["records"])


def test_twice_the_leap_costs_twice_as_much() -> None:
    calls = []
    for rotations in (500, 1_000):
        with Counted() as counted:
            leap_of(rotations)
        calls.append(counted.calls)
    assert 1.9 < calls[1] / calls[0] < 2.1


def test_what_is_still_to_come_does_not_pile_up() -> None:
    """After a leap there are as many reminders as there are things to come, not as happened."""
    fake, _ = leap_of(500)
    records = 2 * 4 * 90
    assert records + 1 == len(fake.gate.account.agenda._due)
