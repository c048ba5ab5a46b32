"""The rules of request members, as data: a request type names its rules in its annotations.

A rule says in one sentence what is wrong with a value, for the journal, or returns `None`.
No sentence repeats the value. Patterns match the whole text: a trailing newline is not let in.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from fakecsms.choices import Choices
from fakecsms.limits import Limits
from fakecsms.model import rotation
from fakecsms.model.secret import LATEST
from fakecsms.model.stage import SYSPENDING


class Terms(Protocol):
    """What a rule may depend on beside the value."""

    @property
    def limits(self) -> Limits:
        """The numbers in force."""

    @property
    def choices(self) -> Choices:
        """The open choices in force."""

    @property
    def now_ms(self) -> int:
        """The service's time."""


Rule = Callable[[Any, Terms], str | None]

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_NAME_WITH_DOTS = re.compile(r"[a-zA-Z0-9._-]{1,64}")
_PLACED_VERSION = re.compile(r"v[0-9]{0,63}")
_VERSION_MARKER = re.compile(r"v([0-9]{1,10})")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_LIMIT = re.compile(r"[0-9]{1,4}")


def name(value: str, terms: Terms) -> str | None:
    """Names of secrets, stages and events: 1 to 64 letters, digits, `_` and `-` (API pages)."""
    pattern = _NAME_WITH_DOTS if terms.choices.dots_in_names else _NAME
    if pattern.fullmatch(value):
        return None
    dot = ", ." if terms.choices.dots_in_names else ""
    return f"must be 1 to 64 of the characters a-z, A-Z, 0-9, _, -{dot}"


def placed_stage(value: str, terms: Terms) -> str | None:
    """A stage that a caller puts on a version: a name, and not the one that rotation keeps."""
    if value == SYSPENDING:
        return f"must not be {SYSPENDING}, which the service alone places"
    return name(value, terms)


def placed_stages(value: Sequence[str], terms: Terms) -> str | None:
    """The version_stages of one call: 1 to 12 stages (newest page), counted as sent."""
    most = terms.limits.stages_per_secret_max
    if not 1 <= len(value) <= most:
        return f"must hold 1 to {most} stages, not {len(value)}"
    faults = (placed_stage(each, terms) for each in value)
    return next((f"holds a stage that {fault}" for fault in faults if fault), None)


def placed_version(value: str, _terms: Terms) -> str | None:
    """The version that a stage is put on: `v` and a number (API page of UpdateSecretStage).

    The word `latest` is a version that is absent here, not a wrong one.
    """
    if value == LATEST or _PLACED_VERSION.fullmatch(value):
        return None
    return "must be a version id such as v1"


def description(value: str, terms: Terms) -> str | None:
    """At most 2,048 bytes (SDK docstring)."""
    return _at_most(value, terms.limits.description_bytes_max)


def secret_string(value: str, terms: Terms) -> str | None:
    """A text value: not empty, and at most 64 KB of UTF-8 (newest page)."""
    return _empty(value, terms) or _at_most(value, terms.limits.value_bytes_max)


def secret_binary(value: str, terms: Terms) -> str | None:
    """A binary value: standard, padded base64 without white space, measured as the text sent."""
    if not _BASE64.fullmatch(value):
        return "must be base64 text: the standard alphabet, padded, no white space"
    return _empty(value, terms) or _at_most(value, terms.limits.value_bytes_max)


def expire_time(value: int, terms: Terms) -> str | None:
    """A time to come in at most 13 digits of milliseconds, judged after flooring to seconds."""
    if not 0 <= value <= 9_999_999_999_999:  # noqa: PLR2004 - the definition's own bounds
        return "must be milliseconds since 1970, in at most 13 digits"
    if not terms.choices.past_expire_time_ok and floored(value) <= terms.now_ms:
        return "must lie in the future, in milliseconds since 1970"
    return None


def kms_key_id(value: str, _terms: Terms) -> str | None:
    """2 to 64 characters: the definition's bounds on update, taken for creation too."""
    return _characters(value, 2, 64)


def enterprise_project_id(value: str, _terms: Terms) -> str | None:
    """1 to 36 characters (definition)."""
    return _characters(value, 1, 36)


def secret_type(value: str, _terms: Terms) -> str | None:
    """One of the three types in force (SDK docstring)."""
    types = rotation.SECRET_TYPES
    return None if value in types else f"must be one of {', '.join(types)}"


def rotation_period(value: str, terms: Terms) -> str | None:
    """An integer and a unit, 6 to 8,760 hours (SDK docstring)."""
    return rotation.fault_of_period(value, terms.limits)


def rotation_config(value: str, terms: Terms) -> str | None:
    """JSON text with the instance and the sub type, at most 1,024 characters (SDK docstring)."""
    return rotation.fault_of_config(value, terms.limits)


def event_subscriptions(value: Sequence[str], terms: Terms) -> str | None:
    """At most one event name (definition)."""
    if len(value) > 1:
        return f"must hold at most one event name, not {len(value)}"
    faults = (name(each, terms) for each in value)
    return next((f"holds a name that {fault}" for fault in faults if fault), None)


def event_filter(value: str, _terms: Terms) -> str | None:
    """The event_name filter of ListSecrets: 1 to 64 characters (definition)."""
    return _characters(value, 1, 64)


def limit(value: str, terms: Terms) -> str | None:
    """The size of a page, as ASCII digits (API pages)."""
    most = terms.limits.page_items_max
    if _LIMIT.fullmatch(value) and 1 <= int(value) <= most:
        return None
    return f"must be a whole number from 1 to {most}"


def page_size(asked: str | None, limits: Limits) -> int:
    """Return how many items a page may hold: what was asked, or the default."""
    return int(asked or min(limits.page_items_default, limits.page_items_max))


def version_marker(value: str, _terms: Terms) -> str | None:
    """Where a page of versions begins: a version id, or `latest` (definition); empty: page one."""
    if value in {"", LATEST} or _VERSION_MARKER.fullmatch(value):
        return None
    return "must be a version id such as v1, or latest"


def recovery_window_in_days(value: int, terms: Terms) -> str | None:
    """7 to 30 days (API page of DeleteSecretForSchedule)."""
    least, most = terms.limits.recovery_window_days_min, terms.limits.recovery_window_days_max
    return None if least <= value <= most else f"must be from {least} to {most} days"


def one_of(*values: str) -> Rule:
    """Make the rule of a member that is one of some words."""

    def rule(value: str, _terms: Terms) -> str | None:
        return None if value in values else f"must be one of {', '.join(values)}"

    return rule


def characters(least: int, most: int) -> Rule:
    """Make the rule of a text of a length, in characters."""

    def rule(value: str, _terms: Terms) -> str | None:
        return _characters(value, least, most)

    return rule


def not_empty(value: Sequence[Any], _terms: Terms) -> str | None:
    """A list that names at least one thing."""
    return None if value else "must not be empty"


def floored(expire_time_ms: int) -> int:
    """Drop what is below a second: the service keeps whole ones (Terraform's documentation)."""
    return expire_time_ms - expire_time_ms % 1_000


@dataclass(frozen=True, slots=True)
class Member:
    """A rule and the member that it judges."""

    name: str
    rule: Rule

    def fault(self, value: Any, terms: Terms) -> str | None:
        """Say what is wrong with the value, member first, or return `None`."""
        fault = self.rule(value, terms)
        return fault and f"{self.name} {fault}."


def _empty(value: str, terms: Terms) -> str | None:
    return "must not be empty" if not value and not terms.choices.empty_value_ok else None


def _at_most(value: str, octets: int) -> str | None:
    size = len(value.encode())
    return f"must be at most {octets:,} bytes, not {size:,}" if size > octets else None


def _characters(value: str, least: int, most: int) -> str | None:
    return None if least <= len(value) <= most else f"must be {least} to {most} characters"
