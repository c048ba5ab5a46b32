"""What happens when something comes due. Each looks first whether the reminder still holds."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from fakecsms.limits import MS_PER_DAY
from fakecsms.model.agenda import Due, Happening, Kind, Rank
from fakecsms.model.keyring import KeyState

if TYPE_CHECKING:
    from fakecsms.model.project import Project


def _remove_key(project: "Project", due: Due) -> list[Happening]:
    key = project.keyring.keys.get(due.subject)
    if key is None or key.removal_time_ms != due.at_ms:
        return []
    project.keyring.set_state(key.id, KeyState.DELETED)
    happening = Happening(
        at_ms=due.at_ms, kind=Kind.KEY_REMOVED, project_id=project.id, subject=key.id
    )
    return [happening]


def _expire(project: "Project", due: Due) -> list[Happening]:
    secret = project.find(due.subject)
    versions = secret.versions if secret else ()
    version = next((each for each in versions if each.number == due.version_number), None)
    if secret is None or version is None:
        return []
    if version.expire_time_ms != due.at_ms or version.expiry_told:
        return []
    from fakecsms.model.event import EventType  # noqa: PLC0415 - see _rotate

    project.put(secret.with_expiry_told(version))
    expired = project.happening(Kind.EXPIRED, secret, version.id, at_ms=due.at_ms)
    told = project.notify(EventType.VERSION_EXPIRED, secret, version, at_ms=due.at_ms)
    return [expired, *told]


def _rotate(project: "Project", due: Due) -> list[Happening]:
    secret = project.find(due.subject)
    if secret is None or secret.next_rotation_time_ms != due.at_ms:
        return []
    # Loaded when something rotates: most fakes never do.
    from fakecsms.model.rotating import rotate  # noqa: PLC0415

    return rotate(project, secret, at_ms=due.at_ms).happenings


def _remove_secret(project: "Project", due: Due) -> list[Happening]:
    secret = project.find(due.subject)
    if secret is None or secret.scheduled_delete_time_ms != due.at_ms:
        return []
    if secret.replica_projects or secret.primary_project_id is not None:
        return []
    from fakecsms.model.event import EventType  # noqa: PLC0415 - see _rotate

    project.remove(secret)
    deleted = project.happening(Kind.DELETED, secret, "", at_ms=due.at_ms)
    told = project.notify(EventType.DELETED, secret, secret.current, at_ms=due.at_ms)
    return [deleted, *told]


def _remove_record(project: "Project", due: Due) -> list[Happening]:
    kept_ms = project.account.terms.limits.record_days_kept * MS_PER_DAY
    while project.records and project.records[0].create_time_ms + kept_ms <= due.at_ms:
        project.records.popleft()
    return []


SETTLED: Mapping[Rank, Callable[["Project", Due], list[Happening]]] = {
    Rank.KEY_REMOVAL: _remove_key,
    Rank.VERSION_EXPIRY: _expire,
    Rank.ROTATION: _rotate,
    Rank.SECRET_REMOVAL: _remove_secret,
    Rank.RECORD_REMOVAL: _remove_record,
}
