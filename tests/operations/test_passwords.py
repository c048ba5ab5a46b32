"""Random passwords by every rule.

The law: a password keeps the rules that were asked for, or the call is refused because none can.
Law 10: one seed gives one sequence of passwords. Law 11: no password is in the journal.
"""

import string
from typing import Any

import pytest
from huaweicloudsdkcsms import v1
from hypothesis import given, settings
from hypothesis import strategies as st
from sending import answered, frozen_fake, refused, send, why

from fakecsms import FakeCsms

CLASSES = {
    "lowercase": string.ascii_lowercase,
    "uppercase": string.ascii_uppercase,
    "numbers": string.digits,
    "punctuation": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
}
FLAGS = [f"exclude_{name}" for name in CLASSES]
REFUSED = (400, "CSMS.0002")


def password(fake: FakeCsms, **rules: Any) -> str:
    return str(answered(fake, "GenerateRandomPassword", body=rules)["password"])


def test_without_a_rule_a_password_has_32_characters_of_all_types(fake: FakeCsms) -> None:
    for drawn in (answered(fake, "GenerateRandomPassword")["password"], password(fake)):
        assert 32 == len(drawn)
        assert set(drawn) <= set("".join(CLASSES.values()))


def test_every_character_comes_up_and_no_other(fake: FakeCsms) -> None:
    drawn = {char for _ in range(20) for char in password(fake, length=255)}
    assert set("".join(CLASSES.values())) == drawn
    assert {*drawn, " "} == {
        char for _ in range(20) for char in password(fake, length=255, include_space=True)
    }


@pytest.mark.parametrize("left_out", CLASSES)
def test_a_type_that_is_left_out_does_not_come_up(fake: FakeCsms, left_out: str) -> None:
    drawn = password(fake, length=255, **{f"exclude_{left_out}": True})
    assert not set(CLASSES[left_out]) & set(drawn)
    for name in CLASSES.keys() - {left_out}:
        assert set(CLASSES[name]) & set(drawn)


@pytest.mark.parametrize("value", [False, None])
def test_a_flag_that_is_false_or_null_is_like_none(value: object) -> None:
    flags = [*FLAGS, "include_space", "require_each_included_type"]
    rules = {**dict.fromkeys(flags, value), "exclude_characters": None, "length": None}
    assert password(frozen_fake()) == password(frozen_fake(), **rules)


RULES = st.fixed_dictionaries(
    {},
    optional={
        "length": st.integers(1, 9) | st.sampled_from([32, 255]),
        "exclude_characters": st.one_of(
            st.text(st.sampled_from("abcXYZ019!~ é"), max_size=5),
            st.sampled_from([*CLASSES.values(), string.digits[1:], string.printable]),
        ),
        "include_space": st.booleans(),
        "require_each_included_type": st.booleans(),
        **dict.fromkeys(FLAGS, st.booleans()),
    },
)


def types_of(rules: dict[str, Any]) -> list[set[str]]:
    """Return the characters that each included type has left, worked out step by step."""
    types = []
    for name, characters in CLASSES.items():
        if not rules.get(f"exclude_{name}"):
            types.append(set(characters))
    if rules.get("include_space"):
        types.append({" "})
    for characters in types:
        characters.difference_update(rules.get("exclude_characters", ""))
    return types


def test_any_rules_are_kept_or_refused(fake: FakeCsms) -> None:
    @settings(max_examples=250, deadline=None, derandomize=True)
    @given(RULES)
    def kept(rules: dict[str, Any]) -> None:
        types, length = types_of(rules), rules.get("length", 32)
        each_needed = rules.get("require_each_included_type", False)
        possible = any(types)
        if each_needed:
            possible = possible and all(types) and len(types) <= length
        if not possible:
            assert REFUSED == refused(fake, "GenerateRandomPassword", body=rules)
            return
        drawn = password(fake, **rules)
        assert length == len(drawn)
        assert set(drawn) <= set().union(*types)
        assert not each_needed or all(each & set(drawn) for each in types)

    kept()


@pytest.mark.parametrize("length", [1, 255])
def test_a_password_has_1_to_255_characters(fake: FakeCsms, length: int) -> None:
    assert length == len(password(fake, length=length))


@pytest.mark.parametrize("length", [0, -1, 256, 2**31, -(2**63)])
def test_lengths_that_are_refused(fake: FakeCsms, length: int) -> None:
    assert REFUSED == refused(fake, "GenerateRandomPassword", body={"length": length})
    assert "length must be from 1 to 255." == why(fake)


def test_the_longest_password_can_be_turned() -> None:
    fake = frozen_fake(password_chars_max=8)
    assert 8 == len(password(fake, length=8))
    assert REFUSED == refused(fake, "GenerateRandomPassword", body={"length": 9})


ALL_LEFT_OUT: dict[str, Any] = dict.fromkeys(FLAGS, True)
EACH: dict[str, Any] = {"require_each_included_type": True}


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        (ALL_LEFT_OUT, "The rules leave no character to make a password of."),
        (
            {"exclude_characters": string.printable},
            "The rules leave no character to make a password of.",
        ),
        (
            {**ALL_LEFT_OUT, "include_space": True, "exclude_characters": " "},
            "The rules leave no character to make a password of.",
        ),
        (
            {**EACH, "exclude_characters": string.digits},
            "The rules exclude every character of a type that is required.",
        ),
        (
            {**EACH, "include_space": True, "exclude_characters": " "},
            "The rules exclude every character of a type that is required.",
        ),
        ({**EACH, "length": 3}, "The rules require 4 types of characters in 3."),
        (
            {**EACH, "length": 4, "include_space": True},
            "The rules require 5 types of characters in 4.",
        ),
    ],
)
def test_rules_that_no_password_keeps(fake: FakeCsms, rules: dict[str, Any], sentence: str) -> None:
    assert REFUSED == refused(fake, "GenerateRandomPassword", body=rules)
    assert sentence == why(fake)


def test_the_shortest_password_of_all_types(fake: FakeCsms) -> None:
    drawn = password(fake, **EACH, length=5, include_space=True)
    assert sorted([*CLASSES, "space"]) == sorted(map(type_of, drawn))


def type_of(char: str) -> str:
    return next((name for name, has in CLASSES.items() if char in has), "space")


def test_required_types_are_in_no_order(fake: FakeCsms) -> None:
    begun = {type_of(password(fake, **EACH, length=4)[0]) for _ in range(50)}
    assert CLASSES.keys() == begun


def test_blanks_alone_are_a_password_if_that_is_asked_for(fake: FakeCsms) -> None:
    assert "   " == password(fake, **ALL_LEFT_OUT, include_space=True, length=3)


@pytest.mark.parametrize("name", ["strong", ""])
def test_there_is_no_policy(fake: FakeCsms, name: str) -> None:
    body = {"password_policy_name": name}
    assert (404, "CSMS.0005") == refused(fake, "GenerateRandomPassword", body=body)
    assert f"There is no password policy {name!r}." == why(fake)


@pytest.mark.parametrize(
    ("member", "wrong"),
    [
        *((name, wrong) for name in FLAGS for wrong in (1, "true", [True])),
        ("include_space", 0),
        ("require_each_included_type", "false"),
        ("length", "32"),
        ("length", True),
        ("length", 32.5),
        ("exclude_characters", ["a"]),
        ("exclude_characters", 5),
        ("password_policy_name", 5),
    ],
)
def test_a_member_of_another_type_is_refused_by_name(
    fake: FakeCsms, member: str, wrong: object
) -> None:
    assert REFUSED == refused(fake, "GenerateRandomPassword", body={member: wrong})
    assert why(fake).startswith(f"{member} must be ")


@pytest.mark.parametrize("body", [b"null", b"[]", b"{", b'"x"', b"\xff", b" "])
def test_a_body_may_be_absent_but_not_wrong(fake: FakeCsms, body: bytes) -> None:
    assert (400, "CSMS.0004") == refused(fake, "GenerateRandomPassword", body=body)


def test_a_member_that_nobody_reads_is_noted(fake: FakeCsms) -> None:
    password(fake, exclude_digits=True)
    assert ("exclude_digits",) == fake.calls[-1].unread


def test_one_seed_gives_one_sequence() -> None:
    first, second, other = FakeCsms(seed=7), FakeCsms(seed=7), FakeCsms(seed=8)
    drawn = [[password(fake, length=length) for length in (8, 8, 99)] for fake in (first, second)]
    assert drawn[0] == drawn[1]
    assert drawn[0][0] != drawn[0][1]
    assert drawn[0][0] != password(other, length=8)
    first.reset()
    assert drawn[0][0] == password(first, length=8)


def test_a_password_is_in_its_answer_alone(fake: FakeCsms) -> None:
    before = fake.snapshot()
    drawn = password(fake)
    assert before == fake.snapshot()
    for shown in (fake.calls, fake.calls[-1], fake, fake.snapshot()):
        assert drawn not in repr(shown)
    response = send(fake, "GenerateRandomPassword")
    assert response.json()["password"] not in repr(response)


def test_the_sdk_asks_with_and_without_a_body(csms_client: v1.CsmsClient) -> None:
    bare = csms_client.generate_random_password(v1.GenerateRandomPasswordRequest())
    body = v1.CreatePasswordRequestBody(length=6, exclude_punctuation=True)
    asked = csms_client.generate_random_password(v1.GenerateRandomPasswordRequest(body=body))
    assert (32, 6) == (len(bare.password), len(asked.password))
    assert asked.password.isalnum()
