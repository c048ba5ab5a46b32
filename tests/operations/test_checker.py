"""The checker: how strong texts are, and whether a project wants that looked at.

Law 11: neither an answer nor the journal repeats a text that was checked.
"""

import json
from typing import Any

import pytest
from huaweicloudsdkcsms import v1
from hypothesis import given, settings
from hypothesis import strategies as st
from sending import answered, refused, send, why

from fakecsms import FakeCsms

WORDS = ["very weak", "weak", "fair", "strong", "very strong"]
KEY = "-----BEGIN PRIVATE KEY-----\nMIIB20240\n12345\n-----END PRIVATE KEY-----\n"


def checked(fake: FakeCsms, **data: str) -> dict[str, Any]:
    answer = answered(fake, "CheckSecrets", body={"type": "t", "data": data})
    assert "t" == answer["type"]
    return dict(answer["data"])


def score(fake: FakeCsms, text: str) -> int:
    told = checked(fake, x=text)["x"]
    assert {"score", "strength"} == told.keys()
    assert WORDS[told["score"]] == told["strength"]
    return int(told["score"])


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("1", 0, 0),
        ("password", 0, 0),
        ("12345678", 0, 0),
        ("qwertyuiop", 0, 0),
        ("a" * 300, 0, 1),
        ("hunter2", 0, 1),
        ("Tr0ub4dour&3", 1, 3),
        ("correct horse battery staple", 4, 4),
        ("kV9#qLz!7pXw2@Rt", 4, 4),
    ],
)
def test_a_text_is_as_strong_as_it_is_hard_to_guess(
    fake: FakeCsms, text: str, least: int, most: int
) -> None:
    assert least <= score(fake, text) <= most


def test_each_text_is_told_by_its_name_in_order(fake: FakeCsms) -> None:
    told = checked(fake, old="password", new="correct horse battery staple", mid="hunter2")
    assert ["old", "new", "mid"] == list(told)
    assert (0, 4) == (told["old"]["score"], told["new"]["score"])


@pytest.mark.parametrize("length", [71, 72, 73, 100, 65_536])
def test_texts_of_any_length_are_checked(fake: FakeCsms, length: int) -> None:
    strong = "kV9#qLz!7pXw2@Rt" * (length // 16 + 1)
    assert 4 == score(fake, strong[:length])
    assert score(fake, "a" * length) <= 1


@pytest.mark.parametrize("text", [" ", "\x00", "é", "名前", "🔑" * 80, "\t\r", "a\u0301", "null"])
def test_texts_of_any_kind_are_checked(fake: FakeCsms, text: str) -> None:
    assert score(fake, text) <= 4


@pytest.mark.parametrize("text", ["\n", "a\nb", "1990\n01\n31", "pin 12345\n", KEY])
def test_a_text_of_several_lines_is_checked(fake: FakeCsms, text: str) -> None:
    """A key or a certificate has them, with digits at the ends of lines."""
    assert score(fake, text) <= 4


def test_whatever_text_comes_is_checked(fake: FakeCsms) -> None:
    texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
    digits = st.text(st.sampled_from("0123456789/-. \n\tab"), min_size=1, max_size=20)

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(texts | digits)
    def is_checked(text: str) -> None:
        told = checked(fake, x=text)
        assert [told["x"]["score"]] == [WORDS.index(told["x"]["strength"])]
        assert {"x"} == told.keys()

    is_checked()


@pytest.mark.parametrize("text", ["pl41n-t3xt", "pl41n-t3xt" * 10, "password pl41n-t3xt 1999"])
def test_no_text_is_repeated(fake: FakeCsms, text: str) -> None:
    response = send(fake, "CheckSecrets", body={"type": "t", "data": {"x": text}})
    for shown in (json.dumps(response.json()), repr(fake.calls[-1]), repr(fake.snapshot())):
        assert "pl41n" not in shown
        assert "t3xt" not in shown


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"x": "pl41n"}},
        {"type": "t", "data": {"x": ["pl41n"]}},
        {"type": "t", "data": {"x": {"y": "pl41n"}}},
        {"type": "t", "data": ["pl41n"]},
        {"type": ["pl41n"], "data": {"x": "pl41n"}},
    ],
)
def test_a_refusal_repeats_no_text_either(fake: FakeCsms, body: dict[str, Any]) -> None:
    assert (400, "CSMS.0002") == refused(fake, "CheckSecrets", body=body)
    assert "pl41n" not in repr(fake.calls[-1])


def test_a_check_changes_nothing(fake: FakeCsms) -> None:
    before = fake.snapshot()
    checked(fake, x="password")
    assert before == fake.snapshot()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"data": {"x": "y"}}, "type is missing."),
        ({"type": "t"}, "data is missing."),
        ({"type": "", "data": {"x": "y"}}, "type must not be empty."),
        ({"type": None, "data": {"x": "y"}}, "type must be text, not null."),
        ({"type": 5, "data": {"x": "y"}}, "type must be text, not a whole number."),
        ({"type": "t", "data": None}, "data must be an object, not null."),
        ({"type": "t", "data": "y"}, "data must be an object, not text."),
        ({"type": "t", "data": ["y"]}, "data must be an object, not a list."),
        *(
            (
                {"type": "t", "data": data},
                "data must hold the texts to check, by names of their own.",
            )
            for data in ({}, {"x": ""}, {"x": 5}, {"x": None}, {"x": {}}, {"x": "y", "z": ["y"]})
        ),
    ],
)
def test_bodies_that_are_refused(fake: FakeCsms, body: dict[str, Any], sentence: str) -> None:
    assert (400, "CSMS.0002") == refused(fake, "CheckSecrets", body=body)
    assert sentence == why(fake)


@pytest.mark.parametrize("operation", ["CheckSecrets", "UpdateSecretsConfig"])
@pytest.mark.parametrize("body", [None, b"null", b"[]", b"true", b"{"])
def test_a_body_that_is_no_object_is_refused(
    fake: FakeCsms, operation: str, body: bytes | None
) -> None:
    assert (400, "CSMS.0004") == refused(fake, operation, body=body)


def wanted(fake: FakeCsms, **how: Any) -> bool:
    return bool(answered(fake, "ShowSecretsConfig", **how)["checking_secret_strength"])


def test_nothing_is_looked_at_until_a_project_wants_it(fake: FakeCsms) -> None:
    assert not wanted(fake)
    for value in (True, True, False, True):
        body = {"checking_secret_strength": value}
        assert body == answered(fake, "UpdateSecretsConfig", body=body)
        assert value == wanted(fake)
    assert not wanted(fake, project_id="other")


@pytest.mark.parametrize("body", [{}, {"checking_secret_strength": None}])
def test_an_update_that_says_nothing_changes_nothing(fake: FakeCsms, body: dict[str, Any]) -> None:
    answered(fake, "UpdateSecretsConfig", body={"checking_secret_strength": True})
    assert {"checking_secret_strength": True} == answered(fake, "UpdateSecretsConfig", body=body)


@pytest.mark.parametrize("wrong", [0, 1, "true", [True], {"x": True}])
def test_a_wish_is_true_or_false(fake: FakeCsms, wrong: object) -> None:
    """The published example is the number 1, its type a boolean."""
    body = {"checking_secret_strength": wrong}
    assert (400, "CSMS.0002") == refused(fake, "UpdateSecretsConfig", body=body)
    assert why(fake).startswith("checking_secret_strength must be true or false, not ")


def test_a_wish_lets_weak_secrets_in_all_the_same(fake: FakeCsms) -> None:
    answered(fake, "UpdateSecretsConfig", body={"checking_secret_strength": True})
    answered(fake, "CreateSecret", body={"name": "db", "secret_string": "1"})
    assert "1" == fake.value("db")


def test_a_wish_is_in_a_snapshot_and_forgotten_by_a_reset(fake: FakeCsms) -> None:
    answered(fake, "UpdateSecretsConfig", body={"checking_secret_strength": True})
    snapshot = fake.snapshot()
    fake.reset()
    assert not wanted(fake)
    fake.restore(snapshot)
    assert wanted(fake)


def test_a_secret_may_be_called_checker(fake: FakeCsms) -> None:
    """Law 8."""
    fake.put_secret("checker", "x")
    assert "checker" == answered(fake, "ShowSecret", "checker")["secret"]["name"]
    assert not wanted(fake)


def test_the_sdk_checks_and_configures(csms: FakeCsms, csms_client: v1.CsmsClient) -> None:
    body = v1.CheckSecretsRequestBody(type="t", data={"x": "password"})
    told = csms_client.check_secrets(v1.CheckSecretsRequest(body=body))
    assert ("t", {"x": {"score": 0, "strength": "very weak"}}) == (told.type, told.data)
    wish = v1.UpdateSecretsConfigRequestBody(checking_secret_strength=True)
    csms_client.update_secrets_config(v1.UpdateSecretsConfigRequest(body=wish))
    shown = csms_client.show_secrets_config(v1.ShowSecretsConfigRequest())
    assert shown.checking_secret_strength is True
    assert 3 == len(csms.calls)
