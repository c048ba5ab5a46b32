"""A secret as a blob, and back.

Law 6: backup, delete, restore gives the same id, versions, values, stages, keys and times.
"""

import base64
import dataclasses
import json
from typing import Any

import pytest
from huaweicloudsdkcsms import v1
from hypothesis import given, settings
from hypothesis import strategies as st
from sending import DAY_MS, NOW_MS, answered, frozen_fake, refused, why

from fakecsms import FakeCsms

PREFIX = ")CloudSecretManagementBackupV1.com"
CONFIG = '{"InstanceId":"i","SecretSubType":"SingleUser"}'


def backup(fake: FakeCsms, name: str = "db", **how: Any) -> str:
    return str(answered(fake, "DownloadSecretBlob", name, **how)["secret_blob"])


def bring_back(fake: FakeCsms, blob: str) -> dict[str, Any]:
    answer = answered(fake, "UploadSecretBlob", body={"secret_blob": blob})
    return dict(answer["secret"])


def there_and_back(fake: FakeCsms, name: str = "db") -> dict[str, Any]:
    """Back a secret up, delete it, wait a day, and bring it back."""
    blob = backup(fake, name)
    answered(fake, "DeleteSecret", name)
    fake.clock.advance(days=1)
    return bring_back(fake, blob)


@pytest.fixture
def rich(db: FakeCsms) -> FakeCsms:
    """A fake whose secret `db` has four versions of every kind, under two keys."""
    db.put_secret("db", b"\x00\xff", expire_time=NOW_MS + 9 * DAY_MS)
    answered(db, "UpdateSecret", "db", body={"kms_key_id": "mine", "description": "Grüße"})
    db.put_secret("db", "Grüße 🔑\n\x00", version_stages=["blue", "SYSCURRENT"])
    db.clock.advance(days=1)
    db.put_secret("db", "four", version_stages=["green"])
    answered(db, "UpdateSecretStage", "db", "old", body={"version_id": "v1"})
    return db


def test_all_is_as_it_was_but_the_update_time(rich: FakeCsms) -> None:
    before, values = rich.secret("db"), all_values(rich)
    shown = there_and_back(rich)
    expected = dataclasses.replace(before, update_time_ms=rich.clock.now_ms)
    assert expected == rich.secret("db")
    assert ["one", b"\x00\xff", "Grüße 🔑\n\x00", "four"] == values == all_values(rich)
    assert answered(rich, "ShowSecret", "db")["secret"] == shown


def all_values(fake: FakeCsms, name: str = "db") -> list[str | bytes]:
    return [fake.value(name, each) for each in fake.secret(name).versions]


def test_every_answer_about_it_is_as_it_was(rich: FakeCsms) -> None:
    def answers() -> list[dict[str, Any]]:
        listed = answered(rich, "ListSecretVersions", "db")
        read = [answered(rich, "ShowSecretVersion", "db", f"v{number}") for number in range(1, 5)]
        stages = ("SYSCURRENT", "SYSPREVIOUS", "blue", "green", "old")
        return [listed, *read, *(answered(rich, "ShowSecretStage", "db", each) for each in stages)]

    before = answers()
    there_and_back(rich)
    assert before == answers()


def test_it_goes_on_counting_where_it_was(rich: FakeCsms) -> None:
    """A number is never given twice, and creation times grow on."""
    answered(rich, "UpdateSecretStage", "db", "SYSCURRENT", body={"version_id": "v4"})
    there_and_back(rich)
    assert "v5" == rich.put_secret("db", "five")
    times = [each.create_time_ms for each in rich.secret("db").versions.values()]
    assert sorted(set(times)) == times
    assert "mine" == rich.secret("db").versions["v5"].kms_key_id


def test_a_creation_time_grows_even_if_the_clock_stands(fake: FakeCsms) -> None:
    for _ in range(5):
        fake.put_secret("db", "x")
    blob = backup(fake)
    answered(fake, "DeleteSecret", "db")
    bring_back(fake, blob)
    fake.put_secret("db", "x")
    times = [each.create_time_ms for each in fake.secret("db").versions.values()]
    assert sorted(set(times)) == times


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9)
VERSIONS = st.fixed_dictionaries(
    {
        "value": st.one_of(TEXTS, st.binary(min_size=1, max_size=9)),
        "version_stages": st.lists(
            st.sampled_from(["SYSCURRENT", "SYSPREVIOUS", "a", "b", "c"]), min_size=1, unique=True
        ),
        "expire_time": st.none() | st.integers(2, 99).map(lambda days: NOW_MS + days * DAY_MS),
    }
)


def test_any_secret_comes_back_as_it_was() -> None:
    fake = frozen_fake()

    @settings(max_examples=40, deadline=None, derandomize=True)
    @given(st.lists(VERSIONS, max_size=25), st.sampled_from(["k1", "k2"]))
    def comes_back(versions: list[dict[str, Any]], key_id: str) -> None:
        start = fake.snapshot()
        fake.put_secret("db", "one", description=key_id)
        for version in versions:
            body = {"kms_key_id": key_id if len(version["version_stages"]) % 2 else "k3"}
            answered(fake, "UpdateSecret", "db", body=body)
            fake.put_secret("db", **version)
        before, values = fake.secret("db"), all_values(fake)
        there_and_back(fake)
        assert dataclasses.replace(before, update_time_ms=NOW_MS + DAY_MS) == fake.secret("db")
        assert values == all_values(fake)
        fake.restore(start)

    comes_back()


def test_a_blob_is_a_fixed_prefix_and_a_jwe(rich: FakeCsms) -> None:
    blob = backup(rich)
    assert blob.startswith(PREFIX)
    parts = blob.removeprefix(PREFIX).split(".")
    assert 5 == len(parts)
    header = json.loads(decoded(parts[0]))
    assert ("RSA-OAEP-256", "A128CBC-HS256") == (header["alg"], header["enc"])
    assert {"alg", "enc", "kid"} == header.keys()
    assert [2048 // 8, 16, 16] == [len(decoded(parts[place])) for place in (1, 2, 4)]


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_all_blobs_of_a_fake_name_the_same_key_and_those_of_another_a_different_one(
    rich: FakeCsms,
) -> None:
    other = frozen_fake()
    other.put_secret("db", "one")
    first, second, foreign = (key_named_by(backup(fake)) for fake in (rich, rich, other))
    assert first == second != foreign


def key_named_by(blob: str) -> object:
    return json.loads(decoded(blob.removeprefix(PREFIX).split(".")[0]))["kid"]


def test_a_blob_shows_nothing_of_what_is_in_it(fake: FakeCsms) -> None:
    plain = "pl41n-t3xt" * 9
    fake.put_secret("db-name", plain, description="described")
    blob = backup(fake, "db-name")
    held = [blob.encode(), *(decoded(part) for part in blob.removeprefix(PREFIX).split("."))]
    encoded = base64.b64encode(plain.encode())[:40]
    for hidden in (plain.encode()[:10], encoded, b"db-name", b"described"):
        assert [] == [each for each in held if hidden in each]


def test_a_backup_changes_nothing(rich: FakeCsms) -> None:
    before = rich.snapshot()
    backup(rich)
    assert before == rich.snapshot()
    assert ("db", None) == (rich.calls[-1].secret_name, rich.calls[-1].version_id)


def test_20_versions_of_64_kb_fit_and_come_back(fake: FakeCsms) -> None:
    for number in range(20):
        fake.put_secret("db", chr(ord("a") + number) * 65_536)
    before = all_values(fake)
    blob = backup(fake)
    assert len(blob) <= 5_242_880
    answered(fake, "DeleteSecret", "db")
    bring_back(fake, blob)
    assert before == all_values(fake)


def test_a_rotating_secret_keeps_its_settings_and_its_pending_version(fake: FakeCsms) -> None:
    def fails(_: object) -> None:
        raise ConnectionError

    members = {"auto_rotation": True, "rotation_period": "30d", "rotation_func_urn": "urn:f"}
    fake.put_secret("db", "x", secret_type="RDS-FG", rotation_config=CONFIG, **members)
    answered(fake, "RotateSecret", "db")
    fake.rotation_function("db", fails)
    answered(fake, "RotateSecret", "db")
    before = fake.secret("db")
    assert {"SYSCURRENT": "v2", "SYSPREVIOUS": "v1", "SYSPENDING": "v3"} == before.stages
    shown = there_and_back(fake)
    assert {"secret_type": "RDS-FG", "rotation_config": CONFIG, **members}.items() <= shown.items()
    now_ms = fake.clock.now_ms
    times = {"update_time_ms": now_ms, "next_rotation_time_ms": now_ms + 30 * DAY_MS}
    assert dataclasses.replace(before, **times) == fake.secret("db")


def test_it_rotates_again_once_it_is_back(fake: FakeCsms) -> None:
    members = {"auto_rotation": True, "rotation_period": "30d"}
    fake.put_secret("db", "x", secret_type="RDS-FG", rotation_config=CONFIG, **members)
    there_and_back(fake)
    assert ["db"] == fake.clock.advance(days=30).subjects("rotated")
    assert ["db"] == fake.clock.advance(days=30).subjects("rotated")


def test_the_same_blob_brings_it_back_as_often_as_it_was_deleted(rich: FakeCsms) -> None:
    before, blob = rich.secret("db"), backup(rich)
    for _ in range(2):
        answered(rich, "DeleteSecret", "db")
        bring_back(rich, blob)
        assert dataclasses.replace(before, update_time_ms=rich.clock.now_ms) == rich.secret("db")
    assert (400, "CSMS.0002") == refused(rich, "UploadSecretBlob", body={"secret_blob": blob})
    assert "The project has a secret 'db' already." == why(rich)


def test_it_comes_back_as_it_was_when_the_blob_was_made(db: FakeCsms) -> None:
    blob = backup(db)
    db.put_secret("db", "two")
    answered(db, "DeleteSecret", "db")
    bring_back(db, blob)
    assert ["one"] == all_values(db)


def test_the_sdk_takes_a_backup_and_brings_it_back(
    csms: FakeCsms, csms_client: v1.CsmsClient
) -> None:
    csms.put_secret("db", "one")
    before = csms.secret("db")
    blob = csms_client.download_secret_blob(v1.DownloadSecretBlobRequest(secret_name="db"))
    csms_client.delete_secret(v1.DeleteSecretRequest(secret_name="db"))
    body = v1.UploadSecretBlobRequestBody(secret_blob=blob.secret_blob)
    shown = csms_client.upload_secret_blob(v1.UploadSecretBlobRequest(body=body)).secret
    assert (before.id, "db", "ENABLED") == (shown.id, shown.name, shown.state)
    assert (before.versions, "one") == (csms.secret("db").versions, csms.value("db"))
