"""One operation as the API pages, the published definitions and the SDK tell of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shapes import Shape

SECRETS = "/v1/{project_id}/secrets"
ONE = f"{SECRETS}/{{secret_name}}"
CSMS = "/v1/{project_id}/csms"
ACCOUNT = "/v1/csms"
NO_PERMISSION = "none is asked for"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One operation. Members of body and query: name -> shape; those in `needed` must be there.

    `sdk_method` is `None` for an operation that the SDK does not have, `answer` where the body is
    empty, and `action` where no source names the IAM action.
    """

    method: str
    path: str
    sdk_method: str | None
    action: str | None
    answer: Shape
    status: int = 200
    envelope: str = "flat"
    body: Mapping[str, Shape] = field(default_factory=dict)
    query: Mapping[str, Shape] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    body_needed: bool = True
