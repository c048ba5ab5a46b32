"""RotateSecret when all goes well: which account, which value, which version, which stages.

A rotation gives an account another password in a new version, and that version becomes current:
the account of SYSCURRENT for SingleUser, that of SYSPREVIOUS for MultiUser.
"""

import json

import pytest
from huaweicloudsdkcsms.v1 import (
    CsmsClient,
    RotateSecretRequest,
    ShowSecretRequest,
    ShowSecretVersionRequest,
)
from sending import DAY_MS, NOW_MS, answered, frozen_fake, refused, why

from fakecsms import FakeCsms
from fakecsms.model.task import RotationTask

SINGLE = '{"InstanceId":"i","SecretSubType":"SingleUser"}'
MULTI = '{"InstanceId":"i","SecretSubType":"MultiUser"}'
ANN = '{"user": "ann", "password": "first", "port": 5432}'
BOB = '{"user": "bob", "password": "second"}'


def put_rotating(fake: FakeCsms, *values: str | bytes, **members: object) -> None:
    """Put the secret `rds` with these values, `ANN` if none is given."""
    new = {"secret_type": "RDS-FG", "rotation_config": SINGLE, **members}
    first, *others = values or (ANN,)
    fake.put_secret("rds", first, **new)
    for value in others:
        fake.put_secret("rds", value)


def rotated(fake: FakeCsms, name: str = "rds") -> RotationTask:
    """Rotate, and return the task that the answer names."""
    task_id = answered(fake, "RotateSecret", name)["rotation_task_id"]
    (task,) = (each for each in fake.rotation_tasks() if each.id == task_id)
    return task


@pytest.fixture
def rds(fake: FakeCsms) -> FakeCsms:
    """A fake whose secret `rds` holds the account of Ann and never rotates by itself."""
    put_rotating(fake)
    return fake


def test_the_new_version_is_current_and_the_former_previous(rds: FakeCsms) -> None:
    rds.clock.advance(days=1)
    rotated(rds)
    assert {"SYSCURRENT": "v2", "SYSPREVIOUS": "v1"} == rds.secret("rds").stages
    versions = answered(rds, "ListSecretVersions", "rds")["version_metadatas"]
    shown = [(each["id"], each["create_time"], each["version_stages"]) for each in versions]
    expected = [("v1", NOW_MS, ["SYSPREVIOUS"]), ("v2", NOW_MS + DAY_MS, ["SYSCURRENT"])]
    assert expected == shown


def test_the_secret_tells_when_it_rotated(rds: FakeCsms) -> None:
    before = answered(rds, "ShowSecret", "rds")["secret"]
    rds.clock.advance(days=1)
    rotated(rds)
    times = {"rotation_time": NOW_MS + DAY_MS, "update_time": NOW_MS + DAY_MS}
    assert {**before, **times} == answered(rds, "ShowSecret", "rds")["secret"]
    assert before["rotation_time"] is before["next_rotation_time"] is None


def test_an_account_gets_another_password_and_keeps_the_rest(rds: FakeCsms) -> None:
    rotated(rds)
    account = json.loads(rds.value("rds"))
    password = account.pop("password")
    assert {"user": "ann", "port": 5432} == account
    assert 32 == len(password)
    assert ANN == rds.value("rds", "v1")


def test_an_account_without_a_password_gets_one(fake: FakeCsms) -> None:
    put_rotating(fake, '{"user": "ann"}')
    rotated(fake)
    assert ["user", "password"] == list(json.loads(fake.value("rds")))


@pytest.mark.parametrize("value", ["first", '["ann", "first"]', "5", b"\xff\x00first"])
def test_any_other_value_becomes_a_plain_password(fake: FakeCsms, value: str | bytes) -> None:
    put_rotating(fake, value)
    rotated(fake)
    version = answered(fake, "ShowSecretVersion", "rds", "v2")["version"]
    assert 32 == len(version["secret_string"])
    assert value == fake.value("rds", "v1")


def test_a_binary_account_is_an_account_too(fake: FakeCsms) -> None:
    put_rotating(fake, BOB.encode())
    rotated(fake)
    account = json.loads(fake.value("rds"))
    assert "bob" == account["user"]
    assert "second" != account["password"]


def test_letters_of_any_language_stay_as_they_are(fake: FakeCsms) -> None:
    put_rotating(fake, '{"user": "Žofie 🔑", "password": "x"}')
    rotated(fake)
    assert "Žofie 🔑" == json.loads(fake.value("rds"))["user"]


@pytest.mark.parametrize("letter", ["e", "é", "鍵", "🔑"])
def test_no_rotation_makes_a_value_larger_than_a_caller_may(fake: FakeCsms, letter: str) -> None:
    """An account at the limit fits again, or its rotation fails."""
    frame = '{{"note": "{}", "password": "x"}}'
    note = letter * ((65_536 - len(frame.format(""))) // len(letter.encode()))
    put_rotating(fake, frame.format(note))
    rotated(fake)
    sizes = [len(str(fake.value("rds", each)).encode()) for each in fake.secret("rds").versions]
    assert max(sizes) <= 65_536


@pytest.mark.parametrize("letter", ["e", "é", "鍵", "🔑"])
def test_an_account_below_the_limit_rotates_in_every_language(fake: FakeCsms, letter: str) -> None:
    note = letter * (60_000 // len(letter.encode()))
    put_rotating(fake, json.dumps({"note": note, "password": "x"}, ensure_ascii=False))
    assert ("SUCCESS", "") == (rotated(fake).status, fake.rotation_tasks()[0].error_msg)
    assert note == json.loads(fake.value("rds"))["note"]


def test_every_rotation_makes_another_password(rds: FakeCsms) -> None:
    passwords = set()
    for _ in range(5):
        rotated(rds)
        passwords.add(json.loads(rds.value("rds"))["password"])
    assert 5 == len(passwords - {"first"})


def test_one_seed_makes_the_same_passwords() -> None:
    values = []
    for _ in range(2):
        fake = frozen_fake()
        put_rotating(fake)
        rotated(fake)
        values.append(fake.value("rds"))
    assert values[0] == values[1]


def test_two_users_take_turns(fake: FakeCsms) -> None:
    """The one who was left alone is current next; the other's version stays as it is."""
    put_rotating(fake, ANN, BOB, rotation_config=MULTI)
    rotated(fake)
    assert {"SYSCURRENT": "v3", "SYSPREVIOUS": "v2"} == fake.secret("rds").stages
    assert BOB == fake.value("rds", "v2")
    ann = json.loads(fake.value("rds"))
    assert ("ann", 5432) == (ann["user"], ann["port"])
    assert "first" != ann["password"]
    rotated(fake)
    assert {"SYSCURRENT": "v4", "SYSPREVIOUS": "v3"} == fake.secret("rds").stages
    assert "bob" == json.loads(fake.value("rds"))["user"]


def test_the_second_user_is_wherever_sysprevious_was_put(fake: FakeCsms) -> None:
    put_rotating(fake, ANN, '{"user": "carl"}', BOB, rotation_config=MULTI)
    answered(fake, "UpdateSecretStage", "rds", "SYSPREVIOUS", body={"version_id": "v1"})
    rotated(fake)
    assert "ann" == json.loads(fake.value("rds"))["user"]
    assert {"SYSCURRENT": "v4", "SYSPREVIOUS": "v3"} == fake.secret("rds").stages


def test_a_task_tells_of_a_success(rds: FakeCsms) -> None:
    rds.clock.advance(hours=1)
    expected = {
        "secret_name": "rds",
        "rotation_func_urn": None,
        "task_status": "SUCCESS",
        "operate_type": "SINGLE_USER",
        "task_time": NOW_MS + 3_600_000,
        "attempt_nums": 1,
        "task_error_code": "",
        "task_error_msg": "",
    }
    task_id = rotated(rds).id
    assert [{"task_id": task_id, **expected}] == answered(rds, "ListSecretTask")["tasks"]


def test_a_task_names_the_function_and_who_rotates(fake: FakeCsms) -> None:
    put_rotating(fake, ANN, BOB, rotation_config=MULTI, rotation_func_urn="urn:fss:x:f")
    task = rotated(fake)
    assert ("urn:fss:x:f", "MULTI_USER") == (task.rotation_func_urn, task.operate_type)


def test_both_types_rotate(fake: FakeCsms) -> None:
    put_rotating(fake, secret_type="GaussDB-FG")
    assert "SUCCESS" == rotated(fake).status


def test_other_stages_stay_where_they_are(rds: FakeCsms) -> None:
    answered(rds, "UpdateSecretStage", "rds", "blue", body={"version_id": "v1"})
    rotated(rds)
    expected = {"SYSCURRENT": "v2", "SYSPREVIOUS": "v1", "blue": "v1"}
    assert expected == rds.secret("rds").stages


def test_the_21st_version_drops_the_oldest(rds: FakeCsms) -> None:
    for _ in range(20):
        rotated(rds)
    assert [f"v{number}" for number in range(2, 22)] == list(rds.secret("rds").versions)


def test_the_journal_tells_which_version_was_made(rds: FakeCsms) -> None:
    answered(rds, "RotateSecret", "rds", body={"force": True})
    entry = rds.calls[-1]
    assert ("rds", "v2", ("force",)) == (entry.secret_name, entry.version_id, entry.unread)


def test_a_common_secret_cannot_rotate(db: FakeCsms) -> None:
    assert (400, "CSMS.0002") == refused(db, "RotateSecret", "db")
    assert "A secret of the type COMMON can't rotate." == why(db)
    assert [] == db.rotation_tasks()


def test_an_absent_secret_cannot_rotate(fake: FakeCsms) -> None:
    assert (404, "CSMS.0106") == refused(fake, "RotateSecret", "nobody")


@pytest.mark.parametrize("state", ["DISABLED", "FROZEN"])
def test_only_an_enabled_secret_rotates(rds: FakeCsms, state: str) -> None:
    rds.set_state("rds", state)
    assert (403, "CSMS.0109") == refused(rds, "RotateSecret", "rds")
    rds.set_state("rds", "ENABLED")
    assert "SUCCESS" == rotated(rds).status


def test_a_secret_pending_deletion_cannot_rotate(rds: FakeCsms) -> None:
    answered(rds, "DeleteSecretForSchedule", "rds", body={})
    assert (400, "CSMS.0103") == refused(rds, "RotateSecret", "rds")


@pytest.mark.parametrize("do", ["disable", "delete"])
def test_nothing_rotates_under_a_key_that_cannot_be_used(rds: FakeCsms, do: str) -> None:
    getattr(rds.kms, do)(rds.secret("rds").kms_key_id)
    assert (400, "CSMS.0401") == refused(rds, "RotateSecret", "rds")


def test_the_new_version_is_sealed_under_the_key_in_force(rds: FakeCsms) -> None:
    answered(rds, "UpdateSecret", "rds", body={"kms_key_id": "another"})
    rotated(rds)
    version = answered(rds, "ShowSecretVersion", "rds", "latest")["version"]
    assert ("v2", "another") == tuple(version["version_metadata"][n] for n in ("id", "kms_key_id"))


def test_the_sdk_rotates(csms: FakeCsms, csms_client: CsmsClient) -> None:
    put_rotating(csms)
    csms.clock.advance(days=1)
    answer = csms_client.rotate_secret(RotateSecretRequest(secret_name="rds"))
    task_ids = [each.id for each in csms.rotation_tasks()]
    assert (task_ids, None) == ([answer.rotation_task_id], answer.version_id)
    request = ShowSecretVersionRequest(secret_name="rds", version_id="latest")
    shown = csms_client.show_secret_version(request).version
    assert csms.value("rds") == shown.secret_string
    secret = csms_client.show_secret(ShowSecretRequest(secret_name="rds")).secret
    assert shown.version_metadata.create_time == secret.rotation_time
