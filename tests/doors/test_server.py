"""`FakeCsmsServer` is a real socket for a fake: it starts, stops and starts again.

What is wrong with its address it says at once. It answers HTTP/1.1 with keep-alive from many
threads, and the fake behind it may be replaced.
"""

import http.client
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from threading import Event, active_count
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from door_clients import (
    SECRETS,
    TOKEN,
    arranged,
    async_sdk_client,
    make_secret,
    names_seen_by,
    names_there,
    sdk_client,
)
from loopback import LOOPBACKS, closed_port, fenced_environment, shown_in_url

from fakecsms import FakeCsms, FakeCsmsBugError, FakeCsmsServer

TOO_HIGH = 65_536


def test_it_is_a_context_manager_with_a_fake_of_its_own() -> None:
    with FakeCsmsServer() as server:
        server.fake.put_secret("db", "hunter2")
        assert ["db"] == names_there(server.url)


def test_it_answers_for_the_fake_it_is_given() -> None:
    fake = FakeCsms(seed=1)
    with FakeCsmsServer(fake) as server:
        make_secret("db", server.url)
    assert fake is server.fake
    assert ["db"] == [each.name for each in fake.secrets()]


def test_start_and_stop_do_the_same_by_hand_and_leave_no_thread() -> None:
    before = active_count()
    server = FakeCsmsServer()
    assert server is server.start()
    assert [] == names_there(server.url)
    server.stop()
    assert before == active_count()


@pytest.mark.parametrize("build", [sdk_client, async_sdk_client])
def test_an_unmodified_sdk_client_is_answered(live: FakeCsmsServer, build: Any) -> None:
    live.fake = FakeCsms()
    live.fake.put_secret("db", "hunter2")
    assert ["db"] == names_seen_by(build(endpoint=live.url))


def test_a_stopped_server_starts_again_with_what_its_fake_remembers() -> None:
    server = FakeCsmsServer()
    for number in range(2):
        with server:
            make_secret(f"of-{number}", server.url)
    with server:
        assert ["of-0", "of-1"] == names_there(server.url)


def test_a_fixed_port_is_kept_from_start_to_start() -> None:
    with closed_port() as bound:
        port = bound.getsockname()[1]
    server = FakeCsmsServer(port=port)
    for _ in range(2):
        with server:
            assert f"http://127.0.0.1:{port}" == server.url
            assert [] == names_there(server.url)


def test_port_zero_takes_a_free_one_for_each_server() -> None:
    with FakeCsmsServer() as one, FakeCsmsServer() as other:
        assert one.url != other.url
        make_secret("db", one.url)
        assert [] == names_there(other.url)


@pytest.mark.parametrize("host", LOOPBACKS)
def test_it_listens_on_every_loopback_address(host: str) -> None:
    with FakeCsmsServer(host=host) as server:
        assert server.url.startswith(f"http://{shown_in_url(host)}:")
        assert [] == names_there(server.url)
        assert [] == names_seen_by(sdk_client(endpoint=server.url))


def test_localhost_is_an_address_too() -> None:
    with FakeCsmsServer(host="localhost") as server:
        assert [] == names_there(server.url)


def test_a_busy_port_is_an_error_at_once_with_a_hint() -> None:
    with FakeCsmsServer() as first:
        port = urlsplit(first.url).port
        assert port is not None
        with pytest.raises(OSError, match=f"{port}.*port 0 takes a free one"):
            FakeCsmsServer(port=port).start()
        assert [] == names_there(first.url)


def test_a_server_that_found_its_port_busy_starts_once_it_is_free() -> None:
    with closed_port() as bound:
        server = FakeCsmsServer(port=bound.getsockname()[1])
        bound.listen()
        with pytest.raises(OSError, match="port"):
            server.start()
    with server:
        assert [] == names_there(server.url)


@pytest.mark.parametrize("port", [-1, TOO_HIGH, 10**9])
def test_a_number_that_is_no_port_is_refused_at_once(port: int) -> None:
    with pytest.raises(ValueError, match=f"{port} is no port"):
        FakeCsmsServer(port=port)


def test_url_and_env_of_a_server_that_does_not_run_say_so() -> None:
    server = FakeCsmsServer()
    for look in (lambda: server.url, server.env):
        with pytest.raises(RuntimeError, match="start"):
            look()
    with server:
        pass
    with pytest.raises(RuntimeError, match="start"):
        _ = server.url


def test_starting_twice_is_refused_and_stopping_twice_is_nothing() -> None:
    with FakeCsmsServer() as server:
        with pytest.raises(RuntimeError, match="running already"):
            server.start()
        assert [] == names_there(server.url)
    server.stop()
    FakeCsmsServer().stop()


def test_the_fake_may_be_replaced_while_it_runs(live: FakeCsmsServer) -> None:
    with requests.Session() as kept_alive:
        for name in ("first", "second"):
            live.fake = FakeCsms()
            live.fake.put_secret(name, "hunter2")
            answer = kept_alive.get(live.url + SECRETS, headers=TOKEN).json()
            assert [name] == [each["name"] for each in answer["secrets"]]


def test_one_connection_serves_many_calls_of_every_kind(live: FakeCsmsServer) -> None:
    live.fake = arranged(FakeCsms())
    with closing(http.client.HTTPConnection(urlsplit(live.url).netloc, timeout=10)) as connection:
        connection.connect()
        first = connection.sock
        for method, path, status in [
            ("GET", "/db", 200),
            ("DELETE", "/db/stages/blue", 204),
            ("GET", "/none", 404),
            ("HEAD", "/db", 404),
            ("POST", "", 400),
            ("POST", "/db/rotate", 400),
            ("DELETE", "/db", 200),
            ("GET", "", 200),
        ]:
            connection.request(method, SECRETS + path, headers=TOKEN)
            answer = connection.getresponse()
            answer.read()
            assert (method, path, status) == (method, path, answer.status)
            assert first is connection.sock


def test_our_own_paths_keep_the_connection_too(live: FakeCsmsServer) -> None:
    with closing(http.client.HTTPConnection(urlsplit(live.url).netloc, timeout=10)) as connection:
        for method, path in [
            ("HEAD", "/_fakecsms/health"),
            ("GET", "/_fakecsms/nowhere"),
            ("POST", "/_fakecsms/reset"),
            ("GET", "/_fakecsms/health"),
        ]:
            connection.request(method, path)
            answer = connection.getresponse()
            told = answer.read()
        assert (200, b'{"status":"ok"') == (answer.status, told[:14])


def test_a_chunked_body_is_understood(live: FakeCsmsServer) -> None:
    live.fake = FakeCsms()
    parts = iter([b'{"name": "db",', b'"secret_string": "hunter2"}'])
    answer = requests.post(live.url + SECRETS, data=parts, headers=TOKEN, timeout=10)
    assert 200 == answer.status_code
    assert "hunter2" == live.fake.value("db")


def test_a_bug_of_the_fake_is_told_over_the_socket_and_raised_by_check(
    live: FakeCsmsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    live.fake = FakeCsms()
    monkeypatch.setattr(live.fake.gate.account, "settle", None)
    answer = requests.get(live.url + SECRETS, headers=TOKEN, timeout=10)
    assert (500, "FAKECSMS.Bug") == (answer.status_code, answer.json()["error_code"])
    with pytest.raises(FakeCsmsBugError):
        live.fake.check()


def test_many_threads_at_once_get_an_answer_each(live: FakeCsmsServer) -> None:
    live.fake = FakeCsms(seed=1)
    with ThreadPoolExecutor(32) as threads:
        list(threads.map(lambda number: make_secret(f"of-{number:03}", live.url), range(128)))
    assert [f"of-{number:03}" for number in range(128)] == names_kept_by(live.fake)
    assert 128 == len({each.request_id for each in live.fake.calls})


def names_kept_by(fake: FakeCsms) -> list[str]:
    return [each.name for each in fake.secrets()]


def test_stopping_lets_calls_that_are_under_way_end_or_refuses_them() -> None:
    server, some_done = FakeCsmsServer().start(), Event()
    url = server.url

    def call_until_refused(number: int) -> int:
        done = 0
        while True:
            try:
                make_secret(f"of-{number}-{done}", url)
            except requests.ConnectionError:
                return done
            done += 1
            some_done.set()

    with ThreadPoolExecutor(4) as threads:
        counts = [threads.submit(call_until_refused, number) for number in range(4)]
        assert some_done.wait(10)
        server.stop()
        done = sum(each.result() for each in counts)
    assert done <= len(server.fake.secrets()) <= done + 4


def test_stopping_does_not_wait_for_idle_connections() -> None:
    server = FakeCsmsServer().start()
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as idle:
        server.stop()
        with suppress(ConnectionResetError):
            assert b"" == idle.recv(1)


_NEVER_STOPPED = """
from fakecsms import FakeCsmsServer
print(FakeCsmsServer().start().url)
"""


def test_a_program_that_forgets_to_stop_it_still_ends() -> None:
    asked = [sys.executable, "-c", _NEVER_STOPPED]
    ended = subprocess.run(  # noqa: S603 - ours
        asked, check=True, timeout=10, env=fenced_environment(), capture_output=True
    )
    assert ended.stdout.startswith(b"http://127.0.0.1:")
