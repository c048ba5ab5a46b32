"""What stands around CSMS and has no operation of its own, as a test declares it.

`FakeCsms.csms_users`, `FakeCsms.topics`, `FakeCsms.agencies`: what is declared is what the calls
see; none of it is in the journal, all of it in a snapshot, and a reset forgets it.
"""

import re
from collections.abc import Callable

import pytest
from sending import answered, frozen_fake

from fakecsms import CsmsError, FakeCsms

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def test_a_user_gets_a_uuid_unless_an_id_is_given(fake: FakeCsms) -> None:
    assert UUID.fullmatch(fake.csms_users.add("ann"))
    assert "u/1" == fake.csms_users.add("bob", user_id="u/1")
    assert "bob" == answered(fake, "ShowUserDetail", "u/1")["user_name"]


def test_a_user_of_an_id_that_is_there_takes_its_place(fake: FakeCsms) -> None:
    fake.csms_users.add("ann", user_id="u", password="one")
    fake.csms_users.add("bob", user_id="u", password="two")
    listed = answered(fake, "ListUsers", query="offset=0&limit=10")
    assert ["bob"] == [each["user_name"] for each in listed["users"]]
    assert [False, True] == [fake.csms_users.has_password("u", each) for each in ("one", "two")]


def test_two_users_may_have_one_name(fake: FakeCsms) -> None:
    ids = sorted(fake.csms_users.add("ann") for _ in range(2))
    listed = answered(fake, "ListUsers", query="offset=0&limit=10")
    assert ids == [each["user_id"] for each in listed["users"]]


def test_a_users_full_name_is_the_short_one_unless_told_otherwise(fake: FakeCsms) -> None:
    names = [
        answered(fake, "ShowUserDetail", fake.csms_users.add("ann", name=name))["name"]
        for name in ("", "Ann Bo")
    ]
    assert ["ann", "Ann Bo"] == names


def test_the_caller_is_the_last_who_was_declared_so(fake: FakeCsms) -> None:
    for user_id, is_caller in (("a", True), ("b", True), ("c", False)):
        fake.csms_users.add("x", user_id=user_id, password="old", is_caller=is_caller)
    body = {"password": "new", "old_password": "old"}
    assert {"user_id": "b"} == answered(fake, "UpdateUserPassword", body=body)


def test_a_user_without_a_password_has_the_empty_one(fake: FakeCsms) -> None:
    user_id = fake.csms_users.add("ann", is_caller=True)
    assert fake.csms_users.has_password(user_id, "")
    answered(fake, "UpdateUserPassword", body={"password": "new", "old_password": ""})


def test_nobody_has_the_password_of_an_unknown_user(fake: FakeCsms) -> None:
    with pytest.raises(CsmsError, match="There is no user 'nobody'"):
        fake.csms_users.has_password("nobody", "")


def with_event(fake: FakeCsms) -> None:
    target = {"target_type": "SMN", "target_id": "urn:t", "target_name": "t"}
    event = {"name": "ev", "event_types": ["SECRET_VERSION_CREATED"], "state": "ENABLED"}
    answered(fake, "CreateSecretEvent", body={**event, "notification": target})
    fake.put_secret("db", "one", event_subscriptions=["ev"])


def delivered(fake: FakeCsms) -> str:
    """Make a new version and return what became of the notification."""
    fake.put_secret("db", "more")
    return str(answered(fake, "ListNotificationRecords")["records"][0]["notification_status"])


def test_a_topic_takes_everything_until_a_test_says_otherwise(fake: FakeCsms) -> None:
    with_event(fake)
    told = [delivered(fake)]
    for delivery in ("FAIL", "INVALID", "SUCCESS"):
        fake.topics.deliver("urn:t", delivery)
        told.append(delivered(fake))
    assert ["SUCCESS", "FAIL", "INVALID", "SUCCESS"] == told


def test_a_topic_is_known_by_its_id(fake: FakeCsms) -> None:
    with_event(fake)
    for other in ("t", "urn:T", ""):
        fake.topics.deliver(other, "FAIL")
    assert "SUCCESS" == delivered(fake)


@pytest.mark.parametrize("word", ["", "fail", "OK", "FAILED"])
def test_another_word_is_no_delivery(fake: FakeCsms, word: str) -> None:
    with pytest.raises(ValueError, match=f"{word!r} is not a valid Delivery"):
        fake.topics.deliver("urn:t", word)


def granted(fake: FakeCsms, kind: str = "RDS-FG") -> str:
    query = f"secret_type={kind}"
    return str(answered(fake, "ShowAgency", query=query)["agency_granted"])


def test_an_agency_is_there_before_any_call_if_a_test_says_so(fake: FakeCsms) -> None:
    assert "false" == granted(fake)
    fake.agencies.grant("RDS-FG")
    assert ("true", "false") == (granted(fake), granted(fake, "GaussDB-FG"))


def test_an_agency_that_is_refused_tells_why(fake: FakeCsms) -> None:
    fake.agencies.refuse("RDS-FG", "no permission")
    body = {"secret_type": "RDS-FG"}
    (agency,) = answered(fake, "CreateAgency", body=body)["agencies"]
    assert ("no permission", "false") == (agency["error_msg"], granted(fake))
    fake.agencies.grant("RDS-FG")
    (agency,) = answered(fake, "CreateAgency", body=body)["agencies"]
    assert UUID.fullmatch(agency["agency_id"])


@pytest.mark.parametrize("secret_type", ["", "COMMON", "RDS", "rds-fg"])
def test_a_type_that_does_not_rotate_has_no_agency(fake: FakeCsms, secret_type: str) -> None:
    for declare in (fake.agencies.grant, lambda name: fake.agencies.refuse(name, "no")):
        with pytest.raises(ValueError, match="is no type that rotates"):
            declare(secret_type)


DECLARATIONS: dict[str, Callable[[FakeCsms], object]] = {
    "user": lambda fake: fake.csms_users.add("ann"),
    "topic": lambda fake: fake.topics.deliver("urn:t", "FAIL"),
    "agency": lambda fake: fake.agencies.grant("RDS-FG"),
}


@pytest.mark.parametrize("kind", DECLARATIONS)
def test_a_declaration_is_in_a_snapshot_and_not_in_the_journal(kind: str) -> None:
    fake = frozen_fake()
    empty = fake.snapshot()
    DECLARATIONS[kind](fake)
    declared = fake.snapshot()
    assert empty != declared
    fake.restore(empty)
    assert empty == fake.snapshot()
    fake.restore(declared)
    assert declared == fake.snapshot()
    assert 0 == len(fake.calls)


@pytest.mark.parametrize("kind", DECLARATIONS)
def test_a_reset_forgets_what_was_declared(kind: str) -> None:
    fake = FakeCsms(seed=1)
    new = fake.snapshot()
    DECLARATIONS[kind](fake)
    fake.reset()
    assert new == fake.snapshot()


def test_two_fakes_share_no_surroundings(fake: FakeCsms) -> None:
    fake.csms_users.add("ann")
    fake.agencies.grant("RDS-FG")
    other = frozen_fake()
    assert "false" == granted(other)
    assert 0 == answered(other, "ListUsers", query="offset=0&limit=10")["total"]


@pytest.mark.parametrize("name", ["on_notification", "rotation_function"])
def test_what_cannot_be_called_is_refused_where_it_is_given(name: str) -> None:
    given = (None,) if name == "on_notification" else ("db", None)
    with pytest.raises(TypeError, match="None can't be called"):
        getattr(FakeCsms(), name)(*given)
