"""What stands around CSMS and has no operation of its own, as a test declares it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from fakecsms.clock import Clock
from fakecsms.errors import ABSENT, CsmsError
from fakecsms.model.account import Account
from fakecsms.model.agency import NAME, Agency
from fakecsms.model.rotation import COMMON, SECRET_TYPES

if TYPE_CHECKING:
    from fakecsms.model.event import Delivery

Holding = Callable[[], AbstractContextManager[Account]]


class Topics:
    """The topics of SMN that events tell. `FakeCsms.topics` is one.

    A topic that nothing was said of takes every notification:
    `fake.topics.deliver("urn:smn:cn-north-4:...:ops", "FAIL")` makes one that is missing.
    """

    def __init__(self, holding: Holding) -> None:
        """Take the way to the account."""
        self._holding = holding

    def deliver(self, target_id: str, delivery: "Delivery | str") -> None:
        """Say what becomes of notifications to a topic: SUCCESS, FAIL or INVALID.

        Raises `ValueError` for another word.
        """
        from fakecsms.model.event import Delivery  # noqa: PLC0415 - few fakes have topics

        with self._holding() as account:
            account.deliveries[target_id] = Delivery(delivery)


class Agencies:
    """The agencies of rotation functions. `FakeCsms.agencies` is one.

    `fake.agencies.grant("RDS-FG")` is there before any call; `fake.agencies.refuse("RDS-FG",
    "no permission")` lets CreateAgency tell that error.
    """

    def __init__(self, holding: Holding) -> None:
        """Take the way to the account."""
        self._holding = holding

    def grant(self, secret_type: str) -> None:
        """Make the agency of a secret type. Raises `ValueError` for a type that can't rotate."""
        self._declare(secret_type, None)

    def refuse(self, secret_type: str, error: str) -> None:
        """Let the agency of a secret type fail. Raises `ValueError` as `grant` does."""
        self._declare(secret_type, error)

    def _declare(self, secret_type: str, error: str | None) -> None:
        if secret_type == COMMON or secret_type not in SECRET_TYPES:
            message = f"{secret_type!r} is no type that rotates"
            raise ValueError(message)
        with self._holding() as account:
            agency_id = account.terms.chance.uuid()
            account.agencies[secret_type] = Agency(name=NAME, id=agency_id, error=error)


class CsmsUsers:
    """The users that ListUsers tells of; they are not IAM's. `FakeCsms.csms_users` is one.

    `fake.csms_users.add("alice", password="old", is_caller=True)` is who UpdateUserPassword is
    about.
    """

    def __init__(self, holding: Holding, clock: Clock[Any]) -> None:
        """Take the way to the account, and the clock that dates a user."""
        self._holding = holding
        self._clock = clock

    def add(
        self,
        user_name: str,
        *,
        password: str = "",
        user_id: str | None = None,
        name: str = "",
        email: str = "",
        mobile: str = "",
        org_id: str = "",
        domain_id: str = "",
        disabled: bool = False,
        is_caller: bool = False,
    ) -> str:
        """Add a user, or replace the one of this id, and return the id."""
        from fakecsms.model.user import CsmsUser, digest  # noqa: PLC0415 - few fakes have users

        with self._holding() as account:
            given_id = account.terms.chance.uuid() if user_id is None else user_id
            account.users[given_id] = CsmsUser(
                user_id=given_id,
                user_name=user_name,
                name=name or user_name,
                email=email,
                mobile=mobile,
                org_id=org_id,
                domain_id=domain_id,
                disabled=disabled,
                created_at_ms=self._clock.now_ms,
                password_changed_at_ms=self._clock.now_ms,
                digest=digest(given_id, password),
            )
            if is_caller:
                account.caller_id = given_id
            return given_id

    def has_password(self, user_id: str, password: str) -> bool:
        """Whether this is the user's password now. Raises `CsmsError` if there is no such user."""
        with self._holding() as account:
            user = account.users.get(user_id)
            if user is None:
                raise CsmsError(ABSENT, f"There is no user {user_id!r}.")
            return user.has_password(password)
