"""Every cell of operation x state, sent for real.

The table below is written from the API pages and the error page, not from the code: which states
let an operation through, and the status and code where one does not. Law 1: `sending` compares the
snapshots before and after each refusal.
"""

from typing import Any

import pytest
from contract import FACTS
from sending import TOMORROW_MS, answered, refused, why

from fakecsms import FakeCsms

STATES = ("ENABLED", "DISABLED", "PENDING_DELETE", "FROZEN")
OK = None
NOT_ENABLED = (403, "CSMS.0109")
PENDING = (400, "CSMS.0103")
SCHEDULED = (400, "CSMS.0107")
NOT_SCHEDULED = (400, "CSMS.0108")

CELLS: dict[str, tuple[tuple[int, str] | None, ...]] = {
    # name                    ENABLED        DISABLED       PENDING_DELETE  FROZEN
    "CreateSecret": (OK, OK, OK, OK),
    "ListSecrets": (OK, OK, OK, OK),
    "ShowSecret": (OK, OK, OK, OK),
    "UpdateSecret": (OK, OK, PENDING, NOT_ENABLED),
    "DeleteSecret": (OK, OK, OK, OK),
    "DeleteSecretForSchedule": (OK, OK, SCHEDULED, NOT_ENABLED),
    "RestoreSecret": (NOT_SCHEDULED, NOT_SCHEDULED, OK, NOT_SCHEDULED),
    "CreateSecretVersion": (OK, NOT_ENABLED, PENDING, NOT_ENABLED),
    "ListSecretVersions": (OK, OK, OK, OK),
    "ShowSecretVersion": (OK, NOT_ENABLED, PENDING, NOT_ENABLED),
    "UpdateVersion": (OK, NOT_ENABLED, PENDING, NOT_ENABLED),
    "BatchShowSecretVersion": (OK, NOT_ENABLED, PENDING, NOT_ENABLED),
    "CreateSecretStage": (OK, OK, PENDING, NOT_ENABLED),
    "ShowSecretStage": (OK, OK, OK, OK),
    "UpdateSecretStage": (OK, OK, PENDING, NOT_ENABLED),
    "DeleteSecretStage": (OK, OK, PENDING, NOT_ENABLED),
}

CALLS: dict[str, tuple[list[str], dict[str, object] | None]] = {
    "CreateSecret": ([], {"name": "another", "secret_string": "x"}),
    "ListSecrets": ([], None),
    "ShowSecret": (["db"], None),
    "UpdateSecret": (["db"], {"description": "new"}),
    "DeleteSecret": (["db"], None),
    "DeleteSecretForSchedule": (["db"], {"recovery_window_in_days": 9}),
    "RestoreSecret": (["db"], None),
    "CreateSecretVersion": (["db"], {"secret_string": "two"}),
    "ListSecretVersions": (["db"], None),
    "ShowSecretVersion": (["db", "v1"], None),
    "UpdateVersion": (["db", "v1"], {"expire_time": TOMORROW_MS}),
    "BatchShowSecretVersion": ([], {"secret_name_list": ["db"]}),
    "CreateSecretStage": (["db"], {"name": "green", "version_id": "v1"}),
    "ShowSecretStage": (["db", "blue"], None),
    "UpdateSecretStage": (["db", "green"], {"version_id": "v1"}),
    "DeleteSecretStage": (["db", "blue"], None),
}

READING = {
    "ListSecrets",
    "ShowSecret",
    "ListSecretVersions",
    "ShowSecretVersion",
    "BatchShowSecretVersion",
    "ShowSecretStage",
}


def in_state(fake: FakeCsms, state: str) -> FakeCsms:
    """Give the fake a secret `db` with the stage `blue`, in this state."""
    fake.put_secret("db", "one")
    answered(fake, "UpdateSecretStage", "db", "blue", body={"version_id": "v1"})
    if state == "PENDING_DELETE":
        answered(fake, "DeleteSecretForSchedule", "db", body={})
    else:
        fake.set_state("db", state)
    assert state == fake.secret("db").state
    return fake


def test_the_table_has_every_operation_and_every_state() -> None:
    assert FACTS.keys() == CELLS.keys() == CALLS.keys()
    assert {len(STATES)} == set(map(len, CELLS.values()))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("operation", CELLS)
def test_cell(fake: FakeCsms, operation: str, state: str) -> None:
    in_state(fake, state)
    in_path, body = CALLS[operation]
    refusal = CELLS[operation][STATES.index(state)]
    if refusal is None:
        before = fake.snapshot()
        answered(fake, operation, *in_path, body=body)
        assert (operation in READING) == (before == fake.snapshot())
    else:
        assert refusal == refused(fake, operation, *in_path, body=body)
        assert f"{operation} is not allowed while the secret 'db' is {state}." == why(fake)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("operation", CELLS)
def test_an_allowed_call_leaves_the_state_but_for_schedule_restore_and_delete(
    fake: FakeCsms, operation: str, state: str
) -> None:
    after: dict[tuple[str, bool], Any] = {
        ("DeleteSecretForSchedule", True): ["PENDING_DELETE"],
        ("RestoreSecret", True): ["ENABLED"],
        ("DeleteSecret", True): [],
    }
    in_state(fake, state)
    in_path, body = CALLS[operation]
    allowed = CELLS[operation][STATES.index(state)] is None
    (answered if allowed else refused)(fake, operation, *in_path, body=body)
    left = [each.state for each in fake.secrets() if each.name == "db"]
    assert after.get((operation, allowed), [state]) == left
