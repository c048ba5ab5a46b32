"""The KMS keys of a fake, as a test arranges and sees them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from fakecsms.clock import Clock
from fakecsms.limits import MS_PER_DAY
from fakecsms.model.keyring import KeyState
from fakecsms.model.project import Project

if TYPE_CHECKING:
    from fakecsms.view import KeyView

Arranging = Callable[[str | None], AbstractContextManager[Project]]


class Kms:
    """The keys that secret values are sealed with. `FakeCsms.kms` is one.

    Each method takes `project_id=`. Under a disabled or deleted key nothing can be written or
    read (CSMS.0401), while metadata stays readable.
    """

    def __init__(self, arranging: Arranging, clock: Clock[Any]) -> None:
        """Take the way to a project, and the clock that a deletion waits for."""
        self._arranging = arranging
        self._clock = clock

    def keys(self, *, project_id: str | None = None) -> "list[KeyView]":
        """Return the keys that are not deleted, oldest first."""
        from fakecsms.view import view_of_key  # noqa: PLC0415 - few fakes are looked at

        with self._arranging(project_id) as project:
            return [view_of_key(key) for key in project.keyring.there()]

    def create(self, key_id: str | None = None, *, project_id: str | None = None) -> str:
        """Make a key, with a random UUID unless an id is given, and return its id.

        Raises `ValueError` if the project has, or had, a key of this id.
        """
        with self._arranging(project_id) as project:
            chance = project.account.terms.chance
            return project.keyring.create(key_id or chance.uuid(), chance)

    def disable(self, key_id: str, *, project_id: str | None = None) -> None:
        """Disable a key. Raises `LookupError` if there is none of this id."""
        self._set_state(key_id, KeyState.DISABLED, project_id)

    def enable(self, key_id: str, *, project_id: str | None = None) -> None:
        """Enable a key again that is disabled or waits for its deletion.

        Raises `LookupError` if there is none of this id.
        """
        self._set_state(key_id, KeyState.ENABLED, project_id)

    def delete(self, key_id: str, *, project_id: str | None = None) -> None:
        """Delete a key for good; its id stays dead. Raises `LookupError` if there is none."""
        self._set_state(key_id, KeyState.DELETED, project_id)

    def schedule_deletion(self, key_id: str, *, days: float, project_id: str | None = None) -> None:
        """Delete a key after so many days of the fake's clock; until then it can't be used.

        Raises `LookupError` if there is none of this id, `ValueError` for days below zero.
        """
        if days < 0:
            message = f"days={days} is in the past"
            raise ValueError(message)
        with self._arranging(project_id) as project:
            removal_ms = self._clock.now_ms + round(days * MS_PER_DAY)
            state = KeyState.PENDING_DELETION
            key = project.keyring.set_state(key_id, state, removal_time_ms=removal_ms)
            project.note_key(key)

    def _set_state(self, key_id: str, state: KeyState, project_id: str | None) -> None:
        with self._arranging(project_id) as project:
            project.keyring.set_state(key_id, state)
