"""Tags of one secret: put on, listed, taken off.

Law 1: a refused call leaves all tags as they were; `sending` compares the snapshots.
"""

from typing import Any

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcsms import v1
from sending import answered, frozen_fake, refused, send, why

from fakecsms import FakeCsms

NO_TAG = (404, "CSMS.0005")


@pytest.fixture
def secret_id(db: FakeCsms) -> str:
    """The id of the secret `db`; tags are put on by it, not by the name."""
    return db.secret("db").id


def tagged(fake: FakeCsms, secret_id: str, key: str, value: str | None = None) -> None:
    tag = {"key": key} if value is None else {"key": key, "value": value}
    answered(fake, "CreateSecretTag", secret_id, body={"tag": tag})


def test_a_tag_is_put_on_listed_and_taken_off(db: FakeCsms, secret_id: str) -> None:
    tagged(db, secret_id, "team", "shop")
    expected = {"tags": [{"key": "team", "value": "shop"}], "sys_tags": None}
    assert expected == answered(db, "ListSecretTags", secret_id)
    assert {"team": "shop"} == db.secret("db").tags
    answered(db, "DeleteSecretTag", secret_id, "team")
    assert {"tags": [], "sys_tags": None} == answered(db, "ListSecretTags", secret_id)


@pytest.mark.parametrize(
    "tag", [{"key": "k"}, {"key": "k", "value": None}, {"key": "k", "value": ""}]
)
def test_a_tag_without_a_value_has_the_empty_text(
    db: FakeCsms, secret_id: str, tag: dict[str, str | None]
) -> None:
    answered(db, "CreateSecretTag", secret_id, body={"tag": tag})
    assert [{"key": "k", "value": ""}] == answered(db, "ListSecretTags", secret_id)["tags"]


def test_a_key_that_is_there_takes_the_new_value(db: FakeCsms, secret_id: str) -> None:
    for value in ("one", "two", None):
        tagged(db, secret_id, "k", value)
    assert {"k": ""} == db.secret("db").tags


def test_keys_that_differ_in_case_are_two_tags(db: FakeCsms, secret_id: str) -> None:
    tagged(db, secret_id, "Team", "a")
    tagged(db, secret_id, "team", "b")
    assert {"Team": "a", "team": "b"} == db.secret("db").tags


def test_tags_are_listed_by_key_however_they_came(db: FakeCsms, secret_id: str) -> None:
    for key in ("b", "名", "B", "a b", "1"):
        tagged(db, secret_id, key)
    listed = answered(db, "ListSecretTags", secret_id)["tags"]
    assert ["1", "B", "a b", "b", "名"] == [each["key"] for each in listed]


@pytest.mark.parametrize(
    "key", ["a b", "a+b", "a=b", "c:d@e.f-g_h", "名", "a\u00a0b", "tags", "action"]
)
def test_a_key_in_a_path_is_unquoted_once(db: FakeCsms, secret_id: str, key: str) -> None:
    tagged(db, secret_id, key)
    tagged(db, secret_id, "other")
    answered(db, "DeleteSecretTag", secret_id, key)
    assert {"other": ""} == db.secret("db").tags


@pytest.mark.parametrize("key", ["b", "A", "a%20b", "_sys_", "!", "k" * 300, " ", "a/b"])
def test_an_absent_key_cannot_be_taken_off(db: FakeCsms, secret_id: str, key: str) -> None:
    """Also one that no tag can ever have."""
    tagged(db, secret_id, "a b")
    assert NO_TAG == refused(db, "DeleteSecretTag", secret_id, key)
    assert f"The secret 'db' has no tag {key!r}." == why(db)


def test_a_tag_is_taken_off_once(db: FakeCsms, secret_id: str) -> None:
    tagged(db, secret_id, "k")
    answered(db, "DeleteSecretTag", secret_id, "k")
    assert NO_TAG == refused(db, "DeleteSecretTag", secret_id, "k")


CALLS: list[tuple[str, list[str], dict[str, Any] | None]] = [
    ("CreateSecretTag", [], {"tag": {"key": "k"}}),
    ("DeleteSecretTag", ["k"], None),
    ("ListSecretTags", [], None),
    ("BatchCreateOrDeleteTags", [], {"action": "create", "tags": [{"key": "k"}]}),
    ("BatchCreateOrDeleteTags", [], {"action": "delete", "tags": [{"key": "k"}]}),
]
every_call = pytest.mark.parametrize(("operation", "more", "body"), CALLS)


@every_call
def test_a_secret_is_named_by_its_id_alone(
    db: FakeCsms, secret_id: str, operation: str, more: list[str], body: dict[str, Any] | None
) -> None:
    """The name is no id, nor is the id in capitals, nor that of another project's secret."""
    db.put_secret("db", "x", project_id="other")
    others = db.secret("db", project_id="other").id
    tagged(db, secret_id, "k")
    for wrong in ("db", secret_id.upper(), others, "0" * 36):
        assert (404, "CSMS.0005") == refused(db, operation, wrong, *more, body=body)
        assert f"no secret with the id {wrong!r}" in why(db)


@every_call
@pytest.mark.parametrize("state", ["ENABLED", "DISABLED", "FROZEN", "PENDING_DELETE"])
def test_tags_change_in_every_state(
    db: FakeCsms,
    secret_id: str,
    *,
    state: str,
    operation: str,
    more: list[str],
    body: dict[str, Any] | None,
) -> None:
    tagged(db, secret_id, "k")
    if state == "PENDING_DELETE":
        answered(db, "DeleteSecretForSchedule", "db", body={})
    else:
        db.set_state("db", state)
    answered(db, operation, secret_id, *more, body=body)
    assert state == db.secret("db").state


@every_call
def test_the_journal_knows_the_name_of_the_secret(
    db: FakeCsms, secret_id: str, operation: str, more: list[str], body: dict[str, Any] | None
) -> None:
    tagged(db, secret_id, "k")
    answered(db, operation, secret_id, *more, body=body)
    assert ("db", None) == (db.calls[-1].secret_name, db.calls[-1].version_id)


def test_tags_leave_the_update_time(db: FakeCsms, secret_id: str) -> None:
    before = db.secret("db").update_time_ms
    db.clock.advance(days=1)
    tagged(db, secret_id, "a")
    tagged(db, secret_id, "b")
    answered(db, "DeleteSecretTag", secret_id, "a")
    assert before == db.secret("db").update_time_ms


def test_a_secret_has_20_tags_at_most(db: FakeCsms, secret_id: str) -> None:
    for number in range(20):
        tagged(db, secret_id, f"k{number}")
    more = {"tag": {"key": "k20"}}
    assert (400, "CSMS.0202") == refused(db, "CreateSecretTag", secret_id, body=more)
    assert "The secret 'db' would have 21 tags; 20 are allowed." == why(db)
    tagged(db, secret_id, "k19", "another value")
    answered(db, "DeleteSecretTag", secret_id, "k0")
    tagged(db, secret_id, "k20")
    assert 20 == len(db.secret("db").tags)


def test_the_limit_of_tags_can_be_turned() -> None:
    fake = frozen_fake(tags_per_secret_max=1)
    fake.put_secret("db", "x")
    tagged(fake, fake.secret("db").id, "a")
    body = {"tag": {"key": "b"}}
    assert (400, "CSMS.0202") == refused(fake, "CreateSecretTag", fake.secret("db").id, body=body)


def test_each_secret_has_tags_of_its_own(db: FakeCsms, secret_id: str) -> None:
    db.put_secret("other", "x")
    tagged(db, secret_id, "k", "1")
    tagged(db, db.secret("other").id, "k", "2")
    assert [{"k": "1"}, {"k": "2"}] == [each.tags for each in db.secrets()]


def test_tags_go_with_their_secret(db: FakeCsms, secret_id: str) -> None:
    tagged(db, secret_id, "k")
    answered(db, "DeleteSecret", "db")
    assert (404, "CSMS.0005") == refused(db, "ListSecretTags", secret_id)
    db.put_secret("db", "x")
    assert {} == db.secret("db").tags


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "tag is missing."),
        ({"tag": None}, "tag must be an object, not null."),
        ({"tag": "k"}, "tag must be an object, not text."),
        ({"tag": [{"key": "k"}]}, "tag must be an object, not a list."),
        ({"tag": {}}, "key is missing in tag."),
        ({"tag": {"value": "v"}}, "key is missing in tag."),
        ({"tag": {"key": None}}, "tag.key must be text, not null."),
        ({"tag": {"key": 5}}, "tag.key must be text, not a whole number."),
        ({"tag": {"key": "k", "value": 5}}, "tag.value must be text, not a whole number."),
        ({"tag": {"key": "k", "value": ["v"]}}, "tag.value must be text, not a list."),
    ],
)
def test_a_body_that_holds_no_tag_is_refused(
    db: FakeCsms, secret_id: str, body: dict[str, Any], sentence: str
) -> None:
    assert (400, "CSMS.0002") == refused(db, "CreateSecretTag", secret_id, body=body)
    assert sentence == why(db)


@pytest.mark.parametrize("operation", ["CreateSecretTag", "BatchCreateOrDeleteTags"])
@pytest.mark.parametrize("body", [None, b"null", b"[]", b'"k"', b"{", b"\xff"])
def test_a_body_that_is_no_object_is_refused(
    db: FakeCsms, secret_id: str, operation: str, body: bytes | None
) -> None:
    assert (400, "CSMS.0004") == refused(db, operation, secret_id, body=body)


def test_members_that_nobody_reads_are_noted(db: FakeCsms, secret_id: str) -> None:
    """A tag outside of its object is a mistake that the journal shows."""
    body = {"tag": {"key": "k"}, "key": "k"}
    answered(db, "CreateSecretTag", secret_id, body=body)
    assert ("key",) == db.calls[-1].unread


def test_a_rule_comes_before_the_look_up_and_the_look_up_before_the_quota(db: FakeCsms) -> None:
    bad, good = {"tag": {"key": "!"}}, {"tag": {"key": "k"}}
    assert (400, "CSMS.0002") == refused(db, "CreateSecretTag", "nobody", body=bad)
    assert (404, "CSMS.0005") == refused(db, "CreateSecretTag", "nobody", body=good)


def test_absence_is_400_if_the_error_page_is_followed() -> None:
    fake = frozen_fake(absent_status=400)
    assert (400, "CSMS.0005") == refused(fake, "ListSecretTags", "nobody")


def test_an_error_of_tags_is_nested_unless_all_are_to_be_flat() -> None:
    assert {"error"} == send(frozen_fake(), "ListSecretTags", "nobody").json().keys()
    flat = frozen_fake(error_envelope="flat")
    assert {"error_code", "error_msg"} == send(flat, "ListSecretTags", "nobody").json().keys()


def test_tags_are_in_a_snapshot(db: FakeCsms, secret_id: str) -> None:
    tagged(db, secret_id, "k", "before")
    snapshot = db.snapshot()
    tagged(db, secret_id, "k", "after")
    db.restore(snapshot)
    assert {"k": "before"} == db.secret("db").tags


def test_the_sdk_puts_tags_on_and_takes_them_off(
    csms: FakeCsms, csms_client: v1.CsmsClient
) -> None:
    csms.put_secret("db", "x")
    secret_id = csms.secret("db").id
    for key in ("a b", "named by 名"):
        body = v1.CreateSecretTagRequestBody(tag=v1.TagItem(key=key, value="a/b"))
        csms_client.create_secret_tag(v1.CreateSecretTagRequest(secret_id=secret_id, body=body))
    csms_client.delete_secret_tag(v1.DeleteSecretTagRequest(secret_id=secret_id, key="named by 名"))
    shown = csms_client.list_secret_tags(v1.ListSecretTagsRequest(secret_id=secret_id))
    assert [("a b", "a/b")] == [(each.key, each.value) for each in shown.tags]
    assert shown.sys_tags is None


def test_the_sdk_reads_the_code_of_a_nested_error(
    csms: FakeCsms, csms_client: v1.CsmsClient
) -> None:
    with pytest.raises(ClientRequestException) as caught:
        csms_client.list_secret_tags(v1.ListSecretTagsRequest(secret_id="nobody"))
    assert (404, "CSMS.0005") == (caught.value.status_code, caught.value.error_code)
    assert csms.calls[-1].request_id == caught.value.request_id
