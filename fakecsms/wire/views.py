"""Entities as response members, in the order of the API pages.

Optional members of a secret are null when unset; a version's expire_time and the value member
that was not stored are absent. Times are milliseconds since 1970.
"""

from collections.abc import Sequence
from typing import Any

from fakecsms.choices import Choices
from fakecsms.model.page import Item, Page
from fakecsms.model.secret import Secret, Version

Members = dict[str, Any]


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
        "rotation_time": None,
        "next_rotation_time": None,
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
