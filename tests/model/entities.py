"""Entities that the tests of the model begin with."""

from typing import Any

from fakecsms.chance import Chance
from fakecsms.choices import Choices
from fakecsms.limits import Limits
from fakecsms.model.account import Account, AccountState, Terms
from fakecsms.model.secret import Metadata, Secret
from fakecsms.model.tenancy import Tenancy
from fakecsms.model.version import Sealed

LIMITS = Limits()
CHOICES = Choices()


def empty_account(state: AccountState | None = None, **terms: Any) -> Account:
    """Return an account without projects, or as a state says."""
    made = {"limits": LIMITS, "choices": CHOICES, "chance": Chance(1), "tenancy": Tenancy()}
    return Account(Terms(**{**made, **terms}), state)


def sealed(number: int) -> Sealed:
    """Return a value that is known by the number of its version."""
    return Sealed(kms_key_id="k", octets=f"sealed-{number}".encode(), is_binary=False)


def bare_secret(**members: Any) -> Secret:
    """Return a secret without a version."""
    made: dict[str, Any] = {
        "id": "0",
        "name": "db",
        "secret_type": "COMMON",
        "rotation_config": None,
        "enterprise_project_id": "0",
        "metadata": Metadata(kms_key_id="k"),
        "create_time_ms": 1_000,
        "update_time_ms": 1_000,
    }
    return Secret(**{**made, **members})


def grown(
    secret: Secret,
    *stage_names: str,
    at_ms: int = 1_000,
    limits: Limits = LIMITS,
    choices: Choices = CHOICES,
) -> Secret:
    """Return the secret with one version more; without names it gets SYSCURRENT."""
    names = stage_names or ("SYSCURRENT",)
    return secret.with_version(sealed, names, at_ms=at_ms, limits=limits, choices=choices)


def secret_with(versions: int) -> Secret:
    """Return a secret with this many versions, each of which had SYSCURRENT."""
    secret = bare_secret()
    for _ in range(versions):
        secret = grown(secret)
    return secret


def placed(secret: Secret) -> dict[str, str]:
    """Return on which version each stage is."""
    return {name: f"v{at.version_number}" for name, at in secret.stages.items()}


def ids(secret: Secret) -> list[str]:
    """Return the ids of the versions, oldest first."""
    return [each.id for each in secret.versions]
