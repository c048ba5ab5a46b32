"""The fake as an object: its state, its clock, its keys, and the calls it got."""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

import msgspec

from fakecsms.chance import Chance
from fakecsms.clock import Clock, ClockState
from fakecsms.errors import WRONG_BODY, CsmsError, EscapedCallError, FakeCsmsBugError
from fakecsms.gateway.gate import Gate
from fakecsms.gateway.journal import Journal
from fakecsms.gateway.messages import Request, Response
from fakecsms.given import NO_TEXT, checked_callable, encoded, json_or_none, value_member
from fakecsms.kms import Kms
from fakecsms.model.account import Account, AccountState, Terms
from fakecsms.model.project import Project
from fakecsms.model.secret import LATEST, Secret, SecretState
from fakecsms.model.tenancy import checked_project_id
from fakecsms.options import Options, settings

if TYPE_CHECKING:
    from fakecsms.doors.wsgi import WsgiApp
    from fakecsms.model.agenda import Report
    from fakecsms.model.event import Record
    from fakecsms.model.task import RotationFunction, RotationTask
    from fakecsms.operations import Operation
    from fakecsms.surroundings import Agencies, CsmsUsers, Topics
    from fakecsms.view import SecretView

_SETTABLE_STATES = (SecretState.ENABLED, SecretState.DISABLED, SecretState.FROZEN)
_TEST_TOKEN = {"x-auth-token": "the-test-itself"}
_VALUE_MEMBERS = frozenset({"secret_string", "secret_binary"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A fake's secrets, keys and clock at one moment; the values in it are sealed."""

    account: AccountState = field(repr=False)
    clock: ClockState


class FakeCsms:
    """An in-memory CSMS. Two fakes share nothing.

    The options are described in `Options`; an unknown one is a `TypeError`, an impossible value a
    `ValueError`. What is given here by `put_secret` and the like is not in the journal.
    Methods that name a secret take `project_id=`; without it they mean the default project.

    Attributes:
        clock: the service's clock: `now_ms`, `advance`, `move_to`, `freeze`, `resume`.
        kms: the KMS keys: `keys`, `create`, `disable`, `enable`, `schedule_deletion`, `delete`.
        topics: what becomes of notifications: `deliver`.
        agencies: what rotation functions run as: `grant`, `refuse`.
        csms_users: the users of ListUsers: `add`, `has_password`.
        calls: the journal of the calls that came in, by whatever door.
        escapes: the calls to other hosts of Huawei Cloud that were refused while intercepting.
        bugs: exceptions of the fake itself; `check` raises them.

    """

    def __init__(self, **options: Unpack[Options]) -> None:
        """Make an empty fake."""
        self._settings = settings(options)
        self.reach = self._settings.reach
        self.project_id = self._settings.tenancy.project_id
        self.region = self._settings.tenancy.region
        self.clock: Clock[Report] = Clock(lambda: self.gate.settle())  # noqa: PLW0108 - made below
        self.escapes: list[EscapedCallError] = []
        self._terms = Terms(
            limits=self._settings.limits,
            choices=self._settings.choices,
            chance=Chance(self._settings.seed),
            tenancy=self._settings.tenancy,
        )
        self.gate = Gate(Account(self._terms), self.clock)
        self.kms = Kms(self._arranging, self.clock)

    def __repr__(self) -> str:
        """Count what is in the default project."""
        count = len(self.secrets())
        return f"<FakeCsms {count} secrets in {self.project_id}, {len(self.calls)} calls>"

    @property
    def calls(self) -> Journal:
        """The journal of the calls that came in."""
        return self.gate.calls

    @property
    def bugs(self) -> list[Exception]:
        """The exceptions of the fake itself."""
        return self.gate.bugs

    @property
    def notifications(self) -> "Sequence[Record]":
        """What events told, oldest first, delivered or not. `reset` forgets it."""
        return tuple(self.gate.told)

    @cached_property
    def topics(self) -> "Topics":
        """What becomes of notifications."""
        from fakecsms.surroundings import Topics  # noqa: PLC0415 - few fakes have topics

        return Topics(self.gate.holding)

    @cached_property
    def agencies(self) -> "Agencies":
        """What rotation functions run as."""
        from fakecsms.surroundings import Agencies  # noqa: PLC0415 - few fakes have agencies

        return Agencies(self.gate.holding)

    @cached_property
    def csms_users(self) -> "CsmsUsers":
        """The users of ListUsers."""
        from fakecsms.surroundings import CsmsUsers  # noqa: PLC0415 - few fakes have users

        return CsmsUsers(self.gate.holding, self.clock)

    @cached_property
    def wsgi_app(self) -> "WsgiApp":
        """The fake as a WSGI application, for any WSGI server. Needs werkzeug."""
        from fakecsms.doors.wsgi import WsgiApp  # noqa: PLC0415 - a fake needs no network library

        return WsgiApp(lambda: self)

    def put_secret(
        self, name: str, value: str | bytes, *, project_id: str | None = None, **members: Any
    ) -> str:
        """Make a secret, or add a version to the one of this name; return the version id.

        A `str` is stored as secret_string, `bytes` as secret_binary. `members` are those of
        CreateSecret for a new secret and of CreateSecretVersion for a new version; another one is
        a `TypeError`. What the service would refuse raises `CsmsError`.
        """
        if not isinstance(value, str | bytes):
            message = f"a value is str or bytes, not {type(value).__name__}"  # type: ignore[unreachable]
            raise TypeError(message)
        # As in the gate: the chapters are loaded when they are first needed.
        from fakecsms.operations.secrets import create_secret  # noqa: PLC0415
        from fakecsms.operations.versions import create_secret_version  # noqa: PLC0415

        with self._arranging(project_id) as project:
            there = project.find(name) is not None
            operation: Operation[Any] = create_secret_version if there else create_secret
            naming = operation.named_by
            possible = sorted(operation.body - _VALUE_MEMBERS - {naming})
            wrong = sorted(members.keys() - possible)
            if wrong:
                message = (
                    f"{operation.name} has no {', '.join(wrong)}; it has {', '.join(possible)}"
                )
                raise TypeError(message)
            sent = {**members, **value_member(value), naming: name}
            body = json_or_none(sent)
            if body is None:
                raise CsmsError(WRONG_BODY, NO_TEXT)
            self.gate.arrange(operation, msgspec.json.decode(body), project.id)
            return project.secret(name).versions[-1].id

    def value(
        self, name: str, version_id: str = LATEST, *, project_id: str | None = None
    ) -> str | bytes:
        """Return a version's value as it was put in: `str` or `bytes`.

        Works in every state of the secret. Raises `LookupError` if there is no such secret,
        `CsmsError` if there is no such version or its key is disabled or deleted.
        """
        with self._arranging(project_id) as project:
            secret = self._found(project, name)
            latest = version_id == LATEST
            choices = self._settings.choices
            version = secret.latest(choices) if latest else secret.version(version_id)
            text = project.open(secret, version).decode()
            return base64.b64decode(text) if version.value.is_binary else text

    def secret(self, name: str, *, project_id: str | None = None) -> "SecretView":
        """Return a view of a secret. Raises `LookupError` if there is none of this name."""
        with self._arranging(project_id) as project:
            return _viewed(self._found(project, name))

    def secrets(self, *, project_id: str | None = None) -> "list[SecretView]":
        """Return views of all secrets of a project, by name."""
        with self._arranging(project_id) as project:
            return [_viewed(each) for each in project.secrets()]

    def set_state(
        self, name: str, state: SecretState | str, *, project_id: str | None = None
    ) -> None:
        """Make a secret ENABLED, DISABLED or FROZEN, which no operation of the API does.

        Raises `ValueError` for another state, or when the secret is pending deletion;
        `LookupError` if there is no such secret.
        """
        if state not in _SETTABLE_STATES:
            message = f"{state!r} can't be set; {', '.join(_SETTABLE_STATES)} can"
            raise ValueError(message)
        with self._arranging(project_id) as project:
            secret = self._found(project, name)
            if secret.primary_project_id is not None:
                message = f"the secret {name!r} is a copy; set the state of its primary"
                raise ValueError(message)
            if secret.state is SecretState.PENDING_DELETE:
                message = f"the secret {name!r} is pending deletion; RestoreSecret takes that back"
                raise ValueError(message)
            project.put(secret.in_state(SecretState(state)))

    def on_notification(self, listener: "Callable[[Record], object]") -> None:
        """Call this with each notification that is delivered, once the call that led to it ended.

        What the listener raises is raised by `check`.
        """
        self.gate.listeners.append(checked_callable(listener))

    def rotation_function(self, name_or_type: str, function: "RotationFunction") -> None:
        """Let this stand in for the rotation function of a secret, or of a secret type.

        It is given a `Rotation` and returns the new value, `None` to keep the pending one, or
        raises; then the task has FAILED and a later rotation works. A secret's own function comes
        before its type's. It runs under the fake's lock, and can't call the fake.
        """
        self._terms.functions[name_or_type] = checked_callable(function)

    def rotation_tasks(self, *, project_id: str | None = None) -> "list[RotationTask]":
        """Return the rotation tasks of a project, oldest first."""
        with self._arranging(project_id) as project:
            return list(project.tasks)

    def call(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Send a request straight to the gate and return its response; it is in the journal.

        `path` is raw and may have a query. A `body` of `bytes` goes as it is, a `str` as UTF-8,
        anything else as JSON. Without `headers` the call has a token. Raises `FakeCsmsBugError`
        when the fake itself fails.
        """
        raw_path, _, query = path.partition("?")
        sent = _TEST_TOKEN if headers is None else {k.lower(): v for k, v in headers.items()}
        request = Request(
            method=method, path=raw_path, query=query, headers=sent, body=encoded(body)
        )
        response = self.gate.handle(request)
        if response.bug:
            raise FakeCsmsBugError(str(request)) from response.bug
        return response

    def reset(self) -> None:
        """Bring back the state as constructed, clock and seed included, and clear the journal."""
        with self.gate.holding():
            self.restore(Snapshot(account=AccountState(), clock=ClockState()))
            self._terms.chance.restart()
            self.calls.clear()
            self.gate.told.clear()
            self.gate.listeners.clear()
            self._terms.functions.clear()
            self.bugs.clear()
            self.gate.listener_errors.clear()
            self.escapes.clear()

    def snapshot(self) -> Snapshot:
        """Return the secrets, keys and clock as they are; the journal is not in it."""
        with self.gate.holding():
            self.gate.settle()
            return Snapshot(account=self.gate.account.state(), clock=self.clock.state)

    def restore(self, snapshot: Snapshot) -> None:
        """Bring back what a snapshot holds: secrets, keys and clock."""
        with self.gate.holding():
            self.gate.account = Account(self._terms, snapshot.account)
            self.clock.state = snapshot.clock

    def check(self) -> None:
        """Raise what a test must not miss, even if its code swallowed it.

        That is `FakeCsmsBugError` for a bug of the fake, what a listener raised, and
        `EscapedCallError` for a refused escape.
        """
        for bug in self.bugs:
            message = "fakecsms failed during this test"
            raise FakeCsmsBugError(message) from bug
        for error in self.gate.listener_errors:
            raise error
        for escape in self.escapes:
            raise escape

    @contextmanager
    def _arranging(self, project_id: str | None) -> Iterator[Project]:
        """Hold the lock over a project, with all done that has come due."""
        with self.gate.holding():
            self.gate.settle()
            wanted = self.project_id if project_id is None else checked_project_id(project_id)
            yield self.gate.account.project(wanted)

    @staticmethod
    def _found(project: Project, name: str) -> Secret:
        secret = project.find(name)
        if secret is None:
            there = ", ".join(map(repr, project.names)) or "none"
            message = f"there is no secret {name!r} in the project {project.id!r}; there: {there}"
            raise LookupError(message)
        return secret


def _viewed(secret: Secret) -> "SecretView":
    from fakecsms.view import view_of_secret  # noqa: PLC0415 - few fakes are looked at

    return view_of_secret(secret)
