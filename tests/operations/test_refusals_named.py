"""Every refusal that the fake knows is provoked by a call that a client may send.

The table is keyed by the name of the constant in `fakecsms.errors`; the last test looks for
refusals that no call provokes.
"""

from collections.abc import Callable

import pytest
from contract import ERROR_TEXTS
from sending import answered, frozen_fake, send

from fakecsms import FakeCsms, FakeCsmsBugError, errors
from fakecsms.gateway.messages import Request, Response

ONE = {"secret_string": "x"}
Provoke = Callable[[FakeCsms], Response]


def pending(fake: FakeCsms) -> FakeCsms:
    answered(fake, "DeleteSecretForSchedule", "db", body={})
    return fake


def with_dead_key(fake: FakeCsms) -> FakeCsms:
    fake.kms.delete(fake.secret("db").kms_key_id)
    return fake


def in_state(fake: FakeCsms, state: str) -> FakeCsms:
    fake.set_state("db", state)
    return fake


def small(**options: object) -> FakeCsms:
    fake = frozen_fake(**options)
    fake.put_secret("db", "x")
    return fake


def second_tag(fake: FakeCsms) -> Response:
    """Put two tags on a secret, one after the other."""
    secret_id = fake.secret("db").id
    answered(fake, "CreateSecretTag", secret_id, body={"tag": {"key": "a"}})
    return send(fake, "CreateSecretTag", secret_id, body={"tag": {"key": "b"}})


def cut_off(fake: FakeCsms) -> Response:
    """Send what a door hands in when the client broke off."""
    path, headers = f"/v1/{fake.project_id}/secrets", {"x-auth-token": "t"}
    return fake.gate.handle(Request(method="GET", path=path, headers=headers, whole=False))


class Ruin:
    """Projects of which none can be had."""

    def __getitem__(self, name: str) -> None:
        """Fail."""
        raise ZeroDivisionError(name)


def broken(fake: FakeCsms) -> Response:
    """No call brings out a bug by itself, so the state is ruined behind the fake's back."""
    fake.gate.account._projects = Ruin()
    path, headers = f"/v1/{fake.project_id}/secrets/db", {"x-auth-token": "t"}
    return fake.gate.handle(Request(method="GET", path=path, headers=headers))


TOO_MANY = {"X-Auth-Token": "t", "X-More": "", "X-Most": ""}
PROVOKED: dict[str, Provoke] = {
    "INVALID_PARAMETER": lambda fake: send(fake, "ListSecrets", query="limit=0"),
    "INVALID_REQUEST": lambda _: send(
        small(duplicate_name_code="CSMS.0003"), "CreateSecret", body={"name": "db", **ONE}
    ),
    "WRONG_BODY": lambda fake: send(fake, "CreateSecret", body=b"{"),
    "ABSENT": lambda fake: send(fake, "ShowSecretStage", "db", "blue"),
    "UNKNOWN_EVENT": lambda fake: send(
        fake, "CreateSecret", body={"name": "b", **ONE, "event_subscriptions": ["e"]}
    ),
    "PENDING_DELETION": lambda fake: send(pending(fake), "ShowSecretVersion", "db", "v1"),
    "BUILTIN_STAGE": lambda fake: send(fake, "DeleteSecretStage", "db", "SYSCURRENT"),
    "ABSENT_SECRET": lambda fake: send(fake, "ShowSecret", "nobody"),
    "ALREADY_SCHEDULED": lambda fake: send(pending(fake), "DeleteSecretForSchedule", "db", body={}),
    "NOT_SCHEDULED": lambda fake: send(fake, "RestoreSecret", "db"),
    "NOT_ENABLED": lambda fake: send(in_state(fake, "FROZEN"), "UpdateSecret", "db", body={}),
    "SECRET_QUOTA": lambda _: send(
        small(secrets_per_project_max=1), "CreateSecret", body={"name": "b", **ONE}
    ),
    "QUOTA": lambda _: second_tag(small(tags_per_secret_max=1)),
    "STAGE_LIMIT": lambda _: send(
        small(stages_per_secret_max=1), "UpdateSecretStage", "db", "b", body={"version_id": "v1"}
    ),
    "TOO_MANY_STAGES": lambda _: send(
        small(stages_per_secret_max=1),
        "CreateSecretVersion",
        "db",
        body={**ONE, "version_stages": ["b"]},
    ),
    "KEY_UNUSABLE": lambda fake: send(with_dead_key(fake), "ShowSecretVersion", "db", "v1"),
    "UNKNOWN_PATH": lambda fake: fake.call("GET", "/v1/nowhere"),
    "UNKNOWN_METHOD": lambda fake: fake.call("DELETE", f"/v1/{fake.project_id}/secrets"),
    "BAD_REQUEST": cut_off,
    "BODY_TOO_LARGE": lambda _: send(small(body_bytes_max=1), "CreateSecret", body={}),
    "TOO_MANY_HEADERS": lambda _: send(small(headers_max=2), "ListSecrets", headers=TOO_MANY),
    "NO_CREDENTIALS": lambda fake: send(fake, "ListSecrets", headers={}),
    "NOT_MODELLED": lambda fake: fake.call("POST", "/v1.0/p/kms/list-keys"),
    "BUG": broken,
}
TEXTS = {
    "UNKNOWN_PATH": "The API does not exist or has not been published in the environment.",
    "UNKNOWN_METHOD": "The API does not exist.",
    "BAD_REQUEST": "API request error.",
    "BODY_TOO_LARGE": "Request entity too large.",
    "TOO_MANY_HEADERS": "Request headers too large.",
    "NO_CREDENTIALS": "Incorrect IAM authentication information: x-auth-token not found",
    "NOT_MODELLED": (
        "fakecsms does not model the key management service (KMS), which shares the host with CSMS."
    ),
    "BUG": "A bug of fakecsms. The test that met it shows its trace.",
}


@pytest.mark.parametrize("name", PROVOKED)
def test_the_refusal_reaches_the_client(db: FakeCsms, name: str) -> None:
    refusal = getattr(errors, name)
    response = PROVOKED[name](db)
    body = response.json()
    error = body.get("error", body)
    assert (refusal.status, refusal.code) == (response.status, error["error_code"])
    assert (TEXTS.get(name) or ERROR_TEXTS[refusal.code]) == error["error_msg"]
    gateway = {"request_id"} if refusal.code.startswith("APIGW.") else set()
    assert {"error_code", "error_msg", *gateway} == error.keys()


def test_a_bug_is_kept_and_raised_by_check(db: FakeCsms) -> None:
    response = broken(db)
    assert isinstance(response.bug, ZeroDivisionError)
    assert "A ZeroDivisionError in fakecsms." == db.calls[-1].why
    with pytest.raises(FakeCsmsBugError) as caught:
        db.check()
    assert response.bug is caught.value.__cause__


def test_a_bug_is_raised_by_the_call_that_met_it(db: FakeCsms) -> None:
    broken(db)
    with pytest.raises(FakeCsmsBugError, match=r"<Request GET /v1/\w+/secrets 0 bytes>") as caught:
        send(db, "ListSecrets")
    assert db.bugs[-1] is caught.value.__cause__


def test_every_refusal_is_provoked() -> None:
    named = {name for name, each in vars(errors).items() if isinstance(each, errors.Refusal)}
    assert named == PROVOKED.keys()
    assert {getattr(errors, name) for name in named} == set(errors.REFUSALS)
