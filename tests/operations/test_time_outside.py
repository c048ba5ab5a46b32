"""Time that others move: time-machine and freezegun, in this process or in a server's.

The fake's clock is the process's plus what the test advanced. Whoever moved the process's clock
gets the report by `clock.settle`; a call that comes first finds everything done as well.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any

import pytest
import time_machine
from freezegun import freeze_time
from huaweicloudsdkcsms.v1 import CsmsClient, ShowSecretRequest
from sending import DAY_MS, NOW, NOW_MS, answered, refused
from test_rotation import put_rotating

from fakecsms import FakeCsms, FakeCsmsServer

WEEKLY = {"auto_rotation": True, "rotation_period": "7d"}
DAY_S = 86_400


@pytest.fixture
def process() -> Iterator[time_machine.Traveller]:
    """The process's clock, standing at the beginning of the year 2100 until it is moved."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def weekly(process: time_machine.Traveller) -> FakeCsms:  # noqa: ARG001 - it stops the clock
    """A fake whose clock runs, and whose secret `rds` rotates every seven days."""
    fake = FakeCsms(seed=1)
    put_rotating(fake, **WEEKLY)
    return fake


@pytest.mark.parametrize(("ms", "subjects"), [(-1, []), (0, ["rds"])])
def test_after_a_shift_settle_reports(
    weekly: FakeCsms, process: time_machine.Traveller, ms: int, subjects: list[str]
) -> None:
    process.shift(7 * DAY_S + ms / 1_000)
    assert subjects == weekly.clock.settle().subjects("rotated")
    assert not weekly.clock.settle()


def test_after_a_shift_the_next_call_finds_it_done(
    weekly: FakeCsms, process: time_machine.Traveller
) -> None:
    process.shift(15 * DAY_S)
    secret = answered(weekly, "ShowSecret", "rds")["secret"]
    assert NOW_MS + 14 * DAY_MS == secret["rotation_time"]
    assert NOW_MS + 21 * DAY_MS == secret["next_rotation_time"]


def test_looking_finds_it_done_too(weekly: FakeCsms, process: time_machine.Traveller) -> None:
    process.shift(7 * DAY_S)
    assert "v2" == weekly.secret("rds").stages["SYSCURRENT"]


def test_a_snapshot_is_taken_when_it_is_done(
    weekly: FakeCsms, process: time_machine.Traveller
) -> None:
    process.shift(7 * DAY_S)
    after = weekly.snapshot()
    process.move_to(NOW)
    weekly.restore(after)
    assert "v2" == weekly.secret("rds").stages["SYSCURRENT"]


def test_a_shift_and_an_advance_add_up(weekly: FakeCsms, process: time_machine.Traveller) -> None:
    weekly.clock.advance(days=3)
    process.shift(3 * DAY_S)
    assert ["rds"] == weekly.clock.advance(days=1).subjects("rotated")
    assert NOW_MS + 7 * DAY_MS == weekly.clock.now_ms


def test_the_report_of_an_advance_has_what_a_shift_left(
    weekly: FakeCsms, process: time_machine.Traveller
) -> None:
    process.shift(7 * DAY_S)
    report = weekly.clock.advance(days=7)
    assert [NOW_MS + 7 * DAY_MS, NOW_MS + 14 * DAY_MS] == [each.at_ms for each in report]


def test_a_frozen_clock_sees_no_shift(weekly: FakeCsms, process: time_machine.Traveller) -> None:
    with weekly.clock.freeze():
        process.shift(30 * DAY_S)
        assert not weekly.clock.settle()
    assert not weekly.clock.settle()
    assert ["rds"] == weekly.clock.advance(days=7).subjects("rotated")


def test_a_clock_that_goes_back_undoes_nothing(
    weekly: FakeCsms, process: time_machine.Traveller
) -> None:
    process.shift(7 * DAY_S)
    before = weekly.secret("rds")
    process.move_to(NOW)
    assert (False, before) == (bool(weekly.clock.settle()), weekly.secret("rds"))
    process.shift(7 * DAY_S)
    assert not weekly.clock.settle()
    process.shift(7 * DAY_S)
    assert ["rds"] == weekly.clock.settle().subjects("rotated")


def test_versions_still_grow_when_the_clock_went_back(
    weekly: FakeCsms, process: time_machine.Traveller
) -> None:
    process.move_to(datetime(2099, 1, 1, tzinfo=UTC))
    answered(weekly, "RotateSecret", "rds")
    times = [each.create_time_ms for each in weekly.secret("rds").versions.values()]
    assert [NOW_MS, NOW_MS + 1] == times


@time_machine.travel(NOW, tick=False)
def test_a_deletion_follows_the_process(csms: FakeCsms, csms_client: CsmsClient) -> None:
    csms.put_secret("db", "x")
    answered(csms, "DeleteSecretForSchedule", "db", body={"recovery_window_in_days": 7})
    with time_machine.travel(datetime(2100, 1, 7, 23, 59, 59, 999_000, UTC), tick=False):
        shown = csms_client.show_secret(ShowSecretRequest(secret_name="db")).secret
        assert "PENDING_DELETE" == shown.state
    with time_machine.travel(datetime(2100, 1, 8, tzinfo=UTC), tick=False):
        assert (404, "CSMS.0106") == refused(csms, "ShowSecret", "db")


def asked(server: FakeCsmsServer, method: str, path: str) -> Any:
    """Ask a live server over its socket."""
    connection = HTTPConnection(*server.url.removeprefix("http://").split(":"), timeout=30)
    try:
        full = f"/v1/{server.fake.project_id}/secrets/{path}"
        connection.request(method, full, headers={"X-Auth-Token": "x"})
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def test_freezegun_is_seen_by_a_server(csms_server: FakeCsmsServer) -> None:
    """Its threads answer by the frozen time, and what comes due has happened."""
    with freeze_time("2100-01-01") as frozen:
        put_rotating(csms_server.fake, **WEEKLY)
        assert NOW_MS == asked(csms_server, "GET", "rds")["secret"]["create_time"]
        frozen.move_to("2100-01-07 23:59:59.999")
        assert asked(csms_server, "GET", "rds")["secret"]["rotation_time"] is None
        frozen.move_to("2100-01-08")
        secret = asked(csms_server, "GET", "rds")["secret"]
        assert NOW_MS + 7 * DAY_MS == secret["rotation_time"]
        assert NOW_MS + 14 * DAY_MS == secret["next_rotation_time"]


def test_freezegun_moves_and_settle_reports(csms_server: FakeCsmsServer) -> None:
    with freeze_time("2100-01-01") as frozen:
        put_rotating(csms_server.fake, **WEEKLY)
        frozen.move_to("2100-01-15")
        report = csms_server.fake.clock.settle()
        assert ["rds", "rds"] == report.subjects("rotated")
        shown = asked(csms_server, "GET", "rds/versions/latest")["version"]["version_metadata"]
    assert ("v3", NOW_MS + 14 * DAY_MS) == (shown["id"], shown["create_time"])


def test_freezegun_and_an_advance_add_up_over_a_socket(csms_server: FakeCsmsServer) -> None:
    with freeze_time("2100-01-01") as frozen:
        put_rotating(csms_server.fake, **WEEKLY)
        csms_server.fake.clock.advance(days=6)
        frozen.move_to("2100-01-02")
        asked(csms_server, "POST", "rds/rotate")
        secret = asked(csms_server, "GET", "rds")["secret"]
    assert NOW_MS + 7 * DAY_MS == secret["rotation_time"]
    assert ["v1", "v2", "v3"] == list(csms_server.fake.secret("rds").versions)
