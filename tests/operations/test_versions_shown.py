"""ShowSecretVersion, ListSecretVersions and BatchShowSecretVersion.

Law 4: whoever follows the markers gets every version, once and in order.
"""

from typing import Any

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcsms.v1 import (
    CsmsClient,
    ListSecretVersionsRequest,
    ShowSecretVersionRequest,
)
from sending import NOW_MS, answered, refused, why

from fakecsms import FakeCsms


@pytest.fixture
def many(db: FakeCsms) -> FakeCsms:
    """A fake whose secret `db` has the versions v1 to v11."""
    for number in range(2, 12):
        db.put_secret("db", f"value-{number}")
    return db


def ids(page: dict[str, Any]) -> list[str]:
    return [each["id"] for each in page["version_metadatas"]]


def test_a_version_is_shown_with_its_value(db: FakeCsms) -> None:
    expected = {
        "version_metadata": {
            "id": "v1",
            "create_time": NOW_MS,
            "kms_key_id": db.secret("db").kms_key_id,
            "secret_name": "db",
            "version_stages": ["SYSCURRENT"],
        },
        "secret_string": "one",
    }
    assert {"version": expected} == answered(db, "ShowSecretVersion", "db", "v1")


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("secret_string", " plain text "),
        ("secret_string", 'quoted "\\ \u0000 \x7f\n'),
        ("secret_string", "Grüße, 密钥, 🔑"),
        ("secret_string", "null"),
        ("secret_binary", "AAECAwQ="),
        ("secret_binary", "++//"),
    ],
)
def test_only_the_member_that_was_stored_is_shown_as_it_was_sent(
    db: FakeCsms, member: str, value: str
) -> None:
    answered(db, "CreateSecretVersion", "db", body={member: value})
    version = answered(db, "ShowSecretVersion", "db", "v2")["version"]
    assert {"version_metadata", member} == version.keys()
    assert value == version[member]


def test_latest_is_the_highest_number_wherever_the_stages_are(db: FakeCsms) -> None:
    answered(
        db, "CreateSecretVersion", "db", body={"secret_string": "two", "version_stages": ["x"]}
    )
    assert "v1" == db.secret("db").stages["SYSCURRENT"]
    assert "two" == answered(db, "ShowSecretVersion", "db", "latest")["version"]["secret_string"]
    assert "v2" == db.calls[-1].version_id


@pytest.mark.parametrize("version_id", ["v2", "v0", "V1", "1", "SYSCURRENT", "Latest", "v1 ", "é"])
def test_an_absent_version_is_not_shown(db: FakeCsms, version_id: str) -> None:
    """Nor is a stage's name a version id."""
    assert (404, "CSMS.0005") == refused(db, "ShowSecretVersion", "db", version_id)
    assert f"The secret 'db' has no version {version_id!r}; it has v1." == why(db)


@pytest.mark.parametrize(
    ("state", "refusal"), [("DISABLED", (403, "CSMS.0109")), ("FROZEN", (403, "CSMS.0109"))]
)
def test_only_an_enabled_secret_is_read(db: FakeCsms, state: str, refusal: tuple[int, str]) -> None:
    db.set_state("db", state)
    assert refusal == refused(db, "ShowSecretVersion", "db", "latest")
    assert f"ShowSecretVersion is not allowed while the secret 'db' is {state}." == why(db)


def test_a_version_of_an_absent_secret(db: FakeCsms) -> None:
    assert (404, "CSMS.0106") == refused(db, "ShowSecretVersion", "nobody", "v1")
    assert (404, "CSMS.0106") == refused(db, "ListSecretVersions", "nobody")


def test_versions_are_listed_by_number_without_their_values(many: FakeCsms) -> None:
    page = answered(many, "ListSecretVersions", "db")
    assert [f"v{number}" for number in range(1, 12)] == ids(page)
    assert (["SYSPREVIOUS"], ["SYSCURRENT"]) == tuple(
        each["version_stages"] for each in page["version_metadatas"][-2:]
    )


def test_a_listed_version_is_as_show_secret_version_tells_it(many: FakeCsms) -> None:
    listed = answered(many, "ListSecretVersions", "db")["version_metadatas"]
    shown = [answered(many, "ShowSecretVersion", "db", each["id"]) for each in listed]
    assert [each["version"]["version_metadata"] for each in shown] == listed


@pytest.mark.parametrize("size", range(1, 13))
def test_following_the_markers_gives_every_version_once(many: FakeCsms, size: int) -> None:
    whole: list[dict[str, Any]] = []
    marker: str | None = ""
    while marker is not None:
        query = f"limit={size}&marker={marker}"
        page = answered(many, "ListSecretVersions", "db", query=query)
        whole += page["version_metadatas"]
        marker = page["page_info"]["next_marker"]
    assert answered(many, "ListSecretVersions", "db")["version_metadatas"] == whole


def test_page_info_tells_first_last_and_count(many: FakeCsms) -> None:
    info = answered(many, "ListSecretVersions", "db", query="limit=2&marker=v8")["page_info"]
    assert {"next_marker": "v10", "previous_marker": "v9", "current_count": 2} == info
    info = answered(many, "ListSecretVersions", "db", query="marker=v9")["page_info"]
    assert {"next_marker": None, "previous_marker": "v10", "current_count": 2} == info


@pytest.mark.parametrize(
    ("marker", "first"),
    [("", "v1"), ("v0", "v1"), ("v9", "v10"), ("v09", "v10"), ("v11", None), ("v9999999999", None)],
)
def test_a_version_marker_is_a_position(many: FakeCsms, marker: str, first: str | None) -> None:
    page = answered(many, "ListSecretVersions", "db", query=f"limit=1&marker={marker}")
    assert ([first] if first else []) == ids(page)


def test_the_marker_latest_is_past_the_end(many: FakeCsms) -> None:
    page = answered(many, "ListSecretVersions", "db", query="marker=latest")
    nothing = {"next_marker": None, "previous_marker": None, "current_count": 0}
    assert {"version_metadatas": [], "page_info": nothing} == page


@pytest.mark.parametrize(
    "marker", ["1", "x1", "v", "v-1", "V1", "v1.0", "v12345678901", "db", "v1%0A"]
)
def test_a_marker_that_is_no_version_is_refused(many: FakeCsms, marker: str) -> None:
    query = f"marker={marker}"
    assert (400, "CSMS.0002") == refused(many, "ListSecretVersions", "db", query=query)
    assert "marker must be a version id such as v1, or latest." == why(many)


def test_several_secrets_are_shown_in_the_order_asked_for_each_once(db: FakeCsms) -> None:
    db.put_secret("blob", b"\x00")
    db.put_secret("db", "two", version_stages=["blue"])
    names = ["blob", "db", "blob", "db"]
    answer = answered(db, "BatchShowSecretVersion", body={"secret_name_list": names})
    assert 2 == answer["total_count"]
    assert [
        answered(db, "ShowSecretVersion", "blob", "v1")["version"],
        answered(db, "ShowSecretVersion", "db", "v1")["version"],
    ] == answer["versions"]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({}, "secret_name_list is missing."),
        ({"secret_name_list": []}, "secret_name_list must not be empty."),
        ({"secret_name_list": None}, "secret_name_list must be a list, not null."),
        ({"secret_name_list": "db"}, "secret_name_list must be a list, not text."),
        ({"secret_name_list": ["db", 1]}, "secret_name_list[1] must be text, not a whole number."),
    ],
)
def test_the_names_must_be_a_list_of_texts(
    db: FakeCsms, body: dict[str, object], fault: str
) -> None:
    assert (400, "CSMS.0002") == refused(db, "BatchShowSecretVersion", body=body)
    assert fault in why(db)


@pytest.mark.parametrize(
    ("names", "refusal"),
    [
        (["db", "nobody"], (404, "CSMS.0106")),
        (["db", "off"], (403, "CSMS.0109")),
        (["db", "going"], (400, "CSMS.0103")),
        (["db", "locked"], (400, "CSMS.0401")),
        (["nobody", "going"], (404, "CSMS.0106")),
        (["going", "nobody"], (400, "CSMS.0103")),
        (["locked", "off"], (400, "CSMS.0401")),
    ],
)
def test_the_first_secret_that_cannot_be_read_refuses_the_whole_call(
    db: FakeCsms, names: list[str], refusal: tuple[int, str]
) -> None:
    for name in ("off", "going", "locked"):
        db.put_secret(name, "x", kms_key_id=f"key-of-{name}")
    db.set_state("off", "DISABLED")
    answered(db, "DeleteSecretForSchedule", "going", body={})
    db.kms.disable("key-of-locked")
    assert refusal == refused(db, "BatchShowSecretVersion", body={"secret_name_list": names})


def test_the_sdk_shows_and_lists(csms: FakeCsms, csms_client: CsmsClient) -> None:
    csms.put_secret("db", "one")
    csms.put_secret("db", b"two")
    request = ShowSecretVersionRequest(secret_name="db", version_id="latest")
    version = csms_client.show_secret_version(request).version
    assert ("v2", "dHdv", None) == (
        version.version_metadata.id,
        version.secret_binary,
        version.secret_string,
    )
    page = csms_client.list_secret_versions(ListSecretVersionsRequest(secret_name="db", limit=1))
    assert ["v1"] == [each.id for each in page.version_metadatas]
    assert "v1" == page.page_info.next_marker


def test_the_sdk_raises_for_a_secret_that_is_not_enabled(
    csms: FakeCsms, csms_client: CsmsClient
) -> None:
    csms.put_secret("db", "one")
    csms.set_state("db", "DISABLED")
    request = ShowSecretVersionRequest(secret_name="db", version_id="latest")
    with pytest.raises(ClientRequestException) as caught:
        csms_client.show_secret_version(request)
    assert (403, "CSMS.0109") == (caught.value.status_code, caught.value.error_code)
