"""`fakecsms.model.tag`: what a key and a value may be, and which secrets a filter matches.

The rules are compared with the pattern of the API page, which the test reads in a way of its own.
"""

import dataclasses
import re
import unicodedata

import pytest
from entities import LIMITS, bare_secret
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fakecsms.limits import Limits
from fakecsms.model.tag import TagFilter, fault_of_key, fault_of_value

KEY = re.compile(r"(?!\s)(?!_sys_)[A-Za-z0-9 _.:=+\-@]*(?<!\s)", re.ASCII)
VALUE = re.compile(r"[A-Za-z0-9 _.:/=+\-@]*", re.ASCII)
"""The page's patterns; what is no ASCII is put as `stand_ins` before they are asked."""

ODD = st.sampled_from(
    "_sysk 9.:=+-@/!\t\n\x1c\x85\u00a0\u3000\u2028é名ж\u0661Ⅷ½🔑\u0301\u200b\U00020000"
)
texts = st.one_of(
    st.text(ODD, max_size=8),
    st.text(max_size=6),
    st.builds("_sys_".__add__, st.text(ODD, max_size=3)),
    st.builds(lambda char, count: char * count, ODD, st.integers(120, 260)),
)
_tried = settings(max_examples=250, deadline=None, derandomize=True)


def stand_ins(text: str) -> str:
    r"""Put an ASCII character for each other one: Python's patterns don't know \p{L}.

    A separator beyond ASCII is no white space to the pattern, so a full stop stands for it.
    """
    classes = {"L": "k", "N": "9", "Z": "."}
    stand_in = (
        each if each.isascii() else classes.get(unicodedata.category(each)[0], "!") for each in text
    )
    return "".join(stand_in)


@_tried
@given(texts)
@example("_sys_")
@example("_sys\u3000")
@example("\u00a0_sys_")
@example("k" * 128)
@example("k" * 129)
def test_a_key_is_let_in_exactly_if_the_pattern_matches(key: str) -> None:
    wanted = 1 <= len(key) <= 128 and KEY.fullmatch(stand_ins(key)) is not None
    assert wanted == (fault_of_key(key, LIMITS) is None)


@_tried
@given(texts)
@example("v" * 255)
@example("v" * 256)
def test_a_value_is_let_in_exactly_if_the_pattern_matches(value: str) -> None:
    wanted = len(value) <= 255 and VALUE.fullmatch(stand_ins(value)) is not None
    assert wanted == (fault_of_value(value, LIMITS) is None)


@given(st.characters(exclude_categories=["Cs"]))
@_tried
def test_a_fault_is_a_sentence_without_the_text(char: str) -> None:
    for fault in (fault_of_key(f"pl41n{char}", LIMITS), fault_of_value(f"pl41n{char}", LIMITS)):
        assert fault is None or ("pl41n" not in fault and fault.startswith("must "))


def test_lengths_are_those_of_the_limits() -> None:
    limits = Limits(tag_key_chars_max=2, tag_value_chars_max=1)
    assert [None, None] == [fault_of_key("kk", limits), fault_of_value("v", limits)]
    assert "must be 1 to 2 characters" == fault_of_key("kkk", limits)
    assert "must be at most 1 characters" == fault_of_value("vv", limits)


SECRET = dataclasses.replace(bare_secret(), name="prod-db-1").tagged({"env": "prod", "team": ""})


@pytest.mark.parametrize(
    ("tags", "matches"),
    [
        ([], True),
        ([("env", [])], True),
        ([("env", ["prod"])], True),
        ([("env", ["test", "prod"])], True),
        ([("env", ["test"])], False),
        ([("env", ["Prod"])], False),
        ([("env", ["pro"])], False),
        ([("ENV", [])], False),
        ([("absent", [])], False),
        ([("team", [])], True),
        ([("team", [""])], True),
        ([("team", ["prod"])], False),
        ([("env", ["prod"]), ("team", [])], True),
        ([("env", ["prod"]), ("team", ["x"])], False),
        ([("env", ["prod"]), ("env", ["test"])], False),
    ],
)
def test_a_key_wants_one_of_its_values_and_every_key_is_wanted(
    tags: list[tuple[str, list[str]]], *, matches: bool
) -> None:
    assert matches == TagFilter(tags=tags).matches(SECRET)


@pytest.mark.parametrize(
    ("names", "matches"),
    [
        ([], True),
        (["prod-db-1"], True),
        (["db"], True),
        (["-"], True),
        (["DB"], False),
        (["prod", "1"], True),
        (["prod", "2"], False),
        ([""], False),
        (["db", ""], False),
    ],
)
def test_every_name_is_to_be_found_in_the_secrets(names: list[str], *, matches: bool) -> None:
    assert matches == TagFilter(names=names).matches(SECRET)


def test_names_and_tags_are_both_wanted() -> None:
    assert TagFilter(names=["db"], tags=[("env", ["prod"])]).matches(SECRET)
    assert not TagFilter(names=["x"], tags=[("env", ["prod"])]).matches(SECRET)
    assert not TagFilter(names=["db"], tags=[("env", ["x"])]).matches(SECRET)
