"""CSMS's own users, as a test declares them: listed, shown, and given another password.

Law 1: a refused call changes no user. Law 11: no password is to be seen anywhere.
"""

import dataclasses
from typing import Any
from urllib.parse import urlencode

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcsms import v1
from sending import answered, frozen_fake, refused, why

from fakecsms import FakeCsms

NOW_TOLD = "2100-01-01 00:00:00.000"
PLAIN = "pl41n-t3xt"


def page(fake: FakeCsms, **query: object) -> dict[str, Any]:
    asked = {"offset": 0, "limit": 10, **query}
    return answered(fake, "ListUsers", query=urlencode(asked))


def names(fake: FakeCsms, **query: object) -> list[str]:
    return [each["user_name"] for each in page(fake, **query)["users"]]


def with_users(*user_names: str) -> FakeCsms:
    fake = frozen_fake()
    for name in user_names:
        fake.csms_users.add(name)
    return fake


def test_nobody_is_there_until_a_test_says_so(fake: FakeCsms) -> None:
    assert {"total": 0, "users": []} == page(fake)


def test_a_user_is_shown_with_all_that_was_declared(fake: FakeCsms) -> None:
    user_id = fake.csms_users.add(
        "ann",
        name="Ann Bo",
        email="ann@example.org",
        mobile="555",
        org_id="o1",
        domain_id="d1",
        disabled=True,
    )
    expected = {
        "user_id": user_id,
        "org_id": "o1",
        "user_name": "ann",
        "name": "Ann Bo",
        "mobile": "555",
        "email": "ann@example.org",
        "pwd_must_modify": False,
        "pwd_change_at": NOW_TOLD,
        "created_at": NOW_TOLD,
        "updated_at": NOW_TOLD,
        "disabled": True,
        "grade": 0,
        "locked": False,
        "extension": {},
        "user_org_relation_list": [{"org_id": "o1", "relation_type": "0"}],
    }
    assert {"total": 1, "users": [expected]} == page(fake)
    assert {**expected, "domain_id": "d1"} == answered(fake, "ShowUserDetail", user_id)


def test_a_time_is_told_to_the_millisecond(fake: FakeCsms) -> None:
    fake.clock.advance(hours=13, ms=7)
    shown = answered(fake, "ShowUserDetail", fake.csms_users.add("ann"))
    assert "2100-01-01 13:00:00.007" == shown["created_at"]


def test_users_are_listed_by_name() -> None:
    assert ["Bob", "ann", "bob", "émile"] == names(with_users("émile", "bob", "ann", "Bob"))


def test_pages_are_numbered_from_0() -> None:
    everyone = [f"u{number:02}" for number in range(25)]
    fake = with_users(*reversed(everyone))
    pages = [page(fake, offset=number) for number in range(4)]
    assert [10, 10, 5, 0] == [len(each["users"]) for each in pages]
    assert {25} == {each["total"] for each in pages}
    assert everyone == [user["user_name"] for each in pages for user in each["users"]]
    assert everyone[20:] == names(fake, offset=1, limit=20)


@pytest.mark.parametrize(
    ("user_info", "found"),
    [
        ("ann", ["ann", "joann"]),
        ("nn", ["ann", "joann"]),
        ("Ann", []),
        ("", ["ann", "bob", "joann"]),
        ("x" * 64, []),
        ("n n", []),
    ],
)
def test_users_are_found_by_a_part_of_their_name(user_info: str, found: list[str]) -> None:
    fake = with_users("ann", "bob", "joann")
    assert found == names(fake, user_info=user_info)
    assert len(found) == page(fake, user_info=user_info)["total"]


def test_users_are_found_by_their_organisation(fake: FakeCsms) -> None:
    for name, org_id in (("ann", "o1"), ("bob", "o2"), ("eve", "")):
        fake.csms_users.add(name, org_id=org_id)
    found = [names(fake, org_id=org_id) for org_id in ("o1", "", "o", "O1")]
    assert [["ann"], ["ann", "bob", "eve"], [], []] == found
    assert [] == names(fake, org_id="o1", user_info="bob")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("limit=10", "offset is missing."),
        ("offset=0", "limit is missing."),
        ("offset=-1&limit=10", "offset must be a page number from 0."),
        ("offset=&limit=10", "offset must be a page number from 0."),
        ("offset=x&limit=10", "offset must be a page number from 0."),
        ("offset=1.0&limit=10", "offset must be a page number from 0."),
        ("offset=%D9%A1&limit=10", "offset must be a page number from 0."),
        ("offset=" + "9" * 5_000 + "&limit=10", "offset must be a page number from 0."),
        ("offset=0&limit=9", "limit must be from 10 to 100."),
        ("offset=0&limit=101", "limit must be from 10 to 100."),
        ("offset=0&limit=0", "limit must be from 10 to 100."),
        ("offset=0&limit=-10", "limit must be from 10 to 100."),
        ("offset=0&limit=", "limit must be from 10 to 100."),
        ("offset=0&limit=ten", "limit must be from 10 to 100."),
        ("offset=0&limit=10&user_info=" + "x" * 65, "user_info must be 0 to 64 characters."),
    ],
)
def test_pages_that_are_refused(fake: FakeCsms, query: str, sentence: str) -> None:
    assert (400, "CSMS.0002") == refused(fake, "ListUsers", query=query)
    assert sentence == why(fake)


@pytest.mark.parametrize("limit", [10, 100])
def test_the_smallest_and_the_largest_page(limit: int) -> None:
    fake = with_users(*(f"u{number:03}" for number in range(101)))
    assert limit == len(names(fake, limit=limit))


def test_the_bounds_of_a_page_can_be_turned() -> None:
    fake = frozen_fake(users_page_min=1, users_page_max=2)
    assert [] == names(fake, limit=1)
    assert (400, "CSMS.0002") == refused(fake, "ListUsers", query="offset=0&limit=3")


@pytest.mark.parametrize("user_id", ["nobody", "ann", "change-password", "a/b"])
def test_an_absent_user_is_not_shown(user_id: str) -> None:
    """A user is shown by the id, not by the name."""
    fake = with_users("ann")
    assert (404, "CSMS.0005") == refused(fake, "ShowUserDetail", user_id)
    assert f"There is no user {user_id!r}." == why(fake)


@pytest.fixture
def mine(fake: FakeCsms) -> FakeCsms:
    """A fake whose caller is the user `me`; there is another, `you`, with the same password."""
    fake.csms_users.add("you", user_id="you", password=PLAIN)
    fake.csms_users.add("me", user_id="me", password=PLAIN, is_caller=True)
    return fake


def test_the_caller_changes_the_own_password_alone(mine: FakeCsms) -> None:
    mine.clock.advance(days=1)
    body = {"password": "new", "old_password": PLAIN}
    assert {"user_id": "me"} == answered(mine, "UpdateUserPassword", body=body)
    assert [True, False] == [mine.csms_users.has_password("me", each) for each in ("new", PLAIN)]
    assert mine.csms_users.has_password("you", PLAIN)
    shown = answered(mine, "ShowUserDetail", "me")
    assert (NOW_TOLD, "2100-01-02 00:00:00.000") == (shown["created_at"], shown["pwd_change_at"])


@pytest.mark.parametrize("wrong", ["", "new", PLAIN.upper(), PLAIN + " ", PLAIN[:-1]])
def test_the_old_password_is_asked_for(mine: FakeCsms, wrong: str) -> None:
    body = {"password": "new", "old_password": wrong}
    assert (400, "CSMS.0002") == refused(mine, "UpdateUserPassword", body=body)
    assert "old_password is not the user's password." == why(mine)
    assert mine.csms_users.has_password("me", PLAIN)


def test_a_password_that_was_changed_is_the_old_one_of_the_next_call(mine: FakeCsms) -> None:
    for old, new in ((PLAIN, "two"), ("two", "two"), ("two", "é" * 255)):
        answered(mine, "UpdateUserPassword", body={"password": new, "old_password": old})
    assert mine.csms_users.has_password("me", "é" * 255)


def test_a_caller_who_is_no_user_has_no_password() -> None:
    fake = with_users("ann")
    body = {"password": "new", "old_password": ""}
    assert (404, "CSMS.0005") == refused(fake, "UpdateUserPassword", body=body)
    assert "declare one with is_caller=True" in why(fake)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"old_password": PLAIN}, "password is missing."),
        ({"password": "new"}, "old_password is missing."),
        ({"password": None, "old_password": PLAIN}, "password must be text, not null."),
        ({"password": 5, "old_password": PLAIN}, "password must be text, not a whole number."),
        ({"password": "new", "old_password": [PLAIN]}, "old_password must be text, not a list."),
        ({"password": "", "old_password": PLAIN}, "password must be 1 to 255 characters."),
        ({"password": PLAIN * 26, "old_password": PLAIN}, "password must be 1 to 255 characters."),
    ],
)
def test_bodies_that_are_refused(mine: FakeCsms, body: dict[str, Any], sentence: str) -> None:
    assert (400, "CSMS.0002") == refused(mine, "UpdateUserPassword", body=body)
    assert sentence == why(mine)


@pytest.mark.parametrize("body", [None, b"null", b"[]", b"{"])
def test_a_body_that_is_no_object_is_refused(mine: FakeCsms, body: bytes | None) -> None:
    assert (400, "CSMS.0004") == refused(mine, "UpdateUserPassword", body=body)


def test_no_password_is_seen_anywhere(mine: FakeCsms) -> None:
    answered(mine, "UpdateUserPassword", body={"password": PLAIN * 2, "old_password": PLAIN})
    refused(mine, "UpdateUserPassword", body={"password": PLAIN, "old_password": PLAIN})
    snapshot, account = mine.snapshot(), mine.gate.account
    shown = [mine, mine.csms_users, mine.calls, snapshot, dataclasses.asdict(snapshot)]
    for each in (*shown, *mine.calls, account, account.state(), account.users):
        assert PLAIN not in repr(each)


def test_users_belong_to_the_account_and_to_its_snapshots(mine: FakeCsms) -> None:
    snapshot = mine.snapshot()
    answered(mine, "UpdateUserPassword", body={"password": "new", "old_password": PLAIN})
    mine.csms_users.add("more", is_caller=True)
    mine.restore(snapshot)
    assert ["me", "you"] == names(mine)
    answered(mine, "UpdateUserPassword", body={"password": "new", "old_password": PLAIN})
    mine.reset()
    assert [] == names(mine)


def test_the_sdk_reads_users_and_changes_the_password(
    csms: FakeCsms, csms_client: v1.CsmsClient
) -> None:
    me = csms.csms_users.add("me", password="old", org_id="o1", is_caller=True)
    listed = csms_client.list_users(v1.ListUsersRequest(offset=0, limit=10, user_info="m"))
    assert (1, [me]) == (listed.total, [each.user_id for each in listed.users])
    shown = csms_client.show_user_detail(v1.ShowUserDetailRequest(user_id=me))
    assert ("me", "o1", False) == (shown.user_name, shown.org_id, shown.disabled)
    body = v1.ChangeUsersPassword(password="new", old_password="old")
    request = v1.UpdateUserPasswordRequest(body=body)
    assert me == csms_client.update_user_password(request).user_id
    with pytest.raises(ClientRequestException) as caught:
        csms_client.update_user_password(request)
    assert (400, "CSMS.0002") == (caught.value.status_code, caught.value.error_code)
