"""`fakecsms.model.replica`: the copy of a secret in another project.

The law: a copy has its own id and key; a value is sealed anew when it changed, and only then.
"""

import dataclasses

import pytest
from entities import CHOICES, LIMITS, bare_secret, empty_account

from fakecsms.errors import CsmsError
from fakecsms.model.keyring import KeyState
from fakecsms.model.project import Project
from fakecsms.model.replica import first_copy, followed
from fakecsms.model.secret import Metadata, Secret


@pytest.fixture
def here() -> Project:
    """The project of the primary, with the key `ours`; the account has another, `there`."""
    account = empty_account()
    for project_id, key_id in (("here", "ours"), ("there", "theirs")):
        account.project(project_id).keyring.create(key_id, account.terms.chance)
    return account.project("here")


@pytest.fixture
def there(here: Project) -> Project:
    """The project of the copy, with the key `theirs`."""
    return here.account.project("there")


@pytest.fixture
def primary(here: Project) -> Secret:
    """A secret with two versions."""
    metadata = Metadata(
        kms_key_id="ours",
        description="d",
        auto_rotation=True,
        rotation_period="7d",
        rotation_func_urn="urn:f",
        event_subscriptions=("ev",),
    )
    secret = bare_secret(metadata=metadata, rotation_time_ms=5, next_rotation_time_ms=6)
    secret = secret.tagged({"k": "v"}).replicated({"cn-east-3": "there"})
    return versioned(here, versioned(here, secret, "one"), "two")


def versioned(project: Project, secret: Secret, value: str) -> Secret:
    return secret.with_version(
        lambda number: project.seal(secret, number, value.encode(), is_binary=False),
        ["SYSCURRENT"],
        at_ms=1_000,
        limits=LIMITS,
        choices=CHOICES,
    )


def opened(project: Project, secret: Secret) -> list[bytes]:
    return [project.open(secret, each) for each in secret.versions]


def test_a_first_copy_has_everything_sealed_anew(
    here: Project, there: Project, primary: Secret
) -> None:
    copy = first_copy(primary, here, there, "theirs")
    assert [b"one", b"two"] == opened(there, copy)
    assert {"theirs"} == {each.value.kms_key_id for each in copy.versions}
    assert copy.id != primary.id
    assert ("here", {}) == (copy.primary_project_id, copy.replica_projects)


def test_a_copy_leaves_out_what_stands_around(
    here: Project, there: Project, primary: Secret
) -> None:
    copy = first_copy(primary, here, there, "theirs")
    assert Metadata(kms_key_id="theirs", description="d") == copy.metadata
    assert ({}, None, None) == (copy.tags, copy.rotation_time_ms, copy.next_rotation_time_ms)
    assert (primary.stages, primary.last_number) == (copy.stages, copy.last_number)


def test_only_a_changed_value_is_sealed_anew(
    here: Project, there: Project, primary: Secret
) -> None:
    copy = first_copy(primary, here, there, "theirs")
    there.keep(copy)
    changed = versioned(here, primary, "three")
    after = followed(changed, primary, here, there)
    assert [b"one", b"two", b"three"] == opened(there, after)
    assert [each.value for each in copy.versions] == [each.value for each in after.versions[:2]]


def test_a_value_that_was_put_in_place_of_another_is_sealed_anew(
    here: Project, there: Project, primary: Secret
) -> None:
    """Rotation does that to a pending version."""
    there.keep(first_copy(primary, here, there, "theirs"))
    value = here.seal(primary, 2, b"another", is_binary=True)
    after = followed(primary.with_value(primary.current, value), primary, here, there)
    assert [b"one", b"another"] == opened(there, after)
    assert [False, True] == [each.value.is_binary for each in after.versions]


def test_a_value_that_did_not_change_needs_no_key(
    here: Project, there: Project, primary: Secret
) -> None:
    there.keep(first_copy(primary, here, there, "theirs"))
    for project, key_id in ((here, "ours"), (there, "theirs")):
        project.keyring.set_state(key_id, KeyState.DISABLED)
    later = dataclasses.replace(primary, update_time_ms=9_000)
    assert 9_000 == followed(later, primary, here, there).update_time_ms


def test_a_value_that_changed_needs_both_keys(
    here: Project, there: Project, primary: Secret
) -> None:
    there.keep(first_copy(primary, here, there, "theirs"))
    changed = versioned(here, primary, "three")
    there.keyring.set_state("theirs", KeyState.DISABLED)
    with pytest.raises(CsmsError, match="'theirs' is DISABLED"):
        followed(changed, primary, here, there)
    there.keyring.set_state("theirs", KeyState.ENABLED)
    here.keyring.set_state("ours", KeyState.DISABLED)
    with pytest.raises(CsmsError, match="'ours' is DISABLED"):
        followed(changed, primary, here, there)


def test_a_version_that_is_gone_is_gone_from_the_copy(
    here: Project, there: Project, primary: Secret
) -> None:
    there.keep(first_copy(primary, here, there, "theirs"))
    fewer = dataclasses.replace(primary, versions=primary.versions[1:])
    assert ["v2"] == [each.id for each in followed(fewer, primary, here, there).versions]


def test_putting_a_primary_changes_its_copies_alike(
    here: Project, there: Project, primary: Secret
) -> None:
    there.keep(first_copy(primary, here, there, "theirs"))
    here.keep(primary)
    here.put(versioned(here, primary, "three"))
    assert [b"one", b"two", b"three"] == opened(there, there.secret("db"))
