"""Members inside members: each meets every wrong type, is left out, and is null.

The law: such a member is CSMS.0002, told by its place: `tag.key`, `tags[0].key`. The table is read
off the request types, so that no structure is forgotten.
"""

from types import NoneType
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from good_calls import CANARY, GOOD, TOPIC, filled_fake
from refusing import refused

from fakecsms import FakeCsms
from fakecsms.operations import OPERATIONS

_WHOLE: dict[str, dict[str, Any]] = {
    "TagItem": {"key": "k", "value": "v"},
    "Notification": TOPIC,
    "Wanted": {"key": "k", "values": ["v"]},
    "Match": {"key": "resource_name", "value": "d"},
}
_VALUES = [None, True, 7, 7.5, CANARY, [7], {CANARY: CANARY}]


def _structures(hint: Any) -> list[type[msgspec.Struct]]:
    """Return the structures that a member may be made of, itself or as items of a list."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return [hint]
    return [found for each in get_args(hint) for found in _structures(each)]


_PLACES = [
    (row.name, member, structure)
    for row in OPERATIONS
    for member, hint in get_type_hints(row.request).items()
    for structure in _structures(hint)
]
_INSIDE = [
    pytest.param(operation, member, structure, inner, id=f"{operation}-{member}-{inner}")
    for operation, member, structure in _PLACES
    for inner in structure.__struct_fields__
]
_inside = pytest.mark.parametrize(("operation", "member", "structure", "inner"), _INSIDE)


def _placed(operation: str, member: str, whole: dict[str, Any]) -> tuple[str, Any]:
    """Return the place of a structure in a call's member, and the member that holds it there."""
    row = next(row for row in OPERATIONS if row.name == operation)
    hint = str(row.request.__annotations__[member])
    return (f"{member}[0]", [whole]) if "list[" in hint else (member, whole)


def test_every_structure_is_known_here() -> None:
    assert _WHOLE.keys() == {structure.__name__ for _, _, structure in _PLACES}
    assert {
        ("CreateSecretTag", "tag"),
        ("BatchCreateOrDeleteTags", "tags"),
        ("ListResourceInstances", "tags"),
        ("ListResourceInstances", "matches"),
        ("CreateSecretEvent", "notification"),
        ("UpdateSecretEvent", "notification"),
    } == {(operation, member) for operation, member, _ in _PLACES}


@_inside
def test_an_inner_member_of_a_wrong_type_is_refused_by_its_place(
    fake: FakeCsms, operation: str, member: str, structure: type[msgspec.Struct], inner: str
) -> None:
    whole, hint = _WHOLE[structure.__name__], get_type_hints(structure)[inner]
    is_list, optional = isinstance(whole[inner], list), NoneType in get_args(hint)
    for value in _VALUES:
        fits = (isinstance(value, str) and not is_list) or (value is None and optional)
        if fits:
            continue
        place, sent = _placed(operation, member, {**whole, inner: value})
        call = GOOD[operation].sending(**{member: sent})
        at, wanted = (inner, "a list") if is_list else (inner, "text")
        if is_list and isinstance(value, list):
            at, wanted = f"{inner}[0]", "text"
        refused(fake, "CSMS.0002", call, call.body, about=f"{place}.{at} must be {wanted}, not ")


@_inside
def test_an_inner_member_that_is_missing_is_refused_only_if_it_is_needed(
    operation: str, member: str, structure: type[msgspec.Struct], inner: str
) -> None:
    fake = filled_fake()
    whole = _WHOLE[structure.__name__]
    needed = NoneType not in get_args(get_type_hints(structure)[inner])
    place, sent = _placed(operation, member, {k: v for k, v in whole.items() if k != inner})
    call = GOOD[operation].sending(**{member: sent})
    if needed:
        refused(fake, "CSMS.0002", call, call.body, about=f"{inner} is missing in {place}.")
    else:
        assert call.status == fake.call(call.method, call.path, body=call.body).status


@_inside
def test_null_for_an_optional_inner_member_is_the_same_as_leaving_it_out(
    operation: str, member: str, structure: type[msgspec.Struct], inner: str
) -> None:
    whole = _WHOLE[structure.__name__]
    absent, null = (
        filled_fake().call(
            *GOOD[operation][1:3], body=GOOD[operation].sending(**{member: sent}).body
        )
        for _, sent in (
            _placed(operation, member, {k: v for k, v in whole.items() if k != inner}),
            _placed(operation, member, {**whole, inner: None}),
        )
    )
    optional = NoneType in get_args(get_type_hints(structure)[inner])
    assert (GOOD[operation].status if optional else 400) == absent.status == null.status
    assert absent.body == null.body


@pytest.mark.parametrize(("operation", "member", "structure"), _PLACES)
def test_an_inner_member_that_nobody_knows_is_let_in(
    fake: FakeCsms, operation: str, member: str, structure: type[msgspec.Struct]
) -> None:
    _, sent = _placed(operation, member, {**_WHOLE[structure.__name__], "typo": [CANARY]})
    call = GOOD[operation].sending(**{member: sent})
    assert call.status == fake.call(call.method, call.path, body=call.body).status
