"""`FakeCsms.snapshot`, `restore` and `reset`.

Law 10: the same calls are answered alike, byte for byte: after a reset, and by a fake of the same
seed. A snapshot holds all that the service remembers, keys and clock, not the journal.
"""

import pytest
from contract import FACTS
from one_of_each import prepared
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


CHANGING = [
    *("RotateSecret", "CreateSecretTag", "BatchCreateOrDeleteTags", "CreateSecretEvent"),
    *("UpdateSecretEvent", "CreateGrants", "UpdateGrant", "CreateAgency", "UpdateSecretsConfig"),
    *("UpdateUserPassword", "CreateSecretReplica", "DeleteGrant", "BatchImportSecrets"),
]


@pytest.mark.parametrize("operation", CHANGING)
def test_a_snapshot_holds_all_that_an_operation_changes(operation: str) -> None:
    fake, calls = prepared()
    call, before = calls[operation], fake.snapshot()
    for _ in range(2):
        answered(fake, operation, *call.in_path, body=call.body, query=call.query)
        after = fake.snapshot()
        assert before != after
        fake.restore(before)
        assert before == fake.snapshot()
    fake.restore(after)
    assert after == fake.snapshot()


@pytest.mark.parametrize("operation", [name for name in FACTS if name != "DownloadSecretBlob"])
def test_one_seed_and_one_list_of_calls_give_one_answer(operation: str) -> None:
    """A backup alone is sealed under a key of the moment."""
    answers = []
    for _ in range(2):
        fake, calls = prepared()
        call = calls[operation]
        response = send(fake, operation, *call.in_path, body=call.body, query=call.query)
        answers.append((response.status, response.headers, response.body, fake.snapshot()))
    assert answers[0] == answers[1]


def test_reset_forgets_all_that_stands_around_the_secrets() -> None:
    fake, calls = prepared()
    for operation in CHANGING:
        call = calls[operation]
        send(fake, operation, *call.in_path, body=call.body, query=call.query)
    fake.reset()
    empty = frozen_fake()
    empty.reset()
    assert empty.snapshot() == fake.snapshot()
    assert ((), []) == (fake.notifications, fake.rotation_tasks())


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
