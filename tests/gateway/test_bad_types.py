"""Every member meets every JSON type that is not its own, and is refused by its name.

The law: a member of the wrong type, or a needed one that is missing or null, is CSMS.0002, told in
a sentence that begins with the member; null for an optional member is the same as leaving it out.
The table of members is read off the request types, so that no member is forgotten.
"""

import json
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pytest
from good_calls import CANARY, GOOD, WITH_BODY, GoodCall, filled_fake
from refusing import refused

from fakecsms import FakeCsms
from fakecsms.operations import OPERATIONS

_ROWS = {row.name: row for row in OPERATIONS if row.body}
_ONE_OF_EACH = {
    "null": None,
    "true": True,
    "number": 7,
    "fraction": 7.5,
    "whole fraction": 7.0,
    "text": CANARY,
    "number in a text": "7",
    "list": [CANARY],
    "list of lists": [[CANARY]],
    "object": {CANARY: CANARY},
    "empty object": {},
}
_MADE_OF = {
    (str,): "text",
    (int,): "a whole number",
    (bool,): "true or false",
    (list,): "a list",
    (dict,): "an object",
    (str, int): "a whole number or text",
}


def _hints(operation: str, member: str) -> tuple[Any, ...]:
    """Return what a member may be, one by one: `str | int | None` is three."""
    hint = get_type_hints(_ROWS[operation].request)[member]
    return get_args(hint) if get_origin(hint) is UnionType else (hint,)


def _types(operation: str, member: str) -> tuple[type, ...]:
    """Return the Python types that stand for what a member may be; a structure is an object."""
    types = (get_origin(each) or each for each in _hints(operation, member))
    return tuple(dict if issubclass(each, msgspec.Struct) else each for each in types)


def _items(operation: str, member: str) -> type | None:
    """Return the type of a list's items, `None` for what is no list or judges them elsewhere."""
    args = [get_args(each) for each in _hints(operation, member) if get_origin(each) is list]
    return args[0][0] if args and args[0][0] is not Any else None


_MEMBERS = [
    (name, member) for name, row in _ROWS.items() for member in sorted(row.body - row.query)
]
_NEEDED = [(name, member) for name, member in _MEMBERS if NoneType not in _types(name, member)]
_OPTIONAL = [pair for pair in _MEMBERS if pair not in _NEEDED]
_LISTS = [pair for pair in _MEMBERS if _items(*pair)]
_WRONG_ITEMS = [None, True, 7, 7.5, [CANARY]]
_SOME = {"tags": {"key": "k"}, "matches": {"key": "resource_name", "value": "d"}}


@pytest.mark.parametrize(("operation", "member"), _MEMBERS)
def test_a_member_of_any_wrong_type_is_refused_by_its_name(
    fake: FakeCsms, operation: str, member: str
) -> None:
    types = _types(operation, member)
    wanted = _MADE_OF[tuple(each for each in types if each is not NoneType)]
    for value in [each for each in _ONE_OF_EACH.values() if type(each) not in types]:
        spoilt = GOOD[operation].sending(**{member: value})
        call = refused(fake, "CSMS.0002", spoilt, spoilt.body, about=member)
        assert (call.why or "").startswith(f"{member} must be {wanted}, not ")


@pytest.mark.parametrize(
    ("operation", "member", "item"),
    [
        (operation, member, item)
        for operation, member in _LISTS
        for item in [*_WRONG_ITEMS, {CANARY: CANARY} if _items(operation, member) is str else "db"]
    ],
)
def test_an_item_of_the_wrong_type_is_refused_by_its_place_in_its_list(
    fake: FakeCsms, operation: str, member: str, item: Any
) -> None:
    of_texts = _items(operation, member) is str
    good, wanted = ("db", "text") if of_texts else (_SOME[member], "an object")
    spoilt = GOOD[operation].sending(**{member: [good, item]})
    refused(fake, "CSMS.0002", spoilt, spoilt.body, about=f"{member}[1] must be {wanted}, not ")


@pytest.mark.parametrize(
    ("operation", "member"), [pair for pair in _MEMBERS if pair[1] in (GOOD[pair[0]].body or {})]
)
def test_of_a_member_that_is_repeated_the_last_counts(
    fake: FakeCsms, operation: str, member: str
) -> None:
    call, types = GOOD[operation], _types(operation, member)
    wrong = next(each for each in _ONE_OF_EACH.values() if type(each) not in types)
    good, bad = json.dumps(call.body), json.dumps({member: wrong})
    body = f"{good[:-1]}, {bad[1:]}"
    refused(fake, "CSMS.0002", call, body, about=f"{member} must be ")
    assert call.status == fake.call(call.method, call.path, body=f"{bad[:-1]}, {good[1:]}").status


@pytest.mark.parametrize(("operation", "member"), _NEEDED)
def test_a_needed_member_that_is_missing_is_refused_by_its_name(
    fake: FakeCsms, operation: str, member: str
) -> None:
    spoilt = GOOD[operation].without(member)
    refused(fake, "CSMS.0002", spoilt, spoilt.body, about=f"{member} is missing")


@pytest.mark.parametrize(("operation", "member"), _OPTIONAL)
def test_null_for_an_optional_member_is_the_same_as_leaving_it_out(
    operation: str, member: str
) -> None:
    absent, null = (
        _answered(GOOD[operation].without(member)),
        _answered(GOOD[operation].sending(**{member: None})),
    )
    assert absent == null
    assert (GOOD[operation].status if member != "secret_string" else 400) == null[0]


@pytest.mark.parametrize("call", WITH_BODY, ids=lambda call: call.operation)
def test_an_object_without_members_is_refused_only_where_one_is_needed(
    fake: FakeCsms, call: GoodCall
) -> None:
    needs_one = call.operation in {name for name, _ in _NEEDED} | {"CreateSecretVersion"}
    status = fake.call(call.method, call.path, body={}).status
    assert (400 if needs_one else call.status) == status


def _answered(call: GoodCall) -> tuple[int, bytes, str | None]:
    fake = filled_fake()
    response = fake.call(call.method, call.path, body=call.body)
    return response.status, response.body, fake.calls[-1].why
