"""What a test sees of a secret: read-only, and without its values."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fakecsms.model.keyring import Key, KeyState
from fakecsms.model.secret import Secret, SecretState


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version. Times are milliseconds since 1970; `expire_time_ms` is `None` when unset."""

    id: str
    stages: tuple[str, ...]
    kms_key_id: str
    is_binary: bool
    create_time_ms: int
    expire_time_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretView:
    """One secret as it was when it was looked at.

    `versions` maps version ids to versions, oldest first; `stages` maps stage names to version
    ids. `replicas` maps the regions that have a copy to their projects; a copy knows the project
    of its primary.
    """

    id: str
    name: str
    state: SecretState
    secret_type: str
    description: str
    kms_key_id: str
    enterprise_project_id: str
    create_time_ms: int
    update_time_ms: int
    scheduled_delete_time_ms: int | None
    versions: Mapping[str, VersionView]
    stages: Mapping[str, str]
    tags: Mapping[str, str]
    event_subscriptions: tuple[str, ...]
    rotation_time_ms: int | None
    next_rotation_time_ms: int | None
    replicas: Mapping[str, str]
    primary_project_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """One KMS key. The default key's `alias` is `csms/default`."""

    id: str
    alias: str
    state: KeyState


def view_of_key(key: Key) -> KeyView:
    """Return what a test may see of a key: all but its material."""
    return KeyView(id=key.id, alias=key.alias, state=key.state)


def view_of_secret(secret: Secret) -> SecretView:
    """Return what a test may see of a secret: all but its values."""
    versions = {
        each.id: VersionView(
            id=each.id,
            stages=tuple(secret.stages_of(each)),
            kms_key_id=each.value.kms_key_id,
            is_binary=each.value.is_binary,
            create_time_ms=each.create_time_ms,
            expire_time_ms=each.expire_time_ms,
        )
        for each in secret.versions
    }
    stages = {name: f"v{at.version_number}" for name, at in secret.stages.items()}
    return SecretView(
        id=secret.id,
        name=secret.name,
        state=secret.state,
        secret_type=secret.secret_type,
        description=secret.metadata.description,
        kms_key_id=secret.metadata.kms_key_id,
        enterprise_project_id=secret.enterprise_project_id,
        create_time_ms=secret.create_time_ms,
        update_time_ms=secret.update_time_ms,
        scheduled_delete_time_ms=secret.scheduled_delete_time_ms,
        versions=MappingProxyType(versions),
        stages=MappingProxyType(stages),
        tags=MappingProxyType(dict(secret.tags)),
        event_subscriptions=secret.metadata.event_subscriptions,
        rotation_time_ms=secret.rotation_time_ms,
        next_rotation_time_ms=secret.next_rotation_time_ms,
        replicas=MappingProxyType(dict(secret.replica_projects)),
        primary_project_id=secret.primary_project_id,
    )
