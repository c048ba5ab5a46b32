"""Law 11: a value can be read where the service hands it out, and nowhere else.

Not in a repr, a log line, the journal, a snapshot, an entity or an exception.
"""

import base64
import dataclasses
import gc
import logging
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import msgspec
import pytest
from huaweicloudsdkcsms.v1 import CsmsClient, ShowSecretVersionRequest
from one_of_each import ELSEWHERE, EVENT, REGION, SINGLE
from sending import answered, frozen_fake, send

from fakecsms import CsmsError, FakeCsms
from fakecsms.gateway.messages import Request
from fakecsms.operations.secrets import CreateSecretRequest
from fakecsms.operations.versions import CreateSecretVersionRequest

PLAIN = "pl41n-t3xt"
BINARY = base64.b64encode(PLAIN.encode()).decode()


def shows(thing: object) -> bool:
    told = f"{thing!r} {thing!s}"
    return PLAIN in told or BINARY in told


@pytest.fixture
def told() -> FakeCsms:
    """A fake that holds the plaintext as text and binary, and has answered with it.

    A secret has rotated, another region has a copy, an event told of a new version, and a user has
    the plaintext for a password.
    """
    fake = frozen_fake(projects={REGION: ELSEWHERE})
    answered(fake, "CreateSecretEvent", body={**EVENT, "event_types": ["SECRET_VERSION_CREATED"]})
    subscribed = {"event_subscriptions": ["nightly"]}
    fake.put_secret("rds", PLAIN, secret_type="RDS-FG", rotation_config=SINGLE, **subscribed)
    fake.rotation_function("rds", lambda given: f"{given.current_value!s}-rotated")
    fake.csms_users.add("alice", password=PLAIN, is_caller=True)
    answered(fake, "RotateSecret", "rds")
    answered(fake, "CreateSecretReplica", "rds", body={"region": REGION})
    assert 1 == len(fake.notifications)
    fake.calls.clear()
    fake.put_secret("db", PLAIN)
    fake.put_secret("db", PLAIN.encode())
    answered(fake, "CreateSecret", body={"name": "new", "secret_string": PLAIN})
    for version_id in ("v1", "v2", "latest"):
        answered(fake, "ShowSecretVersion", "db", version_id)
    answered(fake, "BatchShowSecretVersion", body={"secret_name_list": ["db", "new"]})
    return fake


def within(root: object) -> Iterator[object]:
    """Go through all that can be reached from an object, modules and classes left out."""
    seen: dict[int, object] = {}
    waiting = [root]
    while waiting:
        each = waiting.pop()
        if id(each) not in seen and not isinstance(each, ModuleType | type):
            seen[id(each)] = each
            waiting += gc.get_referents(each)
            yield each


def test_the_search_finds_what_is_there() -> None:
    """A search that finds nothing must be able to find something."""
    assert any(each == PLAIN for each in within({"a": [(PLAIN,)]}))


def test_nothing_that_the_account_holds_is_the_plaintext(told: FakeCsms) -> None:
    """But for the test's own function, from which every name of this file can be reached."""
    told.gate.terms.functions.clear()
    texts = [each for each in within(told.gate.account._projects) if isinstance(each, str | bytes)]
    sealed = told.gate.account.project(told.project_id).secret("db").current.value.octets
    assert sealed in texts
    assert "db" in texts
    assert [] == [each for each in texts if shows(each)]


def test_no_repr_of_what_the_account_holds_shows_it(told: FakeCsms) -> None:
    project = told.gate.account.project(told.project_id)
    things: list[object] = [told.gate.account, project, project.state(), project.keyring]
    for secret in project.secrets():
        things += [secret, secret.metadata, secret.versions, secret.stages]
        things += [each.value for each in secret.versions]
    assert [] == [each for each in things if shows(each)]


def test_no_view_shows_it(told: FakeCsms) -> None:
    views = told.secrets()
    shown = [views, *views, *(dict(each.versions) for each in views), told.kms.keys()]
    shown += [told.rotation_tasks(), told.notifications, *told.notifications]
    assert [] == [each for each in shown if shows(each)]


def test_neither_fake_nor_gate_nor_snapshot_shows_it(told: FakeCsms) -> None:
    snapshot = told.snapshot()
    account = snapshot.account
    projects = account.projects
    things = [told, told.gate, told.kms, told.clock, snapshot, account, projects, dict(projects)]
    things += [dict(each.secrets) for each in projects.values()]
    things += [account.users, account.agencies, *(each.records for each in projects.values())]
    things += [dict(each.keys) for each in projects.values()]
    things += [dataclasses.asdict(snapshot)["clock"]]
    assert [] == [each for each in things if shows(each)]


def test_no_key_shows_its_material(told: FakeCsms) -> None:
    for key in told.gate.account.project(told.project_id).keyring.keys.values():
        assert repr(key.material) not in repr(key)
        assert 32 == len(key.material)


def test_the_journal_does_not_show_it(told: FakeCsms) -> None:
    assert 5 == len(told.calls)
    assert [] == [each for each in (told.calls, *told.calls) if shows(each)]


def test_a_response_and_a_request_do_not_show_it(told: FakeCsms) -> None:
    response = send(told, "ShowSecretVersion", "db", "v1")
    assert PLAIN in response.body.decode()
    assert not shows(response)
    assert f"<Response 200 {len(response.body)} bytes>" == repr(response)


@pytest.mark.parametrize(
    "request_type",
    [CreateSecretRequest, CreateSecretVersionRequest],
    ids=lambda each: each.__name__,
)
@pytest.mark.parametrize("member", ["secret_string", "secret_binary"])
def test_a_parsed_request_names_its_members_and_shows_none(
    request_type: type[msgspec.Struct], member: str
) -> None:
    name = "name" if request_type is CreateSecretRequest else "secret_name"
    request = msgspec.convert({name: "db", member: PLAIN}, request_type)
    assert not shows(request)
    assert {name, member} == {*repr(request).strip("<>").replace(",", "").split()[1:]}


def test_what_rich_asks_for_does_not_show_it_either(told: FakeCsms) -> None:
    """It prints such objects, and the variables of a traceback, by a method of their own."""
    response = send(told, "ShowSecretVersion", "db", "v1")
    body = {"name": "new", "secret_string": PLAIN}
    request = Request(method="POST", path="/", body=str(body).encode())
    parsed = msgspec.convert(body, CreateSecretRequest)
    for each in (response, request, parsed):
        assert not shows(list(each.__rich_repr__()))


BAD: dict[str, Any] = {
    "an unknown stage": {"secret_string": PLAIN, "version_stages": ["a.b"]},
    "both": {"secret_string": PLAIN, "secret_binary": BINARY},
    "no base64": {"secret_binary": PLAIN},
    "too long": {"secret_string": PLAIN * 10_000},
    "a list": {"secret_string": [PLAIN]},
    "an object": {"secret_string": {"is": PLAIN}},
    "no object": [PLAIN],
    "a text": f'"{PLAIN}"',
    "no JSON": '{"secret_string": "' + PLAIN,
    "no JSON at all": PLAIN,
    "no UTF-8": PLAIN.encode() + b"\xff",
    "half a surrogate pair": '{"secret_string": "' + PLAIN + '\\ud800"}',
}


@pytest.mark.parametrize("kind", BAD)
def test_a_refusal_of_a_bad_body_shows_it_nowhere(db: FakeCsms, kind: str) -> None:
    response = send(db, "CreateSecretVersion", "db", body=BAD[kind])
    assert 400 == response.status
    assert PLAIN not in response.body.decode()
    assert not shows(db.calls[-1])


def test_a_copy_and_a_rotated_value_are_what_was_put_in(told: FakeCsms) -> None:
    """So that the searches above look through something."""
    assert f"{PLAIN}-rotated" == told.value("rds") == told.value("rds", project_id=ELSEWHERE)


SAID = {"password": "new", "old_password": PLAIN * 2}
ITEM = {"name": "a.b", "secret_string": PLAIN}


@pytest.mark.parametrize(
    ("operation", "body", "status"),
    [
        ("BatchImportSecrets", {"secrets": [ITEM, {"name": "c", "secret_string": [PLAIN]}]}, 200),
        ("BatchImportSecrets", {"secrets": [PLAIN]}, 200),
        ("BatchImportSecrets", {"secrets": PLAIN}, 400),
        ("CheckSecrets", {"type": "password", "data": {"first": PLAIN}}, 200),
        ("CheckSecrets", {"type": "password", "data": {"first": PLAIN * 20}}, 200),
        ("CheckSecrets", {"type": "password", "data": {"first": [PLAIN]}}, 400),
        ("CheckSecrets", {"type": "password", "data": PLAIN}, 400),
        ("UpdateUserPassword", SAID, 400),
        ("UpdateUserPassword", {**SAID, "password": PLAIN * 30}, 400),
        ("UpdateUserPassword", {**SAID, "password": {PLAIN: 1}}, 400),
        ("UpdateUserPassword", {"password": PLAIN + "2", "old_password": PLAIN}, 200),
        ("UploadSecretBlob", {"secret_blob": PLAIN}, 400),
        ("GenerateRandomPassword", {"exclude_characters": PLAIN}, 200),
        ("GenerateRandomPassword", {"password_policy_name": 5, "exclude_characters": PLAIN}, 400),
    ],
)
def test_what_is_sent_in_confidence_is_not_said_again(
    told: FakeCsms, operation: str, body: dict[str, Any], status: int
) -> None:
    response = send(told, operation, body=body)
    assert status == response.status
    assert PLAIN not in response.body.decode()
    assert [] == [each for each in (told.calls[-1], told.snapshot()) if shows(each)]


def test_a_backup_does_not_show_it(told: FakeCsms) -> None:
    blob = answered(told, "DownloadSecretBlob", "db")["secret_blob"]
    assert not shows(blob)
    assert not shows(told.calls[-1])


def chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize(
    ("value", "members"),
    [
        (PLAIN, {"version_stages": ["a.b"]}),
        (PLAIN, {"expire_time": 1}),
        (PLAIN * 10_000, {}),
        (PLAIN.encode() * 10_000, {}),
        (PLAIN, {"descripton": "typo"}),
        ([PLAIN], {}),
        (PLAIN, {"version_stages": {object()}}),
    ],
)
def test_no_exception_of_arranging_shows_it(
    db: FakeCsms, value: Any, members: dict[str, Any]
) -> None:
    with pytest.raises((CsmsError, TypeError)) as caught:
        db.put_secret("db", value, **members)
    assert [] == [each for each in chain(caught.value) if shows(each)]


@pytest.mark.parametrize("body", [f"{PLAIN}\ud800", {"secret_string": f"{PLAIN}\ud800"}])
def test_no_exception_about_a_body_that_cannot_be_sent_shows_it(db: FakeCsms, body: object) -> None:
    with pytest.raises(ValueError, match="surrogate") as caught:
        db.call("POST", f"/v1/{db.project_id}/secrets/db/versions", body=body)
    assert [] == [each for each in chain(caught.value) if shows(each)]


def test_half_a_surrogate_pair_is_refused_as_a_clients_would_be(db: FakeCsms) -> None:
    """And the codec's own error, which carries the whole text along, is not let out."""
    with pytest.raises(CsmsError) as caught:
        db.put_secret("db", f"{PLAIN}\ud800")
    assert [] == [each for each in chain(caught.value) if shows(each)]


def test_no_exception_of_looking_shows_it(told: FakeCsms) -> None:
    told.kms.disable(told.secret("db").kms_key_id)
    caught = []
    for version_id in ("v1", "v9"):
        with pytest.raises(CsmsError) as error:
            told.value("db", version_id)
        caught.append(error.value)
    with pytest.raises(LookupError) as lookup:
        told.value("nobody")
    assert [] == [each for each in (*caught, lookup.value) if shows(each)]


def test_no_log_line_shows_it(
    csms: FakeCsms, csms_client: CsmsClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    csms.put_secret("db", PLAIN)
    request = ShowSecretVersionRequest(secret_name="db", version_id="latest")
    assert PLAIN == csms_client.show_secret_version(request).version.secret_string
    ours = [each for each in caplog.records if each.name.startswith("fakecsms")]
    assert [] == [each for each in ours if shows(each.getMessage())]
