"""Events: create, list, show, update, delete, each with its rules.

An event is what a project wants to be told, and where. Whether the topic exists is not looked at.
"""

from typing import Any

import pytest
from huaweicloudsdkcsms.v1 import (
    CreateSecretEventRequest,
    CreateSecretEventRequestBody,
    CsmsClient,
    DeleteSecretEventRequest,
    ListSecretEventsRequest,
    Notification,
    ShowSecretEventRequest,
    UpdateSecretEventRequest,
    UpdateSecretEventRequestBody,
)
from sending import NOW_MS, answered, frozen_fake, refused, why

from fakecsms import FakeCsms

CREATED, EXPIRED = "SECRET_VERSION_CREATED", "SECRET_VERSION_EXPIRED"
ROTATED, FAILED, DELETED = "SECRET_ROTATED", "SECRET_ROTATED_FAILED", "SECRET_DELETED"
TYPES = [CREATED, EXPIRED, ROTATED, FAILED, DELETED]
TOPIC = {"target_type": "SMN", "target_id": "urn:smn:cn-north-4:0:ops", "target_name": "ops"}
OPS: dict[str, Any] = {
    "name": "ops",
    "event_types": TYPES,
    "state": "ENABLED",
    "notification": TOPIC,
}


def put_event(fake: FakeCsms, name: str = "ops", **members: object) -> dict[str, Any]:
    """Make an event that tells of everything, or of what the members say."""
    answer = answered(fake, "CreateSecretEvent", body={**OPS, "name": name, **members})
    return dict(answer["event"])


@pytest.fixture
def ops(fake: FakeCsms) -> FakeCsms:
    """A fake with the event `ops`."""
    put_event(fake)
    return fake


def test_an_event_is_shown_as_it_was_made(fake: FakeCsms) -> None:
    event = put_event(fake)
    assert 36 == len(event["event_id"])
    times = {"create_time": NOW_MS, "update_time": NOW_MS}
    assert {**OPS, **times, "event_id": event["event_id"]} == event
    assert {"event": event} == answered(fake, "ShowSecretEvent", "ops")
    assert [event] == answered(fake, "ListSecretEvents")["events"]


@pytest.mark.parametrize("types", [TYPES, TYPES[::-1], [ROTATED], [DELETED, CREATED]])
def test_types_stay_in_their_order(fake: FakeCsms, types: list[str]) -> None:
    assert types == put_event(fake, event_types=types)["event_types"]


@pytest.mark.parametrize(
    "types",
    [[], [CREATED, CREATED], ["SECRET_VERSION_NEAR_EXPIRY"], ["secret_rotated"], [""], [None], [1]],
)
def test_types_that_are_refused(ops: FakeCsms, types: list[Any]) -> None:
    body = {**OPS, "name": "new", "event_types": types}
    assert (400, "CSMS.0002") == refused(ops, "CreateSecretEvent", body=body)
    change = {"event_types": types}
    assert (400, "CSMS.0002") == refused(ops, "UpdateSecretEvent", "ops", body=change)
    assert "event_types" in why(ops)


@pytest.mark.parametrize("name", ["a", "A-1_b", "x" * 64])
def test_names_that_may_be(fake: FakeCsms, name: str) -> None:
    assert name == put_event(fake, name)["name"]
    answered(fake, "ShowSecretEvent", name)


@pytest.mark.parametrize("name", ["", "x" * 65, "a b", "a.b", "a/b", "ä", "a\n"])
def test_names_that_are_refused(fake: FakeCsms, name: str) -> None:
    body = {**OPS, "name": name}
    assert (400, "CSMS.0002") == refused(fake, "CreateSecretEvent", body=body)
    assert why(fake).startswith("name must be 1 to 64")


@pytest.mark.parametrize("state", ["", "enabled", "PENDING", "FROZEN"])
def test_states_that_are_refused(ops: FakeCsms, state: str) -> None:
    body = {**OPS, "name": "new", "state": state}
    assert (400, "CSMS.0002") == refused(ops, "CreateSecretEvent", body=body)
    assert (400, "CSMS.0002") == refused(ops, "UpdateSecretEvent", "ops", body={"state": state})
    assert "state must be one of ENABLED, DISABLED." == why(ops)


@pytest.mark.parametrize(
    "notification",
    [
        {**TOPIC, "target_id": "x" * 256},
        {**TOPIC, "target_id": "A-b.C_d:9"},
        {**TOPIC, "target_name": "x" * 64},
    ],
)
def test_topics_that_may_be(ops: FakeCsms, notification: dict[str, str]) -> None:
    assert notification == put_event(ops, "new", notification=notification)["notification"]
    body = {"notification": notification}
    assert (
        notification
        == (answered(ops, "UpdateSecretEvent", "ops", body=body)["event"]["notification"])
    )


@pytest.mark.parametrize(
    ("notification", "named"),
    [
        ({**TOPIC, "target_type": "EMAIL"}, "target_type"),
        ({**TOPIC, "target_type": "smn"}, "target_type"),
        ({**TOPIC, "target_id": ""}, "target_id"),
        ({**TOPIC, "target_id": "x" * 257}, "target_id"),
        ({**TOPIC, "target_id": "a b"}, "target_id"),
        ({**TOPIC, "target_id": "a\n"}, "target_id"),
        ({**TOPIC, "target_name": ""}, "target_name"),
        ({**TOPIC, "target_name": "x" * 65}, "target_name"),
        ({**TOPIC, "target_name": "a.b"}, "target_name"),
        ({**TOPIC, "target_name": None}, "target_name"),
        ({**TOPIC, "target_id": 5}, "target_id"),
        ({"target_type": "SMN", "target_id": "x"}, "target_name"),
        ({"target_type": "SMN", "target_name": "x"}, "target_id"),
        ({"target_id": "x", "target_name": "x"}, "target_type"),
        ({}, "target_type"),
        ([], "notification"),
        ("SMN", "notification"),
    ],
)
def test_topics_that_are_refused(ops: FakeCsms, notification: object, named: str) -> None:
    body = {**OPS, "name": "new", "notification": notification}
    assert (400, "CSMS.0002") == refused(ops, "CreateSecretEvent", body=body)
    change = {"notification": notification}
    assert (400, "CSMS.0002") == refused(ops, "UpdateSecretEvent", "ops", body=change)
    assert named in why(ops)


@pytest.mark.parametrize("member", OPS)
def test_every_member_is_needed(fake: FakeCsms, member: str) -> None:
    body = {name: value for name, value in OPS.items() if name != member}
    assert (400, "CSMS.0002") == refused(fake, "CreateSecretEvent", body=body)
    assert f"{member} is missing." == why(fake)


def test_a_name_that_is_taken(ops: FakeCsms) -> None:
    body = {**OPS, "state": "DISABLED"}
    assert (400, "CSMS.0002") == refused(ops, "CreateSecretEvent", body=body)
    assert "ENABLED" == answered(ops, "ShowSecretEvent", "ops")["event"]["state"]


def test_a_name_that_is_taken_has_the_code_that_was_chosen() -> None:
    fake = frozen_fake(duplicate_name_code="CSMS.0003")
    put_event(fake)
    assert (400, "CSMS.0003") == refused(fake, "CreateSecretEvent", body=OPS)


@pytest.mark.parametrize(("options", "most"), [({}, 30), ({"events_per_project_max": 2}, 2)])
def test_a_project_has_so_many_events(options: dict[str, int], most: int) -> None:
    fake = frozen_fake(**options)
    for number in range(most):
        put_event(fake, f"e{number}")
    assert (400, "CSMS.0202") == refused(fake, "CreateSecretEvent", body=OPS)
    assert (400, "CSMS.0002") == refused(fake, "CreateSecretEvent", body={**OPS, "name": "e0"})
    answered(fake, "CreateSecretEvent", body=OPS, project_id="other")
    answered(fake, "DeleteSecretEvent", "e0")
    put_event(fake)


@pytest.mark.parametrize("operation", ["ShowSecretEvent", "UpdateSecretEvent", "DeleteSecretEvent"])
@pytest.mark.parametrize("name", ["nobody", "a.b", "OPS", "x" * 65])
def test_an_absent_event(ops: FakeCsms, operation: str, name: str) -> None:
    assert (404, "CSMS.0005") == refused(ops, operation, name, body={})
    assert "there: ops." in why(ops)


def test_each_project_has_its_own_events(ops: FakeCsms) -> None:
    assert (404, "CSMS.0005") == refused(ops, "ShowSecretEvent", "ops", project_id="other")
    assert [] == answered(ops, "ListSecretEvents", project_id="other")["events"]


@pytest.mark.parametrize(
    "change",
    [
        {"state": "DISABLED"},
        {"event_types": [ROTATED]},
        {"notification": {**TOPIC, "target_name": "other"}},
        {"state": "DISABLED", "event_types": [DELETED]},
        {},
    ],
)
def test_an_update_changes_what_it_names(ops: FakeCsms, change: dict[str, Any]) -> None:
    before = answered(ops, "ShowSecretEvent", "ops")["event"]
    ops.clock.advance(seconds=1)
    after = answered(ops, "UpdateSecretEvent", "ops", body=change)
    assert {"event": {**before, **change, "update_time": NOW_MS + 1_000}} == after
    assert after == answered(ops, "ShowSecretEvent", "ops")


def test_null_is_like_absent(ops: FakeCsms) -> None:
    before = answered(ops, "ShowSecretEvent", "ops")
    body = {"state": None, "event_types": None, "notification": None}
    assert before == answered(ops, "UpdateSecretEvent", "ops", body=body)


def test_no_update_changes_a_name(ops: FakeCsms) -> None:
    answered(ops, "UpdateSecretEvent", "ops", body={"name": "other", "event_id": "x"})
    assert ("event_id", "name") == tuple(sorted(ops.calls[-1].unread))
    assert ["ops"] == [each["name"] for each in answered(ops, "ListSecretEvents")["events"]]


def test_an_update_needs_a_body(ops: FakeCsms) -> None:
    assert (400, "CSMS.0004") == refused(ops, "UpdateSecretEvent", "ops")


def test_a_deleted_event_frees_its_name(ops: FakeCsms) -> None:
    answered(ops, "DeleteSecretEvent", "ops")
    assert (404, "CSMS.0005") == refused(ops, "ShowSecretEvent", "ops")
    put_event(ops)


def test_the_sdk_makes_changes_and_deletes_an_event(csms_client: CsmsClient) -> None:
    body = CreateSecretEventRequestBody(**{**OPS, "notification": Notification(**TOPIC)})
    made = csms_client.create_secret_event(CreateSecretEventRequest(body=body)).event
    shown = csms_client.show_secret_event(ShowSecretEventRequest(event_name="ops")).event
    assert (TYPES, made) == (shown.event_types, shown)
    change = UpdateSecretEventRequestBody(state="DISABLED")
    request = UpdateSecretEventRequest(event_name="ops", body=change)
    assert "DISABLED" == csms_client.update_secret_event(request).event.state
    (listed,) = csms_client.list_secret_events(ListSecretEventsRequest()).events
    assert (made.event_id, "DISABLED") == (listed.event_id, listed.state)
    csms_client.delete_secret_event(DeleteSecretEventRequest(event_name="ops"))
    assert [] == csms_client.list_secret_events(ListSecretEventsRequest()).events
