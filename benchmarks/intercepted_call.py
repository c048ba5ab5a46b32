"""An intercepted SDK call, and entering the interception, against the floor.

The floor is the same SDK call with `HTTPAdapter.send` replaced by a function that returns a ready
response. `responses` with one static answer is measured beside it.
"""

from collections.abc import Callable
from typing import Any

import requests
import responses
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcsms.v1 import (
    CreateSecretVersionRequest,
    CreateSecretVersionRequestBody,
    CsmsClient,
    ShowSecretVersionRequest,
)
from pairs import Figure, ratio
from requests.adapters import HTTPAdapter

from fakecsms import FakeCsms, mock_csms

_PAIRS = 3_000
_ENDPOINT = "https://kms.cn-north-4.myhuaweicloud.com"
_VALUE = "x" * 84


def figures() -> list[Figure]:
    """Measure all of them in one run."""
    client = _client()
    calls = {
        "show_secret_version": lambda: client.show_secret_version(
            ShowSecretVersionRequest("db", "latest")
        ),
        "create_secret_version": lambda: client.create_secret_version(
            CreateSecretVersionRequest("db", CreateSecretVersionRequestBody(secret_string=_VALUE))
        ),
    }
    measured = []
    for name, call in calls.items():
        ready = _ready_response(call)
        measured.append(
            Figure(what=f"intercepted {name} / floor", value=_against(call, ready), bar=1.30)
        )
        measured.append(
            Figure(
                what=f"responses, one static answer to {name} / floor",
                value=_static(call, ready),
                bar=None,
            )
        )
    show = calls["show_secret_version"]
    floor = _floor(show, _ready_response(show))
    entering = ratio(_enter_and_leave, floor, _PAIRS)
    measured.append(Figure(what="entering and leaving mock_csms / floor", value=entering, bar=0.15))
    return measured


def _client() -> CsmsClient:
    credentials = BasicCredentials("ak", "sk", FakeCsms().project_id)
    builder = CsmsClient.new_builder().with_credentials(credentials).with_endpoint(_ENDPOINT)
    return builder.build()


def _ready_response(call: Callable[[], object]) -> requests.Response:
    """Return what the call gets from the fake, to be handed out again and again."""
    seen: list[requests.Response] = []
    with mock_csms() as fake:
        fake.put_secret("db", _VALUE)
        intercepted = HTTPAdapter.send

        def spy(*args: Any, **kwargs: Any) -> requests.Response:
            seen.append(intercepted(*args, **kwargs))
            return seen[-1]

        HTTPAdapter.send = spy  # type: ignore[method-assign]
        call()
        HTTPAdapter.send = intercepted  # type: ignore[method-assign]
    return seen[0]


def _floor(call: Callable[[], object], ready: requests.Response) -> Callable[[], object]:
    def send(*_args: object, **_kwargs: object) -> requests.Response:
        return ready

    def floor() -> None:
        before = HTTPAdapter.send
        HTTPAdapter.send = send  # type: ignore[method-assign, assignment]
        call()
        HTTPAdapter.send = before  # type: ignore[method-assign]

    return floor


def _against(call: Callable[[], object], ready: requests.Response) -> float:
    with mock_csms() as fake:
        fake.put_secret("db", _VALUE)
        return ratio(call, _floor(call, ready), _PAIRS)


def _static(call: Callable[[], object], ready: requests.Response) -> float:
    floor = _floor(call, ready)
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        method, url = str(ready.request.method), str(ready.request.url)
        mock.add(method, url, body=ready.content, content_type="application/json")
        return ratio(call, floor, _PAIRS)


def _enter_and_leave() -> None:
    with mock_csms():
        pass
