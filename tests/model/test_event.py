"""`fakecsms.model.event`: the text that a topic is sent.

It is JSON with times in ISO 8601, in UTC and to the millisecond, and tells of a version by its id.
"""

import json

import pytest
from entities import grown, secret_with

from fakecsms.model.event import Event, EventState, EventType, Target, content

T_MS = 1_681_503_910_126
EVENT = Event(
    id="0",
    name="ops",
    event_types=(EventType.ROTATED,),
    state=EventState.ENABLED,
    target=Target(target_type="SMN", target_id="urn:smn:x:y:ops", target_name="ops"),
    create_time_ms=1,
    update_time_ms=1,
)
SECRET = secret_with(2)


@pytest.mark.parametrize("event_type", set(EventType) - {EventType.VERSION_EXPIRED})
def test_the_text_tells_event_secret_and_version(event_type: EventType) -> None:
    text = content(EVENT, event_type, SECRET, SECRET.current, at_ms=T_MS)
    told = {
        "secretId": "0",
        "secretName": "db",
        "createTime": "1970-01-01T00:00:01.000Z",
        "updateTime": "1970-01-01T00:00:01.001Z",
        "versionId": "v2",
    }
    expected = {
        "eventName": "ops",
        "eventType": event_type.value,
        "eventTime": "2023-04-14T20:25:10.126Z",
        "data": told,
    }
    assert expected == json.loads(text)


@pytest.mark.parametrize("event_type", EventType)
def test_when_a_version_expired_is_told_on_expiry_alone(event_type: EventType) -> None:
    secret = grown(SECRET)
    secret = secret.with_expire_time(secret.current, 1_700_000_000_000)
    data = json.loads(content(EVENT, event_type, secret, secret.current, at_ms=T_MS))["data"]
    expected = "2023-11-14T22:13:20.000Z" if event_type == "SECRET_VERSION_EXPIRED" else None
    assert expected == data.get("versionExpireTime")


@pytest.mark.parametrize(
    ("at_ms", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (999, "1970-01-01T00:00:00.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ],
)
def test_times_are_iso_to_the_millisecond(at_ms: int, text: str) -> None:
    told = json.loads(content(EVENT, EventType.ROTATED, SECRET, SECRET.current, at_ms=at_ms))
    assert text == told["eventTime"]


def test_the_five_types_are_spelled_as_the_service_spells_them() -> None:
    expected = {
        "SECRET_VERSION_CREATED",
        "SECRET_VERSION_EXPIRED",
        "SECRET_ROTATED",
        "SECRET_DELETED",
        "SECRET_ROTATED_FAILED",
    }
    assert expected == set(EventType)
