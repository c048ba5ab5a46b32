"""`FakeCsms.rotation_function`: a Python callable in the place of a function of FunctionGraph.

It is given all that such a function needs. What it returns is the new value, `None` agrees with
the pending one, and what it raises fails the task. It can't call the fake, which waits for it.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import pytest
from huaweicloudsdkcsms.v1 import (
    CsmsClient,
    ListSecretsRequest,
    ListSecretTaskRequest,
    RotateSecretRequest,
)
from sending import DAY_MS, NOW_MS, answered, frozen_fake
from test_rotation import ANN, BOB, MULTI, SINGLE, put_rotating, rotated

from fakecsms import FakeCsms
from fakecsms.errors import NestedCallError
from fakecsms.model.task import Rotation


@pytest.fixture
def rds(fake: FakeCsms) -> FakeCsms:
    """A fake whose secret `rds` holds the account of Ann."""
    put_rotating(fake, rotation_func_urn="urn:fss:x:f")
    return fake


def given_to(fake: FakeCsms) -> Rotation:
    """Rotate `rds` and return what its function was given."""
    given: list[Rotation] = []
    fake.rotation_function("rds", given.append)
    assert "SUCCESS" == rotated(fake).status
    (only,) = given
    return only


def test_a_function_is_given_what_it_needs(rds: FakeCsms) -> None:
    given = given_to(rds)
    assert ("rds", "RDS-FG", "SingleUser") == (
        given.secret_name,
        given.secret_type,
        given.sub_type,
    )
    assert (SINGLE, "urn:fss:x:f", "v2") == (
        given.rotation_config,
        given.rotation_func_urn,
        given.version_id,
    )
    assert (ANN, json.loads(ANN)) == (given.current_value, given.account)
    assert json.loads(str(given.pending_value)).keys() == given.account.keys()


def test_none_agrees_with_the_pending_value(rds: FakeCsms) -> None:
    assert given_to(rds).pending_value == rds.value("rds", "v2")


def test_for_two_users_the_account_is_the_second_one(fake: FakeCsms) -> None:
    put_rotating(fake, ANN, BOB, rotation_config=MULTI)
    given = given_to(fake)
    assert (BOB, "ann") == (given.current_value, given.account["user"])
    assert "ann" == json.loads(str(given.pending_value))["user"]


@pytest.mark.parametrize("value", ["plain", b"\xff\x00", "[1]"])
def test_a_value_that_is_no_object_has_no_account(fake: FakeCsms, value: str | bytes) -> None:
    put_rotating(fake, value)
    given = given_to(fake)
    assert (value, {}, 32) == (given.current_value, given.account, len(given.pending_value))


def test_what_was_given_shows_no_value(rds: FakeCsms) -> None:
    given = given_to(rds)
    shown = f"{given} {given!r}"
    assert "'rds'" in shown
    for value in (given.current_value, given.pending_value, *given.account.values()):
        assert str(value) not in shown


@pytest.mark.parametrize("value", ["new", "x", b"\x00", b"\x00\xff", "🔑" * 16_384, b"x" * 49_152])
def test_what_it_returns_is_the_new_value(rds: FakeCsms, value: str | bytes) -> None:
    rds.rotation_function("rds", lambda _given: value)
    assert "SUCCESS" == rotated(rds).status
    assert value == rds.value("rds")
    version = answered(rds, "ShowSecretVersion", "rds", "v2")["version"]
    member = "secret_string" if isinstance(value, str) else "secret_binary"
    assert {"version_metadata", member} == version.keys()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (5, "TypeError: a rotation function returns str, bytes or None, not int"),
        (["new"], "not list"),
        (True, "not bool"),
        (bytearray(b"new"), "not bytearray"),
        ("", "1 to 65536 are allowed"),
        (b"", "1 to 65536 are allowed"),
        ("x" * 65_537, "65537 bytes; 1 to 65536 are allowed"),
        ("🔑" * 16_385, "65540 bytes"),
        (b"x" * 49_153, "65540 bytes"),
        ("half a pair \ud800", "UnicodeEncodeError"),
    ],
)
def test_what_can_be_no_value_fails_the_task(rds: FakeCsms, value: Any, words: str) -> None:
    rds.rotation_function("rds", lambda _given: value)
    task = rotated(rds)
    assert "FAILED" == task.status
    assert words in task.error_msg
    assert {"SYSCURRENT": "v1", "SYSPENDING": "v2"} == rds.secret("rds").stages


def test_a_secrets_own_function_comes_before_its_types(rds: FakeCsms) -> None:
    rds.rotation_function("RDS-FG", lambda given: f"of the type, for {given.secret_name}")
    rotated(rds)
    assert "of the type, for rds" == rds.value("rds")
    rds.rotation_function("rds", lambda _given: "of its own")
    rotated(rds)
    assert "of its own" == rds.value("rds")


def test_the_function_of_another_name_or_type_is_not_asked(rds: FakeCsms) -> None:
    for name in ("other", "GaussDB-FG", "RDS", "COMMON"):
        rds.rotation_function(name, lambda _given: "wrong")
    rotated(rds)
    assert "ann" == json.loads(rds.value("rds"))["user"]


def test_the_function_that_was_given_last_is_asked(rds: FakeCsms) -> None:
    for value in ("first", "second"):
        rds.rotation_function("rds", lambda _given, value=value: value)
    rotated(rds)
    assert "second" == rds.value("rds")


def test_a_function_serves_every_project(rds: FakeCsms) -> None:
    new = {"secret_type": "RDS-FG", "rotation_config": SINGLE}
    period = {"auto_rotation": True, "rotation_period": "7d"}
    rds.put_secret("rds", "x", project_id="other", **new, **period)
    rds.rotation_function("rds", lambda given: f"after {given.current_value}")
    rds.clock.advance(days=7)
    assert ("after x", ANN) == (rds.value("rds", project_id="other"), rds.value("rds"))


def test_another_fake_knows_nothing_of_it(rds: FakeCsms) -> None:
    rds.rotation_function("rds", lambda _given: "new")
    other = frozen_fake()
    put_rotating(other)
    rotated(other)
    assert "new" != other.value("rds")


def test_after_a_reset_no_function_is_asked(rds: FakeCsms) -> None:
    """A reset brings back the fake as it was made, and it was made without functions."""
    rds.rotation_function("rds", lambda _given: "new")
    rds.reset()
    put_rotating(rds)
    rotated(rds)
    assert "new" != rds.value("rds")


NESTED: dict[str, Callable[[FakeCsms], object]] = {
    "call": lambda fake: fake.call("GET", f"/v1/{fake.project_id}/secrets"),
    "value": lambda fake: fake.value("rds"),
    "secret": lambda fake: fake.secret("rds"),
    "put_secret": lambda fake: fake.put_secret("rds", "x"),
    "snapshot": lambda fake: fake.snapshot(),
    "reset": lambda fake: fake.reset(),
    "set_state": lambda fake: fake.set_state("rds", "FROZEN"),
    "kms": lambda fake: fake.kms.keys(),
    "settle": lambda fake: fake.clock.settle(),
    "advance": lambda fake: fake.clock.advance(days=1),
}


@pytest.mark.parametrize("way", NESTED)
def test_calling_the_fake_from_inside_is_refused(rds: FakeCsms, way: str) -> None:
    errors: list[type[Exception]] = []

    def nested(_given: Rotation) -> None:
        try:
            NESTED[way](rds)
        except NestedCallError as error:
            errors.append(type(error))
            raise

    rds.rotation_function("rds", nested)
    task = rotated(rds)
    assert ([NestedCallError], "FAILED") == (errors, task.status)
    assert task.error_msg.startswith("NestedCallError: ")
    assert {"SYSCURRENT": "v1", "SYSPENDING": "v2"} == rds.secret("rds").stages
    assert NOW_MS == rds.clock.now_ms
    rds.check()


def test_after_a_nested_call_the_fake_goes_on(rds: FakeCsms) -> None:
    rds.rotation_function("rds", lambda _given: str(rds.secrets()))
    rotated(rds)
    assert ANN == rds.value("rds")
    rds.rotation_function("rds", lambda _given: "new")
    assert "SUCCESS" == rotated(rds).status
    assert "new" == rds.value("rds")


def test_a_refused_nested_call_has_changed_nothing(rds: FakeCsms) -> None:
    def swallowing(_given: Rotation) -> str:
        with suppress(NestedCallError):
            rds.put_secret("rds", "from inside")
        return "new"

    rds.rotation_function("rds", swallowing)
    assert "SUCCESS" == rotated(rds).status
    assert ("new", ["v1", "v2"]) == (rds.value("rds"), list(rds.secret("rds").versions))


def test_a_call_from_elsewhere_waits_for_the_function(rds: FakeCsms) -> None:
    """Another thread's call is no nested one: it gets its turn when the rotation has ended."""
    begun, found = Event(), list[object]()

    def look() -> None:
        begun.set()
        found.append(rds.value("rds"))

    looking = Thread(target=look, daemon=True)

    def slow(_given: Rotation) -> str:
        looking.start()
        begun.wait(timeout=10)
        return "new"

    rds.rotation_function("rds", slow)
    rotated(rds)
    looking.join(timeout=10)
    assert ["new"] == found


def test_an_interrupt_is_no_failure_and_leaves_the_fake_usable(rds: FakeCsms) -> None:
    def interrupted(_given: Rotation) -> None:
        raise KeyboardInterrupt

    rds.rotation_function("rds", interrupted)
    with pytest.raises(KeyboardInterrupt):
        rds.call("POST", f"/v1/{rds.project_id}/secrets/rds/rotate")
    rds.rotation_function("rds", lambda _given: "new")
    rotated(rds)
    assert "new" == rds.value("rds")


def test_a_nested_call_is_in_no_journal(rds: FakeCsms) -> None:
    rds.rotation_function("rds", lambda _given: rds.call("GET", "/").body)
    rotated(rds)
    assert ["RotateSecret"] == [each.operation for each in rds.calls]


def test_a_function_that_uses_the_sdk_is_refused_too(
    csms: FakeCsms, csms_client: CsmsClient
) -> None:
    errors: list[Exception] = []

    def nested(_given: Rotation) -> None:
        try:
            csms_client.list_secrets(ListSecretsRequest())
        except Exception as error:
            errors.append(error)
            raise

    put_rotating(csms)
    csms.rotation_function("rds", nested)
    task_id = csms_client.rotate_secret(RotateSecretRequest(secret_name="rds")).rotation_task_id
    assert [NestedCallError] == [type(each) for each in errors]
    (task,) = csms_client.list_secret_task(ListSecretTaskRequest(task_id=task_id)).tasks
    assert "FAILED" == task.task_status
    assert task.task_error_msg.startswith("NestedCallError: ")


def test_a_function_that_is_called_by_the_clock_can_fail_too(fake: FakeCsms) -> None:
    put_rotating(fake, auto_rotation=True, rotation_period="7d")
    fake.rotation_function("rds", lambda _given: fake.value("rds"))
    report = fake.clock.advance(days=7)
    assert ["rds"] == report.subjects("rotation failed")
    assert NOW_MS + 14 * DAY_MS == fake.secret("rds").next_rotation_time_ms
