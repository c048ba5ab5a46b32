"""One row of the operation table: the facts of an operation, and the function that performs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from inspect import get_annotations
from typing import Any, Generic, TypeVar

import msgspec

from fakecsms.chance import Chance
from fakecsms.choices import Choices
from fakecsms.errors import invalid
from fakecsms.limits import Limits
from fakecsms.model import lifecycle
from fakecsms.model.account import Account
from fakecsms.model.project import Project
from fakecsms.model.secret import Secret
from fakecsms.model.tenancy import Tenancy
from fakecsms.model.version import Version
from fakecsms.wire.convert import converted
from fakecsms.wire.fields import Member, Terms
from fakecsms.wire.members import Members


class Request(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The parsed members of one call: path, query and body together.

    An optional member that is absent or null is `None`. The texts never show in a `repr`.
    """

    def __repr__(self) -> str:
        """Name the members that were given, without what they hold."""
        given = [name for name in self.__struct_fields__ if getattr(self, name) is not None]
        return f"<{type(self).__name__} {', '.join(given)}>"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Show nothing to `rich`, which would show every member."""
        return []

    def fault_across(self, terms: Terms) -> str | None:  # noqa: ARG002 - others depend on it
        """Say which rule over several members is broken, or return `None`."""
        return None


class Call(msgspec.Struct, kw_only=True, gc=False):
    """All that a function of the table may know beside its request.

    `secret_name` and `version_id` are what the call turned out to be about, for the journal.
    """

    operation: "Operation[Any]"
    account: Account
    project: Project
    now_ms: int
    secret_name: str | None = None
    version_id: str | None = None

    @property
    def limits(self) -> Limits:
        """The numbers in force."""
        return self.account.terms.limits

    @property
    def choices(self) -> Choices:
        """The open choices in force."""
        return self.account.terms.choices

    @property
    def chance(self) -> Chance:
        """What ids and passwords are drawn from."""
        return self.account.terms.chance

    @property
    def tenancy(self) -> Tenancy:
        """Which project stands for which region."""
        return self.account.terms.tenancy

    def permit(self, secret: Secret) -> None:
        """Refuse if the secret's state forbids this operation, or if it writes to a copy."""
        if secret.primary_project_id is not None and self.operation.writes:
            why = f"The secret {secret.name!r} is a copy; write to its primary."
            raise invalid(why)
        lifecycle.permit(self.operation.name, secret)

    def secret_of_id(self, secret_id: str) -> Secret:
        """Return the secret of this id, and tell the journal its name."""
        secret = self.project.secret_of_id(secret_id)
        self.secret_name = secret.name
        return secret

    def about(self, version: Version) -> Version:
        """Tell the journal which version this call is about."""
        self.version_id = version.id
        return version


class Envelope(StrEnum):
    """The forms of an error's body."""

    FLAT = "flat"
    NESTED = "nested"
    IDENTITY = "identity"


Q = TypeVar("Q", bound=Request)
Answer = Members | None
_BODILESS = ("GET", "DELETE")
_SDK = "SDK 3.1.219 and the OpenAPI definition of the operation"
API_PAGE = "the operation's API page of 2026; it is in no SDK"
Perform = Callable[[Call, Q], Answer]


@dataclass(frozen=True, kw_only=True, eq=False)
class Operation(Generic[Q]):
    """One operation of the API. `action` is the IAM action that it asks for."""

    method: str
    path: str
    request: type[Q]
    perform: Perform[Q]
    status: int
    envelope: Envelope
    action: str | None
    named_by: str
    unknown_before: Mapping[str, frozenset[str]]
    query: frozenset[str] | None
    writes: bool
    body_needed: bool
    source: str
    action_guessed: bool
    name: str = field(init=False)
    body: frozenset[str] = field(init=False)
    in_path: frozenset[str] = field(init=False)
    rules: tuple[Member, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Read off the request type where each member travels and which rules it has."""
        in_path = {part[1:-1] for part in self.path.split("/") if part.startswith("{")}
        others = frozenset(self.request.__struct_fields__) - in_path
        queried = others if self.method in _BODILESS else frozenset()
        derived = {
            "name": self.request.__name__.removesuffix("Request"),
            "in_path": frozenset(in_path),
            "query": queried if self.query is None else self.query,
            "body": frozenset() if self.method in _BODILESS else others,
            "rules": tuple(
                Member(name, rule)
                for name, hint in _annotated(self.request).items()
                for rule in getattr(hint, "__metadata__", ())
            ),
        }
        for name, fact in derived.items():
            object.__setattr__(self, name, fact)

    def __repr__(self) -> str:
        """Show what a caller would look for."""
        return f"<Operation {self.name} {self.method} {self.path}>"

    def body_known(self, choices: Choices) -> frozenset[str]:
        """Return the members of the body that the API revision in force reads."""
        unknown = self.unknown_before.get(choices.api_revision)
        return self.body - unknown if unknown else self.body

    def performed(self, call: Call, members: dict[str, Any]) -> Answer:
        """Perform the operation on the members of a request; a refusal is raised."""
        request = converted(members, self.request)
        self._refuse_faults(request, call)
        return self.perform(call, request)

    def _refuse_faults(self, request: Q, terms: Terms) -> None:
        for member in self.rules:
            value = getattr(request, member.name)
            fault = None if value is None else member.fault(value, terms)
            if fault:
                raise invalid(fault)
        fault = request.fault_across(terms)
        if fault:
            raise invalid(fault)


def _annotated(request: type[Request]) -> dict[str, Any]:
    return {
        name: hint
        for each in reversed(request.__mro__)
        for name, hint in get_annotations(each).items()
    }


def operation(
    method: str,
    path: str,
    *,
    action: str | None,
    status: int = 200,
    envelope: Envelope = Envelope.FLAT,
    named_by: str = "secret_name",
    unknown_before: Mapping[str, frozenset[str]] | None = None,
    query: frozenset[str] | None = None,
    reads: bool = False,
    body_needed: bool = True,
    source: str = _SDK,
    action_guessed: bool = False,
) -> Callable[[Perform[Q]], Operation[Q]]:
    """Turn a function into its row of the table.

    `named_by` is the member that names the secret; `unknown_before` says which members an older
    revision of the API page doesn't know; `query` names the members of the query where there is a
    body too; `reads` marks an operation that changes nothing although it isn't a GET; `source`
    tells where path and members are documented, `action_guessed` that the IAM action is not.
    """

    def row(perform: Perform[Q]) -> Operation[Q]:
        return Operation(
            method=method,
            path=path,
            request=perform.__annotations__["request"],
            perform=perform,
            status=status,
            envelope=envelope,
            action=action,
            named_by=named_by,
            unknown_before=unknown_before or {},
            query=query,
            writes=method != "GET" and not reads,
            body_needed=body_needed,
            source=source,
            action_guessed=action_guessed,
        )

    return row
