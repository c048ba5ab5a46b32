"""`fakecsms.errors`: the refusals as facts, and the fake's own exceptions."""

import dataclasses
import re

import pytest

from fakecsms import errors
from fakecsms.errors import (
    ABSENT,
    ABSENT_SECRET,
    INVALID_PARAMETER,
    NOT_MODELLED,
    REFUSALS,
    UNKNOWN_EVENT,
    CsmsError,
    EscapedCallError,
    FakeCsmsBugError,
    NestedCallError,
    Refusal,
    invalid,
    not_modelled,
)
from fakecsms.evidence import Evidence

NAMED = {name: each for name, each in vars(errors).items() if isinstance(each, Refusal)}
refusals = pytest.mark.parametrize("refusal", NAMED.values(), ids=NAMED.keys())

ERROR_PAGE = {
    "CSMS.0002": 400,
    "CSMS.0003": 400,
    "CSMS.0004": 400,
    "CSMS.0005": 400,
    "CSMS.0103": 400,
    "CSMS.0105": 400,
    "CSMS.0106": 400,
    "CSMS.0107": 400,
    "CSMS.0108": 400,
    "CSMS.0109": 403,
    "CSMS.0202": 400,
    "CSMS.0203": 400,
    "CSMS.0204": 400,
    "CSMS.0401": 400,
}


def test_the_list_has_every_refusal_once_in_the_order_of_the_file() -> None:
    assert tuple(NAMED.values()) == REFUSALS


@refusals
def test_a_refusal_has_evidence_and_source(refusal: Refusal) -> None:
    assert isinstance(refusal.evidence, Evidence)
    assert refusal.source
    assert refusal.message


@refusals
def test_a_refusal_has_a_code_of_the_service_the_gateway_or_the_fake(refusal: Refusal) -> None:
    assert re.fullmatch(r"CSMS\.\d{4}|APIGW\.\d{4}|FAKECSMS\.[A-Z]\w+", refusal.code)
    assert 400 <= refusal.status <= 599


@refusals
def test_the_services_statuses_are_those_of_its_page_but_for_what_is_absent(
    refusal: Refusal,
) -> None:
    """The page prints 400 where something is absent, and clients of the service see 404."""
    if refusal.code.startswith("CSMS."):
        assert (404 if refusal.absent else ERROR_PAGE[refusal.code]) == refusal.status


def test_every_code_of_the_page_is_there() -> None:
    assert ERROR_PAGE.keys() == {each.code for each in REFUSALS if each.code.startswith("CSMS.")}


def test_only_what_is_absent_has_a_status_by_choice() -> None:
    assert [ABSENT, ABSENT_SECRET] == [each for each in REFUSALS if each.absent]
    assert (ABSENT.code, 400) == (UNKNOWN_EVENT.code, UNKNOWN_EVENT.status)


def test_a_refusal_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ABSENT.status = 200


def test_an_error_tells_code_message_and_why() -> None:
    error = invalid("limit must be a number.")
    assert INVALID_PARAMETER is error.refusal
    expected = "CSMS.0002: The value of parameter is invalid. (limit must be a number.)"
    assert expected == str(error)
    assert ("limit must be a number.", INVALID_PARAMETER.message) == (error.why, error.message)


def test_a_message_may_be_more_exact_than_the_facts() -> None:
    error = CsmsError(ABSENT, "why", message="The event is not there.")
    assert "The event is not there." == error.message
    assert "CSMS.0005: The event is not there. (why)" == str(error)


def test_what_is_not_modelled_says_so_to_client_and_test() -> None:
    error = not_modelled("the operation RotateSecret")
    assert NOT_MODELLED is error.refusal
    assert "fakecsms does not model the operation RotateSecret." == error.message == error.why


def test_the_fakes_own_exceptions_are_no_errors_of_a_client_library() -> None:
    for own in (CsmsError, FakeCsmsBugError, EscapedCallError, NestedCallError):
        assert (Exception,) == own.__bases__
