"""The API, a chapter for each resource. `OPERATIONS` is its table of contents.

No HTTP but the facts of a row, no clock, no state: a function gets a `Call` and a parsed request.
A writing function has four beats: find, change, keep, answer. The keeping is the last line that
can change anything, so a refused call changes nothing.
"""

from typing import Any

from fakecsms.operations import secrets, stages, versions
from fakecsms.operations._not_modelled import NOT_MODELLED
from fakecsms.operations._row import Answer, Call, Envelope, Operation, Request, operation

OPERATIONS: tuple[Operation[Any], ...] = (
    secrets.create_secret,
    secrets.list_secrets,
    secrets.show_secret,
    secrets.update_secret,
    secrets.delete_secret,
    secrets.delete_secret_for_schedule,
    secrets.restore_secret,
    versions.create_secret_version,
    versions.list_secret_versions,
    versions.show_secret_version,
    versions.update_version,
    versions.batch_show_secret_version,
    stages.create_secret_stage,
    stages.show_secret_stage,
    stages.update_secret_stage,
    stages.delete_secret_stage,
)

__all__ = [
    "NOT_MODELLED",
    "OPERATIONS",
    "Answer",
    "Call",
    "Envelope",
    "Operation",
    "Request",
    "operation",
]
