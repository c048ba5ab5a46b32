"""What a secret's rotation settings may say, and what they mean."""

import json
import re

from fakecsms.limits import MS_PER_HOUR, Limits

COMMON = "COMMON"
SECRET_TYPES = (COMMON, "RDS-FG", "GaussDB-FG")
"""`RDS` was the name of RDS-FG in 2023 and is refused for new secrets (SDK docstring)."""

SINGLE_USER, MULTI_USER = "SingleUser", "MultiUser"
SUB_TYPES = (SINGLE_USER, MULTI_USER)
_INSTANCE_KEYS = ("InstanceId", "RDSInstanceId")
_MS_PER_UNIT = {"d": 24 * MS_PER_HOUR, "h": MS_PER_HOUR, "m": 60_000, "s": 1_000}
_PERIOD = re.compile(r"([0-9]{1,48})([dhms])", re.ASCII)


def fault_of_period(period: str, limits: Limits) -> str | None:
    """Say what is wrong with a rotation_period such as `30d`, or return `None`."""
    if not _PERIOD.fullmatch(period):
        return "must be a whole number and one of d, h, m, s, such as 30d"
    least, most = limits.rotation_period_hours_min, limits.rotation_period_hours_max
    if not least * MS_PER_HOUR <= period_ms(period) <= most * MS_PER_HOUR:
        return f"must be from {least} to {most} hours"
    return None


def period_ms(period: str) -> int:
    """Return the milliseconds of a rotation_period."""
    return int(period[:-1]) * _MS_PER_UNIT[period[-1]]


def sub_type_of(config: str | None) -> str:
    """Return the SecretSubType of a rotation_config."""
    return str(json.loads(config or "{}").get("SecretSubType", SINGLE_USER))


def instance_ids_of(config: str | None) -> set[str]:
    """Return the ids of the database instance that a rotation_config names."""
    told = json.loads(config or "{}")
    return {told[key] for key in _INSTANCE_KEYS if isinstance(told.get(key), str)}


def fault_of_config(config: str, limits: Limits) -> str | None:
    """Say what is wrong with a rotation_config, or return `None`. Its text is kept as it came."""
    if len(config) > limits.rotation_config_chars_max:
        return f"must be at most {limits.rotation_config_chars_max} characters"
    try:
        told = json.loads(config)
    except (ValueError, RecursionError):
        return "must be JSON text"
    if not isinstance(told, dict) or not any(
        isinstance(told.get(key), str) for key in _INSTANCE_KEYS
    ):
        return "must be a JSON object with the text InstanceId"
    if told.get("SecretSubType") not in SUB_TYPES:
        return f"must have a SecretSubType of {' or '.join(SUB_TYPES)}"
    return None
