"""`fakecsms.model.backup`: a secret sealed into a blob, and opened again.

Law 6 where it begins: what a blob tells is all that a secret is, but for what stands around it.
Law 11: neither the blob nor a refusal shows a value.
"""

import dataclasses
import subprocess
import sys

import pytest
from entities import LIMITS, bare_secret, empty_account

from fakecsms.errors import INVALID_PARAMETER, CsmsError
from fakecsms.limits import Limits
from fakecsms.model.backup import PREFIX, Seals, rebuilt
from fakecsms.model.event import Event, EventState, Target
from fakecsms.model.keyring import KeyState
from fakecsms.model.project import Project
from fakecsms.model.secret import Metadata, Secret
from fakecsms.model.stage import Stage
from fakecsms.model.version import Version

PLAIN = "pl41n-t3xt"
METADATA = Metadata(
    kms_key_id="next",
    description="Grüße",
    auto_rotation=True,
    rotation_period="7d",
    rotation_func_urn="urn:f",
    event_subscriptions=("ev",),
)


@pytest.fixture(scope="module")
def seals() -> Seals:
    return Seals()


@pytest.fixture
def project() -> Project:
    """A project with the keys `k` and `next`."""
    project = empty_account().project("p")
    for key_id in ("k", "next"):
        project.keyring.create(key_id, project.account.terms.chance)
    return project


@pytest.fixture
def secret(project: Project) -> Secret:
    """A secret with every member set, whose v1 is text and whose v3 is binary."""
    bare = bare_secret(
        secret_type="RDS-FG",
        rotation_config="{}",
        rotation_time_ms=5,
        last_number=4,
        last_create_time_ms=9_000,
        stages={
            "SYSCURRENT": Stage(version_number=3, update_time_ms=7),
            "blue": Stage(version_number=1, update_time_ms=8),
        },
    )

    def version(number: int, *, is_binary: bool) -> Version:
        value = project.seal(bare, number, PLAIN.encode(), is_binary=is_binary)
        times = {"create_time_ms": number, "expire_time_ms": number * 1_000}
        return Version(number=number, value=value, expiry_told=is_binary, **times)

    versions = (version(1, is_binary=False), version(3, is_binary=True))
    return dataclasses.replace(bare, versions=versions, metadata=METADATA)


def with_event(project: Project) -> None:
    target = Target(target_type="SMN", target_id="t", target_name="t")
    project.events["ev"] = Event(
        id="e",
        name="ev",
        event_types=(),
        state=EventState.ENABLED,
        target=target,
        create_time_ms=1,
        update_time_ms=1,
    )


def without_values(secret: Secret) -> Secret:
    """Leave the ciphertexts out: each sealing has a nonce of its own."""
    versions = (
        dataclasses.replace(each, value=dataclasses.replace(each.value, octets=b""))
        for each in secret.versions
    )
    return dataclasses.replace(secret, versions=tuple(versions))


def test_what_was_sealed_is_rebuilt(seals: Seals, project: Project, secret: Secret) -> None:
    with_event(project)
    told = seals.open(seals.seal(project, secret), "p", LIMITS)
    again = rebuilt(told, project, at_ms=99)
    expected = dataclasses.replace(secret, update_time_ms=99)
    assert without_values(expected) == without_values(again)
    assert [PLAIN.encode()] * 2 == [project.open(again, each) for each in again.versions]


def test_what_is_around_a_secret_is_not_told(
    seals: Seals, project: Project, secret: Secret
) -> None:
    around = secret.tagged({"k": "v"}).replicated({"cn-east-3": "q"}).next_rotation(7)
    around = around.scheduled(7, at_ms=1)
    again = rebuilt(seals.open(seals.seal(project, around), "p", LIMITS), project, at_ms=99)
    assert ({}, {}, None, None) == (
        again.tags,
        again.replica_projects,
        again.next_rotation_time_ms,
        again.scheduled_delete_time_ms,
    )
    assert ("ENABLED", ()) == (again.state, again.metadata.event_subscriptions)


def test_a_blob_has_the_prefix_and_hides_the_rest(
    seals: Seals, project: Project, secret: Secret
) -> None:
    blob = seals.seal(project, secret)
    assert ")CloudSecretManagementBackupV1.com" == PREFIX == blob[: len(PREFIX)]
    assert PLAIN not in blob
    assert blob != seals.seal(project, secret)


def refuses(seals: Seals, blob: str, project_id: str = "p", limits: Limits = LIMITS) -> str:
    with pytest.raises(CsmsError) as caught:
        seals.open(blob, project_id, limits)
    assert INVALID_PARAMETER is caught.value.refusal
    assert PLAIN not in f"{caught.value!r} {caught.value.__cause__!r}"
    return caught.value.why


def test_what_does_not_open_says_why(seals: Seals, project: Project, secret: Secret) -> None:
    blob = seals.seal(project, secret)
    limits = Limits(blob_chars_max=len(blob) - 1)
    assert "secret_blob was made in another project." == refuses(seals, blob, "q")
    assert "secret_blob was altered, or another service made it." == refuses(Seals(), blob)
    assert "secret_blob is no backup: it does not begin as one." == refuses(seals, blob[1:])
    assert f"secret_blob must be at most {len(blob) - 1:,} characters." == refuses(
        seals, blob, limits=limits
    )


def test_a_key_that_is_disabled_seals_nothing(
    seals: Seals, project: Project, secret: Secret
) -> None:
    project.keyring.set_state("k", KeyState.DISABLED)
    with pytest.raises(CsmsError, match=r"CSMS\.0401"):
        seals.seal(project, secret)


def test_a_fake_that_takes_no_backup_pays_nothing_for_it() -> None:
    """Neither the library is imported nor the key pair made before the first backup."""
    asked = "import sys, fakecsms; f = fakecsms.FakeCsms(); f.put_secret('db', 'x')"
    told = f"{asked}; print([each for each in ('joserfc', 'zxcvbn') if each in sys.modules])"
    done = subprocess.run(  # noqa: S603 - this Python, and a program of our own
        [sys.executable, "-c", told], capture_output=True, check=True, text=True
    )
    assert "[]" == done.stdout.strip()
