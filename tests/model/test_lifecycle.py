"""`fakecsms.model.lifecycle`: which operation is allowed in which state.

The cells themselves are sent for real in `tests/operations/test_lifecycle_cells.py`.
"""

import pytest
from entities import secret_with

from fakecsms.errors import ALREADY_SCHEDULED, NOT_ENABLED, NOT_SCHEDULED, CsmsError, Refusal
from fakecsms.model.lifecycle import TABLE, permit
from fakecsms.model.secret import SecretState
from fakecsms.operations import OPERATIONS

MAKES_SECRETS = {"CreateSecret", "UploadSecretBlob", "BatchImportSecrets"}
ABOUT_SOMETHING_ELSE = {
    *("CreateSecretEvent", "ListSecretEvents", "ShowSecretEvent", "UpdateSecretEvent"),
    *("DeleteSecretEvent", "ListNotificationRecords", "ListSecretTask"),
    *("CreateAgency", "ShowAgency", "ShowSecretFunctionTemplates"),
    *("CreateGrants", "ListGrants", "UpdateGrant", "DeleteGrant"),
    *("ListUsers", "ShowUserDetail", "UpdateUserPassword", "GenerateRandomPassword"),
    *("CheckSecrets", "ShowSecretsConfig", "UpdateSecretsConfig", "ListSupportRegions"),
    *("ListProjectSecretsTags", "ListResourceInstances"),
}
"""What is told over all secrets is told whatever their state."""


def test_every_operation_on_a_secret_that_is_there_has_a_row() -> None:
    every = {row.name for row in OPERATIONS}
    assert TABLE.keys() == every - MAKES_SECRETS - ABOUT_SOMETHING_ELSE
    assert every >= MAKES_SECRETS | ABOUT_SOMETHING_ELSE


@pytest.mark.parametrize("operation", TABLE)
def test_every_row_has_every_state(operation: str) -> None:
    assert set(SecretState) == TABLE[operation].keys()
    assert {Refusal, type(None)} >= {type(each) for each in TABLE[operation].values()}


@pytest.mark.parametrize("state", SecretState)
@pytest.mark.parametrize("operation", TABLE)
def test_what_the_table_refuses_is_raised_and_nothing_else(
    operation: str, state: SecretState
) -> None:
    secret, refusal = secret_with(1).in_state(state), TABLE[operation][state]
    if refusal is None:
        permit(operation, secret)
        return
    with pytest.raises(CsmsError) as caught:
        permit(operation, secret)
    assert refusal is caught.value.refusal
    assert f"{operation} is not allowed while the secret 'db' is {state}." == caught.value.why


def test_the_states_are_four_and_spelled_as_the_service_does() -> None:
    assert ["ENABLED", "DISABLED", "PENDING_DELETE", "FROZEN"] == list(SecretState)


def test_some_cells_by_their_names() -> None:
    assert NOT_ENABLED is TABLE["ShowSecretVersion"][SecretState.DISABLED]
    assert NOT_SCHEDULED is TABLE["RestoreSecret"][SecretState.ENABLED]
    assert ALREADY_SCHEDULED is TABLE["DeleteSecretForSchedule"][SecretState.PENDING_DELETE]
    assert TABLE["DeleteSecret"][SecretState.FROZEN] is None


def test_an_operation_without_a_row_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        permit("CreateAgency", secret_with(1))
