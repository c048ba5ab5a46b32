"""The stage SYSPENDING: the service's own, which no caller names or deletes.

It is never what makes the service refuse at the limit of stages.
"""

from typing import Any

import pytest
from sending import answered, refused, why
from test_rotation import put_rotating, rotated
from test_rotation_failed import refusing

from fakecsms import FakeCsms

NAMING: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
    ("CreateSecretVersion", ("rds",), {"secret_string": "x", "version_stages": ["SYSPENDING"]}),
    ("CreateSecretStage", ("rds",), {"name": "SYSPENDING", "version_id": "v1"}),
    ("UpdateSecretStage", ("rds", "SYSPENDING"), {"version_id": "v1"}),
]


@pytest.fixture(params=[False, True], ids=["without", "with"])
def rds(request: pytest.FixtureRequest, fake: FakeCsms) -> FakeCsms:
    """A fake whose secret `rds` has no SYSPENDING, or has it on v2."""
    put_rotating(fake)
    if request.param:
        fake.rotation_function("rds", refusing)
        rotated(fake)
    return fake


@pytest.mark.parametrize(("operation", "in_path", "body"), NAMING)
def test_a_caller_cannot_name_it(
    rds: FakeCsms, operation: str, in_path: tuple[str, ...], body: dict[str, Any]
) -> None:
    assert (400, "CSMS.0002") == refused(rds, operation, *in_path, body=body)
    assert "SYSPENDING" in why(rds)


def test_nobody_can_delete_it(rds: FakeCsms) -> None:
    assert (400, "CSMS.0105") == refused(rds, "DeleteSecretStage", "rds", "SYSPENDING")


def test_it_is_shown_while_it_is_there(fake: FakeCsms) -> None:
    put_rotating(fake)
    assert (404, "CSMS.0005") == refused(fake, "ShowSecretStage", "rds", "SYSPENDING")
    fake.rotation_function("rds", refusing)
    rotated(fake)
    stage = answered(fake, "ShowSecretStage", "rds", "SYSPENDING")["stage"]
    assert ("SYSPENDING", "v2") == (stage["name"], stage["version_id"])


def test_a_rotation_takes_it_away(rds: FakeCsms) -> None:
    rds.rotation_function("rds", lambda _given: None)
    rotated(rds)
    assert (404, "CSMS.0005") == refused(rds, "ShowSecretStage", "rds", "SYSPENDING")


@pytest.mark.parametrize("custom", [11, 10])
@pytest.mark.parametrize("function", [refusing, lambda _given: None], ids=["fails", "works"])
def test_a_secret_with_all_its_stages_rotates(fake: FakeCsms, custom: int, function: Any) -> None:
    """Neither SYSPENDING nor the SYSPREVIOUS that follows is one stage too many."""
    put_rotating(fake, *["x"] * (12 - custom))
    for number in range(custom):
        body = {"version_id": "v1"}
        answered(fake, "UpdateSecretStage", "rds", f"s{number}", body=body)
    assert 12 == len(fake.secret("rds").stages)
    fake.rotation_function("rds", function)
    status = "FAILED" if function is refusing else "SUCCESS"
    assert [status] * 3 == [rotated(fake).status for _ in range(3)]


def test_beside_it_the_limit_of_twelve_still_holds(fake: FakeCsms) -> None:
    put_rotating(fake)
    body = {"version_id": "v1"}
    for number in range(11):
        answered(fake, "UpdateSecretStage", "rds", f"s{number}", body=body)
    fake.rotation_function("rds", refusing)
    rotated(fake)
    assert (400, "CSMS.0203") == refused(fake, "UpdateSecretStage", "rds", "more", body=body)
    answered(fake, "UpdateSecretStage", "rds", "s0", body=body)


def test_a_version_that_is_pending_is_not_dropped(fake: FakeCsms) -> None:
    put_rotating(fake)
    fake.rotation_function("rds", refusing)
    rotated(fake)
    for number in range(30):
        fake.put_secret("rds", f"value {number}")
    assert 20 == len(fake.secret("rds").versions)
    assert ("SYSPENDING",) == fake.secret("rds").versions["v2"].stages


def test_a_caller_may_make_the_pending_version_current(fake: FakeCsms) -> None:
    put_rotating(fake)
    fake.rotation_function("rds", refusing)
    rotated(fake)
    answered(fake, "UpdateSecretStage", "rds", "SYSCURRENT", body={"version_id": "v2"})
    expected = {"SYSCURRENT": "v2", "SYSPREVIOUS": "v1", "SYSPENDING": "v2"}
    assert expected == fake.secret("rds").stages
    rotated(fake)
    assert {**expected, "SYSPENDING": "v3"} == fake.secret("rds").stages
