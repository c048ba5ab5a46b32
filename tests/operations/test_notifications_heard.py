"""`FakeCsms.on_notification` and `notifications`: how a test hears what was told.

A listener is called once the call that led to it has ended, with nothing locked, so it may use
the fake. It hears what was delivered; `notifications` knows of everything that was told.
"""

from collections.abc import Callable
from threading import Thread

import pytest
import time_machine
from huaweicloudsdkcsms.v1 import (
    CreateSecretVersionRequest,
    CreateSecretVersionRequestBody,
    CsmsClient,
)
from sending import NOW, NOW_MS, answered, refused, send
from test_events import CREATED, DELETED, ROTATED, TOPIC, put_event
from test_rotation import put_rotating, rotated

from fakecsms import CsmsError, FakeCsms
from fakecsms.model.event import Record


@pytest.fixture
def db(fake: FakeCsms) -> FakeCsms:
    """A fake whose secret `db` subscribes to `ops`."""
    put_event(fake)
    fake.put_secret("db", "one", event_subscriptions=["ops"])
    return fake


def heard_by(fake: FakeCsms) -> list[Record]:
    heard: list[Record] = []
    fake.on_notification(heard.append)
    return heard


def test_a_listener_hears_what_was_told(db: FakeCsms) -> None:
    heard = heard_by(db)
    answered(db, "CreateSecretVersion", "db", body={"secret_string": "two"})
    (record,) = heard
    assert ("ops", CREATED, "db", NOW_MS) == (
        record.event_name,
        record.event_type,
        record.secret_name,
        record.create_time_ms,
    )
    assert (db.project_id, TOPIC["target_id"]) == (record.project_id, record.target.target_id)


def test_a_listener_hears_everything_in_order(db: FakeCsms) -> None:
    heard = heard_by(db)
    put_rotating(db, event_subscriptions=["ops"])
    rotated(db)
    answered(db, "DeleteSecret", "rds")
    assert [CREATED, ROTATED, DELETED] == [each.event_type for each in heard]
    assert heard == list(db.notifications)


def test_every_listener_hears(db: FakeCsms) -> None:
    first, second = heard_by(db), heard_by(db)
    db.put_secret("db", "two")
    assert 1 == len(first)
    assert first == second


def test_a_listener_hears_nothing_of_before(db: FakeCsms) -> None:
    db.put_secret("db", "two")
    assert [] == heard_by(db)


@pytest.mark.parametrize(("delivery", "count"), [("SUCCESS", 1), ("FAIL", 0), ("INVALID", 0)])
def test_a_listener_hears_what_was_delivered(db: FakeCsms, delivery: str, count: int) -> None:
    heard = heard_by(db)
    db.topics.deliver(TOPIC["target_id"], delivery)
    db.put_secret("db", "two")
    assert (count, 1) == (len(heard), len(db.notifications))


def test_a_refused_call_is_heard_of_by_nobody(db: FakeCsms) -> None:
    heard = heard_by(db)
    body = {"secret_string": "x", "version_stages": ["a b"]}
    assert (400, "CSMS.0002") == refused(db, "CreateSecretVersion", "db", body=body)
    assert ([], ()) == (heard, db.notifications)


USES: dict[str, Callable[[FakeCsms], object]] = {
    "call": lambda fake: answered(fake, "ShowSecretVersion", "db", "v2"),
    "value": lambda fake: fake.value("db"),
    "put_secret": lambda fake: fake.put_secret("other", "x"),
    "snapshot": lambda fake: fake.snapshot(),
    "advance": lambda fake: fake.clock.advance(days=1),
}


@pytest.mark.parametrize("use", USES)
def test_a_listener_may_use_the_fake(db: FakeCsms, use: str) -> None:
    found: list[object] = []
    db.on_notification(lambda _record: found.append(USES[use](db)))
    assert 200 == send(db, "CreateSecretVersion", "db", body={"secret_string": "two"}).status
    assert 1 == len(found)
    db.check()


def test_a_listener_may_wait_for_a_thread_that_uses_the_fake(db: FakeCsms) -> None:
    """The lock is free: the other thread gets its answer."""
    found: list[object] = []

    def listener(_record: Record) -> None:
        thread = Thread(target=lambda: found.append(db.value("db")), daemon=True)
        thread.start()
        thread.join(timeout=10)

    db.on_notification(listener)
    db.put_secret("db", "two")
    assert ["two"] == found


def test_a_listener_may_lead_to_more(db: FakeCsms) -> None:
    def listener(record: Record) -> None:
        if len(db.secret(record.secret_name).versions) < 4:
            db.put_secret(record.secret_name, "more")

    db.on_notification(listener)
    db.put_secret("db", "two")
    assert (4, 3) == (len(db.secret("db").versions), len(db.notifications))


def test_a_leap_is_heard_of_when_it_has_ended(fake: FakeCsms) -> None:
    put_event(fake)
    period = {"auto_rotation": True, "rotation_period": "7d"}
    put_rotating(fake, event_subscriptions=["ops"], **period)
    seen: list[tuple[str, str]] = []
    fake.on_notification(
        lambda record: seen.append((record.event_type, fake.secret("rds").stages["SYSCURRENT"]))
    )
    fake.clock.advance(days=15)
    assert [(CREATED, "v3"), (ROTATED, "v3")] * 2 == seen


def broken(_record: Record) -> None:
    message = "the test's own listener is broken"
    raise RuntimeError(message)


def test_what_a_listener_raises_comes_out_of_check(db: FakeCsms) -> None:
    db.on_notification(broken)
    answered(db, "CreateSecretVersion", "db", body={"secret_string": "two"})
    with pytest.raises(Exception, match="the test's own listener is broken"):
        db.check()
    assert [] == db.bugs


def test_a_broken_listener_keeps_no_other_from_hearing(db: FakeCsms) -> None:
    db.on_notification(broken)
    heard = heard_by(db)
    db.put_secret("db", "two")
    db.put_secret("db", "three")
    assert (2, 2) == (len(heard), len(db.gate.listener_errors))


def test_a_leap_with_a_broken_listener_ends_as_ever(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={"recovery_window_in_days": 7})
    db.on_notification(broken)
    assert ["db"] == db.clock.advance(days=7).subjects("deleted")
    assert 1 == len(db.gate.listener_errors)


REFUSED: dict[str, tuple[Callable[[FakeCsms], object], type[Exception]]] = {
    "secret": (lambda fake: fake.secret("nobody"), LookupError),
    "value": (lambda fake: fake.value("nobody"), LookupError),
    "put_secret": (lambda fake: fake.put_secret("a b", "x"), CsmsError),
    "set_state": (lambda fake: fake.set_state("nobody", "FROZEN"), LookupError),
    "kms": (lambda fake: fake.kms.disable("nobody"), LookupError),
}


@pytest.mark.parametrize("way", REFUSED)
def test_what_came_due_is_heard_even_if_the_test_asked_for_what_is_not_there(way: str) -> None:
    """Time went on by itself, and the first to notice was a call that raised."""
    use, error = REFUSED[way]
    fake = FakeCsms()
    with time_machine.travel(NOW, tick=False) as process:
        put_event(fake)
        put_rotating(fake, auto_rotation=True, rotation_period="7d", event_subscriptions=["ops"])
        heard = heard_by(fake)
        process.shift(7 * 86_400)
        with pytest.raises(error):
            use(fake)
        fake.clock.settle()
    assert [CREATED, ROTATED] == [each.event_type for each in heard]
    assert heard == list(fake.notifications)


def test_a_reset_forgets_what_was_told(db: FakeCsms) -> None:
    db.put_secret("db", "two")
    db.reset()
    assert () == db.notifications


def test_after_a_reset_nobody_listens_any_more(db: FakeCsms) -> None:
    """A reset brings back the fake as it was made, and it was made without listeners."""
    heard = heard_by(db)
    db.reset()
    put_event(db)
    db.put_secret("db", "one", event_subscriptions=["ops"])
    db.put_secret("db", "two")
    assert ([], 1) == (heard, len(db.notifications))


def test_the_newest_ten_thousand_are_kept(db: FakeCsms) -> None:
    for number in range(10_001):
        db.put_secret("db", str(number))
    kept = db.notifications
    assert 10_000 == len(kept)
    assert '"versionId":"v3"' in kept[0].content


def test_calls_of_the_sdk_are_heard_of(csms: FakeCsms, csms_client: CsmsClient) -> None:
    put_event(csms)
    csms.put_secret("db", "one", event_subscriptions=["ops"])
    heard = heard_by(csms)
    body = CreateSecretVersionRequestBody(secret_string="two")
    csms_client.create_secret_version(CreateSecretVersionRequest(secret_name="db", body=body))
    assert [CREATED] == [each.event_type for each in heard]
