"""The answer of an intercepted call is true in every public attribute.

Each test makes one call twice, over a real socket and intercepted, and compares what `requests`
gave back. Nothing but the connection below may tell the two apart.
"""

import copy
import datetime as dt
import pickle
from collections.abc import Callable
from contextlib import closing
from typing import Any, NamedTuple

import pytest
import requests
from door_clients import SECRETS, TOKEN, twice
from requests.adapters import HTTPAdapter

from fakecsms import FakeCsmsServer


class Sent(NamedTuple):
    """A call, as the tests below send it."""

    method: str
    path: str
    json: Any = None
    headers: dict[str, str] = TOKEN

    def by(self, session: requests.Session, url: str, **how: Any) -> requests.Response:
        """Send it."""
        address = url + SECRETS + self.path
        return session.request(
            self.method, address, json=self.json, headers=self.headers, timeout=10, **how
        )


CALLS = pytest.mark.parametrize(
    "sent",
    [
        pytest.param(Sent("GET", "/db"), id="200, not ASCII"),
        pytest.param(Sent("GET", "/db/versions?limit=1"), id="200 with a query"),
        pytest.param(Sent("POST", "", {"name": "new", "secret_string": "v"}), id="200 with a body"),
        pytest.param(Sent("DELETE", "/db"), id="200, empty"),
        pytest.param(Sent("DELETE", "/db/stages/blue"), id="204"),
        pytest.param(Sent("GET", "/none"), id="404 of the service"),
        pytest.param(Sent("GET", "/db/none/none"), id="404 of the gateway"),
        pytest.param(Sent("POST", "", {"name": "db"}), id="400"),
        pytest.param(Sent("GET", "/db", None, {}), id="401"),
        pytest.param(Sent("POST", "/db/rotate", {}), id="nested"),
        pytest.param(Sent("HEAD", "/db"), id="HEAD"),
    ],
)

_CALLABLE = {"close", "iter_content", "iter_lines", "json", "raise_for_status"}
_OF_THE_TRANSPORT = {"raw", "elapsed", "connection", "request"}


def _attributes(response: requests.Response) -> dict[str, Any]:
    """Return all public attributes that have nothing to do with the transport."""
    names = {name for name in dir(response) if not name.startswith("_")}
    looked_at = names - _CALLABLE - _OF_THE_TRANSPORT
    return {name: getattr(response, name, "absent") for name in looked_at}


@CALLS
def test_every_public_attribute_is_that_of_a_real_answer(
    live: FakeCsmsServer, session: requests.Session, sent: Sent
) -> None:
    real, ours = twice(live, lambda url: sent.by(session, url))
    assert _attributes(real.result) == _attributes(ours.result)
    assert vars(real.result).keys() == vars(ours.result).keys()


@CALLS
@pytest.mark.parametrize(
    "read",
    [
        pytest.param(lambda answer: list(answer.headers.items()), id="headers in order"),
        pytest.param(lambda answer: answer.headers.get("x-REQUEST-id"), id="headers in any case"),
        pytest.param(lambda answer: dict(answer.cookies), id="cookies"),
        pytest.param(bool, id="bool"),
        pytest.param(repr, id="repr"),
        pytest.param(lambda answer: answer.content and answer.json(), id="json"),
        pytest.param(lambda answer: type(answer.elapsed), id="type of elapsed"),
        pytest.param(lambda answer: type(answer.connection), id="type of connection"),
        pytest.param(lambda answer: answer.request.method, id="method asked"),
        pytest.param(lambda answer: answer.request.url, id="url asked"),
        pytest.param(lambda answer: answer.request.headers, id="headers asked"),
        pytest.param(lambda answer: answer.request.body, id="body asked"),
        pytest.param(list, id="iteration"),
        pytest.param(lambda answer: list(answer.iter_content(7)), id="iter_content"),
        pytest.param(lambda answer: list(answer.iter_lines()), id="iter_lines"),
        pytest.param(
            lambda answer: list(answer.iter_content(7, decode_unicode=True)), id="decoded"
        ),
    ],
)
def test_what_is_read_is_what_a_real_answer_holds(
    live: FakeCsmsServer, session: requests.Session, sent: Sent, read: Callable[..., Any]
) -> None:
    real, ours = twice(live, lambda url: sent.by(session, url))
    assert read(real.result) == read(ours.result)


@pytest.mark.parametrize("path", ["/db", "/none", "/db/versions?limit=1"])
@pytest.mark.parametrize(
    "read",
    [
        pytest.param(lambda answer: answer.raw.status, id="raw.status"),
        pytest.param(lambda answer: answer.raw.reason, id="raw.reason"),
        pytest.param(lambda answer: answer.raw.headers.items(), id="raw.headers"),
        pytest.param(lambda answer: answer.raw.version, id="raw.version"),
        pytest.param(lambda answer: answer.raw.version_string, id="raw.version_string"),
        pytest.param(lambda answer: answer.raw.url, id="raw.url"),
        pytest.param(lambda answer: answer.raw.geturl(), id="raw.geturl"),
        pytest.param(lambda answer: answer.raw.getheader("Server"), id="raw.getheader"),
        pytest.param(lambda answer: answer.raw.closed, id="raw.closed"),
        pytest.param(lambda answer: answer.raw.read(), id="raw.read"),
        pytest.param(lambda answer: answer.raw.read(5), id="raw.read of some"),
        pytest.param(lambda answer: list(answer.raw.stream()), id="raw.stream"),
        pytest.param(lambda answer: answer.raw.retries.history, id="raw.retries.history"),
        pytest.param(lambda answer: answer.raw.retries.total, id="raw.retries.total"),
    ],
)
def test_the_raw_answer_is_that_of_a_real_one(
    live: FakeCsmsServer, session: requests.Session, path: str, read: Callable[..., Any]
) -> None:
    real, ours = twice(live, lambda url: Sent("GET", path).by(session, url))
    assert read(real.result) == read(ours.result)


def test_the_answer_knows_its_adapter_and_its_request(
    live: FakeCsmsServer, session: requests.Session
) -> None:
    real, ours = twice(live, lambda url: Sent("GET", "/db").by(session, url))
    adapter = session.get_adapter(live.url)
    assert (adapter, adapter) == (real.result.connection, ours.result.connection)
    assert isinstance(ours.result.request, requests.PreparedRequest)
    assert isinstance(ours.result.elapsed, dt.timedelta)


@CALLS
def test_raise_for_status_raises_the_same_or_nothing(
    live: FakeCsmsServer, session: requests.Session, sent: Sent
) -> None:
    def complaint(url: str) -> str | None:
        answer = sent.by(session, url)
        try:
            answer.raise_for_status()
        except requests.HTTPError as error:
            return f"{error} {error.response is answer} {error.request is answer.request}"
        return None

    real, ours = twice(live, complaint)
    assert real.result == ours.result


@CALLS
@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_survives_pickling(
    live: FakeCsmsServer, session: requests.Session, sent: Sent, *, stream: bool
) -> None:
    def brought_back(url: str) -> requests.Response:
        answer: requests.Response = pickle.loads(  # noqa: S301 - made in this line
            pickle.dumps(sent.by(session, url, stream=stream))
        )
        return answer

    real, ours = twice(live, brought_back)
    assert _attributes(real.result) == _attributes(ours.result)


def test_an_answer_can_be_copied_deeply(live: FakeCsmsServer, session: requests.Session) -> None:
    real, ours = twice(live, lambda url: copy.deepcopy(Sent("GET", "/db").by(session, url)))
    assert _attributes(real.result) == _attributes(ours.result)


def test_the_raw_answer_is_made_when_it_is_touched_even_after_the_end(
    live: FakeCsmsServer, session: requests.Session
) -> None:
    _, ours = twice(live, lambda url: Sent("GET", "/none").by(session, url))
    untouched = vars(ours.result.raw).copy()
    assert 404 == ours.result.raw.status
    assert len(untouched) < len(vars(ours.result.raw))


def test_the_raw_answer_has_no_attribute_that_a_real_one_has_not(
    live: FakeCsmsServer, session: requests.Session
) -> None:
    real, ours = twice(live, lambda url: Sent("GET", "/db").by(session, url))
    with pytest.raises(AttributeError, match="no_such_attribute"):
        _ = real.result.raw.no_such_attribute
    with pytest.raises(AttributeError, match="no_such_attribute"):
        _ = ours.result.raw.no_such_attribute


@pytest.mark.parametrize("stream", [False, True])
def test_closing_an_answer_leaves_its_raw_closed(
    live: FakeCsmsServer, session: requests.Session, *, stream: bool
) -> None:
    def closed(url: str) -> tuple[bool, bool]:
        with Sent("GET", "/db").by(session, url, stream=stream) as answer:
            before = answer.raw.closed
        answer.close()
        return before, answer.raw.closed

    real, ours = twice(live, closed)
    assert real.result == ours.result


def test_a_hook_gets_the_answer(live: FakeCsmsServer, session: requests.Session) -> None:
    def hooked(url: str) -> list[int]:
        seen: list[int] = []
        hook = {"response": lambda answer, **_: seen.append(answer.status_code)}
        Sent("GET", "/none").by(session, url, hooks=hook)
        return seen

    real, ours = twice(live, hooked)
    assert [404] == real.result == ours.result


def test_the_adapter_used_by_itself_answers_alike(live: FakeCsmsServer) -> None:
    stream = True

    def sent(url: str) -> dict[str, Any]:
        request = requests.Request("GET", f"{url}{SECRETS}/db", headers=TOKEN).prepare()
        with closing(HTTPAdapter()) as adapter:
            return _attributes(adapter.send(request, stream, 5))

    real, ours = twice(live, sent)
    assert real.result == ours.result
