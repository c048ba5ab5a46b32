"""A client that was built without a project id is told one by IAM, and uses it from then on.

One path of IAM is answered and no other. The SDK remembers project ids for the whole process; what
it was told in one test it does not know in the next, and what it knew before it knows afterwards.
"""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from door_clients import (
    PROJECT,
    SDK_REGIONS,
    TOKEN,
    async_sdk_client,
    names_seen_by,
    sdk_client,
)
from huaweicloudsdkcore.auth.credentials import BasicCredentials, Credentials
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkcsms.v1 import CsmsClient
from huaweicloudsdkcsms.v1.region.csms_region import CsmsRegion
from loopback import LeftTheMachineError, fenced_environment

from fakecsms import EscapedCallError, FakeCsms, FakeCsmsServer, mock_csms

IAM = "https://iam.cn-north-4.myhuaweicloud.com"


@pytest.fixture
def remembered() -> Iterator[dict[str, str]]:
    """What the SDK remembers, put back after a test that changes it on purpose."""
    before = dict(Credentials._CACHE)
    yield Credentials._CACHE
    Credentials._CACHE.clear()
    Credentials._CACHE.update(before)


@pytest.mark.parametrize("region", SDK_REGIONS, ids=lambda region: region.id)
def test_every_region_has_the_default_project(region: Region) -> None:
    with mock_csms() as fake:
        names_seen_by(sdk_client(region, project_id=None))
    assert [f"/v1/{PROJECT}/secrets"] == [each.path for each in fake.calls]


def test_the_default_project_may_be_another() -> None:
    with mock_csms(project_id="mine") as fake:
        fake.put_secret("db", "hunter2")
        assert ["db"] == names_seen_by(sdk_client(project_id=None))
    assert ["mine"] == [each.project_id for each in fake.calls]


def test_regions_that_the_test_names_have_projects_of_their_own() -> None:
    with mock_csms(projects={"cn-north-4": "north", "cn-east-3": "east"}) as fake:
        for region in (CsmsRegion.CN_NORTH_4, CsmsRegion.CN_EAST_3, CsmsRegion.CN_SOUTH_1):
            names_seen_by(sdk_client(region, project_id=None))
    assert ["north", "east", PROJECT] == [each.project_id for each in fake.calls]


def test_each_project_is_a_world_of_its_own() -> None:
    with mock_csms(projects={"cn-east-3": "east"}) as fake:
        fake.put_secret("in-east", "hunter2", project_id="east")
        assert ["in-east"] == names_seen_by(sdk_client(CsmsRegion.CN_EAST_3, project_id=None))
        assert [] == names_seen_by(sdk_client(CsmsRegion.CN_NORTH_4, project_id=None))


def test_the_look_up_is_kept_apart_from_the_calls() -> None:
    with mock_csms() as fake:
        names_seen_by(sdk_client(project_id=None))
    assert ["ListSecrets"] == [each.operation for each in fake.calls]
    assert [("GET", "/v3/projects", 200)] == [
        (each.method, each.path, each.status) for each in fake.calls.iam
    ]


def test_a_client_with_a_project_id_asks_nobody() -> None:
    with mock_csms() as fake:
        names_seen_by(sdk_client(project_id="given"))
    assert ["given"] == [each.project_id for each in fake.calls]
    assert [] == list(fake.calls.iam)


def test_the_other_client_of_the_sdk_is_told_alike() -> None:
    with mock_csms(project_id="mine") as fake:
        credentials = BasicCredentials("ak", "sk")
        builder = type(async_sdk_client()).new_builder().with_credentials(credentials)
        names_seen_by(builder.with_region(CsmsRegion.CN_EAST_3).build())
    assert ["mine"] == [each.project_id for each in fake.calls]


def _client_that_asks(iam_endpoint: str) -> Any:
    credentials = BasicCredentials("ak", "sk").with_iam_endpoint(iam_endpoint)
    builder = CsmsClient.new_builder().with_credentials(credentials)
    return builder.with_region(CsmsRegion.CN_NORTH_4).build()


@pytest.mark.parametrize(
    "iam_endpoint",
    [
        "https://iam.myhuaweicloud.com",
        "https://iam.eu-west-101.myhuaweicloud.eu",
        "https://identity.local",
        "https://kms.cn-north-4.myhuaweicloud.com",
    ],
)
def test_iam_is_answered_wherever_it_may_be(iam_endpoint: str) -> None:
    with mock_csms(hosts=["identity.local"]) as fake:
        names_seen_by(_client_that_asks(iam_endpoint))
    assert (1, 1) == (len(fake.calls), len(fake.calls.iam))


def test_the_iam_endpoint_of_the_environment_is_answered_when_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HUAWEICLOUD_SDK_IAM_ENDPOINT", "https://identity.local")
    with mock_csms(hosts=["identity.local"]) as fake:
        names_seen_by(sdk_client(project_id=None))
    assert 1 == len(fake.calls.iam)


def test_a_live_server_answers_the_look_up_too(
    live: FakeCsmsServer, remembered: dict[str, str]
) -> None:
    remembered.clear()
    live.fake = FakeCsms(projects={"cn-north-4": "north"})
    _client_that_asks(live.url)
    assert {"akcn-north-4": "north"} == remembered
    assert 1 == len(live.fake.calls.iam)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v3/projects"),
        ("GET", "/v3/projects/1"),
        ("GET", "/v3/users"),
        ("GET", "/v3/auth/projects"),
        ("POST", "/v3/auth/tokens"),
        ("GET", "/v3//projects"),
        ("GET", "/"),
    ],
)
def test_no_other_path_of_iam_is_answered(method: str, path: str) -> None:
    with mock_csms() as fake, pytest.raises(EscapedCallError, match=method):
        requests.request(method, IAM + path, headers=TOKEN, timeout=10)
    assert [] == list(fake.calls.iam)


def test_the_look_up_wants_credentials() -> None:
    with mock_csms():
        answer = requests.get(f"{IAM}/v3/projects", params={"name": "cn-north-4"}, timeout=10)
    assert 401 == answer.status_code


def test_a_look_up_without_a_name_lists_every_project_that_was_named() -> None:
    with mock_csms(projects={"cn-east-3": "east"}):
        answer = requests.get(f"{IAM}/v3/projects", headers=TOKEN, timeout=10)
    told = {each["name"]: each["id"] for each in answer.json()["projects"]}
    assert {"cn-east-3": "east", "cn-north-4": PROJECT} == told


def test_one_test_does_not_tell_the_next_its_project() -> None:
    told = []
    for project_id in ("first", "second"):
        with mock_csms(project_id=project_id) as fake:
            names_seen_by(sdk_client(project_id=None))
            told += [each.project_id for each in fake.calls]
    assert ["first", "second"] == told


def test_a_nested_fake_tells_its_own_project_and_the_outer_one_its_own_again() -> None:
    with mock_csms(project_id="outer") as outer:
        names_seen_by(sdk_client(project_id=None))
        with mock_csms(project_id="inner") as inner:
            names_seen_by(sdk_client(project_id=None))
        names_seen_by(sdk_client(project_id=None))
    assert ["outer", "outer"] == [each.project_id for each in outer.calls]
    assert ["inner"] == [each.project_id for each in inner.calls]


def test_what_the_sdk_knew_is_hidden_inside_and_there_again_afterwards(
    remembered: dict[str, str],
) -> None:
    remembered["akcn-north-4"] = "real"
    with mock_csms() as fake:
        names_seen_by(sdk_client(project_id=None))
    assert [PROJECT] == [each.project_id for each in fake.calls]
    assert "real" == remembered["akcn-north-4"]


@pytest.mark.parametrize("first_to_stop", [0, 1])
def test_what_the_sdk_knew_comes_back_in_any_order_of_leaving(
    remembered: dict[str, str], first_to_stop: int
) -> None:
    remembered.clear()
    remembered["akcn-north-4"] = "real"
    mocks = [mock_csms(), mock_csms()]
    for mock in mocks:
        mock.start()
        names_seen_by(sdk_client(CsmsRegion.CN_EAST_3, project_id=None))
    mocks[first_to_stop].stop()
    mocks[1 - first_to_stop].stop()
    assert {"akcn-north-4": "real"} == remembered


def test_after_the_end_the_next_client_asks_the_real_iam() -> None:
    with mock_csms():
        sdk_client(CsmsRegion.LA_NORTH_2, project_id=None)
    with pytest.raises(LeftTheMachineError, match="la-north-2"):
        sdk_client(CsmsRegion.LA_NORTH_2, project_id=None)


_SDK_LOADED_INSIDE = """
import sys
from fakecsms import mock_csms

with mock_csms():
    assert "huaweicloudsdkcore" not in sys.modules
    from huaweicloudsdkcore.auth.credentials import BasicCredentials, Credentials
    from huaweicloudsdkcsms.v1 import CsmsClient
    from huaweicloudsdkcsms.v1.region.csms_region import CsmsRegion
    builder = CsmsClient.new_builder().with_credentials(BasicCredentials("ak", "sk"))
    builder.with_region(CsmsRegion.CN_NORTH_4).build()
    assert Credentials._CACHE
assert not Credentials._CACHE
"""


def test_an_sdk_that_is_loaded_inside_forgets_as_well() -> None:
    asked = [sys.executable, "-c", _SDK_LOADED_INSIDE]
    subprocess.run(asked, check=True, timeout=30, env=fenced_environment())  # noqa: S603 - ours
