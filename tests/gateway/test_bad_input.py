"""Bodies that are no JSON object are refused whole; a body that is one loses nothing.

The law: each bad body gets the service's own code and a sentence in the journal, and changes
nothing. Every operation that reads a body meets every bad body.
"""

import json

import pytest
from good_calls import (
    BODY_OPTIONAL,
    CANARY,
    GOOD,
    WITH_BODY,
    WITHOUT_BODY,
    GoodCall,
    filled_fake,
)
from refusing import is_a_sentence, refused

from fakecsms import FakeCsms
from fakecsms.operations import OPERATIONS

_KNOWN = json.dumps({"secret_string": CANARY, "name": CANARY}).encode()
_DEEP = b"[" * 10_000 + b"]" * 10_000
_MEGABYTE = 2**20

_NO_OBJECT = {
    "absent": b"",
    "white space": b" \r\n\t ",
    "cut short": _KNOWN[:-3],
    "no JSON": f"secret_string={CANARY}".encode(),
    "single quotes": f"{{'secret_string': '{CANARY}'}}".encode(),
    "two objects": _KNOWN + _KNOWN,
    "trailing comma": _KNOWN[:-1] + b",}",
    "a comment": _KNOWN + b"// the end",
    "a BOM": b"\xef\xbb\xbf" + _KNOWN,
    "UTF-16": _KNOWN.decode().encode("utf-16"),
    "UTF-32": _KNOWN.decode().encode("utf-32-be"),
    "gzip": b"\x1f\x8b\x08\x00" + _KNOWN,
    "an array": b"[" + _KNOWN + b"]",
    "an empty array": b"[]",
    "null": b"null",
    "a string": json.dumps(CANARY).encode(),
    "a number": b"42",
    "a fraction": b"4.2",
    "true": b"true",
    "NaN": b"NaN",
    "NaN in a member": b'{"description": NaN}',
    "Infinity in a member": b'{"expire_time": -Infinity}',
    "bad UTF-8": b'{"description": "\xff"}',
    "bad UTF-8 that nobody reads": b'{"nobody-reads": "\xc3\x28"}',
    "bad UTF-8 in a name": b'{"\x80": 1}',
    "a surrogate as UTF-8": b'{"nobody-reads": "\xed\xa0\x80"}',
    "overlong UTF-8": b'{"nobody-reads": "\xc0\xaf"}',
    "a raw line break in a text": b'{"description": "a\nb"}',
    "a raw NUL in a text": b'{"description": "a\x00b"}',
    "half a surrogate pair": b'{"description": "\\ud800"}',
    "the other half": b'{"secret_string": "x\\udc00"}',
    "the halves swapped": b'{"nobody-reads": "\\udc00\\ud800"}',
    "half a pair in a name": b'{"\\ud800": 1}',
    "a bad escape": b'{"description": "\\x41"}',
    "a leading zero": b'{"expire_time": 07}',
    "deep": _DEEP,
    "deep in a member": b'{"secret_string": ' + _DEEP + b"}",
    "deep where nobody reads": b'{"nobody-reads": ' + _DEEP + b"}",
    "deep objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
}

_every_operation_with_a_body = pytest.mark.parametrize(
    "call", WITH_BODY, ids=lambda call: call.operation
)


def test_no_operation_with_a_body_is_left_out() -> None:
    assert {row.name for row in OPERATIONS if row.body} == {call.operation for call in WITH_BODY}
    assert BODY_OPTIONAL == {row.name for row in OPERATIONS if not row.body_needed}


def test_every_operation_has_a_good_call() -> None:
    for row in OPERATIONS:
        call = GOOD[row.name]
        response = filled_fake().call(call.method, call.path, body=call.body)
        assert row.status == call.status == response.status


@pytest.mark.parametrize("body", _NO_OBJECT.values(), ids=_NO_OBJECT.keys())
def test_a_body_that_is_no_json_object_is_refused_everywhere(fake: FakeCsms, body: bytes) -> None:
    for call in WITH_BODY:
        if body or call.operation not in BODY_OPTIONAL:
            refused(fake, "CSMS.0004", call, body, about="body")


@pytest.mark.parametrize("operation", BODY_OPTIONAL)
def test_a_body_that_is_optional_may_be_absent_and_then_means_an_empty_object(
    operation: str,
) -> None:
    call = GOOD[operation]
    answers = [filled_fake().call(call.method, call.path, body=body) for body in (b"", {})]
    assert [200, 200] == [each.status for each in answers]
    assert answers[0].body == answers[1].body


@pytest.mark.parametrize("body", [b'{"a": "\\ud800"}', b'{"a": "\\udfff."}'])
def test_half_a_surrogate_pair_is_not_told_as_a_body_cut_short(fake: FakeCsms, body: bytes) -> None:
    call = refused(fake, "CSMS.0004", GOOD["UpdateSecret"], body, about="body")
    assert "truncated" not in (call.why or "")


@pytest.mark.parametrize("number", ["9" * 5_000, "1e999", "-1e999"], ids=len)
def test_a_number_too_large_to_read_is_refused_in_plain_words(fake: FakeCsms, number: str) -> None:
    body = f'{{"nobody-reads": {number}}}'
    refused(fake, "CSMS.0004", GOOD["UpdateSecret"], body, about="body")


@pytest.mark.parametrize("call", WITHOUT_BODY, ids=lambda call: call.operation)
def test_an_operation_without_a_body_does_not_look_at_one(call: GoodCall) -> None:
    statuses = {
        kind: filled_fake().call(call.method, call.path, body=body).status
        for kind, body in _NO_OBJECT.items()
    }
    assert dict.fromkeys(_NO_OBJECT, call.status) == statuses


@_every_operation_with_a_body
def test_ten_megabytes_that_nobody_reads_are_let_in(fake: FakeCsms, call: GoodCall) -> None:
    response = fake.call(
        call.method, call.path, body=call.sending(nobody_reads="x" * 10 * _MEGABYTE).body
    )
    assert call.status == response.status
    assert ("nobody_reads",) == fake.calls[-1].unread


@pytest.mark.parametrize(
    ("operation", "member"),
    [
        ("CreateSecret", "secret_string"),
        ("CreateSecret", "description"),
        ("CreateSecretVersion", "secret_string"),
        ("UpdateSecret", "description"),
        ("UpdateSecretStage", "version_id"),
        ("UploadSecretBlob", "secret_blob"),
        ("UpdateUserPassword", "password"),
        ("BatchCreateOrDeleteTags", "sequence"),
        ("CreateSecretEvent", "name"),
        ("CreateGrants", "grantee_target_id"),
        ("CreateSecretReplica", "kms_key_id"),
    ],
)
def test_ten_megabytes_in_a_member_are_refused_and_not_shown(
    fake: FakeCsms, operation: str, member: str
) -> None:
    spoilt = GOOD[operation].sending(**{member: CANARY * (10 * _MEGABYTE // len(CANARY))})
    call = refused(fake, "CSMS.0002", spoilt, spoilt.body, about=member)
    assert len(call.why or "") < 200


@_every_operation_with_a_body
def test_a_body_of_twelve_megabytes_is_the_largest(fake: FakeCsms, call: GoodCall) -> None:
    good = json.dumps(call.body).encode()
    largest = good + b" " * (12 * _MEGABYTE - len(good))
    answer = refused(fake, "APIGW.0201", call, largest + b" ", about="body")
    assert 413 == answer.status
    assert call.status == fake.call(call.method, call.path, body=largest).status


def test_the_limit_of_a_body_is_an_option() -> None:
    fake = filled_fake(body_bytes_max=20)
    spoilt = GOOD["UpdateSecret"].sending(description="x" * 20)
    assert 413 == refused(fake, "APIGW.0201", spoilt, spoilt.body, about="20 bytes").status


@_every_operation_with_a_body
def test_members_that_nobody_knows_are_let_in_and_noted(fake: FakeCsms, call: GoodCall) -> None:
    members = {"zzz": [[{}]], "Description": None, "": 1, "ключ": {"a": 1.5}}
    spoilt = {**(call.body or {}), **members}
    assert call.status == fake.call(call.method, call.path, body=spoilt).status
    assert tuple(sorted(members)) == fake.calls[-1].unread


def test_the_last_of_two_members_of_one_name_wins(fake: FakeCsms) -> None:
    twice = b'{"name": "one", "secret_string": "first", "name": "two", "secret_string": "last"}'
    assert (
        "two" == fake.call("POST", GOOD["CreateSecret"].path, body=twice).json()["secret"]["name"]
    )
    assert "last" == fake.value("two")


@pytest.mark.parametrize("headers", [100, 101, 200])
def test_a_call_may_have_a_hundred_headers(fake: FakeCsms, headers: int) -> None:
    sent = {"x-auth-token": "t", **{f"x-{n}": "1" for n in range(headers - 1)}}
    before = fake.snapshot()
    response = fake.call("DELETE", GOOD["DeleteSecret"].path, headers=sent)
    assert (200 if headers == 100 else 494) == response.status
    assert (fake.snapshot() == before) == (headers > 100)


def test_too_many_headers_are_told_in_a_sentence(fake: FakeCsms) -> None:
    response = fake.call("GET", "/", headers={f"x-{n}": "1" for n in range(200)})
    assert "APIGW.0201" == response.json()["error_code"]
    assert "200 headers" in (fake.calls[-1].why or "")
    assert is_a_sentence(fake.calls[-1].why)
