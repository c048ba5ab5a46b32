"""Copies of a secret in the projects of other regions: made, seen, taken away.

A copy has an id and a key of its own and is otherwise like its primary; what stands around the
primary (tags, events, rotation, grants) stays there.
"""

import dataclasses
import json
from typing import Any

import pytest
from by_sdk import sent_by
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcsms.v1 import CsmsClient
from sending import DAY_MS, NOW_MS, answered, frozen_fake, refused, why

from fakecsms import FakeCsms
from fakecsms.view import SecretView

HOME = "0123456789abcdef0123456789abcdef"
PROJECTS = {"cn-north-4": HOME, "cn-east-3": "east", "cn-south-1": "south"}
CONFIG = '{"InstanceId":"i","SecretSubType":"SingleUser"}'
COPIED_WITH_VERSIONS = ("id", "stages", "is_binary", "create_time_ms", "expire_time_ms")


@pytest.fixture
def regions() -> FakeCsms:
    """A fake with three named regions; the secret `db` is at home in the first."""
    fake = frozen_fake(projects=PROJECTS)
    fake.put_secret("db", "one", description="d", enterprise_project_id="7")
    fake.clock.advance(days=1)
    fake.put_secret("db", b"\x00\xff", expire_time=NOW_MS + 9 * DAY_MS)
    answered(fake, "UpdateSecretStage", "db", "blue", body={"version_id": "v1"})
    return fake


def copied(fake: FakeCsms, region: str = "cn-east-3", **members: Any) -> SecretView:
    answered(fake, "CreateSecretReplica", "db", body={"region": region, **members})
    return fake.secret("db", project_id=PROJECTS[region])


def test_a_copy_is_readable_in_the_other_regions_project(regions: FakeCsms) -> None:
    copied(regions)
    assert [] == regions.secrets(project_id="south")
    for version_id in ("v1", "v2", "latest"):
        here, there = (
            answered(regions, "ShowSecretVersion", "db", version_id, project_id=project_id)
            for project_id in (HOME, "east")
        )
        for answer in (here, there):
            del answer["version"]["version_metadata"]["kms_key_id"]
        assert here == there


def test_a_copy_is_like_its_primary_but_for_id_and_key(regions: FakeCsms) -> None:
    copy, primary = copied(regions), regions.secret("db")
    assert copy.id != primary.id
    assert copy.kms_key_id != primary.kms_key_id
    assert like(primary, copy)
    own = dict.fromkeys(("id", "kms_key_id", "versions", "replicas", "primary_project_id"))
    assert dataclasses.replace(primary, **own) == dataclasses.replace(copy, **own)


def like(one: SecretView, other: SecretView) -> bool:
    """Whether two secrets have the same versions, whatever their keys."""

    def told(secret: SecretView) -> list[list[object]]:
        return [
            [getattr(each, name) for name in COPIED_WITH_VERSIONS]
            for each in secret.versions.values()
        ]

    return told(one) == told(other)


def test_each_side_knows_of_the_other(regions: FakeCsms) -> None:
    assert ({}, None) == (regions.secret("db").replicas, regions.secret("db").primary_project_id)
    east, south = copied(regions), copied(regions, "cn-south-1")
    primary = regions.secret("db")
    assert {"cn-east-3": "east", "cn-south-1": "south"} == primary.replicas
    assert primary.primary_project_id is None
    for copy in (east, south):
        assert ({}, HOME) == (copy.replicas, copy.primary_project_id)
    assert 3 == len({primary.id, east.id, south.id})


def test_a_copy_is_under_the_default_key_of_its_project(regions: FakeCsms) -> None:
    copy = copied(regions)
    (key,) = regions.kms.keys(project_id="east")
    assert ("csms/default", key.id) == (key.alias, copy.kms_key_id)
    assert {key.id} == {each.kms_key_id for each in copy.versions.values()}


def test_a_copy_can_be_given_a_key(regions: FakeCsms) -> None:
    answered(regions, "UpdateSecret", "db", body={"kms_key_id": "second"})
    regions.put_secret("db", "three")
    copy = copied(regions, kms_key_id="theirs")
    assert {"theirs"} == {copy.kms_key_id, *(e.kms_key_id for e in copy.versions.values())}
    assert 2 == len({each.kms_key_id for each in regions.secret("db").versions.values()})
    (key,) = regions.kms.keys(project_id="east")
    assert "theirs" == key.id


def test_what_stands_around_a_secret_is_not_copied() -> None:
    fake = frozen_fake(projects=PROJECTS)
    target = {"target_type": "SMN", "target_id": "urn:t", "target_name": "t"}
    event = {"name": "ev", "event_types": ["SECRET_DELETED"], "state": "ENABLED"}
    answered(fake, "CreateSecretEvent", body={**event, "notification": target})
    rotation = {"secret_type": "RDS-FG", "rotation_config": CONFIG, "rotation_func_urn": "urn:f"}
    often = {"auto_rotation": True, "rotation_period": "7d", "event_subscriptions": ["ev"]}
    fake.put_secret("db", "one", **rotation, **often)
    answered(fake, "RotateSecret", "db")
    answered(fake, "CreateSecretTag", fake.secret("db").id, body={"tag": {"key": "k"}})
    copy = copied(fake)
    shown = answered(fake, "ShowSecret", "db", project_id="east")["secret"]
    around = {
        "auto_rotation": False,
        "rotation_period": None,
        "rotation_func_urn": None,
        "rotation_time": None,
        "next_rotation_time": None,
        "event_subscriptions": [],
    }
    assert around.items() <= shown.items()
    assert ({}, "RDS-FG") == (copy.tags, copy.secret_type)
    query = f"resource_id={copy.id}"
    grants = answered(fake, "ListGrants", query=query, project_id="east")["data"]
    assert [] == grants["grantee_user"]


def test_a_copy_is_seen_by_every_call_that_reads(regions: FakeCsms) -> None:
    copied(regions)
    body = {"secret_name_list": ["db"]}
    filtered = {"action": "filter"}
    for operation, in_path, more in (
        ("ListSecrets", [], {}),
        ("ShowSecret", ["db"], {}),
        ("ListSecretVersions", ["db"], {}),
        ("ShowSecretStage", ["db", "blue"], {}),
        ("BatchShowSecretVersion", [], {"body": body}),
        ("ListResourceInstances", ["resource_instances"], {"body": filtered}),
    ):
        answer = answered(regions, operation, *in_path, project_id="east", **more)
        assert '"db"' in json.dumps(answer)


def test_a_backup_of_a_copy_comes_back_as_a_secret_of_its_own(regions: FakeCsms) -> None:
    copy = copied(regions)
    body = answered(regions, "DownloadSecretBlob", "db", project_id="east")
    answered(regions, "DeleteSecretReplica", "db", "cn-east-3")
    answered(regions, "UploadSecretBlob", body=body, project_id="east")
    restored = regions.secret("db", project_id="east")
    assert (copy.id, copy.versions, None) == (
        restored.id,
        restored.versions,
        restored.primary_project_id,
    )
    regions.put_secret("db", "its own", project_id="east")
    assert b"\x00\xff" == regions.value("db")


def test_a_copy_is_taken_away_and_its_name_is_free(regions: FakeCsms) -> None:
    first = copied(regions)
    copied(regions, "cn-south-1")
    answered(regions, "DeleteSecretReplica", "db", "cn-east-3")
    assert [] == regions.secrets(project_id="east")
    assert {"cn-south-1": "south"} == regions.secret("db").replicas
    assert b"\x00\xff" == regions.value("db") == regions.value("db", project_id="south")
    assert first.id != copied(regions).id


@pytest.mark.parametrize("region", ["cn-south-1", "cn-north-4", "mars", "east", "CN-EAST-3"])
def test_a_copy_that_is_not_there_cannot_be_taken_away(regions: FakeCsms, region: str) -> None:
    copied(regions)
    assert (404, "CSMS.0005") == refused(regions, "DeleteSecretReplica", "db", region)
    assert f"The secret 'db' has no copy in {region!r}." == why(regions)


def test_a_copy_is_taken_away_once(regions: FakeCsms) -> None:
    copied(regions)
    answered(regions, "DeleteSecretReplica", "db", "cn-east-3")
    assert (404, "CSMS.0005") == refused(regions, "DeleteSecretReplica", "db", "cn-east-3")
    assert (404, "CSMS.0106") == refused(regions, "DeleteSecretReplica", "nobody", "cn-east-3")


@pytest.mark.parametrize("state", ["DISABLED", "FROZEN", "PENDING_DELETE"])
def test_a_copy_is_taken_away_in_every_state(regions: FakeCsms, state: str) -> None:
    copied(regions)
    if state == "PENDING_DELETE":
        answered(regions, "DeleteSecretForSchedule", "db", body={})
    else:
        regions.set_state("db", state)
    answered(regions, "DeleteSecretReplica", "db", "cn-east-3")
    assert [] == regions.secrets(project_id="east")


def test_the_other_named_regions_are_those_to_copy_to(regions: FakeCsms) -> None:
    for project_id, others in (
        (HOME, ["cn-east-3", "cn-south-1"]),
        ("east", ["cn-north-4", "cn-south-1"]),
        ("elsewhere", ["cn-east-3", "cn-north-4", "cn-south-1"]),
    ):
        answer = answered(regions, "ListSupportRegions", project_id=project_id)
        assert {"regions": others, "total": len(others)} == answer


def test_without_named_regions_there_is_nowhere_to_copy_to(db: FakeCsms) -> None:
    assert {"regions": [], "total": 0} == answered(db, "ListSupportRegions")
    body = {"region": "cn-east-3"}
    assert (400, "CSMS.0002") == refused(db, "CreateSecretReplica", "db", body=body)
    assert why(db).endswith("those there are: none.")


@pytest.mark.csms(projects=PROJECTS)
def test_a_client_makes_and_takes_away_a_copy(csms: FakeCsms, csms_client: CsmsClient) -> None:
    """The SDK has no methods of its own for copies."""
    csms.put_secret("db", "one")
    body = {"region": "cn-east-3"}
    made = sent_by(csms_client, "CreateSecretReplica", {"secret_name": "db"}, body)
    assert (200, b"") == (made.status_code, made.raw_content)
    assert "one" == csms.value("db", project_id="east")
    with pytest.raises(ClientRequestException) as caught:
        sent_by(csms_client, "CreateSecretReplica", {"secret_name": "db"}, body)
    assert (400, "CSMS.0002") == (caught.value.status_code, caught.value.error_code)
    there = sent_by(csms_client, "ListSupportRegions")
    assert b'{"regions":["cn-east-3","cn-south-1"],"total":2}' == there.raw_content
    members = {"secret_name": "db", "region_name": "cn-east-3"}
    gone = sent_by(csms_client, "DeleteSecretReplica", members)
    assert (204, []) == (gone.status_code, csms.secrets(project_id="east"))
