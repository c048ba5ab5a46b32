"""The one path: what every answer carries, in which order a call is judged, and what a bug is.

The laws: every answer has the same headers whatever door it leaves by; the first fault in the
order of the checks is the one that is told; a bug of the fake is never dressed up as the service's
word, is kept, and is raised in the test that met it.
"""

import json
from email.utils import parsedate_to_datetime

import pytest
from good_calls import CANARY, DB, GOOD, NOW_MS, PROJECT, SECRETS, GoodCall, filled_fake

from fakecsms import FakeCsms, FakeCsmsBugError
from fakecsms.gateway.messages import Request, Response

_STEADY = {
    "Content-Type": "application/json",
    "Server": "api-gateway",
    "Strict-Transport-Security": "max-age=31536000; includeSubdomains;",
    "X-Content-Type-Options": "nosniff",
    "X-Download-Options": "noopen",
    "X-Frame-Options": "SAMEORIGIN",
    "X-XSS-Protection": "1; mode=block;",
    "Date": "Fri, 01 Jan 2100 00:00:00 GMT",
}
_every_operation = pytest.mark.parametrize("call", GOOD.values(), ids=lambda call: call.operation)


def _steady(response: Response) -> dict[str, str]:
    headers = dict(response.headers)
    assert len(headers) == len(response.headers)
    request_id = headers.pop("X-Request-Id")
    assert 32 == len(request_id)
    assert set(request_id) <= set("0123456789abcdef")
    return headers


@_every_operation
def test_every_answer_has_these_headers_and_no_others(fake: FakeCsms, call: GoodCall) -> None:
    response = fake.call(call.method, call.path, body=call.body)
    length = {} if response.status == 204 else {"Content-Length": str(len(response.body))}
    assert {**_STEADY, **length} == _steady(response)


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/nowhere", None, 404),
        ("PATCH", SECRETS, None, 404),
        ("GET", SECRETS, {}, 401),
        ("GET", f"{SECRETS}/no-such", None, 404),
        ("GET", f"{SECRETS}?limit=0", None, 400),
        ("POST", "/v1.0/p/kms/list-keys", None, 501),
        ("GET", f"/v1/{PROJECT}/csms/events/no-such", None, 404),
        ("GET", "/v3/projects", None, 200),
        ("GET", "/v3/projects", {}, 401),
    ],
)
def test_every_refusal_has_the_same_headers(
    fake: FakeCsms, method: str, path: str, headers: dict[str, str] | None, status: int
) -> None:
    response = fake.call(method, path, headers=headers)
    assert status == response.status
    assert {**_STEADY, "Content-Length": str(len(response.body))} == _steady(response)


def test_the_date_is_the_services_time(fake: FakeCsms) -> None:
    fake.clock.advance(days=40)
    date = parsedate_to_datetime(str(fake.call("GET", SECRETS).header("date")))
    assert NOW_MS // 1_000 + 40 * 86_400 == date.timestamp()


def test_every_call_has_a_request_id_of_its_own(fake: FakeCsms) -> None:
    ids = {fake.call("GET", path).header("X-Request-Id") for path in (DB, DB, SECRETS, "/")}
    assert 4 == len(ids)


def test_one_seed_gives_one_sequence_of_request_ids() -> None:
    first, second = (filled_fake(seed=7).call("GET", DB).headers for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/nowhere", None),
        ("PATCH", DB, None),
        ("GET", DB, {}),
        ("GET", DB, {f"x-{n}": "" for n in range(101)}),
    ],
)
def test_a_refusal_of_the_gateway_repeats_the_request_id_in_its_body(
    fake: FakeCsms, method: str, path: str, headers: dict[str, str] | None
) -> None:
    response = fake.call(method, path, headers=headers)
    assert ["error_msg", "error_code", "request_id"] == list(response.json())
    assert response.header("X-Request-Id") == response.json()["request_id"]


def test_a_refusal_of_the_service_has_a_code_and_a_message(fake: FakeCsms) -> None:
    assert {
        "error_code": "CSMS.0106",
        "error_msg": "The secret name not found int the db.",
    } == fake.call("GET", f"{SECRETS}/no-such").json()


def test_a_refusal_of_events_and_tags_has_them_one_level_deeper(fake: FakeCsms) -> None:
    error = {"error_code": "CSMS.0005", "error_msg": "The resource does not exist."}
    for path in ("events/no-such", "no-id/tags"):
        assert {"error": error} == fake.call("GET", f"/v1/{PROJECT}/csms/{path}").json()


@pytest.mark.parametrize("form", ["documented", "flat", "nested"])
def test_the_form_of_an_error_is_a_choice_for_the_service_alone(form: str) -> None:
    fake = filled_fake(error_envelope=form)
    body = fake.call("GET", f"{SECRETS}/no-such").json()
    assert "CSMS.0106" == (body["error"] if form == "nested" else body)["error_code"]
    body = fake.call("GET", f"/v1/{PROJECT}/csms/events/no-such").json()
    assert "CSMS.0005" == (body if form == "flat" else body["error"])["error_code"]
    assert "APIGW.0101" == fake.call("GET", "/nowhere").json()["error_code"]


@pytest.mark.parametrize("status", [404, 400])
def test_the_status_of_what_is_absent_is_a_choice(status: int) -> None:
    fake = filled_fake(absent_status=status)
    absent = (f"{SECRETS}/no-such", f"{DB}/versions/v9", f"{DB}/stages/no-such")
    assert [status] * 3 == [fake.call("GET", path).status for path in absent]
    assert 404 == fake.call("GET", "/nowhere").status


def test_a_deleted_stage_is_answered_without_a_body_or_its_length(fake: FakeCsms) -> None:
    response = fake.call("DELETE", f"{DB}/stages/beta")
    assert (204, b"", None) == (response.status, response.body, response.header("Content-Length"))


def test_a_deleted_secret_is_answered_with_an_empty_body(fake: FakeCsms) -> None:
    response = fake.call("DELETE", DB)
    assert (200, b"", "0") == (response.status, response.body, response.header("Content-Length"))


@pytest.mark.parametrize("path", [DB, SECRETS, "/nowhere"])
def test_head_is_answered_without_a_body(fake: FakeCsms, path: str) -> None:
    response = fake.call("HEAD", path)
    assert (404, b"") == (response.status, response.body)
    assert int(response.header("Content-Length") or 0) > 0


@_every_operation
def test_answers_are_compact_json(fake: FakeCsms, call: GoodCall) -> None:
    body = fake.call(call.method, call.path, body=call.body).body.decode()
    again = json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False) if body else ""
    assert again == body


def test_a_call_meets_the_checks_in_their_order(fake: FakeCsms) -> None:
    """One call with every fault at once, mended one fault at a time."""
    fake.kms.disable(fake.secret("db").kms_key_id)
    fake.set_state("db", "FROZEN")
    crowded = {"secret_string": "x", "version_stages": [f"s{n}" for n in range(10)]}
    absent, there = f"{SECRETS}/no-such/versions", f"{DB}/versions"
    for code, path, body, headers in (
        ("APIGW.0201", "/nowhere", b"x" * (12 * 2**20 + 1), {}),
        ("APIGW.0101", "/nowhere", b"x", {}),
        ("APIGW.0301", absent, b"x", {}),
        ("CSMS.0004", absent, b"x", None),
        ("CSMS.0002", absent, {"secret_string": ""}, None),
        ("CSMS.0106", absent, crowded, None),
        ("CSMS.0109", there, crowded, None),
    ):
        assert code == fake.call("POST", path, body=body, headers=headers).json()["error_code"]
    fake.set_state("db", "ENABLED")
    assert "CSMS.0204" == fake.call("POST", there, body=crowded).json()["error_code"]
    roomy = {"secret_string": "x"}
    assert "CSMS.0401" == fake.call("POST", there, body=roomy).json()["error_code"]
    fake.kms.enable(fake.secret("db").kms_key_id)
    assert 200 == fake.call("POST", there, body=roomy).status


def _broken(fake: FakeCsms) -> FakeCsms:
    """Put something into the state that no state is: whatever touches it is a bug of the fake."""
    fake.gate.account._projects = object()
    return fake


def test_a_bug_is_raised_in_the_test_that_met_it(fake: FakeCsms) -> None:
    with pytest.raises(FakeCsmsBugError) as raised:
        _broken(fake).call("POST", f"{DB}/versions", body={"secret_string": CANARY})
    assert isinstance(raised.value.__cause__, TypeError)
    assert "POST" in str(raised.value)
    assert CANARY not in str(raised.value)


def test_a_bug_is_answered_as_a_bug_and_never_as_the_services_word(fake: FakeCsms) -> None:
    response = _broken(fake).gate.handle(
        Request(method="GET", path=DB, headers={"x-auth-token": "t"})
    )
    assert (500, "FAKECSMS.Bug") == (response.status, response.json()["error_code"])
    assert isinstance(response.bug, TypeError)
    assert {**_STEADY, "Content-Length": str(len(response.body))} == _steady(response)


def test_a_bug_is_kept_until_somebody_looks(fake: FakeCsms) -> None:
    fake.check()
    with pytest.raises(FakeCsmsBugError):
        _broken(fake).call("GET", DB)
    assert ["TypeError"] == [type(bug).__name__ for bug in fake.bugs]
    with pytest.raises(FakeCsmsBugError) as raised:
        fake.check()
    assert fake.bugs[0] is raised.value.__cause__


def test_a_bug_is_in_the_journal(fake: FakeCsms) -> None:
    with pytest.raises(FakeCsmsBugError):
        _broken(fake).call("GET", DB)
    recorded = fake.calls[-1]
    assert (500, "FAKECSMS.Bug", "ShowSecret", PROJECT) == (
        recorded.status,
        recorded.error_code,
        recorded.operation,
        recorded.project_id,
    )
    assert "TypeError" in (recorded.why or "")


def test_a_reset_forgets_bugs_and_mends_the_state(fake: FakeCsms) -> None:
    with pytest.raises(FakeCsmsBugError):
        _broken(fake).call("GET", DB)
    fake.reset()
    fake.check()
    assert 404 == fake.call("GET", DB).status
