"""What the adapter's own `Retry` calls a failure is tried again, exactly as over a real socket.

Each plan is tried on both; the number of calls, the exception and its text are compared. A client
that plans no retries never gets any.
"""

from typing import Any

import pytest
import requests
import urllib3
from door_clients import PROJECT, SECRETS, TOKEN, Seen, async_sdk_client, sdk_client, twice
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkcsms.v1 import CsmsClient, ShowSecretRequest
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from fakecsms import FakeCsmsServer, mock_csms

ABSENT = ("GET", "/none", None)
REFUSED = ("POST", "", {"name": "db"})
ANSWERED = ("POST", "/db/versions", {"secret_string": "new"})


class StubbornRetry(Retry):
    """A plan that has its own idea of a failure, and counts how often it was to wait."""

    waits: int = 0

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:  # noqa: FBT001, FBT002 - urllib3's own signature
        del has_retry_after
        return method == "POST" and status_code == 400

    def sleep(self, response: urllib3.BaseHTTPResponse | None = None) -> None:
        assert response is not None
        type(self).waits += 1


PLANS = pytest.mark.parametrize(
    "plan",
    [
        {"total": 0},
        {"total": 1},
        {"total": 2},
        {"total": 2, "raise_on_status": False},
        {"total": 2, "allowed_methods": None},
        {"total": 2, "allowed_methods": None, "raise_on_status": False},
        {"total": 2, "allowed_methods": ["POST"]},
        {"total": 2, "allowed_methods": ["DELETE"]},
        {"total": 5, "status": 1},
        {"total": 5, "status": 0, "allowed_methods": None},
        {"total": None, "status": 1},
        {"total": False},
        {"total": False, "raise_on_status": False},
        {"total": 2, "read": 0, "connect": 0},
        {"total": 2, "respect_retry_after_header": False},
    ],
    ids=str,
)
CALLS = pytest.mark.parametrize("asked", [ABSENT, REFUSED, ANSWERED], ids=lambda asked: asked[0])


def _outcome(retry: Retry, asked: tuple[str, str, Any], url: str) -> Any:
    """Send a call with a plan; return what came back, or all there is to see of the exception."""
    method, path, body = asked
    with requests.Session() as session:
        session.mount(url, HTTPAdapter(max_retries=retry))
        try:
            answer = session.request(method, url + SECRETS + path, json=body, headers=TOKEN)
        except requests.RequestException as error:
            cause = error.args[0]
            request = error.request
            told = (type(error), str(error), type(cause), repr(cause.reason), cause.url)
            return (*told, type(cause.pool), cause.pool.host, request and request.url)
        return answer.status_code, answer.content


def _calls(seen: Seen[Any]) -> list[tuple[str | None, int]]:
    return [(each.operation, each.status) for each in seen.fake.calls]


@PLANS
@CALLS
def test_a_plan_ends_as_over_a_real_socket(
    live: FakeCsmsServer, plan: dict[str, Any], asked: tuple[str, str, Any]
) -> None:
    def send(url: str) -> Any:
        return _outcome(Retry(status_forcelist=[404, 400], **plan), asked, url)

    real, ours = twice(live, send)
    assert real.result == ours.result
    assert _calls(real) == _calls(ours)


@pytest.mark.parametrize(
    ("asked", "plan", "calls"),
    [
        (ABSENT, {"total": 2}, 3),
        (ABSENT, {"total": 2, "allowed_methods": ["POST"]}, 1),
        (REFUSED, {"total": 2}, 1),
        (REFUSED, {"total": 2, "allowed_methods": None}, 3),
        (ABSENT, {"total": 5, "status": 1}, 2),
        (ABSENT, {"total": 0}, 1),
    ],
)
def test_the_journal_shows_every_attempt(
    asked: tuple[str, str, Any], plan: dict[str, Any], calls: int
) -> None:
    with mock_csms(hosts=["vault.local"]) as fake:
        fake.put_secret("db", "hunter2")
        _outcome(Retry(status_forcelist=[404, 400], **plan), asked, "https://vault.local")
    assert calls == len(fake.calls)


def test_an_exhausted_plan_raises_retry_error_by_default() -> None:
    with mock_csms(hosts=["vault.local"]):
        retry = Retry(total=1, status_forcelist=[404])
        told = _outcome(retry, ABSENT, "https://vault.local")
    assert requests.exceptions.RetryError is told[0]
    assert "too many 404 error responses" in told[1]
    assert "HTTPSConnectionPool(host='vault.local', port=443)" in told[1]


def test_each_attempt_that_is_answered_is_performed_again(live: FakeCsmsServer) -> None:
    def send(url: str) -> Any:
        plan = {"allowed_methods": None, "raise_on_status": False}
        return _outcome(Retry(total=2, status_forcelist=[200], **plan), ANSWERED, url)

    real, ours = twice(live, send)
    assert real.result == ours.result
    assert 5 == len(real.fake.secret("db").versions) == len(ours.fake.secret("db").versions)


def test_a_plan_of_the_callers_own_class_has_its_word(live: FakeCsmsServer) -> None:
    def send(url: str) -> Any:
        StubbornRetry.waits = 0
        return _outcome(StubbornRetry(total=3), REFUSED, url), StubbornRetry.waits

    real, ours = twice(live, send)
    assert 3 == real.result[1]
    assert real.result == ours.result
    assert _calls(real) == _calls(ours)


def test_the_answer_tells_of_the_attempts_before(live: FakeCsmsServer) -> None:
    def attempts(url: str) -> Any:
        retry = Retry(total=2, status_forcelist=[404], raise_on_status=False)
        with requests.Session() as session:
            session.mount(url, HTTPAdapter(max_retries=retry))
            return session.get(f"{url}{SECRETS}/none", headers=TOKEN).raw.retries.history

    real, ours = twice(live, attempts)
    assert 2 == len(real.result)
    assert real.result == ours.result


@PLANS
def test_bare_urllib3_ends_alike(live: FakeCsmsServer, plan: dict[str, Any]) -> None:
    def send(url: str) -> Any:
        with urllib3.PoolManager(retries=Retry(status_forcelist=[404], **plan)) as pools:
            try:
                answer = pools.request("GET", f"{url}{SECRETS}/none", headers=TOKEN)
            except urllib3.exceptions.MaxRetryError as error:
                return type(error), str(error)
            return answer.status, answer.data

    real, ours = twice(live, send)
    assert real.result == ours.result
    assert _calls(real) == _calls(ours)


@CALLS
def test_a_default_adapter_never_tries_again(
    session: requests.Session, asked: tuple[str, str, Any]
) -> None:
    method, path, body = asked
    with mock_csms(hosts=["vault.local"]) as fake:
        url = f"https://vault.local{SECRETS}{path}"
        session.request(method, url, json=body, headers=TOKEN, timeout=10)
    assert 1 == len(fake.calls)


def test_an_sdk_client_with_retries_does_not_repeat_a_plain_refusal() -> None:
    config = HttpConfig.get_default_config()
    config.retry_times = 2
    credentials = BasicCredentials("ak", "sk", PROJECT)
    builder = CsmsClient.new_builder().with_credentials(credentials).with_http_config(config)
    client = builder.with_endpoint("https://vault.local").build()
    with mock_csms(hosts=["vault.local"]) as fake, pytest.raises(ClientRequestException):
        client.show_secret(ShowSecretRequest(secret_name="none"))
    assert [404] == [each.status for each in fake.calls]


@pytest.mark.parametrize("build", [sdk_client, async_sdk_client])
def test_an_sdk_client_is_told_a_refusal_once(build: Any) -> None:
    request = ShowSecretRequest(secret_name="none")
    client = build()
    asynchronous = build is async_sdk_client
    with mock_csms() as fake, pytest.raises(ClientRequestException) as raised:
        _ = (
            client.show_secret_async(request).result()
            if asynchronous
            else client.show_secret(request)
        )
    assert (404, "CSMS.0106") == (raised.value.status_code, raised.value.error_code)
    assert [raised.value.request_id] == [each.request_id for each in fake.calls]
