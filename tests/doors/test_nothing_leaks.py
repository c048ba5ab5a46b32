"""After leaving, in whatever order, nothing of ours acts any more.

While inside, the innermost fake that claims the host answers. That a call went to the real
transport is shown by the fence around these tests: it would have asked the network for a name.
"""

import gc
import itertools
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
import requests
from door_clients import (
    ENDPOINT,
    SECRETS,
    TOKEN,
    make_secret,
    names_seen_by,
    names_there,
    sdk_client,
)
from loopback import LeftTheMachineError
from requests.adapters import HTTPAdapter
from urllib3.connectionpool import HTTPConnectionPool

from fakecsms import EscapedCallError, FakeCsms, mock_csms


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """Hold the law of this file after each of its tests, whatever the test was about."""
    send, urlopen = HTTPAdapter.send, HTTPConnectionPool.urlopen
    yield
    assert send is HTTPAdapter.send
    assert urlopen is HTTPConnectionPool.urlopen
    with pytest.raises(LeftTheMachineError):
        names_there()


ORDERS = [order for count in (1, 2, 3) for order in itertools.permutations(range(count))]


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_interceptions_end_in_any_order(order: tuple[int, ...]) -> None:
    client = sdk_client()
    mocks = [mock_csms() for _ in order]
    open_ones = {number: mock.start() for number, mock in enumerate(mocks)}
    for number, fake in open_ones.items():
        fake.put_secret(f"of-{number}", "hunter2")
    for number in order:
        assert [f"of-{max(open_ones)}"] == names_there() == names_seen_by(client)
        mocks[number].stop()
        del open_ones[number]


def test_a_nested_interception_hides_the_outer_one_until_it_ends() -> None:
    with mock_csms() as outer, mock_csms() as inner:
        make_secret("inside")
        assert ["inside"] == [each.name for each in inner.secrets()]
        assert [] == outer.secrets()


def test_one_object_can_be_entered_again_inside_itself() -> None:
    mock = mock_csms()
    with mock as outer:
        make_secret("outer")
        with mock as inner:
            make_secret("inner")
        make_secret("outer-again")
    assert ["outer", "outer-again"] == [each.name for each in outer.secrets()]
    assert ["inner"] == [each.name for each in inner.secrets()]


def test_one_object_can_be_used_again_and_begins_empty() -> None:
    mock = mock_csms()
    for _ in range(3):
        with mock:
            assert [] == names_there()
            make_secret("db")


def test_an_exception_inside_ends_the_interception() -> None:
    with pytest.raises(ZeroDivisionError), mock_csms():
        _ = 1 / 0


def test_an_exception_inside_a_nested_one_leaves_the_outer_one() -> None:
    with mock_csms() as outer:
        outer.put_secret("outer", "hunter2")
        with pytest.raises(ZeroDivisionError), mock_csms():
            _ = 1 / 0
        assert ["outer"] == names_there()


def test_the_innermost_that_claims_the_host_answers() -> None:
    with mock_csms(hosts=["vault.local"]) as outer, mock_csms() as inner:
        make_secret("for-outer", "https://vault.local")
        make_secret("for-inner", ENDPOINT)
    assert ["for-outer"] == [each.name for each in outer.secrets()]
    assert ["for-inner"] == [each.name for each in inner.secrets()]


def test_the_innermost_has_its_word_on_a_host_that_none_claims() -> None:
    url = "https://obs.cn-north-4.myhuaweicloud.com/"
    with mock_csms() as outer, mock_csms(other_huawei_hosts="pass"):
        with pytest.raises(LeftTheMachineError):
            requests.get(url, timeout=10)
        with mock_csms() as innermost, pytest.raises(EscapedCallError):
            requests.get(url, timeout=10)
    assert ([], 1) == (outer.escapes, len(innermost.escapes))


def test_two_fakes_share_nothing() -> None:
    one, other = FakeCsms(seed=1), FakeCsms(seed=1)
    one.put_secret("db", "hunter2")
    one.clock.advance(days=400)
    one.kms.create("aa")
    one.call("GET", "/nowhere")
    assert ([], [], 0) == (other.secrets(), other.kms.keys(), len(other.calls))
    assert other.clock.now_ms < one.clock.now_ms


class SlowBody:
    """A body that a thread sends half of, until it may send the rest."""

    def __init__(self, octets: bytes) -> None:
        self.octets = octets
        self.begun, self.go_on = Event(), Event()

    def __iter__(self) -> Iterator[bytes]:
        self.begun.set()
        assert self.go_on.wait(10)
        yield self.octets

    def posted_to(self, url: str) -> requests.Response:
        length = {"Content-Length": str(len(self.octets))}
        return requests.post(url, data=iter(self), headers={**TOKEN, **length}, timeout=10)


def test_a_call_under_way_is_answered_though_the_interception_ends() -> None:
    body = SlowBody(b'{"name": "late", "secret_string": "hunter2"}')
    with ThreadPoolExecutor(1) as thread:
        with mock_csms() as fake:
            waiting = thread.submit(body.posted_to, ENDPOINT + SECRETS)
            assert body.begun.wait(10)
        body.go_on.set()
        assert 200 == waiting.result().status_code
    assert ["late"] == [each.name for each in fake.secrets()]


def test_a_real_call_under_way_is_not_touched_by_an_interception(outside: str) -> None:
    body = SlowBody(b"late")
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(body.posted_to, outside)
        assert body.begun.wait(10)
        with mock_csms(hosts=[outside]) as fake:
            body.go_on.set()
            assert b"POST / late" == waiting.result().content
    assert 0 == len(fake.calls)


def test_many_threads_enter_and_leave_at_once() -> None:
    def once(number: int) -> bool:
        with mock_csms() as fake:
            fake.put_secret(f"of-{number}", "hunter2")
            return len(names_there()) <= 1

    with ThreadPoolExecutor(8) as threads, mock_csms() as outermost:
        outermost.put_secret("outermost", "hunter2")
        assert all(threads.map(once, range(64)))


@pytest.mark.parametrize("how", ["plain", "sdk", "escape", "refusal"])
def test_no_fake_outlives_its_interception(how: str) -> None:
    def used() -> weakref.ref[FakeCsms]:
        with mock_csms() as fake:
            _use(how)
            return weakref.ref(fake)

    gone = used()
    gc.collect()
    assert gone() is None


def test_no_fake_outlives_an_interception_that_was_crossed() -> None:
    first, second = mock_csms(), mock_csms()
    gone = [weakref.ref(first.start()), weakref.ref(second.start())]
    first.stop()
    second.stop()
    gc.collect()
    assert [None, None] == [each() for each in gone]


def test_an_answer_that_is_kept_does_not_keep_the_fake() -> None:
    with mock_csms() as fake:
        gone = weakref.ref(fake)
        kept = requests.get(ENDPOINT, timeout=10)
    del fake
    gc.collect()
    assert gone() is None
    assert 404 == kept.raw.status


def test_stop_without_start_says_so() -> None:
    with pytest.raises(RuntimeError, match="not started"):
        mock_csms().stop()


def test_stop_once_too_often_says_so_and_leaves_others_alone() -> None:
    mock = mock_csms()
    with mock_csms():
        mock.start()
        mock.stop()
        with pytest.raises(RuntimeError, match="stopped already"):
            mock.stop()
        assert [] == names_there()


def _use(how: str) -> None:
    uses: dict[str, Callable[[], Any]] = {
        "plain": names_there,
        "sdk": lambda: names_seen_by(sdk_client(project_id=None)),
        "escape": lambda: requests.get("https://obs.cn-north-4.myhuaweicloud.com/", timeout=10),
        "refusal": lambda: requests.get(f"{ENDPOINT}/nowhere", timeout=10),
    }
    if how == "escape":
        with pytest.raises(EscapedCallError):
            uses[how]()
    else:
        uses[how]()
