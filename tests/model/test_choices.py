"""`fakecsms.choices` and `fakecsms.evidence`: every open choice, its evidence and its values.

What each choice does is shown in `tests/operations/test_choices_turned.py`.
"""

import dataclasses
import typing
from typing import Any

import pytest

from fakecsms.choices import Choices
from fakecsms.evidence import Evidence, refuse_values_not_allowed, sourced

FIELDS = dataclasses.fields(Choices)
fields = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)


@fields
def test_a_choice_has_evidence_source_and_reason(field: dataclasses.Field[Any]) -> None:
    assert isinstance(field.metadata["evidence"], Evidence)
    assert len(field.metadata["source"]) > 10
    assert len(field.metadata["why"]) > 10


@fields
def test_a_choice_names_all_its_values_of_which_the_default_is_one(
    field: dataclasses.Field[Any],
) -> None:
    allowed = field.metadata["allowed"]
    assert len(set(allowed)) == len(allowed) >= 2
    assert field.default in allowed
    assert set(allowed) == set(typing.get_args(field.type) or (False, True))


@fields
def test_every_value_that_is_named_is_possible(field: dataclasses.Field[Any]) -> None:
    for value in field.metadata["allowed"]:
        assert value == getattr(Choices(**{field.name: value}), field.name)


@fields
@pytest.mark.parametrize("value", [None, 0, 1, "", "yes", 404.0, [], {}, b""], ids=repr)
def test_no_other_value_is_possible(field: dataclasses.Field[Any], value: Any) -> None:
    """Nor is one that is merely equal, such as 1 for True."""
    with pytest.raises(ValueError, match=f"{field.name}=.* is not possible: it is one of "):
        Choices(**{field.name: value})


def test_the_refusal_lists_what_is_possible() -> None:
    with pytest.raises(
        ValueError, match="absent_status=500 is not possible: it is one of 404, 400"
    ):
        Choices(absent_status=500)


def test_choices_cannot_be_changed_or_misspelled() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Choices().auth = "off"
    with pytest.raises(TypeError, match="dots_in_name"):
        Choices(dots_in_name=True)


def test_a_field_that_allows_anything_is_not_judged() -> None:
    @dataclasses.dataclass
    class Open:
        size: int = sourced(default=1, evidence=Evidence.GUESS, source="none", why="a test")

    refuse_values_not_allowed(Open(size=5))


def test_the_kinds_of_evidence_read_well() -> None:
    assert ["documented", "seen in a client", "guess"] == list(Evidence)
