"""No call of a test reaches a real account: other hosts of Huawei Cloud are refused by default.

The refusal names host, method and path, is no exception of `requests` or of the SDK, comes out of
an SDK call unwrapped and is kept in `escapes`. Options turn it.
"""

from typing import Any

import pytest
import requests
import urllib3
from door_clients import ENDPOINT, TOKEN, async_sdk_client, make_secret, names_seen_by, sdk_client
from huaweicloudsdkcore.exceptions.exceptions import SdkException
from loopback import LeftTheMachineError

from fakecsms import EscapedCallError, mock_csms

OBS = "https://obs.cn-north-4.myhuaweicloud.com"

ELSEWHERE = pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", f"{OBS}/bucket"),
        ("PUT", "https://bucket.obs.cn-north-4.myhuaweicloud.com/object"),
        ("POST", "https://ecs.cn-north-4.myhuaweicloud.com/v1/p/cloudservers"),
        ("DELETE", "http://ecs.cn-north-4.myhuaweicloud.com:8080/v1/p/cloudservers/1"),
        ("GET", "https://ECS.cn-north-4.MyHuaweiCloud.com/v1"),
        ("GET", "https://ecs.cn-north-4.myhuaweicloud.com./v1"),
        ("GET", "https://kms.myhuaweicloud.com/v1/p/secrets"),
        ("GET", "https://kms.sub.cn-north-4.myhuaweicloud.com/v1/p/secrets"),
        ("GET", "https://sts.cn-north-4.myhuaweicloud.com/v5/agencies"),
        ("GET", "https://iam.cn-north-4.myhuaweicloud.com/v3/users"),
        ("POST", "https://iam.cn-north-4.myhuaweicloud.com/v3/projects"),
        ("GET", "https://myhuaweicloud.com/"),
        ("GET", "https://functiongraph.eu-west-101.myhuaweicloud.eu/v2"),
        ("GET", "https://ecs.cn-north-4.myhuaweicloud.cn/v1"),
        ("GET", "https://auth.huaweicloud.com/authui/login"),
    ],
)


@ELSEWHERE
def test_a_call_to_another_host_of_huawei_cloud_is_refused_by_name(method: str, url: str) -> None:
    with mock_csms() as fake, pytest.raises(EscapedCallError) as raised:
        requests.request(method, url, timeout=10)
    asked = urllib3.util.parse_url(url)
    assert f"{method} {asked.host}{asked.path} " in str(raised.value)
    assert [raised.value] == fake.escapes


@ELSEWHERE
def test_bare_urllib3_is_refused_alike(method: str, url: str) -> None:
    with mock_csms() as fake, urllib3.PoolManager() as pools, pytest.raises(EscapedCallError):
        pools.request(method, url)
    assert 1 == len(fake.escapes)


@pytest.mark.parametrize("query", ["next=https://example.com/", "a=b", "a=://"])
def test_a_query_makes_no_hole_in_the_guard(query: str) -> None:
    with mock_csms(), urllib3.PoolManager() as pools, pytest.raises(EscapedCallError):
        pools.request("GET", f"{OBS}/bucket?{query}")


def test_a_bare_connection_pool_without_a_port_is_refused_alike() -> None:
    pool = urllib3.HTTPSConnectionPool("obs.cn-north-4.myhuaweicloud.com")
    with mock_csms(), pool, pytest.raises(EscapedCallError):
        pool.request("GET", "/bucket")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_makes_no_hole_in_the_guard(scheme: str, closed_endpoint: str) -> None:
    url = f"{scheme}://obs.cn-north-4.myhuaweicloud.com/bucket"
    with mock_csms(), pytest.raises(EscapedCallError):
        requests.get(url, proxies={scheme: closed_endpoint}, timeout=10)
    with (
        mock_csms(),
        urllib3.ProxyManager(closed_endpoint) as pools,
        pytest.raises(EscapedCallError),
    ):
        pools.request("GET", url)


def test_a_redirect_makes_no_hole_in_the_guard(outside: str) -> None:
    with mock_csms() as fake, urllib3.PoolManager() as pools:
        with pytest.raises(EscapedCallError):
            requests.get(f"{outside}/to/{OBS}/bucket", timeout=10)
        with pytest.raises(EscapedCallError):
            pools.request("GET", f"{outside}/to/{OBS}/bucket")
        assert 2 == len(fake.escapes)


def test_the_refusal_says_how_to_turn_it_and_shows_no_query() -> None:
    with mock_csms(), pytest.raises(EscapedCallError) as raised:
        requests.get(f"{OBS}/bucket", params={"token": "hunter2"}, timeout=10)
    assert "hosts=[" in str(raised.value)
    assert "other_huawei_hosts='pass'" in str(raised.value)
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize("build", [sdk_client, async_sdk_client])
def test_it_comes_out_of_an_sdk_call_unwrapped(build: Any) -> None:
    client = build(endpoint="https://dew.cn-north-4.myhuaweicloud.com")
    with mock_csms() as fake, pytest.raises(EscapedCallError) as raised:
        names_seen_by(client)
    assert not isinstance(raised.value, SdkException | requests.RequestException | OSError)
    assert [raised.value] == fake.escapes


def test_escapes_are_in_order_and_in_no_journal() -> None:
    with mock_csms() as fake:
        for path in ("first", "second"):
            with pytest.raises(EscapedCallError):
                requests.get(f"{OBS}/{path}", timeout=10)
    first, second = map(str, fake.escapes)
    assert "/first" in first
    assert "/second" in second
    assert (0, 0) == (len(fake.calls), len(fake.calls.iam))


def test_leaving_does_not_raise_for_an_escape_that_the_code_swallowed() -> None:
    with mock_csms() as fake, pytest.raises(EscapedCallError):
        requests.get(OBS, timeout=10)
    with pytest.raises(EscapedCallError, match=r"obs\.cn-north-4\.myhuaweicloud\.com"):
        fake.check()


def test_the_fake_goes_on_after_an_escape() -> None:
    with mock_csms() as fake:
        with pytest.raises(EscapedCallError):
            requests.get(OBS, timeout=10)
        make_secret("db")
        assert ["db"] == [each.name for each in fake.secrets()]


def test_reset_forgets_the_escapes() -> None:
    with mock_csms() as fake:
        with pytest.raises(EscapedCallError):
            requests.get(OBS, timeout=10)
        fake.reset()
        assert [] == fake.escapes


@ELSEWHERE
def test_pass_leaves_other_hosts_of_huawei_cloud_to_the_real_transport(
    method: str, url: str
) -> None:
    with mock_csms(other_huawei_hosts="pass") as fake, pytest.raises(LeftTheMachineError):
        requests.request(method, url, timeout=10)
    assert [] == fake.escapes


def test_pass_leaves_csms_to_the_fake() -> None:
    with mock_csms(other_huawei_hosts="pass") as fake:
        make_secret("db")
        assert ["db"] == [each.name for each in fake.secrets()]


@pytest.mark.parametrize(
    "url",
    [
        "https://notmyhuaweicloud.com/",
        "https://myhuaweicloud.com.example.com/",
        "https://kms.cn-north-4.myhuaweicloud.com.example.com/v1",
        "https://example.com/kms.cn-north-4.myhuaweicloud.com",
        "https://kms.cn-north-4.myhuaweicloud.com@example.com/",
    ],
)
def test_a_host_that_only_looks_like_huawei_cloud_is_outside(url: str) -> None:
    with mock_csms() as fake, pytest.raises(LeftTheMachineError):
        requests.get(url, timeout=10)
    assert [] == fake.escapes


def test_other_services_of_a_named_partner_domain_are_refused() -> None:
    with mock_csms(domains=["example.ru"]), pytest.raises(EscapedCallError):
        requests.get("https://obs.ru-moscow-1.example.ru/bucket", timeout=10)


def test_hosts_outside_huawei_cloud_can_be_refused(outside: str) -> None:
    with mock_csms(other_hosts="refuse") as fake, pytest.raises(EscapedCallError) as raised:
        requests.get(f"{outside}/path", timeout=10)
    assert "GET 127.0.0.1/path " in str(raised.value)
    assert [raised.value] == fake.escapes


def test_the_refusal_of_a_host_outside_names_the_option_that_lets_it_through(outside: str) -> None:
    with mock_csms(other_hosts="refuse"), pytest.raises(EscapedCallError) as raised:
        requests.get(outside, timeout=10)
    assert "other_hosts='pass'" in str(raised.value)
    assert "Huawei Cloud" not in str(raised.value)


def test_refusing_hosts_outside_leaves_csms_and_named_hosts_to_the_fake() -> None:
    with mock_csms(other_hosts="refuse", hosts=["vault.local"]) as fake:
        make_secret("one", ENDPOINT)
        make_secret("two", "https://vault.local")
        assert ["one", "two"] == [each.name for each in fake.secrets()]


@pytest.mark.parametrize(
    ("options", "mistake"),
    [
        ({"hosts": "vault.local"}, TypeError),
        ({"domains": "example.ru"}, TypeError),
        ({"domains": [""]}, ValueError),
        ({"domains": ["."]}, ValueError),
        ({"hosts": [""]}, ValueError),
        ({"hosts": ["http://"]}, ValueError),
        ({"hosts": ["vault.local:port"]}, ValueError),
        ({"other_huawei_hosts": "allow"}, ValueError),
        ({"other_hosts": None}, ValueError),
    ],
)
def test_an_option_that_can_not_be_is_refused_before_anything_is_patched(
    options: dict[str, Any], mistake: type[Exception]
) -> None:
    with pytest.raises(mistake):
        mock_csms(**options)
    with pytest.raises(LeftTheMachineError):
        requests.get(ENDPOINT, headers=TOKEN, timeout=10)
