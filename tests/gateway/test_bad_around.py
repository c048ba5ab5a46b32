"""Grants, passwords, checks, agencies, instances, copies and backups: members beyond their bounds.

The law: what breaks a member's rule is CSMS.0002, told by the member's name and without what it
held; an impossible set of rules for a password is told as that.
"""

import json
from typing import Any

import pytest
from good_calls import BLOB, CANARY, GOOD, REGION, SECRETS, filled_fake
from refusing import refused

from fakecsms import FakeCsms

_grants = pytest.mark.parametrize("operation", ["CreateGrants", "UpdateGrant"])
_GRANT_LET_IN = [
    ("type", "GROUP"),
    ("type", "group"),
    ("type", "Group"),
    ("grantee_type", "0"),
    ("grantee_type", "2"),
    ("validity_time", "2101-01-31"),
    ("validity_time", "1999-12-31"),
    ("validity_time", "2104-02-29"),
    ("validity_time", "0001-01-01"),
    ("validity_time", "9999-12-31"),
    ("validity_time", None),
]
_GRANT_REFUSED = [
    ("type", ""),
    ("type", "USER"),
    ("type", "SECRET "),
    ("type", "group\n"),
    ("type", CANARY),
    ("grantee_type", ""),
    ("grantee_type", "1"),
    ("grantee_type", "00"),
    ("grantee_type", CANARY),
    ("grantee_target_id", ""),
    ("grantee_target_id", "u" * 65),
    ("grantee_target_id", CANARY * 4),
    ("validity_time", ""),
    ("validity_time", "2101"),
    ("validity_time", "2101-02-29"),
    ("validity_time", "2101-13-01"),
    ("validity_time", "2101-00-01"),
    ("validity_time", "2101-1-1"),
    ("validity_time", "31-01-2101"),
    ("validity_time", "2101/01/31"),
    ("validity_time", "21010131"),
    ("validity_time", "\u0662101-01-31"),
    ("validity_time", "2101-W05-1"),
    ("validity_time", "2101-01-31T00:00:00Z"),
    ("validity_time", "2101-01-31\n"),
    ("validity_time", "4135968000000"),
    ("validity_time", "10000-01-01"),
    ("validity_time", CANARY),
]
_REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("CreateGrants", {"resource_id": ""}, "resource_id must be 1 to 64 characters"),
    ("CreateGrants", {"resource_id": "r" * 65}, "resource_id must be 1 to 64 characters"),
    *(
        ("CreateAgency", {"secret_type": each}, "secret_type must be one of RDS-FG, GaussDB-FG")
        for each in ("", "COMMON", "RDS", "rds-fg", "RDS-FG\n", CANARY)
    ),
    ("UpdateUserPassword", {"password": ""}, "password must be 1 to 255 characters"),
    ("UpdateUserPassword", {"password": "é" * 256}, "password must be 1 to 255 characters"),
    ("UpdateUserPassword", {"password": CANARY * 13}, "password must be 1 to 255 characters"),
    ("UpdateUserPassword", {"old_password": ""}, "old_password is not the user's password"),
    ("UpdateUserPassword", {"old_password": "no"}, "old_password is not the user's password"),
    ("CheckSecrets", {"type": ""}, "type must not be empty"),
    ("CheckSecrets", {"data": {}}, "data must hold the texts to check"),
    ("CheckSecrets", {"data": {"a": ""}}, "data must hold the texts to check"),
    ("CheckSecrets", {"data": {"a": None}}, "data must hold the texts to check"),
    ("CheckSecrets", {"data": {"a": CANARY, "b": [CANARY]}}, "data must hold the texts to check"),
    ("CheckSecrets", {"data": {CANARY: {CANARY: 7}}}, "data must hold the texts to check"),
    ("BatchDeleteSecrets", {"instance_id": ""}, "instance_id must not be empty"),
    *(
        ("BatchDeleteSecrets", {"instance_type": each}, "instance_type must be one of RDS, Taurus")
        for each in ("", "rds", "RDS-FG", "MySQL", CANARY)
    ),
    ("CreateSecretReplica", {"region": ""}, "region must not be empty"),
    ("CreateSecretReplica", {"region": "cn-north-4"}, "region must name another region's project"),
    ("CreateSecretReplica", {"region": CANARY}, f"region must .*there are: {REGION}"),
    ("CreateSecretReplica", {"kms_key_id": "k"}, "kms_key_id must be 2 to 64 characters"),
    ("CreateSecretReplica", {"kms_key_id": "é" * 65}, "kms_key_id must be 2 to 64 characters"),
    ("UploadSecretBlob", {"secret_blob": ""}, "secret_blob is no backup"),
    ("UploadSecretBlob", {"secret_blob": CANARY}, "secret_blob is no backup"),
    ("UploadSecretBlob", {"secret_blob": BLOB[1:]}, "secret_blob is no backup"),
    ("UploadSecretBlob", {"secret_blob": BLOB[:-1]}, "secret_blob was altered"),
    ("UploadSecretBlob", {"secret_blob": BLOB + "."}, "secret_blob was altered"),
    ("UploadSecretBlob", {"secret_blob": BLOB.rsplit(".", 1)[0]}, "secret_blob was altered"),
    ("UploadSecretBlob", {"secret_blob": BLOB + "A" * 5_242_880}, "secret_blob must be at most"),
    ("BatchImportSecrets", {"secrets": []}, "secrets must not be empty"),
]
_NO_RULES: list[tuple[dict[str, Any], str]] = [
    ({"length": 0}, "length must be from 1 to 255"),
    ({"length": -1}, "length must be from 1 to 255"),
    ({"length": 256}, "length must be from 1 to 255"),
    ({"length": 10**30}, "length must be from 1 to 255"),
    (
        {f"exclude_{each}": True for each in ("lowercase", "uppercase", "numbers", "punctuation")},
        "The rules leave no character",
    ),
    ({"length": 3, "require_each_included_type": True}, "The rules require 4 types of characters"),
    (
        {"length": 4, "require_each_included_type": True, "include_space": True},
        "The rules require 5 types of characters in 4",
    ),
    (
        {"exclude_characters": "0123456789", "require_each_included_type": True},
        "The rules exclude every character of a type",
    ),
    (
        {"exclude_characters": " ", "include_space": True, "require_each_included_type": True},
        "The rules exclude every character of a type",
    ),
]


def _id(value: object) -> str:
    return ascii(value)[:50]


@_grants
@pytest.mark.parametrize(("member", "value"), _GRANT_LET_IN, ids=_id)
def test_a_grant_at_its_bounds_is_let_in(
    fake: FakeCsms, operation: str, member: str, value: str | None
) -> None:
    call = GOOD[operation].sending(**{member: value})
    assert 200 == fake.call(call.method, call.path, body=call.body).status


@_grants
@pytest.mark.parametrize(("member", "value"), _GRANT_REFUSED, ids=_id)
def test_a_grant_beyond_its_bounds_is_refused(
    fake: FakeCsms, operation: str, member: str, value: str
) -> None:
    call = GOOD[operation].sending(**{member: value})
    refused(fake, "CSMS.0002", call, call.body, about=f"{member} must be ")


@pytest.mark.parametrize("target", ["u", "é" * 64])
def test_a_grantee_has_1_to_64_characters(fake: FakeCsms, target: str) -> None:
    call = GOOD["CreateGrants"].sending(grantee_target_id=target, resource_id="€" * 64)
    data = fake.call(call.method, call.path, body=call.body).json()["data"]
    assert (target, "€" * 64) == (data["granteeUser"], data["resourceId"])


@pytest.mark.parametrize(("operation", "members", "about"), _REFUSED, ids=_id)
def test_what_is_beyond_its_bounds_is_refused(
    fake: FakeCsms, operation: str, members: dict[str, Any], about: str
) -> None:
    call = GOOD[operation].sending(**members)
    for part in about.split(".*"):
        refused(fake, "CSMS.0002", call, call.body, about=part)


@pytest.mark.parametrize(("rules", "about"), _NO_RULES, ids=_id)
def test_rules_that_no_password_can_have_are_refused(
    fake: FakeCsms, rules: dict[str, Any], about: str
) -> None:
    call = GOOD["GenerateRandomPassword"]
    refused(fake, "CSMS.0002", call, rules, about=about)


@pytest.mark.parametrize(
    ("rules", "length"),
    [
        ({}, 32),
        ({"length": None}, 32),
        ({"length": 1}, 1),
        ({"length": 255}, 255),
        ({"length": 4, "require_each_included_type": True}, 4),
        ({"length": 5, "require_each_included_type": True, "include_space": True}, 5),
        ({"length": 7, "exclude_characters": ""}, 7),
        ({"length": 7, "exclude_characters": "é🔑" + CANARY}, 7),
    ],
    ids=_id,
)
def test_rules_at_their_bounds_make_a_password(
    fake: FakeCsms, rules: dict[str, Any], length: int
) -> None:
    call = GOOD["GenerateRandomPassword"]
    assert length == len(fake.call(call.method, call.path, body=rules).json()["password"])


@pytest.mark.parametrize("name", ["", "strict", CANARY])
def test_a_policy_of_passwords_is_absent_whatever_its_name(fake: FakeCsms, name: str) -> None:
    call = GOOD["GenerateRandomPassword"]
    before = fake.snapshot()
    response = fake.call(call.method, call.path, body={"password_policy_name": name})
    assert (404, "CSMS.0005") == (response.status, response.json()["error_code"])
    assert before == fake.snapshot()


_NO_ITEMS: list[Any] = [
    None,
    True,
    7,
    "text",
    [],
    {},
    {"name": 7, "secret_string": CANARY},
    {"name": "a.b", "secret_string": CANARY},
    {"name": "db", "secret_string": CANARY},
    {"name": "new"},
    {"name": "new", "secret_string": CANARY, "secret_binary": "AAAA"},
    {"name": "new", "secret_string": CANARY, "description": "x" * 2_049},
    {"name": "new", "secret_string": CANARY, "event_subscriptions": ["no-such"]},
    {"name": "new", "secret_string": CANARY, "secret_type": "RDS-FG"},
]


@pytest.mark.parametrize("item", _NO_ITEMS, ids=_id)
def test_an_item_of_an_import_is_refused_as_its_creation_would_be_and_the_others_are_not(
    item: Any,
) -> None:
    fake, alone = filled_fake(), filled_fake()
    fine = {"name": "fine", "secret_string": CANARY}
    told = fake.call("POST", f"{SECRETS}/batch-import", body={"secrets": [item, fine]}).json()
    (error,) = told.pop("error_list")
    assert {"total": 2, "success": 1, "failed": 1} == told
    name = item.get("name") if isinstance(item, dict) else ""
    assert (name if isinstance(name, str) else "") == error["name"]
    refusal = alone.call("POST", SECRETS, body=json.dumps(item)).json()
    assert refusal["error_msg"] == error["error_msg"]
    assert ["db", "fine", "gone"] == [each.name for each in fake.secrets()]


@pytest.mark.parametrize(
    ("operation", "path"),
    [
        ("CreateSecretTag", "/v1/p/csms/{}/tags"),
        ("ListSecretTags", "/v1/p/csms/{}/tags"),
        ("BatchCreateOrDeleteTags", "/v1/p/csms/{}/tags/action"),
        ("DeleteSecretTag", "/v1/p/csms/{}/tags/team"),
        ("ShowUserDetail", "/v1/csms/users/{}"),
        ("DeleteSecretReplica", SECRETS + "/db/replicas/{}"),
    ],
)
@pytest.mark.parametrize("unknown", ["db", "0", "0" * 36, "a.b", "%0A", "%F0%9F%94%91", "x" * 300])
def test_what_an_unknown_id_names_is_absent(
    fake: FakeCsms, operation: str, path: str, unknown: str
) -> None:
    call = GOOD[operation]._replace(path=path.format(unknown))
    assert 404 == refused(fake, "CSMS.0005", call, call.body, about=" no ").status
