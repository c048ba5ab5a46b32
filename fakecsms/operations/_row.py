"""One row of the operation table: the facts of an operation, and the function that performs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

import msgspec

from fakecsms.chance import Chance
from fakecsms.choices import Choices
from fakecsms.errors import invalid
from fakecsms.limits import Limits
from fakecsms.model import lifecycle
from fakecsms.model.project import Account, Project
from fakecsms.model.secret import Secret, Version
from fakecsms.model.tenancy import Tenancy
from fakecsms.wire.fields import Member, Terms
from fakecsms.wire.views import Members


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

    def fault_across(self) -> str | None:
        """Say which rule over several members is broken, or return `None`."""
        return None


class Call(msgspec.Struct, kw_only=True, gc=False):
    """All that a function of the table may know beside its request.

    `version_id` is the version that the call turned out to be about, for the journal.
    """

    operation: "Operation[Any]"
    account: Account
    project: Project
    tenancy: Tenancy
    now_ms: int
    chance: Chance
    limits: Limits
    choices: Choices
    version_id: str | None = None

    def permit(self, secret: Secret) -> None:
        """Refuse if the secret's state forbids this operation."""
        lifecycle.permit(self.operation.name, secret)

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
    name: str = field(init=False)
    has_body: bool = field(init=False)
    in_path: frozenset[str] = field(init=False)
    elsewhere: frozenset[str] = field(init=False)
    rules: tuple[Member, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Read off the request type where each member travels and which rules it has."""
        in_path = {part[1:-1] for part in self.path.split("/") if part.startswith("{")}
        derived = {
            "name": self.request.__name__.removesuffix("Request"),
            "has_body": self.method in {"POST", "PUT"}
            and not in_path.issuperset(self.request.__struct_fields__),
            "in_path": frozenset(in_path),
            "elsewhere": frozenset(self.request.__struct_fields__) - in_path,
            "rules": tuple(
                Member(name, rule)
                for name, hint in self.request.__annotations__.items()
                for rule in getattr(hint, "__metadata__", ())
            ),
        }
        for name, fact in derived.items():
            object.__setattr__(self, name, fact)

    def __repr__(self) -> str:
        """Show what a caller would look for."""
        return f"<Operation {self.name} {self.method} {self.path}>"

    def members_known(self, choices: Choices) -> frozenset[str]:
        """Return the members of query or body that the API revision in force reads."""
        return self.elsewhere - self.unknown_before.get(choices.api_revision, frozenset())

    def refuse_faults(self, request: Q, terms: Terms) -> None:
        """Refuse a request of which a member breaks its rule, and say which."""
        for member in self.rules:
            value = getattr(request, member.name)
            fault = None if value is None else member.fault(value, terms)
            if fault:
                raise invalid(fault)
        fault = request.fault_across()
        if fault:
            raise invalid(fault)


def operation(
    method: str,
    path: str,
    *,
    action: str | None,
    status: int = 200,
    envelope: Envelope = Envelope.FLAT,
    named_by: str = "secret_name",
    unknown_before: Mapping[str, frozenset[str]] | None = None,
) -> Callable[[Perform[Q]], Operation[Q]]:
    """Turn a function into its row of the table.

    `named_by` is the member that names the secret; `unknown_before` says which members an older
    revision of the API page doesn't know.
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
        )

    return row
