"""Grants: who else may use a secret or a group of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from fakecsms.errors import ABSENT, CsmsError
from fakecsms.model.grant import Grant, GrantType
from fakecsms.operations._row import Answer, Call, Request, operation
from fakecsms.operations._value import duplicate
from fakecsms.wire import fields, views
from fakecsms.wire.fields import Terms

_GRANTS = "/v1/{project_id}/csms/grants"
_GRANTEE_TYPES = ("0", "2")
"""A user and a group (definition)."""
_EPOCH = datetime.fromtimestamp(0, UTC)


def _fault_of_date(text: str, _terms: Terms) -> str | None:
    try:
        whole = text.isascii() and date.fromisoformat(text).isoformat() == text
    except ValueError:
        whole = False
    return None if whole else "must be a date such as 2030-01-31"


def _fault_of_type(text: str, _terms: Terms) -> str | None:
    return None if text.upper() in set(GrantType) else f"must be one of {', '.join(GrantType)}"


class CreateGrantsRequest(Request, frozen=True):
    """The members of CreateGrants."""

    resource_id: Annotated[str, fields.characters(1, 64)]
    type: Annotated[str, _fault_of_type]
    grantee_type: Annotated[str, fields.one_of(*_GRANTEE_TYPES)]
    grantee_target_id: Annotated[str, fields.characters(1, 64)]
    validity_time: Annotated[str | None, _fault_of_date] = None


@operation("POST", _GRANTS, action="csms:secret:createGrant", named_by="", action_guessed=True)
def create_grants(call: Call, request: CreateGrantsRequest) -> Answer:
    """Grant a resource to a user or a group, once each."""
    if request.type.upper() == GrantType.SECRET:
        call.secret_of_id(request.resource_id)
    key = (request.resource_id, request.grantee_target_id)
    if key in call.project.grants:
        why = f"{request.resource_id!r} is granted to {request.grantee_target_id!r} already."
        raise duplicate(call, why)
    grant = Grant(
        id=call.chance.uuid(),
        resource_id=request.resource_id,
        type=GrantType(request.type.upper()),
        grantee_type=request.grantee_type,
        grantee_target_id=request.grantee_target_id,
        validity_time_ms=_midnight_ms(request.validity_time),
        create_time_ms=call.now_ms,
        update_time_ms=call.now_ms,
    )
    call.project.grants[key] = grant
    return {"data": views.grant(grant)}


class ListGrantsRequest(Request, frozen=True):
    """The query of ListGrants."""

    resource_id: Annotated[str, fields.characters(1, 64)]


@operation("GET", _GRANTS, action="csms:secret:listGrants", action_guessed=True)
def list_grants(call: Call, request: ListGrantsRequest) -> Answer:
    """Show a resource with all to whom it is granted: one object, not a list."""
    return {"data": views.grants(request.resource_id, _of(call, request.resource_id))}


class UpdateGrantRequest(CreateGrantsRequest, frozen=True):
    """The members of UpdateGrant: those of CreateGrants, with the resource in the query too."""


@operation(
    "PUT",
    _GRANTS,
    action="csms:secret:updateGrant",
    named_by="",
    query=frozenset({"resource_id"}),
    action_guessed=True,
)
def update_grant(call: Call, request: UpdateGrantRequest) -> Answer:
    """Change the type and validity of a grant. The query says which resource, not the body."""
    key = (request.resource_id, request.grantee_target_id)
    grant = call.project.grants.get(key)
    if grant is None:
        raise _absent(request.resource_id, request.grantee_target_id)
    grant = replace(
        grant,
        type=GrantType(request.type.upper()),
        grantee_type=request.grantee_type,
        validity_time_ms=_midnight_ms(request.validity_time),
        update_time_ms=call.now_ms,
    )
    call.project.grants[key] = grant
    return {"data": views.grant(grant)}


class DeleteGrantRequest(Request, frozen=True):
    """The query of DeleteGrant."""

    resource_id: Annotated[str, fields.characters(1, 64)]
    grantee_user: Annotated[str | None, fields.characters(0, 64)] = None


@operation("DELETE", _GRANTS, action="csms:secret:deleteGrant", status=204, action_guessed=True)
def delete_grant(call: Call, request: DeleteGrantRequest) -> Answer:
    """Take a resource away from one grantee, or from all if none is named."""
    grantee = request.grantee_user
    gone = [
        grant
        for grant in _of(call, request.resource_id)
        if not grantee or grant.grantee_target_id == grantee
    ]
    if not gone:
        raise _absent(request.resource_id, grantee or "anyone")
    for grant in gone:
        del call.project.grants[grant.resource_id, grant.grantee_target_id]
    return None


def _of(call: Call, resource_id: str) -> list[Grant]:
    return [each for each in call.project.grants.values() if each.resource_id == resource_id]


def _absent(resource_id: str, grantee: str) -> CsmsError:
    return CsmsError(ABSENT, f"{resource_id!r} is not granted to {grantee!r}.")


def _midnight_ms(text: str | None) -> int | None:
    if text is None:
        return None
    midnight = datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    return (midnight - _EPOCH) // timedelta(milliseconds=1)
