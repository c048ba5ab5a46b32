"""Marker paging over any ordered sequence.

The marker is exclusive (API pages; Terraform's provider would loop on an inclusive one) and is a
position, so that one whose item is gone still works.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Item]):
    """Some items of a list, and whether more follow."""

    items: Sequence[Item]
    more: bool


def page(
    items: Sequence[Item], *, after: Any, limit: int, key: Callable[[Item], Any] | None = None
) -> Page[Item]:
    """Return at most `limit` of the items that come after a position (`None`: from the start)."""
    start = 0 if after is None else bisect_right(items, after, key=key)
    taken = items[start : start + limit]
    return Page(items=taken, more=start + limit < len(items))
