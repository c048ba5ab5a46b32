"""Which operation is allowed in which state of a secret.

The law of this file: whatever decides whether a state forbids an operation is in the table, and
the table knows no operation's details. The README's table of states is made from it.

Sources: value, new versions and version updates want ENABLED, and nothing may use a secret that
is pending deletion (API pages); which code each refusal has is read off the error page's meanings;
the cells of stages, tags, backup, rotation and replicas, UpdateSecret in FROZEN, and DeleteSecret
are guesses.
"""

from collections.abc import Mapping

from fakecsms.errors import (
    ALREADY_SCHEDULED,
    NOT_ENABLED,
    NOT_SCHEDULED,
    PENDING_DELETION,
    CsmsError,
    Refusal,
)
from fakecsms.model.secret import Secret, SecretState

Cells = Mapping[SecretState, Refusal | None]


def _row(
    enabled: Refusal | None,
    disabled: Refusal | None,
    pending_delete: Refusal | None,
    frozen: Refusal | None,
) -> Cells:
    return dict(zip(SecretState, (enabled, disabled, pending_delete, frozen), strict=True))


_ALWAYS = _row(None, None, None, None)
_ENABLED_ONLY = _row(None, NOT_ENABLED, PENDING_DELETION, NOT_ENABLED)
_USABLE = _row(None, None, PENDING_DELETION, NOT_ENABLED)

TABLE: Mapping[str, Cells] = {
    "ListSecrets": _ALWAYS,
    "ShowSecret": _ALWAYS,
    "UpdateSecret": _USABLE,
    "DeleteSecret": _ALWAYS,
    "DeleteSecretForSchedule": _row(None, None, ALREADY_SCHEDULED, NOT_ENABLED),
    "RestoreSecret": _row(NOT_SCHEDULED, NOT_SCHEDULED, None, NOT_SCHEDULED),
    "CreateSecretVersion": _ENABLED_ONLY,
    "ListSecretVersions": _ALWAYS,
    "ShowSecretVersion": _ENABLED_ONLY,
    "UpdateVersion": _ENABLED_ONLY,
    "BatchShowSecretVersion": _ENABLED_ONLY,
    "CreateSecretStage": _USABLE,
    "ShowSecretStage": _ALWAYS,
    "UpdateSecretStage": _USABLE,
    "DeleteSecretStage": _USABLE,
    "RotateSecret": _ENABLED_ONLY,
    "DownloadSecretBlob": _USABLE,
    "CreateSecretTag": _ALWAYS,
    "DeleteSecretTag": _ALWAYS,
    "ListSecretTags": _ALWAYS,
    "BatchCreateOrDeleteTags": _ALWAYS,
    "BatchDeleteSecrets": _ALWAYS,
    "CreateSecretReplica": _ENABLED_ONLY,
    "DeleteSecretReplica": _ALWAYS,
}
"""operation -> state -> the refusal, or `None` where the operation is allowed."""


def permit(operation: str, secret: Secret) -> None:
    """Refuse the operation if the secret's state forbids it."""
    refusal = TABLE[operation][secret.state]
    if refusal is not None:
        why = f"{operation} is not allowed while the secret {secret.name!r} is {secret.state}."
        raise CsmsError(refusal, why)
