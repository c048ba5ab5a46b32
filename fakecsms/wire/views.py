"""Entities as response members, in the order of the API pages.

Optional members of a secret are null when unset; a version's expire_time and the value member
that was not stored are absent. Times are milliseconds since 1970.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from fakecsms.choices import Choices
from fakecsms.model.event import Event, Record
from fakecsms.model.grant import Grant
from fakecsms.model.page import Item, Page
from fakecsms.model.secret import Secret
from fakecsms.model.task import RotationTask
from fakecsms.model.user import CsmsUser
from fakecsms.model.version import Version
from fakecsms.wire.members import Members

_EPOCH = datetime.fromtimestamp(0, UTC)


def secret(shown: Secret, choices: Choices) -> Members:
    """Return the object `Secret`. The value is never in it."""
    metadata = shown.metadata
    subscriptions = list(metadata.event_subscriptions)
    if choices.empty_subscription_quirk and metadata.subscriptions_cleared:
        subscriptions = [""]
    return {
        "id": shown.id,
        "name": shown.name,
        "state": shown.state.value,
        "kms_key_id": metadata.kms_key_id,
        "description": metadata.description,
        "create_time": shown.create_time_ms,
        "update_time": shown.update_time_ms,
        "scheduled_delete_time": shown.scheduled_delete_time_ms,
        "secret_type": shown.secret_type,
        "auto_rotation": metadata.auto_rotation,
        "rotation_period": metadata.rotation_period,
        "rotation_config": shown.rotation_config,
        "rotation_time": shown.rotation_time_ms,
        "next_rotation_time": shown.next_rotation_time_ms,
        "event_subscriptions": subscriptions,
        "enterprise_project_id": shown.enterprise_project_id,
        "rotation_func_urn": metadata.rotation_func_urn,
    }


def version_metadata(owner: Secret, version: Version) -> Members:
    """Return the object `VersionMetadata`."""
    members: Members = {
        "id": version.id,
        "create_time": version.create_time_ms,
        "kms_key_id": version.value.kms_key_id,
        "secret_name": owner.name,
        "version_stages": owner.stages_of(version),
    }
    if version.expire_time_ms is not None:
        members["expire_time"] = version.expire_time_ms
    return members


def version(owner: Secret, shown: Version, value: str) -> Members:
    """Return the object `Version`, with its value in the member that was stored."""
    member = "secret_binary" if shown.value.is_binary else "secret_string"
    return {"version_metadata": version_metadata(owner, shown), member: value}


def stage(owner: Secret, stage_name: str) -> Members:
    """Return the object `Stage`."""
    at = owner.stages[stage_name]
    return {
        "name": stage_name,
        "update_time": at.update_time_ms,
        "secret_name": owner.name,
        "version_id": f"v{at.version_number}",
    }


def page_info(shown: Page[Item], keys: Sequence[str], choices: Choices) -> Members:
    """Return the object `PageInfo` for a page whose items have these keys."""
    last = keys[-1] if keys and (shown.more or choices.next_marker_always) else None
    return {
        "next_marker": last,
        "previous_marker": keys[0] if keys else None,
        "current_count": len(keys),
    }


def tags(owner: Secret) -> list[Members]:
    """Return the tags of a secret by key."""
    return [{"key": key, "value": owner.tags[key]} for key in sorted(owner.tags)]


def instance(shown: Secret, choices: Choices) -> Members:
    """Return the object `ActionResources`."""
    return {
        "resource_id": shown.id,
        "resource_name": shown.name,
        "resource_detail": secret(shown, choices),
        "tags": tags(shown),
        "sys_tags": [],
    }


def event(shown: Event) -> Members:
    """Return the object `Event`."""
    return {
        "name": shown.name,
        "event_id": shown.id,
        "event_types": [each.value for each in shown.event_types],
        "state": shown.state.value,
        "create_time": shown.create_time_ms,
        "update_time": shown.update_time_ms,
        "notification": {
            "target_type": shown.target.target_type,
            "target_id": shown.target.target_id,
            "target_name": shown.target.target_name,
        },
    }


def record(shown: Record) -> Members:
    """Return the object `Record`."""
    return {
        "event_name": shown.event_name,
        "trigger_event_type": shown.event_type.value,
        "create_time": shown.create_time_ms,
        "secret_name": shown.secret_name,
        "secret_type": shown.secret_type,
        "notification_target_name": shown.target.target_name,
        "notification_target_id": shown.target.target_id,
        "notification_content": shown.content,
        "notification_status": shown.delivery.value,
    }


def task(shown: RotationTask) -> Members:
    """Return the object `SecretTask`."""
    return {
        "task_id": shown.id,
        "secret_name": shown.secret_name,
        "rotation_func_urn": shown.rotation_func_urn,
        "task_status": shown.status.value,
        "operate_type": shown.operate_type,
        "task_time": shown.task_time_ms,
        "attempt_nums": shown.attempts,
        "task_error_code": shown.error_code,
        "task_error_msg": shown.error_msg,
    }


def grant(shown: Grant) -> Members:
    """Return the object `GrantData`, which alone is spelled in camel case."""
    return {
        "uuid": shown.id,
        "resourceId": shown.resource_id,
        "type": shown.type.value,
        "granteeUser": shown.grantee_target_id,
        "createTime": shown.create_time_ms,
        "updateTime": shown.update_time_ms,
        "validityTime": shown.validity_time_ms,
        "state": 0,
        "signature": "",
    }


def grants(resource_id: str, shown: Sequence[Grant]) -> Members:
    """Return the object `GrantDTO`: a resource and all to whom it is granted."""
    return {
        "id": resource_id,
        "type": shown[0].type.value if shown else None,
        "create_time": min((each.create_time_ms for each in shown), default=None),
        "update_time": max((each.update_time_ms for each in shown), default=None),
        "grantee_user": [
            {
                "user_id": each.grantee_target_id,
                "user_name": each.grantee_target_id,
                "create_time": each.create_time_ms,
                "validity_time": each.validity_time_ms,
            }
            for each in shown
        ],
    }


def user(shown: CsmsUser) -> Members:
    """Return an item of ListUsers."""
    changed, created = _stamp(shown.password_changed_at_ms), _stamp(shown.created_at_ms)
    return {
        "user_id": shown.user_id,
        "org_id": shown.org_id,
        "user_name": shown.user_name,
        "name": shown.name,
        "mobile": shown.mobile,
        "email": shown.email,
        "pwd_must_modify": False,
        "pwd_change_at": changed,
        "created_at": created,
        "updated_at": changed,
        "disabled": shown.disabled,
        "grade": 0,
        "locked": False,
        "extension": {},
        "user_org_relation_list": [{"org_id": shown.org_id, "relation_type": "0"}],
    }


def user_detail(shown: CsmsUser) -> Members:
    """Return the answer of ShowUserDetail."""
    return {**user(shown), "domain_id": shown.domain_id}


def _stamp(ms: int) -> str:
    moment = _EPOCH + timedelta(milliseconds=ms)
    return moment.strftime("%Y-%m-%d %H:%M:%S.") + f"{ms % 1_000:03}"
