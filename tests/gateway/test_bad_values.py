"""A value is exactly one of text and base64, not empty, and at most 64 KB as it was sent.

The law: any other value is CSMS.0002, told without a character of the value, and none is kept.
Both operations that take a value judge it alike.
"""

import base64
from typing import Any

import pytest
from good_calls import CANARY, GOOD, filled_fake
from refusing import refused

from fakecsms import FakeCsms

_TAKES_A_VALUE = pytest.mark.parametrize("operation", ["CreateSecret", "CreateSecretVersion"])
_LARGEST = 65_536
_CANARY_64 = base64.b64encode(CANARY.encode()).decode()

_NOT_ONE = {
    "neither": {},
    "both null": {"secret_string": None, "secret_binary": None},
    "both": {"secret_string": CANARY, "secret_binary": _CANARY_64},
}

_NO_BASE64 = {
    "plain text": CANARY,
    "the alphabet of urls": "-_8=",
    "the alphabet of urls, one letter": "ab-d",
    "white space inside": "QU JD",
    "white space before": " QUJD",
    "white space behind": "QUJD ",
    "a newline behind": "QUJD\n",
    "a newline behind padding": "QQ==\n",
    "lines of 76": "QUJD" * 19 + "\r\n" + "QUJD",
    "only a newline": "\n",
    "a tab": "QU\tJD",
    "no padding": "QQ",
    "half the padding": "QQ=",
    "no padding of three": "QUI",
    "padding too much": "QUJD=",
    "padding twice too much": "QUJD==",
    "padding four times": "QUJD====",
    "padding after padding": "QQ====",
    "padding alone": "=",
    "padding alone, four": "====",
    "padding in front": "=QUJ",
    "padding inside": "QQ==QUJD",
    "padding between": "Q=Q=",
    "one letter": "A",
    "five letters": "QUJDA",
    "a letter beyond ASCII": "QUJé",
    "digits beyond ASCII": "\u0661\u0662\u0663\u0664",
    "full width": "\uff31\uff35\uff2a\uff24",
    "a NUL": "QUJ\x00",
    "a percent escape": "QQ%3D%3D",
    "a data URL": "data:;base64,QUJD",
}


@_TAKES_A_VALUE
@pytest.mark.parametrize("members", _NOT_ONE.values(), ids=_NOT_ONE.keys())
def test_anything_but_one_value_is_refused(
    fake: FakeCsms, operation: str, members: dict[str, Any]
) -> None:
    call = GOOD[operation].without("secret_string").sending(**members)
    refused(fake, "CSMS.0002", call, call.body, about="secret_string and secret_binary")


@_TAKES_A_VALUE
@pytest.mark.parametrize(("text", "octets"), [("", ""), (CANARY, ""), ("", _CANARY_64)])
def test_an_empty_value_beside_another_is_refused(
    fake: FakeCsms, operation: str, text: str, octets: str
) -> None:
    call = GOOD[operation].sending(secret_string=text, secret_binary=octets)
    refused(fake, "CSMS.0002", call, call.body, about="secret_")
    refused(filled_fake(empty_value_ok=True), "CSMS.0002", call, call.body, about="both were given")


@_TAKES_A_VALUE
@pytest.mark.parametrize("member", ["secret_string", "secret_binary"])
def test_an_empty_value_is_refused(fake: FakeCsms, operation: str, member: str) -> None:
    call = GOOD[operation].without("secret_string").sending(**{member: ""})
    refused(fake, "CSMS.0002", call, call.body, about=f"{member} must not be empty")


@_TAKES_A_VALUE
@pytest.mark.parametrize("member", ["secret_string", "secret_binary"])
def test_an_empty_value_is_a_choice(operation: str, member: str) -> None:
    fake = filled_fake(empty_value_ok=True)
    call = GOOD[operation].without("secret_string").sending(**{member: ""})
    assert 200 == fake.call(call.method, call.path, body=call.body).status


@_TAKES_A_VALUE
@pytest.mark.parametrize("value", _NO_BASE64.values(), ids=_NO_BASE64.keys())
def test_bytes_that_are_no_base64_are_refused(fake: FakeCsms, operation: str, value: str) -> None:
    call = GOOD[operation].without("secret_string").sending(secret_binary=value)
    refused(fake, "CSMS.0002", call, call.body, about="secret_binary must be base64")


@_TAKES_A_VALUE
@pytest.mark.parametrize("value", ["QQ==", "QUI=", "QUJD", "+/+/", "A" * 64, "QUJD" * 16_384])
def test_base64_is_let_in_and_answered_as_it_was_sent(
    fake: FakeCsms, operation: str, value: str
) -> None:
    call = GOOD[operation].without("secret_string").sending(secret_binary=value)
    fake.call(call.method, call.path, body=call.body)
    name = (call.body or {}).get("name", "db")
    shown = fake.call("GET", f"{GOOD['ListSecrets'].path}/{name}/versions/latest").json()
    assert value == shown["version"]["secret_binary"]


@_TAKES_A_VALUE
@pytest.mark.parametrize(
    "value",
    ["x" * _LARGEST, "é" * (_LARGEST // 2), "€" * 21_845 + "x", "🔑" * (_LARGEST // 4), "\x00"],
    ids=lambda value: f"{value[0]!a}-{len(value)}",
)
def test_a_text_of_64_kb_is_let_in_whole(fake: FakeCsms, operation: str, value: str) -> None:
    call = GOOD[operation].sending(secret_string=value)
    assert 200 == fake.call(call.method, call.path, body=call.body).status
    assert value == fake.value((call.body or {}).get("name", "db"))


@_TAKES_A_VALUE
@pytest.mark.parametrize(
    "value",
    [
        "x" * (_LARGEST + 1),
        "é" * (_LARGEST // 2) + "x",
        "€" * 21_845 + "xx",
        "🔑" * (_LARGEST // 4) + "x",
        (CANARY * _LARGEST)[: _LARGEST + 1],
    ],
    ids=lambda value: f"{value[0]!a}-{len(value)}",
)
def test_a_byte_more_is_refused(fake: FakeCsms, operation: str, value: str) -> None:
    call = GOOD[operation].sending(secret_string=value)
    refused(fake, "CSMS.0002", call, call.body, about="secret_string must be at most 65,536 bytes")


@_TAKES_A_VALUE
def test_the_size_of_bytes_is_that_of_their_base64(fake: FakeCsms, operation: str) -> None:
    call = GOOD[operation].without("secret_string").sending(secret_binary="QUJD" * 16_385)
    refused(fake, "CSMS.0002", call, call.body, about="secret_binary must be at most 65,536 bytes")


@_TAKES_A_VALUE
def test_the_largest_value_is_an_option(operation: str) -> None:
    fake = filled_fake(value_bytes_max=64)
    call = GOOD[operation].sending(secret_string="€" * 21 + "x")
    assert 200 == fake.call(call.method, call.path, body=call.body).status
    larger = GOOD[operation].sending(secret_string="€" * 21 + "xx")
    refused(fake, "CSMS.0002", larger, larger.body, about="at most 64 bytes")
