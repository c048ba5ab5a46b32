"""The KMS keys of one project, and the sealing of secret values under them.

A value is sealed with AES-256-GCM, bound by its associated data to project, secret, version and
key: a ciphertext that is moved elsewhere does not open. Nothing here keeps a plaintext.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from fakecsms.chance import Chance
from fakecsms.choices import Choices
from fakecsms.errors import KEY_UNUSABLE, CsmsError
from fakecsms.model.version import Sealed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

DEFAULT_KEY_ALIAS = "csms/default"
_KEY_BYTES = 32
_NONCE_BYTES = 12


class KeyState(StrEnum):
    """The states of a KMS key. A deleted key's id stays dead for ever."""

    ENABLED = "ENABLED"
    DISABLED = "DISABLED"
    PENDING_DELETION = "PENDING_DELETION"
    DELETED = "DELETED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A KMS key: its id, what it is called, and whether it can be used."""

    id: str
    alias: str = ""
    state: KeyState = KeyState.ENABLED
    removal_time_ms: int | None = None
    material: bytes = field(repr=False)


class Keyring:
    """The keys of one project, by id."""

    def __init__(self, keys: Mapping[str, Key]) -> None:
        """Take the keys that are there already."""
        self.keys = dict(keys)

    def key_id_for(self, kms_key_id: str | None, chance: Chance, choices: Choices) -> str:
        """Return the id of the key that a caller means: the default key if it names none.

        The default key is made on first need (API page of CreateSecret). An id that the project
        doesn't know is registered or refused, as `unknown_kms_keys` says.
        """
        if kms_key_id is None:
            for key in self.keys.values():
                if key.alias == DEFAULT_KEY_ALIAS and key.state is not KeyState.DELETED:
                    return key.id
            return self.create(chance.uuid(), chance, alias=DEFAULT_KEY_ALIAS)
        if kms_key_id not in self.keys:
            if choices.unknown_kms_keys == "refuse":
                why = f"The project has no KMS key {kms_key_id!r}."
                raise CsmsError(KEY_UNUSABLE, why)
            return self.create(kms_key_id, chance)
        return kms_key_id

    def create(self, kms_key_id: str, chance: Chance, *, alias: str = "") -> str:
        """Make a key and return its id. Raises `ValueError` if the id is taken, or was."""
        if kms_key_id in self.keys:
            message = f"there is or was a KMS key {kms_key_id!r} in this project"
            raise ValueError(message)
        self.keys[kms_key_id] = Key(id=kms_key_id, alias=alias, material=chance.octets(_KEY_BYTES))
        return kms_key_id

    def usable(self, kms_key_id: str) -> Key:
        """Return the key, or refuse because it is disabled or deleted."""
        key = self.keys[kms_key_id]
        if key.state is not KeyState.ENABLED:
            why = f"The KMS key {kms_key_id!r} is {key.state}."
            raise CsmsError(KEY_UNUSABLE, why)
        return key

    def set_state(
        self, kms_key_id: str, state: KeyState, *, removal_time_ms: int | None = None
    ) -> Key:
        """Give a key another state. Raises `LookupError` if there is none any more."""
        key = self.keys.get(kms_key_id)
        if key is None or key.state is KeyState.DELETED:
            there = ", ".join(repr(each.id) for each in self.there()) or "none"
            message = f"there is no KMS key {kms_key_id!r} in this project; its keys: {there}"
            raise LookupError(message)
        material = b"" if state is KeyState.DELETED else key.material
        changed = replace(key, state=state, removal_time_ms=removal_time_ms, material=material)
        self.keys[kms_key_id] = changed
        return changed

    def there(self) -> list[Key]:
        """Return the keys that are not deleted, oldest first."""
        return [key for key in self.keys.values() if key.state is not KeyState.DELETED]

    def seal(
        self, plaintext: bytes, kms_key_id: str, place: bytes, chance: Chance, *, is_binary: bool
    ) -> Sealed:
        """Seal a value under a key for one place: the project, secret and version it belongs to."""
        key = self.usable(kms_key_id)
        nonce = chance.octets(_NONCE_BYTES)
        sealed = _cipher(key.material).encrypt(nonce, plaintext, _bound(place, kms_key_id))
        return Sealed(kms_key_id=kms_key_id, octets=nonce + sealed, is_binary=is_binary)

    def open(self, value: Sealed, place: bytes) -> bytes:
        """Return the plaintext of a value that was sealed for this place."""
        key = self.usable(value.kms_key_id)
        nonce, sealed = value.octets[:_NONCE_BYTES], value.octets[_NONCE_BYTES:]
        return _cipher(key.material).decrypt(nonce, sealed, _bound(place, value.kms_key_id))


def _bound(place: bytes, kms_key_id: str) -> bytes:
    return place + b"/" + kms_key_id.encode()


@lru_cache(maxsize=64)
def _cipher(material: bytes) -> "AESGCM":
    # Imported on first use: it is a fifth of what making a fake costs, and a fake may stay empty.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    return AESGCM(material)
