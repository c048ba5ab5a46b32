"""A world in which every refusal is one call away: full quotas, each state, a dead key.

`CASES` says for each operation which codes of the service it can give, and the call that brings
each out. `make_room` asks for a free place in the project, `alone` for an empty fake.
"""

from typing import Any, NamedTuple

from one_of_each import ELSEWHERE, EVENT, GRANT, REGION, SINGLE, USER_ID

from fakecsms import FakeCsms

OPTIONS: dict[str, Any] = {
    "projects": {REGION: ELSEWHERE},
    "secrets_per_project_max": 6,
    "stages_per_secret_max": 2,
    "tags_per_secret_max": 1,
    "events_per_project_max": 1,
}
RDS = {"secret_type": "RDS-FG", "rotation_config": SINGLE}
IN_STATES = {"gone": "CSMS.0103", "off": "CSMS.0109", "ice": "CSMS.0109"}
"""Secrets that rotate: pending deletion, DISABLED, FROZEN, and what each state mostly answers."""

INVALID, NO_BODY, ABSENT, NO_SECRET = "CSMS.0002", "CSMS.0004", "CSMS.0005", "CSMS.0106"
QUOTA, NO_KEY = "CSMS.0202", "CSMS.0401"


class Case(NamedTuple):
    """A call that is refused: the members of its path and query, and its body."""

    code: str
    members: dict[str, Any] | None = None
    body: Any = None
    make_room: bool = False
    alone: bool = False


def filled(fake: FakeCsms) -> None:
    """Make the secrets, and all around them, that the cases are about."""
    path = f"/v1/{fake.project_id}"
    fake.call("POST", f"{path}/csms/events", body=EVENT)
    fake.call("POST", f"{path}/csms/grants", body=GRANT)
    fake.csms_users.add("alice", user_id=USER_ID, password="old", is_caller=True)
    for name in IN_STATES:
        fake.put_secret(name, "x", **RDS)
    fake.put_secret("locked", "x", kms_key_id="dead", **RDS)
    fake.put_secret("copied", "x")
    fake.put_secret("db", "x", event_subscriptions=["nightly"])
    fake.call("PUT", f"{path}/secrets/db/stages/blue", body={"version_id": "v1"})
    tag = {"tag": {"key": "team"}}
    fake.call("POST", f"{path}/csms/{fake.secret('db').id}/tags", body=tag)
    fake.call("POST", f"{path}/secrets/copied/replicas", body={"region": REGION})
    for number in range(5):
        fake.put_secret(f"s{number}", "x", project_id=ELSEWHERE)
    fake.call("POST", f"{path}/secrets/gone/scheduled-deleted-tasks/create", body={})
    fake.set_state("off", "DISABLED")
    fake.set_state("ice", "FROZEN")
    fake.kms.disable("dead")


def _states(body: Any = None, more: dict[str, Any] | None = None, **codes: str) -> list[Case]:
    told = {**IN_STATES, **codes}
    return [
        Case(code, {"secret_name": name, **(more or {})}, body)
        for name, code in told.items()
        if code
    ]


def _named(code: str, name: str, body: Any = None, **more: Any) -> Case:
    return Case(code, {"secret_name": name, **more}, body)


ONE = {"secret_string": "x"}
LATER = {"expire_time": 9_999_999_999_000}
V1, STAGE = {"version_id": "v1"}, {"name": "green", "version_id": "v1"}
BLUE = {"stage_name": "blue"}
TAG = {"tag": {"key": "k", "value": "v"}}
BATCH = {"action": "create", "tags": [{"key": "k"}]}
PASSWORDS = {"password": "new", "old_password": "old"}
KIND = {"resource_instances": "resource_instances"}
NOBODY = {"secret_id": "no-id"}

SECRETS: dict[str, list[Case]] = {
    "CreateSecret": [
        Case(INVALID, body={"name": "a.b", **ONE}),
        Case(NO_BODY),
        Case(ABSENT, body={"name": "new", **ONE, "event_subscriptions": ["no"]}),
        Case(QUOTA, body={"name": "new", **ONE}),
        Case(NO_KEY, body={"name": "new", **ONE, "kms_key_id": "dead"}, make_room=True),
    ],
    "ListSecrets": [Case(INVALID, {"limit": "0"})],
    "ShowSecret": [_named(NO_SECRET, "nobody")],
    "UpdateSecret": [
        _named(INVALID, "db", {"kms_key_id": "k"}),
        _named(NO_BODY, "db"),
        _named(ABSENT, "db", {"event_subscriptions": ["no"]}),
        _named(NO_SECRET, "nobody", {}),
        _named(NO_KEY, "db", {"kms_key_id": "dead"}),
        *_states({"description": "d"}, off=""),
    ],
    "DeleteSecret": [_named(INVALID, "copied"), _named(NO_SECRET, "nobody")],
    "DeleteSecretForSchedule": [
        _named(INVALID, "db", {"recovery_window_in_days": 6}),
        _named(NO_BODY, "db"),
        _named(NO_SECRET, "nobody", {}),
        *_states({}, gone="CSMS.0107", off=""),
    ],
    "RestoreSecret": [_named(NO_SECRET, "nobody"), _named("CSMS.0108", "db")],
    "CreateSecretVersion": [
        _named(INVALID, "db", {}),
        _named(NO_BODY, "db"),
        _named(NO_SECRET, "nobody", ONE),
        _named("CSMS.0204", "db", {**ONE, "version_stages": ["green"]}),
        _named(NO_KEY, "locked", ONE),
        *_states(ONE),
    ],
    "ListSecretVersions": [_named(INVALID, "db", limit=0), _named(NO_SECRET, "nobody")],
    "ShowSecretVersion": [
        _named(ABSENT, "db", version_id="v9"),
        _named(NO_SECRET, "nobody", **V1),
        _named(NO_KEY, "locked", **V1),
        *_states(more=V1),
    ],
    "UpdateVersion": [
        _named(INVALID, "db", {"expire_time": 1}, **V1),
        _named(NO_BODY, "db", **V1),
        _named(ABSENT, "db", LATER, version_id="v9"),
        _named(NO_SECRET, "nobody", LATER, **V1),
        *_states(LATER, V1),
    ],
    "BatchShowSecretVersion": [
        Case(INVALID, body={"secret_name_list": []}),
        Case(NO_BODY),
        Case(NO_SECRET, body={"secret_name_list": ["db", "nobody"]}),
        Case(NO_KEY, body={"secret_name_list": ["db", "locked"]}),
        *(Case(code, body={"secret_name_list": [name]}) for name, code in IN_STATES.items()),
    ],
    "CreateSecretStage": [
        _named(INVALID, "db", {**STAGE, "name": "a.b"}),
        _named(NO_BODY, "db"),
        _named(ABSENT, "db", {**STAGE, "version_id": "v9"}),
        _named(NO_SECRET, "nobody", STAGE),
        _named("CSMS.0203", "db", STAGE),
        *_states(STAGE, off=""),
    ],
    "ShowSecretStage": [
        _named(ABSENT, "db", stage_name="green"),
        _named(NO_SECRET, "nobody", **BLUE),
    ],
    "UpdateSecretStage": [
        _named(INVALID, "db", V1, stage_name="a.b"),
        _named(NO_BODY, "db", **BLUE),
        _named(ABSENT, "db", {"version_id": "v9"}, **BLUE),
        _named(NO_SECRET, "nobody", V1, **BLUE),
        _named("CSMS.0203", "db", V1, stage_name="green"),
        *_states(V1, BLUE, off=""),
    ],
    "DeleteSecretStage": [
        _named(ABSENT, "db", stage_name="green"),
        _named("CSMS.0105", "db", stage_name="SYSCURRENT"),
        _named(NO_SECRET, "nobody", **BLUE),
        *_states(more={"stage_name": "SYSCURRENT"}, off=""),
    ],
    "DownloadSecretBlob": [
        _named(NO_SECRET, "nobody"),
        _named(NO_KEY, "locked"),
        *_states(off=""),
    ],
    "UploadSecretBlob": [Case(INVALID, body={"secret_blob": "x"}), Case(NO_BODY)],
    "BatchImportSecrets": [Case(INVALID, body={"secrets": []}), Case(NO_BODY)],
    "RotateSecret": [
        _named(INVALID, "db"),
        _named(NO_SECRET, "nobody"),
        _named(NO_KEY, "locked"),
        *_states(),
    ],
    "CreateSecretReplica": [
        _named(INVALID, "db", {"region": "nowhere"}),
        _named(NO_BODY, "db"),
        _named(NO_SECRET, "nobody", {"region": REGION}),
        _named(QUOTA, "db", {"region": REGION}),
        *_states({"region": REGION}),
    ],
    "DeleteSecretReplica": [
        _named(ABSENT, "db", region_name=REGION),
        _named(NO_SECRET, "nobody", region_name=REGION),
    ],
    "BatchDeleteSecrets": [Case(INVALID, body={"instance_type": "RDS"}), Case(NO_BODY)],
}
AROUND: dict[str, list[Case]] = {
    "ListSecretTask": [Case(INVALID, {"status": "RUNNING"})],
    "CreateAgency": [Case(INVALID, body={"secret_type": "COMMON"}), Case(NO_BODY)],
    "ShowAgency": [Case(INVALID, {"secret_type": "COMMON"})],
    "ShowSecretFunctionTemplates": [
        Case(INVALID, {"secret_type": "RDS-FG", "secret_sub_type": "SingleUser"})
    ],
    "CreateSecretTag": [
        Case(INVALID, NOBODY, {"tag": {"key": "_sys_x"}}),
        Case(NO_BODY, NOBODY),
        Case(ABSENT, NOBODY, TAG),
        Case(QUOTA, {"secret_id": "db"}, TAG),
    ],
    "DeleteSecretTag": [
        Case(ABSENT, {**NOBODY, "key": "team"}),
        Case(ABSENT, {"secret_id": "db", "key": "k"}),
    ],
    "ListSecretTags": [Case(ABSENT, NOBODY)],
    "BatchCreateOrDeleteTags": [
        Case(INVALID, NOBODY, {**BATCH, "action": "put"}),
        Case(NO_BODY, NOBODY),
        Case(ABSENT, NOBODY, BATCH),
        Case(QUOTA, {"secret_id": "db"}, BATCH),
    ],
    "ListProjectSecretsTags": [],
    "ListResourceInstances": [Case(INVALID, KIND, {"action": "list"}), Case(NO_BODY, KIND)],
    "CreateSecretEvent": [
        Case(INVALID, body={**EVENT, "event_types": []}),
        Case(NO_BODY),
        Case(QUOTA, body={**EVENT, "name": "new"}),
    ],
    "ListSecretEvents": [Case(INVALID, {"limit": "x"})],
    "ShowSecretEvent": [Case(ABSENT, {"event_name": "no"})],
    "UpdateSecretEvent": [
        Case(INVALID, {"event_name": "nightly"}, {"state": "OFF"}),
        Case(NO_BODY, {"event_name": "nightly"}),
        Case(ABSENT, {"event_name": "no"}, {"state": "DISABLED"}),
    ],
    "DeleteSecretEvent": [
        Case(INVALID, {"event_name": "nightly"}),
        Case(ABSENT, {"event_name": "no"}),
    ],
    "ListNotificationRecords": [],
    "CreateGrants": [
        Case(INVALID, body=GRANT),
        Case(NO_BODY),
        Case(ABSENT, body={**GRANT, "type": "SECRET"}),
    ],
    "ListGrants": [Case(INVALID, {"resource_id": "r" * 65})],
    "UpdateGrant": [
        Case(INVALID, {"resource_id": "group-1"}, {**GRANT, "type": "ALL"}),
        Case(NO_BODY, {"resource_id": "group-1"}),
        Case(ABSENT, {"resource_id": "group-2"}, GRANT),
    ],
    "DeleteGrant": [
        Case(INVALID, {"grantee_user": "u-1"}),
        Case(ABSENT, {"resource_id": "group-1", "grantee_user": "u-9"}),
    ],
    "ListSupportRegions": [],
    "CheckSecrets": [Case(INVALID, body={"type": "", "data": {"a": "b"}}), Case(NO_BODY)],
    "ShowSecretsConfig": [],
    "UpdateSecretsConfig": [
        Case(INVALID, body={"checking_secret_strength": "yes"}),
        Case(NO_BODY),
    ],
    "ListUsers": [Case(INVALID, {"offset": 0, "limit": 9})],
    "ShowUserDetail": [Case(ABSENT, {"user_id": "nobody"})],
    "UpdateUserPassword": [
        Case(INVALID, body={**PASSWORDS, "old_password": "other"}),
        Case(NO_BODY),
        Case(ABSENT, body=PASSWORDS, alone=True),
    ],
    "GenerateRandomPassword": [
        Case(INVALID, body={"length": 0}),
        Case(ABSENT, body={"password_policy_name": "strict"}),
    ],
}
CASES = {**SECRETS, **AROUND}
