"""Grants: made, listed, changed, taken away. They are kept and judge nothing.

Law 1: a refused call leaves all grants as they were. A resource is granted to a grantee once.
"""

from typing import Any
from urllib.parse import urlencode

import pytest
from huaweicloudsdkcsms import v1
from sending import DAY_MS, NOW_MS, answered, frozen_fake, refused, send, why

from fakecsms import FakeCsms

TO_ANN: dict[str, Any] = {"grantee_type": "0", "grantee_target_id": "ann"}
GROUP: dict[str, Any] = {"resource_id": "g1", "type": "GROUP", **TO_ANN}
NEW_YEAR_MS = 4_133_980_800_000
"""The beginning of the year 2101, as a calendar tells."""


@pytest.fixture
def secret(db: FakeCsms) -> dict[str, Any]:
    """What grants the secret `db` to Ann."""
    return {"resource_id": db.secret("db").id, "type": "SECRET", **TO_ANN}


def grant(fake: FakeCsms, **members: Any) -> dict[str, Any]:
    return dict(answered(fake, "CreateGrants", body={**GROUP, **members})["data"])


def listed(fake: FakeCsms, resource_id: str = "g1") -> dict[str, Any]:
    return dict(answered(fake, "ListGrants", query=of(resource_id))["data"])


def grantees(fake: FakeCsms, resource_id: str = "g1") -> list[str]:
    return [each["user_id"] for each in listed(fake, resource_id)["grantee_user"]]


def of(resource_id: str, **more: str) -> str:
    return urlencode({"resource_id": resource_id, **more})


def test_a_grant_is_made_and_shown(db: FakeCsms, secret: dict[str, Any]) -> None:
    made = grant(db, **secret, validity_time="2101-01-01")
    expected = {
        "resourceId": secret["resource_id"],
        "type": "SECRET",
        "granteeUser": "ann",
        "createTime": NOW_MS,
        "updateTime": NOW_MS,
        "validityTime": NEW_YEAR_MS,
        "state": 0,
        "signature": "",
    }
    assert expected == {name: value for name, value in made.items() if name != "uuid"}
    assert 36 == len(made["uuid"])


def test_a_resource_is_listed_with_all_its_grantees(db: FakeCsms, secret: dict[str, Any]) -> None:
    grant(db, **secret, validity_time="2101-01-01")
    db.clock.advance(days=1)
    grant(db, **{**secret, "grantee_target_id": "ops", "grantee_type": "2"})
    grant(db)
    assert {
        "id": secret["resource_id"],
        "type": "SECRET",
        "create_time": NOW_MS,
        "update_time": NOW_MS + DAY_MS,
        "grantee_user": [
            {
                "user_id": "ann",
                "user_name": "ann",
                "create_time": NOW_MS,
                "validity_time": NEW_YEAR_MS,
            },
            {
                "user_id": "ops",
                "user_name": "ops",
                "create_time": NOW_MS + DAY_MS,
                "validity_time": None,
            },
        ],
    } == listed(db, secret["resource_id"])


def test_a_resource_that_nobody_was_granted_has_no_grantee(fake: FakeCsms) -> None:
    data = listed(fake, "unheard-of")
    assert ("unheard-of", []) == (data["id"], data["grantee_user"])


def test_a_resource_is_granted_to_a_grantee_once() -> None:
    fake = frozen_fake(duplicate_name_code="CSMS.0003")
    grant(fake)
    again = {**GROUP, "grantee_type": "2", "validity_time": "2101-01-01"}
    assert (400, "CSMS.0003") == refused(fake, "CreateGrants", body=again)
    assert "'g1' is granted to 'ann' already." == why(fake)
    grant(fake, grantee_target_id="bob")
    grant(fake, resource_id="g2")
    assert ["ann", "bob"] == grantees(fake)


def test_a_secret_that_is_granted_must_be_there(db: FakeCsms, secret: dict[str, Any]) -> None:
    """By its id; a group is taken as it comes."""
    for wrong in ("db", "0" * 36):
        body = {**secret, "resource_id": wrong}
        assert (404, "CSMS.0005") == refused(db, "CreateGrants", body=body)
        assert f"no secret with the id {wrong!r}" in why(db)
    body = {**secret, "type": "GROUP"}
    assert (404, "CSMS.0005") == refused(db, "CreateGrants", body=secret, project_id="other")
    answered(db, "CreateGrants", body=body, project_id="other")


def test_the_journal_names_the_secret(db: FakeCsms, secret: dict[str, Any]) -> None:
    grant(db, **secret)
    assert ("CreateGrants", "db") == (db.calls[-1].operation, db.calls[-1].secret_name)


def test_grants_change_nobodys_rights(db: FakeCsms, secret: dict[str, Any]) -> None:
    grant(db, **secret, validity_time="1999-01-01")
    assert "one" == answered(db, "ShowSecretVersion", "db", "v1")["version"]["secret_string"]


def test_grants_go_with_their_secret(db: FakeCsms, secret: dict[str, Any]) -> None:
    """A reference to a secret that is gone for good means nothing."""
    grant(db, **secret)
    grant(db)
    answered(db, "DeleteSecret", "db")
    assert [] == grantees(db, secret["resource_id"])
    assert ["ann"] == grantees(db)


def test_an_update_changes_type_and_validity(db: FakeCsms, secret: dict[str, Any]) -> None:
    made = grant(db, **secret)
    db.clock.advance(days=1)
    body = {**secret, "type": "GROUP", "grantee_type": "2", "validity_time": "2101-01-01"}
    changed = answered(db, "UpdateGrant", body=body, query=of(secret["resource_id"]))["data"]
    expected = {
        **made,
        "type": "GROUP",
        "updateTime": NOW_MS + DAY_MS,
        "validityTime": NEW_YEAR_MS,
    }
    assert expected == changed
    assert ["ann"] == grantees(db, secret["resource_id"])


def test_an_update_without_a_validity_takes_it_away(fake: FakeCsms) -> None:
    grant(fake, validity_time="2101-01-01")
    changed = answered(fake, "UpdateGrant", body=GROUP, query=of("g1"))["data"]
    assert changed["validityTime"] is None
    assert listed(fake)["grantee_user"][0]["validity_time"] is None


def test_the_query_says_which_grant_is_changed(fake: FakeCsms) -> None:
    grant(fake)
    grant(fake, resource_id="g2")
    body = {**GROUP, "resource_id": "g2", "validity_time": "2101-01-01"}
    changed = answered(fake, "UpdateGrant", body=body, query=of("g1"))["data"]
    assert ("g1", NEW_YEAR_MS) == (changed["resourceId"], changed["validityTime"])
    assert listed(fake, "g2")["grantee_user"][0]["validity_time"] is None


def test_an_update_needs_its_query(fake: FakeCsms) -> None:
    grant(fake)
    assert (400, "CSMS.0002") == refused(fake, "UpdateGrant", body=GROUP)
    assert "resource_id is missing." == why(fake)


@pytest.mark.parametrize(("resource_id", "grantee"), [("g1", "bob"), ("g2", "ann"), ("G1", "ann")])
def test_what_was_not_granted_cannot_be_changed(
    fake: FakeCsms, resource_id: str, grantee: str
) -> None:
    grant(fake)
    body = {**GROUP, "grantee_target_id": grantee}
    assert (404, "CSMS.0005") == refused(fake, "UpdateGrant", body=body, query=of(resource_id))
    assert f"{resource_id!r} is not granted to {grantee!r}." == why(fake)


def test_a_grant_is_taken_from_one_or_from_all(fake: FakeCsms) -> None:
    for grantee in ("ann", "bob", "eve"):
        grant(fake, grantee_target_id=grantee)
    grant(fake, resource_id="g2")
    answered(fake, "DeleteGrant", query=of("g1", grantee_user="bob"))
    assert ["ann", "eve"] == grantees(fake)
    answered(fake, "DeleteGrant", query=of("g1"))
    assert ([], ["ann"]) == (grantees(fake), grantees(fake, "g2"))
    grant(fake)


def test_an_empty_grantee_means_all(fake: FakeCsms) -> None:
    for grantee in ("ann", "bob"):
        grant(fake, grantee_target_id=grantee)
    answered(fake, "DeleteGrant", query=of("g1", grantee_user=""))
    assert [] == grantees(fake)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (of("g2"), "'g2' is not granted to 'anyone'."),
        (of("g1", grantee_user="bob"), "'g1' is not granted to 'bob'."),
        (of("g1", grantee_user="Ann"), "'g1' is not granted to 'Ann'."),
    ],
)
def test_what_was_not_granted_cannot_be_taken_away(
    fake: FakeCsms, query: str, sentence: str
) -> None:
    grant(fake)
    assert (404, "CSMS.0005") == refused(fake, "DeleteGrant", query=query)
    assert sentence == why(fake)


def test_grants_are_in_a_snapshot_and_forgotten_by_a_reset(fake: FakeCsms) -> None:
    grant(fake)
    snapshot = fake.snapshot()
    answered(fake, "DeleteGrant", query=of("g1"))
    fake.restore(snapshot)
    assert ["ann"] == grantees(fake)
    fake.reset()
    assert [] == grantees(fake)


def test_each_project_has_grants_of_its_own(fake: FakeCsms) -> None:
    grant(fake)
    data = answered(fake, "ListGrants", query=of("g1"), project_id="other")["data"]
    assert [] == data["grantee_user"]


def test_an_error_of_grants_is_flat(fake: FakeCsms) -> None:
    assert {"error_code", "error_msg"} == send(fake, "DeleteGrant", query=of("g1")).json().keys()


def test_the_sdk_grants_and_reads_the_times_as_numbers(
    csms: FakeCsms, csms_client: v1.CsmsClient
) -> None:
    csms.put_secret("db", "x")
    secret_id = csms.secret("db").id
    members = {"resource_id": secret_id, "type": "SECRET", **TO_ANN}
    body = v1.GrantSecretReqBody(**members, validity_time="2101-01-01")
    made = csms_client.create_grants(v1.CreateGrantsRequest(body=body)).data
    assert ("ann", NEW_YEAR_MS, 0) == (made.grantee_user, made.validity_time, made.state)
    update = v1.UpdateGrantRequest(resource_id=secret_id, body=v1.GrantSecretReqBody(**members))
    assert csms_client.update_grant(update).data.validity_time is None
    shown = csms_client.list_grants(v1.ListGrantsRequest(resource_id=secret_id)).data
    assert [("ann", made.create_time)] == [
        (each.user_id, each.create_time) for each in shown.grantee_user
    ]
    csms_client.delete_grant(v1.DeleteGrantRequest(resource_id=secret_id, grantee_user="ann"))
    assert [] == grantees(csms, secret_id)
