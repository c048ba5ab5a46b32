"""The API, a chapter for each resource. `OPERATIONS` is its table of contents.

No HTTP but the facts of a row, no clock, no state: a function gets a `Call` and a parsed request.
A writing function has four beats: find, change, keep, answer. The keeping is the last line that
can change anything, so a refused call changes nothing.
"""

from typing import Any

from fakecsms.operations import (
    backup,
    checker,
    events,
    grants,
    passwords,
    replicas,
    rotation,
    secrets,
    stages,
    tags,
    users,
    versions,
)
from fakecsms.operations._row import Answer, Call, Envelope, Operation, Request, operation

OPERATIONS: tuple[Operation[Any], ...] = (
    secrets.create_secret,
    secrets.list_secrets,
    secrets.show_secret,
    secrets.update_secret,
    secrets.delete_secret,
    secrets.delete_secret_for_schedule,
    secrets.restore_secret,
    versions.create_secret_version,
    versions.list_secret_versions,
    versions.show_secret_version,
    versions.update_version,
    versions.batch_show_secret_version,
    stages.create_secret_stage,
    stages.show_secret_stage,
    stages.update_secret_stage,
    stages.delete_secret_stage,
    backup.download_secret_blob,
    backup.upload_secret_blob,
    backup.batch_import_secrets,
    rotation.rotate_secret,
    rotation.list_secret_task,
    rotation.create_agency,
    rotation.show_agency,
    rotation.show_secret_function_templates,
    tags.create_secret_tag,
    tags.delete_secret_tag,
    tags.list_secret_tags,
    tags.batch_create_or_delete_tags,
    tags.list_project_secrets_tags,
    tags.list_resource_instances,
    events.create_secret_event,
    events.list_secret_events,
    events.show_secret_event,
    events.update_secret_event,
    events.delete_secret_event,
    events.list_notification_records,
    grants.create_grants,
    grants.list_grants,
    grants.update_grant,
    grants.delete_grant,
    replicas.create_secret_replica,
    replicas.delete_secret_replica,
    replicas.list_support_regions,
    replicas.batch_delete_secrets,
    checker.check_secrets,
    checker.show_secrets_config,
    checker.update_secrets_config,
    users.list_users,
    users.show_user_detail,
    users.update_user_password,
    passwords.generate_random_password,
)

__all__ = [
    "OPERATIONS",
    "Answer",
    "Call",
    "Envelope",
    "Operation",
    "Request",
    "operation",
]
