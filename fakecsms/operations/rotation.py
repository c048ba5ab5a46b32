"""Rotation: rotate now, list the tasks, and what a rotation needs around it."""

from typing import Annotated

from fakecsms.errors import invalid
from fakecsms.model.page import Page
from fakecsms.model.rotating import rotate
from fakecsms.model.rotation import COMMON, SECRET_TYPES, SUB_TYPES
from fakecsms.model.task import RotationTask, TaskStatus
from fakecsms.operations._row import Answer, Call, Envelope, Request, operation
from fakecsms.operations._templates import ENGINES, template
from fakecsms.wire import fields, views
from fakecsms.wire.fields import Terms

_ROTATING_TYPES = tuple(each for each in SECRET_TYPES if each != COMMON)
_ENGINE_TYPE = "RDS-FG"


class RotateSecretRequest(Request, frozen=True):
    """The path of RotateSecret."""

    secret_name: str


@operation(
    "POST",
    "/v1/{project_id}/secrets/{secret_name}/rotate",
    action="csms:secret:rotate",
    envelope=Envelope.NESTED,
)
def rotate_secret(call: Call, request: RotateSecretRequest) -> Answer:
    """Rotate a secret at once. The task is final when this answers; it may have FAILED."""
    secret = call.project.secret(request.secret_name)
    if secret.secret_type == COMMON:
        message = f"A secret of the type {COMMON} can't rotate."
        raise invalid(message)
    call.permit(secret)
    call.project.keyring.usable(secret.metadata.kms_key_id)
    rotated = rotate(call.project, secret, at_ms=call.now_ms)
    call.about(call.project.secret(secret.name).versions[-1])
    return {"rotation_task_id": rotated.task.id}


class ListSecretTaskRequest(Request, frozen=True):
    """The query of ListSecretTask. A task_id stands alone."""

    secret_name: str | None = None
    status: Annotated[str | None, fields.one_of(*TaskStatus)] = None
    task_id: str | None = None
    limit: Annotated[str | None, fields.limit] = None
    marker: str | None = None

    def fault_across(self, terms: Terms) -> str | None:  # noqa: ARG002 - others depend on it
        """A task_id with nothing beside it."""
        others = (self.secret_name, self.status, self.limit, self.marker)
        if self.task_id is not None and any(each is not None for each in others):
            return "task_id must not be combined with another filter."
        return None


@operation("GET", "/v1/{project_id}/csms/tasks", action="csms::listTasks")
def list_secret_task(call: Call, request: ListSecretTaskRequest) -> Answer:
    """List the rotation tasks in the order in which they were made."""
    wanted = {
        "id": request.task_id,
        "secret_name": request.secret_name,
        "status": request.status,
    }
    tasks = [
        task
        for task in call.project.tasks
        if all(value is None or getattr(task, name) == value for name, value in wanted.items())
    ]
    start = _after(request.marker, call.project.tasks, tasks)
    limit = fields.page_size(request.limit, call.limits)
    items = tasks[start : start + limit]
    shown = Page(items=items, more=start + limit < len(tasks))
    info = views.page_info(shown, [task.id for task in items], call.choices)
    return {
        "total": len(tasks),
        "tasks": [views.task(task) for task in items],
        "next_marker": info["next_marker"],
    }


def _after(marker: str | None, every: list[RotationTask], wanted: list[RotationTask]) -> int:
    """Return where the page begins: behind the marker, also if a filter leaves it out."""
    if not marker:
        return 0
    places = {task.id: place for place, task in enumerate(every)}
    if marker not in places:
        message = "marker names no task."
        raise invalid(message)
    return sum(places[task.id] <= places[marker] for task in wanted)


class CreateAgencyRequest(Request, frozen=True):
    """The members of CreateAgency."""

    secret_type: Annotated[str, fields.one_of(*_ROTATING_TYPES)]


@operation("POST", "/v1/csms/agencies", action=None, named_by="")
def create_agency(call: Call, request: CreateAgencyRequest) -> Answer:
    """Give the rotation function of a secret type the rights it needs."""
    agency = call.account.agency_for(request.secret_type)
    if agency.error is not None:
        return {"agencies": [{"agency_name": agency.name, "error_msg": agency.error}]}
    call.account.agencies[request.secret_type] = agency
    return {"agencies": [{"agency_name": agency.name, "agency_id": agency.id}]}


class ShowAgencyRequest(Request, frozen=True):
    """The query of ShowAgency."""

    secret_type: Annotated[str, fields.one_of(*_ROTATING_TYPES)]


@operation("GET", "/v1/csms/agencies", action=None, action_guessed=True)
def show_agency(call: Call, request: ShowAgencyRequest) -> Answer:
    """Tell whether there is an agency, as the text `true` or `false`."""
    agency = call.account.agencies.get(request.secret_type)
    granted = agency is not None and agency.error is None
    return {"agency_granted": "true" if granted else "false"}


class ShowSecretFunctionTemplatesRequest(Request, frozen=True):
    """The query of ShowSecretFunctionTemplates."""

    secret_type: Annotated[str, fields.one_of(*_ROTATING_TYPES)]
    secret_sub_type: Annotated[str, fields.one_of(*SUB_TYPES)]
    engine: Annotated[str | None, fields.one_of(*ENGINES)] = None

    def fault_across(self, terms: Terms) -> str | None:  # noqa: ARG002 - others depend on it
        """An engine for RDS-FG, and for that alone."""
        if self.secret_type == _ENGINE_TYPE and self.engine is None:
            return f"engine is needed for the secret_type {_ENGINE_TYPE}."
        if self.secret_type != _ENGINE_TYPE and self.engine is not None:
            return f"engine is not possible for the secret_type {self.secret_type}."
        return None


@operation("GET", "/v1/csms/function-templates", action=None, action_guessed=True)
def show_secret_function_templates(
    call: Call,  # noqa: ARG001 - a row's form
    request: ShowSecretFunctionTemplatesRequest,
) -> Answer:
    """Return the source text that a rotation function may begin with."""
    text = template(request.secret_type, request.secret_sub_type, request.engine)
    return {"function_templates": text}
