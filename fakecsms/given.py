"""What a test gives, as a client would send it."""

import base64
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

NO_TEXT = "A text holds half of a surrogate pair, which no client can send."


Given = TypeVar("Given", bound=Callable[..., Any])


def checked_callable(given: Given) -> Given:
    """Return what can be called, or raise a `TypeError` now instead of when it would be."""
    if not callable(given):
        message = f"{given!r} can't be called"  # type: ignore[unreachable]
        raise TypeError(message)
    return given


def value_member(value: str | bytes) -> dict[str, str]:
    """Return the member that a value is sent in. Raises no error: its type was looked at."""
    if isinstance(value, str):
        return {"secret_string": value}
    return {"secret_binary": base64.b64encode(value).decode()}


def encoded(body: object) -> bytes:
    """Return a body as bytes. Raises `ValueError` for text that is no Unicode."""
    if body is None or isinstance(body, bytes):
        return body or b""
    encoded = json_or_none(body)
    if encoded is None:
        raise ValueError(NO_TEXT)
    return encoded


def json_or_none(body: object) -> bytes | None:
    """Return a text as UTF-8 and anything else as JSON, or `None` for what is no Unicode.

    The codec's own error would show the text, even as the context of another.
    """
    try:
        return body.encode() if isinstance(body, str) else msgspec.json.encode(body)
    except UnicodeEncodeError:
        return None
