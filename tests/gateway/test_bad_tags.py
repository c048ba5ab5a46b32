"""Tags at their bounds and beyond, and the search for secrets by tag or name.

The law: a key has 1 to 128 code points, a value up to 255, of letters, digits and separators of any
script and some marks; a key neither begins with `_sys_` nor has white space at its ends. What
breaks a rule is CSMS.0002, and nothing of a batch is applied.
"""

import json
import unicodedata
from typing import Any

import pytest
from good_calls import CANARY, GOOD, INSTANCES, TAGS, filled_fake
from hypothesis import given, settings
from hypothesis import strategies as st
from refusing import refused

from fakecsms import FakeCsms

_ANY_SCRIPT = [*"éßñЖ名あﷺǅª٣²Ⅷ½\u3007ʰ\U0001d518𐍈"]
_SEPARATORS = ["\u00a0", "\u3000", "\u2003", "\u2028", "\u2029", "\u1680"]
_MARKS = "_.:=+-@"
_NO_LETTERS = ["!", "#", "%", "*", ",", ";", "?", "|", "\\", '"', "'", "<", "(", "[", "{", "~", "€"]
_NO_LETTERS += ["🔑", "e\u0301", "\u200b", "\u200d", "\ufeff", "a\tb", "a\nb", "\x00", "\x7f", "^"]
_KEYS = [
    "k",
    "k" * 128,
    "é" * 128,
    "\U0001d518" * 128,
    "a b",
    "_SYS_x",
    "a_sys_",
    "_sys",
    "sys_",
    _MARKS,
]
_KEYS += [*_ANY_SCRIPT, *(f"a{each}b" for each in _SEPARATORS), *_SEPARATORS]
_NO_KEYS = [
    "",
    "k" * 129,
    "é" * 129,
    "\U0001d518" * 129,
    "_sys_",
    "_sys_x",
    f"_sys_{CANARY}",
    "a/b",
    "/",
]
_NO_KEYS += [" ", " k", "k ", "k\t", "\nk", "k\n", "\x0bk", "k\x0c", "k\r", f"{CANARY}!"]
_VALUES = ["", " ", " v ", "v" * 255, "é" * 255, "\U0001d518" * 255, "a/b", _MARKS + "/", "_sys_v"]
_VALUES += [*_ANY_SCRIPT, *_SEPARATORS]
_NO_VALUES = ["v" * 256, "\U0001d518" * 256, "v\n", "\tv", f"{CANARY}!"]


def _creating(*tags: dict[str, str]) -> list[tuple[str, dict[str, Any]]]:
    """Return the two ways to put the first of these tags on a secret."""
    batch = {"action": "create", "tags": list(tags)}
    return [("CreateSecretTag", {"tag": tags[0]}), ("BatchCreateOrDeleteTags", batch)]


def _listed(fake: FakeCsms) -> list[dict[str, str]]:
    tags: list[dict[str, str]] = fake.call("GET", TAGS).json()["tags"]
    return tags


@pytest.mark.parametrize("key", _KEYS, ids=ascii)
def test_a_key_that_may_be_is_let_in_as_it_came(key: str) -> None:
    for operation, body in _creating({"key": key, "value": "v"}):
        fake, call = filled_fake(), GOOD[operation]
        assert 204 == fake.call(call.method, call.path, body=body).status
        assert {"key": key, "value": "v"} in _listed(fake)


@pytest.mark.parametrize("key", [*_NO_KEYS, *_NO_LETTERS], ids=ascii)
def test_a_key_that_may_not_be_is_refused(fake: FakeCsms, key: str) -> None:
    for operation, body in _creating({"key": key}, {"key": "fine"}):
        refused(fake, "CSMS.0002", GOOD[operation], body, about="has a key that must ")


@pytest.mark.parametrize("value", _VALUES, ids=ascii)
def test_a_value_that_may_be_is_let_in_as_it_came(value: str) -> None:
    for operation, body in _creating({"key": "env", "value": value}):
        fake, call = filled_fake(), GOOD[operation]
        assert 204 == fake.call(call.method, call.path, body=body).status
        assert {"key": "env", "value": value} in _listed(fake)


@pytest.mark.parametrize("value", [*_NO_VALUES, *_NO_LETTERS], ids=ascii)
def test_a_value_that_may_not_be_is_refused(fake: FakeCsms, value: str) -> None:
    for operation, body in _creating({"key": "env", "value": value}, {"key": "fine"}):
        refused(fake, "CSMS.0002", GOOD[operation], body, about="has a value that must ")


def _may_be(text: str, marks: str) -> bool:
    return all(each in marks or unicodedata.category(each)[0] in "LNZ" for each in text)


@given(
    text=st.text(max_size=140) | st.text(st.characters(categories=["L", "N", "Z"]), max_size=140)
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_text_is_a_key_or_is_none(text: str) -> None:
    whole = 1 <= len(text) <= 128 and not text.startswith("_sys_")
    bare = text == text.strip(" \t\n\x0b\x0c\r")
    status = 204 if whole and bare and _may_be(text, _MARKS) else 400
    assert status == filled_fake().call("POST", TAGS, body={"tag": {"key": text}}).status


@given(
    text=st.text(max_size=260) | st.text(st.characters(categories=["L", "N", "Z"]), max_size=260)
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_text_is_a_value_or_is_none(text: str) -> None:
    status = 204 if len(text) <= 255 and _may_be(text, _MARKS + "/") else 400
    body = {"tag": {"key": "k", "value": text}}
    assert status == filled_fake().call("POST", TAGS, body=body).status


@pytest.mark.parametrize(("count", "status"), [(1, 204), (19, 204), (20, 204), (21, 400)])
def test_a_batch_has_1_to_20_tags(count: int, status: int) -> None:
    fake = filled_fake()
    fake.call("DELETE", f"{TAGS}/team")
    call = GOOD["BatchCreateOrDeleteTags"].sending(tags=[{"key": f"k{n}"} for n in range(count)])
    if status == 204:
        assert 204 == fake.call(call.method, call.path, body=call.body).status
        assert count == len(_listed(fake))
    else:
        refused(fake, "CSMS.0002", call, call.body, about="tags must hold 1 to 20 tags, not 21")


@pytest.mark.parametrize(
    ("members", "about"),
    [
        ({"tags": []}, "tags must hold 1 to 20 tags, not 0"),
        ({"tags": [{"key": CANARY}, {"key": "k"}, {"key": CANARY}]}, "tags names a key twice"),
        ({"action": ""}, "action must be one of create, delete"),
        ({"action": "Create"}, "action must be one of create, delete"),
        ({"action": CANARY}, "action must be one of create, delete"),
        ({"action": "delete", "tags": [{"key": ""}]}, "A tag of tags has no key"),
        ({"action": "delete", "tags": []}, "tags must hold 1 to 20 tags"),
        ({"action": "delete", "tags": [{"key": "k"}] * 21}, "tags must hold 1 to 20 tags"),
        ({"sequence": CANARY * 2}, "sequence must be 0 to 36 characters"),
        ({"sequence": "é" * 37}, "sequence must be 0 to 36 characters"),
    ],
)
def test_any_other_batch_is_refused_whole(
    fake: FakeCsms, members: dict[str, Any], about: str
) -> None:
    call = GOOD["BatchCreateOrDeleteTags"].sending(**members)
    refused(fake, "CSMS.0002", call, call.body, about=about)


@pytest.mark.parametrize("sequence", ["", "s", "é" * 36, None])
def test_a_sequence_has_up_to_36_characters(fake: FakeCsms, sequence: str | None) -> None:
    for operation in ("BatchCreateOrDeleteTags", "ListResourceInstances"):
        call = GOOD[operation].sending(sequence=sequence)
        assert call.status == fake.call(call.method, call.path, body=call.body).status


@pytest.mark.parametrize("key", _NO_LETTERS)
def test_the_deletion_of_tags_judges_no_key_but_an_empty_one(fake: FakeCsms, key: str) -> None:
    """A key that may not be is simply not there."""
    call = GOOD["BatchCreateOrDeleteTags"].sending(action="delete", tags=[{"key": key}])
    assert 204 == fake.call(call.method, call.path, body=call.body).status
    assert 1 == len(_listed(fake))


@pytest.mark.parametrize("page", ["limit", "offset"])
@pytest.mark.parametrize("text", ["1", "01", "0001", "1000"])
def test_a_page_of_instances_is_told_in_text_or_number(
    fake: FakeCsms, page: str, text: str
) -> None:
    answers = [
        fake.call("POST", INSTANCES, body={"action": "filter", page: each}).json()
        for each in (text, int(text))
    ]
    assert answers[0] == answers[1]
    assert 2 == answers[0]["total_count"]


@pytest.mark.parametrize("page", ["limit", "offset"])
@pytest.mark.parametrize(
    "value",
    [
        *('""', '"-1"', '"+1"', '" 1"', '"1 "', '"1.0"', '"1e2"', '"0x1"', '"1_0"', '"abc"'),
        *('"\u0661"', '"\uff11"', '"\u00b2"', '"1\\n"', '"\\u0000"', '"null"', '"10000"'),
        *("10000", "-1", "-1000", "9" * 4_000, "1" + "0" * 30),
        *(f'"{CANARY}"', '"' + "9" * 6_000 + '"'),
    ],
    ids=lambda value: value[:9],
)
def test_any_other_page_of_instances_is_refused(fake: FakeCsms, page: str, value: str) -> None:
    body = f'{{"action": "filter", "{page}": {value}}}'
    refused(fake, "CSMS.0002", GOOD["ListResourceInstances"], body, about=f"{page} must be ")


@pytest.mark.parametrize("limit", ["0", "0000", "1001", 0, 1_001])
def test_a_page_of_instances_holds_1_to_1000(fake: FakeCsms, limit: str | int) -> None:
    call = GOOD["ListResourceInstances"].sending(limit=limit)
    about = "limit must be a whole number from 1 to 1000"
    refused(fake, "CSMS.0002", call, call.body, about=about)


_TEN = [str(number) for number in range(10)]


@pytest.mark.parametrize(
    "members",
    [
        {"tags": []},
        {"tags": [{"key": key} for key in _TEN]},
        {"tags": [{"key": "k", "values": []}]},
        {"tags": [{"key": "k" * 128, "values": _TEN}]},
        {"tags": [{"key": "k", "values": ["v" * 255]}]},
        {"matches": []},
        {"matches": [{"key": "resource_name", "value": "d"}] * 10},
        {"matches": [{"key": "resource_name", "value": "é" * 255}]},
    ],
    ids=lambda members: json.dumps(members)[:30],
)
def test_a_filter_at_its_bounds_is_let_in(fake: FakeCsms, members: dict[str, Any]) -> None:
    call = GOOD["ListResourceInstances"].sending(**members)
    assert 200 == fake.call(call.method, call.path, body=call.body).status


@pytest.mark.parametrize(
    "members",
    [
        {"action": ""},
        {"action": "FILTER"},
        {"action": CANARY},
        {"sequence": "s" * 37},
        {"tags": [{"key": key} for key in [*_TEN, "10"]]},
        {"tags": [{"key": "k", "values": [*_TEN, CANARY]}]},
        {"tags": [{"key": "k", "values": [CANARY, CANARY]}]},
        {"tags": [{"key": "", "values": [CANARY]}]},
        {"tags": [{"key": "k" * 129}]},
        {"tags": [{"key": "k", "values": ["v" * 256]}]},
        {"matches": [{"key": "resource_name", "value": "d"}] * 11},
        {"matches": [{"key": "resource_name", "value": CANARY * 13}]},
        {"matches": [{"key": CANARY, "value": "d"}]},
        {"matches": [{"key": "", "value": "d"}]},
        {"matches": [{"key": "resource_id", "value": "d"}]},
    ],
    ids=lambda members: json.dumps(members)[:30],
)
def test_a_filter_beyond_its_bounds_is_refused(fake: FakeCsms, members: dict[str, Any]) -> None:
    call = GOOD["ListResourceInstances"].sending(**members)
    refused(fake, "CSMS.0002", call, call.body, about=next(iter(members)))
