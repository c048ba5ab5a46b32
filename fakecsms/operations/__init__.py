"""The API, a chapter for each resource. `OPERATIONS` is its table of contents.

No HTTP but the facts of a row, no clock, no state: a function gets a `Call` and a parsed request.
A writing function has four beats: find, change, keep, answer. The keeping is the last line that
can change anything, so a refused call changes nothing.
"""

from typing import TYPE_CHECKING, Any

from fakecsms.operations._row import Answer, Call, Envelope, Operation, Request, operation

if TYPE_CHECKING:
    from fakecsms.operations._table import OPERATIONS

__all__ = [
    "OPERATIONS",
    "Answer",
    "Call",
    "Envelope",
    "Operation",
    "Request",
    "operation",
]


def __getattr__(name: str) -> Any:
    """Load the chapters when the table is first asked for: making a fake does not need them."""
    if name == "OPERATIONS":
        from fakecsms.operations._table import OPERATIONS  # noqa: PLC0415 - that is the point

        return OPERATIONS
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
