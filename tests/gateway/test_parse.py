"""Members come from path, query or body, each from the place where it belongs.

The law: path beats query beats body; what stands in the wrong place is not read, is noted as
unread, and never changes what a call is about. What is read comes through unaltered.
"""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from good_calls import DB, GOOD, NOW_MS, SECRETS, WITH_BODY, GoodCall, filled_fake
from refusing import refused

from fakecsms import FakeCsms


@pytest.mark.parametrize(
    ("operation", "body", "unread"),
    [
        ("UpdateSecret", {"secret_name": "gone", "project_id": "x"}, ("project_id", "secret_name")),
        ("UpdateVersion", {"version_id": "v2"}, ("version_id",)),
        ("UpdateSecretStage", {"stage_name": "SYSCURRENT", "name": "x"}, ("name", "stage_name")),
        ("CreateSecretVersion", {"secret_name": "gone", "name": "gone"}, ("name", "secret_name")),
    ],
)
def test_the_body_can_not_say_what_the_path_says(
    fake: FakeCsms, operation: str, body: dict[str, Any], unread: tuple[str, ...]
) -> None:
    call = GOOD[operation].sending(**body)
    plain = filled_fake().call(call.method, call.path, body=GOOD[operation].body)
    assert plain.body == fake.call(call.method, call.path, body=call.body).body
    assert unread == fake.calls[-1].unread


@pytest.mark.parametrize(
    "call",
    [call for call in WITH_BODY if call.operation != "UpdateGrant"],
    ids=lambda call: call.operation,
)
def test_an_operation_with_a_body_reads_no_query(fake: FakeCsms, call: GoodCall) -> None:
    query = "&".join(f"{member}=from-the-query" for member in call.body or {})
    assert call.status == fake.call(call.method, f"{call.path}?{query}", body=call.body).status
    assert tuple(sorted(call.body or {})) == fake.calls[-1].unread


def test_update_grant_alone_reads_both_and_the_query_wins(fake: FakeCsms) -> None:
    call = GOOD["UpdateGrant"].asking("resource_id=group-1&type=SECRET").sending(resource_id=7)
    data = fake.call(call.method, call.path, body=call.body).json()["data"]
    assert ("group-1", "GROUP") == (data["resourceId"], data["type"])
    assert ("type",) == fake.calls[-1].unread


def test_a_query_does_not_stand_in_for_a_body(fake: FakeCsms) -> None:
    call = GOOD["UpdateVersion"]
    queried = call._replace(path=f"{call.path}?expire_time={NOW_MS + 60_000}")
    refused(fake, "CSMS.0002", queried, {}, about="expire_time is missing")
    refused(fake, "CSMS.0004", queried, b"", about="body")


@pytest.mark.parametrize("operation", ["ListSecrets", "ListSecretVersions"])
def test_an_operation_without_a_body_reads_no_body(fake: FakeCsms, operation: str) -> None:
    call = GOOD[operation]
    response = fake.call(call.method, call.path, body={"limit": "1", "marker": "db"})
    assert 2 == response.json()["page_info"]["current_count"]
    assert ("limit", "marker") == fake.calls[-1].unread


def test_a_typo_in_the_query_is_noted_as_unread(fake: FakeCsms) -> None:
    assert 2 == len(fake.call("GET", f"{SECRETS}?limt=1&Limit=1&page").json()["secrets"])
    assert ("Limit", "limt", "page") == fake.calls[-1].unread


def test_a_typo_in_the_body_is_noted_beside_the_refusal(fake: FakeCsms) -> None:
    call = GOOD["CreateSecretVersion"].without("secret_string").sending(secret_sting="x")
    recorded = refused(fake, "CSMS.0002", call, call.body, about="neither was given")
    assert ("secret_sting",) == recorded.unread


@pytest.mark.parametrize(
    ("revision", "unread"), [("newest", ()), ("2023", ()), ("2022", ("expire_time",))]
)
def test_a_member_that_an_older_revision_does_not_know_is_unread(
    revision: str, unread: tuple[str, ...]
) -> None:
    fake = filled_fake(api_revision=revision)
    call = GOOD["CreateSecretVersion"].sending(expire_time=NOW_MS + 60_000)
    metadata = fake.call(call.method, call.path, body=call.body).json()["version_metadata"]
    assert unread == fake.calls[-1].unread
    assert ("expire_time" in metadata) == (unread == ())


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("limit=1", ["db"]),
        ("limit=%31", ["db"]),
        ("%6Cimit=1", ["db"]),
        ("limit=1&", ["db"]),
        ("&&limit=1", ["db"]),
        ("limit=2&limit=1", ["db"]),
        ("marker=db", ["gone"]),
        ("marker=d%62", ["gone"]),
        ("marker=a&marker=db", ["gone"]),
        ("marker", ["db", "gone"]),
        ("marker=", ["db", "gone"]),
        ("marker=db=x", ["gone"]),
        ("marker=%2B", ["db", "gone"]),
        ("marker=fox+y", ["gone"]),
        ("", ["db", "gone"]),
        ("=", ["db", "gone"]),
        ("?", ["db", "gone"]),
        ("a=%zz&b=%ff&c=%00", ["db", "gone"]),
    ],
)
def test_a_query_is_read_as_every_server_reads_it(
    fake: FakeCsms, query: str, names: list[str]
) -> None:
    secrets = fake.call("GET", f"{SECRETS}?{query}").json()["secrets"]
    assert names == [secret["name"] for secret in secrets]


@pytest.mark.parametrize(
    "body",
    [
        '{"description":"d"}',
        ' \r\n\t{ "description" : "d" } \n',
        '{"description":"\\u0064"}',
        '{"d\\u0065scription":"d"}',
        '{"description": "first", "description": "d"}',
        '{"description": 1, "description": "d"}',
    ],
)
def test_json_may_be_written_in_every_legal_way(fake: FakeCsms, body: str) -> None:
    call = GOOD["UpdateSecret"]
    secret = fake.call(call.method, call.path, body=body).json()["secret"]
    assert "d" == secret["description"]


@pytest.mark.parametrize(
    "value",
    [
        "\x00",
        "\x7f\x80",
        '"\\/\b\f\n\r\t',
        "é\u0301",
        "\u2028\u2029",
        "\ufeffx",
        "\uffff",
        "👩‍🔧",
        " x ",
    ],
    ids=ascii,
)
@pytest.mark.parametrize("write", [json.dumps, partial(json.dumps, ensure_ascii=False)])
def test_every_text_comes_through_as_it_was_sent(
    fake: FakeCsms, value: str, write: Callable[[object], str]
) -> None:
    body = write({"secret_string": value})
    fake.call("POST", f"{DB}/versions", body=body)
    shown = fake.call("GET", f"{DB}/versions/latest").json()["version"]
    assert value == shown["secret_string"] == fake.value("db")


def test_a_surrogate_pair_is_one_character(fake: FakeCsms) -> None:
    fake.call("POST", f"{DB}/versions", body='{"secret_string": "\\ud83d\\udd11"}')
    assert "🔑" == fake.value("db")


@pytest.mark.parametrize("depth", [100, 500])
def test_a_member_that_nobody_reads_may_nest(fake: FakeCsms, depth: int) -> None:
    body = f'{{"nobody-reads": {"[" * depth}{"]" * depth}}}'
    assert 200 == fake.call("PUT", DB, body=body).status


@pytest.mark.parametrize("number", ["1e308", "-0", "0.1", "9" * 300, "1E-999"])
def test_a_member_that_nobody_reads_may_be_any_number(fake: FakeCsms, number: str) -> None:
    assert 200 == fake.call("PUT", DB, body=f'{{"nobody-reads": {number}}}').status
