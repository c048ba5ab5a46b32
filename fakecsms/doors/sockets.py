"""cheroot's server, stricter with what it lets in and quieter about clients that break off."""

import selectors
import socket
from typing import TYPE_CHECKING, Any

from cheroot import server as http
from cheroot import wsgi

if TYPE_CHECKING:
    from fakecsms.doors.wsgi import WsgiApp

_THREADS = 16
_BACKLOG = 256


class Server(wsgi.Server):
    """An HTTP/1.1 server with keep-alive and threads."""

    expiration_interval = 0.05
    """Seconds between looks at whether to stop: a test's server stops at once."""

    def __init__(self, address: tuple[str, int], app: "WsgiApp") -> None:
        """Take where to listen and what answers."""
        super().__init__(address, app, numthreads=_THREADS, request_queue_size=_BACKLOG)
        self.ConnectionClass = _Connection

    @staticmethod
    def bind_socket(socket_: socket.socket, bind_addr: Any) -> Any:
        """Bind, and close what could not be bound."""
        try:
            return wsgi.Server.bind_socket(socket_, bind_addr)  # type: ignore[no-untyped-call]
        except OSError:
            socket_.close()
            raise

    def process_conn(self, conn: Any) -> None:
        """Give a connection to a thread, but not before it says something."""
        if conn.requests_seen or conn.rfile.has_data() or _has_said_something(conn.socket):
            super().process_conn(conn)
        else:
            self._connections.put(conn)  # type: ignore[attr-defined] # set in cheroot's prepare

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:  # noqa: FBT001, FBT002 - cheroot's signature
        """Say nothing: what reaches this is a client that broke off or spoke no HTTP."""


def _has_said_something(connection: socket.socket) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_READ)
        return bool(selector.select(timeout=0))


class _Once(dict[bytes, bytes]):
    """Headers of which none that frames the body may come twice."""

    def __setitem__(self, name: bytes, value: bytes) -> None:
        if name == b"Content-Length" and name in self:
            message = "a request has one length"
            raise ValueError(message)
        super().__setitem__(name, value)


class _HeaderReader(http.HeaderReader):
    def __call__(self, rfile: Any, hdict: dict[bytes, bytes] | None = None) -> Any:
        headers = {} if hdict is None else hdict
        headers.update(super().__call__(rfile, _Once()))
        return headers


class _Request(http.HTTPRequest):
    header_reader = _HeaderReader()

    def __init__(self, server: Any, conn: Any) -> None:
        # A request line may hold a whole URL (RFC 9112, 3.2.2): clients behind a proxy send it.
        super().__init__(server, conn, proxy_mode=True)


class _Connection(http.HTTPConnection):
    RequestHandlerClass = _Request
