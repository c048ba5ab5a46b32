"""CreateSecretVersion and UpdateVersion.

Law 3: ids count up for ever, and no version is as old as the one before it.
"""

import pytest
from huaweicloudsdkcsms.v1 import (
    CreateSecretVersionRequest,
    CreateSecretVersionRequestBody,
    CsmsClient,
    UpdateVersionRequest,
    UpdateVersionRequestBody,
)
from sending import NOW_MS, TOMORROW_MS, answered, refused, why

from fakecsms import FakeCsms

TWO = {"secret_string": "two"}


def test_a_new_version_has_every_member(db: FakeCsms) -> None:
    db.clock.advance(seconds=1)
    body = {**TWO, "expire_time": TOMORROW_MS}
    metadata = answered(db, "CreateSecretVersion", "db", body=body)["version_metadata"]
    expected = {
        "id": "v2",
        "create_time": NOW_MS + 1_000,
        "kms_key_id": db.secret("db").kms_key_id,
        "secret_name": "db",
        "version_stages": ["SYSCURRENT"],
        "expire_time": TOMORROW_MS,
    }
    assert expected == metadata


def test_without_an_expire_time_the_member_is_absent(db: FakeCsms) -> None:
    answer = answered(db, "CreateSecretVersion", "db", body={**TWO, "expire_time": None})
    assert "expire_time" not in answer["version_metadata"]


def test_by_default_syscurrent_moves_and_sysprevious_follows(db: FakeCsms) -> None:
    for value in ("two", "three"):
        answered(db, "CreateSecretVersion", "db", body={"secret_string": value})
    assert {"SYSCURRENT": "v3", "SYSPREVIOUS": "v2"} == db.secret("db").stages


@pytest.mark.parametrize(
    ("named", "stages"),
    [
        (None, {"SYSCURRENT": "v3", "SYSPREVIOUS": "v2", "blue": "v1"}),
        (["SYSCURRENT"], {"SYSCURRENT": "v3", "SYSPREVIOUS": "v2", "blue": "v1"}),
        (["green"], {"SYSCURRENT": "v2", "SYSPREVIOUS": "v1", "blue": "v1", "green": "v3"}),
        (["blue"], {"SYSCURRENT": "v2", "SYSPREVIOUS": "v1", "blue": "v3"}),
        (["SYSPREVIOUS"], {"SYSCURRENT": "v2", "SYSPREVIOUS": "v3", "blue": "v1"}),
        (["SYSCURRENT", "SYSPREVIOUS"], {"SYSCURRENT": "v3", "SYSPREVIOUS": "v3", "blue": "v1"}),
        (["SYSPREVIOUS", "SYSCURRENT"], {"SYSCURRENT": "v3", "SYSPREVIOUS": "v3", "blue": "v1"}),
        (["blue", "SYSCURRENT"], {"SYSCURRENT": "v3", "SYSPREVIOUS": "v2", "blue": "v3"}),
        (["blue", "blue"], {"SYSCURRENT": "v2", "SYSPREVIOUS": "v1", "blue": "v3"}),
    ],
)
def test_exactly_the_named_stages_go_on_the_new_version(
    db: FakeCsms, named: list[str] | None, stages: dict[str, str]
) -> None:
    db.put_secret("db", "two")
    answered(db, "UpdateSecretStage", "db", "blue", body={"version_id": "v1"})
    answered(db, "CreateSecretVersion", "db", body={**TWO, "version_stages": named})
    assert stages == db.secret("db").stages


def test_stages_are_listed_built_in_ones_first_then_by_name(db: FakeCsms) -> None:
    named = ["zebra", "SYSPREVIOUS", "Ant", "SYSCURRENT", "ant"]
    body = {**TWO, "version_stages": named}
    metadata = answered(db, "CreateSecretVersion", "db", body=body)["version_metadata"]
    expected = ["SYSCURRENT", "SYSPREVIOUS", "Ant", "ant", "zebra"]
    assert expected == metadata["version_stages"]


@pytest.mark.parametrize("stages", [[], ["s"] * 13, [f"s{n}" for n in range(13)]])
def test_one_call_names_1_to_12_stages_counted_as_sent(db: FakeCsms, stages: list[str]) -> None:
    body = {**TWO, "version_stages": stages}
    assert (400, "CSMS.0002") == refused(db, "CreateSecretVersion", "db", body=body)
    assert f"version_stages must hold 1 to 12 stages, not {len(stages)}." == why(db)


@pytest.mark.parametrize("stage", ["", "a" * 65, "a.b", "a b", "é", "a\n", "SYSPENDING", "a/b"])
def test_stages_that_no_caller_may_place(db: FakeCsms, stage: str) -> None:
    body = {**TWO, "version_stages": ["blue", stage]}
    assert (400, "CSMS.0002") == refused(db, "CreateSecretVersion", "db", body=body)
    assert why(db).startswith("version_stages holds a stage that must ")


def test_numbers_are_never_reused_and_times_strictly_grow(db: FakeCsms) -> None:
    for _ in range(24):
        answered(db, "CreateSecretVersion", "db", body=TWO)
    answered(db, "DeleteSecretForSchedule", "db", body={})
    answered(db, "RestoreSecret", "db")
    last = answered(db, "CreateSecretVersion", "db", body=TWO)["version_metadata"]
    assert ("v26", NOW_MS + 25) == (last["id"], last["create_time"])
    times = [each.create_time_ms for each in db.secret("db").versions.values()]
    assert sorted(set(times)) == times


def test_a_version_renews_the_secrets_update_time(db: FakeCsms) -> None:
    db.clock.advance(seconds=9)
    answered(db, "CreateSecretVersion", "db", body=TWO)
    secret = answered(db, "ShowSecret", "db")["secret"]
    assert (NOW_MS, NOW_MS + 9_000) == (secret["create_time"], secret["update_time"])


def test_text_and_binary_may_follow_each_other(db: FakeCsms) -> None:
    answered(db, "CreateSecretVersion", "db", body={"secret_binary": "AP8="})
    answered(db, "CreateSecretVersion", "db", body={"secret_string": "AP8="})
    assert ("one", b"\x00\xff", "AP8=") == tuple(db.value("db", f"v{n}") for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("sent_ms", "kept_ms"),
    [
        (NOW_MS + 1_000, NOW_MS + 1_000),
        (NOW_MS + 1_999, NOW_MS + 1_000),
        (9_999_999_999_999, 9_999_999_999_000),
    ],
)
@pytest.mark.parametrize(
    ("operation", "in_path", "more"),
    [("CreateSecretVersion", ["db"], TWO), ("UpdateVersion", ["db", "v1"], {})],
)
def test_an_expire_time_loses_what_is_below_a_second(
    db: FakeCsms,
    operation: str,
    in_path: list[str],
    more: dict[str, str],
    sent_ms: int,
    kept_ms: int,
) -> None:
    answer = answered(db, operation, *in_path, body={**more, "expire_time": sent_ms})
    assert kept_ms == answer["version_metadata"]["expire_time"]


@pytest.mark.parametrize(
    "expire_time",
    [NOW_MS - 1, NOW_MS, NOW_MS + 999, NOW_MS // 1_000, 0, -1, 10**13, 10**30, "soon", True, 1.5],
)
@pytest.mark.parametrize(
    ("operation", "in_path", "more"),
    [("CreateSecretVersion", ["db"], TWO), ("UpdateVersion", ["db", "v1"], {})],
)
def test_expire_times_that_are_refused(
    db: FakeCsms, operation: str, in_path: list[str], more: dict[str, str], expire_time: object
) -> None:
    """The past (judged after flooring), seconds, and more than 13 digits."""
    body = {**more, "expire_time": expire_time}
    assert (400, "CSMS.0002") == refused(db, operation, *in_path, body=body)
    assert why(db).startswith("expire_time must ")


def test_update_version_changes_the_expire_time_and_nothing_else(db: FakeCsms) -> None:
    before, secret = answered(db, "ListSecretVersions", "db"), answered(db, "ShowSecret", "db")
    db.clock.advance(seconds=1)
    answer = answered(db, "UpdateVersion", "db", "v1", body={"expire_time": TOMORROW_MS})
    expected = {**before["version_metadatas"][0], "expire_time": TOMORROW_MS}
    assert {"version_metadata": expected} == answer
    assert secret == answered(db, "ShowSecret", "db")
    assert "one" == db.value("db")


def test_an_expired_version_is_still_read_and_can_be_renewed(db: FakeCsms) -> None:
    answered(db, "UpdateVersion", "db", "v1", body={"expire_time": TOMORROW_MS})
    db.clock.advance(days=30)
    answered(db, "ShowSecretVersion", "db", "v1")
    later = {"expire_time": db.clock.now_ms + 1_000}
    assert (
        later.items()
        <= answered(db, "UpdateVersion", "db", "v1", body=later)["version_metadata"].items()
    )


@pytest.mark.parametrize("body", [{}, {"expire_time": None}, {"expires": TOMORROW_MS}])
def test_update_version_needs_its_expire_time(db: FakeCsms, body: dict[str, object]) -> None:
    assert (400, "CSMS.0002") == refused(db, "UpdateVersion", "db", "v1", body=body)
    assert why(db).startswith("expire_time ")


@pytest.mark.parametrize("version_id", ["v2", "v0", "v01", "V1", "1", "latest", "SYSCURRENT", "v"])
def test_an_absent_version_cannot_be_updated(db: FakeCsms, version_id: str) -> None:
    body = {"expire_time": TOMORROW_MS}
    assert (404, "CSMS.0005") == refused(db, "UpdateVersion", "db", version_id, body=body)
    assert f"has no version {version_id!r}; it has v1." in why(db)


@pytest.mark.parametrize(
    ("operation", "in_path", "body"),
    [
        ("CreateSecretVersion", ["nobody"], TWO),
        ("UpdateVersion", ["nobody", "v1"], {"expire_time": TOMORROW_MS}),
    ],
)
def test_a_version_of_an_absent_secret(
    db: FakeCsms, operation: str, in_path: list[str], body: dict[str, object]
) -> None:
    assert (404, "CSMS.0106") == refused(db, operation, *in_path, body=body)


def test_the_journal_knows_the_version_that_was_made(db: FakeCsms) -> None:
    answered(db, "CreateSecretVersion", "db", body={**TWO, "version_stage": ["typo"]})
    entry = db.calls[-1]
    assert ("db", "v2") == (entry.secret_name, entry.version_id)
    assert ("version_stage",) == entry.unread


def test_the_sdk_makes_and_updates_a_version(csms: FakeCsms, csms_client: CsmsClient) -> None:
    csms.put_secret("db", "one")
    body = CreateSecretVersionRequestBody(secret_string="two", version_stages=["blue"])
    request = CreateSecretVersionRequest(secret_name="db", body=body)
    made = csms_client.create_secret_version(request).version_metadata
    assert ("v2", "db", ["blue"]) == (made.id, made.secret_name, made.version_stages)
    expire_time = csms.clock.now_ms // 1_000 * 1_000 + 60_000
    renewal = UpdateVersionRequestBody(expire_time=expire_time)
    request = UpdateVersionRequest(secret_name="db", version_id="v2", body=renewal)
    assert expire_time == csms_client.update_version(request).version_metadata.expire_time
