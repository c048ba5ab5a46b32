"""What a test writes and reads on a `FakeCsms`: putting, looking, states, calls.

Arranging follows the rules of the service (`CsmsError` where a client would be refused), changes
nothing when it fails, and is in no journal. A slip in the test itself is a Python error that helps.
"""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from sending import DAY_MS, NOW_MS, TOMORROW_MS, answered, refused

from fakecsms import CsmsError, FakeCsms


def test_putting_makes_a_secret_then_versions_of_it(fake: FakeCsms) -> None:
    ids = [fake.put_secret("db", value) for value in ("one", "two", b"three")]
    assert ["v1", "v2", "v3"] == ids
    assert ("one", "two", b"three") == tuple(fake.value("db", each) for each in ids)
    assert {"SYSCURRENT": "v3", "SYSPREVIOUS": "v2"} == fake.secret("db").stages


@pytest.mark.parametrize("value", ["x", "Grüße 🔑", "\x00", b"x", b"\x00\xff", b"\xff" * 49_152])
def test_a_value_comes_back_as_it_was_put_in(fake: FakeCsms, value: str | bytes) -> None:
    fake.put_secret("db", value)
    assert value == fake.value("db")
    assert isinstance(value, bytes) == fake.secret("db").versions["v1"].is_binary


def test_text_is_a_string_and_bytes_are_binary_to_a_client(fake: FakeCsms) -> None:
    fake.put_secret("db", "AP8=")
    fake.put_secret("db", b"\x00\xff")
    first, second = (
        answered(fake, "ShowSecretVersion", "db", each)["version"] for each in ("v1", "v2")
    )
    assert ("AP8=", "AP8=") == (first["secret_string"], second["secret_binary"])


def test_members_are_those_of_the_operation(fake: FakeCsms) -> None:
    fake.put_secret("db", "one", description="d", kms_key_id="mine", enterprise_project_id="7")
    fake.put_secret("db", "two", version_stages=["blue"], expire_time=TOMORROW_MS)
    secret = fake.secret("db")
    assert ("d", "mine", "7") == (
        secret.description,
        secret.kms_key_id,
        secret.enterprise_project_id,
    )
    assert (("blue",), TOMORROW_MS) == (
        secret.versions["v2"].stages,
        secret.versions["v2"].expire_time_ms,
    )


@pytest.mark.parametrize(
    ("name", "members", "message"),
    [
        ("new", {"descripton": "typo"}, "CreateSecret has no descripton; it has auto_rotation, "),
        ("new", {"version_stages": ["a"]}, "CreateSecret has no version_stages"),
        ("new", {"secret_string": "x"}, "CreateSecret has no secret_string"),
        ("new", {"secret_binary": "x"}, "CreateSecret has no secret_binary"),
        ("db", {"description": "d"}, "CreateSecretVersion has no description; it has expire_time"),
        ("db", {"secret_name": "x"}, "CreateSecretVersion has no secret_name"),
    ],
)
def test_a_member_that_the_operation_has_not_is_a_type_error(
    db: FakeCsms, name: str, members: dict[str, Any], message: str
) -> None:
    before = db.snapshot()
    with pytest.raises(TypeError, match=message):
        db.put_secret(name, "x", **members)
    assert before == db.snapshot()


@pytest.mark.parametrize("value", [None, 5, True, ["x"], {"x": 1}, bytearray(b"x"), 1.5])
def test_a_value_that_is_neither_text_nor_bytes_is_a_type_error(
    db: FakeCsms, value: object
) -> None:
    with pytest.raises(TypeError, match=f"a value is str or bytes, not {type(value).__name__}"):
        db.put_secret("db", value)


@pytest.mark.parametrize(
    ("name", "value", "members", "code"),
    [
        ("a.b", "x", {}, "CSMS.0002"),
        ("", "x", {}, "CSMS.0002"),
        (5, "x", {}, "CSMS.0002"),
        ("new", "", {}, "CSMS.0002"),
        ("new", b"", {}, "CSMS.0002"),
        ("new", "x" * 65_537, {}, "CSMS.0002"),
        ("new", b"x" * 49_153, {}, "CSMS.0002"),
        ("new", "x", {"description": 5}, "CSMS.0002"),
        ("new", "x", {"event_subscriptions": ["e"]}, "CSMS.0005"),
        ("db", "x", {"version_stages": []}, "CSMS.0002"),
        ("db", "x", {"expire_time": 1}, "CSMS.0002"),
        ("db", "x", {"version_stages": [f"s{number}" for number in range(12)]}, "CSMS.0204"),
        ("off", "x", {}, "CSMS.0109"),
    ],
)
def test_what_the_service_would_refuse_is_a_csms_error(
    db: FakeCsms, name: str, value: str | bytes, members: dict[str, Any], code: str
) -> None:
    db.put_secret("off", "x")
    db.set_state("off", "DISABLED")
    before = db.snapshot()
    with pytest.raises(CsmsError) as caught:
        db.put_secret(name, value, **members)
    assert code == caught.value.refusal.code
    assert before == db.snapshot()


def test_latest_means_to_value_what_it_means_to_a_client(fake: FakeCsms) -> None:
    fake.put_secret("db", "one")
    fake.put_secret("db", "two", version_stages=["blue"])
    assert ("two", "two", "one") == (
        fake.value("db"),
        fake.value("db", "latest"),
        fake.value("db", "v1"),
    )


@pytest.mark.parametrize("state", ["DISABLED", "FROZEN", "PENDING_DELETE"])
def test_a_value_is_seen_in_every_state(db: FakeCsms, state: str) -> None:
    if state == "PENDING_DELETE":
        answered(db, "DeleteSecretForSchedule", "db", body={})
    else:
        db.set_state("db", state)
    assert "one" == db.value("db")


def test_an_absent_version_is_the_services_refusal(db: FakeCsms) -> None:
    with pytest.raises(CsmsError, match="has no version 'v9'; it has v1") as caught:
        db.value("db", "v9")
    assert "CSMS.0005" == caught.value.refusal.code


@pytest.mark.parametrize(
    "look",
    [
        lambda fake, **where: fake.value("nobody", **where),
        lambda fake, **where: fake.secret("nobody", **where),
        lambda fake, **where: fake.set_state("nobody", "ENABLED", **where),
    ],
    ids=["value", "secret", "set_state"],
)
def test_an_absent_secret_is_a_lookup_error_that_lists_those_there(
    db: FakeCsms, look: Callable[..., object]
) -> None:
    db.put_secret("app", "x")
    with pytest.raises(LookupError, match=r"no secret 'nobody' in the project.*there: 'app', 'db'"):
        look(db)
    with pytest.raises(LookupError, match="in the project 'other'; there: none"):
        look(db, project_id="other")


@pytest.mark.parametrize("project_id", ["", "a/b", 5])
@pytest.mark.parametrize(
    "arrange",
    [
        lambda fake, where: fake.put_secret("db", "x", project_id=where),
        lambda fake, where: fake.kms.create("mine", project_id=where),
    ],
    ids=["put_secret", "kms"],
)
def test_a_project_that_no_client_can_name_is_a_value_error(
    fake: FakeCsms, arrange: Callable[[FakeCsms, Any], object], project_id: Any
) -> None:
    """As it is for the option `project_id`; a secret put there would never be found."""
    with pytest.raises(ValueError, match="is no project id"):
        arrange(fake, project_id)


def test_a_view_tells_all_but_the_value(db: FakeCsms) -> None:
    view = db.secret("db")
    assert ("db", "ENABLED", "COMMON") == (view.name, view.state, view.secret_type)
    assert (NOW_MS, NOW_MS, None) == (
        view.create_time_ms,
        view.update_time_ms,
        view.scheduled_delete_time_ms,
    )
    assert view.id == answered(db, "ShowSecret", "db")["secret"]["id"]
    assert {} == view.tags


def test_views_are_those_of_a_project_by_name(db: FakeCsms) -> None:
    db.put_secret("app", "x")
    db.put_secret("theirs", "x", project_id="other")
    assert ["app", "db"] == [each.name for each in db.secrets()]
    assert ["theirs"] == [each.name for each in db.secrets(project_id="other")]
    assert [] == db.secrets(project_id="nowhere")


@pytest.mark.parametrize("state", ["ENABLED", "DISABLED", "FROZEN"])
def test_a_state_is_set_and_nothing_else(db: FakeCsms, state: str) -> None:
    before = db.secret("db")
    db.clock.advance(days=1)
    db.set_state("db", state)
    assert dataclasses.replace(before, state=state) == db.secret("db")
    assert state == answered(db, "ShowSecret", "db")["secret"]["state"]


@pytest.mark.parametrize("state", ["PENDING_DELETE", "enabled", "", "GONE", None, 5])
def test_other_states_cannot_be_set(db: FakeCsms, state: Any) -> None:
    with pytest.raises(ValueError, match="can't be set; ENABLED, DISABLED, FROZEN can"):
        db.set_state("db", state)
    assert "ENABLED" == db.secret("db").state


def test_the_state_of_a_secret_pending_deletion_cannot_be_set(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={})
    with pytest.raises(ValueError, match="'db' is pending deletion; RestoreSecret takes that back"):
        db.set_state("db", "ENABLED")
    assert "PENDING_DELETE" == db.secret("db").state


def test_what_came_due_is_gone_for_the_test_too(db: FakeCsms) -> None:
    answered(db, "DeleteSecretForSchedule", "db", body={})
    db.clock.advance(ms=30 * DAY_MS)
    assert [] == db.secrets()
    assert "v1" == db.put_secret("db", "anew")


def test_arranging_is_in_no_journal(fake: FakeCsms) -> None:
    fake.put_secret("db", "one")
    fake.put_secret("db", "two")
    fake.set_state("db", "DISABLED")
    fake.value("db")
    fake.restore(fake.snapshot())
    assert 0 == len(fake.calls)


def test_a_call_may_have_any_kind_of_body(db: FakeCsms) -> None:
    path = f"/v1/{db.project_id}/secrets/db"
    for body in ({"description": "é"}, '{"description":"é"}', '{"description":"é"}'.encode()):
        assert 200 == db.call("PUT", path, body=body).status
        assert "é" == db.secret("db").description
        answered(db, "UpdateSecret", "db", body={"description": ""})


def test_a_call_has_a_token_unless_it_is_given_headers(db: FakeCsms) -> None:
    path = f"/v1/{db.project_id}/secrets?limit=1"
    assert 200 == db.call("GET", path).status
    assert 401 == db.call("GET", path, headers={}).status
    assert 200 == db.call("GET", path, headers={"X-AUTH-TOKEN": "t"}).status


def test_a_repr_counts(db: FakeCsms) -> None:
    refused(db, "ShowSecret", "nobody")
    assert f"<FakeCsms 1 secrets in {db.project_id}, 1 calls>" == repr(db)


def test_nothing_to_check_is_no_error(db: FakeCsms) -> None:
    refused(db, "ShowSecret", "nobody")
    db.check()
