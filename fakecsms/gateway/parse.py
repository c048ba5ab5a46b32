"""From a request's query and body to the request type of its row.

A body that is no JSON object is CSMS.0004; a member of the wrong type, or missing, CSMS.0002.
The parser's own words never reach the wire: they become a sentence of the journal.
"""

import re
from typing import Any, NamedTuple, TypeVar
from urllib.parse import parse_qsl

import msgspec

from fakecsms.choices import Choices
from fakecsms.errors import WRONG_BODY, CsmsError, invalid
from fakecsms.gateway.messages import Request as HttpRequest
from fakecsms.operations import Operation, Request

_NO_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_MISSING = re.compile(r"missing required field `(\w+)`")
_WRONG_TYPE = re.compile(r"Expected `([^`]+)`, got `([^`]+)` - at `\$\.(\w+)(.*)`")
_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number with a fraction",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}

Q = TypeVar("Q", bound=Request)


class Sent(NamedTuple):
    """The members of query or body that the operation reads, and the names of the others."""

    members: dict[str, Any]
    unread: tuple[str, ...]


def sent(operation: Operation[Any], request: HttpRequest, choices: Choices) -> Sent:
    """Sort what the request sent into what the operation reads and what nobody does."""
    query = dict(parse_qsl(request.query, keep_blank_values=True))
    body = _object(request.body) if operation.has_body else _any_object(request.body)
    known = operation.members_known(choices)
    readable, ignored = (body, query) if operation.has_body else (query, body)
    members = {name: value for name, value in readable.items() if name in known}
    unread = tuple(sorted({*ignored, *(readable.keys() - known)}))
    return Sent(members, unread)


def parse(operation: Operation[Q], members: dict[str, Any]) -> Q:
    """Return the typed request, or refuse the member that is missing or of the wrong type."""
    try:
        return msgspec.convert(members, operation.request)
    except msgspec.ValidationError as error:
        raise invalid(_sentence(str(error))) from error


def _object(body: bytes) -> dict[str, Any]:
    if not body:
        raise CsmsError(WRONG_BODY, "The call needs a body, and there is none.")
    try:
        decoded = msgspec.json.decode(body)
    except _NO_JSON as error:
        raise CsmsError(WRONG_BODY, f"The body {_trouble(error)}.") from error
    if not isinstance(decoded, dict):
        what = _WORDS[_type_name(decoded)]
        raise CsmsError(WRONG_BODY, f"The body must be a JSON object, not {what}.")
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
    try:
        return _object(body)
    except CsmsError:
        return {}


def _type_name(decoded: object) -> str:
    names = {list: "array", type(None): "null"}
    return names.get(type(decoded), type(decoded).__name__)


def _sentence(parser_says: str) -> str:
    missing = _MISSING.search(parser_says)
    if missing:
        return f"{missing[1]} is missing."
    wrong = _WRONG_TYPE.search(parser_says)
    if wrong:
        expected, got, member, inside = wrong.groups()
        wanted = _WORDS[expected.split(" | ")[0]]
        where = f"Each item of {member}" if inside else member
        return f"{where} must be {wanted}, not {_WORDS[got]}."
    return "A member is not of its type."
