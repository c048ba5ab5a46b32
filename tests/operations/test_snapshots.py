"""`FakeCsms.snapshot`, `restore` and `reset`.

Law 10: after a reset the same calls are answered alike, byte for byte.

A snapshot holds secrets, keys and clock, not the journal.
"""

import pytest
from sending import NOW_MS, answered, frozen_fake, send

from fakecsms import EscapedCallError, FakeCsms, FakeCsmsBugError


def test_a_snapshot_is_brought_back_as_often_as_wanted(db: FakeCsms) -> None:
    before = db.snapshot()
    for _ in range(2):
        db.put_secret("db", "two")
        db.put_secret("more", "x", project_id="other")
        db.clock.advance(days=9)
        assert before != db.snapshot()
        db.restore(before)
        assert before == db.snapshot()
        assert ("one", NOW_MS) == (db.value("db"), db.clock.now_ms)


def test_a_snapshot_brings_deletions_to_come_along(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={"recovery_window_in_days": 7})
    before = db.snapshot()
    db.clock.advance(days=8)
    assert [] == db.secrets()
    db.restore(before)
    assert "one" == db.value("db")
    db.clock.advance(days=7)
    assert [] == db.secrets()


def test_a_snapshot_fits_another_fake(db: FakeCsms) -> None:
    other = frozen_fake()
    other.restore(db.snapshot())
    other.put_secret("db", "two")
    assert ("one", "one", "two") == (db.value("db"), other.value("db", "v1"), other.value("db"))


def test_the_journal_is_not_in_a_snapshot(db: FakeCsms) -> None:
    before = db.snapshot()
    answered(db, "ShowSecret", "db")
    db.restore(before)
    assert 1 == len(db.calls)


def test_reset_brings_back_the_fake_as_constructed() -> None:
    """The ids of the seed begin again, so even the answers' bytes are alike."""
    fake = frozen_fake()
    transcripts = []
    for _ in range(2):
        fake.clock.freeze()
        fake.clock.move_to(NOW_MS)
        body = {"name": "db", "secret_string": "x"}
        transcripts.append([send(fake, "CreateSecret", body=body), send(fake, "ListSecrets")])
        fake.reset()
    assert transcripts[0] == transcripts[1]
    assert ([], 0, []) == (fake.secrets(), len(fake.calls), fake.kms.keys())


def test_reset_forgets_bugs_and_escapes(db: FakeCsms) -> None:
    for kept, error in ((db.bugs, FakeCsmsBugError()), (db.escapes, EscapedCallError())):
        kept.append(error)
        with pytest.raises(type(error)):
            db.check()
        db.reset()
        db.check()
