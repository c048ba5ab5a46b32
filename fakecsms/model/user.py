"""The users of CSMS's own list, as a test declares them. IAM's users are somebody else."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class CsmsUser:
    """One user. The password is kept as a digest only."""

    user_id: str
    user_name: str
    name: str
    email: str
    mobile: str
    org_id: str
    domain_id: str
    disabled: bool
    created_at_ms: int
    password_changed_at_ms: int
    digest: bytes = field(repr=False)

    def has_password(self, password: str) -> bool:
        """Whether this is the user's password."""
        return self.digest == digest(self.user_id, password)

    def with_password(self, password: str, *, at_ms: int) -> "CsmsUser":
        """Return the user with another password."""
        return replace(self, digest=digest(self.user_id, password), password_changed_at_ms=at_ms)


def digest(user_id: str, password: str) -> bytes:
    """Return what is kept of a password."""
    from hashlib import sha256  # noqa: PLC0415 - few fakes have users

    return sha256(f"{user_id}/{password}".encode()).digest()
