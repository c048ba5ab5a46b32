"""The mutable holders: the projects of an account, and what one project remembers.

Everything inside them is frozen, so a snapshot is a shallow copy. Nothing here runs by itself:
`Account.settle` is called with the time, and does what has come due in time order.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from fakecsms.chance import Chance
from fakecsms.errors import ABSENT_SECRET, SECRET_QUOTA, CsmsError
from fakecsms.limits import Limits
from fakecsms.model.keyring import Key, Keyring
from fakecsms.model.secret import Sealed, Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectState:
    """A project as it was when the snapshot was taken."""

    secrets: Mapping[str, Secret]
    keys: Mapping[str, Key]

    @property
    def holds_any(self) -> bool:
        """Whether there is anything in it: a project that was only looked at has nothing."""
        return bool(self.secrets or self.keys)

    def __repr__(self) -> str:
        """Count what is in it."""
        return f"<ProjectState {len(self.secrets)} secrets, {len(self.keys)} keys>"


class Project:
    """One project's secrets, in order of their names, and its KMS keys."""

    def __init__(
        self, project_id: str, agenda: "Agenda", state: ProjectState | None = None
    ) -> None:
        """Begin empty, or as a snapshot says."""
        self.id = project_id
        self._agenda = agenda
        self._secrets = dict(state.secrets) if state else {}
        self.names = sorted(self._secrets)
        self.keyring = Keyring(state.keys if state else {})
        for secret in self._secrets.values():
            agenda.note(self.id, secret)

    def state(self) -> ProjectState:
        """Return all that the project remembers, unchangeable."""
        return ProjectState(secrets=dict(self._secrets), keys=dict(self.keyring.keys))

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
        """Keep a secret, new or changed."""
        if secret.name not in self._secrets:
            insort(self.names, secret.name)
        self._secrets[secret.name] = secret
        self._agenda.note(self.id, secret)

    def remove(self, secret: Secret) -> None:
        """Forget a secret for good. Its name is free at once."""
        del self._secrets[secret.name]
        del self.names[bisect_left(self.names, secret.name)]

    def seal(
        self, secret: Secret, number: int, plaintext: bytes, chance: Chance, *, is_binary: bool
    ) -> Sealed:
        """Seal the value of one version under the secret's key."""
        place = self._place(secret, number)
        key_id = secret.metadata.kms_key_id
        return self.keyring.seal(plaintext, key_id, place, chance, is_binary=is_binary)

    def open(self, secret: Secret, number: int, value: Sealed) -> bytes:
        """Return the plaintext of one version's value."""
        return self.keyring.open(value, self._place(secret, number))

    def _place(self, secret: Secret, number: int) -> bytes:
        return f"{self.id}/{secret.id}/v{number}".encode()


class Agenda:
    """What comes due, over all projects, in time order."""

    def __init__(self) -> None:
        """Begin with nothing to come."""
        self._due: list[tuple[int, str, str, str]] = []

    def note(self, project_id: str, secret: Secret) -> None:
        """Remember when this secret's scheduled deletion is due, if it has one."""
        due_ms = secret.scheduled_delete_time_ms
        if due_ms is not None:
            heappush(self._due, (due_ms, project_id, secret.name, secret.id))

    def next_due(self, now_ms: int) -> tuple[int, str, str, str] | None:
        """Take the earliest entry that is due: (due_ms, project id, secret name, secret id)."""
        if self._due and self._due[0][0] <= now_ms:
            return heappop(self._due)
        return None


class Account:
    """All projects of one fake. A project is made when it is first named."""

    def __init__(self, states: Mapping[str, ProjectState] | None = None) -> None:
        """Begin empty, or as a snapshot says."""
        self._agenda = Agenda()
        self._projects = {
            project_id: Project(project_id, self._agenda, state)
            for project_id, state in (states or {}).items()
        }

    def project(self, project_id: str) -> Project:
        """Return the project of this id."""
        try:
            return self._projects[project_id]
        except KeyError:
            project = self._projects[project_id] = Project(project_id, self._agenda)
            return project

    def states(self) -> Mapping[str, ProjectState]:
        """Return what every project remembers, unchangeable."""
        states = {project_id: each.state() for project_id, each in self._projects.items()}
        return {project_id: state for project_id, state in states.items() if state.holds_any}

    def settle(self, now_ms: int) -> None:
        """Do all that has come due up to now, in time order.

        An entry whose secret has gone, was restored or is scheduled anew means nothing any more.
        """
        while due := self._agenda.next_due(now_ms):
            due_ms, project_id, name, secret_id = due
            project = self.project(project_id)
            secret = project.find(name)
            if secret and (secret.id, secret.scheduled_delete_time_ms) == (secret_id, due_ms):
                project.remove(secret)
