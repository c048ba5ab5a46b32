"""From a request's query and body to the members that its row reads.

A body that is no JSON object is CSMS.0004.
"""

from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import msgspec

from fakecsms.choices import Choices
from fakecsms.errors import WRONG_BODY, CsmsError
from fakecsms.gateway.messages import Request as HttpRequest
from fakecsms.operations import Operation
from fakecsms.wire.convert import word_for

_NO_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Sent(NamedTuple):
    """The members of query or body that the operation reads, and the names of the others."""

    members: dict[str, Any]
    unread: tuple[str, ...]


def sent(operation: Operation[Any], request: HttpRequest, choices: Choices) -> Sent:
    """Sort what the request sent into what the operation reads and what nobody does."""
    query = dict(parse_qsl(request.query, keep_blank_values=True)) if request.query else {}
    known, asked = operation.body_known(choices), operation.query or frozenset()
    needed = bool(operation.body) and (operation.body_needed or bool(request.body))
    body = _object(request.body) if needed else _any_object(request.body)
    members = {name: value for name, value in body.items() if name in known and name not in asked}
    members |= {name: value for name, value in query.items() if name in asked}
    unread = (body.keys() - known) | (query.keys() - asked)
    return Sent(members, tuple(sorted(unread)) if unread else ())


def _object(body: bytes) -> dict[str, Any]:
    if not body:
        raise CsmsError(WRONG_BODY, "The call needs a body, and there is none.")
    try:
        decoded = msgspec.json.decode(body)
    except _NO_JSON as error:
        raise CsmsError(WRONG_BODY, f"The body {_trouble(error)}.") from error
    if not isinstance(decoded, dict):
        raise CsmsError(WRONG_BODY, f"The body must be a JSON object, not {word_for(decoded)}.")
    return decoded


def _trouble(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nests too deep"
    if isinstance(error, UnicodeDecodeError):
        return f"is no UTF-8: {error.reason} (byte {error.start})"
    says = str(error).partition(" - at `")[0].rstrip(".")
    if "truncated" in says:
        return "is no JSON: it breaks off, or has half of a surrogate pair"
    return f"is no JSON: {says}"


def _any_object(body: bytes) -> dict[str, Any]:
    """Return the members of a body that nobody asked for, if it has any."""
    if not body:
        return {}
    try:
        return _object(body)
    except CsmsError:
        return {}
