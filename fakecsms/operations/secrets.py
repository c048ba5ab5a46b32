"""Secrets: create, list, show, update, delete, schedule a deletion and take it back."""

from dataclasses import replace
from typing import Annotated

from fakecsms.errors import (
    UNKNOWN_EVENT,
    CsmsError,
    invalid,
)
from fakecsms.model.event import EventType
from fakecsms.model.page import page
from fakecsms.model.rotating import next_rotation_ms
from fakecsms.model.rotation import COMMON
from fakecsms.model.secret import Metadata, Secret
from fakecsms.model.stage import SYSCURRENT
from fakecsms.operations._row import Answer, Call, Request, operation
from fakecsms.operations._value import duplicate, fault_of_pair, sealer
from fakecsms.wire import fields, views
from fakecsms.wire.fields import Terms

_DEFAULT_ENTERPRISE_PROJECT = "0"


class CreateSecretRequest(Request, frozen=True):
    """The members of CreateSecret."""

    name: Annotated[str, fields.name]
    kms_key_id: Annotated[str | None, fields.kms_key_id] = None
    description: Annotated[str | None, fields.description] = None
    secret_binary: Annotated[str | None, fields.secret_binary] = None
    secret_string: Annotated[str | None, fields.secret_string] = None
    secret_type: Annotated[str | None, fields.secret_type] = None
    auto_rotation: bool | None = None
    rotation_period: Annotated[str | None, fields.rotation_period] = None
    rotation_config: Annotated[str | None, fields.rotation_config] = None
    event_subscriptions: Annotated[list[str] | None, fields.event_subscriptions] = None
    enterprise_project_id: Annotated[str | None, fields.enterprise_project_id] = None
    rotation_func_urn: str | None = None

    def fault_across(self, terms: Terms) -> str | None:  # noqa: ARG002 - others depend on it
        """One value, and rotation settings that fit the type."""
        fault = fault_of_pair(self.secret_string, self.secret_binary)
        if fault:
            return fault
        if self.secret_type not in (None, COMMON) and self.rotation_config is None:
            return f"rotation_config is needed for the secret_type {self.secret_type}."
        return _fault_of_rotation(
            self.secret_type or COMMON, self.rotation_period, auto=self.auto_rotation
        )


@operation("POST", "/v1/{project_id}/secrets", action="csms:secret:create", named_by="name")
def create_secret(call: Call, request: CreateSecretRequest) -> Answer:
    """Make a secret whose version v1 holds the value and has SYSCURRENT."""
    project = call.project
    _refuse_unknown_events(call, request.event_subscriptions)
    if project.find(request.name):
        raise duplicate(call, f"The project {project.id!r} has a secret {request.name!r} already.")
    project.refuse_one_more(call.limits)
    metadata = Metadata(
        kms_key_id=project.keyring.key_id_for(request.kms_key_id, call.chance, call.choices),
        description=request.description or "",
        auto_rotation=bool(request.auto_rotation),
        rotation_period=request.rotation_period,
        rotation_func_urn=request.rotation_func_urn,
        event_subscriptions=tuple(request.event_subscriptions or ()),
    )
    secret = Secret(
        id=call.chance.uuid(),
        name=request.name,
        secret_type=request.secret_type or COMMON,
        rotation_config=request.rotation_config,
        enterprise_project_id=request.enterprise_project_id or _DEFAULT_ENTERPRISE_PROJECT,
        metadata=metadata,
        create_time_ms=call.now_ms,
        update_time_ms=call.now_ms,
    )
    secret = secret.with_version(
        sealer(call, secret, request.secret_string, request.secret_binary),
        [SYSCURRENT],
        at_ms=call.now_ms,
        limits=call.limits,
        choices=call.choices,
    )
    secret = secret.next_rotation(next_rotation_ms(secret, call.now_ms))
    project.put(secret)
    call.about(secret.current)
    return {"secret": views.secret(secret, call.choices)}


class ListSecretsRequest(Request, frozen=True):
    """The query of ListSecrets."""

    limit: Annotated[str | None, fields.limit] = None
    marker: str | None = None
    event_name: Annotated[str | None, fields.event_filter] = None


@operation("GET", "/v1/{project_id}/secrets", action="csms:secret:list")
def list_secrets(call: Call, request: ListSecretsRequest) -> Answer:
    """List the secrets by name, those pending deletion too; never their values."""
    names = call.project.names
    if request.event_name is not None:
        subscribed = call.project.secrets()
        event = request.event_name
        names = [each.name for each in subscribed if event in each.metadata.event_subscriptions]
    limit = fields.page_size(request.limit, call.limits)
    shown = page(names, after=request.marker, limit=limit)
    return {
        "secrets": [views.secret(call.project.secret(name), call.choices) for name in shown.items],
        "page_info": views.page_info(shown, shown.items, call.choices),
    }


class ShowSecretRequest(Request, frozen=True):
    """The path of ShowSecret."""

    secret_name: str


@operation("GET", "/v1/{project_id}/secrets/{secret_name}", action="csms:secret:get")
def show_secret(call: Call, request: ShowSecretRequest) -> Answer:
    """Show a secret's metadata, in every state; never its value."""
    secret = call.project.secret(request.secret_name)
    return {"secret": views.secret(secret, call.choices)}


class UpdateSecretRequest(Request, frozen=True):
    """The members of UpdateSecret. What is absent stays as it is."""

    secret_name: str
    kms_key_id: Annotated[str | None, fields.kms_key_id] = None
    description: Annotated[str | None, fields.description] = None
    auto_rotation: bool | None = None
    rotation_period: Annotated[str | None, fields.rotation_period] = None
    event_subscriptions: Annotated[list[str] | None, fields.event_subscriptions] = None
    rotation_func_urn: str | None = None


@operation("PUT", "/v1/{project_id}/secrets/{secret_name}", action="csms:secret:update")
def update_secret(call: Call, request: UpdateSecretRequest) -> Answer:
    """Change a secret's metadata. A new key serves the versions made from now on."""
    project = call.project
    secret = project.secret(request.secret_name)
    given = {
        name: value
        for name in ("description", "auto_rotation", "rotation_period", "rotation_func_urn")
        if (value := getattr(request, name)) is not None
    }
    metadata = replace(secret.metadata, **given)
    fault = _fault_of_rotation(
        secret.secret_type, metadata.rotation_period, auto=metadata.auto_rotation
    )
    if fault:
        raise invalid(fault)
    _refuse_unknown_events(call, request.event_subscriptions)
    call.permit(secret)
    if request.event_subscriptions is not None:
        names = tuple(request.event_subscriptions)
        metadata = replace(metadata, event_subscriptions=names, subscriptions_cleared=not names)
    if request.kms_key_id is not None:
        key_id = project.keyring.key_id_for(request.kms_key_id, call.chance, call.choices)
        metadata = replace(metadata, kms_key_id=project.keyring.usable(key_id).id)
    changed = secret.with_metadata(metadata, at_ms=call.now_ms)
    if _schedule(metadata) != _schedule(secret.metadata):
        changed = changed.next_rotation(next_rotation_ms(changed, call.now_ms))
    secret = changed
    project.put(secret)
    return {"secret": views.secret(secret, call.choices)}


class DeleteSecretRequest(Request, frozen=True):
    """The path of DeleteSecret."""

    secret_name: str


@operation("DELETE", "/v1/{project_id}/secrets/{secret_name}", action="csms:secret:delete")
def delete_secret(call: Call, request: DeleteSecretRequest) -> Answer:
    """Remove a secret for good, at once and in every state. Answers 200 without a body."""
    secret = call.project.secret(request.secret_name)
    call.permit(secret)
    removed(call, secret)
    return None


def removed(call: Call, secret: Secret) -> None:
    """Remove a secret and tell whoever subscribed."""
    call.project.remove(secret)
    call.project.notify(EventType.DELETED, secret, secret.current, at_ms=call.now_ms)


class DeleteSecretForScheduleRequest(Request, frozen=True):
    """The members of DeleteSecretForSchedule."""

    secret_name: str
    recovery_window_in_days: Annotated[int | None, fields.recovery_window_in_days] = None


@operation(
    "POST",
    "/v1/{project_id}/secrets/{secret_name}/scheduled-deleted-tasks/create",
    action="csms:secret:scheduleDeletion",
)
def delete_secret_for_schedule(call: Call, request: DeleteSecretForScheduleRequest) -> Answer:
    """Plan a secret's removal after a window of days; until then its value can't be read."""
    secret = call.project.secret(request.secret_name)
    call.permit(secret)
    limits = call.limits
    days = request.recovery_window_in_days or min(
        limits.recovery_window_days_default, limits.recovery_window_days_max
    )
    secret = secret.scheduled(days, at_ms=call.now_ms)
    call.project.put(secret)
    return {"secret": views.secret(secret, call.choices)}


class RestoreSecretRequest(Request, frozen=True):
    """The path of RestoreSecret."""

    secret_name: str


@operation(
    "POST",
    "/v1/{project_id}/secrets/{secret_name}/scheduled-deleted-tasks/cancel",
    action="csms:secret:restoreSecret",
)
def restore_secret(call: Call, request: RestoreSecretRequest) -> Answer:
    """Take a planned deletion back; the secret is ENABLED again."""
    secret = call.project.secret(request.secret_name)
    call.permit(secret)
    secret = secret.restored(at_ms=call.now_ms)
    call.project.put(secret)
    return {"secret": views.secret(secret, call.choices)}


def _fault_of_rotation(secret_type: str, period: str | None, *, auto: bool | None) -> str | None:
    if not auto:
        return None
    if secret_type == COMMON:
        return f"auto_rotation is not possible for the secret_type {COMMON}."
    if period is None:
        return "rotation_period is needed when auto_rotation is true."
    return None


def _schedule(metadata: Metadata) -> tuple[bool, str | None]:
    return metadata.auto_rotation, metadata.rotation_period


def _refuse_unknown_events(call: Call, names: list[str] | None) -> None:
    for name in names or ():
        if name not in call.project.events:
            raise CsmsError(UNKNOWN_EVENT, f"There is no event {name!r} to subscribe to.")
