"""Histories of concurrent calls, and whether some order of them, one at a time, explains them.

The search is that of Wing and Gong: take any call that no unexplained call had ended before,
ask the naive model whether its answer fits, and go on from there; go back where nothing fits.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from typing import Any, NamedTuple

from asking import READING
from naive import NaiveCsms

Told = tuple[int, str | None, dict[str, Any]]
Perform = Callable[[str, dict[str, Any]], Told]
Plan = Sequence[tuple[str, dict[str, Any]]]


DEAD_ENDS_MAX = 10_000


class Event(NamedTuple):
    """A call and its answer, and when it began and ended in the order of all beginnings and ends.

    The body of a refusal is not kept: its code says it all.
    """

    operation: str
    asked: dict[str, Any]
    began: int
    ended: int
    status: int
    code: str | None
    body: dict[str, Any] | None


def recorded(ticks: Iterator[int], perform: Perform, plan: Plan) -> list[Event]:
    """Perform the calls of a plan, one after the other."""
    events = []
    for operation, asked in plan:
        began = next(ticks)
        status, code, body = perform(operation, asked)
        kept = (body or None) if code is None else None
        events.append(Event(operation, asked, began, next(ticks), status, code, kept))
    return events


def recorded_together(performers: Sequence[Perform], plans: Sequence[Plan]) -> list[Event]:
    """Perform each plan in a thread of its own, all begun at once."""
    ticks, start = count(), Barrier(len(plans), timeout=30)

    def work(perform: Perform, plan: Plan) -> list[Event]:
        start.wait()
        return recorded(ticks, perform, plan)

    with ThreadPoolExecutor(len(plans)) as threads:
        parts = list(threads.map(work, performers, plans))
    return [event for part in parts for event in part]


def is_linearizable(history: Sequence[Event], before: NaiveCsms) -> bool:
    """Whether the model, begun as `before`, can give all these answers in some possible order.

    Two things keep the search short and lose no order. A call that changes nothing wherever it
    comes, as it reads or is refused, may come as soon as it fits. Of calls that are alike in all
    but their times, the first to end may come first.
    """
    likeness = [repr((each.operation, each.asked, each.status, each.body)) for each in history]
    dead_ends: set[tuple[frozenset[int], str]] = set()

    def explained(left: frozenset[int], model: NaiveCsms) -> bool:
        if not left:
            return True
        now = _fingerprint(model)
        if (left, now) in dead_ends:
            return False
        first_end = min(history[at].ended for at in left)
        possible = {}
        for at in sorted(left, key=lambda at: history[at].ended, reverse=True):
            if history[at].began < first_end:
                possible[likeness[at]] = at
        changes = []
        for at in possible.values():
            after = model.copy()
            if _fits(history[at], after):
                if _changes_nothing(history[at]) and _fingerprint(after) == now:
                    return explained(left - {at}, after)
                changes.append((at, after))
        if any(explained(left - {at}, after) for at, after in changes):
            return True
        dead_ends.add((left, now))
        assert len(dead_ends) < DEAD_ENDS_MAX, "the search for an order takes too long"
        return False

    return explained(frozenset(range(len(history))), before)


def _changes_nothing(event: Event) -> bool:
    return event.code is not None or event.operation in READING


def _fits(event: Event, model: NaiveCsms) -> bool:
    answer = model.answer(event.operation, event.asked)
    told = (answer.status, answer.code, answer.body)
    return told == (event.status, event.code, event.body)


def _fingerprint(model: NaiveCsms) -> str:
    """What the model remembers, as far as an answer could show it."""
    return repr(
        [
            (name, secret.shown, secret.versions, secret.stages)
            for project in model.projects.values()
            for name, secret in project.secrets.items()
        ]
    )
