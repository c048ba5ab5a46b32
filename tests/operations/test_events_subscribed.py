"""Subscriptions: which event a secret tells, and that such an event can't be deleted.

A secret names at most one event, by its name; the event must be there when it is named.
"""

from typing import Any

import pytest
from huaweicloudsdkcsms.v1 import (
    CsmsClient,
    ListSecretsRequest,
    UpdateSecretRequest,
    UpdateSecretRequestBody,
)
from sending import answered, frozen_fake, refused, why
from test_events import put_event

from fakecsms import FakeCsms


@pytest.fixture
def ops(fake: FakeCsms) -> FakeCsms:
    """A fake with the events `ops` and `audit`, and the secret `db`, which subscribes to `ops`."""
    put_event(fake)
    put_event(fake, "audit")
    fake.put_secret("db", "one", event_subscriptions=["ops"])
    return fake


def subscribed(fake: FakeCsms) -> list[str]:
    """Return the subscriptions of `db`, which show alike wherever a secret is shown."""
    shown = answered(fake, "ShowSecret", "db")["secret"]["event_subscriptions"]
    assert shown == answered(fake, "ListSecrets")["secrets"][0]["event_subscriptions"]
    return list(shown)


def test_a_secret_subscribes_when_it_is_made(ops: FakeCsms) -> None:
    assert ["ops"] == subscribed(ops)
    assert ("ops",) == ops.secret("db").event_subscriptions


@pytest.mark.parametrize("names", [[], None])
def test_a_secret_may_subscribe_to_nothing(fake: FakeCsms, names: list[str] | None) -> None:
    body = {"name": "db", "secret_string": "x", "event_subscriptions": names}
    secret = answered(fake, "CreateSecret", body=body)["secret"]
    assert [] == secret["event_subscriptions"] == subscribed(fake)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"event_subscriptions": ["audit"]}, ["audit"]),
        ({"event_subscriptions": ["ops"]}, ["ops"]),
        ({"event_subscriptions": []}, []),
        ({"event_subscriptions": None}, ["ops"]),
        ({"description": "new"}, ["ops"]),
        ({}, ["ops"]),
    ],
)
def test_an_update_changes_the_subscription_that_it_names(
    ops: FakeCsms, change: dict[str, Any], names: list[str]
) -> None:
    secret = answered(ops, "UpdateSecret", "db", body=change)["secret"]
    assert names == secret["event_subscriptions"] == subscribed(ops)


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["nobody"], "CSMS.0005"),
        (["OPS"], "CSMS.0005"),
        (["ops", "audit"], "CSMS.0002"),
        (["ops", "ops"], "CSMS.0002"),
        ([""], "CSMS.0002"),
        (["a b"], "CSMS.0002"),
        (["x" * 65], "CSMS.0002"),
        ([None], "CSMS.0002"),
        ("ops", "CSMS.0002"),
    ],
)
def test_subscriptions_that_are_refused(ops: FakeCsms, names: Any, code: str) -> None:
    body = {"name": "new", "secret_string": "x", "event_subscriptions": names}
    assert (400, code) == refused(ops, "CreateSecret", body=body)
    change = {"description": "new", "event_subscriptions": names}
    assert (400, code) == refused(ops, "UpdateSecret", "db", body=change)


def test_an_unknown_event_is_a_wrong_parameter_not_an_absent_resource(db: FakeCsms) -> None:
    body = {"event_subscriptions": ["nobody"]}
    assert (400, "CSMS.0005") == refused(db, "UpdateSecret", "db", body=body)
    assert "There is no event 'nobody' to subscribe to." == why(db)


def test_the_event_of_another_project_is_unknown(ops: FakeCsms) -> None:
    body = {"name": "db", "secret_string": "x", "event_subscriptions": ["ops"]}
    assert (400, "CSMS.0005") == refused(ops, "CreateSecret", body=body, project_id="other")


def test_a_disabled_event_can_be_subscribed_to(ops: FakeCsms) -> None:
    answered(ops, "UpdateSecretEvent", "audit", body={"state": "DISABLED"})
    answered(ops, "UpdateSecret", "db", body={"event_subscriptions": ["audit"]})
    assert ["audit"] == subscribed(ops)


def test_one_event_serves_many_secrets(ops: FakeCsms) -> None:
    for name in ("a", "b"):
        ops.put_secret(name, "x", event_subscriptions=["ops"])
    found = answered(ops, "ListSecrets", query="event_name=ops")["secrets"]
    assert ["a", "b", "db"] == [each["name"] for each in found]


@pytest.mark.parametrize(
    ("quirk", "cleared"), [(False, []), (True, [""])], ids=["plain", "as a client saw it"]
)
def test_what_shows_once_the_subscriptions_were_cleared(*, quirk: bool, cleared: list[str]) -> None:
    fake = frozen_fake(empty_subscription_quirk=quirk)
    put_event(fake)
    fake.put_secret("db", "x")
    assert [] == subscribed(fake)
    for names, shown in ((["ops"], ["ops"]), ([], cleared), (["ops"], ["ops"]), ([], cleared)):
        answered(fake, "UpdateSecret", "db", body={"event_subscriptions": names})
        assert shown == subscribed(fake)
    answered(fake, "UpdateSecret", "db", body={"description": "new"})
    assert cleared == subscribed(fake)
    assert () == fake.secret("db").event_subscriptions


def test_an_event_that_is_referenced_cannot_be_deleted(ops: FakeCsms) -> None:
    assert (400, "CSMS.0002") == refused(ops, "DeleteSecretEvent", "ops")
    assert "The secret 'db' subscribes to the event 'ops'; end that first." == why(ops)
    answered(ops, "DeleteSecretEvent", "audit")


@pytest.mark.parametrize("state", ["DISABLED", "FROZEN"])
def test_a_secret_refers_to_its_event_in_every_state(ops: FakeCsms, state: str) -> None:
    ops.set_state("db", state)
    assert (400, "CSMS.0002") == refused(ops, "DeleteSecretEvent", "ops")


def test_a_secret_pending_deletion_refers_to_its_event_until_it_is_gone(ops: FakeCsms) -> None:
    answered(ops, "DeleteSecretForSchedule", "db", body={"recovery_window_in_days": 7})
    ops.clock.advance(days=7, ms=-1)
    assert (400, "CSMS.0002") == refused(ops, "DeleteSecretEvent", "ops")
    ops.clock.advance(ms=1)
    answered(ops, "DeleteSecretEvent", "ops")


@pytest.mark.parametrize("names", [[], ["audit"]])
def test_an_event_that_nobody_refers_to_any_more_can_be_deleted(
    ops: FakeCsms, names: list[str]
) -> None:
    answered(ops, "UpdateSecret", "db", body={"event_subscriptions": names})
    answered(ops, "DeleteSecretEvent", "ops")


def test_an_event_of_that_name_is_another_one_now(ops: FakeCsms) -> None:
    """The filter and the check go by name, but a subscription does not outlive its event."""
    answered(ops, "DeleteSecret", "db")
    answered(ops, "DeleteSecretEvent", "ops")
    put_event(ops)
    assert [] == answered(ops, "ListSecrets", query="event_name=ops")["secrets"]
    answered(ops, "DeleteSecretEvent", "ops")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("event_name=ops", ["db"]),
        ("event_name=audit", ["zz"]),
        ("event_name=nobody", []),
        ("event_name=ops&marker=db", []),
        ("event_name=audit&marker=db", ["zz"]),
    ],
)
def test_secrets_are_found_by_their_event(ops: FakeCsms, query: str, names: list[str]) -> None:
    ops.put_secret("zz", "x", event_subscriptions=["audit"])
    ops.put_secret("none", "x")
    answer = answered(ops, "ListSecrets", query=query)
    assert names == [each["name"] for each in answer["secrets"]]
    assert len(names) == answer["page_info"]["current_count"]


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_pages_of_one_event_put_together_are_all_its_secrets(ops: FakeCsms, limit: int) -> None:
    for name in ("a", "b", "c", "x", "y"):
        ops.put_secret(name, "x", event_subscriptions=["ops" if name < "d" else "audit"])
    found: list[str] = []
    marker: str | None = ""
    while marker is not None:
        query = f"event_name=ops&limit={limit}&marker={marker}"
        answer = answered(ops, "ListSecrets", query=query)
        found += (each["name"] for each in answer["secrets"])
        marker = answer["page_info"]["next_marker"]
    assert ["a", "b", "c", "db"] == found


@pytest.mark.parametrize("name", ["", "x" * 65])
def test_filters_that_are_refused(ops: FakeCsms, name: str) -> None:
    assert (400, "CSMS.0002") == refused(ops, "ListSecrets", query=f"event_name={name}")


def test_the_sdk_subscribes_and_finds(csms: FakeCsms, csms_client: CsmsClient) -> None:
    put_event(csms)
    csms.put_secret("db", "x")
    body = UpdateSecretRequestBody(event_subscriptions=["ops"])
    updated = csms_client.update_secret(UpdateSecretRequest(secret_name="db", body=body)).secret
    assert ["ops"] == updated.event_subscriptions
    (found,) = csms_client.list_secrets(ListSecretsRequest(event_name="ops")).secrets
    assert ("db", ["ops"]) == (found.name, found.event_subscriptions)
