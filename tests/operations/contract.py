"""What the API pages, the published definitions and the SDK say of the operations, as data.

A copy of facts, kept apart from the code on purpose: whatever the code believes of itself is
compared with this. A shape is a JSON type by name, a list of one shape, or an object of members; a
member whose name ends with `?` may be absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import NoneType
from typing import Any

Shape = Any

SECRET: Shape = {
    "id": "string",
    "name": "string",
    "state": "string",
    "kms_key_id": "string",
    "description": "string",
    "create_time": "integer",
    "update_time": "integer",
    "scheduled_delete_time": "integer or null",
    "secret_type": "string",
    "auto_rotation": "boolean",
    "rotation_period": "string or null",
    "rotation_config": "string or null",
    "rotation_time": "integer or null",
    "next_rotation_time": "integer or null",
    "event_subscriptions": ["string"],
    "enterprise_project_id": "string",
    "rotation_func_urn": "string or null",
}
VERSION_METADATA: Shape = {
    "id": "string",
    "create_time": "integer",
    "expire_time?": "integer",
    "kms_key_id": "string",
    "secret_name": "string",
    "version_stages": ["string"],
}
VERSION: Shape = {
    "version_metadata": VERSION_METADATA,
    "secret_string?": "string",
    "secret_binary?": "string",
}
STAGE: Shape = {
    "name": "string",
    "update_time": "integer",
    "secret_name": "string",
    "version_id": "string",
}
PAGE_INFO: Shape = {
    "next_marker": "string or null",
    "previous_marker": "string or null",
    "current_count": "integer",
}
ONE_SECRET: Shape = {"secret": SECRET}
ONE_METADATA: Shape = {"version_metadata": VERSION_METADATA}
ONE_STAGE: Shape = {"stage": STAGE}

SECRETS = "/v1/{project_id}/secrets"
ONE = f"{SECRETS}/{{secret_name}}"
VERSIONS = f"{ONE}/versions"
STAGES = f"{ONE}/stages"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One operation. Members of body and query: name -> shape; those in `needed` must be there.

    `sdk_method` is `None` for an operation that the SDK does not have, and `answer` where the body
    is empty. No source names the IAM action of UpdateVersion; its own is a guess.
    """

    method: str
    path: str
    sdk_method: str | None
    action: str
    answer: Shape
    status: int = 200
    body: Mapping[str, Shape] = field(default_factory=dict)
    query: Mapping[str, Shape] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()


FACTS: Mapping[str, Fact] = {
    "CreateSecret": Fact(
        method="POST",
        path=SECRETS,
        sdk_method="create_secret",
        action="csms:secret:create",
        answer=ONE_SECRET,
        body={
            "name": "string",
            "kms_key_id": "string",
            "description": "string",
            "secret_binary": "string",
            "secret_string": "string",
            "secret_type": "string",
            "auto_rotation": "boolean",
            "rotation_period": "string",
            "rotation_config": "string",
            "event_subscriptions": ["string"],
            "enterprise_project_id": "string",
            "rotation_func_urn": "string",
        },
        needed=frozenset({"name"}),
    ),
    "ListSecrets": Fact(
        method="GET",
        path=SECRETS,
        sdk_method="list_secrets",
        action="csms:secret:list",
        answer={"secrets": [SECRET], "page_info": PAGE_INFO},
        query={"limit": "string", "marker": "string", "event_name": "string"},
    ),
    "ShowSecret": Fact(
        method="GET",
        path=ONE,
        sdk_method="show_secret",
        action="csms:secret:get",
        answer=ONE_SECRET,
    ),
    "UpdateSecret": Fact(
        method="PUT",
        path=ONE,
        sdk_method="update_secret",
        action="csms:secret:update",
        answer=ONE_SECRET,
        body={
            "kms_key_id": "string",
            "description": "string",
            "auto_rotation": "boolean",
            "rotation_period": "string",
            "event_subscriptions": ["string"],
            "rotation_func_urn": "string",
        },
    ),
    "DeleteSecret": Fact(
        method="DELETE",
        path=ONE,
        sdk_method="delete_secret",
        action="csms:secret:delete",
        answer=None,
    ),
    "DeleteSecretForSchedule": Fact(
        method="POST",
        path=f"{ONE}/scheduled-deleted-tasks/create",
        sdk_method="delete_secret_for_schedule",
        action="csms:secret:scheduleDeletion",
        answer=ONE_SECRET,
        body={"recovery_window_in_days": "integer"},
    ),
    "RestoreSecret": Fact(
        method="POST",
        path=f"{ONE}/scheduled-deleted-tasks/cancel",
        sdk_method="restore_secret",
        action="csms:secret:restoreSecret",
        answer=ONE_SECRET,
    ),
    "CreateSecretVersion": Fact(
        method="POST",
        path=VERSIONS,
        sdk_method="create_secret_version",
        action="csms:secret:createVersion",
        answer=ONE_METADATA,
        body={
            "secret_binary": "string",
            "secret_string": "string",
            "version_stages": ["string"],
            "expire_time": "integer",
        },
    ),
    "ListSecretVersions": Fact(
        method="GET",
        path=VERSIONS,
        sdk_method="list_secret_versions",
        action="csms:secret:listVersion",
        answer={"version_metadatas": [VERSION_METADATA], "page_info": PAGE_INFO},
        query={"marker": "string", "limit": "integer"},
    ),
    "ShowSecretVersion": Fact(
        method="GET",
        path=f"{VERSIONS}/{{version_id}}",
        sdk_method="show_secret_version",
        action="csms:secret:getVersion",
        answer={"version": VERSION},
    ),
    "UpdateVersion": Fact(
        method="PUT",
        path=f"{VERSIONS}/{{version_id}}",
        sdk_method="update_version",
        action="csms:secret:updateVersion",
        answer=ONE_METADATA,
        body={"expire_time": "integer"},
        needed=frozenset({"expire_time"}),
    ),
    "BatchShowSecretVersion": Fact(
        method="POST",
        path=f"{SECRETS}/batch-get-secret-value",
        sdk_method=None,
        action="csms:secret:batchGetSecretValue",
        answer={"total_count": "integer", "versions": [VERSION]},
        body={"secret_name_list": ["string"]},
        needed=frozenset({"secret_name_list"}),
    ),
    "CreateSecretStage": Fact(
        method="POST",
        path=STAGES,
        sdk_method=None,
        action="csms:secret:createStage",
        answer=ONE_STAGE,
        body={"name": "string", "version_id": "string"},
        needed=frozenset({"name", "version_id"}),
    ),
    "ShowSecretStage": Fact(
        method="GET",
        path=f"{STAGES}/{{stage_name}}",
        sdk_method="show_secret_stage",
        action="csms:secret:getStage",
        answer=ONE_STAGE,
    ),
    "UpdateSecretStage": Fact(
        method="PUT",
        path=f"{STAGES}/{{stage_name}}",
        sdk_method="update_secret_stage",
        action="csms:secret:updateStage",
        answer=ONE_STAGE,
        body={"version_id": "string"},
        needed=frozenset({"version_id"}),
    ),
    "DeleteSecretStage": Fact(
        method="DELETE",
        path=f"{STAGES}/{{stage_name}}",
        sdk_method="delete_secret_stage",
        action="csms:secret:deleteStage",
        answer=None,
        status=204,
    ),
}

ERROR_TEXTS: Mapping[str, str] = {
    "CSMS.0002": "The value of parameter is invalid.",
    "CSMS.0003": "The request is invalid.",
    "CSMS.0004": "The requested body format is wrong.",
    "CSMS.0005": "The resource does not exist.",
    "CSMS.0103": "The secret is in the scheduled deletion state.",
    "CSMS.0105": "Can not delete the system internal stage.",
    "CSMS.0106": "The secret name not found int the db.",
    "CSMS.0107": "The secret is in schedule delete state.",
    "CSMS.0108": "The secret is not in schedule delete state.",
    "CSMS.0109": "The secret state is not enabled.",
    "CSMS.0202": "The number of secret has reached the upper limit.",
    "CSMS.0203": "The number of stage has reached the upper limit.",
    "CSMS.0204": "The number of stage is greater than the quota limit.",
    "CSMS.0401": "Can not get the protected secret value using the provided KMS key.",
}
"""The texts of the service's error page, with its spelling."""

_JSON_TYPES = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": NoneType,
}


def fault_of(shape: Shape, value: object, at: str = "$") -> str | None:
    """Say where a decoded answer differs from its shape, or return `None`."""
    if isinstance(shape, str):
        fits = type(value) in [_JSON_TYPES[one] for one in shape.split(" or ")]
        return None if fits else f"{at} is no {shape}: {value!r}"
    if type(value) is not type(shape):
        return f"{at} is no {type(shape).__name__}: {value!r}"
    if isinstance(value, list):
        items = (fault_of(shape[0], each, f"{at}[{i}]") for i, each in enumerate(value))
        return next(filter(None, items), None)
    members = {name.removesuffix("?"): inner for name, inner in shape.items()}
    needed = {name for name in shape if not name.endswith("?")}
    if not needed <= value.keys() <= members.keys():
        return f"{at} has {sorted(value)}, the contract {sorted(shape)}"
    inside = (fault_of(members[name], each, f"{at}.{name}") for name, each in value.items())
    return next(filter(None, inside), None)
