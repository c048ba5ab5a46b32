"""What every door hands to the gate, and what it gets back."""

from collections.abc import Mapping
from typing import Any

import msgspec

from fakecsms.wire.members import Members


class Request(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An HTTP request. The path is raw: still percent-encoded, with its slashes as sent.

    Header names are in lower case. `whole` is false when a client broke off before its end. The
    `repr` shows neither headers nor body.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = {}
    body: bytes = b""
    whole: bool = True

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Show nothing to `rich`, which would show every member."""
        return []

    def __repr__(self) -> str:
        """Show the request line and the size of the body."""
        return f"<Request {self.method} {self.path} {len(self.body)} bytes>"


class Response(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An HTTP response. The `repr` does not show the body, which may hold a value.

    `bug` is the exception when the fake itself failed; a door that can raise it does.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    bug: Exception | None = None

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Show nothing to `rich`, which would show every member."""
        return []

    def __repr__(self) -> str:
        """Show the status and the size of the body."""
        return f"<Response {self.status} {len(self.body)} bytes>"

    @property
    def reason(self) -> str:
        """The words behind the status on the wire; the gateway's 494 is in no standard."""
        from http import HTTPStatus  # noqa: PLC0415 - no door, no words

        try:
            return HTTPStatus(self.status).phrase
        except ValueError:
            return "Request Headers Too Large"

    def json(self) -> Members:
        """Return the decoded body; an empty body is an empty object."""
        return msgspec.json.decode(self.body) if self.body else {}

    def header(self, name: str) -> str | None:
        """Return the header of this name, in any spelling of its case."""
        return {key.lower(): value for key, value in self.headers}.get(name.lower())
