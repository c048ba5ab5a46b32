"""Stages: show, put on a version, delete."""

from typing import Annotated

from fakecsms.errors import BUILTIN_STAGE, STAGE_LIMIT, CsmsError
from fakecsms.model.stage import BUILTIN_STAGES
from fakecsms.operations._row import API_PAGE, Answer, Call, Request, operation
from fakecsms.wire import fields, views

_ONE_STAGE = "/v1/{project_id}/secrets/{secret_name}/stages/{stage_name}"


class CreateSecretStageRequest(Request, frozen=True):
    """The members of CreateSecretStage, which is on the API pages and in no SDK."""

    secret_name: str
    name: Annotated[str, fields.placed_stage]
    version_id: Annotated[str, fields.placed_version]


@operation(
    "POST",
    "/v1/{project_id}/secrets/{secret_name}/stages",
    action="csms:secret:createStage",
    source=API_PAGE,
)
def create_secret_stage(call: Call, request: CreateSecretStageRequest) -> Answer:
    """Put a stage on a version; one that is there already moves (API page)."""
    return _placed(call, request.secret_name, request.name, request.version_id)


class ShowSecretStageRequest(Request, frozen=True):
    """The path of ShowSecretStage."""

    secret_name: str
    stage_name: str


@operation("GET", _ONE_STAGE, action="csms:secret:getStage")
def show_secret_stage(call: Call, request: ShowSecretStageRequest) -> Answer:
    """Show which version a stage is on, in every state of the secret."""
    secret = call.project.secret(request.secret_name)
    stage = secret.stage(request.stage_name)
    call.version_id = f"v{stage.version_number}"
    return {"stage": views.stage(secret, request.stage_name)}


class UpdateSecretStageRequest(Request, frozen=True):
    """The members of UpdateSecretStage."""

    secret_name: str
    stage_name: Annotated[str, fields.placed_stage]
    version_id: Annotated[str, fields.placed_version]


@operation("PUT", _ONE_STAGE, action="csms:secret:updateStage")
def update_secret_stage(call: Call, request: UpdateSecretStageRequest) -> Answer:
    """Put a stage on a version, taking it from whichever version had it."""
    return _placed(call, request.secret_name, request.stage_name, request.version_id)


class DeleteSecretStageRequest(Request, frozen=True):
    """The path of DeleteSecretStage."""

    secret_name: str
    stage_name: str


@operation("DELETE", _ONE_STAGE, action="csms:secret:deleteStage", status=204)
def delete_secret_stage(call: Call, request: DeleteSecretStageRequest) -> Answer:
    """Take a stage away; its version stays. The built-in ones can't be deleted (error page)."""
    secret = call.project.secret(request.secret_name)
    stage_name = request.stage_name
    builtin = stage_name in BUILTIN_STAGES
    if not builtin and not call.choices.delete_absent_stage_ok:
        secret.stage(stage_name)
    call.permit(secret)
    if builtin:
        raise CsmsError(BUILTIN_STAGE, f"The stage {stage_name} is built in.")
    secret = secret.without_stage(stage_name, at_ms=call.now_ms, choices=call.choices)
    call.project.put(secret)
    return None


def _placed(call: Call, secret_name: str, stage_name: str, version_id: str) -> Answer:
    secret = call.project.secret(secret_name)
    version = call.about(secret.version(version_id))
    call.permit(secret)
    secret = secret.with_stage(
        stage_name,
        version,
        STAGE_LIMIT,
        at_ms=call.now_ms,
        limits=call.limits,
        choices=call.choices,
    )
    call.project.put(secret)
    return {"stage": views.stage(secret, stage_name)}
