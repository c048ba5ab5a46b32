"""Every open choice: its default and each other value, shown by what a client gets.

A test is named after the field of `Choices` that it turns and is parametrised over all values that
the field may take; the last test looks for fields and values that have none.
"""

import dataclasses
from typing import Any

import pytest
from one_of_each import EVENT, GRANT
from sending import NOW_MS, answered, frozen_fake, refused, send

from fakecsms import FakeCsms
from fakecsms.choices import Choices

ONE = {"secret_string": "x"}


def with_db(**options: Any) -> FakeCsms:
    fake = frozen_fake(**options)
    fake.put_secret("db", "x")
    return fake


@pytest.mark.parametrize(
    ("api_revision", "statuses"),
    [("newest", (200, 400)), ("2023", (400, 400)), ("2022", (400, 200))],
)
def test_api_revision(api_revision: str, statuses: tuple[int, int]) -> None:
    """A value of 64 KB, and an expire_time in the past, which 2022 doesn't read."""
    fake = with_db(api_revision=api_revision)
    bodies = ({"secret_string": "x" * 65_536}, {**ONE, "expire_time": 1})
    told = tuple(send(fake, "CreateSecretVersion", "db", body=each).status for each in bodies)
    assert statuses == told


@pytest.mark.parametrize(
    ("auth", "headers", "status"),
    [
        ("lenient", {}, 401),
        ("lenient", {"X-Auth-Token": ""}, 401),
        ("lenient", {"Authorization": "Basic YTpi"}, 401),
        ("lenient", {"Authorization": "SDK-HMAC-SHA256 whatever"}, 200),
        ("lenient", {"authorization": "V11-HMAC-SHA256"}, 200),
        ("lenient", {"x-auth-token": "anything"}, 200),
        ("off", {}, 200),
        ("off", {"Authorization": "Basic YTpi"}, 200),
    ],
)
def test_auth(auth: str, headers: dict[str, str], status: int) -> None:
    fake = with_db(auth=auth)
    assert status == send(fake, "ShowSecret", "db", headers=headers).status
    assert {200: None, 401: "APIGW.0301"}[status] == fake.calls[-1].error_code


@pytest.mark.parametrize(("dots_in_names", "status"), [(False, 400), (True, 200)])
def test_dots_in_names(*, dots_in_names: bool, status: int) -> None:
    fake = with_db(dots_in_names=dots_in_names)
    body = {"name": "app.db", **ONE}
    assert status == send(fake, "CreateSecret", body=body).status
    stage = {"name": "a.b", "version_id": "v1"}
    assert status == send(fake, "CreateSecretStage", "db", body=stage).status
    named = {**ONE, "version_stages": ["c.d"]}
    assert status == send(fake, "CreateSecretVersion", "db", body=named).status
    event = {**EVENT, "name": "e.f"}
    assert status == send(fake, "CreateSecretEvent", body=event).status


@pytest.mark.parametrize("absent_status", [404, 400])
def test_absent_status(absent_status: int) -> None:
    fake = with_db(absent_status=absent_status)
    assert (absent_status, "CSMS.0106") == refused(fake, "ShowSecret", "nobody")
    assert (absent_status, "CSMS.0005") == refused(fake, "ShowSecretStage", "db", "blue")
    assert (absent_status, "CSMS.0005") == refused(fake, "ShowSecretVersion", "db", "v9")
    assert 404 == fake.call("GET", "/nowhere").status


@pytest.mark.parametrize("absent_status", [404, 400])
@pytest.mark.parametrize(
    ("operation", "in_path", "how"),
    [
        ("ListSecretTags", ["no-id"], {}),
        ("CreateSecretTag", ["no-id"], {"body": {"tag": {"key": "k"}}}),
        ("ShowSecretEvent", ["nobody"], {}),
        ("DeleteSecretEvent", ["nobody"], {}),
        ("UpdateGrant", [], {"body": GRANT, "query": "resource_id=r"}),
        ("DeleteGrant", [], {"query": "resource_id=r"}),
        ("ShowUserDetail", ["nobody"], {}),
        ("UpdateUserPassword", [], {"body": {"password": "a", "old_password": "b"}}),
        ("DeleteSecretReplica", ["db", "cn-east-3"], {}),
        ("GenerateRandomPassword", [], {"body": {"password_policy_name": "strict"}}),
    ],
)
def test_absent_status_of_what_is_no_secret(
    absent_status: int, operation: str, in_path: list[str], how: dict[str, Any]
) -> None:
    fake = with_db(absent_status=absent_status)
    assert (absent_status, "CSMS.0005") == refused(fake, operation, *in_path, **how)


@pytest.mark.parametrize("duplicate_name_code", ["CSMS.0002", "CSMS.0003"])
def test_duplicate_name_code(duplicate_name_code: str) -> None:
    fake = with_db(duplicate_name_code=duplicate_name_code)
    body = {"name": "db", **ONE}
    assert (400, duplicate_name_code) == refused(fake, "CreateSecret", body=body)
    assert (400, "CSMS.0002") == refused(fake, "CreateSecret", body={**body, "name": ""})


@pytest.mark.parametrize("duplicate_name_code", ["CSMS.0002", "CSMS.0003"])
def test_duplicate_name_code_of_whatever_is_there_already(duplicate_name_code: str) -> None:
    fake = with_db(duplicate_name_code=duplicate_name_code, projects={"cn-east-3": "there"})
    fake.put_secret("db", "y", project_id="there")
    blob = answered(fake, "DownloadSecretBlob", "db")
    for operation, in_path, body in (
        ("CreateSecretEvent", [], EVENT),
        ("CreateGrants", [], GRANT),
        ("UploadSecretBlob", [], blob),
        ("CreateSecretReplica", ["db"], {"region": "cn-east-3"}),
    ):
        send(fake, operation, *in_path, body=body)
        assert (400, duplicate_name_code) == refused(fake, operation, *in_path, body=body)


@pytest.mark.parametrize(
    ("error_envelope", "nested"), [("documented", False), ("flat", False), ("nested", True)]
)
def test_error_envelope(error_envelope: str, *, nested: bool) -> None:
    fake = with_db(error_envelope=error_envelope)
    error = {
        "error_code": "CSMS.0106",
        "error_msg": "The secret name not found int the db.",
    }
    expected = {"error": error} if nested else error
    assert expected == send(fake, "ShowSecret", "nobody").json()
    assert "APIGW.0101" == fake.call("GET", "/nowhere").json()["error_code"]


@pytest.mark.parametrize(
    ("error_envelope", "nested"), [("documented", True), ("flat", False), ("nested", True)]
)
def test_error_envelope_of_events_and_tags(error_envelope: str, *, nested: bool) -> None:
    fake = with_db(error_envelope=error_envelope)
    error = {"error_code": "CSMS.0005", "error_msg": "The resource does not exist."}
    expected = {"error": error} if nested else error
    assert expected == send(fake, "ShowSecretEvent", "nobody").json()
    assert expected == send(fake, "ListSecretTags", "no-id").json()


@pytest.mark.parametrize(("latest_is_current", "version_id"), [(False, "v2"), (True, "v1")])
def test_latest_is_current(*, latest_is_current: bool, version_id: str) -> None:
    fake = with_db(latest_is_current=latest_is_current)
    fake.put_secret("db", "two", version_stages=["blue"])
    version = answered(fake, "ShowSecretVersion", "db", "latest")["version"]
    assert version_id == version["version_metadata"]["id"]
    assert {"v1": "x", "v2": "two"}[version_id] == fake.value("db")


@pytest.mark.parametrize(("empty_value_ok", "status"), [(False, 400), (True, 200)])
@pytest.mark.parametrize("member", ["secret_string", "secret_binary"])
def test_empty_value_ok(member: str, *, empty_value_ok: bool, status: int) -> None:
    fake = with_db(empty_value_ok=empty_value_ok)
    body = {member: ""}
    assert status == send(fake, "CreateSecret", body={"name": "new", **body}).status
    assert status == send(fake, "CreateSecretVersion", "db", body=body).status
    if empty_value_ok:
        assert body.items() <= answered(fake, "ShowSecretVersion", "db", "v2")["version"].items()


@pytest.mark.parametrize(("past_expire_time_ok", "status"), [(False, 400), (True, 200)])
def test_past_expire_time_ok(*, past_expire_time_ok: bool, status: int) -> None:
    fake = with_db(past_expire_time_ok=past_expire_time_ok)
    for expire_time in (0, 1_999, NOW_MS):
        body = {"expire_time": expire_time}
        assert status == send(fake, "UpdateVersion", "db", "v1", body=body).status
        assert status == send(fake, "CreateSecretVersion", "db", body={**ONE, **body}).status
    assert 400 == send(fake, "UpdateVersion", "db", "v1", body={"expire_time": -1}).status


@pytest.mark.parametrize(("builtin_stages_count", "most"), [(True, 11), (False, 12)])
def test_builtin_stages_count(*, builtin_stages_count: bool, most: int) -> None:
    fake = with_db(builtin_stages_count=builtin_stages_count)
    body = {"version_id": "v1"}
    for number in range(most):
        answered(fake, "UpdateSecretStage", "db", f"s{number}", body=body)
    assert (400, "CSMS.0203") == refused(fake, "UpdateSecretStage", "db", "more", body=body)
    previous = send(fake, "UpdateSecretStage", "db", "SYSPREVIOUS", body=body)
    assert (400 if builtin_stages_count else 200) == previous.status


@pytest.mark.parametrize(("delete_absent_stage_ok", "status"), [(False, 404), (True, 204)])
def test_delete_absent_stage_ok(*, delete_absent_stage_ok: bool, status: int) -> None:
    fake = with_db(delete_absent_stage_ok=delete_absent_stage_ok)
    assert status == send(fake, "DeleteSecretStage", "db", "blue").status
    assert (404, "CSMS.0106") == refused(fake, "DeleteSecretStage", "nobody", "blue")
    assert (400, "CSMS.0105") == refused(fake, "DeleteSecretStage", "db", "SYSCURRENT")


@pytest.mark.parametrize(("stage_move_updates_secret", "moved_ms"), [(False, 0), (True, 1_000)])
def test_stage_move_updates_secret(*, stage_move_updates_secret: bool, moved_ms: int) -> None:
    fake = with_db(stage_move_updates_secret=stage_move_updates_secret)
    body = {"version_id": "v1"}
    fake.clock.advance(seconds=1)
    answered(fake, "UpdateSecretStage", "db", "blue", body=body)
    assert NOW_MS + moved_ms == fake.secret("db").update_time_ms
    fake.clock.advance(seconds=1)
    answered(fake, "DeleteSecretStage", "db", "blue")
    assert NOW_MS + 2 * moved_ms == fake.secret("db").update_time_ms


@pytest.mark.parametrize(("next_marker_always", "last"), [(False, None), (True, "db")])
def test_next_marker_always(*, next_marker_always: bool, last: str | None) -> None:
    fake = with_db(next_marker_always=next_marker_always)
    versions = answered(fake, "ListSecretVersions", "db")
    assert (last and "v1") == versions["page_info"]["next_marker"]
    assert last == answered(fake, "ListSecrets")["page_info"]["next_marker"]
    beyond = answered(fake, "ListSecrets", query="marker=db")
    assert beyond["page_info"]["next_marker"] is None
    answered(fake, "CreateSecretEvent", body=EVENT)
    events = answered(fake, "ListSecretEvents")
    assert (last and "nightly") == events["page_info"]["next_marker"]


@pytest.mark.parametrize(("empty_subscription_quirk", "cleared"), [(False, []), (True, [""])])
def test_empty_subscription_quirk(*, empty_subscription_quirk: bool, cleared: list[str]) -> None:
    fake = with_db(empty_subscription_quirk=empty_subscription_quirk)
    assert [] == answered(fake, "ShowSecret", "db")["secret"]["event_subscriptions"]
    answered(fake, "UpdateSecret", "db", body={"event_subscriptions": []})
    assert cleared == answered(fake, "ShowSecret", "db")["secret"]["event_subscriptions"]
    assert cleared == answered(fake, "ListSecrets")["secrets"][0]["event_subscriptions"]
    answered(fake, "CreateSecretEvent", body=EVENT)
    told = answered(fake, "UpdateSecret", "db", body={"event_subscriptions": ["nightly"]})
    assert ["nightly"] == told["secret"]["event_subscriptions"]
    told = answered(fake, "UpdateSecret", "db", body={"event_subscriptions": []})
    assert cleared == told["secret"]["event_subscriptions"]


@pytest.mark.parametrize("unknown_kms_keys", ["accept", "refuse"])
def test_unknown_kms_keys(unknown_kms_keys: str) -> None:
    fake = with_db(unknown_kms_keys=unknown_kms_keys)
    new = {"name": "new", **ONE, "kms_key_id": "stranger"}
    change = {"kms_key_id": "another"}
    if unknown_kms_keys == "accept":
        answered(fake, "CreateSecret", body=new)
        answered(fake, "UpdateSecret", "db", body=change)
        _, *registered = fake.kms.keys()
        assert ["stranger", "another"] == [each.id for each in registered]
    else:
        assert (400, "CSMS.0401") == refused(fake, "CreateSecret", body=new)
        assert (400, "CSMS.0401") == refused(fake, "UpdateSecret", "db", body=change)
        fake.kms.create("stranger")
        answered(fake, "CreateSecret", body=new)


def test_every_choice_is_turned_to_every_value() -> None:
    for each in dataclasses.fields(Choices):
        marks = globals()[f"test_{each.name}"].pytestmark
        tables = {mark.args[0]: mark.args[1] for mark in marks}
        (names,) = [one for one in tables if each.name in one]
        rows = tables[names]
        column = [row if isinstance(names, str) else row[names.index(each.name)] for row in rows]
        assert set(each.metadata["allowed"]) == set(column)
