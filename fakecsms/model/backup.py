"""Backups: a secret with all its versions, sealed to the fake that made it.

The blob is a fixed prefix and a JWE in its compact form (examples of DownloadSecretBlob). Its key
pair is made when it is first needed, and lives as long as the fake.
"""

import base64
import json
from dataclasses import fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fakecsms.errors import invalid
from fakecsms.limits import Limits
from fakecsms.model.secret import Metadata, Secret, SecretState
from fakecsms.model.stage import Stage
from fakecsms.model.version import Version

if TYPE_CHECKING:
    from joserfc.jwe import JWERegistry
    from joserfc.jwk import RSAKey

    from fakecsms.model.project import Project

PREFIX = ")CloudSecretManagementBackupV1.com"
_ALGORITHMS = {"alg": "RSA-OAEP-256", "enc": "A128CBC-HS256"}
_KEY_BITS = 2_048
_KEPT = ("id", "name", "secret_type", "rotation_config", "enterprise_project_id")
_TIMES = ("create_time_ms", "rotation_time_ms", "last_number", "last_create_time_ms")


class Seals:
    """The key pair of one fake, which opens nothing but its own blobs."""

    def seal(self, project: "Project", secret: Secret) -> str:
        """Return the blob of a secret. Its values are opened for it."""
        # Imported on first use: few fakes make a backup.
        from joserfc import jwe  # noqa: PLC0415

        told = json.dumps(_told(project, secret)).encode()
        header = {**_ALGORITHMS, "kid": self._key.thumbprint()}
        return PREFIX + jwe.encrypt_compact(header, told, self._key, registry=self._registry())

    def open(self, blob: str, project_id: str, limits: Limits) -> dict[str, Any]:
        """Return what a blob tells, or refuse one that is altered, foreign or too large."""
        from joserfc import jwe  # noqa: PLC0415
        from joserfc.errors import JoseError  # noqa: PLC0415

        if len(blob) > limits.blob_chars_max:
            message = f"secret_blob must be at most {limits.blob_chars_max:,} characters."
            raise invalid(message)
        if not blob.startswith(PREFIX):
            message = "secret_blob is no backup: it does not begin as one."
            raise invalid(message)
        compact = blob.removeprefix(PREFIX)
        try:
            opened = jwe.decrypt_compact(compact, self._key, registry=self._registry())
            told = json.loads(opened.plaintext or b"")
        except (JoseError, ValueError, TypeError) as error:
            message = "secret_blob was altered, or another service made it."
            raise invalid(message) from error
        if told["project_id"] != project_id:
            message = "secret_blob was made in another project."
            raise invalid(message)
        return told  # type: ignore[no-any-return]

    @cached_property
    def _key(self) -> "RSAKey":
        from joserfc.jwk import RSAKey  # noqa: PLC0415

        return RSAKey.generate_key(_KEY_BITS)

    @staticmethod
    def _registry() -> "JWERegistry":
        from joserfc.jwe import JWERegistry  # noqa: PLC0415

        registry = JWERegistry(algorithms=list(_ALGORITHMS.values()))
        registry.max_ciphertext_length = 8 * 1_048_576
        return registry


def _told(project: "Project", secret: Secret) -> dict[str, Any]:
    return {
        "project_id": project.id,
        **{name: getattr(secret, name) for name in (*_KEPT, *_TIMES)},
        "metadata": {each.name: getattr(secret.metadata, each.name) for each in fields(Metadata)},
        "stages": {
            name: [at.version_number, at.update_time_ms] for name, at in secret.stages.items()
        },
        "versions": [
            {
                "number": each.number,
                "create_time_ms": each.create_time_ms,
                "expire_time_ms": each.expire_time_ms,
                "expiry_told": each.expiry_told,
                "kms_key_id": each.value.kms_key_id,
                "is_binary": each.value.is_binary,
                "value": base64.b64encode(project.open(secret, each)).decode(),
            }
            for each in secret.versions
        ],
    }


def rebuilt(told: dict[str, Any], project: "Project", *, at_ms: int) -> Secret:
    """Return the secret of an opened blob: all as it was, but ENABLED and updated now.

    Tags and grants were not in it; a subscription to an event that is gone is dropped.
    """
    metadata = Metadata(**told["metadata"])
    there = (name for name in metadata.event_subscriptions if name in project.events)
    secret = Secret(
        **{name: told[name] for name in (*_KEPT, *_TIMES)},
        metadata=replace(metadata, event_subscriptions=tuple(there)),
        update_time_ms=at_ms,
        state=SecretState.ENABLED,
        stages={
            name: Stage(version_number=number, update_time_ms=since_ms)
            for name, (number, since_ms) in told["stages"].items()
        },
    )
    versions = (_version(each, secret, project) for each in told["versions"])
    return replace(
        secret,
        versions=tuple(
            replace(each, expiry_told=True)
            if each.expire_time_ms is not None and each.expire_time_ms <= at_ms
            else each
            for each in versions
        ),
    )


def _version(told: dict[str, Any], secret: Secret, project: "Project") -> Version:
    keyed = replace(secret, metadata=replace(secret.metadata, kms_key_id=told["kms_key_id"]))
    octets = base64.b64decode(told["value"])
    return Version(
        number=told["number"],
        create_time_ms=told["create_time_ms"],
        expire_time_ms=told["expire_time_ms"],
        expiry_told=told["expiry_told"],
        value=project.seal(keyed, told["number"], octets, is_binary=told["is_binary"]),
    )
