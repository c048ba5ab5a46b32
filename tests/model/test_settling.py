"""`fakecsms.model.settling`: what happens when something comes due.

A reminder is only a reminder: when what it reminds of was changed, done or taken back, nothing
happens.
"""

import dataclasses
from typing import Any

import pytest
from entities import bare_secret
from test_rotating import project_with, put

from fakecsms.limits import MS_PER_DAY
from fakecsms.model.agenda import Due, Rank
from fakecsms.model.event import Event, EventState, EventType, Target
from fakecsms.model.keyring import KeyState
from fakecsms.model.project import Project
from fakecsms.model.secret import Secret
from fakecsms.model.settling import SETTLED

EVENT = Event(
    id="0",
    name="ops",
    event_types=tuple(EventType),
    state=EventState.ENABLED,
    target=Target(target_type="SMN", target_id="urn:smn:ops", target_name="ops"),
    create_time_ms=0,
    update_time_ms=0,
)


@pytest.fixture
def project() -> Project:
    return project_with()


def due(rank: Rank, at_ms: int, subject: str = "db", number: int = 0) -> Due:
    return Due(at_ms, rank, "p", subject, number)


def settled(project: Project, one: Due) -> list[str]:
    return [each.kind for each in SETTLED[one.rank](project, one)]


def changed(project: Project, **members: Any) -> Secret:
    project.put(dataclasses.replace(project.secret("db"), **members))
    return project.secret("db")


def test_every_rank_is_settled() -> None:
    assert set(Rank) == SETTLED.keys()


@pytest.mark.parametrize("rank", Rank)
def test_a_reminder_of_what_is_gone_is_nothing(project: Project, rank: Rank) -> None:
    before = project.state()
    assert [] == settled(project, due(rank, 5, "gone", 1))
    assert before == project.state()


@pytest.mark.parametrize(
    ("rank", "member"),
    [
        (Rank.ROTATION, "next_rotation_time_ms"),
        (Rank.SECRET_REMOVAL, "scheduled_delete_time_ms"),
    ],
)
@pytest.mark.parametrize("now", [None, 4, 6])
def test_a_reminder_of_another_time_is_nothing(
    project: Project, rank: Rank, member: str, now: int | None
) -> None:
    put(project)
    secret = changed(project, **{member: now})
    assert [] == settled(project, due(rank, 5))
    assert secret is project.find("db")


def test_a_key_is_removed_and_its_id_is_dead(project: Project) -> None:
    project.keyring.set_state("k", KeyState.PENDING_DELETION, removal_time_ms=5)
    assert [] == settled(project, due(Rank.KEY_REMOVAL, 4, "k"))
    assert ["key removed"] == settled(project, due(Rank.KEY_REMOVAL, 5, "k"))
    assert ([], KeyState.DELETED) == (project.keyring.there(), project.keyring.keys["k"].state)
    assert [] == settled(project, due(Rank.KEY_REMOVAL, 5, "k"))


def test_a_key_that_was_enabled_again_stays(project: Project) -> None:
    project.keyring.set_state("k", KeyState.PENDING_DELETION, removal_time_ms=5)
    project.keyring.set_state("k", KeyState.ENABLED)
    assert [] == settled(project, due(Rank.KEY_REMOVAL, 5, "k"))
    assert KeyState.ENABLED is project.keyring.keys["k"].state


def test_an_expiry_is_told_once_for_each_setting(project: Project) -> None:
    secret = put(project)
    for at_ms in (5_000, 9_000, 5_000):
        secret = secret.with_expire_time(secret.current, at_ms)
        project.put(secret)
        one = due(Rank.VERSION_EXPIRY, at_ms, number=1)
        assert [["expired"], []] == [settled(project, one), settled(project, one)]
        secret = project.secret("db")


def test_an_expiry_that_was_put_off_is_not_told(project: Project) -> None:
    secret = put(project)
    project.put(secret.with_expire_time(secret.current, 9_000))
    assert [] == settled(project, due(Rank.VERSION_EXPIRY, 5_000, number=1))


def test_the_expiry_of_a_version_that_was_dropped_is_not_told(project: Project) -> None:
    put(project, *"123")
    assert [] == settled(project, due(Rank.VERSION_EXPIRY, 5_000, number=9))


def test_a_rotation_that_is_due_is_one(project: Project) -> None:
    put(project)
    changed(project, next_rotation_time_ms=5)
    assert ["rotated"] == settled(project, due(Rank.ROTATION, 5))
    assert 5 + 7 * MS_PER_DAY == project.secret("db").next_rotation_time_ms


def test_a_removal_tells_of_the_secret_as_it_was(project: Project) -> None:
    project.events["ops"] = EVENT
    metadata = dataclasses.replace(put(project, *"12").metadata, event_subscriptions=("ops",))
    changed(project, metadata=metadata, scheduled_delete_time_ms=5)
    assert ["deleted", "notified"] == settled(project, due(Rank.SECRET_REMOVAL, 5))
    record = project.records[-1]
    assert ("SECRET_DELETED", "db", 5) == (
        record.event_type,
        record.secret_name,
        record.create_time_ms,
    )
    assert '"versionId":"v2"' in record.content


@pytest.mark.parametrize(
    "tie", [{"replica_projects": {"cn-east-3": "q"}}, {"primary_project_id": "q"}]
)
def test_a_primary_with_copies_and_a_copy_stay(project: Project, tie: dict[str, Any]) -> None:
    secret = bare_secret(scheduled_delete_time_ms=5, **tie)
    project.keep(secret)
    assert [] == settled(project, due(Rank.SECRET_REMOVAL, 5))
    assert secret is project.find("db")


@pytest.mark.parametrize(("ms", "left"), [(-1, 2), (0, 1), (9, 1), (10, 0)])
def test_records_go_90_days_after_they_were_made(project: Project, ms: int, left: int) -> None:
    project.events["ops"] = EVENT
    metadata = dataclasses.replace(put(project).metadata, event_subscriptions=("ops",))
    secret = changed(project, metadata=metadata)
    for at_ms in (100, 110):
        project.notify(EventType.DELETED, secret, secret.current, at_ms=at_ms)
    assert [] == settled(project, due(Rank.RECORD_REMOVAL, 100 + 90 * MS_PER_DAY + ms, ""))
    assert left == len(project.records)
