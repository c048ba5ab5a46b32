"""Secrets found by their tags and names.

The law of a filter: OR among the values of a key, AND among keys and names; a key without values
takes any value, and an empty name finds nothing. A naive filter written here is asked beside.
"""

from typing import Any

import pytest
from huaweicloudsdkcsms import v1
from hypothesis import given, settings
from hypothesis import strategies as st
from sending import answered, frozen_fake, send

from fakecsms import FakeCsms

SECRETS: dict[str, dict[str, str]] = {
    "api-prod": {"env": "prod", "team": "shop"},
    "api-test": {"env": "test", "team": "shop", "old": ""},
    "bare": {},
    "db-prod": {"env": "prod", "team": "data"},
    "db-test": {"env": "test"},
    "web": {"team": "", "Env": "prod"},
}


@pytest.fixture
def shop() -> FakeCsms:
    """A fake with six secrets, some of them with tags, made in no order."""
    fake = frozen_fake()
    for name in sorted(SECRETS, key=lambda each: each[::-1]):
        fake.put_secret(name, "pl41n-t3xt")
        for key, value in SECRETS[name].items():
            body = {"tag": {"key": key, "value": value}}
            answered(fake, "CreateSecretTag", fake.secret(name).id, body=body)
    return fake


def found(fake: FakeCsms, **members: Any) -> list[str]:
    body = {"action": "filter", **members}
    answer = answered(fake, "ListResourceInstances", "resource_instances", body=body)
    names = [each["resource_name"] for each in answer["resources"]]
    if "limit" not in members:
        assert len(names) == answer["total_count"]
    return names


def named(*values: str) -> list[dict[str, str]]:
    return [{"key": "resource_name", "value": value} for value in values]


@pytest.mark.parametrize("members", [{}, {"tags": []}, {"matches": []}, {"tags": None}])
def test_without_a_filter_all_secrets_are_found_by_name(
    shop: FakeCsms, members: dict[str, Any]
) -> None:
    assert list(SECRETS) == found(shop, **members)


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        ([{"key": "env", "values": ["prod"]}], ["api-prod", "db-prod"]),
        (
            [{"key": "env", "values": ["test", "prod"]}],
            ["api-prod", "api-test", "db-prod", "db-test"],
        ),
        ([{"key": "team", "values": []}], ["api-prod", "api-test", "db-prod", "web"]),
        ([{"key": "team"}], ["api-prod", "api-test", "db-prod", "web"]),
        ([{"key": "team", "values": None}], ["api-prod", "api-test", "db-prod", "web"]),
        ([{"key": "team", "values": [""]}], ["web"]),
        ([{"key": "old", "values": [""]}], ["api-test"]),
        ([{"key": "env", "values": ["prod"]}, {"key": "team", "values": ["shop"]}], ["api-prod"]),
        ([{"key": "env"}, {"key": "team"}], ["api-prod", "api-test", "db-prod"]),
        ([{"key": "env", "values": ["prod"]}, {"key": "env", "values": ["test"]}], []),
        ([{"key": "ENV"}], []),
        ([{"key": "env", "values": ["pro"]}], []),
        ([{"key": "no tag can be called so!"}], []),
    ],
)
def test_tags_are_asked_for(shop: FakeCsms, tags: list[dict[str, Any]], names: list[str]) -> None:
    assert names == found(shop, tags=tags)


@pytest.mark.parametrize(
    ("matches", "names"),
    [
        (named("prod"), ["api-prod", "db-prod"]),
        (named("api-prod"), ["api-prod"]),
        (named("-"), ["api-prod", "api-test", "db-prod", "db-test"]),
        (named("api", "prod"), ["api-prod"]),
        (named("api-prod", "api-test"), []),
        (named("API"), []),
        (named("*"), []),
        (named(""), []),
        (named("api", ""), []),
        (named("é" * 255), []),
    ],
)
def test_names_are_asked_for(
    shop: FakeCsms, matches: list[dict[str, str]], names: list[str]
) -> None:
    assert names == found(shop, matches=matches)


def test_tags_and_names_are_both_wanted(shop: FakeCsms) -> None:
    tags = [{"key": "env", "values": ["prod"]}]
    assert ["db-prod"] == found(shop, tags=tags, matches=named("db"))
    assert [] == found(shop, tags=tags, matches=named("web"))


def naive(tags: list[dict[str, Any]], matches: list[dict[str, str]]) -> list[str]:
    """Take away, step by step, whatever one part of the filter speaks against."""
    left = dict(SECRETS)
    for tag in tags:
        for name in [each for each in left if tag["key"] not in left[each]]:
            del left[name]
        if tag["values"]:
            left = {n: has for n, has in left.items() if has[tag["key"]] in set(tag["values"])}
    for match in matches:
        text = match["value"]
        left = {n: has for n, has in left.items() if text != "" and n.find(text) >= 0}
    return sorted(left)


KEYS = st.sampled_from(["env", "team", "old", "Env", "absent"])
VALUES = st.lists(st.sampled_from(["prod", "test", "shop", "data", ""]), max_size=3, unique=True)
TAGS = st.lists(st.fixed_dictionaries({"key": KEYS, "values": VALUES}), max_size=3)
NAMES = st.lists(st.sampled_from(["", "a", "api", "-", "prod", "t", "db", "web"]), max_size=2)


def test_any_filter_finds_what_the_naive_one_finds(shop: FakeCsms) -> None:
    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(TAGS, NAMES)
    def agrees(tags: list[dict[str, Any]], names: list[str]) -> None:
        matches = named(*names)
        expected = naive(tags, matches)
        assert expected == found(shop, tags=tags, matches=matches)
        body = {"action": "count", "tags": tags, "matches": matches}
        assert counted(shop, body) == {"resources": None, "total_count": len(expected)}

    agrees()


def counted(fake: FakeCsms, body: dict[str, Any]) -> dict[str, Any]:
    return answered(fake, "ListResourceInstances", "resource_instances", body=body)


@pytest.mark.parametrize("paging", [{}, {"limit": "1", "offset": "5"}, {"limit": 1, "offset": 99}])
def test_a_count_tells_no_resources_and_knows_no_pages(
    shop: FakeCsms, paging: dict[str, Any]
) -> None:
    answer = counted(shop, {"action": "count", "tags": [{"key": "env"}], **paging})
    assert {"resources": None, "total_count": 4} == answer


def test_a_count_of_nothing_is_0(fake: FakeCsms) -> None:
    assert {"resources": None, "total_count": 0} == counted(fake, {"action": "count"})
    assert [] == found(fake)


def test_an_instance_is_the_secret_and_its_tags(shop: FakeCsms) -> None:
    body = {"action": "filter", "matches": named("api-prod")}
    (instance,) = counted(shop, body)["resources"]
    shown = answered(shop, "ShowSecret", "api-prod")["secret"]
    tags = answered(shop, "ListSecretTags", shown["id"])["tags"]
    expected = {
        "resource_id": shown["id"],
        "resource_name": "api-prod",
        "resource_detail": shown,
        "tags": tags,
        "sys_tags": [],
    }
    assert expected == instance
    assert [{"key": "env", "value": "prod"}, {"key": "team", "value": "shop"}] == tags


def test_a_secret_without_tags_has_an_empty_list(shop: FakeCsms) -> None:
    (instance,) = counted(shop, {"action": "filter", "matches": named("bare")})["resources"]
    assert [] == instance["tags"]


@pytest.mark.parametrize("state", ["DISABLED", "FROZEN", "PENDING_DELETE"])
def test_secrets_are_found_in_every_state(shop: FakeCsms, state: str) -> None:
    if state == "PENDING_DELETE":
        answered(shop, "DeleteSecretForSchedule", "web", body={})
    else:
        shop.set_state("web", state)
    (instance,) = counted(shop, {"action": "filter", "matches": named("web")})["resources"]
    assert state == instance["resource_detail"]["state"]


def test_each_project_is_searched_by_itself(shop: FakeCsms) -> None:
    shop.put_secret("far", "x", project_id="other")
    assert "far" not in found(shop)
    answer = answered(
        shop,
        "ListResourceInstances",
        "resource_instances",
        body={"action": "filter"},
        project_id="other",
    )
    assert ["far"] == [each["resource_name"] for each in answer["resources"]]


def test_no_answer_holds_a_value(shop: FakeCsms) -> None:
    body = {"action": "filter"}
    response = send(shop, "ListResourceInstances", "resource_instances", body=body)
    assert b"api-prod" in response.body
    assert b"pl41n" not in response.body


def test_a_search_changes_nothing(shop: FakeCsms) -> None:
    before = shop.snapshot()
    found(shop, tags=[{"key": "env"}])
    assert before == shop.snapshot()


def test_the_sdk_finds_and_counts(csms: FakeCsms, csms_client: v1.CsmsClient) -> None:
    for name in ("a", "b"):
        csms.put_secret(name, "x")
        tag = v1.TagItem(key="env", value=name)
        body = v1.CreateSecretTagRequestBody(tag=tag)
        request = v1.CreateSecretTagRequest(secret_id=csms.secret(name).id, body=body)
        csms_client.create_secret_tag(request)
    wanted = {
        "tags": [v1.Tag(key="env", values=["a", "b"])],
        "matches": [v1.TagMatches(key="resource_name", value="b")],
        "limit": "10",
        "offset": "0",
    }
    shown = searched(csms_client, action="filter", **wanted)
    assert ["b"] == [each.resource_detail.name for each in shown.resources]
    assert [("env", "b")] == [(tag.key, tag.value) for tag in shown.resources[0].tags]
    count = searched(csms_client, action="count", **wanted)
    assert (None, 1) == (count.resources, count.total_count)


def searched(client: v1.CsmsClient, **members: Any) -> Any:
    body = v1.ListResourceInstancesRequestBody(**members)
    request = v1.ListResourceInstancesRequest(resource_instances="resource_instances", body=body)
    return client.list_resource_instances(request)
