"""`fakecsms.model.keyring`: the KMS keys of a project, and sealing under them.

Law 11: nothing here keeps or shows a plaintext. What is sealed for one place opens in no other.
"""

import dataclasses
import re

import pytest
from cryptography.exceptions import InvalidTag

from fakecsms.chance import Chance
from fakecsms.choices import Choices
from fakecsms.errors import KEY_UNUSABLE, CsmsError
from fakecsms.model.keyring import Key, Keyring, KeyState
from fakecsms.model.version import Sealed

PLACE = b"project/secret/v1"


@pytest.fixture
def chance() -> Chance:
    return Chance(1)


@pytest.fixture
def keyring(chance: Chance) -> Keyring:
    """A keyring with the keys `mine` and `yours`."""
    keyring = Keyring({})
    for key_id in ("mine", "yours"):
        keyring.create(key_id, chance)
    return keyring


def seal(keyring: Keyring, plaintext: bytes, key_id: str = "mine") -> Sealed:
    return keyring.seal(plaintext, key_id, PLACE, Chance(2), is_binary=False)


@pytest.mark.parametrize("plaintext", [b"", b"x", b"\x00" * 65_536, "Grüße 🔑".encode()])
def test_what_was_sealed_opens_in_its_place(keyring: Keyring, plaintext: bytes) -> None:
    assert plaintext == keyring.open(seal(keyring, plaintext), PLACE)


def test_a_sealed_value_holds_nothing_of_the_plaintext(keyring: Keyring) -> None:
    value = seal(keyring, b"pl41n-t3xt")
    assert b"pl41n-t3xt" not in value.octets
    assert 12 + len(b"pl41n-t3xt") + 16 == len(value.octets)
    assert ("mine", False) == (value.kms_key_id, value.is_binary)


def test_each_sealing_has_a_nonce_of_its_own(keyring: Keyring, chance: Chance) -> None:
    first, second = (keyring.seal(b"same", "mine", PLACE, chance, is_binary=True) for _ in range(2))
    assert first.octets[:12] != second.octets[:12]
    assert first.octets[12:] != second.octets[12:]


@pytest.mark.parametrize("place", [b"", b"other/secret/v1", b"project/other/v1", PLACE + b"0"])
def test_a_value_that_was_moved_does_not_open(keyring: Keyring, place: bytes) -> None:
    with pytest.raises(InvalidTag):
        keyring.open(seal(keyring, b"x"), place)


def test_a_value_does_not_open_under_another_key_even_of_the_same_material(
    keyring: Keyring,
) -> None:
    value = dataclasses.replace(seal(keyring, b"x"), kms_key_id="yours")
    with pytest.raises(InvalidTag):
        keyring.open(value, PLACE)
    material = keyring.keys["mine"].material
    twins = Keyring({name: Key(id=name, material=material) for name in ("mine", "yours")})
    with pytest.raises(InvalidTag):
        twins.open(value, PLACE)


def test_an_altered_value_does_not_open(keyring: Keyring) -> None:
    value = seal(keyring, b"x")
    for at in range(len(value.octets)):
        octets = bytearray(value.octets)
        octets[at] ^= 1
        with pytest.raises(InvalidTag):
            keyring.open(dataclasses.replace(value, octets=bytes(octets)), PLACE)


@pytest.mark.parametrize("state", [each for each in KeyState if each is not KeyState.ENABLED])
def test_a_key_that_is_not_enabled_neither_seals_nor_opens(
    keyring: Keyring, state: KeyState
) -> None:
    value = seal(keyring, b"x")
    keyring.set_state("mine", state)
    with pytest.raises(CsmsError) as sealing:
        seal(keyring, b"x")
    with pytest.raises(CsmsError) as opening:
        keyring.open(value, PLACE)
    for caught in (sealing, opening):
        assert KEY_UNUSABLE is caught.value.refusal
        assert f"The KMS key 'mine' is {state}." == caught.value.why


def test_a_disabled_key_can_be_enabled_and_opens_again(keyring: Keyring) -> None:
    value = seal(keyring, b"x")
    keyring.set_state("mine", KeyState.DISABLED)
    keyring.set_state("mine", KeyState.ENABLED)
    assert b"x" == keyring.open(value, PLACE)


def test_a_key_knows_when_it_goes_until_its_state_changes(keyring: Keyring) -> None:
    pending = keyring.set_state("mine", KeyState.PENDING_DELETION, removal_time_ms=9_000)
    assert pending is keyring.keys["mine"]
    assert (9_000, 32) == (pending.removal_time_ms, len(pending.material))
    assert keyring.set_state("mine", KeyState.ENABLED).removal_time_ms is None


def test_a_deleted_key_loses_its_material_and_stays_dead(keyring: Keyring) -> None:
    keyring.set_state("mine", KeyState.DELETED)
    assert b"" == keyring.keys["mine"].material
    assert ["yours"] == [each.id for each in keyring.there()]
    for state in KeyState:
        with pytest.raises(LookupError, match=r"no KMS key 'mine'.*its keys: 'yours'"):
            keyring.set_state("mine", state)


def test_an_id_is_used_once(keyring: Keyring, chance: Chance) -> None:
    keyring.set_state("mine", KeyState.DELETED)
    for key_id in ("mine", "yours"):
        with pytest.raises(ValueError, match=f"there is or was a KMS key '{key_id}'"):
            keyring.create(key_id, chance)


def test_two_keys_have_different_material(keyring: Keyring) -> None:
    assert keyring.keys["mine"].material != keyring.keys["yours"].material


def test_no_key_named_means_the_default_key_made_on_first_need(chance: Chance) -> None:
    keyring, choices = Keyring({}), Choices()
    first = keyring.key_id_for(None, chance, choices)
    assert first == keyring.key_id_for(None, chance, choices)
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", first)
    assert ["csms/default"] == [each.alias for each in keyring.there()]


def test_a_disabled_default_key_is_still_meant_and_a_deleted_one_is_not(chance: Chance) -> None:
    keyring, choices = Keyring({}), Choices()
    first = keyring.key_id_for(None, chance, choices)
    keyring.set_state(first, KeyState.DISABLED)
    assert first == keyring.key_id_for(None, chance, choices)
    keyring.set_state(first, KeyState.DELETED)
    assert first != keyring.key_id_for(None, chance, choices)


def test_a_known_key_is_meant_whatever_its_state(keyring: Keyring, chance: Chance) -> None:
    for state in KeyState:
        keyring.set_state("mine", state)
        assert "mine" == keyring.key_id_for("mine", chance, Choices(unknown_kms_keys="refuse"))


def test_an_unknown_key_is_registered_or_refused_by_choice(
    keyring: Keyring, chance: Chance
) -> None:
    with pytest.raises(CsmsError, match="The project has no KMS key 'new'") as caught:
        keyring.key_id_for("new", chance, Choices(unknown_kms_keys="refuse"))
    assert KEY_UNUSABLE is caught.value.refusal
    assert "new" not in keyring.keys
    assert "new" == keyring.key_id_for("new", chance, Choices(unknown_kms_keys="accept"))
    assert KeyState.ENABLED is keyring.usable("new").state


def test_a_keyring_keeps_its_own_list_of_keys(keyring: Keyring, chance: Chance) -> None:
    copy = Keyring(keyring.keys)
    copy.create("more", chance)
    assert {"mine", "yours"} == keyring.keys.keys()


def test_the_repr_of_a_key_has_no_material(keyring: Keyring) -> None:
    key = keyring.keys["mine"]
    assert "material" not in repr(key)
    assert repr(key.material) not in repr(key)
