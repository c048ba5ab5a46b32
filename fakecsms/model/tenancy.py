"""Which project stands for which region, as the test names them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_PROJECT_ID = "0123456789abcdef0123456789abcdef"
DEFAULT_REGION = "cn-north-4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenancy:
    """The projects of one fake: a region that `projects` doesn't name has the default project."""

    project_id: str = DEFAULT_PROJECT_ID
    region: str = DEFAULT_REGION
    projects: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse, with a `ValueError`, a project id that no path can hold."""
        object.__setattr__(self, "projects", dict(self.projects))
        for project_id in (self.project_id, *self.projects.values()):
            checked_project_id(project_id)

    def project_of(self, region: str) -> str:
        """Return the id of the project that a region has."""
        return self.projects.get(region, self.project_id)


def checked_project_id(project_id: str) -> str:
    """Return the id, or raise a `ValueError` if no path can hold it."""
    if not isinstance(project_id, str) or not project_id or "/" in project_id:
        message = f"{project_id!r} is no project id: it is a text, not empty, without /"
        raise ValueError(message)
    return project_id
