"""`fakecsms.model.secret`: a secret, its versions and its stages, as frozen values.

Law 2: each stage sits on one version, and SYSPREVIOUS marks the former place of SYSCURRENT until a
caller moves it. Law 3: ids count up for ever, and no version is as old as the one before it.
"""

import dataclasses

import pytest
from entities import CHOICES, LIMITS, bare_secret, grown, ids, placed, sealed, secret_with

from fakecsms.choices import Choices
from fakecsms.errors import ABSENT, STAGE_LIMIT, TOO_MANY_STAGES, CsmsError
from fakecsms.limits import Limits
from fakecsms.model.secret import BUILTIN_STAGES, Metadata, Secret, SecretState


def moved(secret: Secret, stage: str, version_id: str, at_ms: int = 9_000) -> Secret:
    version = secret.version(version_id)
    return secret.with_stage(
        stage, version, STAGE_LIMIT, at_ms=at_ms, limits=LIMITS, choices=CHOICES
    )


def test_every_change_gives_a_new_secret_and_leaves_the_old() -> None:
    secret = secret_with(2)
    before = dataclasses.replace(secret)
    grown(secret)
    moved(secret, "blue", "v1")
    secret.without_stage("SYSPREVIOUS", at_ms=1, choices=CHOICES)
    secret.with_expire_time(secret.current, 5)
    secret.with_metadata(Metadata(kms_key_id="other"), at_ms=1)
    secret.scheduled(7, at_ms=1).restored(at_ms=2).in_state(SecretState.FROZEN)
    assert before == secret


def test_nothing_of_a_secret_can_be_set() -> None:
    secret = secret_with(1)
    stage = secret.stages["SYSCURRENT"]
    for entity in (secret, secret.metadata, stage, secret.current, secret.current.value):
        for each in dataclasses.fields(entity):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(entity, each.name, None)


def test_the_first_version_is_v1_and_current() -> None:
    secret = secret_with(1)
    assert (["v1"], {"SYSCURRENT": "v1"}) == (ids(secret), placed(secret))
    assert secret.versions[0] is secret.current
    assert sealed(1) == secret.current.value


def test_sysprevious_follows_syscurrent() -> None:
    assert {"SYSCURRENT": "v2", "SYSPREVIOUS": "v1"} == placed(secret_with(2))
    assert {"SYSCURRENT": "v3", "SYSPREVIOUS": "v2"} == placed(secret_with(3))
    assert {"SYSCURRENT": "v1", "SYSPREVIOUS": "v3"} == placed(
        moved(secret_with(3), "SYSCURRENT", "v1")
    )


def test_syscurrent_onto_its_own_version_moves_no_sysprevious() -> None:
    secret = secret_with(3)
    again = moved(secret, "SYSCURRENT", "v3", at_ms=9_000)
    assert placed(secret) == placed(again)
    assert 9_000 == again.stages["SYSCURRENT"].update_time_ms
    assert secret.stages["SYSPREVIOUS"] == again.stages["SYSPREVIOUS"]


def test_a_version_without_syscurrent_leaves_the_built_in_stages() -> None:
    secret = grown(secret_with(2), "blue", "green")
    assert {"SYSCURRENT": "v2", "SYSPREVIOUS": "v1"}.items() <= placed(secret).items()
    assert ["blue", "green"] == secret.stages_of(secret.versions[-1])


@pytest.mark.parametrize("order", [("SYSCURRENT", "SYSPREVIOUS"), ("SYSPREVIOUS", "SYSCURRENT")])
def test_sysprevious_named_beside_syscurrent_goes_on_the_new_version(
    order: tuple[str, str],
) -> None:
    assert {"SYSCURRENT": "v3", "SYSPREVIOUS": "v3"} == placed(grown(secret_with(2), *order))


def test_create_times_strictly_grow_even_when_the_clock_stands_still_or_goes_back() -> None:
    secret = bare_secret()
    for at_ms in (1_000, 1_000, 500, 5_000, 5_000):
        secret = grown(secret, at_ms=at_ms)
    times = [each.create_time_ms for each in secret.versions]
    assert [1_000, 1_001, 1_002, 5_000, 5_001] == times


def test_numbers_are_not_reused_after_a_version_was_dropped() -> None:
    secret = bare_secret()
    for _ in range(5):
        secret = grown(secret, limits=Limits(versions_per_secret_max=2))
    assert ["v4", "v5"] == ids(secret)


def test_the_oldest_versions_without_a_stage_make_room() -> None:
    secret = moved(secret_with(5), "keep", "v2")
    limits = Limits(versions_per_secret_max=4)
    assert ["v2", "v4", "v5", "v6"] == ids(grown(secret, limits=limits))


def test_when_all_versions_have_a_stage_none_makes_room() -> None:
    secret = moved(secret_with(3), "keep", "v1")
    with pytest.raises(CsmsError, match="none makes room for a new one"):
        grown(secret, "blue", limits=Limits(versions_per_secret_max=3))
    renewed = grown(secret, "keep", limits=Limits(versions_per_secret_max=3))
    assert ["v2", "v3", "v4"] == ids(renewed)


def test_the_value_is_sealed_when_nothing_else_can_refuse() -> None:
    calls = []
    full = Limits(stages_per_secret_max=1)
    with pytest.raises(CsmsError):
        secret_with(1).with_version(calls.append, ["blue"], at_ms=1, limits=full, choices=CHOICES)
    assert [] == calls


def test_a_version_carries_its_expire_time_until_it_gets_another() -> None:
    secret = secret_with(1).with_version(
        sealed, ["blue"], at_ms=2_000, limits=LIMITS, choices=CHOICES, expire_time_ms=7_000
    )
    assert [None, 7_000] == [each.expire_time_ms for each in secret.versions]
    secret = secret.with_expire_time(secret.versions[0], 8_000)
    assert [8_000, 7_000] == [each.expire_time_ms for each in secret.versions]
    assert 2_000 == secret.update_time_ms


@pytest.mark.parametrize("version_id", ["v0", "v01", "v3", "latest", "SYSCURRENT", "", "V1"])
def test_an_absent_version_is_refused_and_those_there_are_listed(version_id: str) -> None:
    with pytest.raises(CsmsError) as caught:
        secret_with(2).version(version_id)
    assert ABSENT is caught.value.refusal
    assert f"The secret 'db' has no version {version_id!r}; it has v1, v2." == caught.value.why


def test_an_absent_stage_is_refused_and_those_there_are_listed() -> None:
    with pytest.raises(CsmsError) as caught:
        secret_with(2).stage("blue")
    assert ABSENT is caught.value.refusal
    assert "has no stage 'blue'; it has SYSCURRENT, SYSPREVIOUS." in caught.value.why


def test_latest_is_the_highest_number_or_by_choice_the_current_version() -> None:
    secret = grown(secret_with(2), "blue")
    assert "v3" == secret.latest(CHOICES).id
    assert "v2" == secret.latest(Choices(latest_is_current=True)).id


def test_stages_of_a_version_are_the_built_in_ones_then_by_name() -> None:
    secret = grown(bare_secret(), "b", "a", "_", "B", *reversed(BUILTIN_STAGES))
    expected = ["SYSCURRENT", "SYSPREVIOUS", "SYSPENDING", "B", "_", "a", "b"]
    assert expected == secret.stages_of(secret.current)


def test_a_stage_that_is_taken_away_leaves_its_version() -> None:
    secret = moved(secret_with(3), "blue", "v1")
    less = secret.without_stage("blue", at_ms=9, choices=CHOICES)
    assert placed(secret_with(3)) == placed(less)
    assert ids(secret) == ids(less)


@pytest.mark.parametrize(("choice", "update_time_ms"), [(False, 1_002), (True, 9_000)])
def test_a_stage_that_moves_or_goes_renews_the_secret_by_choice(
    *, choice: bool, update_time_ms: int
) -> None:
    secret, choices = secret_with(3), Choices(stage_move_updates_secret=choice)
    put = secret.with_stage(
        "b", secret.current, STAGE_LIMIT, at_ms=9_000, limits=LIMITS, choices=choices
    )
    gone = secret.without_stage("SYSPREVIOUS", at_ms=9_000, choices=choices)
    assert (update_time_ms, update_time_ms) == (put.update_time_ms, gone.update_time_ms)


def test_a_stage_beyond_the_limit_is_refused_as_the_caller_wants() -> None:
    secret, limits = secret_with(2), Limits(stages_per_secret_max=2)
    with pytest.raises(CsmsError) as caught:
        secret.with_stage("b", secret.current, STAGE_LIMIT, at_ms=1, limits=limits, choices=CHOICES)
    assert STAGE_LIMIT is caught.value.refusal
    with pytest.raises(CsmsError) as caught:
        grown(secret, "b", "c", limits=limits)
    assert TOO_MANY_STAGES is caught.value.refusal
    assert "The secret 'db' would have 4 stages; 2 are allowed." == caught.value.why


def test_built_in_stages_do_not_count_by_choice() -> None:
    limits, choices = Limits(stages_per_secret_max=1), Choices(builtin_stages_count=False)
    secret = grown(secret_with(2), "b", limits=limits, choices=choices)
    grown(secret, *BUILTIN_STAGES, limits=limits, choices=choices)
    with pytest.raises(CsmsError, match="would have 2 stages; 1 are allowed"):
        grown(secret, "c", limits=limits, choices=choices)


def test_the_limit_never_refuses_a_stage_that_is_there() -> None:
    secret, limits = secret_with(2), Limits(stages_per_secret_max=1)
    assert {"SYSCURRENT": "v3", "SYSPREVIOUS": "v3"} == placed(
        grown(secret, "SYSCURRENT", "SYSPREVIOUS", limits=limits)
    )


def test_a_deletion_is_planned_in_days_of_24_hours_and_taken_back() -> None:
    planned = secret_with(1).scheduled(7, at_ms=2_000)
    assert (SecretState.PENDING_DELETE, 2_000 + 7 * 86_400_000, 2_000) == (
        planned.state,
        planned.scheduled_delete_time_ms,
        planned.update_time_ms,
    )
    assert secret_with(1) == dataclasses.replace(planned.restored(at_ms=9), update_time_ms=1_000)


def test_a_value_does_not_show_its_octets() -> None:
    assert "sealed-1" not in repr(secret_with(1))
    assert repr(sealed(1).octets) not in repr(sealed(1))
