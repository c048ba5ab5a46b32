"""What the tests of the doors share: the fence, and servers on this machine."""

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import requests
from loopback import LOOPBACKS, closed_port, fenced, shown_in_url

from fakecsms import FakeCsmsServer
from fakecsms.doors import requests_transport

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _fence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test look up a name of another machine, nor go through a proxy."""
    monkeypatch.setattr(socket, "getaddrinfo", fenced(socket.getaddrinfo))
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def _all_interceptions_have_ended() -> Iterator[None]:
    """End what a failed test left open, so that it fails alone, and fail the one that left it."""
    yield
    left = list(requests_transport._active)
    for interception in left:
        interception.end()
    assert [] == left


@pytest.fixture(scope="session")
def live() -> Iterator[FakeCsmsServer]:
    """One server for all tests; each puts a fake of its own behind it."""
    with FakeCsmsServer() as server:
        yield server


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as opened:
        yield opened


@pytest.fixture
def closed_endpoint() -> Iterator[str]:
    """An endpoint on this machine where nobody listens."""
    with closed_port() as bound:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"


class Outsider(BaseHTTPRequestHandler):
    """A service that has nothing to do with Huawei Cloud; it tells what it got.

    A path that begins with `/to/` leads to the URL behind that.
    """

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        told = f"{self.command} {self.path} ".encode() + body
        leads_on = self.path.startswith("/to/")
        self.send_response(302 if leads_on else 200)
        if leads_on:
            self.send_header("Location", self.path.removeprefix("/to/"))
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    do_GET = do_POST = answer  # noqa: N815 - names of the standard library

    def log_message(self, *_args: object) -> None:
        """Keep the test's output clean."""


class Server6(ThreadingHTTPServer):
    address_family = socket.AF_INET6


def _serving(host: str) -> Iterator[str]:
    kind = Server6 if ":" in host else ThreadingHTTPServer
    with kind((host, 0), Outsider) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://{shown_in_url(host)}:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def outside() -> Iterator[str]:
    """The endpoint of a service outside Huawei Cloud."""
    yield from _serving("127.0.0.1")


@pytest.fixture(params=LOOPBACKS)
def outside_everywhere(request: pytest.FixtureRequest) -> Iterator[str]:
    """The same on each loopback address that this machine has."""
    yield from _serving(request.param)
