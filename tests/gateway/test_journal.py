"""The journal tells what was called, what came of it and why; never a value.

The laws: one entry for each call, refused ones too; it is a sequence, bounded, and may be read
while others write; look-ups of IAM are kept apart; what a test arranges is not in it.
"""

from collections.abc import Callable, Iterator, Sequence
from threading import Event, Thread

import pytest
from good_calls import CANARY, DB, GOOD, NOW_MS, SECRETS, GoodCall

from fakecsms import FakeCsms
from fakecsms.gateway.journal import Journal, RecordedCall

_every_operation = pytest.mark.parametrize("call", GOOD.values(), ids=lambda call: call.operation)


def _made(fake: FakeCsms, call: GoodCall) -> RecordedCall:
    fake.call(call.method, call.path, body=call.body)
    return fake.calls[-1]


def _entry(number: int) -> RecordedCall:
    return RecordedCall(
        operation="ShowSecret",
        method="GET",
        path=f"/{number}",
        status=200,
        request_id="0" * 32,
        at_ms=number,
    )


@_every_operation
def test_every_call_is_kept_with_what_it_was(fake: FakeCsms, call: GoodCall) -> None:
    path, _, query = call.path.partition("?")
    response = fake.call(call.method, f"{path}?{query}&x=1", body=call.body)
    (recorded,) = fake.calls
    assert (*call[:2], path) == (recorded.operation, recorded.method, recorded.path)
    assert response.status == recorded.status
    assert response.header("X-Request-Id") == recorded.request_id
    project_id = None if path.startswith("/v1/csms/") else path.split("/")[2]
    assert (NOW_MS, project_id) == (recorded.at_ms, recorded.project_id)
    assert (None, None, ("x",)) == (recorded.error_code, recorded.why, recorded.unread)


@pytest.mark.parametrize(
    ("operation", "secret_name", "version_id"),
    [
        ("CreateSecret", "new", "v1"),
        ("ListSecrets", None, None),
        ("ShowSecret", "db", None),
        ("DeleteSecret", "db", None),
        ("RestoreSecret", "gone", None),
        ("CreateSecretVersion", "db", "v3"),
        ("ListSecretVersions", "db", None),
        ("ShowSecretVersion", "db", "v1"),
        ("UpdateVersion", "db", "v1"),
        ("BatchShowSecretVersion", None, None),
        ("CreateSecretStage", "db", "v1"),
        ("ShowSecretStage", "db", "v1"),
        ("UpdateSecretStage", "db", "v2"),
        ("DeleteSecretStage", "db", None),
        ("DownloadSecretBlob", "db", None),
        ("UploadSecretBlob", "lost", None),
        ("BatchImportSecrets", None, None),
        ("RotateSecret", "rds", "v2"),
        ("CreateSecretReplica", "db", None),
        ("DeleteSecretReplica", "copied", None),
        ("CreateSecretTag", "db", None),
        ("DeleteSecretTag", "db", None),
        ("ListSecretTags", "db", None),
        ("BatchCreateOrDeleteTags", "db", None),
        ("ListResourceInstances", None, None),
        ("CreateSecretEvent", None, None),
        ("CreateGrants", None, None),
        ("BatchDeleteSecrets", None, None),
    ],
)
def test_an_entry_names_the_secret_and_the_version_that_it_was_about(
    fake: FakeCsms, operation: str, secret_name: str | None, version_id: str | None
) -> None:
    recorded = _made(fake, GOOD[operation])
    assert (secret_name, version_id) == (recorded.secret_name, recorded.version_id)


def test_the_word_latest_is_kept_as_the_version_it_meant(fake: FakeCsms) -> None:
    fake.call("GET", f"{DB}/versions/latest")
    assert "v2" == fake.calls[-1].version_id


def test_an_absent_version_is_kept_as_it_was_asked_for(fake: FakeCsms) -> None:
    fake.call("GET", f"{DB}/versions/v9")
    recorded = fake.calls[-1]
    assert ("db", "v9", "CSMS.0005") == (
        recorded.secret_name,
        recorded.version_id,
        recorded.error_code,
    )
    assert "v9" in (recorded.why or "")
    assert "v1, v2" in (recorded.why or "")


def test_a_refused_creation_names_its_secret(fake: FakeCsms) -> None:
    recorded = _made(fake, GOOD["CreateSecret"].sending(name="db"))
    assert (400, "CSMS.0002", "db") == (
        recorded.status,
        recorded.error_code,
        recorded.secret_name,
    )
    assert "'db' already" in (recorded.why or "")


@pytest.mark.parametrize("name", [None, 7, ["db"], {"db": 1}])
def test_a_name_that_is_no_text_is_no_name(fake: FakeCsms, name: object) -> None:
    assert None is _made(fake, GOOD["CreateSecret"].sending(name=name)).secret_name


def test_a_path_that_leads_nowhere_is_kept_too(fake: FakeCsms) -> None:
    fake.call("GET", "/no/where?token=t")
    recorded = fake.calls[-1]
    assert (None, "GET", "/no/where") == (recorded.operation, recorded.method, recorded.path)
    assert (404, "APIGW.0101") == (recorded.status, recorded.error_code)
    assert (None, None, None) == (recorded.project_id, recorded.secret_name, recorded.version_id)


def test_what_is_not_modelled_is_kept_by_its_path(fake: FakeCsms) -> None:
    fake.call("POST", "/v1.0/p/kms/list-keys")
    recorded = fake.calls[-1]
    assert (None, 501, "/v1.0/p/kms/list-keys") == (
        recorded.operation,
        recorded.status,
        recorded.path,
    )


def test_a_call_of_the_account_names_no_project(fake: FakeCsms) -> None:
    assert None is _made(fake, GOOD["ListUsers"]).project_id


def test_a_filter_by_name_is_kept_as_the_name(fake: FakeCsms) -> None:
    assert "db" == _made(fake, GOOD["ListSecretTask"].asking("secret_name=db")).secret_name


def test_the_time_of_an_entry_is_the_services(fake: FakeCsms) -> None:
    fake.clock.advance(days=1, ms=1)
    fake.call("GET", SECRETS)
    assert NOW_MS + 86_400_001 == fake.calls[-1].at_ms


def test_what_a_test_arranges_is_not_in_it(fake: FakeCsms) -> None:
    fake.put_secret("another", "x")
    fake.value("db")
    fake.secret("db")
    fake.set_state("db", "DISABLED")
    fake.kms.create()
    fake.topics.deliver("urn:smn:1:ops", "FAIL")
    fake.agencies.grant("RDS-FG")
    fake.csms_users.add("bob")
    fake.rotation_function("rds", lambda _given: None)
    fake.on_notification(print)
    assert [] == fake.rotation_tasks()
    assert 0 == len(fake.calls)


def test_look_ups_of_a_project_are_kept_apart(fake: FakeCsms) -> None:
    fake.call("GET", "/v3/projects")
    fake.call("GET", SECRETS)
    assert ["ListSecrets"] == [call.operation for call in fake.calls]
    assert ["KeystoneListProjects"] == [call.operation for call in fake.calls.iam]


def test_it_is_a_sequence(fake: FakeCsms) -> None:
    for name in ("a", "b", "c"):
        fake.call("GET", f"{SECRETS}/{name}")
    calls = fake.calls
    names = [call.secret_name for call in calls]
    assert isinstance(calls, Sequence)
    assert (3, ["a", "b", "c"]) == (len(calls), names)
    assert ("a", "c", "c") == tuple(calls[at].secret_name for at in (0, 2, -1))
    assert names[1:] == [call.secret_name for call in calls[1:]]
    assert names[::-1] == [call.secret_name for call in reversed(calls)]
    assert calls[1] in calls
    assert 1 == calls.index(calls[1])


def test_a_position_that_is_not_there_is_an_index_error(fake: FakeCsms) -> None:
    assert not fake.calls
    with pytest.raises(IndexError):
        fake.calls[0]


def test_the_newest_10_000_are_kept() -> None:
    journal = Journal()
    for number in range(10_003):
        journal.add(_entry(number), iam=False)
        journal.add(_entry(-number), iam=True)
    assert (10_000, 10_000) == (len(journal), len(journal.iam))
    assert (3, 10_002) == (journal[0].at_ms, journal[-1].at_ms)
    assert (-3, -10_002) == (journal.iam[0].at_ms, journal.iam[-1].at_ms)


@pytest.mark.parametrize("forget", [lambda fake: fake.calls.clear(), FakeCsms.reset])
def test_it_can_be_emptied_and_goes_on(fake: FakeCsms, forget: Callable[[FakeCsms], None]) -> None:
    fake.call("GET", SECRETS)
    fake.call("GET", "/v3/projects")
    calls = fake.calls
    forget(fake)
    assert (0, 0) == (len(calls), len(calls.iam))
    fake.call("GET", SECRETS)
    assert 1 == len(calls)


def test_an_iteration_goes_through_the_calls_as_they_were(fake: FakeCsms) -> None:
    fake.call("GET", f"{SECRETS}/a")
    going: Iterator[RecordedCall] = iter(fake.calls)
    fake.call("GET", f"{SECRETS}/b")
    assert ["a"] == [call.secret_name for call in going]


def test_it_may_be_read_while_others_write() -> None:
    journal, stop = Journal(kept=500), Event()

    def write() -> None:
        while not stop.is_set():
            journal.add(_entry(1), iam=False)

    writers = [Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    read = [len(list(journal)) + len(repr(journal)) + len(journal[:]) for _ in range(50)]
    stop.set()
    for writer in writers:
        writer.join()
    assert 50 == len(read)


def test_its_repr_shows_a_line_for_each_call(fake: FakeCsms) -> None:
    fake.call("GET", DB)
    fake.call("GET", f"{SECRETS}/no-such")
    fake.call("GET", "/nowhere")
    first, *lines = repr(fake.calls).removesuffix(">").splitlines()
    assert "3 calls" in first
    assert ["200 ShowSecret", "404 ShowSecret", "404 /nowhere"] == [line.strip() for line in lines]


@_every_operation
def test_no_entry_shows_a_value(fake: FakeCsms, call: GoodCall) -> None:
    fake.call(call.method, call.path, body=call.body)
    fake.call(call.method, call.path, body=call.sending(secret_binary=CANARY).body)
    assert CANARY not in repr(fake.calls) + "".join(map(repr, fake.calls))
    assert 2 == len(fake.calls)


def test_an_entry_can_not_be_changed(fake: FakeCsms) -> None:
    recorded = _made(fake, GOOD["ShowSecret"])
    with pytest.raises(AttributeError):
        recorded.status = 500
