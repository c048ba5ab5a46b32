"""The journal: what was called, what came of it, and why. Never a value."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import overload

import msgspec

KEPT = 10_000
"""How many calls, and how many notifications, a fake remembers."""


class RecordedCall(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One call as the journal keeps it. `at_ms` is the service's time.

    `unread` names the members of query and body that nothing read: a typo in a client shows here.
    `why` tells a person what was wrong with a refused call.
    """

    operation: str | None
    method: str
    path: str
    status: int
    request_id: str
    at_ms: int
    project_id: str | None = None
    secret_name: str | None = None
    version_id: str | None = None
    error_code: str | None = None
    why: str | None = None
    unread: tuple[str, ...] = ()


class Journal(Sequence[RecordedCall]):
    """The calls of a fake, oldest first. Look-ups of a project in IAM are in `iam` instead.

    The newest 10,000 of each are kept.
    """

    def __init__(self, kept: int = KEPT) -> None:
        """Begin empty."""
        self._calls: deque[RecordedCall] = deque(maxlen=kept)
        self._iam: deque[RecordedCall] = deque(maxlen=kept)

    @overload
    def __getitem__(self, index: int) -> RecordedCall: ...
    @overload
    def __getitem__(self, index: slice) -> list[RecordedCall]: ...
    def __getitem__(self, index: int | slice) -> RecordedCall | list[RecordedCall]:
        """Return a call by its position, or several by a slice."""
        return list(self._calls)[index] if isinstance(index, slice) else self._calls[index]

    def __len__(self) -> int:
        """Count the calls that are kept."""
        return len(self._calls)

    def __iter__(self) -> Iterator[RecordedCall]:
        """Go through the calls as they are now, oldest first."""
        return iter(tuple(self._calls))

    def __repr__(self) -> str:
        """Show a line for each call, so that a failed assertion reads well."""
        lines = (f"\n  {each.status} {each.operation or each.path}" for each in self)
        return f"<Journal of {len(self)} calls{''.join(lines)}>"

    @property
    def iam(self) -> Sequence[RecordedCall]:
        """The look-ups of a project, which are not calls of CSMS."""
        return tuple(self._iam)

    def add(self, call: RecordedCall, *, iam: bool) -> None:
        """Keep a call."""
        (self._iam if iam else self._calls).append(call)

    def clear(self) -> None:
        """Forget all calls."""
        self._calls.clear()
        self._iam.clear()
