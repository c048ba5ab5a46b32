"""`fakecsms.reach`: which hosts a fake answers for, and what becomes of the others.

By default nothing that is for Huawei Cloud ever leaves the test.
"""

from typing import Any
from urllib.parse import urlsplit

import pytest
from huaweicloudsdkcore.auth import endpoint
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkcsms.v1.region.csms_region import CsmsRegion

from fakecsms.reach import Reach, Verdict

ANSWER, REFUSE, PASS = Verdict.ANSWER, Verdict.REFUSE, Verdict.PASS
REGIONS = [each for each in vars(CsmsRegion).values() if isinstance(each, Region)]
PATH = "/v1/p/secrets"


def verdict(reach: Reach, url: str, method: str = "GET") -> Verdict:
    return reach.verdict(method, urlsplit(url))


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.id)
def test_every_csms_endpoint_of_the_sdk_is_answered(region: Region) -> None:
    urls = [f"{each}{PATH}" for each in region.endpoints]
    assert urls
    assert {ANSWER} == {
        verdict(Reach(), each, method) for each in urls for method in ("GET", "PUT")
    }


def test_every_iam_endpoint_of_the_sdk_answers_the_look_up_of_the_project_alone() -> None:
    tables = [each for each in vars(endpoint).values() if isinstance(each, dict)]
    urls = [each for table in tables for each in table.values() if "//iam." in str(each)]
    assert len(urls) > 20
    for url in (*urls, "https://iam.myhuaweicloud.com"):
        assert ANSWER is verdict(Reach(), f"{url}/v3/projects?name=cn-north-4")
        assert REFUSE is verdict(Reach(), f"{url}/v3/projects", "POST")
        assert REFUSE is verdict(Reach(), f"{url}/v3/projects/")
        assert REFUSE is verdict(Reach(), f"{url}/v3/auth/tokens", "POST")


@pytest.mark.parametrize(
    "url",
    [
        "http://kms.cn-north-4.myhuaweicloud.com/",
        "https://kms.cn-north-4.myhuaweicloud.com:443/",
        "https://kms.cn-north-4.myhuaweicloud.com:8443/",
        "https://KMS.cn-north-4.MyHuaweiCloud.com/",
        "https://kms.eu-west-101.myhuaweicloud.eu/",
        "https://kms.a-region-to-come.myhuaweicloud.com/",
        "https://user:password@kms.cn-north-4.myhuaweicloud.com/",
        "https://kms.cn-north-4.myhuaweicloud.com./",
    ],
)
def test_any_spelling_of_a_csms_host_is_answered(url: str) -> None:
    assert ANSWER is verdict(Reach(), url)


@pytest.mark.parametrize(
    "url",
    [
        "https://ecs.cn-north-4.myhuaweicloud.com/v1/p/cloudservers",
        "https://obs.cn-north-4.myhuaweicloud.com/",
        "https://bucket.obs.cn-north-4.myhuaweicloud.com/kms",
        "https://csms.cn-north-4.myhuaweicloud.com/",
        "https://xkms.cn-north-4.myhuaweicloud.com/",
        "https://kms.myhuaweicloud.com/",
        "https://kms.deep.cn-north-4.myhuaweicloud.com/",
        "https://myhuaweicloud.com/",
        "https://www.huaweicloud.com/",
        "https://sts.cn-north-4.myhuaweicloud.com/v5/agencies/assume",
        "https://ecs.cn-north-4.myhuaweicloud.com./",
    ],
)
def test_other_hosts_of_huawei_cloud_are_refused_or_by_option_left_alone(url: str) -> None:
    assert REFUSE is verdict(Reach(), url)
    assert PASS is verdict(Reach(other_huawei_hosts="pass"), url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/v1/p/secrets",
        "http://localhost/",
        "https://example.com/",
        "https://kms.cn-north-4.example.com/",
        "https://notmyhuaweicloud.com/",
        "https://kms.cn-north-4.myhuaweicloud.com.example.com/",
        "http://[::1]:80/",
        "file:///etc/hosts",
    ],
)
def test_hosts_outside_are_left_alone_or_by_option_refused(url: str) -> None:
    assert PASS is verdict(Reach(), url)
    assert REFUSE is verdict(Reach(other_hosts="refuse"), url)
    assert ANSWER is verdict(
        Reach(other_hosts="refuse"), "https://kms.cn-north-4.myhuaweicloud.com/"
    )


@pytest.mark.parametrize(
    ("host", "answered", "left_alone"),
    [
        ("csms.test", ["http://csms.test/", "https://csms.test:9/"], ["http://a.csms.test/"]),
        ("CSMS.Test", ["http://csms.test/", "https://CSMS.TEST/"], ["http://csms.tes/"]),
        (
            "csms.test:8080",
            ["http://csms.test:8080/"],
            ["http://csms.test/", "http://csms.test:1/"],
        ),
        ("csms.test:443", ["https://csms.test/", "http://csms.test:443/"], ["http://csms.test/"]),
        ("https://csms.test", ["https://csms.test/"], ["http://csms.test/"]),
        ("http://csms.test/any/path", ["http://csms.test:80/x"], ["https://csms.test/"]),
        ("http://csms.test:81", ["http://csms.test:81/"], ["http://csms.test/"]),
        ("127.0.0.1:8080", ["http://127.0.0.1:8080/"], ["http://127.0.0.1:8081/"]),
        ("[::1]:8080", ["http://[::1]:8080/"], ["http://[::1]/"]),
    ],
)
def test_a_host_may_have_a_port_and_be_a_whole_url(
    host: str, answered: list[str], left_alone: list[str]
) -> None:
    reach = Reach(hosts=[host])
    assert {ANSWER} == {verdict(reach, each) for each in answered}
    assert {PASS} == {verdict(reach, each) for each in left_alone}


def test_a_named_host_is_answered_whatever_the_method_and_path() -> None:
    reach = Reach(hosts=["ecs.cn-north-4.myhuaweicloud.com", "iam.cn-north-4.myhuaweicloud.com"])
    assert ANSWER is verdict(reach, "https://ecs.cn-north-4.myhuaweicloud.com/x", "PATCH")
    assert ANSWER is verdict(reach, "https://iam.cn-north-4.myhuaweicloud.com/v3/auth/tokens")


@pytest.mark.parametrize(
    "domain", ["cloud.example", ".cloud.example", "Cloud.Example", "cloud.example."]
)
def test_a_partners_domain_is_like_huawei_clouds_own(domain: str) -> None:
    reach = Reach(domains=[domain])
    assert ANSWER is verdict(reach, "https://kms.some-region.cloud.example/")
    assert ANSWER is verdict(reach, "https://iam.some-region.cloud.example/v3/projects")
    assert REFUSE is verdict(reach, "https://ecs.some-region.cloud.example/")
    assert PASS is verdict(reach, "https://kms.some-region.cloud.example.com/")
    assert ANSWER is verdict(reach, "https://kms.cn-north-4.myhuaweicloud.com/")


def test_a_domain_below_one_that_is_known() -> None:
    reach = Reach(domains=["partner.myhuaweicloud.com"])
    assert ANSWER is verdict(reach, "https://kms.r.partner.myhuaweicloud.com/")
    assert REFUSE is verdict(Reach(), "https://kms.r.partner.myhuaweicloud.com/")


@pytest.mark.parametrize("option", ["hosts", "domains"])
def test_any_iterable_of_texts_is_taken(option: str) -> None:
    names = ("a.test", "b.test")
    for given in (list(names), names, iter(names), dict.fromkeys(names)):
        assert names == getattr(Reach(**{option: given}), option)


@pytest.mark.parametrize("host", ["", "http://", "//", ":80", "a:b", "a:70000", "http://a:b"])
def test_what_names_no_host_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match=r"names no host|Port could not be|Port out of range"):
        Reach(hosts=[host])


@pytest.mark.parametrize("option", ["other_hosts", "other_huawei_hosts"])
@pytest.mark.parametrize("policy", ["", "allow", "PASS", None, True])
def test_a_policy_is_refuse_or_pass(option: str, policy: Any) -> None:
    with pytest.raises(ValueError, match=f"{option}=.* is neither 'refuse' nor 'pass'"):
        Reach(**{option: policy})


def test_two_reaches_of_the_same_hosts_are_equal() -> None:
    assert Reach(hosts=["a"]) == Reach(hosts=("a",))
    assert Reach(hosts=["a"]) != Reach(hosts=["b"])
