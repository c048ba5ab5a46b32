"""Interception of `requests`, and so of the SDK: which call is answered, refused or left alone.

`HTTPAdapter.send` is replaced on the class, which catches clients that were built before, from
any thread. urllib3's `HTTPConnectionPool.urlopen` is guarded below it: a call that some other
library lets through to a host that is ours or Huawei Cloud's is answered or refused there.

The replacements look at one list of interceptions. When it is empty they do nothing but call what
was there before, so one that another library has kept hold of is harmless.
"""

import sys
from collections.abc import Callable, Mapping
from threading import RLock
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse, Retry
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import MaxRetryError

from fakecsms.doors.requests_answer import requests_response, urllib3_response
from fakecsms.errors import EscapedCallError, FakeCsmsBugError
from fakecsms.fake import FakeCsms
from fakecsms.gateway.messages import Request, Response
from fakecsms.reach import Verdict


class Interception:
    """One fake that answers the calls of this process from `begin` to `end`."""

    def __init__(self, fake: FakeCsms) -> None:
        """Take the fake."""
        self.fake = fake

    def begin(self) -> None:
        """Answer from now on, before any interception that began earlier."""
        with _lock:
            if not _active:
                _project_ids.set_aside()
                for replacement in _replacements:
                    replacement.put_in()
            _project_ids.forget()
            _active.append(self)

    def end(self) -> None:
        """Stop to answer, in whatever order the interceptions end."""
        with _lock:
            _active.remove(self)
            _project_ids.forget()
            if not _active:
                for replacement in _replacements:
                    replacement.take_out()
                _project_ids.bring_back()


class Replacement:
    """An attribute of a class that is replaced while there is an interception."""

    def __init__(self, owner: type, name: str, make: Callable[[Any], Any]) -> None:
        """Take where the attribute is, and what makes ours from what is there."""
        self._owner = owner
        self._name = name
        self._make = make
        self._before: dict[Any, Any] = {}

    def put_in(self) -> None:
        """Replace what is there, unless one of ours is still there."""
        there = getattr(self._owner, self._name)
        if there not in self._before:
            ours = self._make(there)
            self._before[ours] = there
            setattr(self._owner, self._name, ours)

    def take_out(self) -> None:
        """Bring back what was there, unless somebody else has replaced ours.

        Another library may have put back one of ours that it had found when it came.
        """
        there = getattr(self._owner, self._name)
        while there in self._before:
            there = self._before.pop(there)
            setattr(self._owner, self._name, there)


class ProjectIds:
    """The SDK's process-wide cache of looked-up project ids, kept apart from the tests'."""

    def __init__(self) -> None:
        """Begin with nothing set aside."""
        self._aside: dict[str, str] = {}

    def set_aside(self) -> None:
        """Remember what the cache holds."""
        self._aside = dict(self._cache())

    def forget(self) -> None:
        """Empty the cache, so that the next client asks."""
        self._cache().clear()

    def bring_back(self) -> None:
        """Fill the cache with what it held at first."""
        self._cache().update(self._aside)

    @staticmethod
    def _cache() -> dict[str, str]:
        module = sys.modules.get("huaweicloudsdkcore.auth.credentials")
        credentials = getattr(module, "Credentials", None)
        cache = getattr(credentials, "_CACHE", None)
        return cache if isinstance(cache, dict) else {}


def _replace_send(before: Callable[..., requests.Response]) -> Callable[..., requests.Response]:
    def send(
        self: HTTPAdapter, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        method, url = str(request.method), str(request.url)
        fake = _fake_for(method, url)
        if fake is None:
            return before(self, request, *args, **kwargs)
        stream = bool(args[0] if args else kwargs.get("stream", False))
        asked = _request(method, url, request.headers, request.body)
        path = request.path_url
        try:
            answer, plan = _answered(fake, asked, self.max_retries, path, lambda: _pool(self, url))
        except MaxRetryError as error:
            raise requests.exceptions.RetryError(error, request=request) from error
        return requests_response(self, request, answer, plan, stream=stream)

    return send


def _replace_urlopen(before: Callable[..., HTTPResponse]) -> Callable[..., HTTPResponse]:
    def urlopen(
        self: HTTPConnectionPool,
        method: str,
        url: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        retries: Any = None,
        *args: Any,
        **kwargs: Any,
    ) -> HTTPResponse:
        whole = url if url.startswith(_WHOLE) else f"{_origin(self)}{url}"
        fake = _fake_for(method, whole)
        if fake is None:
            return before(self, method, url, body, headers, retries, *args, **kwargs)
        asked = _request(method, whole, headers or self.headers, body)
        plan = Retry.from_int(retries, default=self.retries)
        answer, plan = _answered(fake, asked, plan, url, lambda: self)
        preload = kwargs.get("preload_content", True)
        return urllib3_response(answer, method, url, plan, preload_content=preload)

    return urlopen


_lock = RLock()
_active: list[Interception] = []
_project_ids = ProjectIds()
_replacements = (
    Replacement(HTTPAdapter, "send", _replace_send),
    Replacement(HTTPConnectionPool, "urlopen", _replace_urlopen),
)


def _fake_for(method: str, url: str) -> FakeCsms | None:
    """Return the innermost fake that answers for the URL; `None` leaves the call alone."""
    active = tuple(_active)
    if not active:
        return None
    split = urlsplit(url)
    verdict = Verdict.PASS
    for interception in reversed(active):
        verdict = interception.fake.reach.verdict(method, split)
        if verdict is Verdict.ANSWER:
            return interception.fake
    innermost = active[-1].fake
    if innermost.reach.verdict(method, split) is Verdict.REFUSE:
        option = innermost.reach.option_for(split)
        message = (
            f"{method} {split.hostname}{split.path} was not sent: the test would have left this"
            f" process. If {split.hostname} serves CSMS, name it in hosts=[...]; to let such calls"
            f" through, {option}='pass'."
        )
        escape = EscapedCallError(message)
        innermost.escapes.append(escape)
        raise escape
    return None


def _answered(
    fake: FakeCsms, asked: Request, plan: Retry, url: str, pool: Callable[[], Any]
) -> tuple[Response, Retry]:
    """Answer, and ask again as urllib3 would: which answers count as failures is `plan`'s word.

    Returns the last answer, and the plan with all attempts in its history.
    """
    while True:
        answer = fake.gate.handle(asked)
        if answer.bug:
            message = f"fakecsms failed on {asked!r}"
            raise FakeCsmsBugError(message) from answer.bug
        retry_after = answer.header("Retry-After") if answer.status >= _ERRORS_FROM else None
        if not plan.is_retry(asked.method, answer.status, bool(retry_after)):
            return answer, plan
        raw = urllib3_response(answer, asked.method, url, plan, preload_content=True)
        try:
            plan = plan.increment(asked.method, url, response=raw, _pool=pool())
        except MaxRetryError:
            if plan.raise_on_status:
                raise
            return answer, plan
        plan.sleep(raw)


_ERRORS_FROM = 400


_WHOLE = ("http://", "https://")


def _origin(pool: HTTPConnectionPool) -> str:
    host = f"[{pool.host}]" if ":" in pool.host else pool.host
    port = "" if pool.port is None else f":{pool.port}"
    return f"{pool.scheme}://{host}{port}"


def _pool(adapter: HTTPAdapter, url: str) -> Any:
    return adapter.poolmanager.connection_from_url(url)


def _request(method: str, url: str, headers: Mapping[str, Any], body: Any) -> Request:
    split = urlsplit(url)
    return Request(
        method=method,
        path=split.path or "/",
        query=split.query,
        headers={name.lower(): _text(value) for name, value in headers.items()},
        body=_octets(body),
    )


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _octets(body: Any) -> bytes:
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    return _octets(body.read()) if hasattr(body, "read") else b"".join(map(_octets, body))
