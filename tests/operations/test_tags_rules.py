"""What a key and a value of a tag may be, said by each call that puts one on.

Law 1 holds for each refusal. The rules themselves are tried out in the tests of the model; here
it is seen that every way to a tag asks them, and that the sentence names the member.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sending import answered, frozen_fake, refused, why

from fakecsms import FakeCsms

Tag = dict[str, Any]
WAYS: dict[str, tuple[str, Callable[[Tag], dict[str, Any]], str]] = {
    "one": ("CreateSecretTag", lambda tag: {"tag": tag}, "tag has"),
    "several": (
        "BatchCreateOrDeleteTags",
        lambda tag: {"action": "create", "tags": [{"key": "good"}, tag]},
        "A tag of tags has",
    ),
}
every_way = pytest.mark.parametrize("way", WAYS)
LETTER = "\U00020000"
"""One code point, two units of UTF-16, four bytes of UTF-8."""


def put_on(fake: FakeCsms, way: str, tag: Tag) -> None:
    operation, body, _ = WAYS[way]
    answered(fake, operation, fake.secret("db").id, body=body(tag))
    assert (tag.get("value") or "") == fake.secret("db").tags[tag["key"]]


def kept_off(fake: FakeCsms, way: str, tag: Tag, fault: str) -> None:
    operation, body, subject = WAYS[way]
    assert (400, "CSMS.0002") == refused(fake, operation, fake.secret("db").id, body=body(tag))
    assert f"{subject} {fault}" in why(fake)


@every_way
@pytest.mark.parametrize(
    "key",
    [
        "k",
        "_",
        "_sys",
        "_SYS_x",
        "x_sys_",
        "_.:=+-@",
        "a b",
        "Schlüssel",
        "ключ",
        "名前",
        "١٢",
        "Ⅷ½",
        "\u00a0k\u3000",
        "a\u2028b",
        LETTER,
        "k" * 128,
        LETTER * 128,
    ],
)
def test_keys_that_are_let_in(db: FakeCsms, way: str, key: str) -> None:
    put_on(db, way, {"key": key, "value": "v"})


@every_way
@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("", "a key that must be 1 to 128 characters"),
        ("k" * 129, "a key that must be 1 to 128 characters"),
        (LETTER * 129, "a key that must be 1 to 128 characters"),
        (" ", "a key that must not begin or end with white space"),
        (" k", "a key that must not begin or end with white space"),
        ("k ", "a key that must not begin or end with white space"),
        ("k\n", "a key that must not begin or end with white space"),
        ("_sys_", "a key that must not begin with _sys_"),
        ("_sys_enterprise_project_id", "a key that must not begin with _sys_"),
        ("a/b", "a key that must hold letters, digits"),
        ("a\tb", "a key that must hold letters, digits"),
        ("a\x00b", "a key that must hold letters, digits"),
        ("a,b", "a key that must hold letters, digits"),
        ("50%", "a key that must hold letters, digits"),
        ("🔑", "a key that must hold letters, digits"),
        ("e\u0301", "a key that must hold letters, digits"),
        ("a\u200bb", "a key that must hold letters, digits"),
    ],
)
def test_keys_that_are_refused(db: FakeCsms, way: str, key: str, fault: str) -> None:
    kept_off(db, way, {"key": key}, fault)


@every_way
@pytest.mark.parametrize(
    "value",
    ["", "v", " v ", "_sys_", "_.:/=+-@", "a/b", "значение", "名", " ", LETTER * 255, "v" * 255],
)
def test_values_that_are_let_in(db: FakeCsms, way: str, value: str) -> None:
    """White space at the ends and the prefix that keys may not have are fine in a value."""
    put_on(db, way, {"key": "k", "value": value})


@every_way
@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("v" * 256, "a value that must be at most 255 characters"),
        (LETTER * 256, "a value that must be at most 255 characters"),
        ("a\nb", "a value that must hold letters, digits"),
        ("a\tb", "a value that must hold letters, digits"),
        ("a,b", "a value that must hold letters, digits"),
        ("*", "a value that must hold letters, digits"),
        ("🔑", "a value that must hold letters, digits"),
        ("e\u0301", "a value that must hold letters, digits"),
    ],
)
def test_values_that_are_refused(db: FakeCsms, way: str, value: str, fault: str) -> None:
    kept_off(db, way, {"key": "k", "value": value}, fault)


@every_way
def test_a_sentence_repeats_neither_key_nor_value(db: FakeCsms, way: str) -> None:
    kept_off(db, way, {"key": "pl41n!", "value": "v"}, "a key that")
    assert "pl41n" not in why(db)
    kept_off(db, way, {"key": "k", "value": "pl41n!"}, "a value that")
    assert "pl41n" not in why(db)


@every_way
def test_the_lengths_can_be_turned(way: str) -> None:
    fake = frozen_fake(tag_key_chars_max=4, tag_value_chars_max=2)
    fake.put_secret("db", "x")
    put_on(fake, way, {"key": "four", "value": "vv"})
    kept_off(fake, way, {"key": "longer"}, "a key that must be 1 to 4 characters")
    kept_off(fake, way, {"key": "k", "value": "vvv"}, "a value that must be at most 2 characters")
