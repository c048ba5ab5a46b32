"""Ratios of two things done in turn, so that a machine that slows down slows both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured figure and the bar it is held against; `bar` is `None` for comparison only."""

    what: str
    value: float
    bar: float | None
    unit: str = ""

    def line(self) -> str:
        """Return the figure as a line of a table."""
        if self.bar is None:
            return f"{self.what:<64} {self.value:>8.3f}{self.unit:<6}  for scale"
        held = "held" if self.value <= self.bar else "NOT HELD"
        return f"{self.what:<64} {self.value:>8.3f}{self.unit:<6}  at most {self.bar:g}: {held}"


def ratio(one: Callable[[], object], other: Callable[[], object], pairs: int) -> float:
    """Return the median of `one`'s time over `other`'s, pair by pair."""
    for warm in (one, other) * 20:
        warm()
    return statistics.median(_seconds(one) / _seconds(other) for _ in range(pairs))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
