"""All projects of one fake, what they share, and what happens as time passes.

Nothing here runs by itself: `Account.settle` is called with the time and does what has come due,
in time order. One leap and many steps end in the same state.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakecsms.chance import Chance
from fakecsms.choices import Choices
from fakecsms.limits import Limits
from fakecsms.model import replica
from fakecsms.model.agency import NAME as AGENCY_NAME
from fakecsms.model.agency import Agency
from fakecsms.model.agenda import Agenda, Happening, Report
from fakecsms.model.backup import Seals
from fakecsms.model.project import Project, ProjectState
from fakecsms.model.secret import Secret
from fakecsms.model.settling import SETTLED
from fakecsms.model.tenancy import Tenancy

if TYPE_CHECKING:
    from fakecsms.model.event import Delivery, Record, Target
    from fakecsms.model.user import CsmsUser


@dataclass(slots=True)
class Outside:
    """What goes out of the model to the test: what is to be told, and whether it is being asked."""

    to_tell: "list[Record]" = field(default_factory=list)
    is_called: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the fake was made with; it is no state, and no snapshot holds it.

    `functions` are the rotation functions of the test, by secret name or type.
    """

    limits: Limits
    choices: Choices
    chance: Chance
    tenancy: Tenancy
    functions: dict[str, Callable[..., Any]] = field(default_factory=dict)
    seals: Seals = field(default_factory=Seals)
    outside: Outside = field(default_factory=Outside)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """An account as it was when the snapshot was taken."""

    projects: Mapping[str, ProjectState] = field(default_factory=dict)
    users: "Mapping[str, CsmsUser]" = field(default_factory=dict)
    caller_id: str | None = None
    agencies: Mapping[str, Agency] = field(default_factory=dict)
    deliveries: "Mapping[str, Delivery]" = field(default_factory=dict)


class Account:
    """All projects of one fake. A project is made when it is first named."""

    def __init__(self, terms: Terms, state: AccountState | None = None) -> None:
        """Begin empty, or as a snapshot says."""
        state = state or AccountState()
        self.terms = terms
        self.agenda = Agenda()
        self.users = dict(state.users)
        self.caller_id = state.caller_id
        self.agencies = dict(state.agencies)
        self.deliveries = dict(state.deliveries)
        self._projects: dict[str, Project] = {}
        for project_id, project in state.projects.items():
            self._projects[project_id] = Project(project_id, self, project)

    def project(self, project_id: str) -> Project:
        """Return the project of this id."""
        try:
            return self._projects[project_id]
        except KeyError:
            project = self._projects[project_id] = Project(project_id, self)
            return project

    def state(self) -> AccountState:
        """Return what is remembered, unchangeable."""
        states = {project_id: each.state() for project_id, each in self._projects.items()}
        return AccountState(
            projects={name: state for name, state in states.items() if state.holds_any},
            users=dict(self.users),
            caller_id=self.caller_id,
            agencies=dict(self.agencies),
            deliveries=dict(self.deliveries),
        )

    def delivery_to(self, target: "Target") -> "Delivery":
        """Say what becomes of a notification to a topic."""
        from fakecsms.model.event import Delivery  # noqa: PLC0415 - most fakes have no event

        return self.deliveries.get(target.target_id, Delivery.SUCCESS)

    def agency_for(self, secret_type: str) -> Agency:
        """Return the agency of a secret type: the one there is, or the one that would be made."""
        there = self.agencies.get(secret_type)
        return there or Agency(name=AGENCY_NAME, id=self.terms.chance.uuid())

    def call_out(self, function: Callable[..., Any], given: object) -> Any:
        """Call a function of the test. Until it returns, calls of the fake are refused."""
        self.terms.outside.is_called = True
        try:
            return function(given)
        finally:
            self.terms.outside.is_called = False

    def settle(self, now_ms: int) -> Report:
        """Do all that has come due up to now, in time order, and say what happened."""
        happened: list[Happening] = []
        for due in self.agenda.take(now_ms):
            try:
                happened += SETTLED[due.rank](self.project(due.project_id), due)
            except BaseException:
                # A rotation function was interrupted: what was due is due still.
                self.agenda.note(due)
                raise
        return Report(tuple(happened))

    def copies_after(self, secret: Secret, project: Project) -> list[tuple[Project, Secret]]:
        """Return how the copies of a changed primary must be, each with its project."""
        before = project.find(secret.name)
        return [
            (target, replica.followed(secret, before, project, target))
            for target in map(self.project, secret.replica_projects.values())
        ]
