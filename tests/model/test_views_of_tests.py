"""`fakecsms.view`: what a test sees of a secret and a key: read-only, and without values."""

import dataclasses
from types import MappingProxyType

import pytest
from entities import CHOICES, LIMITS, bare_secret, grown, sealed, secret_with

from fakecsms.errors import STAGE_LIMIT
from fakecsms.model.keyring import Key, KeyState
from fakecsms.model.secret import Metadata
from fakecsms.view import view_of_key, view_of_secret


def test_a_view_has_what_the_secret_has() -> None:
    metadata = Metadata(kms_key_id="mine", description="d")
    secret = bare_secret(metadata=metadata, secret_type="RDS-FG", enterprise_project_id="7")
    view = view_of_secret(grown(secret, at_ms=2_000).scheduled(7, at_ms=3_000))
    assert ("0", "db", "PENDING_DELETE", "RDS-FG") == (
        view.id,
        view.name,
        view.state,
        view.secret_type,
    )
    assert ("d", "mine", "7") == (view.description, view.kms_key_id, view.enterprise_project_id)
    assert (1_000, 3_000, 3_000 + 7 * 86_400_000) == (
        view.create_time_ms,
        view.update_time_ms,
        view.scheduled_delete_time_ms,
    )


def test_a_view_has_what_stands_around_the_secret() -> None:
    metadata = Metadata(kms_key_id="k", event_subscriptions=("nightly",))
    secret = bare_secret(metadata=metadata, rotation_time_ms=2_000, primary_project_id="p")
    secret = secret.tagged({"team": "shop"}).replicated({"cn-east-3": "q"}).next_rotation(9_000)
    view = view_of_secret(grown(secret))
    assert (("nightly",), 2_000, 9_000) == (
        view.event_subscriptions,
        view.rotation_time_ms,
        view.next_rotation_time_ms,
    )
    assert ({"team": "shop"}, {"cn-east-3": "q"}, "p") == (
        view.tags,
        view.replicas,
        view.primary_project_id,
    )


def test_versions_are_by_id_oldest_first_and_stages_point_at_them() -> None:
    secret = secret_with(3)
    secret = secret.with_stage(
        "blue", secret.current, STAGE_LIMIT, at_ms=1, limits=LIMITS, choices=CHOICES
    )
    view = view_of_secret(secret)
    assert ["v1", "v2", "v3"] == list(view.versions)
    assert {"SYSCURRENT": "v3", "SYSPREVIOUS": "v2", "blue": "v3"} == view.stages
    for stage, version_id in view.stages.items():
        assert stage in view.versions[version_id].stages
    assert [(), ("SYSPREVIOUS",), ("SYSCURRENT", "blue")] == [
        each.stages for each in view.versions.values()
    ]


def test_a_version_has_its_key_times_and_kind() -> None:
    secret = bare_secret().with_version(
        lambda number: dataclasses.replace(sealed(number), is_binary=True),
        ["SYSCURRENT"],
        at_ms=5_000,
        limits=LIMITS,
        choices=CHOICES,
        expire_time_ms=9_000,
    )
    version = view_of_secret(secret).versions["v1"]
    assert ("v1", "k", True, 5_000, 9_000) == (
        version.id,
        version.kms_key_id,
        version.is_binary,
        version.create_time_ms,
        version.expire_time_ms,
    )


def test_nothing_of_a_view_can_be_set() -> None:
    view = view_of_secret(secret_with(1))
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.description = "new"
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.versions["v1"].expire_time_ms = 1
    for mapping in (view.versions, view.stages, view.tags, view.replicas):
        assert isinstance(mapping, MappingProxyType)
        with pytest.raises(TypeError, match="does not support item assignment"):
            mapping["x"] = "v1"


def test_a_view_stays_as_it_was_when_it_was_looked_at() -> None:
    secret = secret_with(1)
    view = view_of_secret(secret)
    later = view_of_secret(grown(secret))
    assert (["v1"], {"SYSCURRENT": "v1"}) == (list(view.versions), view.stages)
    assert view != later
    assert view == view_of_secret(secret)


def test_a_view_holds_nothing_of_the_value() -> None:
    view = view_of_secret(secret_with(1))
    names = {each.name for each in dataclasses.fields(view.versions["v1"])}
    assert {"id", "stages", "kms_key_id", "is_binary", "create_time_ms", "expire_time_ms"} == names
    assert "sealed-1" not in repr(view)


@pytest.mark.parametrize("state", KeyState)
def test_a_view_of_a_key_has_all_but_its_material(state: KeyState) -> None:
    view = view_of_key(Key(id="mine", alias="csms/default", state=state, material=b"m" * 32))
    expected = {"id": "mine", "alias": "csms/default", "state": state}
    assert expected == dataclasses.asdict(view)
