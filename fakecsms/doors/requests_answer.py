"""What an intercepted call gets back: the response objects of `requests` and of urllib3.

They are built by hand, because most callers touch little of them; what is touched is true.
"""

import io
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_encoding_from_headers
from urllib3 import HTTPResponse, Retry

from fakecsms.gateway.messages import Response


class LazyRaw(HTTPResponse):
    """A urllib3 response that is made when it is first touched: most callers never do."""

    def __init__(self, make: Callable[["LazyRaw"], None]) -> None:
        """Take what makes it; nothing of urllib3 runs yet."""
        self.__dict__["_make"] = make
        self.__dict__["_original_response"] = None

    def __getattr__(self, name: str) -> Any:
        """Become a whole response, then look again."""
        make = self.__dict__.pop("_make", None)
        if make is None:
            message = f"{type(self).__name__!r} object has no attribute {name!r}"
            raise AttributeError(message)
        make(self)
        return getattr(self, name)

    @property
    def closed(self) -> bool:
        """Whether all was read, which is so for one that was never touched."""
        return "_make" in self.__dict__ or bool(super().closed)


def requests_response(
    adapter: HTTPAdapter,
    request: requests.PreparedRequest,
    answer: Response,
    plan: Retry,
    *,
    stream: bool,
) -> requests.Response:
    """Return an answer as `HTTPAdapter.send` does; unless streamed, its body has been read."""
    response = requests.Response()
    response.status_code = answer.status
    response.headers.update(answer.headers)
    response.encoding = _encoding(response.headers.get("Content-Type"))
    response.reason = answer.reason
    response.url = str(request.url)
    response.request = request
    response.connection = adapter
    if stream:
        method, path = str(request.method), request.path_url
        response.raw = urllib3_response(answer, method, path, plan, preload_content=False)
    else:
        response._content = answer.body  # noqa: SLF001 - as requests leaves it once it was read
        response._content_consumed = True  # type: ignore[attr-defined]  # noqa: SLF001
        response.raw = LazyRaw(lambda raw: _drained_raw(raw, answer, request, plan))
    return response


@lru_cache(maxsize=8)
def _encoding(content_type: str | None) -> str | None:
    return get_encoding_from_headers({"content-type": content_type} if content_type else {})


def urllib3_response(
    answer: Response, method: str, url: str, plan: Retry, *, preload_content: bool
) -> HTTPResponse:
    """Return an answer as urllib3 would hand it up: the body still to be read, or read already."""
    raw = HTTPResponse.__new__(HTTPResponse)
    _fill_raw(raw, answer, method, url, plan, preload_content=preload_content)
    return raw


def _drained_raw(
    raw: HTTPResponse, answer: Response, request: requests.PreparedRequest, plan: Retry
) -> None:
    _fill_raw(raw, answer, str(request.method), request.path_url, plan, preload_content=False)
    raw.read()


def _fill_raw(
    raw: HTTPResponse,
    answer: Response,
    method: str,
    url: str,
    plan: Retry,
    *,
    preload_content: bool,
) -> None:
    HTTPResponse.__init__(
        raw,
        body=_Body(answer.body),
        headers=dict(answer.headers),
        status=answer.status,
        version=11,
        reason=answer.reason,
        preload_content=preload_content,
        decode_content=False,
        retries=plan,
        request_method=method,
        request_url=url,
    )
    raw.version_string = "HTTP/1.1"  # older ones of urllib3 know no such argument


class _Body(io.BytesIO):
    """A body that tells its end as one from a socket does."""

    def isclosed(self) -> bool:
        return self.closed or self.tell() == len(self.getbuffer())
