"""`fakecsms.model.rotating`: a rotation of one secret, without the API around it.

The pending version holds the new password under SYSPENDING until the function has agreed; then
it is current. A rotation always leaves a task, and always plans the next time.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from entities import bare_secret, empty_account, placed

from fakecsms.limits import MS_PER_DAY, Limits
from fakecsms.model.keyring import KeyState
from fakecsms.model.project import Project
from fakecsms.model.rotating import next_rotation_ms, rotate
from fakecsms.model.secret import Metadata, Secret

ACCOUNT = '{"user": "ann", "password": "old"}'
CONFIG = '{{"InstanceId":"i","SecretSubType":"{}"}}'
Function = Callable[[Any], Any]


def project_with(function: Function | None = None, **limits: int) -> Project:
    functions = {"RDS-FG": function} if function else {}
    account = empty_account(limits=Limits(**limits), functions=functions)
    account.project("p").keyring.create("k", account.terms.chance)
    return account.project("p")


def grown(project: Project, secret: Secret, value: str) -> Secret:
    limits, choices = project.account.terms.limits, project.account.terms.choices

    def seal(number: int) -> Any:
        return project.seal(secret, number, value.encode(), is_binary=False)

    project.put(secret.with_version(seal, ["SYSCURRENT"], at_ms=1, limits=limits, choices=choices))
    return project.secret(secret.name)


def put(
    project: Project, *values: str, sub_type: str = "SingleUser", period: str | None = "7d"
) -> Secret:
    """Put a secret with these values, the last of which is current."""
    metadata = Metadata(kms_key_id="k", auto_rotation=period is not None, rotation_period=period)
    config = CONFIG.format(sub_type)
    secret = bare_secret(secret_type="RDS-FG", rotation_config=config, metadata=metadata)
    for value in values or (ACCOUNT,):
        secret = grown(project, secret, value)
    return secret


def text(project: Project, version_id: str) -> str:
    secret = project.secret("db")
    return project.open(secret, secret.version(version_id)).decode()


def refusing(given: Any) -> None:
    message = f"no {given.current_value}"
    raise RuntimeError(message)


def test_a_rotation_makes_the_next_version_current() -> None:
    project = project_with()
    rotated = rotate(project, put(project), at_ms=500)
    after = project.secret("db")
    assert {"SYSCURRENT": "v2", "SYSPREVIOUS": "v1"} == placed(after)
    assert (500, 500 + 7 * MS_PER_DAY) == (after.rotation_time_ms, after.next_rotation_time_ms)
    assert "ann" == json.loads(text(project, "v2"))["user"]
    assert [rotated.task] == project.tasks
    assert ["rotated"] == [each.kind for each in rotated.happenings]


def test_a_failed_rotation_leaves_the_pending_version_and_plans_the_next() -> None:
    project = project_with(refusing)
    rotated = rotate(project, put(project), at_ms=500)
    after = project.secret("db")
    assert {"SYSCURRENT": "v1", "SYSPENDING": "v2"} == placed(after)
    assert (None, 500 + 7 * MS_PER_DAY) == (after.rotation_time_ms, after.next_rotation_time_ms)
    assert ("FAILED", "RuntimeError: no ***") == (rotated.task.status, rotated.task.error_msg)
    assert [("rotation failed", "RuntimeError: no ***")] == [
        (each.kind, each.detail) for each in rotated.happenings
    ]


def test_the_second_failure_moves_syspending_on() -> None:
    project = project_with(refusing)
    for at_ms in (500, 600):
        rotate(project, project.find("db") or put(project), at_ms=at_ms)
    assert {"SYSCURRENT": "v1", "SYSPENDING": "v3"} == placed(project.secret("db"))


def test_two_users_take_turns() -> None:
    """The account of SYSPREVIOUS gets the password and becomes current, each time."""
    project = project_with()
    secret = put(project, '{"user": "a", "password": "1"}', ACCOUNT, sub_type="MultiUser")
    users = []
    for at_ms in (500, 600, 700):
        rotate(project, secret, at_ms=at_ms)
        secret = project.secret("db")
        users.append(json.loads(text(project, secret.current.id))["user"])
    assert ["a", "ann", "a"] == users


def test_two_users_need_a_second_account() -> None:
    project = project_with()
    task = rotate(project, put(project, sub_type="MultiUser"), at_ms=500).task
    assert ("FAILED", 0, "MULTI_USER") == (task.status, task.attempts, task.operate_type)
    assert "SYSPREVIOUS" in task.error_msg
    assert {"SYSCURRENT": "v1"} == placed(project.secret("db"))


@pytest.mark.parametrize("state", [KeyState.DISABLED, KeyState.DELETED, KeyState.PENDING_DELETION])
def test_an_unusable_key_fails_the_rotation(state: KeyState) -> None:
    project = project_with()
    secret = put(project)
    project.keyring.set_state("k", state)
    task = rotate(project, secret, at_ms=500).task
    assert ("FAILED", f"The KMS key 'k' is {state}.") == (task.status, task.error_msg)
    assert 500 + 7 * MS_PER_DAY == project.secret("db").next_rotation_time_ms


@pytest.mark.parametrize(
    ("failures", "attempts", "status", "tried"),
    [(0, 3, "SUCCESS", 1), (2, 3, "SUCCESS", 3), (3, 3, "FAILED", 3), (1, 1, "FAILED", 1)],
)
def test_a_function_is_tried_as_often_as_the_limit_says(
    failures: int, attempts: int, status: str, tried: int
) -> None:
    calls: list[str] = []

    def stubborn(given: Any) -> None:
        calls.append(given.version_id)
        if len(calls) <= failures:
            raise OSError

    project = project_with(stubborn, rotation_attempts=attempts)
    task = rotate(project, put(project), at_ms=500).task
    assert (status, tried) == (task.status, task.attempts)
    assert ["v2"] * tried == calls


@pytest.mark.parametrize("value", ["[1]", '"text"', "5", "null", "no json", "{", "[" * 100_000])
def test_a_value_that_is_no_json_object_becomes_a_plain_password(value: str) -> None:
    project = project_with()
    rotate(project, put(project, value), at_ms=500)
    password = text(project, "v2")
    assert 32 == len(password)
    assert value != password


@pytest.mark.parametrize(
    ("auto", "period", "expected"),
    [(True, "6h", 21_600_001), (True, "1d", 86_400_001), (False, "6h", None), (True, None, None)],
)
def test_the_next_time_is_a_period_later(
    *, auto: bool, period: str | None, expected: int | None
) -> None:
    metadata = Metadata(kms_key_id="k", auto_rotation=auto, rotation_period=period)
    assert expected == next_rotation_ms(bare_secret(metadata=metadata), 1)
