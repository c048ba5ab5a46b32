"""The shapes of the objects that the service answers with, as data.

A shape is a JSON type by name, a list of one shape, an object of members, or a tuple of shapes of
which any will do. A member whose name ends with `?` may be absent.
"""

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
TAG: Shape = {"key": "string", "value": "string"}
INSTANCE: Shape = {
    "resource_id": "string",
    "resource_name": "string",
    "resource_detail": SECRET,
    "tags": [TAG],
    "sys_tags": [TAG],
}
NOTIFICATION: Shape = {
    "target_type": "string",
    "target_id": "string",
    "target_name": "string",
}
EVENT: Shape = {
    "name": "string",
    "event_id": "string",
    "event_types": ["string"],
    "state": "string",
    "create_time": "integer",
    "update_time": "integer",
    "notification": NOTIFICATION,
}
RECORD: Shape = {
    "event_name": "string",
    "trigger_event_type": "string",
    "create_time": "integer",
    "secret_name": "string",
    "secret_type": "string",
    "notification_target_name": "string",
    "notification_target_id": "string",
    "notification_content": "string",
    "notification_status": "string",
}
TASK: Shape = {
    "task_id": "string",
    "secret_name": "string",
    "rotation_func_urn": "string or null",
    "task_status": "string",
    "operate_type": "string",
    "task_time": "integer",
    "attempt_nums": "integer",
    "task_error_code": "string",
    "task_error_msg": "string",
}
AGENCY: Shape = {"agency_name": "string", "agency_id?": "string", "error_msg?": "string"}
GRANT: Shape = {
    "uuid": "string",
    "resourceId": "string",
    "type": "string",
    "granteeUser": "string",
    "createTime": "integer",
    "updateTime": "integer",
    "validityTime": "integer or null",
    "state": "integer",
    "signature": "string",
}
GRANTEE: Shape = {
    "user_id": "string",
    "user_name": "string",
    "create_time": "integer",
    "validity_time": "integer or null",
}
GRANTS: Shape = {
    "id": "string",
    "name?": "string",
    "type": "string or null",
    "create_time": "integer or null",
    "update_time": "integer or null",
    "grantee_user": [GRANTEE],
}
"""A resource that nobody was granted has no times; no page shows one."""
USER: Shape = {
    "user_id": "string",
    "org_id": "string",
    "user_name": "string",
    "name": "string",
    "mobile": "string",
    "email": "string",
    "pwd_must_modify": "boolean",
    "pwd_change_at": "string",
    "created_at": "string",
    "updated_at": "string",
    "disabled": "boolean",
    "grade": "integer",
    "locked": "boolean",
    "extension": "object",
    "user_org_relation_list": [{"org_id": "string", "relation_type": "string"}],
}
"""The examples' types; the definition of the list calls some of them strings."""
FAILED: Shape = {"name": "string", "error_msg": "string"}

_JSON_TYPES = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "object": dict,
    "null": NoneType,
}


def fault_of(shape: Shape, value: object, at: str = "$") -> str | None:
    """Say where a decoded answer differs from its shape, or return `None`."""
    if isinstance(shape, tuple):
        faults = [fault_of(each, value, at) for each in shape]
        return None if None in faults else faults[0]
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
