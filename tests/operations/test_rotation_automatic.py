"""`auto_rotation`: a secret rotates by itself, each period, on the fake's clock.

The next time counts from the time that was due, so a leap rotates as often as a walk. A rotation
by hand begins the period anew, and whatever keeps a secret from rotating does not end the plan.
"""

import pytest
from huaweicloudsdkcsms.v1 import CsmsClient, UpdateSecretRequest, UpdateSecretRequestBody
from sending import DAY_MS, NOW_MS, answered, refused, why
from test_rotation import ANN, BOB, SINGLE, put_rotating, rotated
from test_rotation_failed import refusing

from fakecsms import FakeCsms

NEW = {"name": "rds", "secret_string": ANN, "secret_type": "RDS-FG", "rotation_config": SINGLE}
HOUR_MS = 3_600_000


@pytest.fixture
def weekly(fake: FakeCsms) -> FakeCsms:
    """A fake whose secret `rds` rotates every seven days."""
    put_rotating(fake, auto_rotation=True, rotation_period="7d")
    return fake


def next_time(fake: FakeCsms) -> int | None:
    """Return how many milliseconds after the beginning `rds` rotates next."""
    shown = answered(fake, "ShowSecret", "rds")["secret"]["next_rotation_time"]
    return None if shown is None else shown - NOW_MS


@pytest.mark.parametrize(
    ("period", "ms"),
    [
        ("6h", 6 * HOUR_MS),
        ("360m", 6 * HOUR_MS),
        ("21600s", 6 * HOUR_MS),
        ("21601s", 6 * HOUR_MS + 1_000),
        ("1d", DAY_MS),
        ("365d", 365 * DAY_MS),
        ("8760h", 365 * DAY_MS),
        ("31536000s", 365 * DAY_MS),
    ],
)
def test_it_rotates_in_the_very_millisecond(fake: FakeCsms, period: str, ms: int) -> None:
    secret = {**NEW, "auto_rotation": True, "rotation_period": period}
    shown = answered(fake, "CreateSecret", body=secret)["secret"]
    assert (True, period, NOW_MS + ms, None) == (
        shown["auto_rotation"],
        shown["rotation_period"],
        shown["next_rotation_time"],
        shown["rotation_time"],
    )
    assert [] == fake.clock.advance(ms=ms - 1).subjects("rotated")
    assert ["rds"] == fake.clock.advance(ms=1).subjects("rotated")
    assert 2 * ms == next_time(fake)


@pytest.mark.parametrize(
    "period",
    ["5h", "359m", "21599s", "0d", "366d", "8761h", "525601m", "31536001s", "9" * 48 + "d"],
)
@pytest.mark.parametrize("auto", [True, False, None])
def test_periods_out_of_range_are_refused(
    fake: FakeCsms, period: str, *, auto: bool | None
) -> None:
    body = {**NEW, "auto_rotation": auto, "rotation_period": period}
    assert (400, "CSMS.0002") == refused(fake, "CreateSecret", body=body)
    assert "rotation_period must be from 6 to 8760 hours." == why(fake)


@pytest.mark.parametrize(
    "period",
    [
        "",
        "7",
        "d",
        "7 d",
        " 7d",
        "7D",
        "7w",
        "-7d",
        "+7d",
        "7.5d",
        "7d\n",
        "7dd",
        "\uff17d",
        "7d6h",
    ],
)
def test_what_is_no_period_is_refused(weekly: FakeCsms, period: str) -> None:
    new = {**NEW, "name": "new", "rotation_period": period}
    assert (400, "CSMS.0002") == refused(weekly, "CreateSecret", body=new)
    change = {"rotation_period": period}
    assert (400, "CSMS.0002") == refused(weekly, "UpdateSecret", "rds", body=change)
    assert why(weekly).startswith("rotation_period must be a whole number")


def test_a_period_has_no_more_digits_than_the_service_reads(weekly: FakeCsms) -> None:
    change = {"rotation_period": "0" * 47 + "7d"}
    answered(weekly, "UpdateSecret", "rds", body=change)
    longer = {"rotation_period": "0" * 48 + "7d"}
    assert (400, "CSMS.0002") == refused(weekly, "UpdateSecret", "rds", body=longer)


def test_a_period_is_needed(fake: FakeCsms) -> None:
    body = {**NEW, "auto_rotation": True}
    assert (400, "CSMS.0002") == refused(fake, "CreateSecret", body=body)
    put_rotating(fake)
    change = {"auto_rotation": True}
    assert (400, "CSMS.0002") == refused(fake, "UpdateSecret", "rds", body=change)
    assert "rotation_period is needed when auto_rotation is true." == why(fake)


def test_a_common_secret_cannot_have_it(db: FakeCsms) -> None:
    settings = {"auto_rotation": True, "rotation_period": "7d"}
    new = {"name": "new", "secret_string": "x", **settings}
    assert (400, "CSMS.0002") == refused(db, "CreateSecret", body=new)
    assert (400, "CSMS.0002") == refused(db, "UpdateSecret", "db", body=settings)
    assert "auto_rotation is not possible for the secret_type COMMON." == why(db)


@pytest.mark.parametrize("secret_type", ["RDS-FG", "GaussDB-FG"])
def test_the_types_that_rotate_need_a_config(fake: FakeCsms, secret_type: str) -> None:
    body = {"name": "rds", "secret_string": "x", "secret_type": secret_type}
    assert (400, "CSMS.0002") == refused(fake, "CreateSecret", body=body)
    assert f"rotation_config is needed for the secret_type {secret_type}." == why(fake)


@pytest.mark.parametrize("auto", [{}, {"auto_rotation": False}, {"auto_rotation": None}])
def test_a_period_alone_plans_nothing(fake: FakeCsms, auto: dict[str, bool | None]) -> None:
    answered(fake, "CreateSecret", body={**NEW, "rotation_period": "7d", **auto})
    assert next_time(fake) is None
    assert not fake.clock.advance(days=400)


def test_it_is_turned_on_later(fake: FakeCsms) -> None:
    put_rotating(fake, rotation_period="7d")
    fake.clock.advance(days=3)
    answered(fake, "UpdateSecret", "rds", body={"auto_rotation": True})
    assert 10 * DAY_MS == next_time(fake)
    assert ["rds"] == fake.clock.advance(days=7).subjects("rotated")


def test_it_is_turned_on_with_its_period(fake: FakeCsms) -> None:
    put_rotating(fake)
    answered(fake, "UpdateSecret", "rds", body={"auto_rotation": True, "rotation_period": "6h"})
    assert 6 * HOUR_MS == next_time(fake)


def test_it_is_turned_off_and_on_again(weekly: FakeCsms) -> None:
    answered(weekly, "UpdateSecret", "rds", body={"auto_rotation": False})
    assert next_time(weekly) is None
    assert not weekly.clock.advance(days=30)
    answered(weekly, "UpdateSecret", "rds", body={"auto_rotation": True})
    assert 37 * DAY_MS == next_time(weekly)


def test_another_period_counts_from_its_setting(weekly: FakeCsms) -> None:
    weekly.clock.advance(days=5)
    answered(weekly, "UpdateSecret", "rds", body={"rotation_period": "10d"})
    assert 15 * DAY_MS == next_time(weekly)
    assert [] == weekly.clock.advance(days=9).subjects("rotated")
    assert ["rds"] == weekly.clock.advance(days=1).subjects("rotated")


@pytest.mark.parametrize(
    "body", [{}, {"description": "new"}, {"auto_rotation": True, "rotation_period": "7d"}]
)
def test_an_update_that_changes_no_period_moves_nothing(
    weekly: FakeCsms, body: dict[str, object]
) -> None:
    weekly.clock.advance(days=5)
    answered(weekly, "UpdateSecret", "rds", body=body)
    assert 7 * DAY_MS == next_time(weekly)


def test_a_rotation_by_hand_begins_the_period_anew(weekly: FakeCsms) -> None:
    weekly.clock.advance(days=5)
    rotated(weekly)
    assert 12 * DAY_MS == next_time(weekly)
    assert [] == weekly.clock.advance(days=6).subjects("rotated")
    assert ["rds"] == weekly.clock.advance(days=1).subjects("rotated")


def test_a_failure_by_hand_begins_the_period_anew_too(weekly: FakeCsms) -> None:
    weekly.rotation_function("rds", refusing)
    weekly.clock.advance(days=5)
    assert "FAILED" == rotated(weekly).status
    assert 12 * DAY_MS == next_time(weekly)


def test_a_rotation_by_hand_plans_nothing_without_it(fake: FakeCsms) -> None:
    put_rotating(fake, rotation_period="7d")
    rotated(fake)
    assert next_time(fake) is None


def test_a_new_version_moves_no_plan(weekly: FakeCsms) -> None:
    weekly.clock.advance(days=5)
    weekly.put_secret("rds", BOB)
    assert 7 * DAY_MS == next_time(weekly)


def test_a_failure_does_not_end_the_plan(weekly: FakeCsms) -> None:
    weekly.rotation_function("rds", refusing)
    assert ["rds"] * 2 == weekly.clock.advance(days=15).subjects("rotation failed")
    assert 21 * DAY_MS == next_time(weekly)
    weekly.rotation_function("rds", lambda _given: "new")
    assert ["rds"] == weekly.clock.advance(days=6).subjects("rotated")
    assert "new" == weekly.value("rds")


def test_the_plan_never_counts_from_a_late_now(weekly: FakeCsms) -> None:
    weekly.clock.advance(days=20)
    times = [each.task_time_ms - NOW_MS for each in weekly.rotation_tasks()]
    assert ([7 * DAY_MS, 14 * DAY_MS], 21 * DAY_MS) == (times, next_time(weekly))
    created = [each.create_time_ms - NOW_MS for each in weekly.secret("rds").versions.values()]
    assert [0, 7 * DAY_MS, 14 * DAY_MS] == created


@pytest.mark.parametrize("state", ["DISABLED", "FROZEN"])
def test_due_while_not_enabled_it_fails_and_goes_on(weekly: FakeCsms, state: str) -> None:
    weekly.set_state("rds", state)
    report = weekly.clock.advance(days=7)
    assert (["rds"], []) == (report.subjects("rotation failed"), report.subjects("rotated"))
    (task,) = weekly.rotation_tasks()
    assert ("FAILED", 0, True) == (task.status, task.attempts, state in task.error_msg)
    assert ({"SYSCURRENT": "v1"}, 14 * DAY_MS) == (weekly.secret("rds").stages, next_time(weekly))
    weekly.set_state("rds", "ENABLED")
    assert ["rds"] == weekly.clock.advance(days=7).subjects("rotated")


def test_due_while_pending_deletion_it_fails_and_goes_on(weekly: FakeCsms) -> None:
    answered(weekly, "DeleteSecretForSchedule", "rds", body={"recovery_window_in_days": 10})
    assert ["rds"] == weekly.clock.advance(days=7).subjects("rotation failed")
    answered(weekly, "RestoreSecret", "rds")
    assert ["rds"] == weekly.clock.advance(days=7).subjects("rotated")


def test_due_under_a_disabled_key_it_fails_and_goes_on(weekly: FakeCsms) -> None:
    key_id = weekly.secret("rds").kms_key_id
    weekly.kms.disable(key_id)
    report = weekly.clock.advance(days=7)
    assert ["rds"] == report.subjects("rotation failed")
    assert key_id in weekly.rotation_tasks()[0].error_msg
    weekly.kms.enable(key_id)
    assert ["rds"] == weekly.clock.advance(days=7).subjects("rotated")


def test_a_removed_secret_rotates_no_more(weekly: FakeCsms) -> None:
    answered(weekly, "DeleteSecret", "rds")
    assert not weekly.clock.advance(days=30)


def test_a_new_secret_of_the_same_name_has_a_plan_of_its_own(weekly: FakeCsms) -> None:
    answered(weekly, "DeleteSecret", "rds")
    weekly.clock.advance(days=1)
    put_rotating(weekly, auto_rotation=True, rotation_period="7d")
    assert [] == weekly.clock.advance(days=6).subjects("rotated")
    assert ["rds"] == weekly.clock.advance(days=1).subjects("rotated")


def test_the_sdk_turns_it_on(csms: FakeCsms, csms_client: CsmsClient) -> None:
    put_rotating(csms)
    body = UpdateSecretRequestBody(auto_rotation=True, rotation_period="30d")
    request = UpdateSecretRequest(secret_name="rds", body=body)
    secret = csms_client.update_secret(request).secret
    assert (True, "30d") == (secret.auto_rotation, secret.rotation_period)
    assert 30 * DAY_MS == secret.next_rotation_time - secret.update_time
