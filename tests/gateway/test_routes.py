"""A path leads to its operation: a literal before a placeholder, with a way back.

The laws: every row of the table is reached by its own path, no two rows share one, and any legal
secret name routes to ShowSecret (law 8), names that are words of other paths too.
"""

import re
from copy import copy

import pytest
from good_calls import DB, PROJECT, SECRETS
from hypothesis import given, settings
from hypothesis import strategies as st

from fakecsms import FakeCsms
from fakecsms.gateway import routes
from fakecsms.operations import OPERATIONS

_ROWS = [(row.name, row.method, row.path) for row in OPERATIONS]
_WORDS = sorted(
    {word for _, _, path in _ROWS for word in path.split("/") if re.fullmatch(r"[\w-]+", word)}
)
_OTHER_METHODS = [
    "PATCH",
    "HEAD",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "get",
    "Get",
    "GET ",
    "",
    "DÉLETE",
]


@pytest.mark.parametrize(("name", "method", "path"), _ROWS, ids=[name for name, _, _ in _ROWS])
def test_every_row_is_reached_by_its_own_path(
    fake: FakeCsms, name: str, method: str, path: str
) -> None:
    path = path.replace("{resource_instances}", "resource_instances")
    fake.call(method, re.sub(r"\{\w+\}", "db", path), body={})
    assert name == fake.calls[-1].operation


def test_no_two_rows_share_a_method_and_a_path() -> None:
    places = {(method, re.sub(r"\{\w+\}", "{}", path)) for _, method, path in _ROWS}
    assert len(_ROWS) == len(places)


def test_two_rows_of_one_method_and_path_are_refused_when_the_table_is_read() -> None:
    rows = {row.name: row for row in OPERATIONS}
    twin = copy(rows["ShowSecret"])
    object.__setattr__(twin, "path", "/v1/{project_id}/secrets/{another_name}")
    message = r"ShowSecret GET \S+another_name}> takes the place of <Operation ShowSecret"
    with pytest.raises(ValueError, match=message):
        routes._planted([*rows.values(), twin])


@given(name=st.from_regex(r"[a-zA-Z0-9_-]{1,64}", fullmatch=True) | st.sampled_from(_WORDS))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_legal_name_routes_to_show_secret(name: str) -> None:
    fake = FakeCsms()
    fake.put_secret(name, "x")
    assert name == fake.call("GET", f"{SECRETS}/{name}").json()["secret"]["name"]
    assert ("ShowSecret", name) == (fake.calls[-1].operation, fake.calls[-1].secret_name)


@pytest.mark.parametrize("name", _WORDS)
@pytest.mark.parametrize(
    ("method", "rest", "operation"),
    [
        ("GET", "", "ShowSecret"),
        ("PUT", "", "UpdateSecret"),
        ("DELETE", "", "DeleteSecret"),
        ("GET", "/versions", "ListSecretVersions"),
        ("GET", "/versions/latest", "ShowSecretVersion"),
        ("GET", "/versions/versions", "ShowSecretVersion"),
        ("GET", "/stages/stages", "ShowSecretStage"),
        ("POST", "/scheduled-deleted-tasks/cancel", "RestoreSecret"),
        ("POST", "/rotate", "RotateSecret"),
    ],
)
def test_a_word_of_another_path_is_a_name_like_any_other(
    fake: FakeCsms, name: str, method: str, rest: str, operation: str
) -> None:
    fake.call(method, f"{SECRETS}/{name}{rest}")
    assert (operation, name) == (fake.calls[-1].operation, fake.calls[-1].secret_name)


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("POST", f"{SECRETS}/restore", "UploadSecretBlob"),
        ("POST", f"{SECRETS}/batch-import", "BatchImportSecrets"),
        ("POST", f"{SECRETS}/batch-get-secret-value", "BatchShowSecretVersion"),
        ("POST", f"{SECRETS}/checker/check", "CheckSecrets"),
        ("GET", f"{SECRETS}/checker/config", "ShowSecretsConfig"),
        ("GET", f"/v1/{PROJECT}/csms/tags", "ListProjectSecretsTags"),
        ("GET", f"/v1/{PROJECT}/csms/tags/tags", "ListSecretTags"),
        ("POST", f"/v1/{PROJECT}/csms/resource_instances/action", "ListResourceInstances"),
        ("POST", f"/v1/{PROJECT}/csms/an-id/tags/action", "BatchCreateOrDeleteTags"),
        ("POST", f"/v1/{PROJECT}/csms/tags/tags/action", "BatchCreateOrDeleteTags"),
        ("GET", f"/v1/{PROJECT}/csms/events/events", "ShowSecretEvent"),
        ("GET", f"/v1/{PROJECT}/csms/events/tags", "ShowSecretEvent"),
        ("POST", f"/v1/{PROJECT}/csms/events/tags", "CreateSecretTag"),
    ],
)
def test_a_literal_comes_before_a_placeholder(
    fake: FakeCsms, method: str, path: str, operation: str
) -> None:
    fake.call(method, path, body={})
    assert operation == fake.calls[-1].operation


@pytest.mark.parametrize("project_id", ["csms", "secrets", "kms", "v1", "p", "a b", "ü", "0" * 64])
def test_any_text_is_a_project_id(fake: FakeCsms, project_id: str) -> None:
    response = fake.call(
        "POST", f"/v1/{project_id}/secrets", body={"name": "a", "secret_string": "b"}
    )
    assert 200 == response.status
    assert "b" == fake.value("a", project_id=project_id)
    assert project_id == fake.calls[-1].project_id


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        ("/v1/csms/secrets", "ListSecrets"),
        ("/v1/csms/secrets/users", "ShowSecret"),
        ("/v1/csms/csms/tags", "ListProjectSecretsTags"),
        ("/v1/csms/users", "ListUsers"),
        ("/v1/csms/users/secrets", "ShowUserDetail"),
        ("/v1/csms/agencies", "ShowAgency"),
    ],
)
def test_a_project_may_be_called_csms(fake: FakeCsms, path: str, operation: str) -> None:
    fake.call("GET", path)
    assert operation == fake.calls[-1].operation


@pytest.mark.parametrize("method", _OTHER_METHODS)
@pytest.mark.parametrize("path", [SECRETS, DB, f"{DB}/versions/v1", f"/v1/{PROJECT}/csms/tags"])
def test_another_method_is_one_that_the_path_does_not_know(
    fake: FakeCsms, method: str, path: str
) -> None:
    before = fake.snapshot()
    fake.call(method, path, body={"name": "new", "secret_string": "x"})
    assert (404, "APIGW.0101") == (fake.calls[-1].status, fake.calls[-1].error_code)
    assert "GET" in (fake.calls[-1].why or "")
    assert before == fake.snapshot()


def test_a_method_that_the_path_does_not_know_has_its_own_message(fake: FakeCsms) -> None:
    body = fake.call("PATCH", DB).json()
    assert "The API does not exist." == body["error_msg"]
    assert "it knows DELETE, GET, PUT" in (fake.calls[-1].why or "")


@pytest.mark.parametrize("word", ["resource_instance", "RESOURCE_INSTANCES", "tags", "db"])
def test_instances_are_asked_for_by_one_word_alone(fake: FakeCsms, word: str) -> None:
    response = fake.call("POST", f"/v1/{PROJECT}/csms/{word}/action", body={"action": "count"})
    assert (404, "APIGW.0101") == (response.status, response.json()["error_code"])
    assert None is fake.calls[-1].operation


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"/v1.0/{PROJECT}/kms/create-key"),
        ("POST", f"/v1.0/{PROJECT}/kms/encrypt-data"),
        ("POST", f"/v1.0/{PROJECT}/kms/list-keys"),
        ("GET", f"/v1.0/{PROJECT}/kms/user-instances"),
        ("POST", f"/v1.0/{PROJECT}/kms/an-id/tags/action"),
        ("GET", f"/v1.0/{PROJECT}/keystores"),
        ("POST", f"/v1.0/{PROJECT}/keystores/an-id/enable"),
        ("PATCH", "/v1.0/kms/kms"),
    ],
)
def test_a_path_of_kms_is_named_and_not_answered_as_csms(
    fake: FakeCsms, method: str, path: str
) -> None:
    response = fake.call(method, path, body={})
    assert (501, "FAKECSMS.NotModelled") == (response.status, response.json()["error_code"])
    assert "KMS" in response.json()["error_msg"]


@pytest.mark.parametrize("name", ["kms", "keystores"])
def test_a_secret_may_have_the_name_of_a_kms_path(fake: FakeCsms, name: str) -> None:
    fake.put_secret(name, "x", project_id=name)
    assert 200 == fake.call("GET", f"/v1/{name}/secrets/{name}").status
