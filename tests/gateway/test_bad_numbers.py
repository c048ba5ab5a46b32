"""Numbers: page sizes, markers, times and windows at their bounds and beyond.

The law: a number out of its range, or in a form that is no number, is CSMS.0002 and changes
nothing. A time is judged after it was floored to whole seconds.
"""

from typing import Any

import pytest
from good_calls import CANARY, DB, GOOD, NOW_MS, SECRETS, filled_fake
from refusing import refused

from fakecsms import FakeCsms

_SECOND_MS = NOW_MS - NOW_MS % 1_000
_LAST_MS = 9_999_999_999_999
_both_lists = pytest.mark.parametrize("listing", [SECRETS, f"{DB}/versions"])
_takes_a_time = pytest.mark.parametrize("operation", ["CreateSecretVersion", "UpdateVersion"])


@_both_lists
@pytest.mark.parametrize("limit", ["1", "2", "50", "1000", "0001", "007"])
def test_a_page_has_1_to_1000_items(fake: FakeCsms, listing: str, limit: str) -> None:
    page = fake.call("GET", f"{listing}?limit={limit}").json()["page_info"]
    assert min(2, int(limit)) == page["current_count"]


@_both_lists
@pytest.mark.parametrize(
    "limit",
    [
        "0",
        "1001",
        "0000",
        "00001",
        "10000",
        "9" * 6000,
        "-1",
        "%2B5",
        "+5",
        "%205",
        "5%20",
        "5%0A",
        "5.0",
        "5e0",
        "0x5",
        "5_0",
        "abc",
        "",
        "null",
        "true",
        "[5]",
        "%225%22",
        "%00",
        "%D9%A5",
        "%EF%BC%95",
        "%C2%B2",
        "%ff",
        "five",
        CANARY,
        "5,6",
        "5%005",
    ],
    ids=lambda limit: limit[:12] or "empty",
)
def test_any_other_size_of_a_page_is_refused(fake: FakeCsms, listing: str, limit: str) -> None:
    call = GOOD["ListSecrets"]._replace(path=f"{listing}?limit={limit}")
    refused(fake, "CSMS.0002", call, None, about="limit must be a whole number from 1 to 1000")


@_both_lists
def test_the_last_of_two_limits_counts(fake: FakeCsms, listing: str) -> None:
    assert 200 == fake.call("GET", f"{listing}?limit=x&limit=1").status
    assert 400 == fake.call("GET", f"{listing}?limit=1&limit=x").status


@pytest.mark.parametrize(
    ("marker", "shown"),
    [
        ("", 2),
        ("v0", 2),
        ("v1", 1),
        ("v01", 1),
        ("v2", 0),
        ("v3", 0),
        ("v9999999999", 0),
        ("latest", 0),
    ],
)
def test_a_version_marker_is_a_position(fake: FakeCsms, marker: str, shown: int) -> None:
    answer = fake.call("GET", f"{DB}/versions?marker={marker}").json()
    assert shown == len(answer["version_metadatas"])


@pytest.mark.parametrize(
    "marker",
    [
        "v",
        "V1",
        "1",
        "v-1",
        "v1.0",
        "v+1",
        "v1%20",
        "%20v1",
        "v1%0A",
        "v%D9%A1",
        "vv1",
        "v1v2",
        "Latest",
        "LATEST",
        "latest%0A",
        "SYSCURRENT",
        "v1,v2",
        "%00",
        "v%00",
        "null",
        "db",
        CANARY,
    ],
)
def test_any_other_version_marker_is_refused(fake: FakeCsms, marker: str) -> None:
    call = GOOD["ListSecretVersions"]._replace(path=f"{DB}/versions?marker={marker}")
    refused(fake, "CSMS.0002", call, None, about="marker must be a version id")


@pytest.mark.parametrize(
    "marker",
    ["", "a", "db", "gone", "zzz", "%00", "%ff", "a.b", "%F0%9F%94%91", "a" * 6_000],
    ids=len,
)
def test_a_name_marker_is_a_position_whatever_it_says(fake: FakeCsms, marker: str) -> None:
    answer = fake.call("GET", f"{SECRETS}?marker={marker}").json()
    after = {"": 2, "a": 2, "db": 1, "a.b": 2, "%00": 2, "a" * 6_000: 2}.get(marker, 0)
    assert after == len(answer["secrets"])


@_takes_a_time
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (_SECOND_MS + 1_000, _SECOND_MS + 1_000),
        (_SECOND_MS + 1_001, _SECOND_MS + 1_000),
        (_SECOND_MS + 1_999, _SECOND_MS + 1_000),
        (_SECOND_MS + 2_000, _SECOND_MS + 2_000),
        (_LAST_MS, _LAST_MS - 999),
    ],
)
def test_a_time_to_come_is_kept_in_whole_seconds(
    fake: FakeCsms, operation: str, sent: int, kept: int
) -> None:
    call = GOOD[operation].sending(expire_time=sent)
    answer = fake.call(call.method, call.path, body=call.body).json()
    assert kept == answer["version_metadata"]["expire_time"]


@_takes_a_time
@pytest.mark.parametrize("time", [_SECOND_MS + 999, NOW_MS, NOW_MS + 1, _SECOND_MS, NOW_MS - 1])
def test_a_time_that_is_not_to_come_once_floored_is_refused(
    fake: FakeCsms, operation: str, time: int
) -> None:
    call = GOOD[operation].sending(expire_time=time)
    refused(fake, "CSMS.0002", call, call.body, about="expire_time must lie in the future")


@_takes_a_time
@pytest.mark.parametrize("at_ms", [0, 1, 999], ids="at {} ms".format)
def test_exactly_now_is_not_to_come(operation: str, at_ms: int) -> None:
    fake = filled_fake()
    fake.clock.move_to(_SECOND_MS + 10_000 + at_ms)
    call = GOOD[operation].sending(expire_time=_SECOND_MS + 10_999)
    refused(fake, "CSMS.0002", call, call.body, about="expire_time must lie in the future")
    call = GOOD[operation].sending(expire_time=_SECOND_MS + 11_000)
    assert 200 == fake.call(call.method, call.path, body=call.body).status


@_takes_a_time
@pytest.mark.parametrize(
    "time",
    [
        "0",
        "1",
        "1581507580000",
        "4102444800",
        "-1",
        "-4102444860000",
        "10000000000000",
        "41024448600000",
        "9223372036854775808",
        "-9223372036854775809",
        "1" + "0" * 30,
        "9" * 300,
        "4102444860000.0",
        "4.10244486e12",
        "true",
        f'"{CANARY}"',
        "[]",
        "{}",
        '"4102444860000"',
        '"2100-01-01T00:01:00Z"',
        "[4102444860000]",
    ],
    ids=lambda time: time[:20],
)
def test_any_other_time_is_refused(fake: FakeCsms, operation: str, time: str) -> None:
    body = f'{{"secret_string": "{CANARY}", "expire_time": {time}}}'
    refused(fake, "CSMS.0002", GOOD[operation], body, about="expire_time")


@_takes_a_time
def test_a_time_that_has_passed_is_a_choice(operation: str) -> None:
    fake = filled_fake(past_expire_time_ok=True)
    for time, status in ((0, 200), (999, 200), (NOW_MS, 200), (-1, 400), (_LAST_MS + 1, 400)):
        call = GOOD[operation].sending(expire_time=time)
        assert status == fake.call(call.method, call.path, body=call.body).status


@pytest.mark.parametrize("days", [7, 8, 30])
def test_a_recovery_window_has_7_to_30_days(fake: FakeCsms, days: int) -> None:
    call = GOOD["DeleteSecretForSchedule"].sending(recovery_window_in_days=days)
    secret = fake.call(call.method, call.path, body=call.body).json()["secret"]
    assert NOW_MS + days * 86_400_000 == secret["scheduled_delete_time"]


@pytest.mark.parametrize(
    "days",
    [
        "6",
        "31",
        "0",
        "-7",
        "7.0",
        "7.5",
        "3e1",
        "true",
        "false",
        '"7"',
        f'"{CANARY}"',
        "[7]",
        "{}",
        "1" + "0" * 30,
        "-9223372036854775809",
    ],
    ids=lambda days: days[:20],
)
def test_any_other_recovery_window_is_refused(fake: FakeCsms, days: str) -> None:
    call, body = GOOD["DeleteSecretForSchedule"], f'{{"recovery_window_in_days": {days}}}'
    refused(fake, "CSMS.0002", call, body, about="recovery_window_in_days must be")


_TWELVE = [f"s{n}" for n in range(12)]


@pytest.mark.parametrize("stages", [["a"], ["a", "a"], ["SYSCURRENT", "SYSPREVIOUS"], ["a"] * 12])
def test_a_version_may_name_1_to_12_stages(fake: FakeCsms, stages: list[str]) -> None:
    call = GOOD["CreateSecretVersion"].sending(version_stages=stages)
    metadata = fake.call(call.method, call.path, body=call.body).json()["version_metadata"]
    assert sorted(set(stages)) == sorted(metadata["version_stages"])


@pytest.mark.parametrize(
    "stages",
    [
        [],
        [*_TWELVE, "s12"],
        ["a"] * 13,
        ["SYSPENDING"],
        ["a", "SYSPENDING"],
        [""],
        ["a", "b.c"],
        "SYSCURRENT",
        {},
        {"0": "a"},
        1,
        [1],
        [None],
        [["a"]],
        [{"a": "b"}],
        [True],
        [CANARY, 1],
    ],
    ids=str,
)
def test_any_other_stages_are_refused(fake: FakeCsms, stages: Any) -> None:
    call = GOOD["CreateSecretVersion"].sending(version_stages=stages)
    refused(fake, "CSMS.0002", call, call.body, about="version_stages")


@pytest.mark.parametrize("names", [[], [1], [None], [["db"]], "db", {}, {"db": "db"}], ids=str)
def test_a_batch_names_at_least_one_secret_as_text(fake: FakeCsms, names: Any) -> None:
    call = GOOD["BatchShowSecretVersion"].sending(secret_name_list=names)
    refused(fake, "CSMS.0002", call, call.body, about="secret_name_list")
