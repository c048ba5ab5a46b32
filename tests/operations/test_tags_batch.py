"""Several tags at once, and the tags of all secrets of a project.

Law 1: a batch is all or nothing; of a refused one no tag is put on and none is taken off.
"""

import re
from typing import Any

import pytest
from huaweicloudsdkcsms import v1
from sending import answered, frozen_fake, refused, why

from fakecsms import FakeCsms

ITEM = r"(tags\[0\]|each tags item)"
"""What the parser calls an item differs from release to release."""


@pytest.fixture
def secret_id(db: FakeCsms) -> str:
    """The id of the secret `db`, which has the tags a=1, b=2 and c without a value."""
    tags = [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}, {"key": "c"}]
    batch(db, "create", tags)
    return db.secret("db").id


def batch(fake: FakeCsms, action: str, tags: list[dict[str, Any]], name: str = "db") -> None:
    body = {"action": action, "tags": tags}
    answered(fake, "BatchCreateOrDeleteTags", fake.secret(name).id, body=body)


def refused_batch(fake: FakeCsms, secret_id: str, **members: Any) -> tuple[int, str]:
    body = {"action": "create", "tags": [{"key": "k"}], **members}
    given = {name: value for name, value in body.items() if value is not ...}
    return refused(fake, "BatchCreateOrDeleteTags", secret_id, body=given)


def keys(count: int) -> list[dict[str, str]]:
    return [{"key": f"k{number}"} for number in range(count)]


@pytest.mark.usefixtures("secret_id")
def test_a_batch_adds_and_overwrites(db: FakeCsms) -> None:
    batch(db, "create", [{"key": "b", "value": "new"}, {"key": "d", "value": "4"}, {"key": "a"}])
    assert {"a": "", "b": "new", "c": "", "d": "4"} == db.secret("db").tags


@pytest.mark.usefixtures("secret_id")
@pytest.mark.parametrize(
    ("gone", "left"),
    [
        ([{"key": "a"}], {"b", "c"}),
        ([{"key": "a"}, {"key": "b"}, {"key": "c"}], set()),
        ([{"key": "a", "value": None}], {"b", "c"}),
        ([{"key": "a", "value": "1"}], {"b", "c"}),
        ([{"key": "a", "value": "2"}], {"a", "b", "c"}),
        ([{"key": "a", "value": ""}], {"a", "b", "c"}),
        ([{"key": "c", "value": ""}], {"a", "b"}),
        ([{"key": "a", "value": "2"}, {"key": "a", "value": "1"}], {"b", "c"}),
        ([{"key": "b"}, {"key": "b"}], {"a", "c"}),
        ([{"key": "absent"}, {"key": "b"}], {"a", "c"}),
        ([{"key": "absent"}], {"a", "b", "c"}),
        ([{"key": "!"}, {"key": "_sys_x"}, {"key": "k" * 999}], {"a", "b", "c"}),
        ([{"key": "a", "value": "!" * 999}], {"a", "b", "c"}),
    ],
)
def test_a_batch_takes_off_what_is_there(
    db: FakeCsms, gone: list[dict[str, Any]], left: set[str]
) -> None:
    """A tag with a value goes only if it has that value; what is absent may go."""
    batch(db, "delete", gone)
    assert left == db.secret("db").tags.keys()


@pytest.mark.parametrize(
    "bad", [{"key": "!"}, {"key": ""}, {"key": "_sys_x"}, {"key": "k", "value": "!"}, {"key": "e"}]
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_bad_tag_keeps_all_off(
    db: FakeCsms, secret_id: str, bad: dict[str, str], place: int
) -> None:
    tags = [{"key": "d"}, {"key": "e"}]
    tags.insert(place, bad)
    assert (400, "CSMS.0002") == refused_batch(db, secret_id, tags=tags)
    assert {"a", "b", "c"} == db.secret("db").tags.keys()


def test_a_key_stands_once_in_a_batch_that_creates(db: FakeCsms, secret_id: str) -> None:
    tags = [{"key": "k", "value": "1"}, {"key": "k", "value": "1"}]
    assert (400, "CSMS.0002") == refused_batch(db, secret_id, tags=tags)
    assert "tags names a key twice." == why(db)


@pytest.mark.parametrize("action", ["create", "delete"])
@pytest.mark.parametrize("count", [0, 21])
def test_a_batch_holds_1_to_20_tags(db: FakeCsms, secret_id: str, action: str, count: int) -> None:
    assert (400, "CSMS.0002") == refused_batch(db, secret_id, action=action, tags=keys(count))
    assert f"tags must hold 1 to 20 tags, not {count}." == why(db)


def test_20_tags_fit_in_one_batch(db: FakeCsms) -> None:
    batch(db, "create", keys(20))
    assert 20 == len(db.secret("db").tags)
    batch(db, "delete", keys(20))
    assert {} == db.secret("db").tags


def test_a_batch_beyond_the_limit_puts_none_on(db: FakeCsms, secret_id: str) -> None:
    assert (400, "CSMS.0202") == refused_batch(db, secret_id, tags=keys(18))
    assert "The secret 'db' would have 21 tags; 20 are allowed." == why(db)
    batch(db, "create", keys(17))
    assert (400, "CSMS.0202") == refused_batch(db, secret_id, tags=[{"key": "a"}, {"key": "z"}])


@pytest.mark.usefixtures("secret_id")
def test_tags_that_are_overwritten_do_not_count_twice(db: FakeCsms) -> None:
    batch(db, "create", [{"key": "a"}, {"key": "b"}, {"key": "c"}, *keys(17)])
    batch(db, "create", [{"key": "a", "value": "again"}, *keys(17)])
    assert 20 == len(db.secret("db").tags)


@pytest.mark.parametrize("sequence", ["", "s", "é" * 36, None])
def test_a_sequence_is_taken_and_changes_nothing(
    db: FakeCsms, secret_id: str, sequence: str | None
) -> None:
    body = {"action": "delete", "tags": [{"key": "x"}], "sequence": sequence}
    answered(db, "BatchCreateOrDeleteTags", secret_id, body=body)
    assert {"a", "b", "c"} == db.secret("db").tags.keys()
    assert () == db.calls[-1].unread


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"action": ...}, "action is missing."),
        ({"action": "update"}, "action must be one of create, delete."),
        ({"action": "Create"}, "action must be one of create, delete."),
        ({"action": ""}, "action must be one of create, delete."),
        ({"action": None}, "action must be text, not null."),
        ({"tags": ...}, "tags is missing."),
        ({"tags": None}, "tags must be a list, not null."),
        ({"tags": {"key": "k"}}, "tags must be a list, not an object."),
        ({"tags": ["k"]}, ITEM + " must be an object, not text."),
        ({"tags": [{"value": "v"}]}, "key is missing in " + ITEM + "."),
        ({"action": "delete", "tags": [{"value": "1"}]}, "key is missing in " + ITEM + "."),
        ({"action": "delete", "tags": [{"key": ""}]}, "A tag of tags has no key."),
        ({"sequence": "s" * 37}, "sequence must be 0 to 36 characters."),
        ({"sequence": 5}, "sequence must be text, not a whole number."),
    ],
)
def test_members_that_are_refused(
    db: FakeCsms, secret_id: str, members: dict[str, Any], sentence: str
) -> None:
    assert (400, "CSMS.0002") == refused_batch(db, secret_id, **members)
    assert re.fullmatch(sentence, why(db))


def test_the_tags_of_a_project_are_those_of_all_its_secrets(db: FakeCsms, secret_id: str) -> None:
    for name, value in (("second", "2"), ("third", "1"), ("bare", None)):
        db.put_secret(name, "x")
        if value is not None:
            batch(db, "create", [{"key": "a", "value": value}, {"key": "名"}], name)
    db.put_secret("far", "x", project_id="other")
    far = {"tag": {"key": "far"}}
    far_id = db.secret("far", project_id="other").id
    answered(db, "CreateSecretTag", far_id, body=far, project_id="other")
    answered(db, "DeleteSecretForSchedule", "third", body={})
    expected = [("a", ["1", "2"]), ("b", ["2"]), ("c", [""]), ("名", [""])]
    assert expected == listed(db)
    answered(db, "DeleteSecretTag", secret_id, "b")
    assert "b" not in dict(listed(db))


def listed(fake: FakeCsms) -> list[tuple[str, list[str]]]:
    tags = answered(fake, "ListProjectSecretsTags")["tags"]
    return [(each["key"], each["values"]) for each in tags]


def test_a_project_without_tags_has_an_empty_list(fake: FakeCsms) -> None:
    assert {"tags": []} == answered(fake, "ListProjectSecretsTags")


def test_a_project_may_have_more_tags_than_a_secret() -> None:
    fake = frozen_fake()
    for number in range(30):
        fake.put_secret(f"s{number}", "x")
        tag = {"key": f"k{number // 2:02}", "value": f"v{number:02}"}
        batch(fake, "create", [tag], f"s{number}")
    assert [(f"k{k:02}", [f"v{2 * k:02}", f"v{2 * k + 1:02}"]) for k in range(15)] == listed(fake)


def test_the_sdk_replaces_tags_as_deployment_tools_do(
    csms: FakeCsms, csms_client: v1.CsmsClient
) -> None:
    """The old pairs of key and value go, then the new ones come."""
    csms.put_secret("db", "x")
    old = [v1.TagItem(key="a", value="1"), v1.TagItem(key="b", value="")]
    new = [v1.TagItem(key="b", value="2"), v1.TagItem(key="c")]
    for action, tags in (("create", old), ("delete", old), ("create", new)):
        body = v1.BatchCreateOrDeleteTagsRequestBody(tags=tags, action=action)
        request = v1.BatchCreateOrDeleteTagsRequest(secret_id=csms.secret("db").id, body=body)
        assert 204 == csms_client.batch_create_or_delete_tags(request).status_code
    assert {"b": "2", "c": ""} == csms.secret("db").tags
    shown = csms_client.list_project_secrets_tags(v1.ListProjectSecretsTagsRequest())
    assert [("b", ["2"]), ("c", [""])] == [(each.key, each.values) for each in shown.tags]
