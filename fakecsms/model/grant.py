"""Grants: who else may use a secret, or a group of them. They are kept, and judge nothing."""

from dataclasses import dataclass
from enum import StrEnum


class GrantType(StrEnum):
    """What a grant is about."""

    SECRET = "SECRET"  # noqa: S105 - a word of the API
    GROUP = "GROUP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One grant: a resource, and the user or the group it is granted to."""

    id: str
    resource_id: str
    type: GrantType
    grantee_type: str
    grantee_target_id: str
    validity_time_ms: int | None
    create_time_ms: int
    update_time_ms: int
