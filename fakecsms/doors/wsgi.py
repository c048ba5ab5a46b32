"""The WSGI door. It runs under any WSGI server.

Paths stay raw where the server tells the raw path (`REQUEST_URI` or `RAW_URI`), so `%2F` in a
name stays apart from `/`; elsewhere the decoded path is quoted again.
"""

from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING
from urllib.parse import quote, urlsplit

from werkzeug import Request as WerkzeugRequest
from werkzeug import Response as WerkzeugResponse
from werkzeug.exceptions import BadRequest, ClientDisconnected

from fakecsms.doors.control import answer_control
from fakecsms.errors import BUG
from fakecsms.fake import FakeCsms
from fakecsms.gateway.messages import Request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class WsgiApp:
    """A fake as a WSGI application. `FakeCsms.wsgi_app` is one."""

    def __init__(self, current: Callable[[], FakeCsms]) -> None:
        """Take what tells the fake that answers now."""
        self._current = current

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one call."""
        fake = self._current()
        try:
            made = self._response(fake, WerkzeugRequest(environ))
        except Exception as error:  # noqa: BLE001 - a bug of this door must not hide in the server
            fake.bugs.append(error)
            made = WerkzeugResponse(status=BUG.status)
        return made(environ, start_response)

    @staticmethod
    def _response(fake: FakeCsms, wsgi_request: WerkzeugRequest) -> WerkzeugResponse:
        try:
            body, whole = _body(wsgi_request.environ, fake.gate.terms.limits.body_bytes_max), True
        except (BadRequest, OSError, ValueError):
            # Whatever the client meant, it did not say it: nothing is applied.
            body, whole = b"", False
        request = Request(
            method=wsgi_request.method,
            path=_raw_path(wsgi_request.environ),
            query=wsgi_request.query_string.decode("latin-1"),
            headers={name.lower(): value for name, value in wsgi_request.headers.items()},
            body=body,
            whole=whole,
        )
        response = answer_control(fake, request) or fake.gate.handle(request)
        made = WerkzeugResponse(response.body, status=f"{response.status} {response.reason}")
        made.headers.clear()
        made.headers.extend(response.headers)
        if not whole:
            made.headers["Connection"] = "close"
        made.automatically_set_content_length = False
        return made


def _body(environ: "WSGIEnvironment", at_most: int) -> bytes:
    """Return the whole body; of one that is too long, a byte more than may be is enough."""
    stream: IO[bytes] = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):
        return stream.read(at_most + 1)
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        raise BadRequest
    wanted = min(int(length), at_most + 1)
    body = stream.read(wanted)
    if len(body) < wanted:
        raise ClientDisconnected
    return body


def _raw_path(environ: "WSGIEnvironment") -> str:
    raw = environ.get("REQUEST_URI") or environ.get("RAW_URI")
    if not raw:
        return quote(environ.get("PATH_INFO", "").encode("latin-1"), safe="/~!$&'()*+,;=:@")
    path = urlsplit(raw).path if "://" in raw else raw.partition("?")[0]
    return path.removeprefix(quote(environ.get("SCRIPT_NAME", "").encode("latin-1")))
