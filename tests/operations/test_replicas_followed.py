"""A copy follows its primary: versions, stages, times and state.

The law: after each change of the primary the copy has what the primary has, under a key of its
own; a change that the copy could not follow is refused, and neither of the two has changed.
"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sending import DAY_MS, NOW_MS, answered, frozen_fake, refused, why

from fakecsms import FakeCsms

HOME = "0123456789abcdef0123456789abcdef"
PROJECTS = {"cn-north-4": HOME, "cn-east-3": "east", "cn-south-1": "south"}
COPIES = ("east", "south")
CONFIG = '{"InstanceId":"i","SecretSubType":"SingleUser"}'
NO_KEY = (400, "CSMS.0401")


def made(**options: Any) -> FakeCsms:
    """Return a fake whose secret `db` has copies in two other projects."""
    fake = frozen_fake(projects=PROJECTS, **options)
    fake.put_secret("db", "one", kms_key_id="ours")
    fake.put_secret("db", "two")
    for region in ("cn-east-3", "cn-south-1"):
        body = {"region": region, "kms_key_id": "theirs"}
        answered(fake, "CreateSecretReplica", "db", body=body)
    return fake


@pytest.fixture
def copied() -> FakeCsms:
    """A fake whose secret `db` has copies in two other projects."""
    return made()


def looked_at(fake: FakeCsms, project_id: str) -> tuple[object, ...]:
    """Return all that a copy shares with its primary, the times of stages among it."""
    secret = fake.secret("db", project_id=project_id)
    versions = [
        (each.id, each.stages, each.is_binary, each.create_time_ms, each.expire_time_ms)
        for each in secret.versions.values()
    ]
    values = [fake.value("db", each, project_id=project_id) for each in secret.versions]
    stages = [
        answered(fake, "ShowSecretStage", "db", each, project_id=project_id)
        for each in secret.stages
    ]
    times = (secret.create_time_ms, secret.update_time_ms, secret.scheduled_delete_time_ms)
    return secret.state, stages, versions, values, times


def in_step(fake: FakeCsms) -> None:
    here = looked_at(fake, HOME)
    for project_id in COPIES:
        assert here == looked_at(fake, project_id)
        secret = fake.secret("db", project_id=project_id)
        keys = {each.kms_key_id for each in secret.versions.values()}
        assert {"theirs"} == {*keys, secret.kms_key_id}


CHANGES: dict[str, tuple[str, list[str], dict[str, Any]]] = {
    "text": ("CreateSecretVersion", ["db"], {"secret_string": "three"}),
    "binary": ("CreateSecretVersion", ["db"], {"secret_binary": "AP8="}),
    "aside": (
        "CreateSecretVersion",
        ["db"],
        {"secret_string": "x", "version_stages": ["blue"], "expire_time": NOW_MS + 99 * DAY_MS},
    ),
    "expiry": ("UpdateVersion", ["db", "v1"], {"expire_time": NOW_MS + 98 * DAY_MS}),
    "new stage": ("CreateSecretStage", ["db"], {"name": "green", "version_id": "v1"}),
    "back": ("UpdateSecretStage", ["db", "SYSCURRENT"], {"version_id": "v1"}),
    "metadata": ("UpdateSecret", ["db"], {"description": "new"}),
    "schedule": ("DeleteSecretForSchedule", ["db"], {"recovery_window_in_days": 7}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_followed(copied: FakeCsms, change: str) -> None:
    operation, in_path, body = CHANGES[change]
    before = looked_at(copied, HOME)
    copied.clock.advance(hours=1)
    answered(copied, operation, *in_path, body=body)
    assert before != looked_at(copied, HOME)
    in_step(copied)


def test_a_stage_that_goes_goes_everywhere(copied: FakeCsms) -> None:
    answered(copied, "UpdateSecretStage", "db", "blue", body={"version_id": "v1"})
    answered(copied, "DeleteSecretStage", "db", "blue")
    in_step(copied)


def test_a_deletion_that_is_taken_back_is_so_everywhere(copied: FakeCsms) -> None:
    answered(copied, "DeleteSecretForSchedule", "db", body={})
    answered(copied, "RestoreSecret", "db")
    assert "ENABLED" == copied.secret("db", project_id="east").state
    in_step(copied)


@pytest.mark.parametrize("state", ["DISABLED", "FROZEN", "ENABLED"])
def test_a_state_that_a_test_gives_is_followed(copied: FakeCsms, state: str) -> None:
    copied.set_state("db", state)
    assert state == copied.secret("db", project_id="south").state
    in_step(copied)


def test_a_state_stops_reading_everywhere(copied: FakeCsms) -> None:
    for state, refusal in (("FROZEN", (403, "CSMS.0109")), ("ENABLED", None)):
        copied.set_state("db", state)
        for project_id in (HOME, "east"):
            call = {"project_id": project_id}
            if refusal:
                assert refusal == refused(copied, "ShowSecretVersion", "db", "v1", **call)
            else:
                answered(copied, "ShowSecretVersion", "db", "v1", **call)


def test_a_version_that_is_dropped_is_dropped_everywhere(copied: FakeCsms) -> None:
    for number in range(2, 24):
        copied.put_secret("db", f"value {number}")
    assert 20 == len(copied.secret("db", project_id="east").versions)
    in_step(copied)


def test_a_secret_that_rotates_does_so_everywhere_and_once() -> None:
    fake = frozen_fake(projects=PROJECTS)
    often = {"auto_rotation": True, "rotation_period": "1d"}
    fake.put_secret("db", "one", secret_type="RDS-FG", rotation_config=CONFIG, **often)
    for region in ("cn-east-3", "cn-south-1"):
        body = {"region": region, "kms_key_id": "theirs"}
        answered(fake, "CreateSecretReplica", "db", body=body)
    assert [HOME] * 3 == [each.project_id for each in fake.clock.advance(days=3)]
    fake.rotation_function("db", lambda _: b"\x00 by hand")
    answered(fake, "RotateSecret", "db")
    assert b"\x00 by hand" == fake.value("db", project_id="south")
    in_step(fake)


def test_any_changes_are_followed() -> None:
    fake = made()
    start = fake.snapshot()
    names = st.sampled_from([each for each in CHANGES if each != "schedule"])

    @settings(max_examples=40, deadline=None, derandomize=True)
    @given(st.lists(names, max_size=12))
    def followed(changes: list[str]) -> None:
        fake.restore(start)
        for change in changes:
            operation, in_path, body = CHANGES[change]
            answered(fake, operation, *in_path, body=body)
            fake.clock.advance(minutes=7)
        in_step(fake)

    followed()


def test_a_copy_reads_on_when_the_key_of_its_primary_is_disabled(copied: FakeCsms) -> None:
    copied.kms.disable("ours")
    assert NO_KEY == refused(copied, "ShowSecretVersion", "db", "v1")
    answered(copied, "ShowSecretVersion", "db", "v1", project_id="east")
    answered(copied, "UpdateSecretStage", "db", "blue", body={"version_id": "v1"})
    assert "two" == copied.value("db", project_id="east")
    assert "v1" == copied.secret("db", project_id="east").stages["blue"]


@pytest.mark.parametrize("end", ["disable", "delete"])
def test_a_version_that_a_copy_cannot_take_is_refused(copied: FakeCsms, end: str) -> None:
    """It is refused whole: also the other copy, which could have taken it, stays as it is."""
    getattr(copied.kms, end)("theirs", project_id="south")
    body = {"secret_string": "three"}
    assert NO_KEY == refused(copied, "CreateSecretVersion", "db", body=body)
    assert "'theirs'" in why(copied)
    for project_id in (HOME, "east", "south"):
        assert ["v1", "v2"] == list(copied.secret("db", project_id=project_id).versions)


def test_a_disabled_key_of_a_copy_stops_nothing_but_new_values(copied: FakeCsms) -> None:
    copied.kms.disable("theirs", project_id="east")
    assert NO_KEY == refused(copied, "ShowSecretVersion", "db", "v1", project_id="east")
    answered(copied, "UpdateSecretStage", "db", "blue", body={"version_id": "v1"})
    answered(copied, "UpdateSecret", "db", body={"description": "new", "kms_key_id": "next"})
    answered(copied, "UpdateVersion", "db", "v1", body={"expire_time": NOW_MS + DAY_MS})
    copied.kms.enable("theirs", project_id="east")
    copied.put_secret("db", "three")
    in_step(copied)


def test_a_rotation_that_a_copy_cannot_follow_has_failed_and_goes_on_later() -> None:
    fake = frozen_fake(projects=PROJECTS)
    often = {"auto_rotation": True, "rotation_period": "1d"}
    fake.put_secret("db", "one", secret_type="RDS-FG", rotation_config=CONFIG, **often)
    body = {"region": "cn-east-3", "kms_key_id": "theirs"}
    answered(fake, "CreateSecretReplica", "db", body=body)
    fake.kms.disable("theirs", project_id="east")
    assert ["db"] == fake.clock.advance(days=1).subjects("rotation failed")
    assert "The KMS key 'theirs' is DISABLED." == fake.rotation_tasks()[-1].error_msg
    assert ["v1"] == list(fake.secret("db").versions)
    fake.kms.enable("theirs", project_id="east")
    assert ["db"] == fake.clock.advance(days=1).subjects("rotated")
    assert fake.value("db") == fake.value("db", project_id="east")


def test_another_key_of_the_primary_is_not_the_copys(copied: FakeCsms) -> None:
    answered(copied, "UpdateSecret", "db", body={"kms_key_id": "next"})
    copied.put_secret("db", "three")
    assert "next" == copied.secret("db").versions["v3"].kms_key_id
    in_step(copied)


def test_tags_and_subscriptions_that_come_later_are_not_followed(copied: FakeCsms) -> None:
    target = {"target_type": "SMN", "target_id": "urn:t", "target_name": "t"}
    event = {"name": "ev", "event_types": ["SECRET_DELETED"], "state": "ENABLED"}
    answered(copied, "CreateSecretEvent", body={**event, "notification": target})
    answered(copied, "UpdateSecret", "db", body={"event_subscriptions": ["ev"]})
    answered(copied, "CreateSecretTag", copied.secret("db").id, body={"tag": {"key": "k"}})
    copy = copied.secret("db", project_id="east")
    assert ({}, ()) == (copy.tags, copy.event_subscriptions)


def test_a_copy_that_was_taken_away_is_followed_no_more(copied: FakeCsms) -> None:
    answered(copied, "DeleteSecretReplica", "db", "cn-east-3")
    copied.put_secret("db", "mine", project_id="east")
    copied.put_secret("db", "three")
    assert "mine" == copied.value("db", project_id="east")
    assert "three" == copied.value("db", project_id="south")


def test_no_snapshot_of_copies_shows_a_value() -> None:
    """Law 11: what goes from key to key is nowhere kept in between."""
    fake = made()
    fake.put_secret("db", "pl41n-t3xt")
    shown = [
        fake.snapshot(),
        fake.secrets(project_id="east"),
        fake.calls,
        fake.gate.account.state(),
    ]
    for each in (*shown, *fake.gate.account.project("east").secrets()):
        assert "pl41n" not in repr(each)
