"""The surface of the API: each row says what the contract says, no more and no less.

The rows are the methods and paths of the installed SDK, sync and async, and six that no SDK has;
members, success status, form of errors, IAM action and source are the contract's.
"""

import dataclasses
import re
from typing import Any

import msgspec
import pytest
from contract import FACTS, ONE_SECRET, SECRET, fault_of
from fact import NO_PERMISSION
from huaweicloudsdkcsms import v1
from huaweicloudsdkcsms.v1 import CsmsAsyncClient, CsmsClient
from one_of_each import prepared
from sending import answered, refused, why

from fakecsms import FakeCsms
from fakecsms.operations import OPERATIONS, Operation

ROWS = {row.name: row for row in OPERATIONS}
OUTSIDE_THE_SDK = {
    *("CreateSecretStage", "BatchShowSecretVersion", "BatchDeleteSecrets"),
    *("CreateSecretReplica", "DeleteSecretReplica", "ListSupportRegions"),
}
EXAMPLES: dict[str, list[Any]] = {
    "string": [5, True, ["x"], {"x": "x"}, 1.5],
    "integer": ["5", True, [5], {"x": 5}, 1.5],
    "boolean": ["true", 1, [True], {"x": True}],
    "object": [5, "x", True, [{}], 1.5],
    "string or integer": [True, ["5"], {"x": 5}, 1.5],
}
JUDGED_BY_ITEM = {"BatchImportSecrets"}
"""A wrong item of these is told of in an answer that is a success."""


def wrong_for(shape: Any, *, items: bool = True) -> list[Any]:
    """Return values of all the types that a member of this shape has not."""
    if isinstance(shape, list):
        return [5, "x", True, {"x": 5}, *([[5], [None]] if items else [])]
    return EXAMPLES["object"] if isinstance(shape, dict) else EXAMPLES[shape]


def sdk_operations(client: type) -> dict[str, tuple[str, str]]:
    """Return method and path of every operation of a client of the installed SDK, by name."""
    found = {}
    for attribute in dir(client):
        matched = re.fullmatch(r"_(\w+)_http_info", attribute)
        if matched:
            name = matched[1].title().replace("_", "")
            request = getattr(v1, f"{name}Request")()
            told = getattr(client.__new__(client), attribute)(request)
            found[name] = told["method"], told["resource_path"]
    return found


def test_the_table_has_the_fifty_one_operations() -> None:
    assert 51 == len(OPERATIONS) == len(ROWS)
    assert FACTS.keys() == ROWS.keys()


@pytest.mark.parametrize("client", [CsmsClient, CsmsAsyncClient])
def test_methods_and_paths_are_those_of_the_installed_sdk_and_six_more(client: type) -> None:
    ours = {row.name: (row.method, row.path) for row in OPERATIONS}
    theirs = sdk_operations(client)
    assert 45 == len(theirs)
    assert theirs == {name: ours[name] for name in ours if name not in OUTSIDE_THE_SDK}
    assert OUTSIDE_THE_SDK == ours.keys() - theirs.keys()


def test_the_contract_names_the_methods_of_the_sdk() -> None:
    named = {fact.sdk_method for fact in FACTS.values() if fact.sdk_method}
    assert 45 == len(named)
    assert [] == [each for each in named if not callable(getattr(CsmsClient, each, None))]
    assert OUTSIDE_THE_SDK == {name for name, fact in FACTS.items() if not fact.sdk_method}


@pytest.mark.parametrize("name", FACTS)
def test_a_row_says_what_the_contract_says(name: str) -> None:
    fact, row = FACTS[name], ROWS[name]
    expected = (fact.method, fact.path, fact.status, fact.envelope)
    assert expected == (row.method, row.path, row.status, row.envelope)
    assert (set(fact.body), set(fact.query)) == (row.body, row.query)
    assert (fact.body_needed or not fact.body) == row.body_needed


@pytest.mark.parametrize("name", FACTS)
def test_the_iam_action_is_the_contracts_or_is_marked_as_a_guess(name: str) -> None:
    fact, row = FACTS[name], ROWS[name]
    if fact.action is None:
        assert row.action_guessed
    else:
        assert (None if fact.action == NO_PERMISSION else fact.action) == row.action
        assert not row.action_guessed


@pytest.mark.parametrize("row", OPERATIONS, ids=lambda row: row.name)
def test_an_action_reads_as_actions_of_the_service_do(row: Operation[Any]) -> None:
    assert row.action is None or re.fullmatch(r"csms:(secret)?:[a-z][a-zA-Z]+", row.action)


@pytest.mark.parametrize("row", OPERATIONS, ids=lambda row: row.name)
def test_every_row_has_a_source(row: Operation[Any]) -> None:
    where = "API page" if row.name in OUTSIDE_THE_SDK else "SDK 3.1.219 and the OpenAPI definition"
    assert where in row.source


@pytest.mark.parametrize("row", OPERATIONS, ids=lambda row: row.name)
def test_a_row_shows_name_method_and_path_and_says_what_it_does(row: Operation[Any]) -> None:
    assert f"<Operation {row.name} {row.method} {row.path}>" == repr(row)
    assert re.match(r"[A-Z].+\.$", (row.perform.__doc__ or "").splitlines()[0])


@pytest.mark.parametrize("name", FACTS)
def test_a_member_is_needed_exactly_if_the_contract_says_so(name: str) -> None:
    row = ROWS[name]
    elsewhere = row.body | row.query
    members = [each for each in msgspec.structs.fields(row.request) if each.name in elsewhere]
    assert FACTS[name].needed == {each.name for each in members if each.required}


@pytest.mark.parametrize(
    ("name", "member"),
    [
        (name, member)
        for name, fact in FACTS.items()
        for member in fact.body
        if member not in fact.query
    ],
)
def test_a_member_of_another_type_is_refused_and_named(name: str, member: str) -> None:
    """What the query says too is not looked at in the body."""
    fake, calls = prepared()
    call, shape = calls[name], FACTS[name].body[member]
    for wrong in wrong_for(shape, items=name not in JUDGED_BY_ITEM):
        body = {**(call.body or {}), member: wrong}
        assert (400, "CSMS.0002") == refused(fake, name, *call.in_path, body=body, query=call.query)
        at = "[0]" if isinstance(shape, list) and isinstance(wrong, list) else ""
        assert why(fake).startswith(f"{member}{at} must be ")


def test_a_shape_notices_each_way_to_differ(db: FakeCsms) -> None:
    """Whatever checks the answers must be able to fail."""
    answer = answered(db, "ShowSecret", "db")
    secret = answer["secret"]
    assert fault_of(ONE_SECRET, answer) is None
    for name in SECRET:
        less = {each: value for each, value in secret.items() if each != name}
        assert "$.secret has" in str(fault_of(ONE_SECRET, {"secret": less}))
        wrong = {**secret, name: {}}
        assert f"$.secret.{name} is no" in str(fault_of(ONE_SECRET, {"secret": wrong}))
    assert fault_of(ONE_SECRET, {"secret": {**secret, "more": 1}})
    assert fault_of(ONE_SECRET, {"secret": {**secret, "state": None}})
    assert fault_of(ONE_SECRET, {"secret": {**secret, "create_time": True}})
    assert fault_of(ONE_SECRET, {"secret": {**secret, "event_subscriptions": [1]}})
    assert fault_of(ONE_SECRET, [])


@pytest.mark.parametrize(
    ("value", "fits"), [(None, True), ([1], True), (["x"], False), ({}, False)]
)
def test_a_shape_of_alternatives_is_one_of_them(value: object, *, fits: bool) -> None:
    assert fits == (fault_of(("null", ["integer"]), value) is None)


def test_rows_are_facts_that_nobody_changes() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        OPERATIONS[0].status = 201
