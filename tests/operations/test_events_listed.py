"""ListSecretEvents: by name, page by page.

Law 4: pages of any size, put together, are the whole list, once each, in order.
"""

import pytest
from sending import answered, frozen_fake, refused, why
from test_events import put_event

from fakecsms import FakeCsms

NAMES = ["B", "a", "a-", "a1", "a_", "b"]


@pytest.fixture
def many(fake: FakeCsms) -> FakeCsms:
    """A fake with six events, which were not made in order."""
    for name in NAMES[::2] + NAMES[1::2]:
        put_event(fake, name)
    return fake


def page(fake: FakeCsms, query: str = "") -> tuple[list[str], dict[str, object]]:
    answer = answered(fake, "ListSecretEvents", query=query)
    return [each["name"] for each in answer["events"]], answer["page_info"]


def test_events_are_listed_by_name(many: FakeCsms) -> None:
    info = {"next_marker": None, "previous_marker": "B", "current_count": 6}
    assert (NAMES, info) == page(many)


def test_without_events_the_list_is_empty(fake: FakeCsms) -> None:
    info = {"next_marker": None, "previous_marker": None, "current_count": 0}
    assert ([], info) == page(fake)


@pytest.mark.parametrize("limit", range(1, 8))
def test_pages_put_together_are_the_whole_list(many: FakeCsms, limit: int) -> None:
    found: list[str] = []
    marker: object = ""
    while marker is not None:
        names, info = page(many, f"limit={limit}&marker={marker}")
        found += names
        marker = info["next_marker"]
    assert NAMES == found


@pytest.mark.parametrize(
    ("marker", "names"), [("A", NAMES), ("a", NAMES[2:]), ("a2", ["a_", "b"]), ("b", []), ("z", [])]
)
def test_a_marker_is_a_place_whether_it_names_an_event_or_not(
    many: FakeCsms, marker: str, names: list[str]
) -> None:
    assert names == page(many, f"marker={marker}")[0]


@pytest.mark.parametrize("limit", ["0", "1001", "x", "-1", "", "1.0"])
def test_sizes_that_are_refused(many: FakeCsms, limit: str) -> None:
    assert (400, "CSMS.0002") == refused(many, "ListSecretEvents", query=f"limit={limit}")
    assert "limit must be a whole number from 1 to 1000." == why(many)


def test_a_page_without_a_limit_has_fifty() -> None:
    fake = frozen_fake(events_per_project_max=60)
    for number in range(60):
        put_event(fake, f"e{number:02}")
    names, info = page(fake)
    assert (50, "e49") == (len(names), info["next_marker"])


def test_next_marker_always_names_the_last_event() -> None:
    fake = frozen_fake(next_marker_always=True)
    put_event(fake)
    assert "ops" == page(fake)[1]["next_marker"]
    assert page(fake, "marker=ops")[1]["next_marker"] is None
