"""The KMS keys of a fake, as a test arranges and sees them."""

from collections.abc import Callable

from fakecsms.chance import Chance
from fakecsms.model.keyring import KeyState
from fakecsms.model.project import Project
from fakecsms.view import KeyView, view_of_key


class Kms:
    """The keys that secret values are sealed with. `FakeCsms.kms` is one.

    Each method takes `project_id=`. Under a disabled or deleted key nothing can be written or
    read (CSMS.0401), while metadata stays readable.
    """

    def __init__(self, project: Callable[[str | None], Project], chance: Chance) -> None:
        """Take the way to a project."""
        self._project = project
        self._chance = chance

    def keys(self, *, project_id: str | None = None) -> list[KeyView]:
        """Return the keys that are not deleted, oldest first."""
        return [view_of_key(key) for key in self._project(project_id).keyring.there()]

    def create(self, key_id: str | None = None, *, project_id: str | None = None) -> str:
        """Make a key, with a random UUID unless an id is given, and return its id.

        Raises `ValueError` if the project has, or had, a key of this id.
        """
        return self._project(project_id).keyring.create(key_id or self._chance.uuid(), self._chance)

    def disable(self, key_id: str, *, project_id: str | None = None) -> None:
        """Disable a key. Raises `LookupError` if there is none of this id."""
        self._project(project_id).keyring.set_state(key_id, KeyState.DISABLED)

    def enable(self, key_id: str, *, project_id: str | None = None) -> None:
        """Enable a disabled key again. Raises `LookupError` if there is none of this id."""
        self._project(project_id).keyring.set_state(key_id, KeyState.ENABLED)

    def delete(self, key_id: str, *, project_id: str | None = None) -> None:
        """Delete a key for good; its id stays dead. Raises `LookupError` if there is none."""
        self._project(project_id).keyring.set_state(key_id, KeyState.DELETED)
