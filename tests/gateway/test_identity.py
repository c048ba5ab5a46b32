"""As much of IAM as a client needs: which project a region has.

The laws: a look-up by name finds exactly one project, since a client takes no other answer; it is
a call of IAM and not of CSMS; it changes nothing.
"""

from typing import Any

import pytest
from good_calls import PROJECT, filled_fake

from fakecsms import FakeCsms

_TWO = {"cn-north-4": "north", "eu-west-101": "europe"}


def _found(fake: FakeCsms, query: str = "") -> dict[str, str]:
    projects = fake.call("GET", f"/v3/projects{query}").json()["projects"]
    assert len(projects) == len({each["name"] for each in projects})
    return {each["name"]: each["id"] for each in projects}


@pytest.mark.parametrize("region", ["cn-north-4", "ap-southeast-1", "no-such-region", "a b/c"])
def test_every_region_has_the_default_project(fake: FakeCsms, region: str) -> None:
    quoted = region.replace("/", "%2F").replace(" ", "+")
    assert {region: PROJECT} == _found(fake, f"?name={quoted}")


@pytest.mark.parametrize(("region", "project_id"), [*_TWO.items(), ("cn-south-1", PROJECT)])
def test_a_region_that_is_named_has_its_own_project(region: str, project_id: str) -> None:
    assert {region: project_id} == _found(FakeCsms(projects=_TWO), f"?name={region}")


@pytest.mark.parametrize("query", ["", "?name=", "?name", "?page=1&per_page=10"])
@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, {"cn-north-4": PROJECT}),
        ({"region": "sa-brazil-1", "project_id": "mine"}, {"sa-brazil-1": "mine"}),
        ({"projects": _TWO}, _TWO),
        ({"projects": {"eu-west-101": "europe"}}, {"cn-north-4": PROJECT, "eu-west-101": "europe"}),
    ],
)
def test_without_a_name_all_projects_are_listed(
    options: dict[str, Any], found: dict[str, str], query: str
) -> None:
    assert found == _found(FakeCsms(**options), query)


def test_a_project_has_the_members_that_iam_gives(fake: FakeCsms) -> None:
    answer = fake.call("GET", "/v3/projects?name=cn-north-4").json()
    (project,) = answer["projects"]
    members = {"id", "name", "domain_id", "parent_id", "enabled", "is_domain", "description"}
    assert members | {"links"} == project.keys()
    assert (True, False) == (project["enabled"], project["is_domain"])
    assert project["domain_id"] == project["parent_id"]
    assert {"self", "next", "previous"} == project["links"].keys() == answer["links"].keys()


def test_a_look_up_is_no_call_of_csms(fake: FakeCsms) -> None:
    before = fake.snapshot()
    fake.call("GET", "/v3/projects?name=cn-north-4&domain_id=x")
    (recorded,) = fake.calls.iam
    assert [] == list(fake.calls)
    assert ("KeystoneListProjects", 200, ("domain_id",)) == (
        recorded.operation,
        recorded.status,
        recorded.unread,
    )
    assert before == fake.snapshot()


def test_a_stranger_is_refused_in_the_form_of_iam(fake: FakeCsms) -> None:
    response = fake.call("GET", "/v3/projects?name=cn-north-4", headers={})
    error = response.json()["error"]
    assert (401, 401, "Unauthorized") == (response.status, error["code"], error["title"])
    assert "authentication" in error["message"]
    assert (401, "APIGW.0301") == (fake.calls.iam[-1].status, fake.calls.iam[-1].error_code)


def test_no_credentials_are_asked_for_when_auth_is_off() -> None:
    fake = filled_fake(auth="off")
    assert 200 == fake.call("GET", "/v3/projects", headers={}).status


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v3/projects"),
        ("GET", "/v3/projects/"),
        ("GET", f"/v3/projects/{PROJECT}"),
        ("GET", "/v3/auth/projects"),
        ("POST", "/v3/auth/tokens"),
    ],
)
def test_the_rest_of_iam_is_not_answered(fake: FakeCsms, method: str, path: str) -> None:
    assert 404 == fake.call(method, path, body={}).status
