"""`FakeCsms.wsgi_app` is a WSGI application that keeps to the specification under any server.

Where the server tells the raw path, `%2F` in a name stays apart from `/`; where it does not, the
two can't be told apart, and everything else still can.
"""

import io
from typing import Any
from wsgiref.validate import validator

import msgspec
import pytest
from door_clients import SECRETS, TOKEN, arranged
from werkzeug.test import Client, EnvironBuilder
from wsgi_calls import answered, environ, raw_environ

from fakecsms import FakeCsms, FakeCsmsBugError

NEW = msgspec.json.encode({"name": "new", "secret_string": "hunter2"})


@pytest.fixture
def fake() -> FakeCsms:
    return arranged(FakeCsms(seed=1))


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", SECRETS, b"", "200 OK"),
        ("GET", f"{SECRETS}?limit=1", b"", "200 OK"),
        ("GET", f"{SECRETS}/db", b"", "200 OK"),
        ("HEAD", f"{SECRETS}/db", b"", "404 Not Found"),
        ("POST", SECRETS, NEW, "200 OK"),
        ("POST", SECRETS, b"[", "400 Bad Request"),
        ("PUT", f"{SECRETS}/db", b"{}", "200 OK"),
        ("DELETE", f"{SECRETS}/db", b"", "200 OK"),
        ("GET", "/", b"", "404 Not Found"),
        ("PATCH", SECRETS, b"{}", "404 Not Found"),
        ("GET", "/v3/projects?name=cn-north-4", b"", "200 OK"),
        ("POST", f"{SECRETS}/db/rotate", b"{}", "400 Bad Request"),
        ("GET", "/_fakecsms/health", b"", "200 OK"),
        ("POST", "/_fakecsms/reset", b"", "200 OK"),
        ("GET", "/_fakecsms/nowhere", b"", "404 Not Found"),
    ],
)
@pytest.mark.parametrize("make", [environ, raw_environ])
def test_every_kind_of_answer_keeps_to_the_specification(
    fake: FakeCsms, make: Any, method: str, path: str, body: bytes, status: str
) -> None:
    assert status == answered(validator(fake.wsgi_app), make(method, path, body)).status


def test_a_204_has_no_body_and_keeps_the_content_type_of_the_real_gateway(fake: FakeCsms) -> None:
    """The validator of the standard library would refuse that header, so it is left out here."""
    answer = answered(fake.wsgi_app, raw_environ("DELETE", f"{SECRETS}/db/stages/blue"))
    headers = dict(answer.headers)
    assert ("204 No Content", b"") == (answer.status, answer.body)
    assert "application/json" == headers["Content-Type"]
    assert "Content-Length" not in headers


def test_it_works_with_the_client_of_werkzeug(fake: FakeCsms) -> None:
    client = Client(fake.wsgi_app)
    made = client.post(SECRETS, json={"name": "new", "secret_string": "v"}, headers=TOKEN)
    assert (200, "new") == (made.status_code, made.json["secret"]["name"])
    assert 200 == client.get(f"{SECRETS}/new/versions/latest", headers=TOKEN).status_code
    assert 204 == client.delete(f"{SECRETS}/db/stages/blue", headers=TOKEN).status_code


@pytest.mark.parametrize("variable", ["REQUEST_URI", "RAW_URI"])
@pytest.mark.parametrize("name", ["a%2Fb", "a%2fb", "a%252Fb", "%25", "a%20b", "%E2%82%AC", "a+b"])
def test_a_raw_path_is_taken_as_it_is(fake: FakeCsms, variable: str, name: str) -> None:
    raw = f"{SECRETS}/{name}"
    answered(fake.wsgi_app, environ("GET", raw, **{variable: raw}))
    assert [raw] == [each.path for each in fake.calls]


def test_an_encoded_slash_stays_in_the_name_where_the_raw_path_is_told(fake: FakeCsms) -> None:
    answered(fake.wsgi_app, raw_environ("GET", f"{SECRETS}/db%2Fversions"))
    assert [("ShowSecret", "db/versions")] == [
        (each.operation, each.secret_name) for each in fake.calls
    ]


def test_an_encoded_slash_is_a_slash_where_only_the_decoded_path_is_told(fake: FakeCsms) -> None:
    answered(fake.wsgi_app, environ("GET", f"{SECRETS}/db%2Fversions"))
    assert [("ListSecretVersions", "db")] == [
        (each.operation, each.secret_name) for each in fake.calls
    ]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("a%20b", "a b"),
        ("%C3%BC", "ü"),
        ("%E2%82%AC", "€"),
        ("a%3Fb", "a?b"),
        ("a%23b", "a#b"),
        ("a;b", "a;b"),
        ("a+b", "a+b"),
        ("%00", "\0"),
        ("100%25", "100%"),
        ("a%252Fb", "a%2Fb"),
        ("%2525", "%25"),
    ],
)
@pytest.mark.parametrize("make", [environ, raw_environ])
def test_every_other_name_is_the_same_with_and_without_the_raw_path(
    fake: FakeCsms, make: Any, raw: str, name: str
) -> None:
    answered(fake.wsgi_app, make("GET", f"{SECRETS}/{raw}"))
    assert [("ShowSecret", name)] == [(each.operation, each.secret_name) for each in fake.calls]


@pytest.mark.parametrize("mount", ["/csms", "/a/b", "/a b", "/ü".encode().decode("latin-1")])
@pytest.mark.parametrize("told", ["raw", "absolute", "decoded"])
def test_a_mounted_application_sees_its_own_paths(fake: FakeCsms, mount: str, told: str) -> None:
    builder = EnvironBuilder(method="GET", path=f"{SECRETS}/db", headers=TOKEN)
    of = builder.get_environ() | {"SCRIPT_NAME": mount}
    raw_mount = {"/a b": "/a%20b", "/ü".encode().decode("latin-1"): "/%C3%BC"}.get(mount, mount)
    whole = f"{raw_mount}{SECRETS}/db"
    of["REQUEST_URI"] = {"raw": whole, "absolute": f"http://h{whole}", "decoded": ""}[told]
    of["RAW_URI"] = of["REQUEST_URI"]
    assert "200 OK" == answered(fake.wsgi_app, of).status
    assert [f"{SECRETS}/db"] == [each.path for each in fake.calls]


@pytest.mark.parametrize(
    "raw",
    [
        f"http://127.0.0.1{SECRETS}?limit=1",
        f"https://kms.cn-north-4.myhuaweicloud.com:443{SECRETS}?limit=1",
        f"{SECRETS}?limit=1",
        f"{SECRETS}?limit=1&next=http://127.0.0.1/",
    ],
)
def test_the_absolute_form_leads_to_the_same_path(fake: FakeCsms, raw: str) -> None:
    query = raw.partition("?")[2]
    of = environ("GET", SECRETS, REQUEST_URI=raw, QUERY_STRING=query)
    answer = msgspec.json.decode(answered(fake.wsgi_app, of).body)
    assert ["db"] == [each["name"] for each in answer["secrets"]]
    assert [SECRETS] == [each.path for each in fake.calls]


@pytest.mark.parametrize(
    ("query", "status", "unread"),
    [
        ("", 200, ()),
        ("limit=1", 200, ()),
        ("marker=%C3%BC", 200, ()),
        ("marker=a%26limit%3D0", 200, ()),
        ("limit=0", 400, ()),
        ("limit=1&nonsense=%ff&%zz", 200, ("%zz", "nonsense")),
    ],
)
def test_the_query_arrives_as_it_was_sent(
    fake: FakeCsms, query: str, status: int, unread: tuple[str, ...]
) -> None:
    answered(fake.wsgi_app, raw_environ("GET", f"{SECRETS}?{query}"))
    assert [(status, unread)] == [(each.status, each.unread) for each in fake.calls]


def test_header_names_have_no_case_and_values_are_octets(fake: FakeCsms) -> None:
    of = raw_environ("GET", SECRETS, headers={"x-auth-TOKEN": "ü".encode().decode("latin-1")})
    assert "200 OK" == answered(fake.wsgi_app, of).status


def test_without_credentials_it_answers_401(fake: FakeCsms) -> None:
    assert "401 Unauthorized" == answered(fake.wsgi_app, environ("GET", SECRETS, headers={})).status


def test_a_body_that_is_no_ascii_arrives_whole(fake: FakeCsms) -> None:
    body = msgspec.json.encode({"name": "new", "secret_string": "grüße €"})
    answered(fake.wsgi_app, raw_environ("POST", SECRETS, body))
    assert "grüße €" == fake.value("new")


def test_a_body_of_unknown_length_is_read_where_the_server_ends_it(fake: FakeCsms) -> None:
    of = raw_environ("POST", SECRETS, NEW, **{"wsgi.input_terminated": True})
    del of["CONTENT_LENGTH"]
    assert "200 OK" == answered(fake.wsgi_app, of).status
    assert "hunter2" == fake.value("new")


def test_a_body_is_read_no_further_than_its_length(fake: FakeCsms) -> None:
    of = raw_environ("POST", SECRETS, NEW)
    of["wsgi.input"] = io.BytesIO(NEW + b"the next request")
    assert "200 OK" == answered(fake.wsgi_app, of).status


def test_a_body_that_is_too_large_is_refused_without_reading_it_all() -> None:
    small = FakeCsms(body_bytes_max=100)
    sent = io.BytesIO(b" " * 1_000)
    of = raw_environ("POST", SECRETS, b" " * 1_000) | {"wsgi.input": sent}
    assert answered(small.wsgi_app, of).status.startswith("413 ")
    assert sent.tell() < 1_000


def test_a_client_that_goes_away_in_the_middle_changes_nothing(fake: FakeCsms) -> None:
    before = fake.snapshot()
    of = raw_environ("POST", SECRETS, NEW) | {"CONTENT_LENGTH": str(len(NEW) + 1)}
    assert "400 Bad Request" == answered(fake.wsgi_app, of).status
    assert before == fake.snapshot()


@pytest.mark.parametrize("length", ["ten", "-5", "+5", "0x25", "3_7", "5.0", "\u0665"])
def test_a_length_that_is_no_number_changes_nothing(fake: FakeCsms, length: str) -> None:
    before = fake.snapshot()
    of = raw_environ("POST", SECRETS, NEW) | {"CONTENT_LENGTH": length}
    assert "400 Bad Request" == answered(fake.wsgi_app, of).status
    assert before == fake.snapshot()


def test_a_bug_of_the_door_itself_is_a_500_that_check_raises(fake: FakeCsms) -> None:
    of = raw_environ("POST", SECRETS, NEW)
    del of["wsgi.input"]
    assert answered(fake.wsgi_app, of).status.startswith("500 ")
    with pytest.raises(FakeCsmsBugError) as raised:
        fake.check()
    assert isinstance(raised.value.__cause__, KeyError)


def test_one_fake_is_one_application(fake: FakeCsms) -> None:
    assert fake.wsgi_app is fake.wsgi_app


def test_health_needs_no_credentials_and_is_in_no_journal(fake: FakeCsms) -> None:
    answer = answered(fake.wsgi_app, environ("GET", "/_fakecsms/health", headers={}))
    assert ("200 OK", "ok") == (answer.status, msgspec.json.decode(answer.body)["status"])
    assert 0 == len(fake.calls)


def test_reset_brings_back_the_empty_fake(fake: FakeCsms) -> None:
    answered(fake.wsgi_app, raw_environ("GET", SECRETS))
    answered(fake.wsgi_app, environ("POST", "/_fakecsms/reset", headers={}))
    assert ([], 0) == (fake.secrets(), len(fake.calls))


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "reset"), ("POST", "health"), ("GET", ""), ("GET", "healthy"), ("PUT", "reset")],
)
def test_a_wrong_path_of_our_own_says_which_there_are(
    fake: FakeCsms, method: str, path: str
) -> None:
    answer = answered(fake.wsgi_app, environ(method, f"/_fakecsms/{path}", headers={}))
    assert "404 Not Found" == answer.status
    assert b"GET /_fakecsms/health, POST /_fakecsms/reset" in answer.body
    assert ["db"] == [each.name for each in fake.secrets()]
