"""Every member meets every JSON type that is not its own, and is refused by its name.

The law: a member of the wrong type, or a needed one that is missing or null, is CSMS.0002, told in
a sentence that begins with the member; null for an optional member is the same as leaving it out.
The table of members is read off the request types, so that no member is forgotten.
"""

from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from good_calls import CANARY, GOOD, WITH_BODY, GoodCall, filled_fake
from refusing import refused

from fakecsms import FakeCsms
from fakecsms.operations import OPERATIONS

_ROWS = {row.name: row for row in OPERATIONS if row.has_body}
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
_MADE_OF = {str: "text", int: "a whole number", bool: "true or false", list: "a list"}


def _types(operation: str, member: str) -> tuple[type, ...]:
    hint = get_type_hints(_ROWS[operation].request)[member]
    alternatives = get_args(hint) if NoneType in get_args(hint) else (hint,)
    return tuple(get_origin(each) or each for each in alternatives)


_MEMBERS = [(name, member) for name, row in _ROWS.items() for member in sorted(row.elsewhere)]
_NEEDED = [(name, member) for name, member in _MEMBERS if NoneType not in _types(name, member)]
_OPTIONAL = [pair for pair in _MEMBERS if pair not in _NEEDED]
_LISTS = [pair for pair in _MEMBERS if list in _types(*pair)]
_WRONG = [
    pytest.param(operation, member, value, id=f"{operation}-{member}-{word}")
    for operation, member in _MEMBERS
    for word, value in _ONE_OF_EACH.items()
    if type(value) not in _types(operation, member)
]


@pytest.mark.parametrize(("operation", "member", "value"), _WRONG)
def test_a_member_of_the_wrong_type_is_refused_by_its_name(
    fake: FakeCsms, operation: str, member: str, value: Any
) -> None:
    spoilt = GOOD[operation].sending(**{member: value})
    call = refused(fake, "CSMS.0002", spoilt, spoilt.body, about=member)
    wanted = _MADE_OF[_types(operation, member)[0]]
    assert (call.why or "").startswith(f"{member} must be {wanted}")


@pytest.mark.parametrize(("operation", "member"), _LISTS)
@pytest.mark.parametrize(
    "item", [None, True, 7, 7.5, [CANARY], {CANARY: CANARY}], ids=lambda item: type(item).__name__
)
def test_an_item_of_the_wrong_type_is_refused_by_the_name_of_its_list(
    fake: FakeCsms, operation: str, member: str, item: Any
) -> None:
    spoilt = GOOD[operation].sending(**{member: ["db", item]})
    call = refused(fake, "CSMS.0002", spoilt, spoilt.body, about=f"item of {member}")
    assert "text" in (call.why or "")


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
    assert (200 if member != "secret_string" else 400) == null[0]


@pytest.mark.parametrize("call", WITH_BODY, ids=lambda call: call.operation)
def test_an_object_without_members_is_refused_only_where_one_is_needed(
    fake: FakeCsms, call: GoodCall
) -> None:
    needs_one = call.operation in {name for name, _ in _NEEDED} | {"CreateSecretVersion"}
    assert (400 if needs_one else 200) == fake.call(call.method, call.path, body={}).status


def _answered(call: GoodCall) -> tuple[int, bytes, str | None]:
    fake = filled_fake()
    response = fake.call(call.method, call.path, body=call.body)
    return response.status, response.body, fake.calls[-1].why
