"""WSGI calls made by hand, the way a server makes them."""

import io
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from door_clients import TOKEN


class WsgiAnswer(NamedTuple):
    """What an application answered."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


def environ(
    method: str,
    raw_path: str,
    body: bytes = b"",
    *,
    headers: Mapping[str, str] = TOKEN,
    **more: Any,
) -> dict[str, Any]:
    """Return what a server that does not tell the raw path hands to an application."""
    path, _, query = raw_path.partition("?")
    made = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    sent = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return made | sent | more


def raw_environ(method: str, raw_path: str, body: bytes = b"", **more: Any) -> dict[str, Any]:
    """Return the same with the raw path told, as most servers do."""
    return environ(method, raw_path, body, **{"REQUEST_URI": raw_path} | more)


def answered(application: Callable[..., Any], of: dict[str, Any]) -> WsgiAnswer:
    """Run an application as a server does and return its answer."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        begun.append((status, headers))

    parts = application(of, start_response)
    if not hasattr(parts, "close"):
        return WsgiAnswer(*begun[0], b"".join(parts))
    with closing(parts):
        body = b"".join(parts)
    return WsgiAnswer(*begun[0], body)
