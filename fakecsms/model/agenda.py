"""What comes due, over all projects, in time order; and the report of what happened.

An entry is only a reminder: whoever takes it looks whether it still means something.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from heapq import heappop, heappush
from typing import NamedTuple


class Rank(IntEnum):
    """What comes first among things that are due in the same millisecond."""

    KEY_REMOVAL = 0
    VERSION_EXPIRY = 1
    ROTATION = 2
    SECRET_REMOVAL = 3
    RECORD_REMOVAL = 4


class Due(NamedTuple):
    """A reminder. `subject` is the id of a key, or the name of a secret."""

    at_ms: int
    rank: Rank
    project_id: str
    subject: str
    version_number: int = 0


class Agenda:
    """The reminders of one fake."""

    def __init__(self) -> None:
        """Begin with nothing to come."""
        self._due: list[Due] = []

    def note(self, due: Due) -> None:
        """Add a reminder."""
        heappush(self._due, due)

    def take(self, now_ms: int) -> Iterator[Due]:
        """Take what is due, earliest first; what is noted meanwhile takes its turn."""
        while self._due and self._due[0].at_ms <= now_ms:
            yield heappop(self._due)


class Kind(StrEnum):
    """What can happen as time passes."""

    KEY_REMOVED = "key removed"
    EXPIRED = "expired"
    ROTATED = "rotated"
    ROTATION_FAILED = "rotation failed"
    DELETED = "deleted"
    NOTIFIED = "notified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened, and when, in milliseconds since 1970.

    `subject` is the name of a secret or the id of a key; `detail` the version id, the task's
    error, or the event that told of it.
    """

    at_ms: int
    kind: Kind
    project_id: str
    subject: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What happened, in time order. Reports of many steps, added up, equal the leap's."""

    happenings: tuple[Happening, ...] = ()

    def __add__(self, later: "Report") -> "Report":
        """Return this report and a later one as one."""
        return Report(self.happenings + later.happenings)

    def __bool__(self) -> bool:
        """Whether anything happened."""
        return bool(self.happenings)

    def __len__(self) -> int:
        """Count what happened."""
        return len(self.happenings)

    def __iter__(self) -> Iterator[Happening]:
        """Go through what happened."""
        return iter(self.happenings)

    def __str__(self) -> str:
        """Show a line for each."""
        lines = (
            " ".join(filter(None, (str(each.at_ms), each.kind, each.subject, each.detail)))
            for each in self.happenings
        )
        return "\n".join(lines) or "nothing happened"

    def subjects(self, kind: Kind | str) -> list[str]:
        """Return the names of the secrets, or ids of the keys, to which this happened."""
        return [each.subject for each in self.happenings if each.kind == kind]
