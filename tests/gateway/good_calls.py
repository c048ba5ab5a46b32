"""A good call of each operation, for a test to spoil in one place. Nothing here asserts.

The calls are for the fake that `filled_fake` makes: its default project holds the secret `db` with
the versions v1 and v2, SYSCURRENT on v2 and `beta` on v1, and the secret `gone`, which is pending
deletion. The project `other` has `rds`, which rotates, and `copied`, which has a copy.
"""

from typing import Any, NamedTuple

from fakecsms import FakeCsms
from fakecsms.fake import Snapshot
from fakecsms.model.backup import Seals

PROJECT = "0123456789abcdef0123456789abcdef"
OTHER = "other"
SECRETS = f"/v1/{PROJECT}/secrets"
DB = f"{SECRETS}/db"
CSMS = f"/v1/{PROJECT}/csms"
EVENTS, GRANTS = f"{CSMS}/events", f"{CSMS}/grants"
INSTANCES = f"{CSMS}/resource_instances/action"
CANARY = "hunter2-never-show-me"
"""A secret value. Whatever is shown, this is not in it."""

NOW_MS = 4_102_444_800_500
"""The service's time in these tests: 2100-01-01, half a second past midnight, UTC."""

REGION = "cn-east-3"
USER_ID = "user-1"
CONFIG = '{"InstanceId":"i-1","SecretSubType":"SingleUser"}'
TOPIC = {"target_type": "SMN", "target_id": "urn:smn:1:ops", "target_name": "ops"}
EVENT: dict[str, Any] = {
    "name": "nightly",
    "event_types": ["SECRET_DELETED"],
    "state": "ENABLED",
    "notification": TOPIC,
}
GRANT: dict[str, Any] = {
    "resource_id": "group-1",
    "type": "GROUP",
    "grantee_type": "0",
    "grantee_target_id": "u-1",
}
_OF_GROUP = "?resource_id=group-1"
_SEALS = Seals()
"""One key pair for all fakes of these tests: to make one takes longer than all else."""


class GoodCall(NamedTuple):
    """A call that the service answers; `body` is `None` where the operation reads none."""

    operation: str
    method: str
    path: str
    body: dict[str, Any] | None = None
    status: int = 200

    def sending(self, **members: Any) -> "GoodCall":
        """Return this call with some members of its body changed or added."""
        return self._replace(body={**(self.body or {}), **members})

    def without(self, member: str) -> "GoodCall":
        """Return this call with a member of its body left out."""
        return self._replace(body={k: v for k, v in (self.body or {}).items() if k != member})

    def asking(self, query: str) -> "GoodCall":
        """Return this call with another query."""
        return self._replace(path=f"{self.path.partition('?')[0]}?{query}")


def filled_fake(**options: Any) -> FakeCsms:
    """Make the fake that the good calls are for. Its clock stands still, its journal is empty."""
    fake = _empty_fake(**options)
    fake.restore(_FILLED)
    return fake


def _empty_fake(**options: Any) -> FakeCsms:
    fake = FakeCsms(**{"seed": 1, "projects": {REGION: "copies"}, **options})
    fake.gate.terms.seals._key = _SEALS._key
    return fake


def _filled() -> Snapshot:
    fake = _empty_fake()
    fake.clock.freeze()
    fake.clock.move_to(NOW_MS)
    fake.put_secret("db", CANARY)
    fake.put_secret("db", CANARY)
    fake.put_secret("gone", CANARY)
    rotating = {"secret_type": "RDS-FG", "rotation_config": CONFIG}
    fake.put_secret("rds", CANARY, project_id=OTHER, **rotating)
    fake.put_secret("copied", CANARY, project_id=OTHER)
    fake.csms_users.add("alice", user_id=USER_ID, password=CANARY, is_caller=True)
    fake.call("PUT", f"{DB}/stages/beta", body={"version_id": "v1"})
    fake.call("POST", f"{SECRETS}/gone/scheduled-deleted-tasks/create", body={})
    fake.call("POST", f"/v1/{OTHER}/secrets/copied/replicas", body={"region": REGION})
    fake.call("POST", EVENTS, body=EVENT)
    fake.call("POST", GRANTS, body=GRANT)
    tag = {"tag": {"key": "team", "value": "shop"}}
    fake.call("POST", f"{CSMS}/{fake.secret('db').id}/tags", body=tag)
    return fake.snapshot()


def _lost() -> str:
    """Return the backup of a secret that is not there any more."""
    fake = filled_fake()
    fake.put_secret("lost", CANARY)
    blob: str = fake.call("POST", f"{SECRETS}/lost/backup").json()["secret_blob"]
    return blob


_FILLED = _filled()
TAGS = f"{CSMS}/{filled_fake().secret('db').id}/tags"
BLOB = _lost()
_TAG = {"key": "env", "value": "test"}
_FUNCTION = "secret_type=RDS-FG&secret_sub_type=MultiUser&engine=mysql"

_CALLS = (
    GoodCall("CreateSecret", "POST", SECRETS, {"name": "new", "secret_string": CANARY}),
    GoodCall("ListSecrets", "GET", SECRETS),
    GoodCall("ShowSecret", "GET", DB),
    GoodCall("UpdateSecret", "PUT", DB, {"description": "of the shop"}),
    GoodCall("DeleteSecret", "DELETE", DB),
    GoodCall(
        "DeleteSecretForSchedule",
        "POST",
        f"{DB}/scheduled-deleted-tasks/create",
        {"recovery_window_in_days": 7},
    ),
    GoodCall("RestoreSecret", "POST", f"{SECRETS}/gone/scheduled-deleted-tasks/cancel"),
    GoodCall("CreateSecretVersion", "POST", f"{DB}/versions", {"secret_string": CANARY}),
    GoodCall("ListSecretVersions", "GET", f"{DB}/versions"),
    GoodCall("ShowSecretVersion", "GET", f"{DB}/versions/v1"),
    GoodCall("UpdateVersion", "PUT", f"{DB}/versions/v1", {"expire_time": NOW_MS + 60_000}),
    GoodCall(
        "BatchShowSecretVersion",
        "POST",
        f"{SECRETS}/batch-get-secret-value",
        {"secret_name_list": ["db"]},
    ),
    GoodCall("CreateSecretStage", "POST", f"{DB}/stages", {"name": "canary", "version_id": "v1"}),
    GoodCall("ShowSecretStage", "GET", f"{DB}/stages/beta"),
    GoodCall("UpdateSecretStage", "PUT", f"{DB}/stages/beta", {"version_id": "v2"}),
    GoodCall("DeleteSecretStage", "DELETE", f"{DB}/stages/beta", status=204),
    GoodCall("DownloadSecretBlob", "POST", f"{DB}/backup"),
    GoodCall("UploadSecretBlob", "POST", f"{SECRETS}/restore", {"secret_blob": BLOB}),
    GoodCall(
        "BatchImportSecrets",
        "POST",
        f"{SECRETS}/batch-import",
        {"secrets": [{"name": "new", "secret_string": CANARY}]},
    ),
    GoodCall("RotateSecret", "POST", f"/v1/{OTHER}/secrets/rds/rotate"),
    GoodCall("ListSecretTask", "GET", f"{CSMS}/tasks"),
    GoodCall("CreateAgency", "POST", "/v1/csms/agencies", {"secret_type": "RDS-FG"}),
    GoodCall("ShowAgency", "GET", "/v1/csms/agencies?secret_type=RDS-FG"),
    GoodCall("ShowSecretFunctionTemplates", "GET", f"/v1/csms/function-templates?{_FUNCTION}"),
    GoodCall("CreateSecretTag", "POST", TAGS, {"tag": _TAG}, 204),
    GoodCall("DeleteSecretTag", "DELETE", f"{TAGS}/team", status=204),
    GoodCall("ListSecretTags", "GET", TAGS),
    GoodCall(
        "BatchCreateOrDeleteTags",
        "POST",
        f"{TAGS}/action",
        {"action": "create", "tags": [_TAG]},
        204,
    ),
    GoodCall("ListProjectSecretsTags", "GET", f"{CSMS}/tags"),
    GoodCall("ListResourceInstances", "POST", INSTANCES, {"action": "filter"}),
    GoodCall("CreateSecretEvent", "POST", EVENTS, {**EVENT, "name": "new"}),
    GoodCall("ListSecretEvents", "GET", EVENTS),
    GoodCall("ShowSecretEvent", "GET", f"{EVENTS}/nightly"),
    GoodCall("UpdateSecretEvent", "PUT", f"{EVENTS}/nightly", {"state": "DISABLED"}),
    GoodCall("DeleteSecretEvent", "DELETE", f"{EVENTS}/nightly", status=204),
    GoodCall("ListNotificationRecords", "GET", f"{CSMS}/notification-records"),
    GoodCall("CreateGrants", "POST", GRANTS, {**GRANT, "grantee_target_id": "u-2"}),
    GoodCall("ListGrants", "GET", GRANTS + _OF_GROUP),
    GoodCall("UpdateGrant", "PUT", GRANTS + _OF_GROUP, {**GRANT, "validity_time": "2101-01-31"}),
    GoodCall("DeleteGrant", "DELETE", GRANTS + _OF_GROUP, status=204),
    GoodCall("CreateSecretReplica", "POST", f"{DB}/replicas", {"region": REGION}),
    GoodCall(
        "DeleteSecretReplica",
        "DELETE",
        f"/v1/{OTHER}/secrets/copied/replicas/{REGION}",
        status=204,
    ),
    GoodCall("ListSupportRegions", "GET", f"{CSMS}/replica-regions"),
    GoodCall("BatchDeleteSecrets", "POST", f"{SECRETS}/batch-delete", {"instance_id": "i-1"}),
    GoodCall(
        "CheckSecrets",
        "POST",
        f"{SECRETS}/checker/check",
        {"type": "password", "data": {"first": CANARY}},
    ),
    GoodCall("ShowSecretsConfig", "GET", f"{SECRETS}/checker/config"),
    GoodCall(
        "UpdateSecretsConfig",
        "POST",
        f"{SECRETS}/checker/config",
        {"checking_secret_strength": True},
    ),
    GoodCall("ListUsers", "GET", "/v1/csms/users?offset=0&limit=10"),
    GoodCall("ShowUserDetail", "GET", f"/v1/csms/users/{USER_ID}"),
    GoodCall(
        "UpdateUserPassword",
        "POST",
        "/v1/csms/users/change-password",
        {"password": f"{CANARY}-2", "old_password": CANARY},
    ),
    GoodCall("GenerateRandomPassword", "POST", f"{CSMS}/generate-password", {"length": 8}),
)

GOOD = {call.operation: call for call in _CALLS}
WITH_BODY = [call for call in _CALLS if call.body is not None]
WITHOUT_BODY = [call for call in _CALLS if call.body is None]
BODY_OPTIONAL = {"GenerateRandomPassword"}
"""Reads a body, and does without one as well."""
