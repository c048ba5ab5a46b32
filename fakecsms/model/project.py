"""What one project remembers: a mutable holder of frozen values.

`put` and `remove` are the only ways in which a secret changes. They note what comes due, and
carry a change of a primary to its copies in other projects.
"""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING

from fakecsms.errors import ABSENT, ABSENT_SECRET, SECRET_QUOTA, CsmsError, invalid
from fakecsms.limits import MS_PER_DAY, Limits
from fakecsms.model.agenda import Due, Happening, Kind, Rank
from fakecsms.model.keyring import Key, Keyring
from fakecsms.model.secret import Secret
from fakecsms.model.version import Sealed, Version

if TYPE_CHECKING:
    from fakecsms.model.account import Account
    from fakecsms.model.event import Event, EventType, Record
    from fakecsms.model.grant import Grant
    from fakecsms.model.task import RotationTask


_TIMES = {
    Rank.SECRET_REMOVAL: "scheduled_delete_time_ms",
    Rank.ROTATION: "next_rotation_time_ms",
}
"""When what comes due for a secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectState:
    """A project as it was when the snapshot was taken."""

    secrets: Mapping[str, Secret]
    keys: Mapping[str, Key]
    events: "Mapping[str, Event]"
    grants: "Mapping[tuple[str, str], Grant]"
    records: "tuple[Record, ...]"
    tasks: "tuple[RotationTask, ...]"
    checking_strength: bool

    @property
    def holds_any(self) -> bool:
        """Whether there is anything in it: a project that was only looked at has nothing."""
        return any(getattr(self, each.name) for each in fields(self))

    def __repr__(self) -> str:
        """Count what is in it."""
        return f"<ProjectState {len(self.secrets)} secrets, {len(self.keys)} keys>"


class Project:
    """One project's secrets, in order of their names, its keys, and all that is about them."""

    def __init__(
        self, project_id: str, account: "Account", state: ProjectState | None = None
    ) -> None:
        """Begin empty, or as a snapshot says."""
        self.id = project_id
        self.account = account
        self._secrets: dict[str, Secret] = dict(state.secrets) if state else {}
        self._names_by_id = {each.id: each.name for each in self._secrets.values()}
        self.names = sorted(self._secrets)
        self.keyring = Keyring(state.keys if state else {})
        self.events: dict[str, Event] = dict(state.events) if state else {}
        self.grants: dict[tuple[str, str], Grant] = dict(state.grants) if state else {}
        self.records: deque[Record] = deque(state.records if state else ())
        self.tasks: list[RotationTask] = list(state.tasks if state else ())
        self.checking_strength = state.checking_strength if state else False
        self._note_all()

    def state(self) -> ProjectState:
        """Return all that the project remembers, unchangeable."""
        return ProjectState(
            secrets=dict(self._secrets),
            keys=dict(self.keyring.keys),
            events=dict(self.events),
            grants=dict(self.grants),
            records=tuple(self.records),
            tasks=tuple(self.tasks),
            checking_strength=self.checking_strength,
        )

    def find(self, name: str) -> Secret | None:
        """Return the secret of this name, if there is one."""
        return self._secrets.get(name)

    def secret(self, name: str) -> Secret:
        """Return the secret of this name, or refuse it as absent."""
        secret = self._secrets.get(name)
        if secret is None:
            why = f"The project {self.id!r} has no secret {name!r}."
            raise CsmsError(ABSENT_SECRET, why)
        return secret

    def secret_of_id(self, secret_id: str) -> Secret:
        """Return the secret of this id, or refuse it as absent."""
        name = self._names_by_id.get(secret_id)
        if name is None:
            why = f"The project {self.id!r} has no secret with the id {secret_id!r}."
            raise CsmsError(ABSENT, why)
        return self._secrets[name]

    def has_id(self, secret_id: str) -> bool:
        """Whether a secret has this id."""
        return secret_id in self._names_by_id

    def secrets(self) -> Iterator[Secret]:
        """Return the secrets, ordered by name."""
        return (self._secrets[name] for name in self.names)

    def refuse_one_more(self, limits: Limits) -> None:
        """Refuse if the quota of secrets is used up."""
        quota = limits.secrets_per_project_max
        if quota is not None and len(self._secrets) >= quota:
            why = f"The project {self.id!r} has {len(self._secrets)} secrets; {quota} are allowed."
            raise CsmsError(SECRET_QUOTA, why)

    def put(self, secret: Secret) -> None:
        """Keep a secret, new or changed, and change its copies alike."""
        copies = self.account.copies_after(secret, self)
        for project, copy in (*copies, (self, secret)):
            project.keep(secret=copy)

    def keep(self, secret: Secret) -> None:
        """Keep one secret, and note what will come due for it."""
        if secret.name not in self._secrets:
            insort(self.names, secret.name)
        before = self._secrets.get(secret.name)
        self._secrets[secret.name] = secret
        self._names_by_id[secret.id] = secret.name
        self._note(secret, before)

    def remove(self, secret: Secret) -> None:
        """Forget a secret for good. Its name is free at once."""
        if secret.replica_projects:
            there = ", ".join(secret.replica_projects)
            why = f"The secret {secret.name!r} has copies in {there}; delete those first."
            raise invalid(why)
        del self._secrets[secret.name]
        del self._names_by_id[secret.id]
        for key in [key for key, each in self.grants.items() if each.resource_id == secret.id]:
            del self.grants[key]
        del self.names[bisect_left(self.names, secret.name)]

    def seal(self, secret: Secret, number: int, plaintext: bytes, *, is_binary: bool) -> Sealed:
        """Seal the value of one version under the secret's key."""
        place = self._place(secret, number)
        key_id = secret.metadata.kms_key_id
        chance = self.account.terms.chance
        return self.keyring.seal(plaintext, key_id, place, chance, is_binary=is_binary)

    def open(self, secret: Secret, version: Version) -> bytes:
        """Return the plaintext of one version's value."""
        return self.keyring.open(version.value, self._place(secret, version.number))

    def notify(
        self, event_type: "EventType", secret: Secret, version: Version, *, at_ms: int
    ) -> list[Happening]:
        """Tell of what happened to a secret, as the event that it subscribes to wants."""
        told = []
        for name in secret.metadata.event_subscriptions:
            event = self.events.get(name)
            if event is None or not event.is_enabled:
                continue
            if event_type in event.event_types:
                self._record(event, event_type, secret, version, at_ms=at_ms)
                told.append(self.happening(Kind.NOTIFIED, secret, name, at_ms=at_ms))
        return told

    def happening(self, kind: Kind, secret: Secret, detail: str, *, at_ms: int) -> Happening:
        """Return what the report says of a secret of this project."""
        return Happening(
            at_ms=at_ms, kind=kind, project_id=self.id, subject=secret.name, detail=detail
        )

    def _record(
        self,
        event: "Event",
        event_type: "EventType",
        secret: Secret,
        version: Version,
        *,
        at_ms: int,
    ) -> None:
        # Loaded when something is told: most fakes have no event.
        from fakecsms.model.event import Record, content  # noqa: PLC0415

        record = Record(
            project_id=self.id,
            event_name=event.name,
            event_type=event_type,
            create_time_ms=at_ms,
            secret_name=secret.name,
            secret_type=secret.secret_type,
            target=event.target,
            content=content(event, event_type, secret, version, at_ms=at_ms),
            delivery=self.account.delivery_to(event.target),
        )
        late = bool(self.records) and at_ms < self.records[-1].create_time_ms
        self.records.append(record)
        if late:
            # An expire_time that had passed when it was set is told late, and stands in its place.
            self.records = deque(sorted(self.records, key=attrgetter("create_time_ms")))
        self.account.terms.outside.to_tell.append(record)
        self._note_removal(record)

    def _place(self, secret: Secret, number: int) -> bytes:
        return f"{self.id}/{secret.id}/v{number}".encode()

    def _note_all(self) -> None:
        for secret in self._secrets.values():
            self._note(secret, None)
        for record in self.records:
            self._note_removal(record)
        for key in self.keyring.keys.values():
            if key.removal_time_ms is not None:
                self.note_key(key)

    def _note(self, secret: Secret, before: Secret | None) -> None:
        for rank, time in _TIMES.items():
            at_ms = getattr(secret, time)
            if at_ms is not None and (before is None or getattr(before, time) != at_ms):
                self.account.agenda.note(Due(at_ms, rank, self.id, secret.name))
        old = before.versions if before else ()
        for each in secret.versions:
            if each.expire_time_ms is not None and not each.expiry_told and each not in old:
                due = Due(
                    each.expire_time_ms, Rank.VERSION_EXPIRY, self.id, secret.name, each.number
                )
                self.account.agenda.note(due)

    def note_again(self, secret: Secret) -> None:
        """Note anew what will come due, for what came due in vain."""
        self._note(secret, None)

    def note_key(self, key: Key) -> None:
        """Note when a key is removed."""
        if key.removal_time_ms is not None:
            self.account.agenda.note(Due(key.removal_time_ms, Rank.KEY_REMOVAL, self.id, key.id))

    def _note_removal(self, record: "Record") -> None:
        kept_ms = self.account.terms.limits.record_days_kept * MS_PER_DAY
        due = Due(record.create_time_ms + kept_ms, Rank.RECORD_REMOVAL, self.id, "")
        self.account.agenda.note(due)
