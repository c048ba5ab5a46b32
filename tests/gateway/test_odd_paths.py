"""Paths that are bent: what is quoted, what is empty, what a client left open.

The law: a path is split on `/` as it came, then each part is unquoted once; nothing is normalised.
A part that is empty, or a placeholder that nobody filled, leads nowhere: 404 APIGW.0101.
"""

import pytest
from good_calls import DB, PROJECT, SECRETS
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcsms.v1 import (
    CsmsClient,
    ShowSecretRequest,
    ShowSecretStageRequest,
    ShowSecretVersionRequest,
)
from refusing import is_a_sentence

from fakecsms import FakeCsms

_NOWHERE = [
    "",
    "/",
    "//",
    "*",
    "/v1",
    "/v1/",
    "/v2/x/secrets",
    f"/V1/{PROJECT}/secrets",
    f"/v1/{PROJECT}/Secrets",
    f"/v1/{PROJECT}/secret",
    f"v1/{PROJECT}/secrets",
    f"/api{SECRETS}",
    f"http://127.0.0.1{SECRETS}",
    f"{SECRETS}/",
    f"{DB}/",
    f"{DB}//",
    f"{DB}/versions/",
    f"{DB}/versions/v1/",
    f"{DB}/stages/",
    f"/{SECRETS}",
    f"/v1//{PROJECT}/secrets",
    f"/v1/{PROJECT}//secrets",
    f"{SECRETS}//db",
    f"{DB}//versions",
    "/v1//secrets",
    "/v1//secrets/db",
    f"{SECRETS}//versions",
    f"{SECRETS}/.//versions",
    f"{SECRETS}/../secrets",
    f"{SECRETS}/./db",
    f"{DB}/../db",
    f"/v1/../v1/{PROJECT}/secrets",
    f"/v1/{PROJECT}/secrets%2Fdb",
    f"/v1/{PROJECT}%2Fsecrets",
    f"%2Fv1/{PROJECT}/secrets",
    f"/v1/{PROJECT}/%2573ecrets",
    f"/v1/{PROJECT}/secrets%20",
    f"/v1/{PROJECT}/secrets%00",
    f"/v1/{PROJECT}/secrets;a=b",
    f"/v1/{PROJECT}\\secrets",
    "/v1/{project_id}/secrets",
    "/v1/%7Bproject_id%7D/secrets",
    "/v1/%7bproject_id%7d/secrets/db",
    f"{SECRETS}/{{secret_name}}",
    f"{SECRETS}/%7Bsecret_name%7D",
    f"{SECRETS}/%7Bsecret_name%7D/versions",
    f"{DB}/versions/%7Bversion_id%7D",
    f"{DB}/stages/%7Bstage_name%7D",
    f"{SECRETS}/%7Bsecret_name%7D/versions/%7Bversion_id%7D",
    "/" * 10_000,
    "/v1" * 10_000,
]


@pytest.mark.parametrize("path", _NOWHERE, ids=lambda path: path[:60])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_path_that_leads_nowhere_is_refused_by_the_gateway(
    fake: FakeCsms, method: str, path: str
) -> None:
    before = fake.snapshot()
    response = fake.call(method, path, body={"name": "new", "secret_string": "x"})
    assert (404, "APIGW.0101") == (response.status, response.json()["error_code"])
    assert "published" in response.json()["error_msg"]
    assert is_a_sentence(fake.calls[-1].why)
    assert before == fake.snapshot()


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (".", "."),
        ("..", ".."),
        ("%2e%2e", ".."),
        ("a%2Fb", "a/b"),
        ("..%2F..", "../.."),
        ("%2F", "/"),
        ("a%00", "a\x00"),
        ("%00", "\x00"),
        ("a%0A", "a\n"),
        ("%20", " "),
        ("a+b", "a+b"),
        ("a%2Bb", "a+b"),
        ("%zz", "%zz"),
        ("%", "%"),
        ("db%", "db%"),
        ("%4", "%4"),
        ("%%41", "%A"),
        ("%2541", "%41"),
        ("%ff", "\ufffd"),
        ("%C3%A9", "é"),
        ("é", "é"),
        ("%F0%9F%94%91", "🔑"),
        ("db;v=1", "db;v=1"),
        ("DB", "DB"),
        ("%7Bproject_id%7D", "{project_id}"),
        ("a" * 100_000, "a" * 100_000),
    ],
    ids=lambda part: ascii(part[:20]),
)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_odd_name_is_the_name_of_a_secret_that_is_not_there(
    fake: FakeCsms, method: str, part: str, name: str
) -> None:
    before = fake.snapshot()
    response = fake.call(method, f"{SECRETS}/{part}")
    assert (404, "CSMS.0106") == (response.status, response.json()["error_code"])
    assert name == fake.calls[-1].secret_name
    assert before == fake.snapshot()


@pytest.mark.parametrize(
    "path",
    [
        f"/v1/{PROJECT}/%73ecrets/db",
        f"/%761/{PROJECT}/secrets/%64%62",
        f"/v1/%30{PROJECT[1:]}/secrets/d%62",
        f"{DB}?",
        f"{DB}?a=/b/../c",
        f"{DB}?x=%zz&%ff&=&&;",
    ],
)
def test_what_is_quoted_without_need_is_unquoted(fake: FakeCsms, path: str) -> None:
    assert "db" == fake.call("GET", path).json()["secret"]["name"]


@pytest.mark.parametrize(
    ("path", "version_id"),
    [("versions/%76%31", "v1"), ("versions/%6Catest", "v2"), ("versions/v%31", "v1")],
)
def test_a_version_id_is_unquoted_too(fake: FakeCsms, path: str, version_id: str) -> None:
    version = fake.call("GET", f"{DB}/{path}").json()["version"]
    assert version_id == version["version_metadata"]["id"]


@pytest.mark.parametrize(
    ("call", "asked"),
    [
        ("show_secret", ShowSecretRequest()),
        ("show_secret_version", ShowSecretVersionRequest(secret_name="db")),
        ("show_secret_version", ShowSecretVersionRequest(version_id="v1")),
        ("show_secret_stage", ShowSecretStageRequest(secret_name="db")),
    ],
)
def test_a_call_of_the_sdk_with_a_forgotten_argument_leads_nowhere(
    csms: FakeCsms, csms_client: CsmsClient, call: str, asked: object
) -> None:
    csms.put_secret("db", "x")
    with pytest.raises(ClientRequestException) as refusal:
        getattr(csms_client, call)(asked)
    assert (404, "APIGW.0101") == (refusal.value.status_code, refusal.value.error_code)
