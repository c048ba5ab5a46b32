"""Law 11: no plaintext value appears in any repr, log line, journal entry, snapshot or error.

A canary is put into values by every way in, welcome or refused, and then looked for wherever
something outlives the call. What may hold it: the `Response` that answers it, for as long as
somebody keeps that response, and nothing else.
"""

import base64
import gc
import json
from collections.abc import Callable
from typing import Any

import pytest
import strategies as s
from asking import ask
from hypothesis import given
from hypothesis import strategies as st
from leaks import Canary, our_modules, owners_alive, reachable

from fakecsms import CsmsError, FakeCsms
from fakecsms.gateway.messages import Request
from fakecsms.operations.secrets import CreateSecretRequest
from fakecsms.operations.versions import CreateSecretVersionRequest

CANARY = Canary("cAnArY4711sInGs")
Way = Callable[[str], tuple[str, dict[str, Any]]]
SECRET = {"project_id": s.DEFAULT_PROJECT, "secret_name": "s"}
NEW = {"project_id": s.DEFAULT_PROJECT, "name": "new"}

songs = st.tuples(st.text(max_size=5), st.text(max_size=5)).map(CANARY.texts[0].join)


def in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def json_with(text: str) -> bytes:
    return json.dumps({"name": "new", "secret_string": text}).encode()


WELCOME: dict[str, Way] = {
    "text of a secret": lambda text: ("CreateSecret", {**NEW, "secret_string": text}),
    "binary of a secret": lambda text: ("CreateSecret", {**NEW, "secret_binary": in_base64(text)}),
    "text of a version": lambda text: ("CreateSecretVersion", {**SECRET, "secret_string": text}),
    "binary of a version": lambda text: (
        "CreateSecretVersion",
        {**SECRET, "secret_binary": in_base64(text), "version_stages": ["SYSCURRENT", "a"]},
    ),
    "a member that nobody reads": lambda text: ("UpdateSecret", {**SECRET, "secret_string": text}),
    "a query that nobody reads": lambda text: ("ShowSecret", {**SECRET, "secret_string": text}),
}
REFUSED: dict[str, Way] = {
    "a name that exists": lambda text: (
        "CreateSecret",
        {**NEW, "name": "s", "secret_string": text},
    ),
    "a secret that is absent": lambda text: (
        "CreateSecretVersion",
        {**SECRET, "secret_name": "absent", "secret_string": text},
    ),
    "both values": lambda text: (
        "CreateSecretVersion",
        {**SECRET, "secret_string": text, "secret_binary": in_base64(text)},
    ),
    "too long": lambda text: ("CreateSecret", {**NEW, "secret_string": text + "x" * 65_536}),
    "no base64": lambda text: ("CreateSecret", {**NEW, "secret_binary": f"?{text}"}),
    "a list of it": lambda text: ("CreateSecret", {**NEW, "secret_string": [text]}),
    "an object of it": lambda text: ("CreateSecret", {**NEW, "secret_binary": {"of": text}}),
    "no number": lambda text: (
        "CreateSecretVersion",
        {**SECRET, "secret_string": text, "expire_time": text},
    ),
    "a wrong stage": lambda text: (
        "CreateSecretVersion",
        {**SECRET, "secret_string": text, "version_stages": ["SYSPENDING"]},
    ),
    "a frozen secret": lambda text: (
        "CreateSecretVersion",
        {**SECRET, "secret_name": "frozen", "secret_string": text},
    ),
    "a dead key": lambda text: (
        "CreateSecret",
        {**NEW, "kms_key_id": "dead", "secret_string": text},
    ),
}
BODIES: dict[str, Callable[[str], bytes]] = {
    "cut short": lambda text: json_with(text)[:-2],
    "a text alone": lambda text: json.dumps(text).encode(),
    "a list": lambda text: json.dumps([text]).encode(),
    "not UTF-8": lambda text: json_with(text) + b"\xff",
    "half of a surrogate pair": lambda text: json_with(text + "\ud800"),
    "not UTF-8 within": lambda text: json_with(text).replace(b'"}', b'\xff"}'),
}


def prepared() -> FakeCsms:
    fake = FakeCsms(seed=1)
    fake.put_secret("s", "harmless")
    fake.put_secret("frozen", "harmless")
    fake.set_state("frozen", "FROZEN")
    fake.kms.create("dead")
    fake.kms.delete("dead")
    return fake


def assert_silent(fake: FakeCsms, spoken: Callable[[], str]) -> None:
    """The canary is nowhere that outlives a call."""
    assert [] == CANARY.places_in(fake, fake.snapshot(), fake.secrets())
    assert not CANARY.sings_in_pickle_of(list(fake.calls))
    assert not CANARY.sings_in_pickle_of(fake.snapshot())
    assert not CANARY.sings_in(spoken())


def read_all(fake: FakeCsms) -> bool:
    """Read every value by every way out; whether the canary was among them."""
    sang = False
    for secret in fake.secrets():
        for version_id in secret.versions:
            asked = {**SECRET, "secret_name": secret.name, "version_id": version_id}
            response = ask(fake, "ShowSecretVersion", asked)
            sang |= CANARY.sings_in(response.body)
            assert not CANARY.sings_in_any_form_of(response)
            fake.value(secret.name, version_id)
        listed = {"project_id": s.DEFAULT_PROJECT, "secret_name_list": [secret.name]}
        sang |= CANARY.sings_in(ask(fake, "BatchShowSecretVersion", listed).body)
    return sang


@pytest.mark.parametrize("way", WELCOME)
@s.examples(8)
@given(song=songs)
def test_a_value_that_came_in_is_only_in_the_answer_that_shows_it(
    spoken: Callable[[], str], way: str, song: str
) -> None:
    fake = prepared()
    assert 200 == ask(fake, *WELCOME[way](song)).status
    assert read_all(fake) == ("nobody reads" not in way)
    assert_silent(fake, spoken)


@pytest.mark.parametrize("way", REFUSED)
@s.examples(8)
@given(song=songs)
def test_a_value_that_was_refused_is_not_repeated(
    spoken: Callable[[], str], way: str, song: str
) -> None:
    fake = prepared()
    answer = ask(fake, *REFUSED[way](song))
    assert fake.calls[-1].why
    assert 400 <= answer.status < 500
    assert not CANARY.sings_in(answer.body)
    assert_silent(fake, spoken)


@pytest.mark.parametrize("body", BODIES)
@s.examples(8)
@given(song=songs)
def test_a_body_that_is_no_json_is_not_repeated(
    spoken: Callable[[], str], body: str, song: str
) -> None:
    fake = prepared()
    answer = fake.call("POST", f"/v1/{s.DEFAULT_PROJECT}/secrets", body=BODIES[body](song))
    assert (400, "CSMS.0004") == (answer.status, answer.json()["error_code"])
    assert not CANARY.sings_in(answer.body)
    assert_silent(fake, spoken)


@s.examples(20)
@given(song=songs)
def test_an_arranged_value_is_only_where_it_is_read(spoken: Callable[[], str], song: str) -> None:
    fake = prepared()
    fake.put_secret("s", song)
    assert song == fake.value("s")
    fake.put_secret("binary", song.encode())
    assert song.encode() == fake.value("binary")
    assert read_all(fake)
    assert_silent(fake, spoken)


ARRANGED_WRONGLY: dict[str, tuple[type[Exception], Callable[[FakeCsms, str], object]]] = {
    "too long": (CsmsError, lambda fake, song: fake.put_secret("s", song + "x" * 65_536)),
    "too long in binary": (
        CsmsError,
        lambda fake, song: fake.put_secret("s", song.encode() + b"x" * 65_536),
    ),
    "no unicode": (CsmsError, lambda fake, song: fake.put_secret("s", song + "\ud800")),
    "a frozen secret": (CsmsError, lambda fake, song: fake.put_secret("frozen", song)),
    "an unknown member": (TypeError, lambda fake, song: fake.put_secret("s", song, typo=1)),
    "a list": (TypeError, lambda fake, song: fake.put_secret("s", [song])),
}


@pytest.mark.parametrize("way", ARRANGED_WRONGLY)
@s.examples(8)
@given(song=songs)
def test_the_error_of_an_arranged_value_does_not_repeat_it(
    spoken: Callable[[], str], way: str, song: str
) -> None:
    fake = prepared()
    expected, arrange = ARRANGED_WRONGLY[way]
    with pytest.raises(expected) as raised:
        arrange(fake, song)
    assert not CANARY.sings_in_error(raised.value)
    assert_silent(fake, spoken)


@pytest.mark.parametrize("ways", [WELCOME, REFUSED], ids=["welcome", "refused"])
def test_nothing_keeps_a_value_alive_once_the_call_is_over(ways: dict[str, Way]) -> None:
    """Not even until the next garbage collection: the collector is off."""
    fakes = {way: prepared() for way in ways}
    canary = Canary("".join(reversed("enolAtseTsihTnIsgnIs")))  # not in this source as it is
    gc.collect()
    gc.disable()
    try:
        for way, fake in fakes.items():
            ask(fake, *ways[way](f"a {canary.texts[0]} value"))
        assert [] == owners_alive(canary)
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "request_made",
    [
        Request(method="POST", path="/", body=json_with(CANARY.texts[0])),
        Request(method="GET", path="/", headers={"x-auth-token": CANARY.texts[0]}),
        CreateSecretRequest(name="s", secret_string=CANARY.texts[0]),
        CreateSecretVersionRequest(secret_name="s", secret_binary=CANARY.texts[2]),
    ],
    ids=["body", "headers", "new secret", "new version"],
)
def test_a_request_that_is_shown_while_it_is_under_way_shows_no_value(request_made: object) -> None:
    assert not CANARY.sings_in_any_form_of(request_made)


def test_our_modules_keep_no_value_either() -> None:
    fake = prepared()
    fake.put_secret("s", CANARY.texts[0])
    assert read_all(fake)
    assert [] == CANARY.places_in(*our_modules())


@pytest.mark.parametrize("form", range(5))
def test_the_search_finds_a_canary_in_each_form(form: int) -> None:
    held = {"of": [(CANARY.texts[form] + "x",)]}
    assert ["str"] == CANARY.places_in(held)
    assert CANARY.sings_in_pickle_of(held)
    assert CANARY.sings_in_any_form_of(held)


def test_the_search_finds_what_a_fake_would_hide() -> None:
    fake = prepared()
    fake.gate.calls.hidden = {"in": {CANARY.texts[0]}}
    assert ["str"] == CANARY.places_in(fake)
    assert any(thing is fake.gate.terms.chance for thing in reachable(fake))
