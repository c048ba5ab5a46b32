"""Who may come in: whoever brings a signature or a token, whatever it says.

The laws: a stranger gets 401 APIGW.0301 and changes nothing; which credentials are asked for is
the choice `auth`; a path that leads nowhere is told before credentials are looked at.
"""

from collections.abc import Mapping

import pytest
from good_calls import GOOD, SECRETS, GoodCall, filled_fake
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import P256SHA256Signer, Signer, SM2SM3Signer, SM3Signer
from refusing import is_a_sentence

from fakecsms import FakeCsms

_every_operation = pytest.mark.parametrize("call", GOOD.values(), ids=lambda call: call.operation)


@pytest.mark.parametrize("signer", [Signer, SM3Signer, P256SHA256Signer, SM2SM3Signer])
def test_every_signature_of_the_sdk_comes_in(fake: FakeCsms, signer: type[Signer]) -> None:
    request = SdkRequest(
        method="GET",
        schema="https",
        host="kms.cn-north-4.myhuaweicloud.com",
        resource_path=SECRETS,
        query_params=[],
        header_params={"X-Sdk-Date": "21000101T000000Z"},
        body="",
    )
    signer(BasicCredentials("any-ak", "any-sk")).sign(request)
    assert 200 == fake.call("GET", SECRETS, headers=request.header_params).status


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Auth-Token": "t"},
        {"x-auth-token": "MII" * 1_000},
        {"X-AUTH-TOKEN": "t", "Authorization": "Basic dTpw"},
        {"authorization": "SDK-HMAC-SHA256 Access=a, SignedHeaders=b, Signature=c"},
        {"AUTHORIZATION": "V11-HMAC-SHA256 Credential=a/20260101/cn-north-4/csms"},
        {"Authorization": "SDK-", "Content-Type": "text/plain"},
    ],
)
def test_a_signature_or_a_token_comes_in_whatever_it_says(
    fake: FakeCsms, headers: Mapping[str, str]
) -> None:
    assert 200 == fake.call("GET", SECRETS, headers=headers).status


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Auth-Token": ""},
        {"Authorization": ""},
        {"Authorization": "Basic dTpw"},
        {"Authorization": "Bearer SDK-HMAC-SHA256"},
        {"Authorization": "AWS4-HMAC-SHA256 Credential=a"},
        {"X-Subject-Token": "t", "X-Security-Token": "t", "X-Project-Id": "p"},
        {"Cookie": "x-auth-token=t"},
    ],
)
def test_anyone_else_is_a_stranger(fake: FakeCsms, headers: Mapping[str, str]) -> None:
    response = fake.call("GET", SECRETS, headers=headers)
    assert 401 == response.status
    assert {
        "error_msg": "Incorrect IAM authentication information: x-auth-token not found",
        "error_code": "APIGW.0301",
        "request_id": response.header("X-Request-Id"),
    } == response.json()
    assert is_a_sentence(fake.calls[-1].why)


@_every_operation
def test_a_stranger_changes_nothing(fake: FakeCsms, call: GoodCall) -> None:
    before = fake.snapshot()
    response = fake.call(call.method, call.path, body=call.body, headers={})
    assert (401, call.operation) == (response.status, fake.calls[-1].operation)
    assert before == fake.snapshot()


@_every_operation
def test_nothing_is_asked_when_auth_is_off(call: GoodCall) -> None:
    fake = filled_fake(auth="off")
    response = fake.call(call.method, call.path, body=call.body, headers={})
    assert response.status in {200, 204}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("PATCH", SECRETS, 404),
        ("POST", "/v1.0/p/kms/create-key", 501),
        ("GET", "/v1/p/csms/tags", 401),
        ("POST", "/v1/p/csms/resource_instances/action", 401),
        ("POST", "/v1/p/csms/anything/action", 404),
        ("GET", f"{SECRETS}/no-such", 401),
        ("POST", SECRETS, 401),
        ("GET", "/v3/projects", 401),
    ],
)
def test_a_stranger_learns_what_paths_there_are_and_nothing_else(
    fake: FakeCsms, method: str, path: str, status: int
) -> None:
    assert status == fake.call(method, path, headers={}).status
