"""Backup: a secret as a blob, back from a blob, and many secrets at once."""

from typing import Annotated, Any

from fakecsms.errors import WRONG_BODY, CsmsError
from fakecsms.model.backup import rebuilt
from fakecsms.model.rotating import next_rotation_ms
from fakecsms.operations._row import Answer, Call, Request, operation
from fakecsms.operations._value import duplicate
from fakecsms.operations.secrets import create_secret
from fakecsms.wire import fields, views


class DownloadSecretBlobRequest(Request, frozen=True):
    """The path of DownloadSecretBlob."""

    secret_name: str


@operation(
    "POST",
    "/v1/{project_id}/secrets/{secret_name}/backup",
    action="csms:secret:get",
    reads=True,
)
def download_secret_blob(call: Call, request: DownloadSecretBlobRequest) -> Answer:
    """Return a secret with all its versions as one sealed text, which this fake alone can open."""
    secret = call.project.secret(request.secret_name)
    call.permit(secret)
    return {"secret_blob": call.account.terms.seals.seal(call.project, secret)}


class UploadSecretBlobRequest(Request, frozen=True):
    """The members of UploadSecretBlob."""

    secret_blob: str


@operation("POST", "/v1/{project_id}/secrets/restore", action="csms:secret:create", named_by="")
def upload_secret_blob(call: Call, request: UploadSecretBlobRequest) -> Answer:
    """Bring a secret back from its blob: id, versions, stages, keys and times as they were."""
    project = call.project
    told = call.account.terms.seals.open(request.secret_blob, project.id, call.limits)
    call.secret_name = told["name"]
    if project.find(told["name"]):
        raise duplicate(call, f"The project has a secret {told['name']!r} already.")
    if project.has_id(told["id"]):
        raise duplicate(call, "The project has a secret of the id already.")
    project.refuse_one_more(call.limits)
    key_ids = {version["kms_key_id"] for version in told["versions"]}
    for key_id in sorted(key_ids & project.keyring.keys.keys()):
        project.keyring.usable(key_id)
    for key_id in sorted({*key_ids, told["metadata"]["kms_key_id"]}):
        project.keyring.key_id_for(key_id, call.chance, call.choices)
    secret = rebuilt(told, project, at_ms=call.now_ms)
    secret = secret.next_rotation(next_rotation_ms(secret, call.now_ms))
    project.put(secret)
    return {"secret": views.secret(secret, call.choices)}


class BatchImportSecretsRequest(Request, frozen=True):
    """The members of BatchImportSecrets: each item is decoded by itself."""

    secrets: Annotated[list[Any], fields.not_empty]


@operation(
    "POST",
    "/v1/{project_id}/secrets/batch-import",
    action="csms:secret:create",
    named_by="",
    action_guessed=True,
)
def batch_import_secrets(call: Call, request: BatchImportSecretsRequest) -> Answer:
    """Make several secrets, in order; one that CreateSecret would refuse is told by its name."""
    errors = []
    for item in request.secrets:
        try:
            _made(call, item)
        except CsmsError as refused:
            name = item.get("name") if isinstance(item, dict) else None
            shown = name if isinstance(name, str) else ""
            errors.append({"name": shown, "error_msg": refused.message})
    call.version_id = None
    total = len(request.secrets)
    failed = len(errors)
    return {"error_list": errors, "total": total, "success": total - failed, "failed": failed}


def _made(call: Call, item: object) -> None:
    if not isinstance(item, dict):
        why = "An item of secrets must be an object."
        raise CsmsError(WRONG_BODY, why)
    create_secret.performed(call, item)
