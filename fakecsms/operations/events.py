"""Events, which secrets subscribe to, and the records of what was told."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import msgspec

from fakecsms.errors import ABSENT, QUOTA, CsmsError, invalid
from fakecsms.model.event import Event, EventState, EventType, Target
from fakecsms.model.page import Page, page
from fakecsms.operations._row import Answer, Call, Envelope, Request, operation
from fakecsms.operations._value import duplicate
from fakecsms.wire import fields, views
from fakecsms.wire.fields import Terms

_EVENTS = "/v1/{project_id}/csms/events"
_ONE_EVENT = _EVENTS + "/{event_name}"
_TARGET_ID = re.compile(r"[a-zA-Z0-9\-._:]{1,256}")
_TARGET_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_RECORDS_MAX = 1_000
"""Definition of ListNotificationRecords."""


class Notification(msgspec.Struct, frozen=True):
    """Where an event is told: a topic of SMN."""

    target_type: str
    target_id: str
    target_name: str


def _fault_of_types(types: Sequence[str], _terms: Terms) -> str | None:
    if not types:
        return "must not be empty"
    unknown = sorted(set(types) - set(EventType))
    if unknown:
        return f"must hold only {', '.join(EventType)}"
    return "names a type twice" if len(set(types)) < len(types) else None


def _fault_of_notification(notification: Notification, _terms: Terms) -> str | None:
    if notification.target_type != "SMN":
        return "must have the target_type SMN"
    if not _TARGET_ID.fullmatch(notification.target_id):
        return "must have a target_id of 1 to 256 of the characters a-z, A-Z, 0-9, -, ., _, :"
    if not _TARGET_NAME.fullmatch(notification.target_name):
        return "must have a target_name of 1 to 64 of the characters a-z, A-Z, 0-9, _, -"
    return None


class CreateSecretEventRequest(Request, frozen=True):
    """The members of CreateSecretEvent."""

    name: Annotated[str, fields.name]
    event_types: Annotated[list[str], _fault_of_types]
    state: Annotated[str, fields.one_of(*EventState)]
    notification: Annotated[Notification, _fault_of_notification]


@operation("POST", _EVENTS, action="csms::createEvent", envelope=Envelope.NESTED, named_by="")
def create_secret_event(call: Call, request: CreateSecretEventRequest) -> Answer:
    """Make an event. Whether its topic exists is not looked at."""
    events = call.project.events
    if request.name in events:
        raise duplicate(call, f"The project has an event {request.name!r} already.")
    most = call.limits.events_per_project_max
    if len(events) >= most:
        why = f"The project has {len(events)} events; {most} are allowed."
        raise CsmsError(QUOTA, why)
    event = Event(
        id=call.chance.uuid(),
        name=request.name,
        event_types=tuple(map(EventType, request.event_types)),
        state=EventState(request.state),
        target=_target(request.notification),
        create_time_ms=call.now_ms,
        update_time_ms=call.now_ms,
    )
    events[event.name] = event
    return {"event": views.event(event)}


class ListSecretEventsRequest(Request, frozen=True):
    """The query of ListSecretEvents."""

    limit: Annotated[str | None, fields.limit] = None
    marker: str | None = None


@operation("GET", _EVENTS, action="csms::listEvents", envelope=Envelope.NESTED)
def list_secret_events(call: Call, request: ListSecretEventsRequest) -> Answer:
    """List the events by name."""
    limit = fields.page_size(request.limit, call.limits)
    shown = page(sorted(call.project.events), after=request.marker, limit=limit)
    return {
        "events": [views.event(call.project.events[name]) for name in shown.items],
        "page_info": views.page_info(shown, shown.items, call.choices),
    }


class ShowSecretEventRequest(Request, frozen=True):
    """The path of ShowSecretEvent."""

    event_name: str


@operation("GET", _ONE_EVENT, action="csms::getEvent", envelope=Envelope.NESTED)
def show_secret_event(call: Call, request: ShowSecretEventRequest) -> Answer:
    """Show an event."""
    return {"event": views.event(_found(call, request.event_name))}


class UpdateSecretEventRequest(Request, frozen=True):
    """The members of UpdateSecretEvent. What is absent stays as it is."""

    event_name: str
    state: Annotated[str | None, fields.one_of(*EventState)] = None
    event_types: Annotated[list[str] | None, _fault_of_types] = None
    notification: Annotated[Notification | None, _fault_of_notification] = None


@operation("PUT", _ONE_EVENT, action="csms::updateEvent", envelope=Envelope.NESTED)
def update_secret_event(call: Call, request: UpdateSecretEventRequest) -> Answer:
    """Change what an event tells, where to, or whether; its name stays."""
    event = replace(_found(call, request.event_name), update_time_ms=call.now_ms)
    if request.state is not None:
        event = replace(event, state=EventState(request.state))
    if request.event_types is not None:
        event = replace(event, event_types=tuple(map(EventType, request.event_types)))
    if request.notification is not None:
        event = replace(event, target=_target(request.notification))
    call.project.events[event.name] = event
    return {"event": views.event(event)}


class DeleteSecretEventRequest(Request, frozen=True):
    """The path of DeleteSecretEvent."""

    event_name: str


@operation("DELETE", _ONE_EVENT, action="csms::deleteEvent", status=204, envelope=Envelope.NESTED)
def delete_secret_event(call: Call, request: DeleteSecretEventRequest) -> Answer:
    """Delete an event that no secret subscribes to, not even one pending deletion."""
    event = _found(call, request.event_name)
    subscribed = (
        each.name
        for each in call.project.secrets()
        if event.name in each.metadata.event_subscriptions
    )
    name = next(subscribed, None)
    if name is not None:
        why = f"The secret {name!r} subscribes to the event {event.name!r}; end that first."
        raise invalid(why)
    del call.project.events[event.name]
    return None


class ListNotificationRecordsRequest(Request, frozen=True):
    """ListNotificationRecords has no members any more."""


@operation(
    "GET",
    "/v1/{project_id}/csms/notification-records",
    action="csms::listNotificationRecords",
    envelope=Envelope.NESTED,
)
def list_notification_records(call: Call, request: ListNotificationRecordsRequest) -> Answer:  # noqa: ARG001 - a row's form
    """List what was told in the last three months, newest first."""
    newest = list(reversed(call.project.records))[:_RECORDS_MAX]
    shown = Page(items=newest, more=False)
    info = {**views.page_info(shown, [], call.choices), "current_count": len(newest)}
    return {"records": [views.record(each) for each in newest], "page_info": info}


def _found(call: Call, event_name: str) -> Event:
    event = call.project.events.get(event_name)
    if event is None:
        there = ", ".join(sorted(call.project.events)) or "none"
        why = f"The project has no event {event_name!r}; there: {there}."
        raise CsmsError(ABSENT, why)
    return event


def _target(notification: Notification) -> Target:
    return Target(
        target_type=notification.target_type,
        target_id=notification.target_id,
        target_name=notification.target_name,
    )
