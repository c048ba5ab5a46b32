"""DeleteSecretForSchedule, RestoreSecret, and what happens when the window ends.

Law 5: time may leap or walk, what comes of it is the same.
"""

import pytest
from huaweicloudsdkcsms.v1 import (
    CsmsClient,
    DeleteSecretForScheduleRequest,
    DeleteSecretForScheduleRequestBody,
    RestoreSecretRequest,
)
from sending import DAY_MS, NOW_MS, answered, frozen_fake, refused, why

from fakecsms import FakeCsms


@pytest.mark.parametrize("days", [7, 8, 29, 30])
def test_a_deletion_is_planned_in_whole_days(db: FakeCsms, days: int) -> None:
    body = {"recovery_window_in_days": days}
    db.clock.advance(ms=1)
    before = answered(db, "ShowSecret", "db")["secret"]
    secret = answered(db, "DeleteSecretForSchedule", "db", body=body)["secret"]
    planned = {
        "state": "PENDING_DELETE",
        "scheduled_delete_time": NOW_MS + 1 + days * DAY_MS,
        "update_time": NOW_MS + 1,
    }
    assert {**before, **planned} == secret
    assert {"secret": secret} == answered(db, "ShowSecret", "db")


@pytest.mark.parametrize("body", [{}, {"recovery_window_in_days": None}])
def test_without_a_window_it_is_30_days(db: FakeCsms, body: dict[str, None]) -> None:
    secret = answered(db, "DeleteSecretForSchedule", "db", body=body)["secret"]
    assert NOW_MS + 30 * DAY_MS == secret["scheduled_delete_time"]


@pytest.mark.parametrize("days", [6, 31, 0, -7, 7_000_000_000_000_000_000_000, True, "7", 7.5, []])
def test_windows_that_are_refused(db: FakeCsms, days: object) -> None:
    body = {"recovery_window_in_days": days}
    assert (400, "CSMS.0002") == refused(db, "DeleteSecretForSchedule", "db", body=body)
    assert why(db).startswith("recovery_window_in_days must be ")


def test_a_body_is_needed(db: FakeCsms) -> None:
    assert (400, "CSMS.0004") == refused(db, "DeleteSecretForSchedule", "db")
    assert "The call needs a body, and there is none." == why(db)


def test_the_secret_goes_in_the_very_millisecond(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={"recovery_window_in_days": 7})
    db.clock.advance(days=7, ms=-1)
    answered(db, "ShowSecret", "db")
    db.clock.advance(ms=1)
    assert (404, "CSMS.0106") == refused(db, "ShowSecret", "db")
    assert [] == answered(db, "ListSecrets")["secrets"]


def test_when_the_window_has_ended_the_name_is_free(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={})
    db.clock.advance(days=30)
    answered(db, "CreateSecret", body={"name": "db", "secret_string": "new"})
    db.clock.advance(days=365)
    assert "new" == db.value("db")


def test_one_leap_and_many_steps_end_in_the_same_state() -> None:
    leaping, walking = frozen_fake(), frozen_fake()
    for fake in (leaping, walking):
        for days in (7, 9, 30):
            fake.put_secret(f"in-{days}", "x")
            body = {"recovery_window_in_days": days}
            answered(fake, "DeleteSecretForSchedule", f"in-{days}", body=body)
    leaping.clock.advance(days=10)
    for _ in range(10):
        walking.clock.advance(days=1)
    assert leaping.snapshot() == walking.snapshot()
    assert ["in-30"] == [each.name for each in leaping.secrets()]


def test_every_project_settles_whichever_is_called(db: FakeCsms) -> None:
    db.put_secret("theirs", "x", project_id="other")
    answered(db, "DeleteSecretForSchedule", "theirs", body={}, project_id="other")
    db.clock.advance(days=30)
    answered(db, "ShowSecret", "db")
    projects = db.snapshot().account.projects
    assert {db.project_id} == projects.keys() - {"other"}
    assert {} == projects["other"].secrets


def test_while_pending_the_metadata_is_shown_and_the_value_is_not(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={})
    answered(db, "ShowSecret", "db")
    answered(db, "ListSecretVersions", "db")
    answered(db, "ShowSecretStage", "db", "SYSCURRENT")
    assert (400, "CSMS.0103") == refused(db, "ShowSecretVersion", "db", "v1")


def test_a_second_schedule_is_refused_and_the_first_stands(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={"recovery_window_in_days": 7})
    later = {"recovery_window_in_days": 30}
    assert (400, "CSMS.0107") == refused(db, "DeleteSecretForSchedule", "db", body=later)
    assert NOW_MS + 7 * DAY_MS == db.secret("db").scheduled_delete_time_ms


def test_a_frozen_secret_cannot_be_scheduled(db: FakeCsms) -> None:
    db.set_state("db", "FROZEN")
    assert (403, "CSMS.0109") == refused(db, "DeleteSecretForSchedule", "db", body={})


@pytest.mark.parametrize("state", ["ENABLED", "DISABLED"])
def test_restoring_makes_the_secret_enabled_whatever_it_was(db: FakeCsms, state: str) -> None:
    before = answered(db, "ShowSecret", "db")["secret"]
    db.set_state("db", state)
    answered(db, "DeleteSecretForSchedule", "db", body={})
    db.clock.advance(days=1)
    secret = answered(db, "RestoreSecret", "db")["secret"]
    assert {**before, "update_time": NOW_MS + DAY_MS} == secret
    assert "one" == db.value("db")


def test_a_restored_secret_outlives_the_old_window(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={"recovery_window_in_days": 7})
    answered(db, "RestoreSecret", "db")
    db.clock.advance(days=8)
    assert "one" == db.value("db")


def test_a_new_schedule_after_a_restore_is_the_one_that_counts(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={"recovery_window_in_days": 7})
    answered(db, "RestoreSecret", "db")
    answered(db, "DeleteSecretForSchedule", "db", body={"recovery_window_in_days": 9})
    db.clock.advance(days=8)
    assert "PENDING_DELETE" == db.secret("db").state
    db.clock.advance(days=1)
    assert [] == db.secrets()


def test_restoring_a_secret_that_is_not_scheduled(db: FakeCsms) -> None:
    assert (400, "CSMS.0108") == refused(db, "RestoreSecret", "db")
    assert "RestoreSecret is not allowed while the secret 'db' is ENABLED." == why(db)


def test_restoring_too_late(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={})
    db.clock.advance(days=30)
    assert (404, "CSMS.0106") == refused(db, "RestoreSecret", "db")


@pytest.mark.parametrize("operation", ["DeleteSecretForSchedule", "RestoreSecret"])
def test_an_absent_secret(db: FakeCsms, operation: str) -> None:
    assert (404, "CSMS.0106") == refused(db, operation, "nobody", body={})


def test_restoring_asks_for_no_body_and_reads_none(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={})
    answered(db, "RestoreSecret", "db", body={"state": "DISABLED"})
    assert ("state",) == db.calls[-1].unread
    assert "ENABLED" == db.secret("db").state


def test_the_sdk_schedules_and_restores(csms: FakeCsms, csms_client: CsmsClient) -> None:
    csms.put_secret("db", "one")
    body = DeleteSecretForScheduleRequestBody(recovery_window_in_days=7)
    request = DeleteSecretForScheduleRequest(secret_name="db", body=body)
    planned = csms_client.delete_secret_for_schedule(request).secret
    assert 7 * DAY_MS == planned.scheduled_delete_time - planned.update_time
    restored = csms_client.restore_secret(RestoreSecretRequest(secret_name="db")).secret
    assert ("ENABLED", None) == (restored.state, restored.scheduled_delete_time)
