"""What stands in the way of a restore, and what a restored secret finds around it.

Law 1: a refused restore changes nothing. Law 6 for what is not in a blob: neither tags nor grants,
and no subscription to an event that is gone.
"""

import dataclasses
from typing import Any

import pytest
from sending import DAY_MS, NOW, NOW_MS, answered, frozen_fake, refused, why

from fakecsms import FakeCsms

TAKEN = (400, "CSMS.0002")
NO_KEY = (400, "CSMS.0401")


def backup(fake: FakeCsms, name: str = "db") -> dict[str, str]:
    """Return the body of the call that brings the secret back."""
    return {"secret_blob": answered(fake, "DownloadSecretBlob", name)["secret_blob"]}


def taken_away(fake: FakeCsms, name: str = "db") -> dict[str, str]:
    """Back a secret up and delete it."""
    body = backup(fake, name)
    answered(fake, "DeleteSecret", name)
    return body


def bring_back(fake: FakeCsms, body: dict[str, str]) -> dict[str, Any]:
    return dict(answered(fake, "UploadSecretBlob", body=body)["secret"])


def with_event(fake: FakeCsms, name: str = "nightly") -> None:
    body = {
        "name": name,
        "event_types": ["SECRET_VERSION_EXPIRED"],
        "state": "ENABLED",
        "notification": {"target_type": "SMN", "target_id": "urn:t", "target_name": "t"},
    }
    answered(fake, "CreateSecretEvent", body=body)


@pytest.mark.parametrize("state", ["ENABLED", "DISABLED", "FROZEN", "PENDING_DELETE"])
@pytest.mark.parametrize("code", ["CSMS.0002", "CSMS.0003"])
def test_a_name_that_is_there_stands_in_the_way(state: str, code: str) -> None:
    fake = frozen_fake(duplicate_name_code=code)
    fake.put_secret("db", "one")
    body = backup(fake)
    if state == "PENDING_DELETE":
        answered(fake, "DeleteSecretForSchedule", "db", body={})
    else:
        fake.set_state("db", state)
    assert (400, code) == refused(fake, "UploadSecretBlob", body=body)
    assert ("The project has a secret 'db' already.", "db") == (
        why(fake),
        fake.calls[-1].secret_name,
    )


def test_another_secret_of_the_name_stands_in_the_way(db: FakeCsms) -> None:
    body = taken_away(db)
    db.put_secret("db", "another")
    assert TAKEN == refused(db, "UploadSecretBlob", body=body)
    assert "another" == db.value("db")


def test_the_name_is_free_once_the_window_ended(db: FakeCsms) -> None:
    body = backup(db)
    answered(db, "DeleteSecretForSchedule", "db", body={"recovery_window_in_days": 7})
    db.clock.advance(days=7)
    assert "ENABLED" == bring_back(db, body)["state"]


def test_a_restored_secret_counts_and_the_name_is_looked_at_before_the_quota() -> None:
    fake = frozen_fake(secrets_per_project_max=1)
    fake.put_secret("db", "one")
    body = taken_away(fake)
    fake.put_secret("other", "x")
    assert (400, "CSMS.0202") == refused(fake, "UploadSecretBlob", body=body)
    answered(fake, "DeleteSecret", "other")
    bring_back(fake, body)
    assert TAKEN == refused(fake, "UploadSecretBlob", body=body)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [("DISABLED", None), ("FROZEN", (403, "CSMS.0109")), ("PENDING_DELETE", (400, "CSMS.0103"))],
)
def test_not_every_state_lets_a_backup_be_taken(
    db: FakeCsms, state: str, refusal: tuple[int, str] | None
) -> None:
    if state == "PENDING_DELETE":
        answered(db, "DeleteSecretForSchedule", "db", body={})
    else:
        db.set_state("db", state)
    if refusal is None:
        assert "ENABLED" == bring_back(db, taken_away(db))["state"]
    else:
        assert refusal == refused(db, "DownloadSecretBlob", "db")
        assert f"DownloadSecretBlob is not allowed while the secret 'db' is {state}." == why(db)


def test_an_absent_secret_has_no_backup(fake: FakeCsms) -> None:
    assert (404, "CSMS.0106") == refused(fake, "DownloadSecretBlob", "db")
    assert "'db'" in why(fake)


@pytest.fixture
def keyed(fake: FakeCsms) -> FakeCsms:
    """A fake whose secret `db` has v1 under the key `old` and v2 under the key `new`."""
    fake.put_secret("db", "one", kms_key_id="old")
    answered(fake, "UpdateSecret", "db", body={"kms_key_id": "new"})
    fake.put_secret("db", "two")
    return fake


@pytest.mark.parametrize(("end", "state"), [("disable", "DISABLED"), ("delete", "DELETED")])
@pytest.mark.parametrize("key_id", ["old", "new"])
def test_every_key_is_needed_to_take_a_backup(
    keyed: FakeCsms, end: str, state: str, key_id: str
) -> None:
    getattr(keyed.kms, end)(key_id)
    assert NO_KEY == refused(keyed, "DownloadSecretBlob", "db")
    assert f"The KMS key {key_id!r} is {state}." == why(keyed)


@pytest.mark.parametrize("end", ["disable", "delete"])
@pytest.mark.parametrize("key_id", ["old", "new"])
def test_every_key_is_needed_to_bring_a_secret_back(keyed: FakeCsms, end: str, key_id: str) -> None:
    body = taken_away(keyed)
    getattr(keyed.kms, end)(key_id)
    assert NO_KEY == refused(keyed, "UploadSecretBlob", body=body)
    assert key_id in why(keyed)


def test_an_enabled_key_lets_it_come_back(keyed: FakeCsms) -> None:
    body = taken_away(keyed)
    keyed.kms.disable("old")
    refused(keyed, "UploadSecretBlob", body=body)
    keyed.kms.enable("old")
    bring_back(keyed, body)
    assert ["one", "two"] == [keyed.value("db", each) for each in ("v1", "v2")]


def test_a_restored_value_is_sealed_under_its_old_key(keyed: FakeCsms) -> None:
    bring_back(keyed, taken_away(keyed))
    keyed.kms.disable("old")
    assert NO_KEY == refused(keyed, "ShowSecretVersion", "db", "v1")
    answered(keyed, "ShowSecretVersion", "db", "v2")


def test_the_name_is_looked_at_before_the_key(keyed: FakeCsms) -> None:
    body = backup(keyed)
    keyed.kms.disable("old")
    assert TAKEN == refused(keyed, "UploadSecretBlob", body=body)


def test_tags_are_not_in_a_blob(db: FakeCsms) -> None:
    answered(db, "CreateSecretTag", db.secret("db").id, body={"tag": {"key": "k"}})
    bring_back(db, taken_away(db))
    assert {} == db.secret("db").tags


def test_grants_are_not_in_a_blob(db: FakeCsms) -> None:
    """They went with the secret, and don't come back with its id."""
    secret_id = db.secret("db").id
    grant = {"resource_id": secret_id, "type": "SECRET", "grantee_type": "0"}
    answered(db, "CreateGrants", body={**grant, "grantee_target_id": "u"})
    bring_back(db, taken_away(db))
    listed = answered(db, "ListGrants", query=f"resource_id={secret_id}")
    assert [] == listed["data"]["grantee_user"]


def test_a_subscription_comes_back_if_its_event_is_there(fake: FakeCsms) -> None:
    with_event(fake)
    fake.put_secret("db", "one", event_subscriptions=["nightly"])
    body = taken_away(fake)
    assert ["nightly"] == bring_back(fake, body)["event_subscriptions"]
    answered(fake, "DeleteSecret", "db")
    answered(fake, "DeleteSecretEvent", "nightly")
    assert [] == bring_back(fake, body)["event_subscriptions"]
    assert () == fake.secret("db").event_subscriptions


def expiring(fake: FakeCsms, days: int) -> None:
    """Give the fake a secret `db` that is told of when its version v2 expires."""
    with_event(fake)
    fake.put_secret("db", "one", event_subscriptions=["nightly"])
    fake.put_secret("db", "two", expire_time=NOW_MS + days * DAY_MS)


def test_a_version_that_is_yet_to_expire_is_told_of_once(fake: FakeCsms) -> None:
    expiring(fake, days=3)
    bring_back(fake, taken_away(fake))
    assert ["db"] == fake.clock.advance(days=9).subjects("expired")
    assert 1 == len(fake.notifications)
    bring_back(fake, taken_away(fake))
    assert [] == fake.clock.advance(days=9).subjects("expired")


def test_nothing_comes_due_before_the_secret_came_back(fake: FakeCsms) -> None:
    """A version that expired while it was away is told of late, or not at all; never earlier."""
    expiring(fake, days=3)
    body = taken_away(fake)
    fake.clock.advance(days=9)
    restored_ms = bring_back(fake, body)["update_time"]
    report = fake.clock.advance(days=1)
    assert [] == [each for each in report if each.at_ms < restored_ms]
    assert [] == [each for each in fake.notifications if each.create_time_ms < restored_ms]


def afresh(fake: FakeCsms) -> None:
    """Forget everything, and let the clock stand where it stood at first."""
    fake.reset()
    fake.clock.freeze()
    fake.clock.move_to(NOW)


def test_a_blob_outlives_a_reset(keyed: FakeCsms) -> None:
    before, body = keyed.secret("db"), backup(keyed)
    afresh(keyed)
    bring_back(keyed, body)
    assert dataclasses.replace(before, update_time_ms=NOW_MS) == keyed.secret("db")
    assert ["one", "two"] == [keyed.value("db", each) for each in ("v1", "v2")]
    keys = keyed.kms.keys()
    assert ["new", "old"] == sorted(each.id for each in keys)


def test_after_a_reset_the_next_version_finds_its_key(fake: FakeCsms) -> None:
    """The key that a secret was given for later versions is under none of those in the blob."""
    fake.put_secret("db", "one", kms_key_id="old")
    answered(fake, "UpdateSecret", "db", body={"kms_key_id": "next"})
    body = backup(fake)
    afresh(fake)
    assert "next" == bring_back(fake, body)["kms_key_id"]
    fake.put_secret("db", "two")
    assert "next" == fake.secret("db").versions["v2"].kms_key_id


def test_an_id_names_one_secret_even_if_ids_begin_again(db: FakeCsms) -> None:
    """A reset draws the same ids anew, and a blob brings one along."""
    body = backup(db)
    afresh(db)
    db.put_secret("other", "x")
    db.call("POST", f"/v1/{db.project_id}/secrets/restore", body=body)
    ids = [each.id for each in db.secrets()]
    assert len(ids) == len(set(ids))
    for secret in db.secrets():
        answered(db, "DeleteSecret", secret.name)


def test_a_key_that_is_unknown_is_registered_or_refused() -> None:
    fake = frozen_fake(unknown_kms_keys="refuse")
    fake.kms.create("mine")
    fake.put_secret("db", "one", kms_key_id="mine")
    body = backup(fake)
    afresh(fake)
    assert NO_KEY == refused(fake, "UploadSecretBlob", body=body)
    fake.kms.create("mine")
    bring_back(fake, body)
    assert "one" == fake.value("db")


def test_a_snapshot_that_is_brought_back_does_not_close_a_blob(db: FakeCsms) -> None:
    empty = frozen_fake().snapshot()
    body = backup(db)
    db.restore(empty)
    bring_back(db, body)
    assert "one" == db.value("db")


def test_a_project_restores_its_own_backups(fake: FakeCsms) -> None:
    fake.put_secret("db", "far", project_id="other")
    body = answered(fake, "DownloadSecretBlob", "db", project_id="other")
    answered(fake, "DeleteSecret", "db", project_id="other")
    answered(fake, "UploadSecretBlob", body=body, project_id="other")
    assert "far" == fake.value("db", project_id="other")
    assert [] == fake.secrets()


def test_a_dot_in_a_name_comes_back_if_dots_are_let_in() -> None:
    fake = frozen_fake(dots_in_names=True)
    fake.put_secret("a.b", "x")
    assert "a.b" == bring_back(fake, taken_away(fake, "a.b"))["name"]


def test_the_journal_names_the_secret_and_no_value(fake: FakeCsms) -> None:
    """Law 11: neither journal nor snapshot nor any repr shows what a blob was opened to."""
    fake.put_secret("db", "pl41n-t3xt")
    body = taken_away(fake)
    bring_back(fake, body)
    assert ("UploadSecretBlob", "db") == (fake.calls[-1].operation, fake.calls[-1].secret_name)
    for shown in (fake.calls, *fake.calls, fake, fake.secret("db"), fake.snapshot()):
        assert "pl41n" not in repr(shown)
        assert body["secret_blob"][40:60] not in repr(shown)
