"""CreateSecretVersion in the three revisions of its page: 2022, 2023 and the newest.

One test for each row on which the revisions differ, named after them; the rows on which all agree
have a test each that runs under all three.
"""

import re

import pytest
from sending import TOMORROW_MS, answered, frozen_fake, refused, send, why

from fakecsms import FakeCsms

REVISIONS = ["2022", "2023", "newest"]
ONE = {"secret_string": "x"}
SIGNED = {"Authorization": "SDK-HMAC-SHA256 Access=ak, SignedHeaders=host, Signature=00"}


def fake_of(revision: str) -> FakeCsms:
    fake = frozen_fake(api_revision=revision)
    fake.put_secret("db", "one")
    return fake


every_revision = pytest.mark.parametrize("revision", REVISIONS)


@every_revision
@pytest.mark.parametrize("headers", [{"X-Auth-Token": "t"}, SIGNED], ids=["token", "signature"])
def test_all_take_a_token_or_a_signature(revision: str, headers: dict[str, str]) -> None:
    """Samples of 2023 sign although its page asks for a token; the newest says it either way."""
    fake = fake_of(revision)
    answered(fake, "CreateSecretVersion", "db", body=ONE, headers=headers)
    assert 401 == send(fake, "CreateSecretVersion", "db", body=ONE, headers={}).status


@every_revision
@pytest.mark.parametrize("project_id", ["p", "0" * 32, "0" * 64])
def test_all_take_a_project_id_of_any_length(revision: str, project_id: str) -> None:
    fake = frozen_fake(api_revision=revision, project_id=project_id)
    fake.put_secret("db", "one")
    answered(fake, "CreateSecretVersion", "db", body=ONE)


@every_revision
@pytest.mark.parametrize("name", ["a", "A-b_0", "n" * 64])
def test_all_take_names_of_1_to_64_letters_digits_hyphens_and_underscores(
    revision: str, name: str
) -> None:
    fake = fake_of(revision)
    answered(fake, "CreateSecret", body={"name": name, **ONE})
    answered(fake, "CreateSecretVersion", name, body=ONE)
    long = {"name": "n" * 65, **ONE}
    assert (400, "CSMS.0002") == refused(fake, "CreateSecret", body=long)


@every_revision
@pytest.mark.parametrize("body", [{}, {"secret_string": "x", "secret_binary": "eA=="}])
def test_all_want_exactly_one_of_text_and_binary(revision: str, body: dict[str, str]) -> None:
    assert (400, "CSMS.0002") == refused(fake_of(revision), "CreateSecretVersion", "db", body=body)


@every_revision
def test_all_take_binary_as_base64(revision: str) -> None:
    fake = fake_of(revision)
    answered(fake, "CreateSecretVersion", "db", body={"secret_binary": "AP8="})
    assert b"\x00\xff" == fake.value("db")
    body = {"secret_binary": "no base64"}
    assert (400, "CSMS.0002") == refused(fake, "CreateSecretVersion", "db", body=body)


def value_at_most(revision: str, most: int) -> None:
    fake = fake_of(revision)
    for member, unit in (("secret_string", "x"), ("secret_binary", "AAAA")):
        within, beyond = unit * (most // len(unit)), unit * (most // len(unit) + 1)
        answered(fake, "CreateSecretVersion", "db", body={member: within})
        body = {member: beyond}
        assert (400, "CSMS.0002") == refused(fake, "CreateSecretVersion", "db", body=body)
        new = {"name": "new", member: beyond}
        assert (400, "CSMS.0002") == refused(fake, "CreateSecret", body=new)


def test_2022_takes_values_of_32_kb() -> None:
    value_at_most("2022", 32_768)


def test_2023_takes_values_of_32_kb() -> None:
    value_at_most("2023", 32_768)


def test_newest_takes_values_of_64_kb() -> None:
    value_at_most("newest", 65_536)


@every_revision
@pytest.mark.parametrize("count", [1, 11, 12])
def test_all_take_1_to_12_stages(revision: str, count: int) -> None:
    stages = ["SYSCURRENT", *(f"s{number}" for number in range(count - 1))]
    body = {**ONE, "version_stages": stages}
    answer = answered(fake_of(revision), "CreateSecretVersion", "db", body=body)
    assert sorted(stages) == sorted(answer["version_metadata"]["version_stages"])


@every_revision
@pytest.mark.parametrize("stages", [[], ["s"] * 13, [""], ["s" * 65]])
def test_all_refuse_no_stage_13_stages_and_stages_beyond_64_bytes(
    revision: str, stages: list[str]
) -> None:
    body = {**ONE, "version_stages": stages}
    assert (400, "CSMS.0002") == refused(fake_of(revision), "CreateSecretVersion", "db", body=body)


@every_revision
def test_all_put_syscurrent_on_the_new_version_without_stages(revision: str) -> None:
    fake = fake_of(revision)
    answer = answered(fake, "CreateSecretVersion", "db", body=ONE)
    assert ["SYSCURRENT"] == answer["version_metadata"]["version_stages"]


def test_2022_has_no_expire_time() -> None:
    """It is a member that nobody reads, whatever it holds."""
    fake = fake_of("2022")
    for expire_time in (TOMORROW_MS, 1, "soon"):
        body = {**ONE, "expire_time": expire_time}
        answer = answered(fake, "CreateSecretVersion", "db", body=body)
        assert "expire_time" not in answer["version_metadata"]
        assert ("expire_time",) == fake.calls[-1].unread


def expire_time_is_known(revision: str) -> None:
    fake = fake_of(revision)
    body = {**ONE, "expire_time": TOMORROW_MS}
    answer = answered(fake, "CreateSecretVersion", "db", body=body)
    assert TOMORROW_MS == answer["version_metadata"]["expire_time"]
    assert () == fake.calls[-1].unread
    past = {**ONE, "expire_time": 1}
    assert (400, "CSMS.0002") == refused(fake, "CreateSecretVersion", "db", body=past)


def test_2023_has_expire_time() -> None:
    expire_time_is_known("2023")


def test_newest_has_expire_time() -> None:
    expire_time_is_known("newest")


@every_revision
def test_all_answer_with_the_same_five_members(revision: str) -> None:
    answer = answered(fake_of(revision), "CreateSecretVersion", "db", body=ONE)
    members = {"id", "create_time", "kms_key_id", "secret_name", "version_stages"}
    assert members == answer["version_metadata"].keys()


@every_revision
def test_all_number_the_versions(revision: str) -> None:
    fake = fake_of(revision)
    answers = [answered(fake, "CreateSecretVersion", "db", body=ONE) for _ in range(3)]
    assert ["v2", "v3", "v4"] == [each["version_metadata"]["id"] for each in answers]


@every_revision
def test_all_move_a_stage_from_the_version_that_has_it(revision: str) -> None:
    fake = fake_of(revision)
    for _ in range(2):
        answered(fake, "CreateSecretVersion", "db", body={**ONE, "version_stages": ["blue"]})
    assert {"SYSCURRENT": "v1", "blue": "v3"} == fake.secret("db").stages


@every_revision
def test_all_mark_the_former_holder_sysprevious(revision: str) -> None:
    """Spelled out by 2023 and the newest; 2022 is silent on it."""
    fake = fake_of(revision)
    answered(fake, "CreateSecretVersion", "db", body=ONE)
    assert {"SYSCURRENT": "v2", "SYSPREVIOUS": "v1"} == fake.secret("db").stages


@every_revision
def test_all_keep_20_versions(revision: str) -> None:
    fake = fake_of(revision)
    for _ in range(25):
        answered(fake, "CreateSecretVersion", "db", body=ONE)
    assert [f"v{number}" for number in range(7, 27)] == list(fake.secret("db").versions)


@every_revision
def test_all_add_versions_to_enabled_secrets_only(revision: str) -> None:
    fake = fake_of(revision)
    fake.set_state("db", "DISABLED")
    assert (403, "CSMS.0109") == refused(fake, "CreateSecretVersion", "db", body=ONE)
    assert "CreateSecretVersion is not allowed" in why(fake)


@every_revision
def test_all_answer_200_and_400_as_2022_lists_and_the_later_statuses_too(revision: str) -> None:
    """2023 and the newest list 401, 403 and 404 beside; a refusal has one status everywhere."""
    fake = fake_of(revision)
    statuses = [
        send(fake, "CreateSecretVersion", "db", body=ONE).status,
        send(fake, "CreateSecretVersion", "db", body={}).status,
        send(fake, "CreateSecretVersion", "db", body=ONE, headers={}).status,
        send(fake, "CreateSecretVersion", "nobody", body=ONE).status,
    ]
    assert [200, 400, 401, 404] == statuses


@every_revision
def test_all_refusals_have_a_code_and_a_text(revision: str) -> None:
    fake = fake_of(revision)
    error = send(fake, "CreateSecretVersion", "nobody", body=ONE).json()
    assert {"error_code", "error_msg"} == error.keys()


@every_revision
def test_all_times_are_milliseconds(revision: str) -> None:
    """The text of every page says seconds, and its example has 13 digits."""
    answer = answered(fake_of(revision), "CreateSecretVersion", "db", body=ONE)
    assert re.fullmatch(r"\d{13}", str(answer["version_metadata"]["create_time"]))


@every_revision
def test_all_keep_text_and_binary_apart_for_those_who_read(revision: str) -> None:
    """The console shows text alone; by the API both are read, each in its own member."""
    fake = fake_of(revision)
    answered(fake, "CreateSecretVersion", "db", body={"secret_binary": "AP8="})
    version = answered(fake, "ShowSecretVersion", "db", "v2")["version"]
    assert {"version_metadata", "secret_binary"} == version.keys()


def test_an_unknown_revision_is_refused() -> None:
    with pytest.raises(ValueError, match="api_revision='2021' is not possible"):
        FakeCsms(api_revision="2021")
