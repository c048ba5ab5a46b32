"""Law 4: pages of any size, put together, are the whole list, once each, in order.

Also while the list changes between two pages: what was there all the time is on exactly one page,
and following `next_marker` until it is null comes to an end.
"""

from itertools import chain
from typing import Any

import pytest
import strategies as s
from asking import ask
from hypothesis import given
from hypothesis import strategies as st

from fakecsms import FakeCsms

PROJECT = {"project_id": s.DEFAULT_PROJECT}
SECRET = {**PROJECT, "secret_name": "s"}
words = st.text("aZ9_-", min_size=1, max_size=3)
page_sizes = st.integers(1, 12) | st.just(1_000)
orders = st.lists(words, max_size=12, unique=True)


def names_of_page(told: dict[str, Any]) -> list[str]:
    """The names or version ids on a page."""
    if "secrets" in told:
        return [each["name"] for each in told["secrets"]]
    return [each["id"] for each in told["version_metadatas"]]


class Walk:
    """Somebody who follows `next_marker` from page to page until there is none."""

    def __init__(self, fake: FakeCsms, operation: str, asked: dict[str, Any], size: int) -> None:
        self.fake, self.operation = fake, operation
        self.asked = {**asked, "limit": str(size)}
        self.pages: list[list[str]] = []
        self.ended = False

    def turn(self) -> None:
        told = ask(self.fake, self.operation, self.asked).json()
        page, info = names_of_page(told), told["page_info"]
        assert len(page) == info["current_count"] <= int(self.asked["limit"])
        assert (page[0] if page else None) == info["previous_marker"]
        self.pages.append(page)
        self.asked["marker"] = info["next_marker"]
        self.ended = info["next_marker"] is None

    def rest(self) -> list[str]:
        """Go on to the end, which must come, and return all that was on the pages."""
        for _ in range(60):
            if self.ended:
                return list(chain.from_iterable(self.pages))
            self.turn()
        message = f"there is no end: {self.pages}"
        raise AssertionError(message)


def fake_with(names: list[str], **options: Any) -> FakeCsms:
    fake = FakeCsms(seed=1, **options)
    for name in names:
        fake.put_secret(name, "value")
    return fake


@s.examples(60)
@given(names=orders, size=page_sizes)
def test_pages_of_secrets_are_the_whole_list_by_name(names: list[str], size: int) -> None:
    walk = Walk(fake_with(names), "ListSecrets", PROJECT, size)
    assert sorted(names) == walk.rest()
    full_pages = max(1, -(-len(names) // size))
    assert full_pages == len(walk.pages)


@s.examples(30)
@given(count=st.integers(1, 25), size=page_sizes)
def test_pages_of_versions_are_the_whole_list_by_number(count: int, size: int) -> None:
    walk = Walk(fake_with(["s"] * count), "ListSecretVersions", SECRET, size)
    oldest = 1 if count <= 20 else count - 19
    kept = [number for number in range(1, count + 1) if number >= oldest]
    assert [f"v{number}" for number in kept] == walk.rest()


@s.examples(80)
@given(
    names=orders,
    size=st.integers(1, 4),
    changes=st.lists(st.lists(words, max_size=3), max_size=6),
)
def test_secrets_that_stay_are_listed_once_whatever_comes_and_goes(
    names: list[str], size: int, changes: list[list[str]]
) -> None:
    """A word that is there goes, one that is not comes; the marker itself is often among them."""
    fake = fake_with(names)
    walk = Walk(fake, "ListSecrets", PROJECT, size)
    stayed, ever = set(names), set(names)
    for change in changes:
        if not walk.ended:
            walk.turn()
        for name in [*change, *(walk.pages[-1][-1:] if change else [])]:
            there = name in {each.name for each in fake.secrets()}
            stayed.discard(name)
            ever.add(name)
            if there:
                ask(fake, "DeleteSecret", {**PROJECT, "secret_name": name})
            else:
                fake.put_secret(name, "value")
    listed = walk.rest()
    assert sorted(set(listed)) == listed
    assert stayed <= set(listed) <= ever


@s.examples(60)
@given(size=st.integers(1, 4), new=st.lists(st.integers(0, 3), max_size=6))
def test_versions_that_stay_are_listed_once_whatever_comes_and_goes(
    size: int, new: list[int]
) -> None:
    """New versions push old ones out, the marker's among them."""
    fake = fake_with(["s"] * 5, versions_per_secret_max=5)
    walk = Walk(fake, "ListSecretVersions", SECRET, size)
    for count in new:
        if not walk.ended:
            walk.turn()
        for _ in range(count):
            fake.put_secret("s", "value")
    stayed = {f"v{number}" for number in range(1, 6)} & set(fake.secret("s").versions)
    listed = walk.rest()
    assert sorted(set(listed), key=lambda name: int(name[1:])) == listed
    assert stayed <= set(listed)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
@s.examples(20)
@given(names=orders)
def test_a_marker_that_is_always_named_ends_on_an_empty_page(size: int, names: list[str]) -> None:
    walk = Walk(fake_with(names, next_marker_always=True), "ListSecrets", PROJECT, size)
    assert sorted(names) == walk.rest()
    assert [] == walk.pages[-1]


@s.examples(40)
@given(names=orders, marker=words | st.sampled_from(("", "~", " ", "é")), size=page_sizes)
def test_a_page_begins_right_after_its_marker_even_one_that_never_was(
    names: list[str], marker: str, size: int
) -> None:
    walk = Walk(fake_with(names), "ListSecrets", {**PROJECT, "marker": marker}, size)
    assert [name for name in sorted(names) if name > marker] == walk.rest()


@s.examples(30)
@given(count=st.integers(1, 8), marker=st.integers(0, 9_999_999_999), size=page_sizes)
def test_a_page_of_versions_begins_right_after_its_marker(
    count: int, marker: int, size: int
) -> None:
    near = marker if marker > 40 else marker % 10
    asked = {**SECRET, "marker": f"v{near}"}
    walk = Walk(fake_with(["s"] * count), "ListSecretVersions", asked, size)
    assert [f"v{number}" for number in range(1, count + 1) if number > near] == walk.rest()


def test_no_version_comes_after_latest() -> None:
    walk = Walk(fake_with(["s"] * 3), "ListSecretVersions", {**SECRET, "marker": "latest"}, 2)
    assert [] == walk.rest()
