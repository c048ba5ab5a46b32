"""`responses`, `requests-mock` and `pytest-httpx` may be active at the same time, in either order.

With what the user must write, a CSMS call is answered by the fake; without it, it is answered or
fails loudly. A call to another host of Huawei Cloud is refused even when that library lets it
through. Nothing reaches the network, and afterwards everything is as it was.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Self

import httpx
import pytest
import requests
import requests_mock
import responses
from door_clients import ENDPOINT, SECRETS, names_seen_by, names_there, sdk_client
from huaweicloudsdkcore.exceptions.exceptions import SdkException
from loopback import LeftTheMachineError
from pytest_httpx import HTTPXMock
from requests.adapters import HTTPAdapter

from fakecsms import EscapedCallError, FakeCsms, mock_csms

OBS = "https://obs.cn-north-4.myhuaweicloud.com/bucket"
STUB = "https://stub.example.com/"


def responses_letting_through() -> Any:
    """What the user of `responses` writes: the CSMS endpoint passes."""
    mock = responses.RequestsMock(assert_all_requests_are_fired=False)
    mock.add(responses.GET, STUB, body="stub")
    mock.add_passthru("https://kms.cn-north-4.myhuaweicloud.com")
    mock.add_passthru("https://obs.cn-north-4.myhuaweicloud.com")
    return mock


def requests_mock_letting_through() -> Any:
    """What the user of `requests-mock` writes: unknown hosts are real."""
    mock = requests_mock.Mocker(real_http=True)
    mock.register_uri("GET", STUB, text="stub")
    return mock


def responses_alone() -> Any:
    mock = responses.RequestsMock(assert_all_requests_are_fired=False)
    mock.add(responses.GET, STUB, body="stub")
    return mock


def requests_mock_alone() -> Any:
    mock = requests_mock.Mocker()
    mock.register_uri("GET", STUB, text="stub")
    return mock


LETTING_THROUGH = pytest.mark.parametrize(
    "theirs", [responses_letting_through, requests_mock_letting_through]
)
ORDERS = pytest.mark.parametrize(
    ("ours_first", "ours_last"), list(itertools.product([True, False], repeat=2))
)
"""Whether ours is entered first, and whether ours is left last."""


@pytest.fixture(autouse=True)
def _everything_is_as_before() -> Iterator[None]:
    """Hold the end of this file's law after each of its tests."""
    send, get_adapter = HTTPAdapter.send, requests.Session.get_adapter
    yield
    for call in (names_there, lambda: requests.get(OBS, timeout=10)):
        with pytest.raises(LeftTheMachineError):
            call()
    with mock_csms() as fake:
        fake.put_secret("next", "hunter2")
        assert ["next"] == names_there()
    assert send is HTTPAdapter.send
    assert get_adapter is requests.Session.get_adapter


class BothActive:
    """Ours and another library's mock, entered in one order and left in another."""

    def __init__(self, theirs: Any, *, ours_first: bool) -> None:
        self.ours, self.theirs = mock_csms(), theirs
        if not ours_first:
            theirs.start()
        self.fake = self.ours.start()
        if ours_first:
            theirs.start()
        self.fake.put_secret("db", "hunter2")

    def leave(self, *, ours_last: bool) -> None:
        for each in (self.theirs, self.ours) if ours_last else (self.ours, self.theirs):
            each.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *exc_info: object) -> None:
        """Let a test that failed in the middle spoil no other."""
        if kind is not None:
            with suppress(RuntimeError):
                self.theirs.stop()
            with suppress(RuntimeError):
                self.ours.stop()


@LETTING_THROUGH
@ORDERS
def test_csms_is_answered_by_the_fake_and_stubs_by_the_other_library(
    theirs: Callable[[], Any], *, ours_first: bool, ours_last: bool
) -> None:
    with BothActive(theirs(), ours_first=ours_first) as both:
        assert ["db"] == names_there() == names_seen_by(sdk_client())
        assert "stub" == requests.get(STUB, timeout=10).text
        assert 2 == len(both.fake.calls)
        both.leave(ours_last=ours_last)


@LETTING_THROUGH
@ORDERS
def test_another_host_of_huawei_cloud_is_refused_though_it_was_let_through(
    theirs: Callable[[], Any], *, ours_first: bool, ours_last: bool
) -> None:
    with BothActive(theirs(), ours_first=ours_first) as both:
        with pytest.raises(
            EscapedCallError, match=r"GET obs\.cn-north-4\.myhuaweicloud\.com/bucket"
        ):
            requests.get(OBS, timeout=10)
        assert 1 == len(both.fake.escapes)
        both.leave(ours_last=ours_last)


@LETTING_THROUGH
@pytest.mark.parametrize("ours_first", [True, False])
def test_when_the_other_library_leaves_first_ours_goes_on(
    theirs: Callable[[], Any], *, ours_first: bool
) -> None:
    with BothActive(theirs(), ours_first=ours_first) as both:
        both.theirs.stop()
        assert ["db"] == names_there() == names_seen_by(sdk_client())
        with pytest.raises(EscapedCallError):
            requests.get(OBS, timeout=10)
        both.ours.stop()


@LETTING_THROUGH
@pytest.mark.parametrize("ours_first", [True, False])
def test_when_ours_leaves_first_the_other_library_goes_on_alone(
    theirs: Callable[[], Any], *, ours_first: bool
) -> None:
    with BothActive(theirs(), ours_first=ours_first) as both:
        both.ours.stop()
        assert "stub" == requests.get(STUB, timeout=10).text
        for url in (ENDPOINT + SECRETS, OBS):
            with pytest.raises(LeftTheMachineError):
                requests.get(url, timeout=10)
        assert (0, []) == (len(both.fake.calls), both.fake.escapes)
        both.theirs.stop()


@LETTING_THROUGH
def test_ours_can_come_and_go_while_the_other_library_stays(theirs: Callable[[], Any]) -> None:
    with theirs():
        for name in ("first", "second", "third"):
            with mock_csms() as fake:
                fake.put_secret(name, "hunter2")
                assert [name] == names_there()


@LETTING_THROUGH
def test_ours_can_be_entered_anew_under_a_library_that_outlived_it(
    theirs: Callable[[], Any],
) -> None:
    with BothActive(theirs(), ours_first=True) as both:
        both.ours.stop()
        both.ours.start().put_secret("again", "hunter2")
        assert ["again"] == names_there()
        both.theirs.stop()
        assert ["again"] == names_there() == names_seen_by(sdk_client())
        both.ours.stop()


@LETTING_THROUGH
def test_the_other_library_can_come_and_go_while_ours_stays(theirs: Callable[[], Any]) -> None:
    with mock_csms() as fake:
        fake.put_secret("db", "hunter2")
        for _ in range(3):
            with theirs():
                assert ["db"] == names_there()
                assert "stub" == requests.get(STUB, timeout=10).text
            assert ["db"] == names_there()


@LETTING_THROUGH
@ORDERS
def test_crossing_again_and_again_leaves_nothing_behind(
    theirs: Callable[[], Any], *, ours_first: bool, ours_last: bool
) -> None:
    for _ in range(3):
        with BothActive(theirs(), ours_first=ours_first) as both:
            assert ["db"] == names_there()
            both.leave(ours_last=ours_last)


@pytest.mark.parametrize(
    ("theirs", "ours_first"),
    [(responses_alone, True), (requests_mock_alone, True), (requests_mock_alone, False)],
)
@pytest.mark.parametrize("ours_last", [True, False])
def test_a_csms_call_that_is_not_let_through_fails_loudly(
    theirs: Callable[[], Any], *, ours_first: bool, ours_last: bool
) -> None:
    with BothActive(theirs(), ours_first=ours_first) as both:
        with pytest.raises((SdkException, requests_mock.NoMockAddress), match=r"kms\.cn-north-4"):
            names_seen_by(sdk_client())
        assert 0 == len(both.fake.calls)
        both.leave(ours_last=ours_last)


@pytest.mark.parametrize("ours_last", [True, False])
def test_entered_after_responses_ours_needs_nothing_let_through(*, ours_last: bool) -> None:
    with BothActive(responses_alone(), ours_first=False) as both:
        assert ["db"] == names_seen_by(sdk_client())
        both.leave(ours_last=ours_last)


@responses.activate
@mock_csms
def test_decorators_of_both_work_together() -> None:
    responses.add(responses.GET, STUB, body="stub")
    assert [] == names_there()
    assert "stub" == requests.get(STUB, timeout=10).text


@mock_csms
@responses.activate
def test_decorators_of_both_work_together_in_the_other_order() -> None:
    responses.add(responses.GET, STUB, body="stub")
    responses.add_passthru("https://kms.cn-north-4.myhuaweicloud.com")
    assert [] == names_there()
    assert "stub" == requests.get(STUB, timeout=10).text


def test_the_decorator_of_requests_mock_lets_csms_through() -> None:
    @requests_mock.Mocker(real_http=True)
    @mock_csms
    def used(mocker: requests_mock.Mocker) -> None:
        mocker.register_uri("GET", STUB, text="stub")
        assert [] == names_there()
        assert "stub" == requests.get(STUB, timeout=10).text

    used()


def _httpx_and_csms(httpx_mock: HTTPXMock, fake: FakeCsms) -> None:
    httpx_mock.add_response(url=STUB, text="stub")
    fake.put_secret("db", "hunter2")
    assert "stub" == httpx.get(STUB).text
    assert ["db"] == names_there() == names_seen_by(sdk_client())
    with pytest.raises(EscapedCallError):
        requests.get(OBS, timeout=10)
    fake.escapes.clear()


def test_pytest_httpx_entered_first(httpx_mock: HTTPXMock, csms: FakeCsms) -> None:
    _httpx_and_csms(httpx_mock, csms)


def test_pytest_httpx_entered_last(csms: FakeCsms, httpx_mock: HTTPXMock) -> None:
    _httpx_and_csms(httpx_mock, csms)


@pytest.mark.httpx_mock(assert_all_requests_were_expected=False)
def test_what_pytest_httpx_does_not_know_never_reaches_the_network(httpx_mock: HTTPXMock) -> None:
    with mock_csms(), pytest.raises(httpx.TimeoutException):
        httpx.get(OBS)
    assert 1 == len(httpx_mock.get_requests())
