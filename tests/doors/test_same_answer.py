"""The same calls through the gate, WSGI, interception and a live server get the same answers.

That is status, headers (those of one connection aside) and body; and they leave the same journal
and the same secrets behind.

Hypothesis draws the calls, good ones and bad ones; some are told by hand.
"""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from door_clients import SECRETS, TOKEN, sdk_client, twice
from four_doors import (
    Sent,
    through_a_socket,
    through_interception,
    through_the_gate,
    through_wsgi,
)
from huaweicloudsdkcore.exceptions.exceptions import SdkException
from huaweicloudsdkcsms.v1 import (
    CreateSecretVersionRequest,
    CreateSecretVersionRequestBody,
    DeleteSecretStageRequest,
    ListSecretsRequest,
    ShowSecretVersionRequest,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from fakecsms import FakeCsmsServer

names = st.sampled_from(
    [
        *("db", "db", "db", "new", "none", "restore", "tags", "checker", "v1", "latest"),
        *("a%2Fb", "db%2Fversions", "%64b", "%25", "a%252Fb", "%00", "a%20b", "%E2%82%AC", "%ff"),
        *("a+b", "a;b", "a:b@c", "a,b", "~a'()*!", "a%zz", "%", "%7Bsecret_name%7D", ""),
    ]
)
ends = st.sampled_from(
    [
        *("", "", "", "/", "/versions", "/versions/latest", "/versions/v1", "/versions/v9"),
        *("/versions/%7Bversion_id%7D", "/stages", "/stages/blue", "/stages/SYSCURRENT"),
        *("/scheduled-deleted-tasks/create", "/scheduled-deleted-tasks/cancel", "/rotate"),
        *("/versions/", "/versions//v1", "/nowhere", "/backup"),
    ]
)
paths = st.one_of(
    st.just(SECRETS),
    st.builds("{}/{}{}".format, st.just(SECRETS), names, ends),
    st.sampled_from(
        [
            *("/", "/v1", "/v1/", "/v1//secrets", "/v2/p/secrets", "/v1/%2F/secrets"),
            *("/%76%31/p/secrets", "/v3/projects", "/v1.0/p/kms/list-keys", "/v1/csms/users"),
            f"{SECRETS}/batch-get-secret-value",
        ]
    ),
)
queries = st.sampled_from(
    [
        *(
            "",
            "",
            "",
            "",
            "?",
            "?limit=1",
            "?limit=0",
            "?limit=abc",
            "?limit=%31",
            "?limit=2&limit=1",
        ),
        *(
            "?marker=a",
            "?marker=http://x/",
            "?nonsense=%ff&&=&%zz",
            "?event_name=e",
            "?name=cn-east-3",
        ),
    ]
)
members = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["new", "db", "blue", "a b", "ü", 1, None]),
        "secret_string": st.sampled_from(["hunter2", "grüße €", "", "x" * 900, 5]),
        "secret_binary": st.sampled_from(["aGk=", "no base64"]),
        "version_stages": st.sampled_from([["blue"], ["SYSCURRENT", "green"], [], "blue"]),
        "version_id": st.sampled_from(["v1", "v2", "v9", "1"]),
        "description": st.text(max_size=8),
        "expire_time": st.sampled_from([0, 4_102_444_900_000, "soon"]),
        "recovery_window_in_days": st.sampled_from([7, 6, 30]),
        "secret_name_list": st.sampled_from([["db"], ["db", "none"], []]),
        "nonsense": st.none(),
    },
)
bodies = st.one_of(
    members.map(msgspec.json.encode),
    members.map(msgspec.json.encode),
    st.sampled_from([b"", b"[", b"[]", b"null", b"\xff", b"{}", b" " * 1_001, b"[" * 900]),
)
headers = st.sampled_from(
    [
        *(TOKEN, TOKEN, TOKEN, TOKEN, {}, {"Authorization": "SDK-HMAC-SHA256 Access=ak"}),
        *({"Authorization": "Basic YTpi"}, {**TOKEN, "Content-Type": "text/plain"}),
        {**TOKEN, "X-Language": "zh-cn"},
    ]
)
methods = st.sampled_from(
    ["GET", "GET", "GET", "POST", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"]
)
calls = st.builds(
    lambda method, path, query, body, sent: Sent(method, path + query, body, sent),
    methods,
    paths,
    queries,
    bodies,
    headers,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(calls, min_size=1, max_size=8))
def test_any_calls_get_the_same_answers_through_every_door(
    live: FakeCsmsServer, drawn: list[Sent]
) -> None:
    expected = through_the_gate(drawn)
    assert expected == through_wsgi(drawn)
    assert expected == through_interception(drawn)
    assert expected == through_a_socket(live, drawn)


def test_a_story_in_which_every_call_succeeds_is_told_alike_by_every_door(
    live: FakeCsmsServer,
) -> None:
    version = msgspec.json.encode({"secret_string": "grüße", "version_stages": ["green"]})
    story = [
        Sent("POST", SECRETS, msgspec.json.encode({"name": "new", "secret_string": "hunter2"})),
        Sent("POST", f"{SECRETS}/new/versions", version),
        Sent("GET", f"{SECRETS}/new/versions/latest"),
        Sent("PUT", f"{SECRETS}/new/stages/blue", b'{"version_id": "v1"}'),
        Sent("DELETE", f"{SECRETS}/new/stages/green"),
        Sent("POST", f"{SECRETS}/new/scheduled-deleted-tasks/create", b"{}"),
        Sent("POST", f"{SECRETS}/new/scheduled-deleted-tasks/cancel"),
        Sent("DELETE", f"{SECRETS}/db"),
        Sent("GET", SECRETS),
    ]
    expected = through_the_gate(story)
    assert [200, 200, 200, 200, 204, 200, 200, 200, 200] == [each[0] for each in expected.answers]
    for door in (through_wsgi, through_interception, lambda told: through_a_socket(live, told)):
        assert expected == door(story)


@pytest.mark.parametrize(
    "raw_path",
    [
        *(f"{SECRETS}/..", f"{SECRETS}/.", f"{SECRETS}/../secrets", f"{SECRETS}/db/./versions"),
        *(f"{SECRETS}/%2e%2e/db", "/../v1", "/./", '/v1/p/secrets/"<>^`|\\', "/v1/p/secrets/[x]"),
    ],
)
def test_dots_are_names_and_no_way_up_through_every_raw_door(
    live: FakeCsmsServer, raw_path: str
) -> None:
    """Clients like `requests` remove such segments before they send; these doors never see it."""
    drawn = [Sent("GET", raw_path)]
    expected = through_the_gate(drawn)
    assert [raw_path] == [each.path for each in expected.journal]
    assert expected == through_wsgi(drawn)
    assert expected == through_a_socket(live, drawn)


@pytest.mark.parametrize(
    "raw_path", [f"/{SECRETS}", f"/{SECRETS}/db", f"//{SECRETS}?limit=1", "//"]
)
def test_an_endpoint_that_ended_in_a_slash_is_an_unknown_path_through_every_door(
    live: FakeCsmsServer, raw_path: str
) -> None:
    drawn = [Sent("GET", raw_path)]
    expected = through_the_gate(drawn)
    assert 404 == expected.answers[0][0]
    assert expected == through_wsgi(drawn)
    assert expected == through_interception(drawn)
    assert expected == through_a_socket(live, drawn)


@pytest.mark.parametrize(("headers", "status"), [(60, 200), (200, 494)])
def test_too_many_headers_are_refused_alike(
    live: FakeCsmsServer, headers: int, status: int
) -> None:
    """The journal tells their number, and a connection adds some of its own."""
    many = {f"X-{number}": "1" for number in range(headers)}
    drawn = [Sent("GET", SECRETS, headers={**many, **TOKEN})]
    expected = through_the_gate(drawn).answers
    assert [status] == [each[0] for each in expected]
    assert expected == through_wsgi(drawn).answers
    assert expected == through_interception(drawn).answers
    assert expected == through_a_socket(live, drawn).answers


@pytest.mark.parametrize(("size", "status"), [(1_000, 400), (1_001, 413)])
def test_a_body_at_its_limit_and_one_octet_beyond_is_judged_alike(
    live: FakeCsmsServer, size: int, status: int
) -> None:
    drawn = [Sent("POST", SECRETS, b" " * size), Sent("GET", SECRETS)]
    expected = through_the_gate(drawn)
    assert [status, 200] == [each[0] for each in expected.answers]
    assert expected == through_wsgi(drawn)
    assert expected == through_interception(drawn)
    assert expected == through_a_socket(live, drawn)


def _told(ask: Callable[[], Any]) -> Any:
    """Return an SDK answer, or the SDK's exception, as something that can be compared."""
    try:
        return ask().to_json_object()
    except SdkException as error:
        return type(error), vars(error)


def test_the_sdk_is_told_the_same_over_a_socket_and_intercepted(live: FakeCsmsServer) -> None:
    def story(url: str) -> list[Any]:
        client = sdk_client(endpoint=url)
        body = CreateSecretVersionRequestBody(secret_string="grüße", version_stages=["green"])
        version = CreateSecretVersionRequest(secret_name="db", body=body)
        stage = DeleteSecretStageRequest(secret_name="db", stage_name="green")
        latest = ShowSecretVersionRequest(secret_name="db", version_id="latest")
        none = ShowSecretVersionRequest(secret_name="none", version_id="latest")
        return [
            _told(lambda: client.create_secret_version(version)),
            _told(lambda: client.show_secret_version(latest)),
            _told(lambda: client.delete_secret_stage(stage)),
            _told(lambda: client.delete_secret_stage(stage)),
            _told(lambda: client.show_secret_version(none)),
            _told(lambda: client.list_secrets(ListSecretsRequest(limit="0"))),
            _told(lambda: client.list_secrets(ListSecretsRequest())),
        ]

    real, ours = twice(live, story)
    assert real.result == ours.result
    assert list(real.fake.calls) == list(ours.fake.calls)
