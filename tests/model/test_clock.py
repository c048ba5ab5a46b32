"""`fakecsms.clock`: the service's clock is the process's clock plus what the test advanced.

It never goes back when a test moves it, and moving it never moves the application's own clock.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import time_machine
from freezegun import freeze_time

from fakecsms.clock import Clock, ClockState

BASE = datetime(2026, 1, 1, tzinfo=UTC)
BASE_MS = 1_767_225_600_000
LAST_MS = 253_402_300_799_999
"""The last millisecond of the year 9999."""


def _nothing_due() -> None:
    """What a clock does after a move, when there is nothing to do."""


@pytest.fixture(autouse=True)
def process() -> Iterator[time_machine.Traveller]:
    """The process's clock, standing at the beginning of 2026 until the test shifts it."""
    with time_machine.travel(BASE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def clock() -> Clock[None]:
    """A clock over the process's clock of the fixture `process`; nothing ever comes due."""
    return Clock(_nothing_due)


def test_a_new_clock_tells_the_processs_time(clock: Clock[None]) -> None:
    assert BASE_MS == clock.now_ms
    assert "<Clock 2026-01-01T00:00:00.000+00:00>" == repr(clock)


def test_a_running_clock_runs_with_the_process(
    clock: Clock[None], process: time_machine.Traveller
) -> None:
    clock.advance(days=1)
    process.shift(timedelta(seconds=1.5))
    assert BASE_MS + 86_400_000 + 1_500 == clock.now_ms


def test_times_below_a_millisecond_are_cut_off(process: time_machine.Traveller) -> None:
    process.shift(timedelta(microseconds=1_999))
    assert BASE_MS + 1 == Clock(_nothing_due).now_ms


@pytest.mark.parametrize(
    ("how", "ms"),
    [
        ({"days": 1}, 86_400_000),
        ({"hours": 1}, 3_600_000),
        ({"minutes": 1}, 60_000),
        ({"seconds": 1}, 1_000),
        ({"ms": 1}, 1),
        ({"seconds": 0.5}, 500),
        ({"ms": 1.9}, 1),
        ({"by": timedelta(minutes=1, microseconds=2_500)}, 60_002),
        ({"by": timedelta(days=1), "days": 1, "hours": 2, "minutes": 3}, 180_180_000),
        ({"days": 2, "hours": -24}, 86_400_000),
        ({"days": 1, "ms": -86_400_000}, 0),
        ({}, 0),
    ],
)
def test_advance_takes_the_sum_in_whole_milliseconds(
    clock: Clock[None], how: dict[str, Any], ms: int
) -> None:
    clock.advance(**how)
    assert BASE_MS + ms == clock.now_ms


@pytest.mark.parametrize("how", [{"ms": -1}, {"days": -1, "hours": 23}, {"by": timedelta(-1)}])
def test_advance_never_goes_back(clock: Clock[None], how: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"the clock never goes back: it is 2026-01-01T00:00:00"):
        clock.advance(**how)
    assert BASE_MS == clock.now_ms


@pytest.mark.parametrize(
    "when",
    [
        BASE_MS + 3_600_000,
        datetime(2026, 1, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 1, 1),  # noqa: DTZ001 - a naive time is UTC
        datetime(2026, 1, 1, 3, tzinfo=timezone(timedelta(hours=2))),
        datetime(2026, 1, 1, 1, 0, 0, 999, tzinfo=UTC),
    ],
)
def test_move_to_takes_a_datetime_or_milliseconds(clock: Clock[None], when: datetime | int) -> None:
    clock.move_to(when)
    assert BASE_MS + 3_600_000 == clock.now_ms


@pytest.mark.parametrize(
    "when",
    [
        BASE_MS - 1,
        0,
        -1,
        datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=2))),
        datetime.min.replace(tzinfo=UTC),
    ],
)
def test_move_to_never_goes_back(clock: Clock[None], when: datetime | int) -> None:
    with pytest.raises(ValueError, match="the clock never goes back"):
        clock.move_to(when)
    assert BASE_MS == clock.now_ms


def test_move_to_now_is_no_move(clock: Clock[None]) -> None:
    clock.move_to(BASE)
    assert BASE_MS == clock.now_ms


@pytest.mark.parametrize("when", [BASE_MS + 1_500.0, BASE_MS + 1_500.75])
def test_a_float_of_milliseconds_leaves_the_clock_whole(clock: Clock[None], when: Any) -> None:
    """What `time.time() * 1000` gives: the times that the service answers are integers."""
    clock.move_to(when)
    assert (BASE_MS + 1_500, int) == (clock.now_ms, type(clock.now_ms))


@pytest.mark.parametrize("when", ["2030-01-01", None, timedelta(1), BASE.date()])
def test_move_to_takes_nothing_else(clock: Clock[None], when: Any) -> None:
    with pytest.raises(TypeError):
        clock.move_to(when)
    assert BASE_MS == clock.now_ms


def test_a_frozen_clock_stands_until_it_is_resumed(
    clock: Clock[None], process: time_machine.Traveller
) -> None:
    clock.freeze()
    process.shift(60)
    assert (BASE_MS, True) == (clock.now_ms, "frozen" in repr(clock))
    clock.resume()
    assert BASE_MS == clock.now_ms
    process.shift(1)
    assert (BASE_MS + 1_000, False) == (clock.now_ms, "frozen" in repr(clock))


def test_a_frozen_clock_is_still_moved(clock: Clock[None], process: time_machine.Traveller) -> None:
    clock.freeze()
    clock.advance(seconds=1)
    clock.move_to(BASE_MS + 5_000)
    process.shift(60)
    assert BASE_MS + 5_000 == clock.now_ms
    with pytest.raises(ValueError, match="never goes back"):
        clock.move_to(BASE_MS + 4_999)


def test_freeze_as_a_context_resumes_at_its_end(
    clock: Clock[None], process: time_machine.Traveller
) -> None:
    with clock.freeze() as frozen:
        assert clock is frozen
        process.shift(60)
        clock.advance(seconds=2)
        assert BASE_MS + 2_000 == clock.now_ms
    process.shift(1)
    assert BASE_MS + 3_000 == clock.now_ms


def test_the_context_resumes_after_an_error_too(
    clock: Clock[None], process: time_machine.Traveller
) -> None:
    with pytest.raises(ZeroDivisionError), clock.freeze():
        raise ZeroDivisionError
    process.shift(1)
    assert BASE_MS + 1_000 == clock.now_ms


def test_to_freeze_twice_and_to_resume_a_running_clock_changes_nothing(clock: Clock[None]) -> None:
    clock.resume()
    clock.freeze()
    clock.freeze()
    clock.resume()
    clock.resume()
    assert (BASE_MS, ClockState()) == (clock.now_ms, clock.state)


def test_a_state_that_was_kept_is_brought_back(clock: Clock[None]) -> None:
    clock.freeze()
    kept = clock.state
    clock.advance(days=1)
    clock.state = kept
    assert BASE_MS == clock.now_ms


def test_each_move_settles_after_it_happened_and_a_refused_one_does_not(
    process: time_machine.Traveller,
) -> None:
    moments: list[int] = []
    clock = Clock(settle=lambda: moments.append(clock.now_ms))
    clock.advance(seconds=1)
    clock.move_to(BASE_MS + 2_000)
    clock.freeze()
    clock.resume()
    with pytest.raises(ValueError, match="never goes back"):
        clock.move_to(0)
    process.shift(1)
    assert [BASE_MS + 1_000, BASE_MS + 2_000] == moments


def test_a_move_returns_what_settling_reports() -> None:
    clock = Clock(settle=lambda: f"at {clock.now_ms - BASE_MS}")
    assert "at 1000" == clock.advance(seconds=1)
    assert "at 2000" == clock.move_to(BASE_MS + 2_000)
    with clock.freeze() as frozen:
        assert "at 2001" == frozen.advance(ms=1)


def test_whoever_moved_time_otherwise_settles_by_a_call(process: time_machine.Traveller) -> None:
    clock = Clock(settle=lambda: f"at {clock.now_ms - BASE_MS}")
    process.shift(5)
    assert "at 5000" == clock.settle()


def test_the_applications_own_clock_is_never_moved(clock: Clock[None]) -> None:
    clock.advance(days=400)
    assert BASE_MS == time.time_ns() // 1_000_000
    assert BASE == datetime.now(UTC)


def test_the_clock_goes_back_with_the_process_alone(
    clock: Clock[None], process: time_machine.Traveller
) -> None:
    clock.advance(days=1)
    process.move_to(datetime(2025, 12, 31, tzinfo=UTC))
    assert BASE_MS == clock.now_ms


def test_freezegun_is_seen_too() -> None:
    clock = Clock(_nothing_due)
    with freeze_time("2026-01-01") as process:
        assert BASE_MS == clock.now_ms
        process.tick(timedelta(seconds=1))
        assert BASE_MS + 1_000 == clock.now_ms


@pytest.mark.parametrize("when", [LAST_MS, datetime.max.replace(tzinfo=UTC)])
def test_the_year_9999_can_be_reached(clock: Clock[None], when: datetime | int) -> None:
    clock.move_to(when)
    assert LAST_MS == clock.now_ms
    assert "<Clock 9999-12-31T23:59:59.999+00:00>" == repr(clock)


@pytest.mark.parametrize("how", [{"days": 3_000_000}, {"ms": LAST_MS - BASE_MS + 1}])
def test_the_year_9999_cannot_be_left(clock: Clock[None], how: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="the clock ends with the year 9999"):
        clock.advance(**how)
    with pytest.raises(ValueError, match="the clock ends with the year 9999"):
        clock.move_to(LAST_MS + 1)
    assert BASE_MS == clock.now_ms


def test_a_clock_that_ran_on_past_its_end_still_tells_itself(
    clock: Clock[None], process: time_machine.Traveller
) -> None:
    clock.move_to(LAST_MS)
    process.shift(1)
    assert repr(clock).startswith("<Clock ")
    with pytest.raises(ValueError, match="the clock never goes back"):
        clock.move_to(BASE)
