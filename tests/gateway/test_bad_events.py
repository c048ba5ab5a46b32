"""Events: their names, types, states and topics, at their bounds and beyond.

The law: creation and change judge each member alike, with CSMS.0002 and the member's name; a page
of events is asked for as a page of secrets is.
"""

from typing import Any

import pytest
from good_calls import CANARY, EVENTS, GOOD, TOPIC, filled_fake
from refusing import refused

from fakecsms import FakeCsms

_both = pytest.mark.parametrize("operation", ["CreateSecretEvent", "UpdateSecretEvent"])
_TYPES = [
    "SECRET_VERSION_CREATED",
    "SECRET_VERSION_EXPIRED",
    "SECRET_ROTATED",
    "SECRET_DELETED",
    "SECRET_ROTATED_FAILED",
]
_LET_IN: list[tuple[str, Any]] = [
    ("event_types", _TYPES),
    ("event_types", _TYPES[::-1]),
    *(("event_types", [each]) for each in _TYPES),
    ("state", "ENABLED"),
    ("state", "DISABLED"),
    ("notification", {**TOPIC, "target_id": "u"}),
    ("notification", {**TOPIC, "target_id": "u" * 256}),
    ("notification", {**TOPIC, "target_id": "aZ0-._:"}),
    ("notification", {**TOPIC, "target_name": "t"}),
    ("notification", {**TOPIC, "target_name": "t" * 64}),
    ("notification", {**TOPIC, "target_name": "aZ0_-"}),
]
_REFUSED: list[tuple[str, Any]] = [
    ("event_types", []),
    ("event_types", ["SECRET_VERSION_NEAR_EXPIRY"]),
    ("event_types", ["secret_deleted"]),
    ("event_types", ["SECRET_DELETED "]),
    ("event_types", [""]),
    ("event_types", [CANARY]),
    ("event_types", ["SECRET_DELETED", CANARY]),
    ("event_types", ["SECRET_DELETED", "SECRET_ROTATED", "SECRET_DELETED"]),
    ("event_types", _TYPES * 3),
    ("state", ""),
    ("state", "enabled"),
    ("state", "ENABLED\n"),
    ("state", "FROZEN"),
    ("state", CANARY),
]
_NO_TARGETS = {
    "target_type": ["", "smn", "SMN\n", " SMN", "HTTP", CANARY],
    "target_id": ["", "u" * 257, "a/b", "a b", "urn:smn:1:ops\n", "é", "a@b", f"{CANARY}!"],
    "target_name": ["", "t" * 65, "a.b", "a:b", "a b", "ops\n", "é", f"{CANARY}!"],
}


def _id(value: object) -> str:
    return ascii(value)[:40]


@_both
@pytest.mark.parametrize(("member", "value"), _LET_IN, ids=_id)
def test_a_member_at_its_bounds_is_let_in_and_given_back(
    fake: FakeCsms, operation: str, member: str, value: object
) -> None:
    call = GOOD[operation].sending(**{member: value})
    assert value == fake.call(call.method, call.path, body=call.body).json()["event"][member]


@_both
@pytest.mark.parametrize(("member", "value"), _REFUSED, ids=_id)
def test_a_member_beyond_its_bounds_is_refused(
    fake: FakeCsms, operation: str, member: str, value: object
) -> None:
    call = GOOD[operation].sending(**{member: value})
    refused(fake, "CSMS.0002", call, call.body, about=member)


@_both
@pytest.mark.parametrize(
    ("inner", "value"),
    [(inner, value) for inner, values in _NO_TARGETS.items() for value in values],
    ids=_id,
)
def test_a_topic_beyond_its_bounds_is_refused(
    fake: FakeCsms, operation: str, inner: str, value: str
) -> None:
    call = GOOD[operation].sending(notification={**TOPIC, inner: value})
    which = "the target_type SMN" if inner == "target_type" else f"a {inner} of 1 to "
    refused(fake, "CSMS.0002", call, call.body, about=f"notification must have {which}")


@pytest.mark.parametrize("name", ["e", "e" * 64, "aZ0_-", "events", "tags", "nightly-2"])
def test_an_event_may_have_any_legal_name(fake: FakeCsms, name: str) -> None:
    call = GOOD["CreateSecretEvent"].sending(name=name)
    assert 200 == fake.call(call.method, call.path, body=call.body).status
    assert name == fake.call("GET", f"{EVENTS}/{name}").json()["event"]["name"]


@pytest.mark.parametrize(
    "name", ["", "e" * 65, "a.b", "a b", "a/b", "e\n", "é", "名", "a\x00", f"{CANARY}!"], ids=ascii
)
def test_no_event_gets_an_illegal_name(fake: FakeCsms, name: str) -> None:
    call = GOOD["CreateSecretEvent"].sending(name=name)
    refused(fake, "CSMS.0002", call, call.body, about="name must be 1 to 64 of the characters")


def test_an_update_does_not_change_the_name(fake: FakeCsms) -> None:
    call = GOOD["UpdateSecretEvent"].sending(name=f"{CANARY}!")
    answer = fake.call(call.method, call.path, body=call.body).json()
    assert "nightly" == answer["event"]["name"]
    assert ("name",) == fake.calls[-1].unread


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("name", ["no-such", "a.b", "e" * 65, "%0A", "%F0%9F%94%91", "%00"])
def test_an_absent_event_is_absent_whatever_its_name(
    fake: FakeCsms, method: str, name: str
) -> None:
    call = GOOD["ShowSecretEvent"]._replace(method=method, path=f"{EVENTS}/{name}")
    assert 404 == refused(fake, "CSMS.0005", call, {"state": "DISABLED"}, about="no event").status


@pytest.mark.parametrize("limit", ["1", "50", "1000", "0001"])
def test_a_page_of_events_has_1_to_1000(fake: FakeCsms, limit: str) -> None:
    page = fake.call("GET", f"{EVENTS}?limit={limit}").json()["page_info"]
    assert 1 == page["current_count"]


@pytest.mark.parametrize(
    "limit", ["0", "1001", "-1", "", "abc", "5.0", "%D9%A5", "+5", "null", "9" * 6_000, CANARY]
)
def test_any_other_page_of_events_is_refused(fake: FakeCsms, limit: str) -> None:
    call = GOOD["ListSecretEvents"].asking(f"limit={limit}")
    refused(fake, "CSMS.0002", call, None, about="limit must be a whole number from 1 to 1000")


@pytest.mark.parametrize(
    ("marker", "shown"), [("", 1), ("a", 1), ("nightly", 0), ("no", 0), ("%F0%9F%94%91", 0)]
)
def test_a_marker_of_events_is_a_position(fake: FakeCsms, marker: str, shown: int) -> None:
    answer = fake.call("GET", f"{EVENTS}?marker={marker}").json()
    assert shown == len(answer["events"])


def test_older_regions_take_dots_in_names_of_events_too() -> None:
    call = GOOD["CreateSecretEvent"].sending(name="a.b")
    fake = filled_fake(dots_in_names=True)
    assert 200 == fake.call(call.method, call.path, body=call.body).status
