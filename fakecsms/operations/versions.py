"""Versions: create, list, show one or many, update."""

from operator import attrgetter
from typing import Annotated

from fakecsms.model.event import EventType
from fakecsms.model.page import page
from fakecsms.model.secret import LATEST, Secret
from fakecsms.model.stage import SYSCURRENT
from fakecsms.model.version import Version
from fakecsms.operations._row import API_PAGE, Answer, Call, Request, operation
from fakecsms.operations._value import fault_of_pair, sealer
from fakecsms.wire import fields, views
from fakecsms.wire.fields import Terms
from fakecsms.wire.members import Members

_PAST_THE_END = float("inf")


class CreateSecretVersionRequest(Request, frozen=True):
    """The members of CreateSecretVersion."""

    secret_name: str
    secret_binary: Annotated[str | None, fields.secret_binary] = None
    secret_string: Annotated[str | None, fields.secret_string] = None
    version_stages: Annotated[list[str] | None, fields.placed_stages] = None
    expire_time: Annotated[int | None, fields.expire_time] = None

    def fault_across(self, terms: Terms) -> str | None:  # noqa: ARG002 - others depend on it
        """Exactly one value."""
        return fault_of_pair(self.secret_string, self.secret_binary)


@operation(
    "POST",
    "/v1/{project_id}/secrets/{secret_name}/versions",
    action="csms:secret:createVersion",
    unknown_before={"2022": frozenset({"expire_time"})},
)
def create_secret_version(call: Call, request: CreateSecretVersionRequest) -> Answer:
    """Add a version; without version_stages it gets SYSCURRENT."""
    secret = call.project.secret(request.secret_name)
    call.permit(secret)
    expire_time = request.expire_time
    secret = secret.with_version(
        sealer(call, secret, request.secret_string, request.secret_binary),
        [SYSCURRENT] if request.version_stages is None else request.version_stages,
        at_ms=call.now_ms,
        limits=call.limits,
        choices=call.choices,
        expire_time_ms=None if expire_time is None else fields.floored(expire_time),
    )
    call.project.put(secret)
    version = call.about(secret.versions[-1])
    call.project.notify(EventType.VERSION_CREATED, secret, version, at_ms=call.now_ms)
    return {"version_metadata": views.version_metadata(secret, version)}


class ListSecretVersionsRequest(Request, frozen=True):
    """The path and query of ListSecretVersions."""

    secret_name: str
    marker: Annotated[str | None, fields.version_marker] = None
    limit: Annotated[str | None, fields.limit] = None


@operation(
    "GET",
    "/v1/{project_id}/secrets/{secret_name}/versions",
    action="csms:secret:listVersion",
)
def list_secret_versions(call: Call, request: ListSecretVersionsRequest) -> Answer:
    """List a secret's versions by number, in every state; never their values."""
    secret = call.project.secret(request.secret_name)
    shown = page(
        secret.versions,
        after=_position(request.marker),
        limit=fields.page_size(request.limit, call.limits),
        key=attrgetter("number"),
    )
    return {
        "version_metadatas": [views.version_metadata(secret, each) for each in shown.items],
        "page_info": views.page_info(shown, [each.id for each in shown.items], call.choices),
    }


class ShowSecretVersionRequest(Request, frozen=True):
    """The path of ShowSecretVersion."""

    secret_name: str
    version_id: str


@operation(
    "GET",
    "/v1/{project_id}/secrets/{secret_name}/versions/{version_id}",
    action="csms:secret:getVersion",
)
def show_secret_version(call: Call, request: ShowSecretVersionRequest) -> Answer:
    """Show a version with its value. The word `latest` is a version id here, and only here."""
    secret = call.project.secret(request.secret_name)
    if request.version_id == LATEST:
        version = secret.latest(call.choices)
    else:
        version = secret.version(request.version_id)
    call.permit(secret)
    return {"version": _opened(call, secret, call.about(version))}


class UpdateVersionRequest(Request, frozen=True):
    """The members of UpdateVersion."""

    secret_name: str
    version_id: str
    expire_time: Annotated[int, fields.expire_time]


@operation(
    "PUT",
    "/v1/{project_id}/secrets/{secret_name}/versions/{version_id}",
    action="csms:secret:updateVersion",
)
def update_version(call: Call, request: UpdateVersionRequest) -> Answer:
    """Give a version another expire_time, which never keeps anyone from reading it."""
    secret = call.project.secret(request.secret_name)
    version = secret.version(request.version_id)
    call.permit(secret)
    secret = secret.with_expire_time(version, fields.floored(request.expire_time))
    call.project.put(secret)
    return {"version_metadata": views.version_metadata(secret, secret.version(version.id))}


class BatchShowSecretVersionRequest(Request, frozen=True):
    """The members of BatchShowSecretVersion."""

    secret_name_list: Annotated[list[str], fields.not_empty]


@operation(
    "POST",
    "/v1/{project_id}/secrets/batch-get-secret-value",
    action="csms:secret:batchGetSecretValue",
    reads=True,
    source=API_PAGE,
)
def batch_show_secret_version(call: Call, request: BatchShowSecretVersionRequest) -> Answer:
    """Show the SYSCURRENT versions of several secrets, in the order named, each once.

    The first name that is absent or can't be read refuses the whole call; no page tells this.
    """
    shown = []
    for name in dict.fromkeys(request.secret_name_list):
        secret = call.project.secret(name)
        call.permit(secret)
        shown.append(_opened(call, secret, secret.current))
    return {"total_count": len(shown), "versions": shown}


def _opened(call: Call, secret: Secret, version: Version) -> Members:
    value = call.project.open(secret, version)
    return views.version(secret, version, value.decode())


def _position(marker: str | None) -> float | None:
    if not marker:
        return None
    return _PAST_THE_END if marker == LATEST else int(marker[1:])
