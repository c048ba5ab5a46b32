"""Secrets, their versions and their stages: what is told of each operation."""

from collections.abc import Mapping

from fact import ONE, SECRETS, Fact
from shapes import PAGE_INFO, SECRET, STAGE, VERSION, VERSION_METADATA, Shape

ONE_SECRET: Shape = {"secret": SECRET}
ONE_METADATA: Shape = {"version_metadata": VERSION_METADATA}
ONE_STAGE: Shape = {"stage": STAGE}
VERSIONS = f"{ONE}/versions"
STAGES = f"{ONE}/stages"

NEW_SECRET: Mapping[str, Shape] = {
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
}

SECRET_FACTS: Mapping[str, Fact] = {
    "CreateSecret": Fact(
        method="POST",
        path=SECRETS,
        sdk_method="create_secret",
        action="csms:secret:create",
        answer=ONE_SECRET,
        body=NEW_SECRET,
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
