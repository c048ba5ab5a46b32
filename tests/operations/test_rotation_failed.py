"""A rotation that fails: what stays, what moves, and that the next one works.

The pending version keeps SYSPENDING and nothing else changes its place: neither the other stages
nor the time of the last rotation. The next rotation makes a version of its own.
"""

import pytest
from huaweicloudsdkcsms.v1 import CsmsClient, ListSecretTaskRequest, RotateSecretRequest
from sending import DAY_MS, NOW_MS, answered, frozen_fake, refused
from test_rotation import ANN, BOB, MULTI, put_rotating, rotated

from fakecsms import FakeCsms
from fakecsms.model.task import Rotation


def refusing(_given: Rotation) -> None:
    message = "the database is away"
    raise ConnectionError(message)


@pytest.fixture
def failing(fake: FakeCsms) -> FakeCsms:
    """A fake whose secret `rds` rotates every seven days, and whose function always raises."""
    put_rotating(fake, auto_rotation=True, rotation_period="7d")
    fake.rotation_function("rds", refusing)
    return fake


@pytest.fixture
def pending(failing: FakeCsms) -> FakeCsms:
    """The same after one failure: v1 is current, v2 pending."""
    rotated(failing)
    return failing


def test_the_pending_version_stays_and_nothing_else_moves(failing: FakeCsms) -> None:
    answered(failing, "UpdateSecretStage", "rds", "blue", body={"version_id": "v1"})
    rotated(failing)
    expected = {"SYSCURRENT": "v1", "blue": "v1", "SYSPENDING": "v2"}
    assert expected == failing.secret("rds").stages
    assert ANN == failing.value("rds", "v1")


def test_the_time_of_the_last_rotation_stays_and_the_next_is_planned(failing: FakeCsms) -> None:
    failing.clock.advance(days=1)
    rotated(failing)
    secret = answered(failing, "ShowSecret", "rds")["secret"]
    assert (None, NOW_MS + 8 * DAY_MS) == (secret["rotation_time"], secret["next_rotation_time"])


def test_a_success_before_keeps_its_time(fake: FakeCsms) -> None:
    put_rotating(fake)
    rotated(fake)
    fake.clock.advance(days=1)
    fake.rotation_function("rds", refusing)
    rotated(fake)
    assert NOW_MS == fake.secret("rds").rotation_time_ms
    expected = {"SYSCURRENT": "v2", "SYSPREVIOUS": "v1", "SYSPENDING": "v3"}
    assert expected == fake.secret("rds").stages


def test_the_task_tells_of_the_failure(failing: FakeCsms) -> None:
    task_id = rotated(failing).id
    (task,) = answered(failing, "ListSecretTask", query=f"task_id={task_id}")["tasks"]
    assert ("FAILED", 1, NOW_MS) == tuple(
        task[name] for name in ("task_status", "attempt_nums", "task_time")
    )
    assert "ConnectionError: the database is away" == task["task_error_msg"]
    assert 8 <= len(task["task_error_code"]) <= 36


def test_the_call_itself_is_answered_as_ever(failing: FakeCsms) -> None:
    """What went wrong stands in the task alone; it is no bug of the fake either."""
    answered(failing, "RotateSecret", "rds")
    assert (200, None) == (failing.calls[-1].status, failing.calls[-1].error_code)
    failing.check()


def test_latest_passes_over_a_version_that_is_only_pending(pending: FakeCsms) -> None:
    version = answered(pending, "ShowSecretVersion", "rds", "latest")["version"]
    assert "v1" == version["version_metadata"]["id"]
    assert ANN == version["secret_string"] == pending.value("rds")
    shown = answered(pending, "ShowSecretVersion", "rds", "v2")["version"]
    assert ["SYSPENDING"] == shown["version_metadata"]["version_stages"]


def test_latest_is_a_pending_version_that_has_another_stage_too(pending: FakeCsms) -> None:
    answered(pending, "UpdateSecretStage", "rds", "blue", body={"version_id": "v2"})
    version = answered(pending, "ShowSecretVersion", "rds", "latest")["version"]
    assert ["SYSPENDING", "blue"] == version["version_metadata"]["version_stages"]


def test_latest_is_whatever_comes_after_the_pending_version(pending: FakeCsms) -> None:
    pending.put_secret("rds", BOB)
    assert (
        BOB == answered(pending, "ShowSecretVersion", "rds", "latest")["version"]["secret_string"]
    )
    assert {"SYSCURRENT": "v3", "SYSPREVIOUS": "v1", "SYSPENDING": "v2"} == (
        pending.secret("rds").stages
    )


def test_the_next_rotation_makes_a_version_of_its_own(pending: FakeCsms) -> None:
    pending.rotation_function("rds", lambda given: given.version_id)
    assert "SUCCESS" == rotated(pending).status
    assert {"SYSCURRENT": "v3", "SYSPREVIOUS": "v1"} == pending.secret("rds").stages
    assert ("v3", ["v1", "v2", "v3"]) == (
        pending.value("rds"),
        list(pending.secret("rds").versions),
    )


def test_the_next_failure_moves_syspending_on(pending: FakeCsms) -> None:
    rotated(pending)
    assert {"SYSCURRENT": "v1", "SYSPENDING": "v3"} == pending.secret("rds").stages
    assert () == pending.secret("rds").versions["v2"].stages


@pytest.mark.parametrize("rotation_attempts", [1, 2, 5])
def test_a_function_is_tried_again_and_fails_one_task(rotation_attempts: int) -> None:
    fake = frozen_fake(rotation_attempts=rotation_attempts)
    put_rotating(fake)
    tried: list[str] = []

    def unwilling(given: Rotation) -> None:
        tried.append(given.version_id)
        raise OSError(len(tried))

    fake.rotation_function("rds", unwilling)
    task = rotated(fake)
    assert ["v2"] * rotation_attempts == tried
    assert (rotation_attempts, f"OSError: {rotation_attempts}") == (task.attempts, task.error_msg)
    assert 1 == len(fake.rotation_tasks())


def test_the_attempt_that_succeeds_ends_it() -> None:
    fake = frozen_fake(rotation_attempts=3)
    put_rotating(fake)
    answers = iter([OSError("busy"), None])

    def second_time(_given: Rotation) -> None:
        error = next(answers)
        if error:
            raise error

    fake.rotation_function("rds", second_time)
    task = rotated(fake)
    assert ("SUCCESS", 2, "") == (task.status, task.attempts, task.error_msg)


def test_two_users_without_a_second_one(fake: FakeCsms) -> None:
    put_rotating(fake, rotation_config=MULTI, auto_rotation=True, rotation_period="7d")
    task = rotated(fake)
    assert ("FAILED", 0, "MULTI_USER") == (task.status, task.attempts, task.operate_type)
    assert "SYSPREVIOUS" in task.error_msg
    assert (["v1"], {"SYSCURRENT": "v1"}) == (
        list(fake.secret("rds").versions),
        fake.secret("rds").stages,
    )
    assert NOW_MS + 7 * DAY_MS == fake.secret("rds").next_rotation_time_ms


def test_a_second_user_makes_it_work(fake: FakeCsms) -> None:
    put_rotating(fake, rotation_config=MULTI)
    assert "FAILED" == rotated(fake).status
    fake.put_secret("rds", BOB)
    assert "SUCCESS" == rotated(fake).status


def test_a_failure_for_two_users_leaves_both(fake: FakeCsms) -> None:
    put_rotating(fake, ANN, BOB, rotation_config=MULTI)
    fake.rotation_function("rds", refusing)
    rotated(fake)
    expected = {"SYSCURRENT": "v2", "SYSPREVIOUS": "v1", "SYSPENDING": "v3"}
    assert expected == fake.secret("rds").stages
    assert (ANN, BOB) == (fake.value("rds", "v1"), fake.value("rds"))


def test_a_current_value_under_a_disabled_key(fake: FakeCsms) -> None:
    """The key in force is fine, but the account can't be read: the task says why."""
    put_rotating(fake)
    former = fake.secret("rds").kms_key_id
    answered(fake, "UpdateSecret", "rds", body={"kms_key_id": "another"})
    fake.kms.disable(former)
    task = rotated(fake)
    assert ("FAILED", True) == (task.status, former in task.error_msg)
    assert {"SYSCURRENT": "v1"} == fake.secret("rds").stages


def test_no_version_can_make_room(fake: FakeCsms) -> None:
    small = frozen_fake(versions_per_secret_max=2)
    for each in (small, fake):
        put_rotating(each, ANN, BOB)
    assert ("SUCCESS", "FAILED") == (rotated(fake).status, rotated(small).status)
    assert ["v1", "v2"] == list(small.secret("rds").versions)


def test_a_common_secret_never_has_a_pending_version(db: FakeCsms) -> None:
    db.rotation_function("db", refusing)
    assert (400, "CSMS.0002") == refused(db, "RotateSecret", "db")
    assert {"SYSCURRENT": "v1"} == db.secret("db").stages


def test_the_sdk_reads_the_failure(csms: FakeCsms, csms_client: CsmsClient) -> None:
    put_rotating(csms)
    csms.rotation_function("rds", refusing)
    answer = csms_client.rotate_secret(RotateSecretRequest(secret_name="rds"))
    request = ListSecretTaskRequest(task_id=answer.rotation_task_id)
    (task,) = csms_client.list_secret_task(request).tasks
    assert ("FAILED", "ConnectionError: the database is away", 1) == (
        task.task_status,
        task.task_error_msg,
        task.attempt_nums,
    )
