"""The one place that reads the time. All of it is in milliseconds since 1970, UTC.

The service's clock is the process's clock, read through the module at each call so that
time-machine and freezegun are seen, plus an offset that only grows. Moving it never moves
the application's own clock.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

Report = TypeVar("Report")

_NS_PER_MS = 1_000_000
_MS = timedelta(milliseconds=1)
_EPOCH = datetime.fromtimestamp(0, UTC)
_LAST_MS = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MS


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """What a clock remembers: its offset, and where it stands still (`None`: it runs)."""

    offset_ms: int = 0
    frozen_at_ms: int | None = None


class Clock(Generic[Report]):
    """The service's clock. Whoever moves it can't move it back.

    Moving it does what has come due, and returns the report of that: see `fakecsms.Report`.
    """

    def __init__(self, settle: Callable[[], Report]) -> None:
        """Start at the process's time, running. `settle` does what has come due."""
        self.state = ClockState()
        self.settle = settle
        """Do what has come due by now, and return the report: for whoever moved time otherwise."""

    def __repr__(self) -> str:
        """Show the time and whether the clock stands still."""
        still = "" if self.state.frozen_at_ms is None else ", frozen"
        return f"<Clock {_iso(self.now_ms)}{still}>"

    @property
    def now_ms(self) -> int:
        """The service's time: the process's clock plus what the test advanced."""
        state = self.state
        if state.frozen_at_ms is not None:
            return state.frozen_at_ms
        return _process_ms() + state.offset_ms

    def advance(
        self,
        by: timedelta = timedelta(0),
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
        ms: float = 0,
    ) -> Report:
        """Move the clock on by a `timedelta` or by the sum of the parts, in whole milliseconds.

        What comes due on the way has happened when this returns; the report tells it. Raises
        `ValueError` when the sum is below zero.
        """
        by += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, milliseconds=ms)
        return self._move(by // _MS)

    def move_to(self, when: datetime | float) -> Report:
        """Move the clock to a `datetime` (a naive one is UTC) or to milliseconds since 1970.

        Returns the report of what came due. Raises `ValueError` when that time has passed.
        """
        if isinstance(when, datetime):
            aware = when if when.tzinfo else when.replace(tzinfo=UTC)
            when = (aware - _EPOCH) // _MS
        return self._move(int(when // 1) - self.now_ms)

    def freeze(self) -> "Frozen[Report]":
        """Stop the clock where it is. `advance` and `move_to` still move it.

        Usable bare, until `resume()`, and as a context that resumes at its end.
        """
        frozen = Frozen(self)
        self.state = replace(self.state, frozen_at_ms=self.now_ms)
        return frozen

    def resume(self) -> None:
        """Let a frozen clock run on from where it stands."""
        now_ms = self.now_ms
        self.state = ClockState(offset_ms=now_ms - _process_ms())

    def _move(self, by_ms: int) -> Report:
        if by_ms < 0:
            message = f"the clock never goes back: it is {_iso(self.now_ms)}, {-by_ms} ms later"
            raise ValueError(message)
        if self.now_ms + by_ms > _LAST_MS:
            message = "the clock ends with the year 9999"
            raise ValueError(message)
        state = self.state
        if state.frozen_at_ms is None:
            self.state = replace(state, offset_ms=state.offset_ms + by_ms)
        else:
            self.state = replace(state, frozen_at_ms=state.frozen_at_ms + by_ms)
        try:
            return self.settle()
        except BaseException:
            self.state = state
            raise


class Frozen(Generic[Report]):
    """A clock that stands still until the context ends. Made by `Clock.freeze`."""

    def __init__(self, clock: Clock[Report]) -> None:
        """Take the clock that `freeze` stops; one that stands still already is left so."""
        self._clock = clock
        self._was_frozen = clock.state.frozen_at_ms is not None

    def __enter__(self) -> Clock[Report]:
        """Return the clock."""
        return self._clock

    def __exit__(self, *exc_info: object) -> None:
        """Let the clock run on, unless it stood still before."""
        if not self._was_frozen:
            self._clock.resume()


def _process_ms() -> int:
    return time.time_ns() // _NS_PER_MS


def _iso(ms: int) -> str:
    return (_EPOCH + min(ms, _LAST_MS) * _MS).isoformat(timespec="milliseconds")
