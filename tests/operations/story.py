"""A story in which the SDK calls every operation, so that each optional member shows both ways."""

from collections.abc import Callable, Iterator
from typing import Any

from by_sdk import sent_by
from huaweicloudsdkcsms.v1 import CsmsClient

from fakecsms import FakeCsms

_SECONDS_A_DAY = 86_400
REGION = "cn-east-3"
SINGLE = '{"InstanceId":"i","SecretSubType":"SingleUser"}'
MULTI = '{"InstanceId":"i","SecretSubType":"MultiUser"}'
RDS = {"secret_type": "RDS-FG", "rotation_config": SINGLE}
TOPIC = {"target_type": "SMN", "target_id": "urn:smn:cn-north-4:1:ops", "target_name": "ops"}
EVENT = {
    "name": "nightly",
    "event_types": ["SECRET_VERSION_CREATED", "SECRET_DELETED"],
    "state": "ENABLED",
    "notification": TOPIC,
}
GRANT = {"type": "GROUP", "grantee_type": "0", "grantee_target_id": "u-1"}

Told = tuple[str, Any]
Say = Callable[..., Told]


def story(fake: FakeCsms, client: CsmsClient) -> Iterator[Told]:
    """Make the calls one by one, each when the next is asked for: its name, the SDK's answer."""

    def say(name: str, members: dict[str, Any] | None = None, body: Any = None) -> Told:
        return name, sent_by(client, name, members, body)

    for chapter in (_events, _secrets, _rotation, _tags, _copies, _backup, _rest):
        yield from chapter(fake, say)


def _secrets(fake: FakeCsms, say: Say) -> Iterator[Told]:
    tomorrow_ms = (fake.clock.now_ms // 1_000 + _SECONDS_A_DAY) * 1_000
    db, stage = {"secret_name": "db"}, {"secret_name": "db", "stage_name": "green"}
    fake.put_secret("going", "x", event_subscriptions=["nightly"])
    yield say("CreateSecret", body={"name": "db", "secret_string": "x", "description": "d"})
    whole = {**RDS, "auto_rotation": True, "rotation_period": "7d", "rotation_func_urn": "urn"}
    subscribed = {"event_subscriptions": ["nightly"], "enterprise_project_id": "7"}
    yield say("CreateSecret", body={"name": "rds", "secret_binary": "AA==", **whole, **subscribed})
    yield say("ListSecrets")
    yield say("ListSecrets", {"limit": "1"})
    yield say("ListSecrets", {"marker": "zz"})
    yield say("ListSecrets", {"event_name": "nightly"})
    yield say("ShowSecret", {"secret_name": "rds"})
    yield say("UpdateSecret", db, {"event_subscriptions": ["nightly"]})
    yield say("DeleteSecretForSchedule", {"secret_name": "going"}, {"recovery_window_in_days": 7})
    yield say("ShowSecret", {"secret_name": "going"})
    yield say("RestoreSecret", {"secret_name": "going"})
    yield say("CreateSecretVersion", db, {"secret_string": "two"})
    placed = {"expire_time": tomorrow_ms, "version_stages": ["SYSCURRENT", "blue"]}
    yield say("CreateSecretVersion", db, {"secret_binary": "AA==", **placed})
    yield say("ListSecretVersions", db)
    yield say("ListSecretVersions", {**db, "limit": 1, "marker": "v1"})
    yield say("ShowSecretVersion", {**db, "version_id": "v1"})
    yield say("ShowSecretVersion", {**db, "version_id": "latest"})
    yield say("BatchShowSecretVersion", body={"secret_name_list": ["going", "db"]})
    yield say("UpdateVersion", {**db, "version_id": "v2"}, {"expire_time": tomorrow_ms})
    yield say("UpdateSecretStage", stage, {"version_id": "v1"})
    yield say("CreateSecretStage", db, {"name": "green", "version_id": "v2"})
    yield say("ShowSecretStage", stage)
    yield say("DeleteSecretStage", stage)


def _events(_fake: FakeCsms, say: Say) -> Iterator[Told]:
    nightly = {"event_name": "nightly"}
    yield say("ListNotificationRecords")
    yield say("CreateSecretEvent", body=EVENT)
    yield say("CreateSecretEvent", body={**EVENT, "name": "other", "state": "DISABLED"})
    yield say("ListSecretEvents")
    yield say("ListSecretEvents", {"limit": "1", "marker": "n"})
    yield say("ShowSecretEvent", nightly)
    yield say("UpdateSecretEvent", nightly, {"notification": {**TOPIC, "target_name": "more"}})
    yield say("DeleteSecretEvent", {"event_name": "other"})


def _rotation(fake: FakeCsms, say: Say) -> Iterator[Told]:
    fake.put_secret("pair", "x", secret_type="GaussDB-FG", rotation_config=MULTI)
    yield say("ListSecretTask")
    rotated = say("RotateSecret", {"secret_name": "rds"})
    yield rotated
    yield say("RotateSecret", {"secret_name": "pair"})
    yield say("ListSecretTask", {"task_id": rotated[1].rotation_task_id})
    yield say("ListSecretTask", {"status": "FAILED"})
    yield say("ListSecretTask", {"limit": 1, "secret_name": "rds"})
    yield say("ListSecretTask", {"limit": 1})
    yield say("ListNotificationRecords")
    fake.agencies.refuse("GaussDB-FG", "no permission")
    for secret_type in ("RDS-FG", "GaussDB-FG"):
        yield say("CreateAgency", body={"secret_type": secret_type})
        yield say("ShowAgency", {"secret_type": secret_type})
    template = {"secret_sub_type": "SingleUser"}
    rds = {"secret_type": "RDS-FG", "engine": "mysql"}
    yield say("ShowSecretFunctionTemplates", {**template, **rds})
    yield say("ShowSecretFunctionTemplates", {**template, "secret_type": "GaussDB-FG"})


def _tags(fake: FakeCsms, say: Say) -> Iterator[Told]:
    db = {"secret_id": fake.secret("db").id}
    kind = {"resource_instances": "resource_instances"}
    yield say("ListSecretTags", db)
    yield say("ListProjectSecretsTags")
    yield say("CreateSecretTag", db, {"tag": {"key": "team", "value": "shop"}})
    batch = {"action": "create", "tags": [{"key": "a é", "value": "/"}]}
    yield say("BatchCreateOrDeleteTags", db, batch)
    yield say("ListSecretTags", db)
    yield say("ListProjectSecretsTags")
    wanted = {"tags": [{"key": "team", "values": ["shop"]}], "limit": "5", "offset": "0"}
    matches = [{"key": "resource_name", "value": "d"}]
    yield say("ListResourceInstances", kind, {"action": "filter"})
    yield say("ListResourceInstances", kind, {"action": "filter", **wanted, "matches": matches})
    yield say("ListResourceInstances", kind, {"action": "count", "sequence": "s"})
    yield say("DeleteSecretTag", {**db, "key": "team"})


def _copies(_fake: FakeCsms, say: Say) -> Iterator[Told]:
    yield say("ListSupportRegions")
    yield say("CreateSecretReplica", {"secret_name": "going"}, {"region": REGION})
    yield say("DeleteSecretReplica", {"secret_name": "going", "region_name": REGION})
    instance = {"instance_id": "i", "instance_type": "TaurusDB"}
    yield say("BatchDeleteSecrets", body=instance)
    yield say("CreateSecretReplica", {"secret_name": "rds"}, {"region": REGION})
    yield say("BatchDeleteSecrets", body={"instance_id": "i"})


def _backup(_fake: FakeCsms, say: Say) -> Iterator[Told]:
    downloaded = say("DownloadSecretBlob", {"secret_name": "db"})
    yield downloaded
    yield say("DeleteSecret", {"secret_name": "db"})
    yield say("UploadSecretBlob", body={"secret_blob": downloaded[1].secret_blob})
    items = [{"name": "db", "secret_string": "x"}, {"name": "new", "secret_string": "x"}]
    yield say("BatchImportSecrets", body={"secrets": items})


def _rest(fake: FakeCsms, say: Say) -> Iterator[Told]:
    user_id = fake.csms_users.add("alice", password="old", is_caller=True, org_id="o")
    resource, grant = {"resource_id": "group-1"}, {**GRANT, "resource_id": "group-1"}
    yield say("CreateGrants", body=grant)
    lasting = {**grant, "validity_time": "2101-01-31"}
    yield say("CreateGrants", body={**lasting, "grantee_target_id": "u-2"})
    yield say("UpdateGrant", resource, lasting)
    yield say("ListGrants", resource)
    yield say("DeleteGrant", {**resource, "grantee_user": "u-1"})
    yield say("DeleteGrant", resource)
    yield say("ListGrants", resource)
    yield say("ListUsers", {"offset": 0, "limit": 10})
    yield say("ListUsers", {"offset": 1, "limit": 100, "org_id": "o", "user_info": "ali"})
    yield say("ShowUserDetail", {"user_id": user_id})
    yield say("UpdateUserPassword", body={"password": "new", "old_password": "old"})
    yield say("ShowSecretsConfig")
    yield say("UpdateSecretsConfig", body={"checking_secret_strength": True})
    yield say("CheckSecrets", body={"type": "password", "data": {"first": "hunter2"}})
    yield say("GenerateRandomPassword")
    yield say("GenerateRandomPassword", body={"length": 8, "exclude_punctuation": True})
