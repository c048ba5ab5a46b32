"""`fakecsms.chance`: the one source of randomness. One seed gives one sequence (law 10)."""

import re
from typing import Any
from uuid import UUID

import pytest

from fakecsms.chance import Chance


def drawn(chance: Chance) -> list[Any]:
    letters = list("abcdefghij")
    return [
        *(chance.uuid(), chance.hex32(), chance.octets(12), chance.uuid()),
        *(chance.one_of("abcdefghij"), chance.shuffled(letters)),
    ]


def test_one_seed_gives_one_sequence() -> None:
    assert drawn(Chance(7)) == drawn(Chance(7))
    assert drawn(Chance(7)) != drawn(Chance(8))


def test_without_a_seed_each_source_is_different() -> None:
    assert drawn(Chance()) != drawn(Chance())


@pytest.mark.parametrize("seed", [None, 0, 7, -1])
def test_a_restart_begins_the_sequence_anew(seed: int | None) -> None:
    chance = Chance(seed)
    first = drawn(chance)
    assert first != drawn(chance)
    chance.restart()
    assert first == drawn(chance)


def test_the_seed_that_was_drawn_is_told() -> None:
    chance = Chance()
    assert drawn(Chance(chance.seed)) == drawn(chance)


def test_ids_have_the_forms_of_the_service() -> None:
    chance = Chance(7)
    for _ in range(50):
        assert 4 == UUID(chance.uuid()).version
        assert re.fullmatch(r"[0-9a-f]{32}", chance.hex32())


@pytest.mark.parametrize("count", [0, 1, 12, 32])
def test_octets_are_as_many_as_asked_for(count: int) -> None:
    assert count == len(Chance(7).octets(count))


def test_one_of_some_characters_is_each_of_them_in_time() -> None:
    chance = Chance(7)
    assert set("abc") == {chance.one_of("abc") for _ in range(50)}


def test_a_shuffle_keeps_the_items_and_leaves_the_list_as_it_was() -> None:
    items = [*"aabcd"]
    orders = {tuple(Chance(seed).shuffled(items)) for seed in range(20)}
    assert {tuple("aabcd")} == {tuple(sorted(order)) for order in orders}
    assert len(orders) > 10
    assert [*"aabcd"] == items
