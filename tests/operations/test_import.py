"""Many secrets in one call.

The law of an import: it ends where as many calls of CreateSecret end, one after the other; what
one of them would be refused for is told by name, in order, and stops none of the others.
"""

import dataclasses
import json
from typing import Any

import pytest
from huaweicloudsdkcsms import v1
from hypothesis import given, settings
from hypothesis import strategies as st
from sending import NOW_MS, answered, frozen_fake, refused, send, why

from fakecsms import FakeCsms

ONE: dict[str, Any] = {"secret_string": "x"}
CONFIG = '{"InstanceId":"i","SecretSubType":"SingleUser"}'
ITEMS: list[dict[str, Any]] = [
    {"name": "a", **ONE},
    {"name": "b", "secret_binary": "AP8="},
    {"name": "c", **ONE, "description": "d", "enterprise_project_id": "7", "kms_key_id": "mine"},
    {"name": "d", **ONE, "secret_type": "RDS-FG", "rotation_config": CONFIG, "unknown": 1},
    {"name": "e", **ONE, "event_subscriptions": ["nightly"]},
    {"name": "a", "secret_string": "another"},
    {"name": "a b", **ONE},
    {"name": "", **ONE},
    {"name": "n" * 65, **ONE},
    {"name": "neither"},
    {"name": "both", **ONE, "secret_binary": "AP8="},
    {"name": "empty", "secret_string": ""},
    {"name": "binary", "secret_binary": "no base64"},
    {"name": "large", "secret_string": "x" * 65_537},
    {"name": "typed", "secret_string": 5},
    {"name": "described", **ONE, "description": "é" * 1_025},
    {"name": "key", **ONE, "kms_key_id": "k"},
    {"name": "dead", **ONE, "kms_key_id": "dead"},
    {"name": "bare", **ONE, "secret_type": "RDS-FG"},
    {"name": "kind", **ONE, "secret_type": "RDS"},
    {"name": "told", **ONE, "event_subscriptions": ["unknown"]},
    {"name": "period", **ONE, "rotation_period": "1h"},
    {**ONE},
    {"name": None, **ONE},
    {"name": 5, **ONE},
    {"name": ["a"], **ONE},
    {},
]


def prepared(**options: Any) -> FakeCsms:
    """Return a fake that has an event and a deleted key."""
    fake = frozen_fake(**options)
    target = {"target_type": "SMN", "target_id": "urn:t", "target_name": "t"}
    event = {"name": "nightly", "event_types": ["SECRET_DELETED"], "state": "ENABLED"}
    answered(fake, "CreateSecretEvent", body={**event, "notification": target})
    fake.kms.create("dead")
    fake.kms.delete("dead")
    return fake


def imported(fake: FakeCsms, items: list[Any]) -> dict[str, Any]:
    return answered(fake, "BatchImportSecrets", body={"secrets": items})


def one_by_one(fake: FakeCsms, items: list[Any]) -> list[dict[str, str]]:
    """Create the secrets by a call each, and tell of the refused as an import does."""
    errors = []
    for item in items:
        response = send(fake, "CreateSecret", body=json.dumps(item))
        if response.status != 200:
            name = item.get("name") if isinstance(item, dict) else None
            shown = name if isinstance(name, str) else ""
            errors.append({"name": shown, "error_msg": response.json()["error_msg"]})
    return errors


def looked_at(fake: FakeCsms) -> list[Any]:
    """Return what the secrets are, but for the ids of secrets and keys, which are drawn."""
    return [
        (
            dataclasses.replace(each, id="", kms_key_id="", versions={}),
            [dataclasses.replace(version, kms_key_id="") for version in each.versions.values()],
            fake.value(each.name),
        )
        for each in fake.secrets()
    ]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: json.dumps(item)[:40])
def test_an_item_is_made_or_refused_as_create_secret_would(item: dict[str, Any]) -> None:
    fake, twin = prepared(), prepared()
    for each in (fake, twin):
        each.put_secret("z", "there already")
    errors = one_by_one(twin, [item])
    expected = {
        "error_list": errors,
        "total": 1,
        "success": 1 - len(errors),
        "failed": len(errors),
    }
    assert expected == imported(fake, [item])
    assert looked_at(twin) == looked_at(fake)


def test_any_import_ends_where_the_single_calls_end() -> None:
    fake, twin = prepared(secrets_per_project_max=3), prepared(secrets_per_project_max=3)
    start, start_of_twin = fake.snapshot(), twin.snapshot()

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=12))
    def ends_alike(items: list[dict[str, Any]]) -> None:
        fake.restore(start)
        twin.restore(start_of_twin)
        errors = one_by_one(twin, items)
        answer = imported(fake, items)
        assert errors == answer["error_list"]
        assert (len(items), len(errors)) == (answer["total"], answer["failed"])
        assert answer["total"] == answer["success"] + answer["failed"]
        assert looked_at(twin) == looked_at(fake)

    ends_alike()


@pytest.mark.parametrize("item", [None, 5, True, "a", [], [{"name": "a", **ONE}]], ids=str)
def test_an_item_that_is_no_object_is_told_without_a_name(item: object) -> None:
    fake = prepared()
    answer = imported(fake, [item, {"name": "a", **ONE}])
    assert [""] == [each["name"] for each in answer["error_list"]]
    assert (2, 1, 1) == (answer["total"], answer["success"], answer["failed"])
    assert ["a"] == [each.name for each in fake.secrets()]


@pytest.mark.parametrize("item", [None, 5, True, "a", []], ids=str)
def test_an_item_that_is_no_object_is_refused_as_such_a_body_would(item: object) -> None:
    assert one_by_one(prepared(), [item]) == imported(prepared(), [item])["error_list"]


def test_the_second_of_two_equal_names_is_refused_and_the_first_stays(fake: FakeCsms) -> None:
    items = [{"name": "a", "secret_string": "first"}, {"name": "a", "secret_string": "second"}]
    answer = imported(fake, items)
    assert [{"name": "a", "error_msg": "The value of parameter is invalid."}] == answer[
        "error_list"
    ]
    assert ("first", ["v1"]) == (fake.value("a"), list(fake.secret("a").versions))


def test_a_name_is_taken_while_its_deletion_is_pending(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={})
    assert 1 == imported(db, [{"name": "db", **ONE}])["failed"]
    assert "PENDING_DELETE" == db.secret("db").state


def test_a_quota_that_is_reached_midway_refuses_the_rest() -> None:
    fake = frozen_fake(secrets_per_project_max=2)
    answer = imported(fake, [{"name": name, **ONE} for name in "abcb"])
    full = "The number of secret has reached the upper limit."
    taken = "The value of parameter is invalid."
    expected = [{"name": "c", "error_msg": full}, {"name": "b", "error_msg": taken}]
    assert expected == answer["error_list"]
    assert ["a", "b"] == [each.name for each in fake.secrets()]


def test_an_import_in_which_all_fail_is_answered_200_and_changes_nothing(fake: FakeCsms) -> None:
    before = fake.snapshot()
    answer = imported(fake, [{"name": "a b", **ONE}, {}, 5])
    assert (3, 0, 3) == (answer["total"], answer["success"], answer["failed"])
    assert before == fake.snapshot()


def test_many_secrets_are_imported_at_once(fake: FakeCsms) -> None:
    answer = imported(fake, [{"name": f"s{number}", **ONE} for number in range(501)])
    assert (501, 500, 1) == (answer["total"], answer["success"], answer["failed"])
    assert "s500" == answer["error_list"][0]["name"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "secrets is missing."),
        ({"secrets": []}, "secrets must not be empty."),
        ({"secrets": None}, "secrets must be a list, not null."),
        ({"secrets": {}}, "secrets must be a list, not an object."),
        ({"secrets": "a"}, "secrets must be a list, not text."),
        ({"name": "a", **ONE}, "secrets is missing."),
    ],
)
def test_a_body_without_a_list_is_refused(
    fake: FakeCsms, body: dict[str, Any], sentence: str
) -> None:
    assert (400, "CSMS.0002") == refused(fake, "BatchImportSecrets", body=body)
    assert sentence == why(fake)


@pytest.mark.parametrize(
    "body", [None, b"null", b"[]", b"{", b'{"secrets":[{"name":"a","secret_string":"\\ud800"}]}']
)
def test_a_body_that_is_no_json_object_is_refused_whole(fake: FakeCsms, body: bytes | None) -> None:
    assert (400, "CSMS.0004") == refused(fake, "BatchImportSecrets", body=body)


def test_an_import_goes_into_the_project_of_the_path(fake: FakeCsms) -> None:
    body = {"secrets": [{"name": "a", **ONE}]}
    answered(fake, "BatchImportSecrets", body=body, project_id="other")
    assert ([], ["a"]) == (fake.secrets(), [each.name for each in fake.secrets(project_id="other")])


def test_imported_secrets_share_the_default_key_and_the_time(fake: FakeCsms) -> None:
    imported(fake, [{"name": name, **ONE} for name in "abc"])
    (key,) = fake.kms.keys()
    assert {key.id} == {each.kms_key_id for each in fake.secrets()}
    assert {NOW_MS} == {each.create_time_ms for each in fake.secrets()}
    assert 3 == len({each.id for each in fake.secrets()})


def test_the_journal_has_one_entry_about_no_secret_in_particular(fake: FakeCsms) -> None:
    imported(fake, [{"name": "a", **ONE}, {"name": "b", **ONE}])
    entry = fake.calls[-1]
    assert ("BatchImportSecrets", None, None) == (
        entry.operation,
        entry.secret_name,
        entry.version_id,
    )


def test_values_are_sealed_and_shown_nowhere(fake: FakeCsms) -> None:
    """Law 11, for those that are refused too."""
    plain = "pl41n-t3xt"
    good, bad = {"name": "a", "secret_string": plain}, {"name": "a b", "secret_string": plain}
    answer = imported(fake, [good, bad, {"secret_binary": plain}, plain, [plain]])
    assert plain == fake.value("a")
    snapshot = fake.snapshot()
    for shown in (answer, fake.calls[-1], snapshot, dataclasses.asdict(snapshot), fake.secrets()):
        assert plain not in repr(shown)


def test_the_sdk_imports(csms: FakeCsms, csms_client: v1.CsmsClient) -> None:
    items = [v1.CreateSecretRequestBody(name=name, secret_string="x") for name in ("a", "a b")]
    body = v1.ImportSecretsRequest(secrets=items)
    answer = csms_client.batch_import_secrets(v1.BatchImportSecretsRequest(body=body))
    assert (2, 1, 1) == (answer.total, answer.success, answer.failed)
    assert ["a b"] == [each.name for each in answer.error_list]
    assert ["a"] == [each.name for each in csms.secrets()]
