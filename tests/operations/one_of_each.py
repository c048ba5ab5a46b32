"""A good call of each operation about one secret, `db`, in whatever state the test brings it."""

from typing import Any, NamedTuple

from sending import TOMORROW_MS, answered, frozen_fake

from fakecsms import FakeCsms

REGION, ELSEWHERE = "cn-east-3", "there"
USER_ID = "user-1"
SINGLE = '{"InstanceId":"i","SecretSubType":"SingleUser"}'
EVENT: dict[str, Any] = {
    "name": "nightly",
    "event_types": ["SECRET_DELETED"],
    "state": "ENABLED",
    "notification": {"target_type": "SMN", "target_id": "urn:smn:1:ops", "target_name": "ops"},
}
GRANT = {
    "resource_id": "group-1",
    "type": "GROUP",
    "grantee_type": "0",
    "grantee_target_id": "u-1",
}


class Sent(NamedTuple):
    """What a call sends: the values of its path, its body, its query."""

    in_path: list[str]
    body: dict[str, Any] | None = None
    query: str = ""


def prepared(operation: str = "") -> tuple[FakeCsms, dict[str, Sent]]:
    """Make a fake with `db` and all that is around it, and the calls that it answers.

    A backup, and a copy in another region, are there only for the operation that needs it.
    """
    fake = frozen_fake(projects={REGION: ELSEWHERE})
    blob = _lost(fake) if operation == "UploadSecretBlob" else "a blob"
    rotating = {"secret_type": "RDS-FG", "rotation_config": SINGLE}
    fake.put_secret("db", "one", **rotating)
    secret_id = fake.secret("db").id
    answered(fake, "UpdateSecretStage", "db", "blue", body={"version_id": "v1"})
    answered(fake, "CreateSecretTag", secret_id, body={"tag": {"key": "team"}})
    answered(fake, "CreateSecretEvent", body=EVENT)
    answered(fake, "CreateGrants", body=GRANT)
    fake.csms_users.add("alice", user_id=USER_ID, password="old", is_caller=True)
    if operation == "DeleteSecretReplica":
        answered(fake, "CreateSecretReplica", "db", body={"region": REGION})
    return fake, {**_about_db(), **_by_id(secret_id), **_around(blob)}


def _lost(fake: FakeCsms) -> str:
    fake.put_secret("lost", "x")
    blob: str = answered(fake, "DownloadSecretBlob", "lost")["secret_blob"]
    answered(fake, "DeleteSecret", "lost")
    return blob


def _about_db() -> dict[str, Sent]:
    return {
        "CreateSecret": Sent([], {"name": "another", "secret_string": "x"}),
        "ListSecrets": Sent([]),
        "ShowSecret": Sent(["db"]),
        "UpdateSecret": Sent(["db"], {"description": "new"}),
        "DeleteSecret": Sent(["db"]),
        "DeleteSecretForSchedule": Sent(["db"], {"recovery_window_in_days": 9}),
        "RestoreSecret": Sent(["db"]),
        "CreateSecretVersion": Sent(["db"], {"secret_string": "two"}),
        "ListSecretVersions": Sent(["db"]),
        "ShowSecretVersion": Sent(["db", "v1"]),
        "UpdateVersion": Sent(["db", "v1"], {"expire_time": TOMORROW_MS}),
        "BatchShowSecretVersion": Sent([], {"secret_name_list": ["db"]}),
        "CreateSecretStage": Sent(["db"], {"name": "green", "version_id": "v1"}),
        "ShowSecretStage": Sent(["db", "blue"]),
        "UpdateSecretStage": Sent(["db", "green"], {"version_id": "v1"}),
        "DeleteSecretStage": Sent(["db", "blue"]),
        "DownloadSecretBlob": Sent(["db"]),
        "RotateSecret": Sent(["db"]),
        "CreateSecretReplica": Sent(["db"], {"region": REGION}),
        "DeleteSecretReplica": Sent(["db", REGION]),
        "BatchDeleteSecrets": Sent([], {"instance_id": "i"}),
    }


def _by_id(secret_id: str) -> dict[str, Sent]:
    tag = {"key": "team", "value": "shop"}
    granted = {**GRANT, "resource_id": secret_id, "type": "SECRET"}
    return {
        "CreateSecretTag": Sent([secret_id], {"tag": tag}),
        "DeleteSecretTag": Sent([secret_id, "team"]),
        "ListSecretTags": Sent([secret_id]),
        "BatchCreateOrDeleteTags": Sent([secret_id], {"action": "create", "tags": [tag]}),
        "ListProjectSecretsTags": Sent([]),
        "ListResourceInstances": Sent(["resource_instances"], {"action": "filter"}),
        "CreateGrants": Sent([], granted),
    }


def _around(blob: str) -> dict[str, Sent]:
    resource = "resource_id=group-1"
    changed = {"password": "new", "old_password": "old"}
    rds = "secret_type=RDS-FG"
    return {
        "UploadSecretBlob": Sent([], {"secret_blob": blob}),
        "BatchImportSecrets": Sent([], {"secrets": [{"name": "new", "secret_string": "x"}]}),
        "ListSecretTask": Sent([]),
        "CreateAgency": Sent([], {"secret_type": "RDS-FG"}),
        "ShowAgency": Sent([], query=rds),
        "ShowSecretFunctionTemplates": Sent(
            [], query=f"{rds}&secret_sub_type=MultiUser&engine=mysql"
        ),
        "CreateSecretEvent": Sent([], {**EVENT, "name": "another"}),
        "ListSecretEvents": Sent([]),
        "ShowSecretEvent": Sent(["nightly"]),
        "UpdateSecretEvent": Sent(["nightly"], {"state": "DISABLED"}),
        "DeleteSecretEvent": Sent(["nightly"]),
        "ListNotificationRecords": Sent([]),
        "ListGrants": Sent([], query=resource),
        "UpdateGrant": Sent([], {**GRANT, "validity_time": "2101-01-31"}, resource),
        "DeleteGrant": Sent([], query=resource),
        "ListSupportRegions": Sent([]),
        "CheckSecrets": Sent([], {"type": "password", "data": {"first": "x"}}),
        "ShowSecretsConfig": Sent([]),
        "UpdateSecretsConfig": Sent([], {"checking_secret_strength": True}),
        "ListUsers": Sent([], query="offset=0&limit=10"),
        "ShowUserDetail": Sent([USER_ID]),
        "UpdateUserPassword": Sent([], changed),
        "GenerateRandomPassword": Sent([], {"length": 8}),
    }
