"""Blobs that are none: altered, cut, foreign, too large.

Law 1: each is refused with CSMS.0002, whatever is wrong with it, and nothing has changed.
"""

import base64
import itertools
import json
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sending import answered, frozen_fake, refused, why

from fakecsms import FakeCsms

PREFIX = ")CloudSecretManagementBackupV1.com"
ALTERED = "secret_blob was altered, or another service made it."
NO_BACKUP = "secret_blob is no backup: it does not begin as one."
REFUSED = (400, "CSMS.0002")
BASE64 = string.ascii_letters + string.digits + "-_"


@pytest.fixture(scope="module")
def taken() -> tuple[FakeCsms, str]:
    """A fake whose secret `db` was deleted, and the backup that could bring it back."""
    fake = frozen_fake()
    fake.put_secret("db", "one")
    blob = answered(fake, "DownloadSecretBlob", "db")["secret_blob"]
    answered(fake, "DeleteSecret", "db")
    return fake, str(blob)


@pytest.fixture(scope="module")
def gone(taken: tuple[FakeCsms, str]) -> FakeCsms:
    """The fake; no test here changes it."""
    return taken[0]


@pytest.fixture(scope="module")
def blob(taken: tuple[FakeCsms, str]) -> str:
    """The backup."""
    return taken[1]


@pytest.fixture(scope="module")
def parts(blob: str) -> list[str]:
    """The header, the wrapped key, the nonce, the ciphertext and the tag."""
    return blob.removeprefix(PREFIX).split(".")


def refuses(fake: FakeCsms, blob: object) -> str:
    """Send a blob that must be refused, and return the journal's sentence."""
    assert REFUSED == refused(fake, "UploadSecretBlob", body={"secret_blob": blob})
    return why(fake)


def joined(parts: list[str]) -> str:
    return PREFIX + ".".join(parts)


def test_the_blob_itself_brings_the_secret_back(gone: FakeCsms, blob: str) -> None:
    """What the other tests alter is whole."""
    before = gone.snapshot()
    answered(gone, "UploadSecretBlob", body={"secret_blob": blob})
    assert "one" == gone.value("db")
    gone.restore(before)


def test_any_one_character_changed_is_noticed(gone: FakeCsms, blob: str) -> None:
    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(st.integers(0, len(blob) - 1), st.sampled_from(BASE64 + ".=+/ \n\x00é"))
    def noticed(place: int, char: str) -> None:
        altered = blob[:place] + char + blob[place + 1 :]
        if altered != blob:
            assert refuses(gone, altered) == (NO_BACKUP if place < len(PREFIX) else ALTERED)

    noticed()


def test_the_last_character_of_a_part_counts_whole(
    gone: FakeCsms, blob: str, parts: list[str]
) -> None:
    """Some of its bits stand for nothing, and a careless decoder drops them."""
    for place, part in enumerate(parts):
        for char in set(BASE64) - {part[-1]}:
            altered = [*parts[:place], part[:-1] + char, *parts[place + 1 :]]
            assert ALTERED == refuses(gone, joined(altered))
    assert blob == joined(parts)


def test_any_piece_cut_out_is_noticed(gone: FakeCsms, blob: str) -> None:
    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(st.integers(0, len(blob) - 1), st.integers(1, len(blob)))
    def noticed(start: int, length: int) -> None:
        assert refuses(gone, blob[:start] + blob[start + length :]) in {ALTERED, NO_BACKUP}

    noticed()


def test_anything_put_in_is_noticed(gone: FakeCsms, blob: str) -> None:
    """White space too, which a careless decoder skips."""

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(st.integers(0, len(blob)), st.sampled_from(["A", "=", "==", " ", "\n", ".", "!", "é"]))
    def noticed(place: int, more: str) -> None:
        assert refuses(gone, blob[:place] + more + blob[place:]) in {ALTERED, NO_BACKUP}

    noticed()


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(range(5), 2)))
def test_parts_in_another_order_are_noticed(
    gone: FakeCsms, parts: list[str], one: int, other: int
) -> None:
    swapped = list(parts)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert ALTERED == refuses(gone, joined(swapped))


@pytest.mark.parametrize("place", range(5))
def test_a_part_that_is_empty_absent_or_there_twice_is_noticed(
    gone: FakeCsms, parts: list[str], place: int
) -> None:
    before, part, after = parts[:place], parts[place], parts[place + 1 :]
    for altered in (
        [*before, "", *after],
        [*before, *after],
        [*before, part, part, *after],
    ):
        assert ALTERED == refuses(gone, joined(altered))


@pytest.mark.parametrize("place", range(5))
def test_a_part_of_another_blob_is_noticed(gone: FakeCsms, parts: list[str], place: int) -> None:
    """The header is the same in all blobs of a fake; each other part belongs to its own."""
    before = gone.snapshot()
    gone.put_secret("other", "two")
    others = str(answered(gone, "DownloadSecretBlob", "other")["secret_blob"])
    gone.restore(before)
    mixed = list(parts)
    mixed[place] = others.removeprefix(PREFIX).split(".")[place]
    if mixed != parts:
        assert ALTERED == refuses(gone, joined(mixed))
    assert (mixed == parts) == (place == 0)


HEADER: dict[str, Any] = {"alg": "RSA-OAEP-256", "enc": "A128CBC-HS256"}
HEADERS: list[object] = [
    None,
    5,
    "header",
    [],
    {},
    HEADER,
    {"alg": "RSA-OAEP-256"},
    {"enc": "A128CBC-HS256"},
    {"alg": None, "enc": None},
    {"alg": 5, "enc": []},
    {**HEADER, "alg": "dir"},
    {**HEADER, "alg": "none"},
    {**HEADER, "alg": "RSA1_5"},
    {**HEADER, "enc": "A256GCM"},
    {**HEADER, "zip": "DEF"},
    {**HEADER, "kid": 5},
    {**HEADER, "kid": "another"},
    {**HEADER, "crit": ["b64"]},
    {**HEADER, "crit": 5},
    {**HEADER, "crit": None},
    {**HEADER, "crit": [5]},
    {**HEADER, "jwk": {}},
    {**HEADER, "x5c": 5},
    {**HEADER, "epk": "x"},
]


@pytest.mark.parametrize("header", HEADERS, ids=str)
def test_a_header_of_another_making_is_noticed(
    gone: FakeCsms, parts: list[str], header: object
) -> None:
    made = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    assert ALTERED == refuses(gone, joined([made, *parts[1:]]))


@pytest.mark.parametrize("rest", ["", ".", "....", ".....", "a.b.c.d.e", "e30.e30.e30.e30.e30"])
def test_a_prefix_does_not_make_a_backup(gone: FakeCsms, rest: str) -> None:
    assert ALTERED == refuses(gone, PREFIX + rest)


def test_a_text_without_the_prefix_is_no_backup(gone: FakeCsms, blob: str) -> None:
    compact = blob.removeprefix(PREFIX)
    others = (")CloudSecretManagementBackupV1.cloud.com", PREFIX.lower(), " " + PREFIX, "")
    for text in ("", "db", "{}", *(other + compact for other in others)):
        assert NO_BACKUP == refuses(gone, text)


def test_a_blob_of_another_fake_is_foreign(gone: FakeCsms) -> None:
    """Even of one with the same seed and the same calls."""
    other = frozen_fake()
    other.put_secret("db", "one")
    foreign = answered(other, "DownloadSecretBlob", "db")["secret_blob"]
    assert ALTERED == refuses(gone, foreign)


def test_a_blob_of_another_project_is_refused(gone: FakeCsms, blob: str) -> None:
    body = {"secret_blob": blob}
    assert REFUSED == refused(gone, "UploadSecretBlob", body=body, project_id="other")
    assert "secret_blob was made in another project." == why(gone)
    assert [] == gone.secrets(project_id="other")


@pytest.mark.parametrize("tail", ["", "A", ".", "é"])
def test_a_blob_beyond_the_limit_is_refused(gone: FakeCsms, blob: str, tail: str) -> None:
    whole = blob + "A" * (5_242_880 - len(blob))
    expected = "secret_blob must be at most 5,242,880 characters." if tail else ALTERED
    assert expected == refuses(gone, whole + tail)


def test_the_limit_can_be_turned(db: FakeCsms) -> None:
    size = len(answered(db, "DownloadSecretBlob", "db")["secret_blob"])
    for most, fits in ((size, True), (size - 1, False)):
        fake = frozen_fake(blob_chars_max=most)
        fake.put_secret("db", "one")
        body = {"secret_blob": answered(fake, "DownloadSecretBlob", "db")["secret_blob"]}
        answered(fake, "DeleteSecret", "db")
        if fits:
            answered(fake, "UploadSecretBlob", body=body)
        else:
            assert REFUSED == refused(fake, "UploadSecretBlob", body=body)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "secret_blob is missing."),
        ({"secret_blob": None}, "secret_blob must be text, not null."),
        ({"secret_blob": 5}, "secret_blob must be text, not a whole number."),
        ({"secret_blob": ["x"]}, "secret_blob must be text, not a list."),
        ({"blob": "x"}, "secret_blob is missing."),
    ],
)
def test_a_body_without_a_blob_is_refused(
    gone: FakeCsms, body: dict[str, Any], sentence: str
) -> None:
    assert REFUSED == refused(gone, "UploadSecretBlob", body=body)
    assert sentence == why(gone)


@pytest.mark.parametrize("body", [None, b"null", b"[]", b"{", b'"blob"'])
def test_a_body_that_is_no_object_is_refused(gone: FakeCsms, body: bytes | None) -> None:
    assert (400, "CSMS.0004") == refused(gone, "UploadSecretBlob", body=body)


def test_a_refused_blob_is_not_in_the_journal(gone: FakeCsms, blob: str) -> None:
    refuses(gone, blob[:-1])
    assert blob[40:80] not in repr(gone.calls[-1])
    assert gone.calls[-1].secret_name is None
