"""Rotation, step by step: a pending version, the function, and the move of the stages.

SingleUser gives the account of SYSCURRENT another password; MultiUser gives it to the account of
SYSPREVIOUS, and the two accounts swap. The pending version has SYSPENDING alone until the function
has agreed. A failed rotation leaves it there, moves nothing else, and the schedule goes on.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fakecsms.errors import CsmsError, invalid
from fakecsms.model import lifecycle
from fakecsms.model.agenda import Happening, Kind
from fakecsms.model.event import EventType
from fakecsms.model.password import PasswordRules
from fakecsms.model.rotation import MULTI_USER, period_ms, sub_type_of
from fakecsms.model.stage import SYSPENDING, SYSPREVIOUS
from fakecsms.model.task import Rotation, RotationTask, TaskStatus

if TYPE_CHECKING:
    from fakecsms.model.project import Project
    from fakecsms.model.secret import Secret
    from fakecsms.model.version import Sealed, Version

_RULES = PasswordRules(require_each_included_type=True)
_OPERATE_TYPES = {MULTI_USER: "MULTI_USER"}
_CHARS_OF_A_WORD = 4
"""Shorter parts of an account are no secret, and taken out would leave no sentence."""

_FAILED_CODE = "FAKECSMS.RotationFailed"
"""No page tells the code of a task that failed: a guess, and ours by its prefix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """What came of a rotation."""

    task: RotationTask
    happenings: list[Happening]


def rotate(project: "Project", secret: "Secret", *, at_ms: int) -> Rotated:
    """Rotate a secret and plan the next time; the task says how it went."""
    attempts, error = 0, None
    try:
        lifecycle.permit("RotateSecret", secret)
        project.keyring.usable(secret.metadata.kms_key_id)
        secret, pending, given = _pending(project, secret, at_ms=at_ms)
        attempts, error = _agreed(project, secret, pending, given)
    except CsmsError as refused:
        error = refused.why
    secret = project.secret(secret.name)
    following = next_rotation_ms(secret, at_ms)
    task = RotationTask(
        id=project.account.terms.chance.uuid(),
        secret_name=secret.name,
        rotation_func_urn=secret.metadata.rotation_func_urn,
        status=TaskStatus.SUCCESS if error is None else TaskStatus.FAILED,
        operate_type=_OPERATE_TYPES.get(sub_type_of(secret.rotation_config), "SINGLE_USER"),
        task_time_ms=at_ms,
        attempts=attempts,
        error_code="" if error is None else _FAILED_CODE,
        error_msg=error or "",
    )
    project.tasks.append(task)
    if error is not None:
        secret = secret.next_rotation(following)
        project.put(secret)
        failed = project.happening(Kind.ROTATION_FAILED, secret, error, at_ms=at_ms)
        told = project.notify(EventType.ROTATED_FAILED, secret, secret.current, at_ms=at_ms)
        return Rotated(task=task, happenings=[failed, *told])
    version = secret.version(f"v{secret.stages[SYSPENDING].version_number}")
    secret = secret.rotated(version, at_ms=at_ms).next_rotation(following)
    project.put(secret)
    rotated = project.happening(Kind.ROTATED, secret, version.id, at_ms=at_ms)
    told = [
        happening
        for event_type in (EventType.VERSION_CREATED, EventType.ROTATED)
        for happening in project.notify(event_type, secret, version, at_ms=at_ms)
    ]
    return Rotated(task=task, happenings=[rotated, *told])


def _pending(
    project: "Project", secret: "Secret", *, at_ms: int
) -> tuple["Secret", "Version", Rotation]:
    """Make the version that will be the current one, with SYSPENDING and a new password."""
    terms = project.account.terms
    sub_type = sub_type_of(secret.rotation_config)
    account = _account(project, secret, sub_type)
    password = _RULES.password(terms.chance)
    value = password if account is None else _json({**account, "password": password})
    most = terms.limits.value_bytes_max
    if len(value.encode()) > most:
        message = f"The account with its new password is more than {most:,} bytes."
        raise invalid(message)
    current = _value(project, secret, secret.current)
    secret = secret.with_version(
        lambda number: project.seal(secret, number, value.encode(), is_binary=False),
        [SYSPENDING],
        at_ms=at_ms,
        limits=terms.limits,
        choices=terms.choices,
    )
    project.put(secret)
    version = secret.versions[-1]
    given = Rotation(
        secret_name=secret.name,
        secret_type=secret.secret_type,
        sub_type=sub_type,
        rotation_config=secret.rotation_config or "",
        rotation_func_urn=secret.metadata.rotation_func_urn,
        version_id=version.id,
        current_value=current,
        pending_value=value,
        account=account or {},
    )
    return secret, version, given


def _json(account: dict[str, object]) -> str:
    """Return the account as JSON; its letters stay as they are, unless UTF-8 has none for them."""
    text = json.dumps(account, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(account)
    return text


def _account(project: "Project", secret: "Secret", sub_type: str) -> dict[str, object] | None:
    version = secret.current
    if sub_type == MULTI_USER:
        previous = secret.stages.get(SYSPREVIOUS)
        if previous is None:
            message = "MultiUser rotation needs a second account, and no version has SYSPREVIOUS."
            raise invalid(message)
        version = secret.version(f"v{previous.version_number}")
    account = _json_of(_value(project, secret, version))
    return account if isinstance(account, dict) else None


def _value(project: "Project", secret: "Secret", version: "Version") -> str | bytes:
    text = project.open(secret, version).decode()
    return base64.b64decode(text) if version.value.is_binary else text


def _agreed(
    project: "Project", secret: "Secret", version: "Version", given: Rotation
) -> tuple[int, str | None]:
    """Let the test's function agree; return the attempts, and the error of the last one."""
    account = project.account
    functions = account.terms.functions
    function = functions.get(secret.name) or functions.get(secret.secret_type)
    if function is None:
        return 1, None
    error = ""
    attempts = account.terms.limits.rotation_attempts
    for attempt in range(1, attempts + 1):
        try:
            value = account.call_out(function, given)
            if value is not None:
                sealed = _sealed(project, secret, version, value)
                project.put(secret.with_value(version, sealed))
        except Exception as raised:  # noqa: BLE001 - whatever a test's function raises
            error = _without_values(f"{type(raised).__name__}: {raised}", given)
        else:
            return attempt, None
    return attempts, error


def _sealed(
    project: "Project", secret: "Secret", version: "Version", value: str | bytes
) -> "Sealed":
    if not isinstance(value, str | bytes):
        message = f"a rotation function returns str, bytes or None, not {type(value).__name__}"  # type: ignore[unreachable]
        raise TypeError(message)
    is_binary = isinstance(value, bytes)
    text = base64.b64encode(value) if isinstance(value, bytes) else value.encode()
    most = project.account.terms.limits.value_bytes_max
    if not 1 <= len(text) <= most:
        message = f"a rotation function returned {len(text)} bytes; 1 to {most} are allowed"
        raise ValueError(message)
    return project.seal(secret, version.number, text, is_binary=is_binary)


def _without_values(text: str, given: Rotation) -> str:
    """Take every value that the function was given out of what it said, however it wrote it."""
    told: set[str | bytes] = {given.current_value, given.pending_value}
    for value in (given.current_value, given.pending_value, given.account):
        told.update(_parts(_json_of(value)))
    forms = {form for value in told for form in _forms(value) if form}
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, "***")
    return text


def _json_of(value: object) -> object:
    try:
        return json.loads(value) if isinstance(value, str | bytes) else value
    except (ValueError, RecursionError):
        return None


def _parts(told: object, name: str = "") -> Iterator[str]:
    """Return the values in a JSON value that are worth hiding, down to the last."""
    if isinstance(told, dict):
        for key, inner in told.items():
            yield from _parts(inner, key)
    elif isinstance(told, list):
        for inner in told:
            yield from _parts(inner, name)
    elif name == "password" or len(str(told)) >= _CHARS_OF_A_WORD:
        yield str(told)


def _forms(value: str | bytes) -> set[str]:
    """Return how a value may be written: plain, as Python and as JSON do, and as base64."""
    if isinstance(value, bytes):
        plain = value.decode(errors="replace")
        return {plain, repr(value)[2:-1], base64.b64encode(value).decode()}
    written = {repr(value)[1:-1], ascii(value)[1:-1], json.dumps(value)[1:-1]}
    # An exception may show the text of a text.
    return {value, *written, *(repr(each)[1:-1] for each in written)}


def next_rotation_ms(secret: "Secret", at_ms: int) -> int | None:
    """Return when a secret that was rotated, or set to rotate, at this time rotates next."""
    metadata = secret.metadata
    if not metadata.auto_rotation or metadata.rotation_period is None:
        return None
    return at_ms + period_ms(metadata.rotation_period)
