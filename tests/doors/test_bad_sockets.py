"""A live server meets clients that break off, lie about lengths, or speak no HTTP at all.

The laws: each gets a clear refusal or a closed connection, the next client is served, nothing of a
broken call is applied, and no trace of ours is printed. What is odd but legal is served.
"""

import contextlib
import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import pytest

from fakecsms import FakeCsms, FakeCsmsServer

_SECRETS = "/v1/0123456789abcdef0123456789abcdef/secrets"
_HEAD = "Host: localhost\r\nX-Auth-Token: t\r\n"
_BODY = '{"name": "new", "secret_string": "x"}'
_GET = f"GET {_SECRETS}/db HTTP/1.1\r\n{_HEAD}"
_POST = f"POST {_SECRETS} HTTP/1.1\r\n{_HEAD}"
_LAST = "Connection: close\r\n"
_LENGTH = f"Content-Length: {len(_BODY)}\r\n"
_CHUNKED = "Transfer-Encoding: chunked\r\n"
_CLIENT_HELLO = bytes.fromhex("16030100d0010000cc0303") + bytes(197)
_MEGABYTE = 2**20


@pytest.fixture
def server(live: FakeCsmsServer, capfd: pytest.CaptureFixture[str]) -> Iterator[FakeCsmsServer]:
    """A server with the secret `db`; each test must leave it serving, well and silent."""
    live.fake = FakeCsms()
    live.fake.put_secret("db", "x")
    yield live
    assert 200 == _status(_answered(live, _GET + _LAST + "\r\n"))
    assert [] == live.fake.bugs
    assert "Traceback" not in "".join(capfd.readouterr())


@pytest.fixture
def unchanged(server: FakeCsmsServer) -> Iterator[FakeCsmsServer]:
    """The server, whose secrets each test must leave as they are."""
    before = server.fake.snapshot()
    yield server
    assert before == server.fake.snapshot()


def _connected(server: FakeCsmsServer) -> socket.socket:
    url = urlsplit(server.url)
    return socket.create_connection((url.hostname, url.port), timeout=5)


def _answered(server: FakeCsmsServer, *said: str | bytes) -> bytes:
    """Say all of it, hang up the sending half, and return what came until the server hung up."""
    with closing(_connected(server)) as client:
        with contextlib.suppress(OSError):
            for piece in said:
                client.sendall(piece.encode() if isinstance(piece, str) else piece)
            client.shutdown(socket.SHUT_WR)
        return _heard(client)


def _heard(client: socket.socket) -> bytes:
    heard = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := client.recv(65_536):
            heard += piece
    return heard


def _status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


_BROKEN = {
    "half a request line": _GET[:20],
    "a request line alone": f"GET {_SECRETS}/db HTTP/1.1\r\n",
    "half the headers": _GET[:-5],
    "all headers, no end of them": _POST + _LENGTH,
    "a body that breaks off": f"{_POST}{_LENGTH}\r\n{_BODY[:10]}",
    "no body at all": f"{_POST}{_LENGTH}\r\n",
    "a whole body, shorter than its length": f"{_POST}Content-Length: 100\r\n\r\n{_BODY}",
    "a whole body, megabytes shorter": f"{_POST}Content-Length: 20971520\r\n\r\n{_BODY}",
    "a length that is a word": f"{_POST}{_LAST}Content-Length: ten\r\n\r\n{_BODY}",
    "a length that is empty": f"{_POST}{_LAST}Content-Length:\r\n\r\n{_BODY}",
    "a length below zero": f"{_POST}{_LAST}Content-Length: -5\r\n\r\n{_BODY}",
    "a length with a plus": f"{_POST}{_LAST}Content-Length: +{len(_BODY)}\r\n\r\n{_BODY}",
    "a length with an underscore": f"{_POST}{_LAST}Content-Length: 3_7\r\n\r\n{_BODY}",
    "a length in hex": f"{_POST}{_LAST}Content-Length: 0x25\r\n\r\n{_BODY}",
    "two lengths, the first too short": f"{_POST}{_LAST}Content-Length: 5\r\n{_LENGTH}\r\n{_BODY}",
    "two lengths, the last too short": f"{_POST}{_LAST}{_LENGTH}Content-Length: 5\r\n\r\n{_BODY}",
    "a chunk without a size": f"{_POST}{_LAST}{_CHUNKED}\r\n\r\n{_BODY}\r\n0\r\n\r\n",
    "a chunk whose size is a word": f"{_POST}{_LAST}{_CHUNKED}\r\nzz\r\n{_BODY}\r\n0\r\n\r\n",
    "a chunk whose size is negative": f"{_POST}{_LAST}{_CHUNKED}\r\n-5\r\n{_BODY}\r\n0\r\n\r\n",
    "a chunk that is too short": f"{_POST}{_LAST}{_CHUNKED}\r\n40\r\n{_BODY}",
    "a chunk that is too long": f"{_POST}{_LAST}{_CHUNKED}\r\n10\r\n{_BODY}\r\n0\r\n\r\n",
    "chunks without an end": f"{_POST}{_LAST}{_CHUNKED}\r\n25\r\n{_BODY}\r\n",
    "no chunk at all": f"{_POST}{_LAST}{_CHUNKED}\r\n",
    "bytes of all kinds": bytes(range(256)) * 8,
    "empty lines": "\r\n" * 8,
    "a greeting of TLS": _CLIENT_HELLO,
    "a greeting of SSH": "SSH-2.0-OpenSSH_9.6\r\n",
    "HTTP/0.9": f"GET {_SECRETS}/db\r\n\r\n",
    "a header without a colon": f"{_GET}{_LAST}no colon\r\n\r\n",
    "a path with a space": f"GET {_SECRETS}/d b HTTP/1.1\r\n{_HEAD}{_LAST}\r\n",
}


@pytest.mark.parametrize("said", _BROKEN.values(), ids=_BROKEN.keys())
def test_what_is_broken_is_refused_and_nothing_is_applied(
    unchanged: FakeCsmsServer, said: str | bytes
) -> None:
    assert 400 == _status(_answered(unchanged, said))


def test_a_body_that_breaks_off_is_refused_even_where_none_is_read(
    unchanged: FakeCsmsServer,
) -> None:
    """DeleteSecret and its like need no body; half of one still is half a call."""
    said = f"DELETE {_SECRETS}/db HTTP/1.1\r\n{_HEAD}{_LENGTH}\r\n{_BODY[:10]}"
    heard = _answered(unchanged, said)
    assert 400 == _status(heard)
    assert b'"error_code":"APIGW.0201"' in heard


def test_the_preface_of_http_2_is_refused(unchanged: FakeCsmsServer) -> None:
    said = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    assert _status(_answered(unchanged, said)) in {400, 505}


def test_an_encoding_that_nobody_knows_is_not_implemented(unchanged: FakeCsmsServer) -> None:
    said = f"{_POST}{_LAST}Transfer-Encoding: gzip\r\n\r\n{_BODY}"
    assert 501 == _status(_answered(unchanged, said))


@pytest.mark.parametrize(
    "said",
    [
        "",
        _GET[:20],
        _GET,
        f"{_POST}{_LENGTH}\r\n",
        f"{_POST}{_LENGTH}\r\n{_BODY[:-1]}",
        f"{_POST}Content-Length: 100\r\n\r\n{_BODY}",
        f"{_POST}{_CHUNKED}\r\n25\r\n{_BODY}",
        _CLIENT_HELLO[:5],
    ],
    ids=["silence", "half a line", "headers", "no body", "cut", "short", "chunk", "tls"],
)
def test_a_client_that_is_gone_midway_leaves_nothing_behind(
    said: str | bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    """Stopping the server waits for all that it took in, so what is seen then is final."""
    with FakeCsmsServer() as server:
        server.fake.put_secret("db", "x")
        before = server.fake.snapshot()
        with closing(_connected(server)) as client:
            client.sendall(said.encode() if isinstance(said, str) else said)
        assert 200 == _status(_answered(server, _GET + _LAST + "\r\n"))
    assert before == server.fake.snapshot()
    assert [] == server.fake.bugs
    assert "Traceback" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "chunks",
    [
        f"25\r\n{_BODY}\r\n0\r\n\r\n",
        f"0025\r\n{_BODY}\r\n000\r\n\r\n",
        f"25;name=value\r\n{_BODY}\r\n0\r\n\r\n",
        f"a\r\n{_BODY[:10]}\r\n1B\r\n{_BODY[10:]}\r\n0\r\n\r\n",
        "".join(f"1\r\n{each}\r\n" for each in _BODY) + "0\r\n\r\n",
    ],
    ids=["one", "zeros", "extension", "two", "each letter"],
)
def test_a_body_in_chunks_is_read_whole(server: FakeCsmsServer, chunks: str) -> None:
    assert 200 == _status(_answered(server, f"{_POST}{_LAST}{_CHUNKED}\r\n{chunks}"))
    assert "x" == server.fake.value("new")


def test_a_client_that_waits_to_be_told_to_go_on_is_told(server: FakeCsmsServer) -> None:
    with closing(_connected(server)) as client:
        client.sendall(f"{_POST}{_LAST}{_LENGTH}Expect: 100-continue\r\n\r\n".encode())
        assert 100 == _status(client.recv(65_536))
        client.sendall(_BODY.encode())
        assert 200 == _status(_heard(client))
    assert "x" == server.fake.value("new")


@pytest.mark.parametrize("name", ["db", "no-such"])
def test_calls_of_one_connection_are_answered_in_their_order(
    server: FakeCsmsServer, name: str
) -> None:
    post = f"{_POST}{_LENGTH}\r\n{_BODY}"
    second = f"GET {_SECRETS}/{name} HTTP/1.1\r\n{_HEAD}\r\n"
    heard = _answered(server, _GET + "\r\n", second + post + second, _GET + _LAST + "\r\n")
    other = 200 if name == "db" else 404
    statuses = [_status(b"HTTP/1.1" + each) for each in heard.split(b"HTTP/1.1")[1:]]
    assert [200, other, 200, other, 200] == statuses
    assert statuses == [call.status for call in server.fake.calls]


def test_a_body_that_nobody_reads_is_not_taken_for_the_next_call(
    unchanged: FakeCsmsServer,
) -> None:
    smuggled = f"DELETE {_SECRETS}/db HTTP/1.1\r\n{_HEAD}\r\n"
    said = f"{_GET}Content-Length: {len(smuggled)}\r\n\r\n{smuggled}{_GET}{_LAST}\r\n"
    assert 2 == _answered(unchanged, said).count(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize(
    "line",
    [
        f"GET http://localhost{_SECRETS}/db HTTP/1.1",
        f"GET https://kms.cn-north-4.myhuaweicloud.com{_SECRETS}/db?x=1 HTTP/1.1",
        f"GET {_SECRETS}/db HTTP/1.0",
        f"GET {_SECRETS}/d%62?x=http://other/ HTTP/1.1",
    ],
)
def test_an_unusual_request_line_is_understood(unchanged: FakeCsmsServer, line: str) -> None:
    heard = _answered(unchanged, f"{line}\r\n{_HEAD}{_LAST}\r\n")
    assert 200 == _status(heard)
    assert "db" == json.loads(heard.partition(b"\r\n\r\n")[2])["secret"]["name"]


def test_a_client_of_http_1_0_may_send_a_body(server: FakeCsmsServer) -> None:
    said = f"POST {_SECRETS} HTTP/1.0\r\nX-Auth-Token: t\r\n{_LENGTH}\r\n{_BODY}"
    assert 200 == _status(_answered(server, said))
    assert "x" == server.fake.value("new")


@pytest.mark.parametrize("transfer", ["length", "chunks"])
def test_a_body_of_twenty_megabytes_is_refused_as_by_the_gateway(
    unchanged: FakeCsmsServer, transfer: str
) -> None:
    size, body = 20 * _MEGABYTE, bytes(20 * _MEGABYTE)
    said = [f"{_POST}Content-Length: {size}\r\n\r\n".encode(), body]
    if transfer == "chunks":
        said = [f"{_POST}{_CHUNKED}\r\n{size:x}\r\n".encode(), body, b"\r\n0\r\n\r\n"]
    heard = _answered(unchanged, *said)
    assert 413 == _status(heard)
    assert b'"error_code":"APIGW.0201"' in heard


def test_two_hundred_headers_are_refused_as_by_the_gateway(unchanged: FakeCsmsServer) -> None:
    many = "".join(f"X-{number}: 1\r\n" for number in range(200))
    heard = _answered(unchanged, f"{_GET}{_LAST}{many}\r\n")
    assert 494 == _status(heard)
    assert b'"error_code":"APIGW.0201"' in heard


def test_one_header_of_a_megabyte_is_no_reason_to_refuse(unchanged: FakeCsmsServer) -> None:
    heard = _answered(unchanged, f"{_GET}{_LAST}X-Long: {'x' * _MEGABYTE}\r\n\r\n")
    assert 200 == _status(heard)


def test_a_hundred_connections_at_once_are_all_served(server: FakeCsmsServer) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(closing(_connected(server))) for _ in range(100)]
        for number, client in enumerate(clients):
            body = json.dumps({"name": f"new-{number}", "secret_string": "x"})
            length = f"Content-Length: {len(body)}\r\n"
            client.sendall(f"{_POST}{_LAST}{length}\r\n{body}".encode())
        assert {200} == {_status(_heard(client)) for client in clients}
    assert 101 == len(server.fake.secrets())


@pytest.mark.parametrize("said", ["", f"{_GET}\r\n"], ids=["silent", "kept alive"])
def test_a_hundred_idle_connections_keep_nobody_waiting(
    unchanged: FakeCsmsServer, said: str
) -> None:
    with ExitStack() as stack:
        for _ in range(100):
            client = stack.enter_context(closing(_connected(unchanged)))
            client.sendall(said.encode())
            assert not said or 200 == _status(client.recv(65_536))
        assert 200 == _status(_answered(unchanged, f"{_GET}{_LAST}\r\n"))
