"""Law 11 at the doors that meet other people's code: what they log or print holds no value."""

import json
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
import requests
from leaks import Canary, our_modules
from werkzeug.test import Client

from fakecsms import FakeCsms, FakeCsmsServer, mock_csms

CANARY = Canary("aDoorOfCanAries")
WORD = CANARY.texts[0]
BINARY = CANARY.texts[2]
TOKEN = {"X-Auth-Token": "any", "Content-Type": "application/json"}
SECRETS = "/v1/p/secrets"
CALLS = {
    "text comes in": ("POST", SECRETS, {"name": "new", "secret_string": WORD}, 200),
    "binary comes in": ("POST", f"{SECRETS}/s/versions", {"secret_binary": f"{BINARY:A<24}"}, 200),
    "it goes out": ("GET", f"{SECRETS}/full/versions/v1", None, 200),
    "it is refused": ("POST", SECRETS, {"name": "s", "secret_string": WORD}, 400),
    "it is no JSON": ("POST", SECRETS, f'{{"secret_string": "{WORD}', 400),
    "it is sent to nobody": ("PUT", SECRETS, {"secret_string": WORD}, 404),
    "it is sent with a GET": ("GET", f"{SECRETS}/s", {"secret_string": WORD}, 200),
}


class Door(NamedTuple):
    fake: FakeCsms
    send: Callable[[str, str, bytes], int]


def _intercepted() -> Iterator[Door]:
    host = "https://kms.cn-north-4.myhuaweicloud.com"

    def send(method: str, path: str, body: bytes) -> int:
        with requests.request(method, host + path, data=body, headers=TOKEN, timeout=9) as told:
            return told.status_code

    with mock_csms() as fake:
        yield Door(fake, send)


def _wsgi() -> Iterator[Door]:
    fake = FakeCsms()
    client = Client(fake.wsgi_app)

    def send(method: str, path: str, body: bytes) -> int:
        with client.open(path, method=method, data=body, headers=TOKEN) as told:
            return told.status_code

    yield Door(fake, send)


def _served() -> Iterator[Door]:
    with FakeCsmsServer() as server:
        connection = HTTPConnection(str(urlsplit(server.url).netloc))

        def send(method: str, path: str, body: bytes) -> int:
            connection.request(method, path, body, TOKEN)
            told = connection.getresponse()
            told.read()
            # Once it answers the next call, the thread of this connection has let go of this one.
            connection.request("GET", "/_fakecsms/health")
            connection.getresponse().read()
            return told.status

        yield Door(server.fake, send)
        connection.close()


@pytest.fixture(params=[_intercepted, _wsgi, _served])
def door(request: pytest.FixtureRequest) -> Iterator[Door]:
    """One way in; the fake behind it holds a harmless secret, and one with the canary."""
    for each in request.param():
        each.fake.put_secret("s", "harmless", project_id="p")
        each.fake.put_secret("full", WORD, project_id="p")
        yield each


def test_a_door_neither_logs_nor_prints_nor_keeps_a_value(
    door: Door, spoken: Callable[[], str], capfd: pytest.CaptureFixture[str]
) -> None:
    expected = [status for _, _, _, status in CALLS.values()]
    assert expected == [door.send(*call[:2], _encoded(call[2])) for call in CALLS.values()]
    printed = capfd.readouterr()
    assert not CANARY.sings_in(spoken() + printed.out + printed.err)
    assert [] == CANARY.places_in(door.fake, door.fake.wsgi_app, *our_modules())


def _encoded(what: Any) -> bytes:
    if what is None:
        return b""
    return (what if isinstance(what, str) else json.dumps(what)).encode()
