"""Members of grants at their bounds, beyond them, and of other types.

Law 1 holds for each refusal; the sentence names the member and never repeats its value.
"""

from typing import Any
from urllib.parse import urlencode

import pytest
from sending import answered, refused, why

from fakecsms import FakeCsms

WHOLE: dict[str, Any] = {
    "resource_id": "g1",
    "type": "GROUP",
    "grantee_type": "0",
    "grantee_target_id": "ann",
}
every_writing = pytest.mark.parametrize("operation", ["CreateGrants", "UpdateGrant"])


@pytest.fixture
def granted(fake: FakeCsms) -> FakeCsms:
    """A fake that has the grant which an update is about."""
    answered(fake, "CreateGrants", body=WHOLE)
    return fake


def sent(operation: str, **members: Any) -> dict[str, Any]:
    """Return what a call sends: an update says in its query too which resource it means."""
    body = {name: value for name, value in {**WHOLE, **members}.items() if value is not ...}
    query = {"query": "resource_id=g1"} if operation == "UpdateGrant" else {}
    return {"body": body, **query}


@pytest.mark.parametrize(
    ("operation", "member"),
    [("CreateGrants", "resource_id")]
    + [
        (operation, member)
        for operation in ("CreateGrants", "UpdateGrant")
        for member in ("type", "grantee_type", "grantee_target_id")
    ],
)
def test_a_needed_member_is_missed_by_name(granted: FakeCsms, operation: str, member: str) -> None:
    call = sent(operation, **{member: ...})
    assert (400, "CSMS.0002") == refused(granted, operation, **call)
    assert f"{member} is missing." == why(granted)


@every_writing
@pytest.mark.parametrize("member", ["type", "grantee_type", "grantee_target_id"])
@pytest.mark.parametrize("wrong", [None, 0, True, ["0"], {"x": "0"}])
def test_a_member_of_another_type_is_refused_by_name(
    granted: FakeCsms, operation: str, member: str, wrong: object
) -> None:
    assert (400, "CSMS.0002") == refused(granted, operation, **sent(operation, **{member: wrong}))
    assert why(granted).startswith(f"{member} must be text, not ")


@every_writing
@pytest.mark.parametrize(
    ("member", "wrong", "sentence"),
    [
        ("type", "", "type must be one of SECRET, GROUP."),
        ("type", "USER", "type must be one of SECRET, GROUP."),
        ("grantee_type", "", "grantee_type must be one of 0, 2."),
        ("grantee_type", "1", "grantee_type must be one of 0, 2."),
        ("grantee_type", "00", "grantee_type must be one of 0, 2."),
        ("grantee_target_id", "", "grantee_target_id must be 1 to 64 characters."),
        ("grantee_target_id", "x" * 65, "grantee_target_id must be 1 to 64 characters."),
    ],
)
def test_values_that_are_refused(
    granted: FakeCsms, *, operation: str, member: str, wrong: str, sentence: str
) -> None:
    assert (400, "CSMS.0002") == refused(granted, operation, **sent(operation, **{member: wrong}))
    assert sentence == why(granted)


@every_writing
@pytest.mark.parametrize(
    "date",
    [
        "",
        "tomorrow",
        "2101-1-1",
        "2101-13-01",
        "2101-02-29",
        "01-01-2101",
        "2101/01/01",
        "2101-01-01T00:00:00",
        "2101-01-01 00:00:00",
        " 2101-01-01",
        "2101-01-01\n",
        "21010101",
        "2101-W01",
        "2101-W01-1",
        "2101-001",
        "4133980800000",
        "\u0662101-01-01",
    ],
)
def test_a_validity_is_a_date_with_year_month_and_day(
    granted: FakeCsms, operation: str, date: str
) -> None:
    call = sent(operation, grantee_target_id="bob", validity_time=date)
    if operation == "UpdateGrant":
        call = sent(operation, validity_time=date)
    assert (400, "CSMS.0002") == refused(granted, operation, **call)
    assert "validity_time must be a date such as 2030-01-31." == why(granted)


@pytest.mark.parametrize(
    ("date", "ms"),
    [
        ("1970-01-01", 0),
        ("1970-01-02", 86_400_000),
        ("2000-02-29", 951_782_400_000),
        ("9999-12-31", 253_402_214_400_000),
        (None, None),
    ],
)
def test_a_date_is_told_as_its_first_millisecond(
    fake: FakeCsms, date: str | None, ms: int | None
) -> None:
    """In UTC; a date that has passed too, for nobody says that it may not."""
    data = answered(fake, "CreateGrants", body={**WHOLE, "validity_time": date})["data"]
    assert ms == data["validityTime"]


def test_the_type_is_read_in_either_case_and_told_in_capitals(fake: FakeCsms) -> None:
    """The published example of an answer writes it in small letters."""
    data = answered(fake, "CreateGrants", body={**WHOLE, "type": "group"})["data"]
    assert "GROUP" == data["type"]


@pytest.mark.parametrize("member", ["resource_id", "grantee_target_id"])
@pytest.mark.parametrize("value", ["x", "é" * 64, "\U00020000" * 64, "a/b?c=d&e", " "])
def test_ids_have_1_to_64_characters_of_any_kind(fake: FakeCsms, member: str, value: str) -> None:
    answered(fake, "CreateGrants", body={**WHOLE, member: value})
    resource_id = value if member == "resource_id" else "g1"
    grantee = value if member == "grantee_target_id" else "ann"
    query = urlencode({"resource_id": resource_id, "grantee_user": grantee})
    answered(fake, "DeleteGrant", query=query)


@pytest.mark.parametrize("value", ["", "x" * 65])
def test_a_resource_has_1_to_64_characters(granted: FakeCsms, value: str) -> None:
    body, query = {**WHOLE, "resource_id": value}, urlencode({"resource_id": value})
    for operation, call in (
        ("CreateGrants", {"body": body}),
        ("UpdateGrant", {"body": WHOLE, "query": query}),
        ("ListGrants", {"query": query}),
        ("DeleteGrant", {"query": query}),
    ):
        assert (400, "CSMS.0002") == refused(granted, operation, **call)
        assert "resource_id must be 1 to 64 characters." == why(granted)


@pytest.mark.parametrize("operation", ["ListGrants", "DeleteGrant"])
def test_a_resource_is_asked_for_by_query(granted: FakeCsms, operation: str) -> None:
    for query in ("", "resource=g1", "resourceId=g1"):
        assert (400, "CSMS.0002") == refused(granted, operation, query=query)
        assert "resource_id is missing." == why(granted)


def test_a_grantee_has_64_characters_at_most(granted: FakeCsms) -> None:
    query = urlencode({"resource_id": "g1", "grantee_user": "x" * 65})
    assert (400, "CSMS.0002") == refused(granted, "DeleteGrant", query=query)
    assert "grantee_user must be 0 to 64 characters." == why(granted)


@every_writing
@pytest.mark.parametrize("body", [None, b"null", b"[]", b"{", b"\xff"])
def test_a_body_that_is_no_object_is_refused(
    granted: FakeCsms, operation: str, body: bytes | None
) -> None:
    call = {**sent(operation), "body": body}
    assert (400, "CSMS.0004") == refused(granted, operation, **call)


def test_a_member_that_nobody_reads_is_noted(fake: FakeCsms) -> None:
    answered(fake, "CreateGrants", body={**WHOLE, "validityTime": "2101-01-01"})
    assert ("validityTime",) == fake.calls[-1].unread


def test_rules_come_before_the_look_up(fake: FakeCsms) -> None:
    body = {**WHOLE, "type": "SECRET", "grantee_type": "9"}
    assert (400, "CSMS.0002") == refused(fake, "CreateGrants", body=body)
    body["grantee_type"] = "0"
    assert (404, "CSMS.0005") == refused(fake, "CreateGrants", body=body)
