"""As much of IAM as a client needs to find its project.

A client built with a region and no project id asks for the project of that region's name and
takes the only one it is told (SDK, huaweicloudsdkcore/auth/internal.py).
"""

from fakecsms.operations import Answer, Call, Envelope, Request, operation

_DOMAIN_ID = "fedcba9876543210fedcba9876543210"


class KeystoneListProjectsRequest(Request, frozen=True):
    """The part of the query of KeystoneListProjects that is modelled."""

    name: str | None = None


@operation("GET", "/v3/projects", action=None, envelope=Envelope.IDENTITY)
def list_projects(call: Call, request: KeystoneListProjectsRequest) -> Answer:
    """List the project of a region's name; without a name, all that the test named."""
    tenancy = call.tenancy
    named = [request.name] if request.name else sorted({tenancy.region, *tenancy.projects})
    return {
        "projects": [_project(region, tenancy.project_of(region)) for region in named],
        "links": {"self": "/v3/projects", "next": None, "previous": None},
    }


def _project(region: str, project_id: str) -> dict[str, object]:
    return {
        "id": project_id,
        "name": region,
        "domain_id": _DOMAIN_ID,
        "parent_id": _DOMAIN_ID,
        "enabled": True,
        "is_domain": False,
        "description": "",
        "links": {"self": f"/v3/projects/{project_id}", "next": None, "previous": None},
    }
