"""An unmodified client meets the fake: built before or inside, from any thread, in any region.

The fake answers for the CSMS hosts of every region, for those of partner domains and for the
endpoints that a test names; a call to a service outside Huawei Cloud goes on as if nothing were
there.
"""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
import urllib3
from door_clients import (
    ENDPOINT,
    SDK_REGIONS,
    SECRETS,
    TOKEN,
    async_sdk_client,
    make_secret,
    names_seen_by,
    names_there,
    sdk_client,
    twice,
)
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkcsms.v1.region.csms_region import CsmsRegion
from loopback import LeftTheMachineError
from requests.adapters import HTTPAdapter

from fakecsms import FakeCsms, FakeCsmsBugError, FakeCsmsServer, mock_csms

KINDS = pytest.mark.parametrize("build", [sdk_client, async_sdk_client])


@KINDS
def test_a_client_that_was_built_before_is_answered(build: Callable[[], Any]) -> None:
    client = build()
    with mock_csms() as fake:
        fake.put_secret("db", "hunter2")
        assert ["db"] == names_seen_by(client)


@KINDS
def test_a_client_that_is_built_inside_is_answered(build: Callable[[], Any]) -> None:
    with mock_csms() as fake:
        fake.put_secret("db", "hunter2")
        assert ["db"] == names_seen_by(build())


@KINDS
def test_one_client_meets_the_fake_of_each_interception(build: Callable[[], Any]) -> None:
    client = build()
    for name in ("first", "second"):
        with mock_csms() as fake:
            fake.put_secret(name, "hunter2")
            assert [name] == names_seen_by(client)


@KINDS
def test_clients_are_answered_from_other_threads(build: Callable[[], Any]) -> None:
    clients = [build() for _ in range(4)]
    with mock_csms() as fake, ThreadPoolExecutor(4) as threads:
        fake.put_secret("db", "hunter2")
        assert [["db"]] * 16 == list(threads.map(names_seen_by, clients * 4))
        assert 16 == len(fake.calls)


def test_a_thread_that_began_before_is_answered() -> None:
    with ThreadPoolExecutor(1) as thread:
        thread.submit(int).result()
        with mock_csms() as fake:
            fake.put_secret("db", "hunter2")
            assert ["db"] == thread.submit(names_there).result()


def test_the_sdk_knows_thirty_regions() -> None:
    assert 30 == len(SDK_REGIONS)


@pytest.mark.parametrize("region", SDK_REGIONS, ids=lambda region: region.id)
def test_every_region_of_the_sdk_is_answered_at_its_own_endpoint(region: Region) -> None:
    with mock_csms() as fake:
        fake.put_secret("db", "hunter2")
        assert ["db"] == names_seen_by(sdk_client(region))


@pytest.mark.parametrize(
    ("hosts", "endpoint"),
    [
        (["vault.local"], "https://vault.local"),
        (["vault.local"], "http://vault.local"),
        (["vault.local"], "http://vault.local:8443"),
        (["Vault.LOCAL"], "https://vault.local"),
        (["vault.local"], "https://Vault.Local"),
        (["vault.local:8443"], "https://vault.local:8443"),
        (["vault.local."], "https://vault.local."),
        (["vault.local:443"], "https://vault.local"),
        (["vault.local:80"], "http://vault.local"),
        (["https://vault.local"], "https://vault.local"),
        (["http://vault.local"], "http://vault.local:80"),
        (["https://vault.local:8443/ignored/path"], "https://vault.local:8443"),
        (["http://[::1]:8080"], "http://[::1]:8080"),
        (["[::1]"], "http://[::1]:8080"),
        (["http://127.0.0.1:1"], "http://127.0.0.1:1"),
        (["vault.local", "depot.local"], "https://depot.local"),
        (("vault.local", "depot.local"), "https://vault.local"),
        (["ecs.cn-north-4.myhuaweicloud.com"], "https://ecs.cn-north-4.myhuaweicloud.com"),
    ],
)
def test_a_named_host_is_answered(hosts: list[str], endpoint: str) -> None:
    with mock_csms(hosts=hosts) as fake:
        fake.put_secret("db", "hunter2")
        assert ["db"] == names_seen_by(sdk_client(endpoint=endpoint))


@pytest.mark.parametrize(
    ("hosts", "endpoint"),
    [
        (["vault.local:8443"], "https://vault.local"),
        (["https://vault.local"], "https://vault.local:8443"),
        (["https://vault.local"], "http://vault.local"),
        (["vault.local"], "https://not-vault.local"),
        (["vault.local"], "https://sub.vault.local"),
        ([], "https://vault.local"),
    ],
)
def test_a_host_that_is_not_named_is_left_to_the_real_transport(
    hosts: list[str], endpoint: str
) -> None:
    with mock_csms(hosts=hosts) as fake, pytest.raises(LeftTheMachineError):
        names_there(endpoint)
    assert [] == fake.escapes


def test_the_named_hosts_may_be_any_iterable_and_last_for_every_entry() -> None:
    mock = mock_csms(hosts=iter(["vault.local"]))
    for _ in range(2):
        with mock as fake:
            fake.put_secret("db", "hunter2")
            assert ["db"] == names_there("https://vault.local")


def test_an_endpoint_from_the_environment_is_answered_when_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HUAWEICLOUD_SDK_REGION_CSMS_CN_EAST_3", "https://vault.local")
    with mock_csms(hosts=["vault.local"]) as fake:
        fake.put_secret("db", "hunter2")
        assert ["db"] == names_seen_by(sdk_client(CsmsRegion.value_of("cn-east-3")))


@pytest.mark.parametrize("domain", ["example.ru", ".example.ru", "EXAMPLE.ru", "hc.example.ru"])
def test_partner_domains_are_answered_for_csms_and_for_the_project_look_up(domain: str) -> None:
    bare = domain.strip(".").lower()
    with mock_csms(domains=[domain]) as fake:
        fake.put_secret("db", "hunter2")
        assert ["db"] == names_seen_by(sdk_client(endpoint=f"https://kms.ru-moscow-1.{bare}"))
        look_up = f"https://iam.ru-moscow-1.{bare}/v3/projects?name=ru-moscow-1"
        assert 200 == requests.get(look_up, headers=TOKEN, timeout=10).status_code


def test_a_partner_domain_that_is_not_named_is_left_to_the_real_transport() -> None:
    with mock_csms(), pytest.raises(LeftTheMachineError):
        names_there("https://kms.ru-moscow-1.example.ru")


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://kms.cn-north-4.myhuaweicloud.com",
        "https://kms.cn-north-4.myhuaweicloud.com:443",
        "https://KMS.CN-North-4.MyHuaweiCloud.com",
        "https://kms.cn-north-4.myhuaweicloud.com.",
        "https://kms.made-up-9.myhuaweicloud.com",
        "https://kms.eu-west-101.myhuaweicloud.eu",
        "https://kms.cn-north-4.myhuaweicloud.cn",
    ],
)
def test_every_spelling_of_a_csms_host_is_answered(endpoint: str) -> None:
    with mock_csms() as fake:
        fake.put_secret("db", "hunter2")
        assert ["db"] == names_there(endpoint)


class OwnAdapter(HTTPAdapter):
    """An adapter as applications write them, with something of its own around each call."""

    sent = 0

    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        self.sent += 1
        return super().send(request, **how)


def test_an_adapter_of_the_callers_own_class_is_answered(session: requests.Session) -> None:
    own = OwnAdapter()
    session.mount("https://", own)
    with mock_csms():
        assert 200 == session.get(ENDPOINT + SECRETS, headers=TOKEN).status_code
    assert 1 == own.sent


def test_bare_urllib3_is_answered_too() -> None:
    with mock_csms() as fake, urllib3.PoolManager() as pools:
        fake.put_secret("db", "hunter2")
        answer = pools.request("GET", f"{ENDPOINT}{SECRETS}?marker=a://b", headers=TOKEN)
        assert ["db"] == [each["name"] for each in answer.json()["secrets"]]


def test_a_bare_connection_pool_without_a_port_is_answered_too() -> None:
    with mock_csms(), urllib3.HTTPSConnectionPool("kms.cn-north-4.myhuaweicloud.com") as pool:
        assert 200 == pool.request("GET", SECRETS, headers=TOKEN).status


def test_a_service_outside_huawei_cloud_is_reached(outside_everywhere: str) -> None:
    with mock_csms() as fake:
        answer = requests.post(f"{outside_everywhere}/v1/p?q=1", data=b"body", timeout=10)
        assert b"POST /v1/p?q=1 body" == answer.content
    assert (0, []) == (len(fake.calls), fake.escapes)


def test_what_the_caller_says_of_the_transport_is_handed_down(
    outside: str, session: requests.Session
) -> None:
    with mock_csms(), session.get(f"{outside}/slow", stream=True, timeout=(3, 4)) as answer:
        assert b"GET " == answer.raw.read(4)
        assert b"/slow " == answer.raw.read()


@pytest.mark.parametrize("path", [f"/v1.0/{'p' * 32}/kms/list-keys", "/v1.0/p/keystores"])
def test_a_kms_path_on_the_csms_host_is_refused_by_name(path: str) -> None:
    with mock_csms():
        answer = requests.post(ENDPOINT + path, json={}, headers=TOKEN, timeout=10)
    assert (501, "FAKECSMS.NotModelled") == (answer.status_code, answer.json()["error_code"])
    assert "KMS" in answer.json()["error_msg"]


@pytest.mark.parametrize(
    "body",
    [
        lambda: b"{}",
        lambda: "{}",
        lambda: bytearray(b"{}"),
        lambda: memoryview(b"{}"),
        lambda: io.BytesIO(b"{}"),
        lambda: io.StringIO("{}"),
        lambda: iter([b"{", b"}"]),
    ],
    ids=lambda body: type(body()).__name__,
)
def test_a_body_of_any_kind_is_taken_as_a_socket_takes_it(
    live: FakeCsmsServer, body: Callable[[], Any]
) -> None:
    def posted(url: str) -> Any:
        answer = requests.post(url + SECRETS, data=body(), headers=TOKEN, timeout=10)
        return answer.status_code, answer.content

    real, ours = twice(live, posted)
    assert real.result == ours.result
    assert ["name is missing."] == [each.why for each in ours.fake.calls]


@pytest.mark.parametrize("ask", [names_there, lambda: names_seen_by(sdk_client())])
def test_a_bug_of_the_fake_is_raised_in_the_call_that_met_it(ask: Callable[[], Any]) -> None:
    with mock_csms() as fake:
        fake.gate.account.settle = None  # the way to a bug: what is called is not there
        with pytest.raises(FakeCsmsBugError) as raised:
            ask()
    assert [raised.value.__cause__] == fake.bugs


def test_a_fake_that_is_in_use_shows_what_the_client_did(csms: FakeCsms) -> None:
    make_secret("db")
    assert ["db"] == names_seen_by(sdk_client())
    assert ["CreateSecret", "ListSecrets"] == [each.operation for each in csms.calls]
