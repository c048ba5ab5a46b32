"""Copies of secrets in other regions, and the removal of a database instance's secrets."""

from typing import Annotated

from fakecsms.errors import ABSENT, CsmsError, invalid
from fakecsms.model.replica import first_copy
from fakecsms.model.rotation import instance_ids_of
from fakecsms.operations._row import API_PAGE, Answer, Call, Request, operation
from fakecsms.operations._value import duplicate
from fakecsms.operations.secrets import removed
from fakecsms.wire import fields

_SECRET_TYPES = {"RDS": ("RDS-FG",), "TaurusDB": ("GaussDB-FG",), "GaussDB": ("GaussDB-FG",)}
_ANY_TYPE = ("RDS-FG", "GaussDB-FG")


class CreateSecretReplicaRequest(Request, frozen=True):
    """The members of CreateSecretReplica."""

    secret_name: str
    region: Annotated[str, fields.not_empty]
    kms_key_id: Annotated[str | None, fields.kms_key_id] = None


@operation(
    "POST",
    "/v1/{project_id}/secrets/{secret_name}/replicas",
    action="csms:secret:createReplica",
    source=API_PAGE,
)
def create_secret_replica(call: Call, request: CreateSecretReplicaRequest) -> Answer:
    """Copy a secret to the project of another region, where it follows from now on."""
    secret = call.project.secret(request.secret_name)
    region = request.region
    target_id = call.tenancy.projects.get(region)
    if target_id in (None, call.project.id):
        there = ", ".join(_regions(call)) or "none"
        message = f"region must name another region's project; those there are: {there}."
        raise invalid(message)
    call.permit(secret)
    target = call.account.project(str(target_id))
    if target.find(secret.name):
        raise duplicate(call, f"The project of {region} has a secret {secret.name!r} already.")
    target.refuse_one_more(call.limits)
    for version in secret.versions:
        call.project.keyring.usable(version.value.kms_key_id)
    keyring = target.keyring
    key_id = keyring.usable(keyring.key_id_for(request.kms_key_id, call.chance, call.choices)).id
    target.keep(first_copy(secret, call.project, target, key_id))
    call.project.keep(secret.replicated({**secret.replica_projects, region: target.id}))
    return None


class DeleteSecretReplicaRequest(Request, frozen=True):
    """The path of DeleteSecretReplica."""

    secret_name: str
    region_name: str


@operation(
    "DELETE",
    "/v1/{project_id}/secrets/{secret_name}/replicas/{region_name}",
    action="csms:secret:deleteReplica",
    status=204,
    source=API_PAGE,
)
def delete_secret_replica(call: Call, request: DeleteSecretReplicaRequest) -> Answer:
    """Remove the copy in one region."""
    secret = call.project.secret(request.secret_name)
    region = request.region_name
    target_id = secret.replica_projects.get(region)
    if target_id is None:
        raise CsmsError(ABSENT, f"The secret {secret.name!r} has no copy in {region!r}.")
    call.permit(secret)
    target = call.account.project(target_id)
    target.remove(target.secret(secret.name))
    others = {name: each for name, each in secret.replica_projects.items() if name != region}
    secret = secret.replicated(others)
    call.project.keep(secret)
    call.project.note_again(secret)
    return None


class ListSupportRegionsRequest(Request, frozen=True):
    """ListSupportRegions has no members."""


@operation(
    "GET",
    "/v1/{project_id}/csms/replica-regions",
    action="csms::listReplicaRegions",
    action_guessed=True,
    source=API_PAGE,
)
def list_support_regions(call: Call, request: ListSupportRegionsRequest) -> Answer:  # noqa: ARG001 - a row's form
    """List the regions that a secret of this project can be copied to."""
    regions = _regions(call)
    return {"regions": regions, "total": len(regions)}


class BatchDeleteSecretsRequest(Request, frozen=True):
    """The members of BatchDeleteSecrets. Without an instance nothing is meant, never all."""

    instance_id: Annotated[str, fields.not_empty]
    instance_type: Annotated[str | None, fields.one_of("RDS", "TaurusDB", "GaussDB", "APIG")] = None


@operation(
    "POST",
    "/v1/{project_id}/secrets/batch-delete",
    action="csms:secret:delete",
    named_by="",
    source=API_PAGE,
)
def batch_delete_secrets(call: Call, request: BatchDeleteSecretsRequest) -> Answer:
    """Remove the secrets of a database instance for good, in every state."""
    kind = request.instance_type
    types = _ANY_TYPE if kind is None else _SECRET_TYPES.get(kind, ())
    found = [
        secret
        for secret in call.project.secrets()
        if secret.secret_type in types
        and request.instance_id in instance_ids_of(secret.rotation_config)
    ]
    gone, kept = [], []
    for secret in found:
        try:
            call.permit(secret)
            removed(call, secret)
            gone.append(secret.name)
        except CsmsError as refused:
            kept.append({"name": secret.name, "error_msg": refused.message})
    return {"total": len(found), "success_secrets": gone, "failed_secrets": kept}


def _regions(call: Call) -> list[str]:
    projects = call.tenancy.projects
    return sorted(each for each, target in projects.items() if target != call.project.id)
