"""Events: what a project wants to be told of, where to, and the records of what was told.

An event does nothing until a secret subscribes to it. The service does not check that the topic
exists; delivery fails then (API page of CreateSecretEvent).
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from fakecsms.model.secret import Secret
from fakecsms.model.version import Version

_EPOCH = datetime.fromtimestamp(0, UTC)


class EventType(StrEnum):
    """What can happen to a secret that an event may tell of (SDK docstring)."""

    VERSION_CREATED = "SECRET_VERSION_CREATED"
    VERSION_EXPIRED = "SECRET_VERSION_EXPIRED"
    ROTATED = "SECRET_ROTATED"
    DELETED = "SECRET_DELETED"
    ROTATED_FAILED = "SECRET_ROTATED_FAILED"


class EventState(StrEnum):
    """Whether an event tells anything."""

    ENABLED = "ENABLED"
    DISABLED = "DISABLED"


class Delivery(StrEnum):
    """What becomes of a notification. A topic that the test didn't speak of takes it."""

    SUCCESS = "SUCCESS"
    FAIL = "FAIL"
    INVALID = "INVALID"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where notifications go: a topic of the message service SMN."""

    target_type: str
    target_id: str
    target_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A subscription of a project: what is told, and where to."""

    id: str
    name: str
    event_types: tuple[EventType, ...]
    state: EventState
    target: Target
    create_time_ms: int
    update_time_ms: int

    @property
    def is_enabled(self) -> bool:
        """Whether it tells anything."""
        return self.state is EventState.ENABLED


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One notification. `content` is the JSON text that the topic was sent."""

    project_id: str
    event_name: str
    event_type: EventType
    create_time_ms: int
    secret_name: str
    secret_type: str
    target: Target
    content: str
    delivery: Delivery


def content(
    event: Event, event_type: EventType, secret: Secret, version: Version, *, at_ms: int
) -> str:
    """Return the text of a notification, as in the example of ListNotificationRecords.

    Its times are ISO 8601 in UTC with milliseconds. The expiry time is told on expiry alone.
    """
    told = {
        "secretId": secret.id,
        "secretName": secret.name,
        "createTime": _iso(secret.create_time_ms),
        "updateTime": _iso(secret.update_time_ms),
        "versionId": version.id,
    }
    if event_type is EventType.VERSION_EXPIRED and version.expire_time_ms is not None:
        told["versionExpireTime"] = _iso(version.expire_time_ms)
    return json.dumps(
        {
            "eventName": event.name,
            "eventType": event_type.value,
            "eventTime": _iso(at_ms),
            "data": told,
        },
        separators=(",", ":"),
    )


def _iso(ms: int) -> str:
    moment = _EPOCH + timedelta(milliseconds=ms)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
