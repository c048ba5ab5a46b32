"""Rotation tasks, and what a rotation function is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class TaskStatus(StrEnum):
    """How a rotation ended. A task is final when RotateSecret answers."""

    SUCCESS = "SUCCESS"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationTask:
    """One rotation. `error_code` and `error_msg` are empty when it succeeded."""

    id: str
    secret_name: str
    rotation_func_urn: str | None
    status: TaskStatus
    operate_type: str
    task_time_ms: int
    attempts: int
    error_code: str = ""
    error_msg: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """What a rotation function is given: what a function of FunctionGraph would need.

    `account` is the JSON object of the value of the account that rotates, or empty when the value
    is no JSON object. The values do not show in the `repr`.
    """

    secret_name: str
    secret_type: str
    sub_type: str
    rotation_config: str
    rotation_func_urn: str | None
    version_id: str
    current_value: str | bytes = field(repr=False)
    pending_value: str | bytes = field(repr=False)
    account: dict[str, object] = field(repr=False)


RotationFunction = Callable[[Rotation], str | bytes | None]
