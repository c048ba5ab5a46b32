"""Texts at their bounds are let in, one beyond is refused: in bytes where the rule says bytes.

The law: a text that breaks its rule is CSMS.0002, told by its member's name and without the text.
"""

import json
from typing import Any

import pytest
from good_calls import CANARY, GOOD, filled_fake
from refusing import refused

from fakecsms import FakeCsms

_CONFIG = {"InstanceId": "i-1", "SecretSubType": "SingleUser"}
_INSTANCE = {
    "secret_type": "RDS-FG",
    "rotation_config": json.dumps(_CONFIG),
    "rotation_period": "30d",
}


def _config(**members: Any) -> str:
    return json.dumps({**_CONFIG, **members}, ensure_ascii=False)


def _config_of(size: int, filling: str) -> str:
    return _config(filling=filling * (size - len(_config(filling=""))))


_LET_IN = [
    ("name", "a"),
    ("name", "-"),
    ("name", "a" * 64),
    ("kms_key_id", "ab"),
    ("kms_key_id", "k" * 64),
    ("kms_key_id", "é" * 64),
    ("description", ""),
    ("description", "x" * 2_048),
    ("description", "é" * 1_024),
    ("description", "€" * 682 + "xy"),
    ("description", "🔑" * 512),
    ("enterprise_project_id", "0"),
    ("enterprise_project_id", "€" * 36),
    ("rotation_period", "6h"),
    ("rotation_period", "360m"),
    ("rotation_period", "21600s"),
    ("rotation_period", "1d"),
    ("rotation_period", "365d"),
    ("rotation_period", "8760h"),
    ("rotation_period", "000030d"),
    ("rotation_config", _config()),
    ("rotation_config", _config_of(1_024, "x")),
    ("rotation_config", _config_of(1_024, "€")),
    ("rotation_config", json.dumps({"RDSInstanceId": "i", "SecretSubType": "MultiUser"})),
    ("secret_type", "COMMON"),
    ("rotation_func_urn", ""),
    ("event_subscriptions", []),
]

_REFUSED = [
    ("kms_key_id", ""),
    ("kms_key_id", "k"),
    ("kms_key_id", "é"),
    ("kms_key_id", "k" * 65),
    ("kms_key_id", CANARY * 4),
    ("description", "x" * 2_049),
    ("description", "é" * 1_024 + "x"),
    ("description", "€" * 683),
    ("description", "🔑" * 512 + "x"),
    ("description", CANARY * 200),
    ("enterprise_project_id", ""),
    ("enterprise_project_id", "e" * 37),
    ("enterprise_project_id", CANARY * 2),
    ("rotation_period", ""),
    ("rotation_period", "5h"),
    ("rotation_period", "359m"),
    ("rotation_period", "21599s"),
    ("rotation_period", "0d"),
    ("rotation_period", "366d"),
    ("rotation_period", "8761h"),
    ("rotation_period", "9" * 48 + "d"),
    ("rotation_period", "9" * 6_000 + "d"),
    ("rotation_period", "30"),
    ("rotation_period", "d"),
    ("rotation_period", "30D"),
    ("rotation_period", "30w"),
    ("rotation_period", "30 d"),
    ("rotation_period", " 30d"),
    ("rotation_period", "30d\n"),
    ("rotation_period", "-30d"),
    ("rotation_period", "+30d"),
    ("rotation_period", "3.5d"),
    ("rotation_period", "\u0663\u0660d"),
    ("rotation_period", CANARY),
    ("rotation_config", ""),
    ("rotation_config", CANARY),
    ("rotation_config", "null"),
    ("rotation_config", "[]"),
    ("rotation_config", "{}"),
    ("rotation_config", "[" * 1_024),
    ("rotation_config", _config()[:-1]),
    ("rotation_config", _config_of(1_025, "x")),
    ("rotation_config", _config(SecretSubType=CANARY)),
    ("rotation_config", _config(SecretSubType=None)),
    ("rotation_config", _config(SecretSubType=["SingleUser"])),
    ("rotation_config", _config(InstanceId=1)),
    ("rotation_config", json.dumps({"SecretSubType": "SingleUser"})),
    ("secret_type", ""),
    ("secret_type", "common"),
    ("secret_type", "RDS"),
    ("secret_type", "COMMON "),
    ("secret_type", "RDS-FG\n"),
    ("secret_type", CANARY),
    ("event_subscriptions", [""]),
    ("event_subscriptions", ["e" * 65]),
    ("event_subscriptions", ["a.b"]),
    ("event_subscriptions", [f"{CANARY}!"]),
    ("event_subscriptions", ["one", "two"]),
]

_UPDATED = {"description", "event_subscriptions", "kms_key_id", "rotation_period"}


def _id(value: object) -> str:
    text = str(value)
    return f"{ascii(text[:12])[1:-1]}({len(text)})"


@pytest.mark.parametrize(("member", "value"), _LET_IN, ids=_id)
def test_a_text_at_its_bounds_is_let_in_and_given_back(
    fake: FakeCsms, member: str, value: str
) -> None:
    call = GOOD["CreateSecret"].sending(**{member: value})
    response = fake.call(call.method, call.path, body=call.body)
    assert 200 == response.status
    assert value == response.json()["secret"][member]


@pytest.mark.parametrize(("member", "value"), _REFUSED, ids=_id)
def test_a_text_beyond_its_bounds_is_refused(fake: FakeCsms, member: str, value: str) -> None:
    rest = _INSTANCE if member == "rotation_config" else {}
    call = GOOD["CreateSecret"].sending(**{**rest, member: value})
    refused(fake, "CSMS.0002", call, call.body, about=member)


@pytest.mark.parametrize(
    ("member", "value"),
    [(member, value) for member, value in _REFUSED if member in _UPDATED],
    ids=_id,
)
def test_an_update_judges_a_text_as_creation_does(fake: FakeCsms, member: str, value: str) -> None:
    call = GOOD["UpdateSecret"].sending(**{member: value})
    refused(fake, "CSMS.0002", call, call.body, about=member)


@pytest.mark.parametrize(
    "text", ["\x00", "\u2028\ufeff", "👩‍🔧", "\ud7ff\ue000\uffff\U0010ffff"], ids=ascii
)
def test_every_character_of_unicode_comes_back_as_it_was_sent(fake: FakeCsms, text: str) -> None:
    call = GOOD["UpdateSecret"].sending(description=text)
    response = fake.call(call.method, call.path, body=json.dumps(call.body))
    assert text == response.json()["secret"]["description"]


@pytest.mark.parametrize(
    ("event_name", "status"),
    [("e", 200), ("e" * 64, 200), ("%E2%82%AC" * 64, 200), ("", 400), ("e" * 65, 400)],
    ids=_id,
)
def test_the_filter_by_event_has_1_to_64_characters(
    fake: FakeCsms, event_name: str, status: int
) -> None:
    response = fake.call("GET", f"{GOOD['ListSecrets'].path}?event_name={event_name}")
    assert status == response.status
    assert (status == 400) == ((fake.calls[-1].why or "").startswith("event_name must be"))


@pytest.mark.parametrize("size", [3, 4])
def test_the_limit_of_a_description_is_an_option_and_counts_bytes(size: int) -> None:
    call = GOOD["UpdateSecret"].sending(description="€€"[: size - 2])
    fake = filled_fake(description_bytes_max=4)
    assert (200 if size == 3 else 400) == fake.call(call.method, call.path, body=call.body).status
