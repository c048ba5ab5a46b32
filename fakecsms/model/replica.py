"""Copies of a secret in the projects of other regions.

A copy has an id of its own and the name, versions, stages, times and state of its primary; its
values are sealed again, under a key of its own project. Tags, events, rotation and grants are not
copied.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from fakecsms.model.secret import Metadata, Secret
from fakecsms.model.version import Version

if TYPE_CHECKING:
    from fakecsms.model.project import Project


def first_copy(secret: Secret, project: "Project", target: "Project", key_id: str) -> Secret:
    """Return a new copy of a primary for another project."""
    metadata = Metadata(kms_key_id=key_id, description=secret.metadata.description)
    blank = replace(secret, id=project.account.terms.chance.uuid(), metadata=metadata, versions=())
    return _following(secret, None, project, blank, target)


def followed(
    secret: Secret, before: Secret | None, project: "Project", target: "Project"
) -> Secret:
    """Return the copy as it must be, now that its primary has changed from `before`."""
    return _following(secret, before, project, target.secret(secret.name), target)


def _following(
    secret: Secret, before: Secret | None, project: "Project", copy: Secret, target: "Project"
) -> Secret:
    unchanged = {each.number: each.value for each in before.versions} if before else {}
    sealed = {each.number: each.value for each in copy.versions}

    def resealed(version: Version) -> Version:
        number = version.number
        if number in sealed and unchanged.get(number) is version.value:
            return replace(version, value=sealed[number], expiry_told=True)
        opened = project.open(secret, version)
        value = target.seal(copy, number, opened, is_binary=version.value.is_binary)
        return replace(version, value=value, expiry_told=True)

    return replace(
        secret,
        id=copy.id,
        metadata=copy.metadata,
        rotation_time_ms=None,
        next_rotation_time_ms=None,
        tags={},
        replica_projects={},
        primary_project_id=project.id,
        versions=tuple(map(resealed, secret.versions)),
    )
