"""Whatever comes in, a response comes out, and a refused call changes nothing (law 1).

The gate is given anything that a door could hand it, and much that none would.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from good_calls import (
    DB,
    GOOD,
    PROJECT,
    SECRETS,
    USER_ID,
    WITH_BODY,
    GoodCall,
    filled_fake,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from fakecsms.gateway.messages import Request
from fakecsms.operations import OPERATIONS

_STATUSES = {200, 204, 400, 401, 403, 404, 413, 494, 501}
_TOKEN = {"x-auth-token": "t"}

_parts = st.sampled_from(
    [
        "",
        "v1",
        "v3",
        PROJECT,
        "secrets",
        "csms",
        "db",
        "gone",
        "versions",
        "v2",
        "latest",
        "stages",
        "beta",
        "scheduled-deleted-tasks",
        "create",
        "projects",
        "kms",
        "..",
        "%2F",
        "%",
        "%ff",
        "%7Bsecret_name%7D",
        "batch-get-secret-value",
        *("checker", "check", "config", "backup", "restore", "rotate", "replicas", "agencies"),
        *("events", "nightly", "tags", "team", "action", "tasks", "grants", "users", USER_ID),
        *("resource_instances", "notification-records", "replica-regions", "batch-import"),
    ]
) | st.text(max_size=8)
_paths = st.lists(_parts, max_size=8).map("/".join) | st.sampled_from([SECRETS, DB]) | st.text()
_methods = st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"]) | st.text(max_size=9)
_queries = st.text(max_size=30) | st.sampled_from(
    [
        *(
            "limit=1&marker=db",
            "limit=%00",
            "marker=v1",
            "limit&limit==",
            "event_name=%F0%9F%94%91",
        ),
        *("offset=0&limit=10", "offset=%2B&limit=99", "resource_id=group-1", "task_id=&marker="),
        *("secret_type=RDS-FG&engine=", "secret_type=GaussDB-FG&secret_sub_type=MultiUser"),
    ]
)
_headers = st.dictionaries(st.text(), st.text(), max_size=5) | st.just(_TOKEN)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=8,
)
_BODIES = {row.name: row.body for row in OPERATIONS}
_words = st.sampled_from(
    [
        *("db", "key", "", "RDS-FG", "SECRET", "create", "delete", "filter", "count", "0", "SMN"),
        *("ENABLED", "SECRET_ROTATED", "resource_name", "7d", "9h", "v1", "2101-02-29", "AA=="),
        *("x" * 65, "9" * 5_000, "-1", "\ud7ff", "_sys_x", "SYSCURRENT", "2101-01-31", "[]"),
    ]
)
_likely = st.recursive(
    _words | st.sampled_from([0, 1, 7, 255, 10**13, 10**30, True, None]),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.sampled_from(["key", "value", "values", "name", "target_id"]), inside)
    ),
    max_leaves=6,
)
_bodies = st.binary(max_size=60) | _json.map(lambda value: json.dumps(value).encode())
_options = st.fixed_dictionaries(
    {},
    optional={
        "auth": st.sampled_from(["lenient", "off"]),
        "api_revision": st.sampled_from(["newest", "2023", "2022"]),
        "error_envelope": st.sampled_from(["documented", "flat", "nested"]),
        "absent_status": st.sampled_from([404, 400]),
        "latest_is_current": st.booleans(),
        "unknown_kms_keys": st.sampled_from(["accept", "refuse"]),
        "stages_per_secret_max": st.integers(3, 5),
        "versions_per_secret_max": st.integers(2, 4),
        "secrets_per_project_max": st.none() | st.integers(2, 3),
        "builtin_stages_count": st.booleans(),
        "tags_per_secret_max": st.integers(1, 2),
        "events_per_project_max": st.integers(1, 2),
        "password_chars_max": st.integers(25, 30),
        "rotation_attempts": st.integers(1, 2),
    },
)
_quick = settings(max_examples=250, deadline=None, derandomize=True)


def _hold(request: Request, options: Mapping[str, Any]) -> None:
    fake = filled_fake(**options)
    before = fake.snapshot()
    response = fake.gate.handle(request)
    assert None is response.bug
    assert [] == fake.bugs
    assert response.status in _STATUSES
    assert response.status < 400 or before == fake.snapshot()
    assert 1 == len(fake.calls) + len(fake.calls.iam)
    assert isinstance(response.json(), dict)


@given(method=_methods, path=_paths, query=_queries, headers=_headers, body=_bodies)
@_quick
def test_anything_gets_an_answer(
    method: str, path: str, query: str, headers: Mapping[str, str], body: bytes
) -> None:
    _hold(Request(method=method, path=path, query=query, headers=headers, body=body), {})


@given(call=st.sampled_from(list(GOOD.values())), body=_bodies, query=_queries, options=_options)
@_quick
def test_every_operation_answers_any_body_under_any_choice(
    call: GoodCall, body: bytes, query: str, options: Mapping[str, Any]
) -> None:
    request = Request(method=call.method, path=call.path, query=query, headers=_TOKEN, body=body)
    _hold(request, options)


@pytest.mark.parametrize("call", WITH_BODY, ids=lambda call: call.operation)
@given(data=st.data(), options=_options)
@settings(max_examples=12, deadline=None, derandomize=True)
def test_a_good_body_with_spoilt_members_is_answered(
    call: GoodCall, data: st.DataObject, options: Mapping[str, Any]
) -> None:
    names = st.sampled_from(sorted(_BODIES[call.operation]))
    spoilt = data.draw(st.dictionaries(names, _json | _likely, max_size=4))
    body = json.dumps(call.sending(**spoilt).body).encode()
    path, _, query = call.path.partition("?")
    _hold(Request(method=call.method, path=path, query=query, headers=_TOKEN, body=body), options)
