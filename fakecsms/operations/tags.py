"""Tags of a secret, which its id names here; and the search for secrets by tag or name."""

import re
from collections.abc import Sequence
from typing import Annotated

import msgspec

from fakecsms.errors import ABSENT, QUOTA, CsmsError
from fakecsms.model import tag
from fakecsms.model.secret import Secret
from fakecsms.model.tag import TagFilter
from fakecsms.operations._row import Answer, Call, Envelope, Request, operation
from fakecsms.wire import fields, views
from fakecsms.wire.fields import Terms

_TAGS = "/v1/{project_id}/csms/{secret_id}/tags"
_NAME_MATCH = "resource_name"
_OFFSET = re.compile(r"[0-9]{1,4}")


class TagItem(msgspec.Struct, frozen=True):
    """A key, and perhaps a value."""

    key: str
    value: str | None = None


def _fault_of_item(item: TagItem, terms: Terms) -> str | None:
    fault = tag.fault_of_key(item.key, terms.limits)
    if fault:
        return f"has a key that {fault}"
    fault = tag.fault_of_value(item.value or "", terms.limits)
    return fault and f"has a value that {fault}"


class CreateSecretTagRequest(Request, frozen=True):
    """The members of CreateSecretTag."""

    secret_id: str
    tag: Annotated[TagItem, _fault_of_item]


@operation(
    "POST",
    _TAGS,
    action="csms:secret:createTag",
    status=204,
    envelope=Envelope.NESTED,
    action_guessed=True,
)
def create_secret_tag(call: Call, request: CreateSecretTagRequest) -> Answer:
    """Put a tag on a secret; one that has the key already takes the value."""
    secret = call.secret_of_id(request.secret_id)
    call.permit(secret)
    call.project.put(_tagged(call, secret, [request.tag]))
    return None


class DeleteSecretTagRequest(Request, frozen=True):
    """The path of DeleteSecretTag."""

    secret_id: str
    key: str


@operation(
    "DELETE",
    _TAGS + "/{key}",
    action="csms:secret:deleteTag",
    status=204,
    envelope=Envelope.NESTED,
    action_guessed=True,
)
def delete_secret_tag(call: Call, request: DeleteSecretTagRequest) -> Answer:
    """Take a tag off a secret."""
    secret = call.secret_of_id(request.secret_id)
    if request.key not in secret.tags:
        why = f"The secret {secret.name!r} has no tag {request.key!r}."
        raise CsmsError(ABSENT, why)
    call.permit(secret)
    call.project.put(_untagged(secret, [TagItem(request.key)]))
    return None


class ListSecretTagsRequest(Request, frozen=True):
    """The path of ListSecretTags."""

    secret_id: str


@operation(
    "GET", _TAGS, action="csms:secret:listTags", envelope=Envelope.NESTED, action_guessed=True
)
def list_secret_tags(call: Call, request: ListSecretTagsRequest) -> Answer:
    """List the tags of a secret by key. There are no system tags: null, as in the example."""
    secret = call.secret_of_id(request.secret_id)
    return {"tags": views.tags(secret), "sys_tags": None}


class BatchCreateOrDeleteTagsRequest(Request, frozen=True):
    """The members of BatchCreateOrDeleteTags."""

    secret_id: str
    tags: list[TagItem]
    action: Annotated[str, fields.one_of("create", "delete")]
    sequence: Annotated[str | None, fields.characters(0, 36)] = None

    def fault_across(self, terms: Terms) -> str | None:
        """1 to 20 tags; those to create keep their rules, and each key stands once."""
        most = terms.limits.tags_per_secret_max
        if not 1 <= len(self.tags) <= most:
            return f"tags must hold 1 to {most} tags, not {len(self.tags)}."
        if self.action == "delete":
            return None if all(each.key for each in self.tags) else "A tag of tags has no key."
        if len({each.key for each in self.tags}) < len(self.tags):
            return "tags names a key twice."
        faults = (_fault_of_item(each, terms) for each in self.tags)
        return next((f"A tag of tags {fault}." for fault in faults if fault), None)


@operation(
    "POST",
    _TAGS + "/action",
    action="csms:secret:batchCreateOrDeleteTags",
    status=204,
    envelope=Envelope.NESTED,
)
def batch_create_or_delete_tags(call: Call, request: BatchCreateOrDeleteTagsRequest) -> Answer:
    """Put several tags on a secret, or take them off: all or none. Absent ones may go."""
    secret = call.secret_of_id(request.secret_id)
    call.permit(secret)
    if request.action == "create":
        secret = _tagged(call, secret, request.tags)
    else:
        secret = _untagged(secret, request.tags)
    call.project.put(secret)
    return None


class ListProjectSecretsTagsRequest(Request, frozen=True):
    """ListProjectSecretsTags has no members."""


@operation(
    "GET",
    "/v1/{project_id}/csms/tags",
    action="csms::listProjectTags",
    envelope=Envelope.NESTED,
)
def list_project_secrets_tags(call: Call, request: ListProjectSecretsTagsRequest) -> Answer:  # noqa: ARG001 - a row's form
    """List the keys of all secrets' tags, each with its values."""
    values: dict[str, set[str]] = {}
    for secret in call.project.secrets():
        for key, value in secret.tags.items():
            values.setdefault(key, set()).add(value)
    return {"tags": [{"key": key, "values": sorted(values[key])} for key in sorted(values)]}


class Wanted(msgspec.Struct, frozen=True):
    """A key, and the values of which any will do."""

    key: str
    values: list[str] | None = None


class Match(msgspec.Struct, frozen=True):
    """A member of an instance, and a text to be found in it."""

    key: str
    value: str


def _fault_of_wanted(wanted: Sequence[Wanted], terms: Terms) -> str | None:
    most = terms.limits.tag_filters_max
    values = [each.values or [] for each in wanted]
    if len(wanted) > most or any(len(each) > most for each in values):
        return f"must hold at most {most} keys, each with at most {most} values"
    if any(len(set(each)) < len(each) for each in values):
        return "names a value twice"
    key_chars, value_chars = terms.limits.tag_key_chars_max, terms.limits.tag_value_chars_max
    if not all(1 <= len(each.key) <= key_chars for each in wanted):
        return f"must have keys of 1 to {key_chars} characters"
    if any(len(value) > value_chars for each in values for value in each):
        return f"must have values of at most {value_chars} characters"
    return None


def _fault_of_matches(matches: Sequence[Match], terms: Terms) -> str | None:
    most = terms.limits.tag_filters_max
    if len(matches) > most:
        return f"must hold at most {most} items"
    if any(each.key != _NAME_MATCH for each in matches):
        return f"must have the key {_NAME_MATCH}, there is no other"
    if any(len(each.value) > terms.limits.tag_value_chars_max for each in matches):
        return f"must have values of at most {terms.limits.tag_value_chars_max} characters"
    return None


def _fault_of_offset(offset: str | int, _terms: Terms) -> str | None:
    return None if _OFFSET.fullmatch(str(offset)) else "must be a whole number from 0 to 9999"


def _fault_of_limit(limit: str | int, terms: Terms) -> str | None:
    return fields.limit(str(limit), terms)


class ListResourceInstancesRequest(Request, frozen=True):
    """The members of ListResourceInstances. Clients send limit and offset as text or number."""

    resource_instances: str
    action: Annotated[str, fields.one_of("filter", "count")]
    limit: Annotated[str | int | None, _fault_of_limit] = None
    offset: Annotated[str | int | None, _fault_of_offset] = None
    tags: Annotated[list[Wanted] | None, _fault_of_wanted] = None
    matches: Annotated[list[Match] | None, _fault_of_matches] = None
    sequence: Annotated[str | None, fields.characters(0, 36)] = None


@operation(
    "POST",
    "/v1/{project_id}/csms/{resource_instances}/action",
    action="csms:secret:getSecretsByTag",
    envelope=Envelope.NESTED,
    reads=True,
)
def list_resource_instances(call: Call, request: ListResourceInstancesRequest) -> Answer:
    """List or count the secrets that have the tags and names asked for, by name."""
    wanted = TagFilter(
        tags=[(each.key, each.values or []) for each in request.tags or []],
        names=[each.value for each in request.matches or []],
    )
    found = [secret for secret in call.project.secrets() if wanted.matches(secret)]
    if request.action == "count":
        return {"resources": None, "total_count": len(found)}
    offset = int(request.offset or 0)
    limits = call.limits
    limit = int(request.limit or min(limits.instances_page_default, limits.page_items_max))
    shown = found[offset : offset + limit]
    return {
        "resources": [views.instance(each, call.choices) for each in shown],
        "total_count": len(found),
    }


def _tagged(call: Call, secret: Secret, items: Sequence[TagItem]) -> Secret:
    tags = {**secret.tags, **{each.key: each.value or "" for each in items}}
    most = call.limits.tags_per_secret_max
    if len(tags) > most:
        why = f"The secret {secret.name!r} would have {len(tags)} tags; {most} are allowed."
        raise CsmsError(QUOTA, why)
    return secret.tagged(tags)


def _untagged(secret: Secret, items: Sequence[TagItem]) -> Secret:
    gone = {each.key for each in items if each.value in (None, secret.tags.get(each.key))}
    return secret.tagged({key: value for key, value in secret.tags.items() if key not in gone})
