"""ShowSecretStage, UpdateSecretStage, CreateSecretStage and DeleteSecretStage.

Law 2: each stage sits on one version. There is always a SYSCURRENT, and SYSPREVIOUS marks its
former place until a caller moves it.
"""

import pytest
from huaweicloudsdkcsms.v1 import (
    CsmsClient,
    DeleteSecretStageRequest,
    ShowSecretStageRequest,
    UpdateSecretStageRequest,
    UpdateSecretStageRequestBody,
)
from sending import NOW_MS, answered, refused, send, why

from fakecsms import FakeCsms
from fakecsms.gateway.messages import Response

V1 = {"version_id": "v1"}


@pytest.fixture
def three(db: FakeCsms) -> FakeCsms:
    """A fake whose secret `db` has three versions; SYSCURRENT is v3, SYSPREVIOUS v2."""
    db.put_secret("db", "two")
    db.put_secret("db", "three")
    db.clock.advance(seconds=1)
    return db


def place(fake: FakeCsms, operation: str, stage: str, version_id: str) -> Response:
    """Put a stage on a version by either of the two operations that do."""
    if operation == "UpdateSecretStage":
        return send(fake, operation, "db", stage, body={"version_id": version_id})
    return send(fake, operation, "db", body={"name": stage, "version_id": version_id})


either = pytest.mark.parametrize("operation", ["UpdateSecretStage", "CreateSecretStage"])


@either
def test_a_new_stage_goes_on_the_version(three: FakeCsms, operation: str) -> None:
    stage = {
        "name": "blue",
        "update_time": NOW_MS + 1_000,
        "secret_name": "db",
        "version_id": "v1",
    }
    assert {"stage": stage} == place(three, operation, "blue", "v1").json()
    assert {"stage": stage} == answered(three, "ShowSecretStage", "db", "blue")


@either
def test_a_stage_that_is_there_moves(three: FakeCsms, operation: str) -> None:
    place(three, operation, "blue", "v1")
    place(three, operation, "blue", "v2")
    versions = three.secret("db").versions
    assert [(), ("SYSPREVIOUS", "blue"), ("SYSCURRENT",)] == [
        each.stages for each in versions.values()
    ]


@either
def test_syscurrent_moves_and_its_former_holder_gets_sysprevious(
    three: FakeCsms, operation: str
) -> None:
    assert 200 == place(three, operation, "SYSCURRENT", "v1").status
    assert {"SYSCURRENT": "v1", "SYSPREVIOUS": "v3"} == three.secret("db").stages
    previous = answered(three, "ShowSecretStage", "db", "SYSPREVIOUS")["stage"]
    assert NOW_MS + 1_000 == previous["update_time"]


@either
def test_syscurrent_may_go_back_to_where_sysprevious_is(three: FakeCsms, operation: str) -> None:
    place(three, operation, "SYSCURRENT", "v2")
    assert {"SYSCURRENT": "v2", "SYSPREVIOUS": "v3"} == three.secret("db").stages


@either
def test_sysprevious_is_moved_plainly(three: FakeCsms, operation: str) -> None:
    place(three, operation, "SYSPREVIOUS", "v1")
    assert {"SYSCURRENT": "v3", "SYSPREVIOUS": "v1"} == three.secret("db").stages
    place(three, operation, "SYSPREVIOUS", "v3")
    assert {"SYSCURRENT": "v3", "SYSPREVIOUS": "v3"} == three.secret("db").stages


@either
@pytest.mark.parametrize(
    ("stage", "version_id"), [("SYSCURRENT", "v3"), ("SYSPREVIOUS", "v2"), ("blue", "v1")]
)
def test_onto_its_own_version_only_the_update_time_changes(
    three: FakeCsms, operation: str, stage: str, version_id: str
) -> None:
    place(three, operation, "blue", "v1")
    before = three.secret("db")
    others = [each for each in before.stages if each != stage]
    shown = [answered(three, "ShowSecretStage", "db", each) for each in others]
    three.clock.advance(seconds=1)
    assert (
        NOW_MS + 2_000 == place(three, operation, stage, version_id).json()["stage"]["update_time"]
    )
    assert shown == [answered(three, "ShowSecretStage", "db", each) for each in others]
    assert before == three.secret("db")


@either
def test_a_move_leaves_the_secrets_update_time(three: FakeCsms, operation: str) -> None:
    before = answered(three, "ShowSecret", "db")
    place(three, operation, "blue", "v1")
    assert before == answered(three, "ShowSecret", "db")


@either
@pytest.mark.parametrize("version_id", ["v4", "v0", "v", "v01", "latest", "v" + "9" * 63])
def test_an_absent_version_gets_no_stage(three: FakeCsms, operation: str, version_id: str) -> None:
    before = three.snapshot()
    assert 404 == place(three, operation, "blue", version_id).status
    assert ("CSMS.0005", before) == (three.calls[-1].error_code, three.snapshot())
    assert f"has no version {version_id!r}; it has v1, v2, v3." in why(three)


@either
@pytest.mark.parametrize("version_id", ["SYSCURRENT", "1", "", "V1", "v1 ", "v" + "9" * 64])
def test_what_is_no_version_id_is_refused(three: FakeCsms, operation: str, version_id: str) -> None:
    before = three.snapshot()
    assert 400 == place(three, operation, "blue", version_id).status
    assert ("CSMS.0002", before) == (three.calls[-1].error_code, three.snapshot())
    assert "version_id must be a version id such as v1." == why(three)


@either
@pytest.mark.parametrize("stage", ["a.b", "a b", "a" * 65, "é", "a\n", "SYSPENDING"])
def test_stages_that_no_caller_may_place(three: FakeCsms, operation: str, stage: str) -> None:
    before = three.snapshot()
    assert 400 == place(three, operation, stage, "v1").status
    assert ("CSMS.0002", before) == (three.calls[-1].error_code, three.snapshot())


@pytest.mark.parametrize(
    ("operation", "in_path", "body", "missing"),
    [
        ("UpdateSecretStage", ["db", "blue"], {}, "version_id"),
        ("UpdateSecretStage", ["db", "blue"], {"version": "v1"}, "version_id"),
        ("CreateSecretStage", ["db"], {"name": "blue"}, "version_id"),
        ("CreateSecretStage", ["db"], {"version_id": "v1"}, "name"),
        ("CreateSecretStage", ["db"], {"stage_name": "blue", "version_id": "v1"}, "name"),
    ],
)
def test_a_missing_member_is_named(
    three: FakeCsms, operation: str, in_path: list[str], body: dict[str, str], missing: str
) -> None:
    assert (400, "CSMS.0002") == refused(three, operation, *in_path, body=body)
    assert f"{missing} is missing." == why(three)


@pytest.mark.parametrize("stage", ["blue", "SYSPENDING", "a.b", "v3", "syscurrent"])
@pytest.mark.parametrize("operation", ["ShowSecretStage", "DeleteSecretStage"])
def test_an_absent_stage_is_404(three: FakeCsms, operation: str, stage: str) -> None:
    expected = (404, "CSMS.0005")
    if (operation, stage) == ("DeleteSecretStage", "SYSPENDING"):
        expected = (400, "CSMS.0105")
    assert expected == refused(three, operation, "db", stage)


def test_the_journal_lists_the_stages_that_there_are(three: FakeCsms) -> None:
    refused(three, "ShowSecretStage", "db", "blue")
    assert "The secret 'db' has no stage 'blue'; it has SYSCURRENT, SYSPREVIOUS." == why(three)


@pytest.mark.parametrize(
    ("operation", "in_path", "body"),
    [
        ("ShowSecretStage", ["nobody", "SYSCURRENT"], None),
        ("UpdateSecretStage", ["nobody", "blue"], V1),
        ("CreateSecretStage", ["nobody"], {"name": "blue", **V1}),
        ("DeleteSecretStage", ["nobody", "blue"], None),
        ("DeleteSecretStage", ["nobody", "SYSCURRENT"], None),
    ],
)
def test_a_stage_of_an_absent_secret(
    three: FakeCsms, operation: str, in_path: list[str], body: dict[str, str] | None
) -> None:
    assert (404, "CSMS.0106") == refused(three, operation, *in_path, body=body)


def test_a_deleted_stage_is_gone_and_its_version_stays(three: FakeCsms) -> None:
    answered(three, "UpdateSecretStage", "db", "blue", body=V1)
    response = send(three, "DeleteSecretStage", "db", "blue")
    assert (204, b"", None) == (response.status, response.body, response.header("Content-Length"))
    assert () == three.secret("db").versions["v1"].stages
    assert (404, "CSMS.0005") == refused(three, "ShowSecretStage", "db", "blue")
    assert (404, "CSMS.0005") == refused(three, "DeleteSecretStage", "db", "blue")


@pytest.mark.parametrize("stage", ["SYSCURRENT", "SYSPREVIOUS", "SYSPENDING"])
def test_a_built_in_stage_cannot_be_deleted_be_it_there_or_not(db: FakeCsms, stage: str) -> None:
    assert (400, "CSMS.0105") == refused(db, "DeleteSecretStage", "db", stage)
    assert f"The stage {stage} is built in." == why(db)


@pytest.mark.parametrize(
    ("state", "refusal"), [("FROZEN", (403, "CSMS.0109")), ("PENDING_DELETE", (400, "CSMS.0103"))]
)
def test_the_state_is_told_before_a_built_in_stage(
    db: FakeCsms, state: str, refusal: tuple[int, str]
) -> None:
    if state == "FROZEN":
        db.set_state("db", state)
    else:
        answered(db, "DeleteSecretForSchedule", "db", body={})
    assert refusal == refused(db, "DeleteSecretStage", "db", "SYSCURRENT")


def test_the_journal_knows_secret_and_version(three: FakeCsms) -> None:
    answered(three, "ShowSecretStage", "db", "SYSPREVIOUS")
    assert ("db", "v2") == (three.calls[-1].secret_name, three.calls[-1].version_id)
    answered(three, "CreateSecretStage", "db", body={"name": "blue", **V1})
    assert ("db", "v1") == (three.calls[-1].secret_name, three.calls[-1].version_id)


def test_the_sdk_puts_shows_and_deletes_a_stage(csms: FakeCsms, csms_client: CsmsClient) -> None:
    csms.put_secret("db", "one")
    body = UpdateSecretStageRequestBody(version_id="v1")
    request = UpdateSecretStageRequest(secret_name="db", stage_name="blue", body=body)
    put = csms_client.update_secret_stage(request).stage
    request = ShowSecretStageRequest(secret_name="db", stage_name="blue")
    assert put.to_dict() == csms_client.show_secret_stage(request).stage.to_dict()
    request = DeleteSecretStageRequest(secret_name="db", stage_name="blue")
    assert 204 == csms_client.delete_secret_stage(request).status_code
    assert {"SYSCURRENT": "v1"} == csms.secret("db").stages
