"""`fakecsms.model.password`: passwords by rule, drawn from a given chance."""

import string

import pytest

from fakecsms.chance import Chance
from fakecsms.model.password import PasswordRules

EVERY = frozenset({"lowercase", "uppercase", "numbers", "punctuation"})


def test_a_password_has_32_characters_unless_told_otherwise() -> None:
    assert 32 == len(PasswordRules().password(Chance(1)))
    assert 5 == len(PasswordRules(length=5).password(Chance(1)))


def test_an_alphabet_stands_for_each_type() -> None:
    rules = PasswordRules(include_space=True, exclude_characters="abc5 ")
    expected = [
        string.ascii_lowercase[3:],
        string.ascii_uppercase,
        "012346789",
        string.punctuation,
        "",
    ]
    assert expected == rules.alphabets
    assert [string.digits] == PasswordRules(excluded=EVERY - {"numbers"}).alphabets


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        (PasswordRules(), None),
        (PasswordRules(excluded=EVERY), "leave no character to make a password of"),
        (PasswordRules(excluded=EVERY, include_space=True), None),
        (PasswordRules(exclude_characters=string.digits), None),
        (
            PasswordRules(exclude_characters=string.digits, require_each_included_type=True),
            "exclude every character of a type that is required",
        ),
        (
            PasswordRules(
                excluded=frozenset({"numbers"}),
                exclude_characters=string.digits,
                require_each_included_type=True,
            ),
            None,
        ),
        (PasswordRules(length=4, require_each_included_type=True), None),
        (
            PasswordRules(length=3, require_each_included_type=True),
            "require 4 types of characters in 3",
        ),
        (
            PasswordRules(
                length=3, excluded=frozenset({"numbers"}), require_each_included_type=True
            ),
            None,
        ),
    ],
)
def test_rules_know_whether_a_password_can_keep_them(
    rules: PasswordRules, fault: str | None
) -> None:
    assert fault == rules.fault()


def test_one_chance_gives_one_sequence() -> None:
    rules = PasswordRules(require_each_included_type=True)
    chances = Chance(1), Chance(1)
    first, second = ([rules.password(chance) for _ in range(3)] for chance in chances)
    assert first == second
    assert 3 == len(set(first))


def test_a_required_type_is_there_however_long_the_others_are() -> None:
    rules = PasswordRules(
        length=5, exclude_characters=string.digits[1:], require_each_included_type=True
    )
    assert {True} == {"0" in rules.password(Chance(seed)) for seed in range(30)}
