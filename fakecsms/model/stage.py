"""Stages: which version each name points to, as one map; and the built-in names.

The rule that SYSPREVIOUS follows SYSCURRENT stands here, in `moved`, and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SYSCURRENT = "SYSCURRENT"
SYSPREVIOUS = "SYSPREVIOUS"
SYSPENDING = "SYSPENDING"
BUILTIN_STAGES = (SYSCURRENT, SYSPREVIOUS, SYSPENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where a stage points, and since when."""

    version_number: int
    update_time_ms: int


Stages = Mapping[str, Stage]


def moved(stages: Stages, name: str, number: int, at_ms: int) -> Stages:
    """Put a stage on a version. SYSPREVIOUS goes where SYSCURRENT was."""
    # Versions made under a frozen clock run ahead of it: the time of a stage never goes back.
    touched = (name, SYSPREVIOUS) if name == SYSCURRENT else (name,)
    since_ms = max(
        at_ms, *(stages[each].update_time_ms if each in stages else 0 for each in touched)
    )
    after = {**stages, name: Stage(version_number=number, update_time_ms=since_ms)}
    former = stages.get(SYSCURRENT)
    if name == SYSCURRENT and former and former.version_number != number:
        number = former.version_number
        after[SYSPREVIOUS] = Stage(version_number=number, update_time_ms=since_ms)
    return after


def order(name: str) -> tuple[int, str]:
    """Sort by this: the built-in stages first, the others by name."""
    if name in BUILTIN_STAGES:
        return BUILTIN_STAGES.index(name), ""
    return len(BUILTIN_STAGES), name
