"""`env()` sends an unmodified SDK program here: in every region, with and without a project id.

The program runs in a process of its own and knows nothing of the fake.
"""

import os
import subprocess
import sys

import pytest
from door_clients import PROJECT, SDK_REGIONS, names_seen_by, sdk_client
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkcsms.v1.region.csms_region import CsmsRegion
from loopback import fenced_environment

from fakecsms import FakeCsms, FakeCsmsServer

PROGRAM = """
import sys
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcsms.v1 import CsmsClient, ShowSecretVersionRequest
from huaweicloudsdkcsms.v1.region.csms_region import CsmsRegion

region, *project_id = sys.argv[1:]
client = (
    CsmsClient.new_builder()
    .with_credentials(BasicCredentials("ak", "sk", *project_id))
    .with_region(CsmsRegion.value_of(region))
    .build()
)
asked = ShowSecretVersionRequest(secret_name="db", version_id="latest")
print(client.show_secret_version(asked).version.secret_string)
"""

PROGRAM_WITH_CREDENTIALS_FROM_THE_ENVIRONMENT = """
from huaweicloudsdkcsms.v1 import CsmsClient, ShowSecretVersionRequest
from huaweicloudsdkcsms.v1.region.csms_region import CsmsRegion

client = CsmsClient.new_builder().with_region(CsmsRegion.value_of("cn-north-4")).build()
asked = ShowSecretVersionRequest(secret_name="db", version_id="latest")
print(client.show_secret_version(asked).version.secret_string)
"""


def _printed(program: str, *arguments: str, **environment: str) -> str:
    """Run an SDK program and return what it printed."""
    ended = subprocess.run(  # noqa: S603 - the programs of this file
        [sys.executable, "-c", program, *arguments],
        check=True,
        capture_output=True,
        text=True,
        timeout=30,
        env=fenced_environment(**environment),
    )
    return ended.stdout.strip()


@pytest.mark.parametrize("region", SDK_REGIONS, ids=lambda region: region.id)
def test_every_region_of_the_sdk_has_its_variable(
    live: FakeCsmsServer, region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in live.env().items():
        monkeypatch.setenv(name, value)
    assert [live.url] == CsmsRegion.value_of(region.id).endpoints


def test_a_client_of_this_process_goes_there_with_the_variables_set(
    live: FakeCsmsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    live.fake = FakeCsms()
    live.fake.put_secret("db", "hunter2")
    for name, value in live.env().items():
        monkeypatch.setenv(name, value)
    assert ["db"] == names_seen_by(sdk_client(CsmsRegion.value_of("tr-west-1")))


def test_a_program_without_a_project_id_asks_for_it_and_is_answered(live: FakeCsmsServer) -> None:
    live.fake = FakeCsms(projects={"eu-west-101": "ours", "cn-east-3": "east"})
    live.fake.put_secret("db", "hunter2", project_id="east")
    assert "hunter2" == _printed(PROGRAM, "cn-east-3", **live.env())
    assert (1, 1) == (len(live.fake.calls), len(live.fake.calls.iam))


def test_a_program_with_a_project_id_is_answered(live: FakeCsmsServer) -> None:
    live.fake = FakeCsms()
    live.fake.put_secret("db", "hunter2", project_id="given")
    assert "hunter2" == _printed(PROGRAM, "af-south-1", "given", **live.env())
    assert (1, 0) == (len(live.fake.calls), len(live.fake.calls.iam))


def test_a_program_with_its_keys_in_the_environment_finds_its_project_there_too(
    live: FakeCsmsServer,
) -> None:
    live.fake = FakeCsms(project_id="mine")
    live.fake.put_secret("db", "hunter2")
    keys = {"HUAWEICLOUD_SDK_AK": "ak", "HUAWEICLOUD_SDK_SK": "sk"}
    program = PROGRAM_WITH_CREDENTIALS_FROM_THE_ENVIRONMENT
    assert "hunter2" == _printed(program, **keys, **live.env())
    assert ["mine"] == [each.project_id for each in live.fake.calls]


def test_the_variables_are_texts_and_nothing_is_set_by_asking(live: FakeCsmsServer) -> None:
    before = dict(os.environ)
    live.fake = FakeCsms(project_id="mine")
    told = live.env()
    assert (before, "mine") == (dict(os.environ), told["HUAWEICLOUD_SDK_PROJECT_ID"])
    assert live.url == told["HUAWEICLOUD_SDK_IAM_ENDPOINT"]
    assert {str} == set(map(type, told.values()))


def test_the_variables_follow_the_fake_that_answers(live: FakeCsmsServer) -> None:
    for project_id in ("first", PROJECT):
        live.fake = FakeCsms(project_id=project_id)
        assert project_id == live.env()["HUAWEICLOUD_SDK_PROJECT_ID"]
