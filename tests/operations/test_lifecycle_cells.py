"""Every cell of operation x state, sent for real.

The table below is written from the API pages and the error page, not from the code: which states
let an operation through, and the status and code where one does not. Law 1: `sending` compares the
snapshots before and after each refusal.
"""

from typing import Any

import pytest
from contract import FACTS
from one_of_each import Sent, prepared
from sending import answered, refused, why

from fakecsms import FakeCsms

STATES = ("ENABLED", "DISABLED", "PENDING_DELETE", "FROZEN")
OK = None
NOT_ENABLED = (403, "CSMS.0109")
PENDING = (400, "CSMS.0103")
SCHEDULED = (400, "CSMS.0107")
NOT_SCHEDULED = (400, "CSMS.0108")

WHATEVER_THE_STATE = (
    *("CreateSecretTag", "DeleteSecretTag", "ListSecretTags", "BatchCreateOrDeleteTags"),
    *("ListProjectSecretsTags", "ListResourceInstances", "DeleteSecretReplica"),
    *("BatchDeleteSecrets", "ListSupportRegions", "UploadSecretBlob", "BatchImportSecrets"),
    *("ListSecretTask", "CreateAgency", "ShowAgency", "ShowSecretFunctionTemplates"),
    *("CreateSecretEvent", "ListSecretEvents", "ShowSecretEvent", "UpdateSecretEvent"),
    *("DeleteSecretEvent", "ListNotificationRecords", "CheckSecrets", "ShowSecretsConfig"),
    *("UpdateSecretsConfig", "CreateGrants", "ListGrants", "UpdateGrant", "DeleteGrant"),
    *("ListUsers", "ShowUserDetail", "UpdateUserPassword", "GenerateRandomPassword"),
)
"""Tags and copies are a guess; a batch is deleted in every state; the others ask for none."""

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
    "DownloadSecretBlob": (OK, OK, PENDING, NOT_ENABLED),
    "RotateSecret": (OK, NOT_ENABLED, PENDING, NOT_ENABLED),
    "CreateSecretReplica": (OK, NOT_ENABLED, PENDING, NOT_ENABLED),
    **dict.fromkeys(WHATEVER_THE_STATE, (OK, OK, OK, OK)),
}

READING = {
    *("ListSecrets", "ShowSecret", "ListSecretVersions", "ShowSecretVersion"),
    *("BatchShowSecretVersion", "ShowSecretStage", "DownloadSecretBlob", "ListSecretTags"),
    *("ListProjectSecretsTags", "ListResourceInstances", "ListSecretTask", "ShowAgency"),
    *("ShowSecretFunctionTemplates", "ListSecretEvents", "ShowSecretEvent"),
    *("ListNotificationRecords", "ListGrants", "ListSupportRegions", "CheckSecrets"),
    *("ShowSecretsConfig", "ListUsers", "ShowUserDetail", "GenerateRandomPassword"),
}


def in_state(operation: str, state: str) -> tuple[FakeCsms, Sent]:
    """Make a fake whose secret `db` is in this state, and return it with the call to send."""
    fake, calls = prepared(operation)
    if state == "PENDING_DELETE":
        answered(fake, "DeleteSecretForSchedule", "db", body={})
    else:
        fake.set_state("db", state)
    assert state == fake.secret("db").state
    return fake, calls[operation]


def test_the_table_has_every_operation_and_every_state() -> None:
    _, calls = prepared()
    assert FACTS.keys() == CELLS.keys() == calls.keys()
    assert {len(STATES)} == set(map(len, CELLS.values()))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("operation", CELLS)
def test_cell(operation: str, state: str) -> None:
    fake, call = in_state(operation, state)
    how = {"body": call.body, "query": call.query}
    refusal = CELLS[operation][STATES.index(state)]
    if refusal is None:
        before = fake.snapshot()
        answered(fake, operation, *call.in_path, **how)
        assert (operation in READING) == (before == fake.snapshot())
    else:
        assert refusal == refused(fake, operation, *call.in_path, **how)
        assert f"{operation} is not allowed while the secret 'db' is {state}." == why(fake)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("operation", CELLS)
def test_an_allowed_call_leaves_the_state_but_for_schedule_restore_and_delete(
    operation: str, state: str
) -> None:
    after: dict[tuple[str, bool], Any] = {
        ("DeleteSecretForSchedule", True): ["PENDING_DELETE"],
        ("RestoreSecret", True): ["ENABLED"],
        ("DeleteSecret", True): [],
        ("BatchDeleteSecrets", True): [],
    }
    fake, call = in_state(operation, state)
    allowed = CELLS[operation][STATES.index(state)] is None
    send = answered if allowed else refused
    send(fake, operation, *call.in_path, body=call.body, query=call.query)
    left = [each.state for each in fake.secrets() if each.name == "db"]
    assert after.get((operation, allowed), [state]) == left
