"""Calls through each of the four doors, and all that there is to see of them afterwards.

Each door gets a fake of its own, of one seed and with a clock that stands still.
"""

import http.client
from contextlib import closing
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from door_clients import ENDPOINT, TOKEN, arranged
from wsgi_calls import answered, raw_environ

from fakecsms import FakeCsms, FakeCsmsServer, mock_csms

OF_ONE_CONNECTION = {"connection", "keep-alive", "transfer-encoding"}
OPTIONS = {"seed": 7, "body_bytes_max": 1_000, "versions_per_secret_max": 3}


class Sent(NamedTuple):
    """A call as its octets are on the wire."""

    method: str
    raw_path: str
    body: bytes = b""
    headers: dict[str, str] = TOKEN


class Through(NamedTuple):
    """All that there is to see after some calls through one door."""

    answers: list[tuple[int, dict[str, str], bytes]]
    journal: list[Any]
    look_ups: list[Any]
    secrets: list[Any]


def _seen(fake: FakeCsms, answers: list[Any]) -> Through:
    kept = [
        (
            status,
            {key.lower(): value for key, value in headers if key.lower() not in OF_ONE_CONNECTION},
            body,
        )
        for status, headers, body in answers
    ]
    return Through(kept, list(fake.calls), list(fake.calls.iam), fake.secrets())


def through_the_gate(calls: list[Sent]) -> Through:
    fake = arranged(FakeCsms(**OPTIONS))
    answers = [
        fake.call(each.method, each.raw_path, body=each.body, headers=each.headers)
        for each in calls
    ]
    return _seen(fake, [(each.status, each.headers, each.body) for each in answers])


def through_wsgi(calls: list[Sent]) -> Through:
    fake = arranged(FakeCsms(**OPTIONS))
    answers = [
        answered(fake.wsgi_app, raw_environ(*each[:3], headers=each.headers)) for each in calls
    ]
    return _seen(fake, [(int(each.status[:3]), each.headers, each.body) for each in answers])


def through_interception(calls: list[Sent]) -> Through:
    with mock_csms(**OPTIONS) as fake, requests.Session() as session:
        arranged(fake)
        answers = [session.send(_prepared(session, each)) for each in calls]
        return _seen(
            fake, [(each.status_code, each.headers.items(), each.content) for each in answers]
        )


def _prepared(session: requests.Session, sent: Sent) -> requests.PreparedRequest:
    request = requests.Request(sent.method, ENDPOINT, headers=sent.headers, data=sent.body)
    prepared = session.prepare_request(request)
    prepared.url = ENDPOINT + sent.raw_path
    return prepared


def through_a_socket(live: FakeCsmsServer, calls: list[Sent]) -> Through:
    live.fake = fake = arranged(FakeCsms(**OPTIONS))
    answers = []
    with closing(http.client.HTTPConnection(urlsplit(live.url).netloc, timeout=20)) as connection:
        for each in calls:
            connection.putrequest(each.method, each.raw_path, skip_accept_encoding=True)
            for name, value in each.headers.items():
                connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(each.body)))
            connection.endheaders(each.body)
            answer = connection.getresponse()
            answers.append((answer.status, answer.getheaders(), answer.read()))
    return _seen(fake, answers)
