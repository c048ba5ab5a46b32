"""CSMS's own list of users, as the test declares them."""

import re
from typing import Annotated

from fakecsms.errors import ABSENT, CsmsError, invalid
from fakecsms.operations._row import Answer, Call, Envelope, Request, operation
from fakecsms.wire import fields, views
from fakecsms.wire.fields import Terms

_PAGE_NUMBER = re.compile(r"[0-9]{1,9}")


def _fault_of_offset(offset: str, _terms: Terms) -> str | None:
    return None if _PAGE_NUMBER.fullmatch(offset) else "must be a page number from 0"


def _fault_of_limit(limit: str, terms: Terms) -> str | None:
    least, most = terms.limits.users_page_min, terms.limits.users_page_max
    if _PAGE_NUMBER.fullmatch(limit) and least <= int(limit) <= most:
        return None
    return f"must be from {least} to {most}"


def _fault_of_password(password: str, terms: Terms) -> str | None:
    return fields.characters(1, terms.limits.password_chars_max)(password, terms)


class ListUsersRequest(Request, frozen=True):
    """The query of ListUsers. `offset` is the number of a page."""

    offset: Annotated[str, _fault_of_offset]
    limit: Annotated[str, _fault_of_limit]
    org_id: str | None = None
    user_info: Annotated[str | None, fields.characters(0, 64)] = None


@operation(
    "GET", "/v1/csms/users", action="csms::listUsers", envelope=Envelope.NESTED, action_guessed=True
)
def list_users(call: Call, request: ListUsersRequest) -> Answer:
    """List the users by name, of one organisation or with a text in their name."""
    found = sorted(
        (
            user
            for user in call.account.users.values()
            if request.org_id in (None, "", user.org_id)
            and (request.user_info or "") in user.user_name
        ),
        key=lambda user: (user.user_name, user.user_id),
    )
    size = int(request.limit)
    start = int(request.offset) * size
    return {
        "total": len(found),
        "users": [views.user(user) for user in found[start : start + size]],
    }


class ShowUserDetailRequest(Request, frozen=True):
    """The path of ShowUserDetail."""

    user_id: str


@operation("GET", "/v1/csms/users/{user_id}", action="csms::getUser", action_guessed=True)
def show_user_detail(call: Call, request: ShowUserDetailRequest) -> Answer:
    """Show a user."""
    user = call.account.users.get(request.user_id)
    if user is None:
        raise CsmsError(ABSENT, f"There is no user {request.user_id!r}.")
    return views.user_detail(user)


class UpdateUserPasswordRequest(Request, frozen=True):
    """The members of UpdateUserPassword."""

    password: Annotated[str, _fault_of_password]
    old_password: str


@operation(
    "POST",
    "/v1/csms/users/change-password",
    action="csms::updateUserPassword",
    named_by="",
    action_guessed=True,
)
def update_user_password(call: Call, request: UpdateUserPasswordRequest) -> Answer:
    """Change the password of the user who calls: the one that the test declared so."""
    user = call.account.users.get(call.account.caller_id or "")
    if user is None:
        message = "The caller is no user of CSMS: declare one with is_caller=True."
        raise CsmsError(ABSENT, message)
    if not user.has_password(request.old_password):
        message = "old_password is not the user's password."
        raise invalid(message)
    changed = user.with_password(request.password, at_ms=call.now_ms)
    call.account.users[user.user_id] = changed
    return {"user_id": user.user_id}
