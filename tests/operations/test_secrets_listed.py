"""ListSecrets. Law 4: whoever follows the markers gets every secret, once and in order."""

from collections.abc import Iterator
from typing import Any

import pytest
from huaweicloudsdkcsms.v1 import CsmsClient, ListSecretsRequest
from sending import answered, refused, why

from fakecsms import FakeCsms

NAMES = ["-x", "0", "9", "B", "Z-1", "_", "a", "a-", "a0", "aa", "b"]
"""In the order of the list, which is that of their code points."""


@pytest.fixture
def many(fake: FakeCsms) -> FakeCsms:
    """A fake with eleven secrets, made in another order than that of their names."""
    for name in sorted(NAMES, key=lambda each: (len(each), each), reverse=True):
        fake.put_secret(name, "x")
    return fake


def pages(fake: FakeCsms, size: int) -> Iterator[dict[str, Any]]:
    """Follow next_marker to its end, as clients do."""
    marker: str | None = ""
    while marker is not None:
        page = answered(fake, "ListSecrets", query=f"limit={size}&marker={marker}")
        yield page
        marker = page["page_info"]["next_marker"]


def names(page: dict[str, Any]) -> list[str]:
    return [each["name"] for each in page["secrets"]]


def test_an_empty_project_has_an_empty_page(fake: FakeCsms) -> None:
    nothing = {"next_marker": None, "previous_marker": None, "current_count": 0}
    assert {"secrets": [], "page_info": nothing} == answered(fake, "ListSecrets")


def test_the_order_is_that_of_the_names(many: FakeCsms) -> None:
    assert NAMES == names(answered(many, "ListSecrets"))


@pytest.mark.parametrize("size", range(1, len(NAMES) + 2))
def test_following_the_markers_gives_every_secret_once(many: FakeCsms, size: int) -> None:
    whole = [each for page in pages(many, size) for each in page["secrets"]]
    assert answered(many, "ListSecrets")["secrets"] == whole
    assert -(-len(NAMES) // size) == sum(1 for _ in pages(many, size))


def test_page_info_tells_first_last_and_count(many: FakeCsms) -> None:
    first, second, last = pages(many, 4)
    infos = [page["page_info"] for page in (first, second, last)]
    assert {"next_marker": "B", "previous_marker": "-x", "current_count": 4} == infos[0]
    assert {"next_marker": "a-", "previous_marker": "Z-1", "current_count": 4} == infos[1]
    assert {"next_marker": None, "previous_marker": "a0", "current_count": 3} == infos[2]


def test_a_secret_in_the_list_is_as_show_secret_tells_it(many: FakeCsms) -> None:
    listed = answered(many, "ListSecrets")["secrets"]
    assert [answered(many, "ShowSecret", name)["secret"] for name in NAMES] == listed


@pytest.mark.parametrize(
    ("marker", "first"), [("a", "a-"), ("a.gone", "a0"), ("", "-x"), ("A", "B"), ("%C3%A9", None)]
)
def test_the_marker_is_exclusive_and_a_position(
    many: FakeCsms, marker: str, first: str | None
) -> None:
    page = answered(many, "ListSecrets", query=f"limit=1&marker={marker}")
    assert ([first] if first else []) == names(page)


def test_a_marker_whose_secret_is_gone_still_works(many: FakeCsms) -> None:
    marker = answered(many, "ListSecrets", query="limit=3")["page_info"]["next_marker"]
    answered(many, "DeleteSecret", marker)
    assert "B" == names(answered(many, "ListSecrets", query=f"marker={marker}"))[0]


def test_the_marker_of_the_last_item_gives_an_empty_page(many: FakeCsms) -> None:
    page = answered(many, "ListSecrets", query="marker=b")
    assert ([], None) == (page["secrets"], page["page_info"]["next_marker"])


def test_fifty_is_the_page_without_a_limit(fake: FakeCsms) -> None:
    for number in range(51):
        fake.put_secret(f"s{number:02}", "x")
    page = answered(fake, "ListSecrets")
    assert (50, "s49") == (len(page["secrets"]), page["page_info"]["next_marker"])


@pytest.mark.parametrize("limit", ["1", "1000", "0001", "0011"])
def test_limits_that_are_taken(many: FakeCsms, limit: str) -> None:
    assert min(int(limit), len(NAMES)) == len(
        names(answered(many, "ListSecrets", query=f"limit={limit}"))
    )


@pytest.mark.parametrize(
    "limit", ["0", "1001", "-1", "%2B1", "1.0", "abc", "", "1e2", "%D9%A1", "%201", "00001", "1%0A"]
)
@pytest.mark.parametrize(
    ("operation", "in_path"), [("ListSecrets", []), ("ListSecretVersions", ["db"])]
)
def test_limits_that_are_refused(
    db: FakeCsms, operation: str, in_path: list[str], limit: str
) -> None:
    assert (400, "CSMS.0002") == refused(db, operation, *in_path, query=f"limit={limit}")
    assert "limit must be a whole number from 1 to 1000." == why(db)


def test_secrets_of_every_state_are_listed(many: FakeCsms) -> None:
    many.set_state("a", "DISABLED")
    many.set_state("b", "FROZEN")
    answered(many, "DeleteSecretForSchedule", "0", body={})
    states = {each["name"]: each["state"] for each in answered(many, "ListSecrets")["secrets"]}
    assert ("DISABLED", "FROZEN") == (states["a"], states["b"])
    assert ("PENDING_DELETE", "ENABLED") == (states["0"], states["9"])


def test_another_projects_secrets_are_not_listed(many: FakeCsms) -> None:
    many.put_secret("theirs", "x", project_id="other")
    assert NAMES == names(answered(many, "ListSecrets"))
    assert ["theirs"] == names(answered(many, "ListSecrets", project_id="other"))


def test_no_secret_is_subscribed_to_an_event_that_is_not_there(many: FakeCsms) -> None:
    assert [] == names(answered(many, "ListSecrets", query="event_name=nightly"))


@pytest.mark.parametrize("length", [1, 64])
def test_an_event_name_has_1_to_64_characters(many: FakeCsms, length: int) -> None:
    assert [] == names(answered(many, "ListSecrets", query=f"event_name={'e' * length}"))
    long = f"event_name={'e' * 65}"
    assert (400, "CSMS.0002") == refused(many, "ListSecrets", query=long)
    assert (400, "CSMS.0002") == refused(many, "ListSecrets", query="event_name=")


def test_the_last_of_two_equal_parameters_wins_and_unknown_ones_are_noted(many: FakeCsms) -> None:
    page = answered(many, "ListSecrets", query="limit=5&limit=2&Limit=7&offset=3")
    assert NAMES[:2] == names(page)
    assert ("Limit", "offset") == many.calls[-1].unread


@pytest.mark.csms(seed=1)
def test_the_sdk_walks_the_pages(csms: FakeCsms, csms_client: CsmsClient) -> None:
    for name in NAMES:
        csms.put_secret(name, "x")
    walked, request = [], ListSecretsRequest(limit="4")
    while (page := csms_client.list_secrets(request)).secrets:
        walked += [each.name for each in page.secrets]
        if page.page_info.next_marker is None:
            break
        request.marker = page.page_info.next_marker
    assert NAMES == walked
    assert 3 == len(csms.calls)
