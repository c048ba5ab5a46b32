"""Versions of a secret, and the sealed values they carry."""

from dataclasses import dataclass, field

from fakecsms.errors import invalid
from fakecsms.model.stage import Stages


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A secret value under a KMS key. The plaintext is nowhere but inside the ciphertext."""

    kms_key_id: str
    octets: bytes = field(repr=False)
    is_binary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a secret. `number` 3 is the version id v3."""

    number: int
    create_time_ms: int
    value: Sealed
    expire_time_ms: int | None = None
    expiry_told: bool = False

    @property
    def id(self) -> str:
        """The version id as the service spells it."""
        return f"v{self.number}"


def kept(versions: tuple[Version, ...], stages: Stages, at_most: int) -> tuple[Version, ...]:
    """Drop the oldest versions that have no stage until at most so many are left."""
    surplus = len(versions) - at_most
    if surplus <= 0:
        return versions
    staged = {at.version_number for at in stages.values()}
    unstaged = [each.number for each in versions if each.number not in staged]
    if surplus > len(unstaged):
        message = "All versions of the secret have a stage, so none makes room for a new one."
        raise invalid(message)
    dropped = unstaged[:surplus]
    return tuple(each for each in versions if each.number not in dropped)
