"""A name that breaks its rule can be given to nothing, and can be looked up as any other.

The law: creating a secret and placing a stage judge the name (CSMS.0002); a look-up of a name that
cannot be is a look-up of one that is not there (404). Patterns hold for the whole text.
"""

from urllib.parse import quote

import pytest
from good_calls import CANARY, DB, GOOD, SECRETS, filled_fake
from refusing import refused

from fakecsms import FakeCsms

_LEGAL = ["a", "A", "0", "_", "-", "a" * 64, "restore", "SYSCURRENT", "latest", "v1", "--", "-a_Z9"]
_ILLEGAL = [
    "a" * 65,
    "a.b",
    ".",
    "..",
    "a/b",
    "/",
    "a b",
    " ",
    " a",
    "a ",
    "a\n",
    "\n",
    "a\r\n",
    "a\tb",
    "a\x00",
    "\x00",
    "a\x7f",
    "é",
    "ñandu",
    "имя",
    "名字",
    "\u0661\u0662\u0663",
    "a²",
    "a\u00a0b",
    "a\u200b",
    "\uff41",
    "🔑",
    "a🔑b",
    "a,b",
    "a:b",
    "a+b",
    "a%20b",
    "*",
    "'a'",
    "{secret_name}x",
    f"{CANARY}!",
]
_illegal = pytest.mark.parametrize("name", _ILLEGAL, ids=ascii)
_legal = pytest.mark.parametrize("name", _LEGAL, ids=ascii)


@_legal
def test_a_legal_name_can_be_given_to_a_secret(fake: FakeCsms, name: str) -> None:
    call = GOOD["CreateSecret"].sending(name=name)
    assert name == fake.call(call.method, call.path, body=call.body).json()["secret"]["name"]


@pytest.mark.parametrize("name", ["", *_ILLEGAL], ids=ascii)
def test_no_secret_gets_an_illegal_name(fake: FakeCsms, name: str) -> None:
    call, before = GOOD["CreateSecret"].sending(name=name), fake.snapshot()
    response = fake.call(call.method, call.path, body=call.body)
    assert (400, "CSMS.0002") == (response.status, response.json()["error_code"])
    assert (fake.calls[-1].why or "").startswith("name must be 1 to 64 ")
    assert before == fake.snapshot()


@pytest.mark.parametrize("name", ["", *_ILLEGAL], ids=ascii)
def test_no_stage_gets_an_illegal_name_by_its_creation(fake: FakeCsms, name: str) -> None:
    call = GOOD["CreateSecretStage"].sending(name=name)
    refused(fake, "CSMS.0002", call, call.body, about="name must be")


@pytest.mark.parametrize("name", ["", *_ILLEGAL], ids=ascii)
def test_no_stage_gets_an_illegal_name_with_a_new_version(fake: FakeCsms, name: str) -> None:
    call = GOOD["CreateSecretVersion"].sending(version_stages=["fine", name])
    refused(fake, "CSMS.0002", call, call.body, about="version_stages holds a stage that must be")


@_illegal
def test_no_stage_gets_an_illegal_name_by_its_path(fake: FakeCsms, name: str) -> None:
    before = fake.snapshot()
    response = fake.call("PUT", f"{DB}/stages/{quote(name, safe='')}", body={"version_id": "v1"})
    assert (400, "CSMS.0002") == (response.status, response.json()["error_code"])
    assert "stage_name must be" in (fake.calls[-1].why or "")
    assert before == fake.snapshot()


@pytest.mark.parametrize("name", [*_LEGAL, *_ILLEGAL], ids=ascii)
def test_an_absent_secret_is_absent_whatever_its_name(fake: FakeCsms, name: str) -> None:
    response = fake.call("GET", f"{SECRETS}/{quote(name, safe='')}")
    assert (404, "CSMS.0106") == (response.status, response.json()["error_code"])
    assert name == fake.calls[-1].secret_name


@pytest.mark.parametrize("name", ["no-such", *_ILLEGAL], ids=ascii)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_absent_stage_is_absent_whatever_its_name(
    fake: FakeCsms, method: str, name: str
) -> None:
    response = fake.call(method, f"{DB}/stages/{quote(name, safe='')}")
    assert (404, "CSMS.0005") == (response.status, response.json()["error_code"])


@pytest.mark.parametrize(
    "version_id", ["v0", "v3", "v01", "V1", "1", "v1 ", "v1\n", "v\u0661", *_ILLEGAL]
)
def test_an_absent_version_is_absent_whatever_its_id(fake: FakeCsms, version_id: str) -> None:
    response = fake.call("GET", f"{DB}/versions/{quote(version_id, safe='')}")
    assert (404, "CSMS.0005") == (response.status, response.json()["error_code"])


@pytest.mark.parametrize(
    "version_id",
    ["", "1", "V1", "v1 ", " v1", "v1\n", "v-1", "v1.0", "v\u0661", "vv1", "v" + "1" * 64, CANARY],
    ids=ascii,
)
@pytest.mark.parametrize("operation", ["CreateSecretStage", "UpdateSecretStage"])
def test_a_stage_is_placed_on_nothing_that_is_no_version_id(
    fake: FakeCsms, operation: str, version_id: str
) -> None:
    call = GOOD[operation].sending(version_id=version_id)
    refused(fake, "CSMS.0002", call, call.body, about="version_id must be")


@pytest.mark.parametrize("name", ["a.b", ".", "a" * 62 + ".a"])
def test_older_regions_take_dots(name: str) -> None:
    fake = filled_fake(dots_in_names=True)
    create, place = GOOD["CreateSecret"].sending(name=name), f"{DB}/stages/{name}"
    assert 200 == fake.call(create.method, create.path, body=create.body).status
    assert 200 == fake.call("PUT", place, body={"version_id": "v1"}).status


@pytest.mark.parametrize("name", ["a" * 65, "a/b", "a b", "a\n", "é", "a:b"], ids=ascii)
def test_older_regions_take_nothing_else(name: str) -> None:
    fake = filled_fake(dots_in_names=True)
    call = GOOD["CreateSecret"].sending(name=name)
    assert 400 == fake.call(call.method, call.path, body=call.body).status
    assert "." in (fake.calls[-1].why or "").removesuffix(".")
