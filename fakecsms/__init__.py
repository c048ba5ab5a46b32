"""fakecsms: an in-memory fake of Huawei Cloud's Cloud Secret Management Service, for tests.

Importing it patches nothing, starts nothing and reads no environment.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from fakecsms.doors.intercept import mock_csms
from fakecsms.errors import CsmsError, EscapedCallError, FakeCsmsBugError, NestedCallError
from fakecsms.fake import FakeCsms
from fakecsms.model.agenda import Report

if TYPE_CHECKING:
    from fakecsms.doors.server import FakeCsmsServer
    from fakecsms.model.event import Record
    from fakecsms.model.task import Rotation

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


_LOADED_LATER = {
    "FakeCsmsServer": "fakecsms.doors.server",
    "Record": "fakecsms.model.event",
    "Rotation": "fakecsms.model.task",
}


def __getattr__(name: str) -> Any:
    """Load what most tests do not need when it is first asked for."""
    if name in _LOADED_LATER:
        return getattr(import_module(_LOADED_LATER[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
