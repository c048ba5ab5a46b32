"""The secrets of one database instance, removed for good.

The law: without an instance nothing is meant, never all; and of the secrets found, each is told of
once, as gone or as kept. Law 1 holds for the refusals.
"""

import json
from typing import Any

import pytest
from by_sdk import sent_by
from huaweicloudsdkcsms.v1 import CsmsClient
from sending import answered, frozen_fake, refused, why

from fakecsms import FakeCsms

SECRETS: dict[str, tuple[str, dict[str, str]]] = {
    "rds-a": ("RDS-FG", {"InstanceId": "one"}),
    "rds-b": ("RDS-FG", {"RDSInstanceId": "one"}),
    "rds-c": ("RDS-FG", {"InstanceId": "two"}),
    "rds-d": ("RDS-FG", {"InstanceId": "two", "RDSInstanceId": "one"}),
    "gauss-a": ("GaussDB-FG", {"InstanceId": "one"}),
    "gauss-b": ("GaussDB-FG", {"InstanceId": "two"}),
}


def put(fake: FakeCsms, name: str, secret_type: str, told: dict[str, str], **more: Any) -> None:
    config = json.dumps({**told, "SecretSubType": "SingleUser"})
    fake.put_secret(name, "x", secret_type=secret_type, rotation_config=config, **more)


@pytest.fixture
def stocked(fake: FakeCsms) -> FakeCsms:
    """A fake with secrets of two instances, and two that belong to none."""
    for name, (secret_type, told) in SECRETS.items():
        put(fake, name, secret_type, told)
    fake.put_secret("one", "x")
    fake.put_secret("plain", "x", description="one")
    return fake


def gone(fake: FakeCsms, **members: Any) -> list[str]:
    """Remove what the members mean, and return the names of what is gone."""
    before = {each.name for each in fake.secrets()}
    answer = answered(fake, "BatchDeleteSecrets", body=members)
    left = {each.name for each in fake.secrets()}
    assert sorted(before - left) == answer["success_secrets"]
    assert [] == answer["failed_secrets"]
    assert len(answer["success_secrets"]) == answer["total"]
    return list(answer["success_secrets"])


@pytest.mark.parametrize(
    ("members", "names"),
    [
        ({"instance_id": "one"}, ["gauss-a", "rds-a", "rds-b", "rds-d"]),
        ({"instance_id": "one", "instance_type": None}, ["gauss-a", "rds-a", "rds-b", "rds-d"]),
        ({"instance_id": "one", "instance_type": "RDS"}, ["rds-a", "rds-b", "rds-d"]),
        ({"instance_id": "one", "instance_type": "TaurusDB"}, ["gauss-a"]),
        ({"instance_id": "one", "instance_type": "GaussDB"}, ["gauss-a"]),
        ({"instance_id": "one", "instance_type": "APIG"}, []),
        ({"instance_id": "two"}, ["gauss-b", "rds-c", "rds-d"]),
        ({"instance_id": "two", "instance_type": "RDS"}, ["rds-c", "rds-d"]),
        ({"instance_id": "three"}, []),
        ({"instance_id": "ONE"}, []),
        ({"instance_id": "on"}, []),
        ({"instance_id": " one"}, []),
        ({"instance_id": "*"}, []),
        ({"instance_id": "SingleUser"}, []),
    ],
)
def test_the_secrets_of_an_instance_are_removed(
    stocked: FakeCsms, members: dict[str, Any], names: list[str]
) -> None:
    assert names == gone(stocked, **members)


def test_what_is_gone_is_gone(stocked: FakeCsms) -> None:
    gone(stocked, instance_id="one")
    assert [] == gone(stocked, instance_id="one")
    assert (404, "CSMS.0106") == refused(stocked, "ShowSecret", "rds-a")
    stocked.put_secret("rds-a", "a name that is free")


@pytest.mark.parametrize("state", ["ENABLED", "DISABLED", "FROZEN", "PENDING_DELETE"])
def test_secrets_are_removed_in_every_state(stocked: FakeCsms, state: str) -> None:
    if state == "PENDING_DELETE":
        answered(stocked, "DeleteSecretForSchedule", "rds-a", body={})
    else:
        stocked.set_state("rds-a", state)
    assert "rds-a" in gone(stocked, instance_id="one")
    assert [] == stocked.clock.advance(days=31).subjects("deleted")


def test_a_disabled_key_keeps_nothing(stocked: FakeCsms) -> None:
    stocked.kms.disable(stocked.secret("rds-a").kms_key_id)
    assert "rds-a" in gone(stocked, instance_id="one")


def test_a_removal_is_told_to_whoever_subscribed(fake: FakeCsms) -> None:
    target = {"target_type": "SMN", "target_id": "urn:t", "target_name": "t"}
    event = {"name": "ev", "event_types": ["SECRET_DELETED"], "state": "ENABLED"}
    answered(fake, "CreateSecretEvent", body={**event, "notification": target})
    put(fake, "told", "RDS-FG", {"InstanceId": "one"}, event_subscriptions=["ev"])
    put(fake, "untold", "RDS-FG", {"InstanceId": "one"})
    gone(fake, instance_id="one")
    assert ["told"] == [each.secret_name for each in fake.notifications]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "instance_id is missing."),
        ({"instance_type": "RDS"}, "instance_id is missing."),
        ({"instance_ids": ["one"]}, "instance_id is missing."),
        ({"instance_id": ""}, "instance_id must not be empty."),
        ({"instance_id": "", "instance_type": "RDS"}, "instance_id must not be empty."),
        ({"instance_id": None}, "instance_id must be text, not null."),
        ({"instance_id": 5}, "instance_id must be text, not a whole number."),
        ({"instance_id": ["one"]}, "instance_id must be text, not a list."),
        *(
            ({"instance_id": "one", "instance_type": wrong}, "instance_type must be one of ")
            for wrong in ("", "rds", "RDS-FG", "COMMON", "MySQL")
        ),
        ({"instance_id": "one", "instance_type": 5}, "instance_type must be text, not "),
    ],
)
def test_nothing_is_removed_unless_an_instance_is_named(
    stocked: FakeCsms, body: dict[str, Any], sentence: str
) -> None:
    assert (400, "CSMS.0002") == refused(stocked, "BatchDeleteSecrets", body=body)
    assert why(stocked).startswith(sentence)
    assert 8 == len(stocked.secrets())


def test_an_instance_without_a_name_is_never_meant(fake: FakeCsms) -> None:
    """Though a secret may be of one."""
    put(fake, "nameless", "RDS-FG", {"InstanceId": ""})
    assert (400, "CSMS.0002") == refused(fake, "BatchDeleteSecrets", body={"instance_id": ""})


@pytest.mark.parametrize("body", [None, b"null", b"[]", b"{", b'"one"'])
def test_a_body_that_is_no_object_removes_nothing(stocked: FakeCsms, body: bytes | None) -> None:
    assert (400, "CSMS.0004") == refused(stocked, "BatchDeleteSecrets", body=body)


def test_a_misspelt_type_is_noted_by_the_journal(stocked: FakeCsms) -> None:
    """It would have left some of the secrets alone."""
    gone(stocked, instance_id="one", instancetype="RDS")
    entry = stocked.calls[-1]
    assert (("instancetype",), None) == (entry.unread, entry.secret_name)


def test_each_project_is_cleared_by_itself(stocked: FakeCsms) -> None:
    config = '{"InstanceId":"one","SecretSubType":"SingleUser"}'
    far = {"secret_type": "RDS-FG", "rotation_config": config}
    stocked.put_secret("far", "x", project_id="other", **far)
    assert "far" not in gone(stocked, instance_id="one")
    assert "x" == stocked.value("far", project_id="other")


def test_a_primary_is_kept_for_its_copies_and_the_others_go() -> None:
    fake = frozen_fake(projects={"cn-east-3": "east"})
    for name in ("a", "b", "c"):
        put(fake, name, "RDS-FG", {"InstanceId": "one"})
    answered(fake, "CreateSecretReplica", "b", body={"region": "cn-east-3"})
    answer = answered(fake, "BatchDeleteSecrets", body={"instance_id": "one"})
    kept = [{"name": "b", "error_msg": "The value of parameter is invalid."}]
    expected = {"total": 3, "success_secrets": ["a", "c"], "failed_secrets": kept}
    assert expected == answer
    assert ["b"] == [each.name for each in fake.secrets()]


def test_a_client_removes_the_secrets_of_an_instance(
    csms: FakeCsms, csms_client: CsmsClient
) -> None:
    """The SDK has no method of its own for it."""
    for name in ("a", "b"):
        put(csms, name, "RDS-FG", {"InstanceId": "one"})
    body = {"instance_id": "one", "instance_type": "RDS"}
    response = sent_by(csms_client, "BatchDeleteSecrets", body=body)
    told = {"total": 2, "success_secrets": ["a", "b"], "failed_secrets": []}
    assert told == json.loads(response.raw_content)
    assert [] == csms.secrets()
