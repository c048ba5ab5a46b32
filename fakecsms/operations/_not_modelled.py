"""The operations of the API that answer 501 `FAKECSMS.NotModelled`, so that nobody is misled.

Paths as in the SDK and on the API pages.
"""

NOT_MODELLED: tuple[tuple[str, str, str], ...] = (
    ("BatchCreateOrDeleteTags", "POST", "/v1/{project_id}/csms/{secret_id}/tags/action"),
    ("BatchImportSecrets", "POST", "/v1/{project_id}/secrets/batch-import"),
    ("CheckSecrets", "POST", "/v1/{project_id}/secrets/checker/check"),
    ("CreateAgency", "POST", "/v1/csms/agencies"),
    ("CreateGrants", "POST", "/v1/{project_id}/csms/grants"),
    ("CreateSecretEvent", "POST", "/v1/{project_id}/csms/events"),
    ("CreateSecretTag", "POST", "/v1/{project_id}/csms/{secret_id}/tags"),
    ("DeleteGrant", "DELETE", "/v1/{project_id}/csms/grants"),
    ("DeleteSecretEvent", "DELETE", "/v1/{project_id}/csms/events/{event_name}"),
    ("DeleteSecretTag", "DELETE", "/v1/{project_id}/csms/{secret_id}/tags/{key}"),
    ("DownloadSecretBlob", "POST", "/v1/{project_id}/secrets/{secret_name}/backup"),
    ("GenerateRandomPassword", "POST", "/v1/{project_id}/csms/generate-password"),
    ("ListGrants", "GET", "/v1/{project_id}/csms/grants"),
    ("ListNotificationRecords", "GET", "/v1/{project_id}/csms/notification-records"),
    ("ListProjectSecretsTags", "GET", "/v1/{project_id}/csms/tags"),
    ("ListResourceInstances", "POST", "/v1/{project_id}/csms/{resource_instances}/action"),
    ("ListSecretEvents", "GET", "/v1/{project_id}/csms/events"),
    ("ListSecretTags", "GET", "/v1/{project_id}/csms/{secret_id}/tags"),
    ("ListSecretTask", "GET", "/v1/{project_id}/csms/tasks"),
    ("ListUsers", "GET", "/v1/csms/users"),
    ("RotateSecret", "POST", "/v1/{project_id}/secrets/{secret_name}/rotate"),
    ("ShowAgency", "GET", "/v1/csms/agencies"),
    ("ShowSecretEvent", "GET", "/v1/{project_id}/csms/events/{event_name}"),
    ("ShowSecretFunctionTemplates", "GET", "/v1/csms/function-templates"),
    ("ShowSecretsConfig", "GET", "/v1/{project_id}/secrets/checker/config"),
    ("ShowUserDetail", "GET", "/v1/csms/users/{user_id}"),
    ("UpdateGrant", "PUT", "/v1/{project_id}/csms/grants"),
    ("UpdateSecretEvent", "PUT", "/v1/{project_id}/csms/events/{event_name}"),
    ("UpdateSecretsConfig", "POST", "/v1/{project_id}/secrets/checker/config"),
    ("UpdateUserPassword", "POST", "/v1/csms/users/change-password"),
    ("UploadSecretBlob", "POST", "/v1/{project_id}/secrets/restore"),
    ("BatchDeleteSecrets", "POST", "/v1/{project_id}/secrets/batch-delete"),
    ("CreateSecretReplica", "POST", "/v1/{project_id}/secrets/{secret_name}/replicas"),
    (
        "DeleteSecretReplica",
        "DELETE",
        "/v1/{project_id}/secrets/{secret_name}/replicas/{region_name}",
    ),
    ("ListSupportRegions", "GET", "/v1/{project_id}/csms/replica-regions"),
)
"""(operation, method, path)"""
