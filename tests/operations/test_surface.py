"""The surface of the API: rows, members, and what the SDK makes of the answers.

Law 9: an answer says exactly what the contract lists, which `contract.py` holds as data, and the
SDK's model of the operation, where there is one, takes in all of it.
"""

import dataclasses
import re
from typing import Any

import msgspec
import pytest
from contract import FACTS, ONE_SECRET, SECRET, fault_of
from huaweicloudsdkcsms import v1
from huaweicloudsdkcsms.v1 import CsmsClient
from not_modelled import IN_SDK, OUTSIDE_SDK
from sending import DAY_MS, answered, refused, why

from fakecsms import FakeCsms
from fakecsms.operations import OPERATIONS, Envelope, Operation

ROWS = {row.name: row for row in OPERATIONS}
EXAMPLES: dict[str, list[Any]] = {
    "string": [5, True, ["x"], {"x": "x"}, 1.5],
    "integer": ["5", True, [5], {"x": 5}, 1.5],
    "boolean": ["true", 1, [True], {"x": True}],
}


def sdk_operations() -> dict[str, tuple[str, str]]:
    """Return method and path of every operation of the installed SDK, by name."""
    found = {}
    for attribute in dir(CsmsClient):
        matched = re.fullmatch(r"_(\w+)_http_info", attribute)
        if matched:
            name = matched[1].title().replace("_", "")
            request = getattr(v1, f"{name}Request")()
            told = getattr(CsmsClient, attribute)(request)
            found[name] = told["method"], told["resource_path"]
    return found


def test_the_table_has_the_sixteen_operations() -> None:
    assert 16 == len(OPERATIONS) == len(ROWS)
    assert FACTS.keys() == ROWS.keys()


@pytest.mark.parametrize("name", FACTS)
def test_a_row_says_what_the_contract_says(name: str) -> None:
    fact, row = FACTS[name], ROWS[name]
    expected = (fact.method, fact.path, fact.status, Envelope.FLAT)
    assert expected == (row.method, row.path, row.status, row.envelope)
    assert {*fact.body, *fact.query} == row.elsewhere
    assert bool(fact.body) == row.has_body
    assert fact.action == row.action


@pytest.mark.parametrize("row", OPERATIONS, ids=lambda row: row.name)
def test_a_row_shows_name_method_and_path(row: Operation[Any]) -> None:
    assert f"<Operation {row.name} {row.method} {row.path}>" == repr(row)


def test_methods_and_paths_are_those_of_the_installed_sdk() -> None:
    """Every operation of the SDK is modelled or answers 501, and those outside it are known."""
    ours = {row.name: (row.method, row.path) for row in OPERATIONS}
    theirs = sdk_operations()
    others = {name: (method, path) for name, method, path in IN_SDK}
    assert {"CreateSecretStage", "BatchShowSecretVersion"} == ours.keys() - theirs.keys()
    assert theirs == {name: ours.get(name) or others[name] for name in theirs}
    assert others.keys() == theirs.keys() - ours.keys()


@pytest.mark.parametrize(("name", "method", "path"), [*IN_SDK, *OUTSIDE_SDK])
def test_what_is_not_modelled_answers_501_and_its_name(
    fake: FakeCsms, name: str, method: str, path: str
) -> None:
    filled = path.replace("{project_id}", fake.project_id)
    filled = filled.replace("{resource_instances}", "resource_instances")
    response = fake.call(method, re.sub(r"\{\w+\}", "x", filled), body={})
    text = f"fakecsms does not model the operation {name}."
    expected = {"error_code": "FAKECSMS.NotModelled", "error_msg": text}
    assert (501, expected) == (response.status, response.json())
    entry = fake.calls[-1]
    assert (name, "FAKECSMS.NotModelled", text) == (entry.operation, entry.error_code, entry.why)


@pytest.mark.parametrize("name", FACTS)
def test_a_member_is_needed_exactly_if_the_contract_says_so(name: str) -> None:
    row = ROWS[name]
    members = [each for each in msgspec.structs.fields(row.request) if each.name in row.elsewhere]
    assert FACTS[name].needed == {each.name for each in members if each.required}


@pytest.mark.parametrize(
    ("name", "member", "wrong"),
    [
        (name, member, wrong)
        for name, fact in FACTS.items()
        for member, shape in fact.body.items()
        for wrong in ([5, "x", [5], {"x": 5}] if isinstance(shape, list) else EXAMPLES[shape])
    ],
)
def test_a_member_of_another_type_is_refused_and_named(
    db: FakeCsms, name: str, member: str, wrong: object
) -> None:
    whole = {
        "CreateSecret": {"name": "new", "secret_string": "x"},
        "CreateSecretVersion": {"secret_string": "x"},
        "CreateSecretStage": {"name": "blue", "version_id": "v1"},
    }
    in_path = ["db", "v1"][: FACTS[name].path.count("{") - 1]
    body = {**whole.get(name, {}), member: wrong}
    assert (400, "CSMS.0002") == refused(db, name, *in_path, body=body)
    assert re.match(rf"(Each item of )?{member} must be ", why(db))


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


class Story:
    """Calls of every operation that the SDK has, so that each optional member shows both ways."""

    def __init__(self, fake: FakeCsms) -> None:
        """Prepare what the calls are about."""
        self.tomorrow_ms = fake.clock.now_ms // 1_000 * 1_000 + DAY_MS
        config = '{"InstanceId":"i","SecretSubType":"SingleUser"}'
        more = {"rotation_period": "7d", "rotation_func_urn": "urn", "description": "d"}
        fake.put_secret("rds", "x", secret_type="RDS-FG", rotation_config=config, **more)
        fake.put_secret("db", "one")
        fake.put_secret("db", b"two", expire_time=self.tomorrow_ms)
        fake.put_secret("going", "x")

    def calls(self) -> list[tuple[str, dict[str, Any], dict[str, Any] | None]]:
        """Return (operation, members of the request, members of its body)."""
        return [
            ("CreateSecret", {}, {"name": "new", "secret_string": "x"}),
            ("ListSecrets", {}, None),
            ("ListSecrets", {"limit": "1"}, None),
            ("ListSecrets", {"marker": "zz"}, None),
            ("ShowSecret", {"secret_name": "rds"}, None),
            ("UpdateSecret", {"secret_name": "db"}, {"description": "new"}),
            ("DeleteSecretForSchedule", {"secret_name": "going"}, {"recovery_window_in_days": 7}),
            ("ShowSecret", {"secret_name": "going"}, None),
            ("RestoreSecret", {"secret_name": "going"}, None),
            ("CreateSecretVersion", {"secret_name": "db"}, {"secret_string": "three"}),
            (
                "CreateSecretVersion",
                {"secret_name": "db"},
                {
                    "secret_binary": "AA==",
                    "expire_time": self.tomorrow_ms,
                    "version_stages": ["blue"],
                },
            ),
            ("ListSecretVersions", {"secret_name": "db"}, None),
            ("ListSecretVersions", {"secret_name": "db", "limit": 1, "marker": "v1"}, None),
            ("ShowSecretVersion", {"secret_name": "db", "version_id": "v1"}, None),
            ("ShowSecretVersion", {"secret_name": "db", "version_id": "latest"}, None),
            (
                "UpdateVersion",
                {"secret_name": "db", "version_id": "v1"},
                {"expire_time": self.tomorrow_ms},
            ),
            (
                "UpdateSecretStage",
                {"secret_name": "db", "stage_name": "green"},
                {"version_id": "v1"},
            ),
            ("ShowSecretStage", {"secret_name": "db", "stage_name": "green"}, None),
            ("DeleteSecretStage", {"secret_name": "db", "stage_name": "green"}, None),
            ("DeleteSecret", {"secret_name": "db"}, None),
        ]


def sent_by(client: CsmsClient, name: str, members: dict[str, Any], body: Any) -> Any:
    """Send a call through the SDK's own method and request models."""
    if body is not None:
        members = {**members, "body": getattr(v1, f"{name}RequestBody")(**body)}
    method = getattr(client, str(FACTS[name].sdk_method))
    return method(getattr(v1, f"{name}Request")(**members))


def held_by(model: Any) -> Any:
    """Return what a model of the SDK holds, by the names of the wire, without what is unset."""
    if isinstance(model, list):
        return [held_by(each) for each in model]
    if not hasattr(model, "openapi_types"):
        return model
    members = {model.attribute_map[name]: getattr(model, name) for name in model.openapi_types}
    return {name: held_by(value) for name, value in members.items() if value is not None}


def without_nulls(answer: Any) -> Any:
    """Return an answer without null members: to the SDK they are like absent ones."""
    if isinstance(answer, list):
        return [without_nulls(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    return {name: without_nulls(each) for name, each in answer.items() if each is not None}


def test_the_sdk_decodes_every_answer_with_nothing_lost(
    csms: FakeCsms, csms_client: CsmsClient
) -> None:
    for name, members, body in Story(csms).calls():
        response = sent_by(csms_client, name, members, body)
        fact, entry = FACTS[name], csms.calls[-1]
        assert (name, fact.status, ()) == (entry.operation, entry.status, entry.unread)
        assert (fact.method, fact.status) == (entry.method, response.status_code)
        if fact.answer is None:
            assert b"" == response.raw_content
            continue
        answer = msgspec.json.decode(response.raw_content)
        assert fault_of(fact.answer, answer) is None
        assert without_nulls(answer) == held_by(response)
        assert f"{name}Response" == type(response).__name__


def test_the_story_tells_of_every_operation_of_the_sdk(csms: FakeCsms) -> None:
    told = {name for name, _, _ in Story(csms).calls()}
    assert {name for name, fact in FACTS.items() if fact.sdk_method} == told


def test_rows_are_facts_that_nobody_changes() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        OPERATIONS[0].status = 201
