"""`fakecsms.model.page`: marker paging over any ordered sequence.

Law 4: whoever follows the markers gets every item, once and in order, on pages of any size.
"""

from operator import itemgetter

import pytest

from fakecsms.model.page import page

ITEMS = ["b", "d", "f", "h", "j"]


@pytest.mark.parametrize("size", range(1, 7))
def test_following_the_markers_gives_every_item_once(size: int) -> None:
    whole: list[str] = []
    more, after = True, None
    while more:
        shown = page(ITEMS, after=after, limit=size)
        whole += shown.items
        more, after = shown.more, shown.items[-1]
    assert ITEMS == whole


@pytest.mark.parametrize(
    ("after", "first"),
    [(None, "b"), ("", "b"), ("a", "b"), ("b", "d"), ("c", "d"), ("h", "j"), ("j", None)],
)
def test_the_marker_is_exclusive_and_a_position(after: str | None, first: str | None) -> None:
    assert ([first] if first else []) == page(ITEMS, after=after, limit=1).items


@pytest.mark.parametrize(("limit", "more"), [(4, True), (5, False), (6, False)])
def test_more_says_whether_something_follows(limit: int, *, more: bool) -> None:
    assert more is page(ITEMS, after=None, limit=limit).more


def test_the_last_page_that_is_just_full_has_no_more() -> None:
    shown = page(ITEMS, after="f", limit=2)
    assert (["h", "j"], False) == (shown.items, shown.more)


def test_a_page_of_nothing_is_empty() -> None:
    shown = page([], after="x", limit=9)
    assert ([], False) == (shown.items, shown.more)


def test_the_marker_is_compared_with_the_key() -> None:
    items = [(1, "z"), (9, "a"), (10, "b")]
    shown = page(items, after=1, limit=1, key=itemgetter(0))
    assert ([(9, "a")], True) == (shown.items, shown.more)
    assert [] == page(items, after=float("inf"), limit=1, key=itemgetter(0)).items
