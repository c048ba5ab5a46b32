"""Clients as applications build them, and the plain calls that the tests of the doors make."""

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

import pytest
import requests
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkcsms.v1 import CsmsAsyncClient, CsmsClient, ListSecretsRequest
from huaweicloudsdkcsms.v1.region.csms_region import CsmsRegion
from loopback import LeftTheMachineError

from fakecsms import FakeCsms, FakeCsmsServer, mock_csms

ENDPOINT = "https://kms.cn-north-4.myhuaweicloud.com"
PROJECT = "0123456789abcdef0123456789abcdef"
SECRETS = f"/v1/{PROJECT}/secrets"
TOKEN = {"X-Auth-Token": "any"}
SDK_REGIONS = tuple(each for each in vars(CsmsRegion).values() if isinstance(each, Region))
YEAR_2100_MS = 4_102_444_800_000

Result = TypeVar("Result")


def sdk_client(
    region: Region | None = None,
    *,
    endpoint: str | None = None,
    project_id: str | None = PROJECT,
    kind: type = CsmsClient,
) -> Any:
    """Build an SDK client for a region's own endpoint, or for the endpoint that is named."""
    builder = kind.new_builder().with_credentials(BasicCredentials("ak", "sk", project_id))
    if endpoint is None:
        return builder.with_region(region or CsmsRegion.CN_NORTH_4).build()
    return builder.with_endpoint(endpoint).build()


def async_sdk_client(endpoint: str | None = None) -> Any:
    """Build the SDK's other client, which sends from a pool of threads."""
    return sdk_client(endpoint=endpoint, kind=CsmsAsyncClient)


def names_seen_by(client: Any) -> list[str]:
    """List the names of the secrets that an SDK client sees, in either way of asking."""
    request = ListSecretsRequest()
    if isinstance(client, CsmsAsyncClient):
        return [each.name for each in client.list_secrets_async(request).result().secrets]
    return [each.name for each in client.list_secrets(request).secrets]


def names_there(endpoint: str = ENDPOINT) -> list[str]:
    """List the names of the secrets that plain `requests` sees."""
    answer = requests.get(endpoint + SECRETS, headers=TOKEN, timeout=10)
    return [each["name"] for each in answer.json()["secrets"]]


def assert_nothing_is_left() -> None:
    """Fail unless a CSMS call would go to the real transport."""
    with pytest.raises(LeftTheMachineError):
        names_there()


def make_secret(name: str, endpoint: str = ENDPOINT) -> None:
    """Make a secret with plain `requests`."""
    body = {"name": name, "secret_string": "hunter2"}
    requests.post(endpoint + SECRETS, json=body, headers=TOKEN, timeout=10).raise_for_status()


def arranged(fake: FakeCsms) -> FakeCsms:
    """Stop a fake's clock in the year 2100 and put a secret with two versions in."""
    fake.clock.freeze()
    fake.clock.move_to(YEAR_2100_MS)
    fake.put_secret("db", "hunter2", description="für Köln")
    fake.put_secret("db", "hunter3", version_stages=["blue"])
    return fake


class Seen(NamedTuple, Generic[Result]):
    """What came of a call, and the fake that answered it."""

    result: Result
    fake: FakeCsms


def twice(live: FakeCsmsServer, call: Callable[[str], Result]) -> tuple[Seen[Result], Seen[Result]]:
    """Do the same to one URL over a real socket, then intercepted, each time with an equal fake."""
    live.fake = over_socket = arranged(FakeCsms(seed=1))
    real = Seen(call(live.url), over_socket)
    with mock_csms(seed=1, hosts=[live.url]) as fake:
        arranged(fake)
        return real, Seen(call(live.url), fake)
