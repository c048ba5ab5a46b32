"""fakecsms: an in-memory fake of Huawei Cloud's Cloud Secret Management Service, for tests.

Importing it patches nothing, starts nothing and reads no environment.
"""

from typing import TYPE_CHECKING, Any

from fakecsms.doors.intercept import mock_csms
from fakecsms.errors import CsmsError, EscapedCallError, FakeCsmsBugError, NestedCallError
from fakecsms.fake import FakeCsms
from fakecsms.model.agenda import Report
from fakecsms.model.event import Record
from fakecsms.model.task import Rotation

if TYPE_CHECKING:
    from fakecsms.doors.server import FakeCsmsServer

__all__ = [
    "CsmsError",
    "EscapedCallError",
    "FakeCsms",
    "FakeCsmsBugError",
    "FakeCsmsServer",
    "NestedCallError",
    "Record",
    "Report",
    "Rotation",
    "mock_csms",
]


def __getattr__(name: str) -> Any:
    """Load the server when it is first asked for: nothing else needs a network library."""
    if name == "FakeCsmsServer":
        from fakecsms.doors.server import FakeCsmsServer  # noqa: PLC0415 - that is the point

        return FakeCsmsServer
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
