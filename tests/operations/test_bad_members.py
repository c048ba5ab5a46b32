"""The rules of single members: what is just let in, and what is refused with CSMS.0002.

Law 1: `sending` sees to it that no refusal leaves a trace in the state. The journal's sentence
names the member and never repeats a value. Sizes that are limits have a file of their own.
"""

from typing import Any

import pytest
from sending import answered, refused, why

from fakecsms import FakeCsms

NEW = {"name": "new", "secret_string": "x"}
RDS = {**NEW, "secret_type": "RDS-FG"}
BAD_NAMES = [
    "",
    "a" * 65,
    "a.b",
    "a b",
    "a/b",
    "é",
    "名",
    "a\n",
    "\n",
    "a\x00",
    "..",
    "a%2Fb",
    "a:b",
]

PLACES: list[tuple[str, list[str], dict[str, Any]]] = [
    ("CreateSecret", [], NEW),
    ("UpdateSecret", ["db"], {}),
]
places = pytest.mark.parametrize(("operation", "in_path", "more"), PLACES)


@pytest.mark.parametrize("name", ["a", "Z", "0", "_", "-", "a" * 64, "-_-", "latest", "null"])
def test_names_that_are_let_in(fake: FakeCsms, name: str) -> None:
    answered(fake, "CreateSecret", body={**NEW, "name": name})
    stage = {"name": name, "version_id": "v1"}
    assert name == answered(fake, "CreateSecretStage", name, body=stage)["stage"]["name"]
    assert name == answered(fake, "ShowSecretStage", name, name)["stage"]["name"]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_names_that_are_refused(db: FakeCsms, name: str) -> None:
    sentence = "name must be 1 to 64 of the characters a-z, A-Z, 0-9, _, -."
    assert (400, "CSMS.0002") == refused(db, "CreateSecret", body={**NEW, "name": name})
    assert sentence == why(db)
    stage = {"name": name, "version_id": "v1"}
    assert (400, "CSMS.0002") == refused(db, "CreateSecretStage", "db", body=stage)
    assert sentence == why(db)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"secret_string": "x"}, "name is missing."),
        ({**NEW, "name": None}, "name must be text, not null."),
    ],
)
def test_a_new_secret_needs_a_name(fake: FakeCsms, body: dict[str, Any], sentence: str) -> None:
    assert (400, "CSMS.0002") == refused(fake, "CreateSecret", body=body)
    assert sentence == why(fake)


@places
@pytest.mark.parametrize(("count", "allowed"), [(1, False), (2, True), (64, True), (65, False)])
def test_a_key_id_has_2_to_64_characters(
    db: FakeCsms,
    operation: str,
    in_path: list[str],
    more: dict[str, Any],
    *,
    count: int,
    allowed: bool,
) -> None:
    body = {**more, "kms_key_id": "é" * count}
    if allowed:
        secret = answered(db, operation, *in_path, body=body)["secret"]
        assert "é" * count == secret["kms_key_id"]
    else:
        assert (400, "CSMS.0002") == refused(db, operation, *in_path, body=body)
        assert "kms_key_id must be 2 to 64 characters." == why(db)


@pytest.mark.parametrize(("count", "allowed"), [(0, False), (1, True), (36, True), (37, False)])
def test_an_enterprise_project_id_has_1_to_36_characters(
    fake: FakeCsms, *, count: int, allowed: bool
) -> None:
    body = {**NEW, "enterprise_project_id": "é" * count}
    if allowed:
        secret = answered(fake, "CreateSecret", body=body)["secret"]
        assert "é" * count == secret["enterprise_project_id"]
    else:
        assert (400, "CSMS.0002") == refused(fake, "CreateSecret", body=body)
        assert "enterprise_project_id must be 1 to 36 characters." == why(fake)


@pytest.mark.parametrize("secret_type", ["", "RDS", "common", "COMMON ", "GaussDB", "TaurusDB"])
def test_types_that_are_refused(fake: FakeCsms, secret_type: str) -> None:
    body = {**NEW, "secret_type": secret_type}
    assert (400, "CSMS.0002") == refused(fake, "CreateSecret", body=body)
    assert "secret_type must be one of COMMON, RDS-FG, GaussDB-FG." == why(fake)


@places
@pytest.mark.parametrize(
    "period",
    [
        "",
        "7",
        "d",
        "7 d",
        "7D",
        "-7d",
        "+7d",
        "7.5d",
        "0x7d",
        "\u0667d",
        "7d\n",
        "1w",
        "9" * 49 + "h",
    ],
)
def test_periods_that_are_refused(
    db: FakeCsms, operation: str, in_path: list[str], more: dict[str, Any], period: str
) -> None:
    body = {**more, "rotation_period": period}
    assert (400, "CSMS.0002") == refused(db, operation, *in_path, body=body)
    assert why(db).startswith("rotation_period must be a whole number and one of d, h, m, s")


@places
@pytest.mark.parametrize("period", ["0h", "0d", "9" * 48 + "h", "0" * 47 + "1s"])
def test_periods_out_of_range(
    db: FakeCsms, operation: str, in_path: list[str], more: dict[str, Any], period: str
) -> None:
    body = {**more, "rotation_period": period}
    assert (400, "CSMS.0002") == refused(db, operation, *in_path, body=body)
    assert "rotation_period must be from 6 to 8760 hours." == why(db)


@places
@pytest.mark.parametrize("period", ["6h", "1d", "007d", "365d", "0" * 47 + "7d"])
def test_periods_are_kept_as_they_came(
    db: FakeCsms, operation: str, in_path: list[str], more: dict[str, Any], period: str
) -> None:
    body = {**more, "rotation_period": period}
    assert period == answered(db, operation, *in_path, body=body)["secret"]["rotation_period"]


@pytest.mark.parametrize(
    ("config", "fault"),
    [
        ("", "must be JSON text"),
        ("{", "must be JSON text"),
        ("[" * 1_000, "must be JSON text"),
        ("[]", "must be a JSON object with the text InstanceId"),
        ("null", "must be a JSON object with the text InstanceId"),
        ("{}", "must be a JSON object with the text InstanceId"),
        ('{"InstanceId":5}', "must be a JSON object with the text InstanceId"),
        ('{"instanceid":"i"}', "must be a JSON object with the text InstanceId"),
        ('{"InstanceId":"i"}', "must have a SecretSubType of SingleUser or MultiUser"),
        ('{"InstanceId":"i","SecretSubType":"Both"}', "must have a SecretSubType of"),
        ('{"InstanceId":"i","SecretSubType":["SingleUser"]}', "must have a SecretSubType of"),
    ],
)
def test_rotation_configs_that_are_refused(fake: FakeCsms, config: str, fault: str) -> None:
    body = {**RDS, "rotation_config": config}
    assert (400, "CSMS.0002") == refused(fake, "CreateSecret", body=body)
    assert f"rotation_config {fault}" in why(fake)


@pytest.mark.parametrize(
    "config",
    [
        '{"InstanceId":"","SecretSubType":"SingleUser"}',
        '{ "RDSInstanceId": "i", "SecretSubType": "MultiUser", "More": [1] }',
    ],
)
def test_a_rotation_config_is_kept_as_it_came(fake: FakeCsms, config: str) -> None:
    secret = answered(fake, "CreateSecret", body={**RDS, "rotation_config": config})["secret"]
    assert config == secret["rotation_config"]


@places
@pytest.mark.parametrize(
    ("events", "fault"),
    [
        (["a", "b"], "must hold at most one event name, not 2."),
        ([""], "holds a name that must be 1 to 64 of the characters"),
        (["a.b"], "holds a name that must be 1 to 64 of the characters"),
        (["e" * 65], "holds a name that must be 1 to 64 of the characters"),
    ],
)
def test_subscriptions_that_are_refused(
    db: FakeCsms,
    operation: str,
    in_path: list[str],
    more: dict[str, Any],
    *,
    events: list[str],
    fault: str,
) -> None:
    body = {**more, "event_subscriptions": events}
    assert (400, "CSMS.0002") == refused(db, operation, *in_path, body=body)
    assert f"event_subscriptions {fault}" in why(db)


@pytest.mark.parametrize(
    "text", ["YQ", "YQ=", "Y Q==", "YQ==\n", " YQ==", "-_-_", "YQ==YQ==", "=", "é", "secret!"]
)
@pytest.mark.parametrize(
    ("operation", "in_path", "more"),
    [("CreateSecret", [], {"name": "new"}), ("CreateSecretVersion", ["db"], {})],
)
def test_binary_that_is_no_base64(
    db: FakeCsms, operation: str, in_path: list[str], more: dict[str, Any], text: str
) -> None:
    """To the service neither URL-safe letters nor missing padding nor spaces are base64."""
    body = {**more, "secret_binary": text}
    assert (400, "CSMS.0002") == refused(db, operation, *in_path, body=body)
    sentence = "secret_binary must be base64 text: the standard alphabet, padded, no white space."
    assert sentence == why(db)


@pytest.mark.parametrize("member", ["secret_string", "secret_binary"])
@pytest.mark.parametrize(
    ("operation", "in_path", "more"),
    [("CreateSecret", [], {"name": "new"}), ("CreateSecretVersion", ["db"], {})],
)
def test_an_empty_value_is_refused(
    db: FakeCsms, operation: str, in_path: list[str], more: dict[str, Any], member: str
) -> None:
    body = {**more, member: ""}
    assert (400, "CSMS.0002") == refused(db, operation, *in_path, body=body)
    assert f"{member} must not be empty." == why(db)


@pytest.mark.parametrize("value", [" ", "\x00", "\n", "0", "null"])
def test_values_that_only_look_empty_are_values(db: FakeCsms, value: str) -> None:
    answered(db, "CreateSecretVersion", "db", body={"secret_string": value})
    version = answered(db, "ShowSecretVersion", "db", "v2")["version"]
    assert value == version["secret_string"]


@pytest.mark.parametrize("body", [None, b"", b"nul", b"null", b"[]", b"5", b'"db"', b"{", b"\xff"])
@pytest.mark.parametrize(
    ("operation", "in_path"),
    [
        ("CreateSecret", []),
        ("UpdateSecret", ["db"]),
        ("DeleteSecretForSchedule", ["db"]),
        ("CreateSecretVersion", ["db"]),
        ("UpdateVersion", ["db", "v1"]),
        ("BatchShowSecretVersion", []),
        ("CreateSecretStage", ["db"]),
        ("UpdateSecretStage", ["db", "blue"]),
    ],
)
def test_a_body_that_is_no_object_is_refused_where_one_is_needed(
    db: FakeCsms, operation: str, in_path: list[str], body: bytes | None
) -> None:
    assert (400, "CSMS.0004") == refused(db, operation, *in_path, body=body)
    assert "body" in why(db)


@pytest.mark.parametrize("escape", [r"\ud800", r"\udc00", r"\ud800\ud800 and so on"])
def test_half_of_a_surrogate_pair_is_no_text(db: FakeCsms, escape: str) -> None:
    body = b'{"secret_string":"%s","version_stages":null}' % escape.encode()
    assert (400, "CSMS.0004") == refused(db, "CreateSecretVersion", "db", body=body)


def test_the_last_of_two_equal_members_wins(db: FakeCsms) -> None:
    body = b'{"secret_string":"first","secret_binary":null,"secret_string":"last"}'
    answered(db, "CreateSecretVersion", "db", body=body)
    assert "last" == db.value("db")
