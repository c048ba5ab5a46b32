"""How sure we are of a rule, and how a number or a choice carries that with it.

Nothing here may know a rule itself: the rules are in `limits`, `choices` and `errors`.
"""

from dataclasses import field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Value = TypeVar("_Value")


class Evidence(StrEnum):
    """Where a rule of the fake comes from."""

    DOCUMENTED = "documented"
    """The vendor says so: an API page, the user guide, an SDK docstring, a published definition."""
    SEEN = "seen in a client"
    """A client of the real service relies on it, or a recorded answer shows it."""
    GUESS = "guess"
    """No source says it. The most plausible behaviour was taken."""


def sourced(
    *,
    default: _Value,
    evidence: Evidence,
    source: str,
    why: str,
    allowed: tuple[Any, ...] = (),
) -> _Value:
    """Make a dataclass field that knows its evidence and the values it may take (`()`: any)."""
    facts = {"evidence": evidence, "source": source, "why": why, "allowed": allowed}
    return field(default=default, metadata=facts)


def refuse_values_not_allowed(options: "DataclassInstance") -> None:
    """Raise a `ValueError` naming the first option whose value is none of those it may take."""
    for each in fields(options):
        value = getattr(options, each.name)
        allowed = each.metadata["allowed"]
        if allowed and (type(value), value) not in [(type(one), one) for one in allowed]:
            choices = ", ".join(map(repr, allowed))
            message = f"{each.name}={value!r} is not possible: it is one of {choices}"
            raise ValueError(message)
