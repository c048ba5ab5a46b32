"""Law 11 for rotation: no value shows in a task, the journal, a report, a notification or a bug.

Not even when the function puts it into its error: whole, in part, or as Python writes it down.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sending import answered, send
from test_events import put_event
from test_rotation import ANN, MULTI, put_rotating, rotated

from fakecsms import FakeCsms
from fakecsms.model.task import Rotation

ODD = "pl41n'\"\\n\ntext 🔑"
MORE = {"pin": "dee9-w0rd", "codes": ["l1st-w0rd", 48_151_623]}
ACCOUNT = json.dumps({"user": "ann", "password": "annika-pa55", "more": MORE})
SECOND = '{"user": "bob", "password": "bobby-pa55"}'
WORDS = ("annika-pa55", "dee9-w0rd", "l1st-w0rd", "48151623", "bobby-pa55")


def password(value: str | bytes) -> str:
    return str(json.loads(value)["password"])


LEAKS: dict[str, Callable[[Rotation], object]] = {
    "the current value": lambda given: given.current_value,
    "the pending value": lambda given: given.pending_value,
    "the old password": lambda given: given.account["password"],
    "the password in force": lambda given: password(given.current_value),
    "the new password": lambda given: password(given.pending_value),
    "the account": lambda given: given.account,
    "what is inside the account": lambda given: given.account.get("more"),
    "a member deep inside": lambda given: dict(given.account.get("more", {})).get("pin"),
    "an item deep inside": lambda given: [*dict(given.account.get("more", {})).get("codes", [])],
    "the account as JSON": lambda given: json.dumps(given.account.get("more"), indent=1),
    "the pending account": lambda given: json.loads(given.pending_value),
    "user and password": lambda given: f"ann:{given.account['password']}@host",
    "all of it": lambda given: given.__getstate__(),
}


def shown_after(fake: FakeCsms, leak: Callable[[Rotation], object], error: type[Exception]) -> str:
    """Rotate with a function that raises what `leak` finds; return all that shows afterwards."""
    pending: list[str | bytes] = []

    def leaking(given: Rotation) -> None:
        pending.append(given.pending_value)
        raise error(leak(given))

    fake.rotation_function("rds", leaking)
    task = rotated(fake)
    assert "FAILED" == task.status
    report = fake.clock.advance(days=7)
    assert ["rds"] == report.subjects("rotation failed")
    shown = [task, fake.rotation_tasks(), fake.calls[-1], report, *report, fake.notifications]
    listed = answered(fake, "ListSecretTask")
    told = answered(fake, "ListNotificationRecords")
    text = " ".join([*map(str, shown), *map(repr, shown), json.dumps([listed, told])])
    for value in pending:
        assert str(value) not in text
        assert value_of(value) not in text
    return text


def value_of(pending: str | bytes) -> str:
    """Return the new password: the pending value itself if it is no account."""
    try:
        return password(pending)
    except ValueError:
        return str(pending)


@pytest.mark.parametrize("error", [RuntimeError, KeyError])
@pytest.mark.parametrize("leak", LEAKS)
@pytest.mark.parametrize("config", ["SingleUser", "MultiUser"])
def test_no_error_of_a_function_shows_a_value(
    fake: FakeCsms, leak: str, error: type[Exception], config: str
) -> None:
    rotation_config = json.dumps({"InstanceId": "i", "SecretSubType": config})
    members = {"auto_rotation": True, "rotation_period": "7d", "event_subscriptions": ["ops"]}
    put_event(fake)
    put_rotating(fake, ACCOUNT, SECOND, ACCOUNT, rotation_config=rotation_config, **members)
    text = shown_after(fake, LEAKS[leak], error)
    assert [] == [word for word in WORDS if word in text]


@pytest.mark.parametrize("value", [ODD, "plain-pa55", b"\xff\x00plain-pa55", "ann\\ika"])
@pytest.mark.parametrize("error", [RuntimeError, KeyError])
def test_no_value_shows_as_python_writes_it_down(
    fake: FakeCsms, value: Any, error: type[Exception]
) -> None:
    """An exception may hold the `repr` of a text, in which quotes and the like are escaped."""
    put_rotating(fake, value, auto_rotation=True, rotation_period="7d")
    text = shown_after(fake, lambda given: given.current_value, error)
    assert str(value) not in text
    assert repr(value).strip("b'\"") not in text


def test_a_binary_value_does_not_show_as_text(fake: FakeCsms) -> None:
    put_rotating(fake, b"plain-pa55", auto_rotation=True, rotation_period="7d")
    text = shown_after(fake, lambda given: bytes(given.current_value).decode(), RuntimeError)
    assert "plain-pa55" not in text


def test_a_password_that_begins_with_the_users_name_is_hidden_whole(fake: FakeCsms) -> None:
    put_rotating(fake, '{"user": "ann", "password": "annika"}')

    def leaking(given: Rotation) -> None:
        raise RuntimeError(given.account["password"])

    fake.rotation_function("rds", leaking)
    assert "ika" not in rotated(fake).error_msg


def test_the_rest_of_an_error_can_be_read(fake: FakeCsms) -> None:
    put_rotating(fake, '{"user": "ann", "password": "old-pa55"}')

    def leaking(given: Rotation) -> None:
        message = f"login with {given.account['password']} was refused"
        raise PermissionError(message)

    fake.rotation_function("rds", leaking)
    assert "PermissionError: login with *** was refused" == rotated(fake).error_msg


def test_a_value_that_cannot_be_one_does_not_show(fake: FakeCsms) -> None:
    put_rotating(fake)
    for value in (["pa55-w0rd"], "pa55-w0rd" * 10_000, "pa55-w0rd \ud800"):
        fake.rotation_function("rds", lambda _given, value=value: value)
        assert "pa55-w0rd" not in repr(rotated(fake))


def test_a_second_user_who_is_missing_shows_nothing(fake: FakeCsms) -> None:
    put_rotating(fake, rotation_config=MULTI)
    task = rotated(fake)
    assert "first" not in repr(task)
    assert ANN not in send(fake, "ListSecretTask").body.decode()
