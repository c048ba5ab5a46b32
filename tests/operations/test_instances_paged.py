"""Pages of a search, and members of it that are refused.

Law 4: pages of any size, put together, are the whole list, once each, in order. Law 1: a refused
search leaves everything as it was.
"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sending import answered, frozen_fake, refused, send, why

from fakecsms import FakeCsms

WORD = "resource_instances"


def fake_with(count: int, **options: Any) -> FakeCsms:
    fake = frozen_fake(**options)
    for number in range(count):
        fake.put_secret(f"s{number:03}", "x")
    return fake


def page(fake: FakeCsms, **paging: Any) -> list[str]:
    body = {"action": "filter", **paging}
    answer = answered(fake, "ListResourceInstances", WORD, body=body)
    assert len(fake.secrets()) == answer["total_count"]
    return [each["resource_name"] for each in answer["resources"]]


def test_pages_of_any_size_are_the_whole_list() -> None:
    fake = fake_with(23)
    whole = [each.name for each in fake.secrets()]

    @settings(max_examples=25, deadline=None, derandomize=True)
    @given(st.integers(1, 25), st.booleans())
    def together(size: int, as_text: bool) -> None:  # noqa: FBT001 - drawn
        form = str if as_text else int
        pages: list[str] = []
        while shown := page(fake, limit=form(size), offset=form(len(pages))):
            assert len(shown) <= size
            pages += shown
        assert whole == pages

    together()


def test_any_page_is_the_slice_of_the_whole_list() -> None:
    fake = fake_with(12)
    whole = [each.name for each in fake.secrets()]
    for offset in range(14):
        assert whole[offset : offset + 5] == page(fake, limit=5, offset=offset)


def test_without_a_limit_10_secrets_are_shown() -> None:
    assert [f"s{number:03}" for number in range(10)] == page(fake_with(12))
    assert ["s000"] == page(fake_with(2, instances_page_default=1))


@pytest.mark.parametrize(
    ("limit", "count"), [(1, 1), ("1", 1), ("0001", 1), (1000, 3), ("1000", 3), (None, 3)]
)
@pytest.mark.parametrize("offset", [0, "0", "0000", None])
def test_text_and_number_mean_the_same(limit: object, count: int, offset: object) -> None:
    assert ["s000", "s001", "s002"][:count] == page(fake_with(3), limit=limit, offset=offset)


@pytest.mark.parametrize("offset", [3, "3", "9999", 9999])
def test_beyond_the_end_there_is_nothing(offset: object) -> None:
    assert [] == page(fake_with(3), offset=offset)


TOO_LARGE = "9" * 5_000
BODY: dict[str, Any] = {"action": "filter"}


@pytest.mark.parametrize(
    "limit",
    [0, "0", 1001, "1001", -1, "-1", "", " 1", "1 ", "1\n", "abc", "1.0", "\u0661", TOO_LARGE],
)
@pytest.mark.parametrize("action", ["filter", "count"])
def test_limits_that_are_refused(db: FakeCsms, action: str, limit: object) -> None:
    body = {"action": action, "limit": limit}
    assert (400, "CSMS.0002") == refused(db, "ListResourceInstances", WORD, body=body)
    assert "limit must be a whole number from 1 to 1000." == why(db)


@pytest.mark.parametrize(
    "offset", [-1, "-1", "", " 1", "1 ", "1\n", "abc", "1.0", "1e3", "\u0661", "²", TOO_LARGE]
)
def test_offsets_that_are_refused(db: FakeCsms, offset: object) -> None:
    """Also one of more digits than the runtime turns into a number."""
    body = {**BODY, "offset": offset}
    assert (400, "CSMS.0002") == refused(db, "ListResourceInstances", WORD, body=body)
    assert why(db).startswith("offset must be a whole number from 0")


@pytest.mark.parametrize("member", ["limit", "offset"])
@pytest.mark.parametrize("wrong", [1.5, True, [1], {"x": 1}])
def test_a_page_is_told_by_text_or_whole_numbers(db: FakeCsms, member: str, wrong: object) -> None:
    body = {**BODY, member: wrong}
    assert (400, "CSMS.0002") == refused(db, "ListResourceInstances", WORD, body=body)
    assert member in why(db)


def test_the_largest_page_can_be_turned() -> None:
    fake = fake_with(3, page_items_max=2)
    assert ["s000", "s001"] == page(fake, limit=2)
    body = {**BODY, "limit": 3}
    assert (400, "CSMS.0002") == refused(fake, "ListResourceInstances", WORD, body=body)


TAG = {"key": "k", "values": ["v"]}
MATCH = {"key": "resource_name", "value": "db"}


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"action": "list"}, "action must be one of filter, count."),
        ({"action": "Filter"}, "action must be one of filter, count."),
        ({"action": None}, "action must be text, not null."),
        ({"tags": TAG}, "tags must be a list, not an object."),
        ({"tags": [TAG] * 11}, "tags must hold at most 10 keys, each with at most 10 values."),
        (
            {"tags": [{"key": "k", "values": list("abcdefghijk")}]},
            "tags must hold at most 10 keys, each with at most 10 values.",
        ),
        ({"tags": [{"key": "k", "values": ["v", "v"]}]}, "tags names a value twice."),
        ({"matches": MATCH}, "matches must be a list, not an object."),
        ({"matches": [MATCH] * 11}, "matches must hold at most 10 items."),
        (
            {"matches": [{"key": "resource_id", "value": "x"}]},
            "matches must have the key resource_name, there is no other.",
        ),
        (
            {"matches": [{**MATCH, "value": "x" * 256}]},
            "matches must have values of at most 255 characters.",
        ),
        ({"sequence": "s" * 37}, "sequence must be 0 to 36 characters."),
    ],
)
def test_members_that_are_refused(db: FakeCsms, members: dict[str, Any], sentence: str) -> None:
    body = {**BODY, **members}
    assert (400, "CSMS.0002") == refused(db, "ListResourceInstances", WORD, body=body)
    assert sentence == why(db)


@pytest.mark.parametrize(
    "members",
    [
        {"tags": ["k"]},
        {"tags": [{"values": ["v"]}]},
        {"tags": [{"key": 5}]},
        {"tags": [{"key": "k", "values": "v"}]},
        {"tags": [{"key": "k", "values": [5]}]},
        {"matches": ["db"]},
        {"matches": [{"key": "resource_name", "value": 5}]},
        {"matches": [{"value": "db"}]},
        {"sequence": 5},
    ],
)
def test_members_of_other_types_are_refused_and_named(
    db: FakeCsms, members: dict[str, Any]
) -> None:
    body = {**BODY, **members}
    assert (400, "CSMS.0002") == refused(db, "ListResourceInstances", WORD, body=body)
    (member,) = members
    assert member in why(db)


def test_what_is_just_let_in(db: FakeCsms) -> None:
    ten = [{"key": f"k{number}", "values": list("abcdefghij")} for number in range(10)]
    body = {**BODY, "tags": ten, "matches": [MATCH] * 10, "sequence": "é" * 36}
    assert 0 == answered(db, "ListResourceInstances", WORD, body=body)["total_count"]


def test_the_number_of_filters_can_be_turned() -> None:
    fake = fake_with(1, tag_filters_max=1)
    for members in ({"tags": [TAG, TAG]}, {"matches": [MATCH, MATCH]}):
        body = {**BODY, **members}
        assert (400, "CSMS.0002") == refused(fake, "ListResourceInstances", WORD, body=body)


def test_an_action_and_a_body_are_needed(db: FakeCsms) -> None:
    assert (400, "CSMS.0002") == refused(db, "ListResourceInstances", WORD, body={})
    assert "action is missing." == why(db)
    assert (400, "CSMS.0004") == refused(db, "ListResourceInstances", WORD)


@pytest.mark.parametrize(("body", "headers"), [(BODY, None), ({}, None), (None, None), (BODY, {})])
@pytest.mark.parametrize("word", ["instances", "Resource_instances", "resource_instances "])
def test_the_path_has_a_fixed_word(
    db: FakeCsms, word: str, body: dict[str, Any] | None, headers: dict[str, str] | None
) -> None:
    """A path that is none is told before credentials and body are looked at."""
    response = send(db, "ListResourceInstances", word, body=body, headers=headers)
    assert (404, "APIGW.0101") == (response.status, db.calls[-1].error_code)
