"""A streamed answer reads alike whether it was intercepted or came over a real socket.

Every way of reading is tried on both, in parts and whole, once and again.
"""

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import requests
from door_clients import SECRETS, TOKEN, twice
from loopback import fenced_environment

from fakecsms import FakeCsmsServer


def _copied(answer: requests.Response) -> bytes:
    to = io.BytesIO()
    shutil.copyfileobj(answer.raw, to)
    return to.getvalue()


def _into(answer: requests.Response) -> tuple[int, bytes]:
    room = bytearray(16)
    return answer.raw.readinto(room), bytes(room)


def _told_or_failed(read: Callable[..., Any], answer: requests.Response) -> Any:
    """Return what was read, or the type and text of the exception."""
    try:
        return read(answer)
    except (requests.RequestException, RuntimeError, TypeError, ValueError, OSError) as error:
        return type(error), str(error)


WAYS = {
    "content": lambda answer: answer.content,
    "text": lambda answer: answer.text,
    "json": lambda answer: answer.json(),
    "apparent_encoding": lambda answer: answer.apparent_encoding,
    "iteration": list,
    "iter_content in parts": lambda answer: list(answer.iter_content(10)),
    "iter_content decoded": lambda answer: "".join(answer.iter_content(9, decode_unicode=True)),
    "iter_lines": lambda answer: list(answer.iter_lines()),
    "iter_lines decoded": lambda answer: list(answer.iter_lines(5, decode_unicode=True)),
    "iter_lines by comma": lambda answer: list(answer.iter_lines(delimiter=b",")),
    "raw.read": lambda answer: answer.raw.read(),
    "raw.read in parts": lambda answer: [answer.raw.read(10), answer.raw.read(3)],
    "raw.read past the end": lambda answer: [answer.raw.read(), answer.raw.read()],
    "raw.read decoded": lambda answer: answer.raw.read(decode_content=True),
    "raw.read1": lambda answer: answer.raw.read1(4),
    "raw.readinto": _into,
    "raw.stream": lambda answer: list(answer.raw.stream(16)),
    "raw.stream decoded": lambda answer: b"".join(answer.raw.stream(16, decode_content=True)),
    "raw.data": lambda answer: answer.raw.data,
    "raw.json": lambda answer: answer.raw.json(),
    "raw by lines": lambda answer: list(answer.raw),
    "raw copied": _copied,
    "raw in a reader": lambda answer: io.BufferedReader(answer.raw).read(8),
    "raw.tell": lambda answer: [answer.raw.read(4), answer.raw.tell()],
    "raw.length_remaining": lambda answer: [answer.raw.read(4), answer.raw.length_remaining],
    "raw.readable": lambda answer: answer.raw.readable(),
    "raw.closed at the end": lambda answer: [answer.raw.read(), answer.raw.closed],
    "raw.isclosed at the end": lambda answer: [answer.raw.read(), answer.raw.isclosed()],
    "content after raw": lambda answer: [answer.raw.read(4), answer.content],
    "raw after content": lambda answer: [answer.content, answer.raw.read()],
    "content twice": lambda answer: [answer.content, answer.content],
    "iter_content twice": lambda answer: [list(answer.iter_content(8)) for _ in range(2)],
    "iter_content of a wrong size": lambda answer: list(answer.iter_content(b"8")),
    "content after iter_content": lambda answer: [next(answer.iter_content(8)), answer.content],
    "raw.drain_conn": lambda answer: [answer.raw.drain_conn(), answer.raw.read()],
    "raw.release_conn": lambda answer: answer.raw.release_conn(),
    "raw.close": lambda answer: [answer.raw.close(), answer.raw.closed],
    "raw read when closed": lambda answer: [answer.raw.close(), answer.raw.read()],
}


@pytest.mark.parametrize("path", ["/db", "/none", "/db/versions"])
@pytest.mark.parametrize("way", WAYS)
def test_a_streamed_answer_reads_as_a_real_one(
    live: FakeCsmsServer, session: requests.Session, way: str, path: str
) -> None:
    def read(url: str) -> Any:
        asked = {"headers": TOKEN, "stream": True, "timeout": 10}
        with session.get(url + SECRETS + path, **asked) as answer:
            return _told_or_failed(WAYS[way], answer)

    real, ours = twice(live, read)
    assert real.result == ours.result


@pytest.mark.parametrize("method", ["HEAD", "DELETE"])
@pytest.mark.parametrize("way", ["content", "raw.read", "raw.stream", "iter_lines"])
def test_a_streamed_answer_without_a_body_reads_as_a_real_one(
    live: FakeCsmsServer, session: requests.Session, way: str, method: str
) -> None:
    def read(url: str) -> Any:
        asked = {"headers": TOKEN, "stream": True, "timeout": 10}
        with session.request(method, f"{url}{SECRETS}/db/stages/blue", **asked) as answer:
            return _told_or_failed(WAYS[way], answer)

    real, ours = twice(live, read)
    assert real.result == ours.result


def test_a_streamed_answer_that_is_never_read_leaves_nothing_open(
    live: FakeCsmsServer, session: requests.Session
) -> None:
    def left(url: str) -> int:
        return session.get(url + SECRETS, headers=TOKEN, stream=True, timeout=10).status_code

    real, ours = twice(live, left)
    assert 200 == real.result == ours.result


_IN_ONE_CHUNK = """
import requests
from fakecsms import mock_csms

with mock_csms():
    url = "https://kms.cn-north-4.myhuaweicloud.com/v1/p/secrets"
    asked = {"headers": {"X-Auth-Token": "any"}, "timeout": 10}
    whole = requests.get(url, **asked).content
    answer = requests.get(url, stream=True, **asked)
    assert len(whole) == sum(map(len, answer.iter_content(chunk_size=None)))
"""


def test_a_streamed_answer_ends_when_it_is_read_in_one_chunk() -> None:
    """In a process of its own: reading that has no end could not be stopped in this one."""
    asked = [sys.executable, "-c", _IN_ONE_CHUNK]
    subprocess.run(asked, check=True, timeout=10, env=fenced_environment())  # noqa: S603 - ours
