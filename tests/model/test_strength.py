"""`fakecsms.model.strength`: how strong a password is, as a number from 0 to 4.

Law 11: a number tells nothing of the text. Whatever text comes, a number comes out.
"""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fakecsms.model.strength import SCORES, score_of

STRONG = "kV9#qLz!7pXw2@Rt"


def test_there_is_a_word_for_each_score() -> None:
    assert 5 == len(SCORES) == len(set(SCORES))


def test_a_word_is_weak_and_a_long_random_text_strong() -> None:
    assert (0, 4) == (score_of("password"), score_of(STRONG))


@pytest.mark.parametrize("length", [72, 73, 1_000])
def test_a_long_text_is_judged_by_its_beginning(length: int) -> None:
    """What follows adds strength and never takes it, so it can be left aside."""
    assert 4 == score_of((STRONG + "a" * length)[:length])
    assert score_of("a" * length) <= 1
    assert score_of("a" * 72) == score_of("a" * 72 + STRONG)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("0123456789/-. \nabé🔑\x00"), min_size=1, max_size=80))
@example("1990\n01\n31")
@example("pin 12345\n")
@example("\n")
def test_a_score_is_from_0_to_4_whatever_comes(text: str) -> None:
    assert 0 <= score_of(text) <= 4
