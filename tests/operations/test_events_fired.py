"""Each of the five types of events really fires: when, for whom, and about which version.

An event tells only while it is ENABLED, only the types that it wants, and only of the secrets
that subscribe to it.
"""

import json
from collections.abc import Callable

import pytest
from sending import DAY_MS, NOW_MS, answered
from test_events import CREATED, DELETED, EXPIRED, FAILED, OPS, ROTATED, TYPES, put_event
from test_rotation import put_rotating, rotated
from test_rotation_failed import refusing

from fakecsms import FakeCsms


@pytest.fixture
def rds(fake: FakeCsms) -> FakeCsms:
    """A fake whose event `ops` wants everything, and whose secret `rds` subscribes to it."""
    put_event(fake)
    put_rotating(fake, event_subscriptions=["ops"])
    return fake


def told(fake: FakeCsms) -> list[tuple[str, str, int]]:
    """Return what was told: the type, the version and the days since the beginning."""
    return [
        (
            each.event_type.value,
            json.loads(each.content)["data"]["versionId"],
            (each.create_time_ms - NOW_MS) // DAY_MS,
        )
        for each in fake.notifications
    ]


def add_version(fake: FakeCsms) -> None:
    fake.put_secret("rds", "x")


def expire(fake: FakeCsms) -> None:
    body = {"expire_time": fake.clock.now_ms + DAY_MS}
    answered(fake, "UpdateVersion", "rds", "v1", body=body)
    fake.clock.advance(days=1)


def rotate(fake: FakeCsms) -> None:
    rotated(fake)


def fail(fake: FakeCsms) -> None:
    fake.rotation_function("rds", refusing)
    rotated(fake)


def delete(fake: FakeCsms) -> None:
    answered(fake, "DeleteSecret", "rds")


HAPPENINGS: list[tuple[Callable[[FakeCsms], None], list[str]]] = [
    (add_version, [CREATED]),
    (expire, [EXPIRED]),
    (rotate, [CREATED, ROTATED]),
    (fail, [FAILED]),
    (delete, [DELETED]),
]
happenings = pytest.mark.parametrize(
    ("happen", "types"), HAPPENINGS, ids=[each.__name__ for each, _ in HAPPENINGS]
)


@happenings
def test_what_happens_is_told(
    rds: FakeCsms, happen: Callable[[FakeCsms], None], types: list[str]
) -> None:
    happen(rds)
    assert types == [each for each, _, _ in told(rds)]


@happenings
@pytest.mark.parametrize("wanted", TYPES)
def test_only_wanted_types_are_told(
    rds: FakeCsms, happen: Callable[[FakeCsms], None], types: list[str], wanted: str
) -> None:
    answered(rds, "UpdateSecretEvent", "ops", body={"event_types": [wanted]})
    happen(rds)
    assert [each for each in types if each == wanted] == [each for each, _, _ in told(rds)]


@happenings
def test_a_disabled_event_tells_nothing(
    rds: FakeCsms, happen: Callable[[FakeCsms], None], types: list[str]
) -> None:
    answered(rds, "UpdateSecretEvent", "ops", body={"state": "DISABLED"})
    happen(rds)
    assert (bool(types), []) == (True, told(rds))
    assert [] == answered(rds, "ListNotificationRecords")["records"]


@happenings
def test_a_secret_that_does_not_subscribe_is_not_told_of(
    rds: FakeCsms, happen: Callable[[FakeCsms], None], types: list[str]
) -> None:
    answered(rds, "UpdateSecret", "rds", body={"event_subscriptions": []})
    happen(rds)
    assert (bool(types), []) == (True, told(rds))


def test_an_event_that_is_enabled_again_tells_what_happens_from_then_on(rds: FakeCsms) -> None:
    answered(rds, "UpdateSecretEvent", "ops", body={"state": "DISABLED"})
    add_version(rds)
    answered(rds, "UpdateSecretEvent", "ops", body={"state": "ENABLED"})
    add_version(rds)
    assert [(CREATED, "v3", 0)] == told(rds)


def test_the_first_version_is_not_told(rds: FakeCsms) -> None:
    body = {"name": "new", "secret_string": "x", "event_subscriptions": ["ops"]}
    answered(rds, "CreateSecret", body=body)
    assert [] == told(rds)


def test_nothing_else_is_told(rds: FakeCsms) -> None:
    """Stages that move, metadata, states, and a deletion that is only planned or taken back."""
    answered(rds, "UpdateSecretStage", "rds", "blue", body={"version_id": "v1"})
    answered(rds, "DeleteSecretStage", "rds", "blue")
    answered(rds, "UpdateSecret", "rds", body={"description": "new"})
    answered(rds, "UpdateVersion", "rds", "v1", body={"expire_time": NOW_MS + DAY_MS})
    answered(rds, "DeleteSecretForSchedule", "rds", body={})
    answered(rds, "RestoreSecret", "rds")
    rds.set_state("rds", "DISABLED")
    assert [] == told(rds)


def test_a_new_version_is_told_by_its_own_id(rds: FakeCsms) -> None:
    rds.put_secret("rds", "x", version_stages=["blue"])
    assert [(CREATED, "v2", 0)] == told(rds)


def test_a_removal_is_told_when_it_is_real(rds: FakeCsms) -> None:
    """The version that is told of is the current one, not the newest."""
    rds.put_secret("rds", "x", version_stages=["blue"])
    answered(rds, "DeleteSecretForSchedule", "rds", body={"recovery_window_in_days": 7})
    rds.clock.advance(days=7, ms=-1)
    assert [(CREATED, "v2", 0)] == told(rds)
    rds.clock.advance(ms=1)
    assert [(CREATED, "v2", 0), (DELETED, "v1", 7)] == told(rds)


def test_a_removal_with_its_instance_is_told(rds: FakeCsms) -> None:
    answered(rds, "BatchDeleteSecrets", body={"instance_id": "i"})
    assert [(DELETED, "v1", 0)] == told(rds)


def test_a_rotation_that_fails_is_told_once_however_often_it_is_tried(rds: FakeCsms) -> None:
    fail(rds)
    fail(rds)
    assert [FAILED, FAILED] == [each for each, _, _ in told(rds)]


def test_a_rotation_that_is_due_is_told_when_it_was_due(fake: FakeCsms) -> None:
    put_event(fake)
    period = {"auto_rotation": True, "rotation_period": "7d"}
    put_rotating(fake, event_subscriptions=["ops"], **period)
    fake.clock.advance(days=20)
    expected = [
        (CREATED, "v2", 7),
        (ROTATED, "v2", 7),
        (CREATED, "v3", 14),
        (ROTATED, "v3", 14),
    ]
    assert expected == told(fake)


def test_a_rotation_that_its_state_forbids_is_told_as_failed(fake: FakeCsms) -> None:
    put_event(fake)
    period = {"auto_rotation": True, "rotation_period": "7d"}
    put_rotating(fake, event_subscriptions=["ops"], **period)
    fake.set_state("rds", "DISABLED")
    fake.clock.advance(days=7)
    assert [(FAILED, "v1", 7)] == told(fake)


def set_expiry(fake: FakeCsms, version_id: str, *, days: int) -> None:
    body = {"expire_time": NOW_MS + days * DAY_MS}
    answered(fake, "UpdateVersion", "rds", version_id, body=body)


def test_an_expiry_is_told_once(rds: FakeCsms) -> None:
    set_expiry(rds, "v1", days=3)
    rds.clock.advance(days=3, ms=-1)
    assert [] == told(rds)
    rds.clock.advance(ms=1)
    rds.clock.advance(days=30)
    assert [(EXPIRED, "v1", 3)] == told(rds)


def test_an_expiry_is_told_once_for_each_setting(rds: FakeCsms) -> None:
    set_expiry(rds, "v1", days=3)
    rds.clock.advance(days=4)
    set_expiry(rds, "v1", days=5)
    rds.clock.advance(days=4)
    set_expiry(rds, "v1", days=9)
    rds.clock.advance(days=4)
    assert [(EXPIRED, "v1", 3), (EXPIRED, "v1", 5), (EXPIRED, "v1", 9)] == told(rds)


def test_an_expiry_that_was_put_off_is_told_at_its_new_time(rds: FakeCsms) -> None:
    for days in (3, 9, 6, 6):
        set_expiry(rds, "v1", days=days)
    rds.clock.advance(days=30)
    assert [(EXPIRED, "v1", 6)] == told(rds)


def test_versions_that_expire_together_are_told_by_number(rds: FakeCsms) -> None:
    for number in range(2, 12):
        rds.put_secret("rds", "x", expire_time=NOW_MS + 3 * DAY_MS)
        assert (CREATED, f"v{number}", 0) == told(rds)[-1]
    rds.clock.advance(days=3)
    expected = [(EXPIRED, f"v{number}", 3) for number in range(2, 12)]
    assert expected == told(rds)[10:]


@pytest.mark.parametrize("state", ["DISABLED", "FROZEN"])
def test_an_expiry_is_told_in_every_state(rds: FakeCsms, state: str) -> None:
    set_expiry(rds, "v1", days=3)
    rds.set_state("rds", state)
    rds.clock.advance(days=3)
    assert [(EXPIRED, "v1", 3)] == told(rds)


def test_what_is_gone_does_not_expire(rds: FakeCsms) -> None:
    set_expiry(rds, "v1", days=3)
    answered(rds, "DeleteSecret", "rds")
    put_rotating(rds, event_subscriptions=["ops"])
    rds.clock.advance(days=3)
    assert [(DELETED, "v1", 0)] == told(rds)


def test_a_version_that_was_dropped_does_not_expire(rds: FakeCsms) -> None:
    set_expiry(rds, "v1", days=3)
    for _ in range(20):
        rds.put_secret("rds", "x")
    assert "v1" not in rds.secret("rds").versions
    report = rds.clock.advance(days=3)
    assert [] == report.subjects("expired")


def test_an_expired_version_is_read_as_ever(rds: FakeCsms) -> None:
    set_expiry(rds, "v1", days=3)
    rds.clock.advance(days=3)
    version = answered(rds, "ShowSecretVersion", "rds", "v1")["version"]
    assert NOW_MS + 3 * DAY_MS == version["version_metadata"]["expire_time"]


def test_the_event_of_the_same_name_in_another_project_hears_nothing(rds: FakeCsms) -> None:
    answered(rds, "CreateSecretEvent", body=OPS, project_id="other")
    add_version(rds)
    assert [] == answered(rds, "ListNotificationRecords", project_id="other")["records"]
