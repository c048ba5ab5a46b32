"""Every field of `Limits` as an option: the service keeps the number that the test gave.

A test is named after its field; the last one looks for fields that have none here or in
`test_limits_around.py`.
"""

import dataclasses

import pytest
import test_limits_around
from sending import DAY_MS, NOW_MS, answered, frozen_fake, refused, send, why

from fakecsms import FakeCsms
from fakecsms.limits import Limits

ONE = {"secret_string": "x"}


def with_db(**options: object) -> FakeCsms:
    fake = frozen_fake(**options)
    fake.put_secret("db", "x")
    return fake


def test_secrets_per_project_max() -> None:
    fake = with_db(secrets_per_project_max=1)
    assert (400, "CSMS.0202") == refused(fake, "CreateSecret", body={"name": "b", **ONE})


def test_secrets_per_project_max_none_switches_the_quota_off() -> None:
    fake = frozen_fake(secrets_per_project_max=None)
    for number in range(501):
        answered(fake, "CreateSecret", body={"name": f"s{number}", **ONE})
    assert 501 == len(fake.secrets())


@pytest.mark.parametrize(("most", "left"), [(2, ["v4", "v5"]), (3, ["v3", "v4", "v5"])])
def test_versions_per_secret_max(most: int, left: list[str]) -> None:
    fake = with_db(versions_per_secret_max=most)
    for _ in range(4):
        answered(fake, "CreateSecretVersion", "db", body=ONE)
    assert left == list(fake.secret("db").versions)


def test_versions_per_secret_max_never_drops_a_version_that_has_a_stage() -> None:
    fake = with_db(versions_per_secret_max=2)
    answered(fake, "CreateSecretVersion", "db", body=ONE)
    answered(fake, "UpdateSecretStage", "db", "blue", body={"version_id": "v1"})
    assert (400, "CSMS.0002") == refused(fake, "CreateSecretVersion", "db", body=ONE)
    assert "All versions of the secret have a stage, so none makes room for a new one." == why(fake)


def test_stages_per_secret_max() -> None:
    fake = with_db(stages_per_secret_max=2)
    body = {"version_id": "v1"}
    answered(fake, "UpdateSecretStage", "db", "blue", body=body)
    assert (400, "CSMS.0203") == refused(fake, "UpdateSecretStage", "db", "green", body=body)
    one_more = {**ONE, "version_stages": ["green"]}
    assert (400, "CSMS.0204") == refused(fake, "CreateSecretVersion", "db", body=one_more)


def test_stages_per_secret_max_is_the_length_of_version_stages_too() -> None:
    fake = with_db(stages_per_secret_max=2)
    three = {**ONE, "version_stages": ["blue"] * 3}
    assert (400, "CSMS.0002") == refused(fake, "CreateSecretVersion", "db", body=three)
    assert "version_stages must hold 1 to 2 stages, not 3." == why(fake)


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        ({"secret_string": "éé"}, {"secret_string": "ééa"}),
        ({"secret_binary": "QUFB"}, {"secret_binary": "QUFBQQ=="}),
    ],
)
def test_value_bytes_max(within: dict[str, str], beyond: dict[str, str]) -> None:
    fake = with_db(value_bytes_max=4)
    answered(fake, "CreateSecretVersion", "db", body=within)
    assert (400, "CSMS.0002") == refused(fake, "CreateSecretVersion", "db", body=beyond)


def test_value_bytes_max_beats_the_revision() -> None:
    fake = with_db(value_bytes_max=32_769, api_revision="2022")
    value = {"secret_string": "a" * 32_769}
    answered(fake, "CreateSecretVersion", "db", body=value)


def test_description_bytes_max() -> None:
    fake = with_db(description_bytes_max=4)
    answered(fake, "UpdateSecret", "db", body={"description": "éé"})
    body = {"description": "ééa"}
    assert (400, "CSMS.0002") == refused(fake, "UpdateSecret", "db", body=body)


def test_recovery_window_days_min() -> None:
    fake = with_db(recovery_window_days_min=1)
    secret = answered(fake, "DeleteSecretForSchedule", "db", body={"recovery_window_in_days": 1})[
        "secret"
    ]
    assert NOW_MS + DAY_MS == secret["scheduled_delete_time"]


def test_recovery_window_days_max() -> None:
    fake = with_db(recovery_window_days_max=365)
    body = {"recovery_window_in_days": 366}
    assert (400, "CSMS.0002") == refused(fake, "DeleteSecretForSchedule", "db", body=body)
    assert "recovery_window_in_days must be from 7 to 365 days." == why(fake)
    answered(fake, "DeleteSecretForSchedule", "db", body={"recovery_window_in_days": 365})


def test_recovery_window_days_default() -> None:
    fake = with_db(recovery_window_days_default=8)
    secret = answered(fake, "DeleteSecretForSchedule", "db", body={})["secret"]
    assert NOW_MS + 8 * DAY_MS == secret["scheduled_delete_time"]


def test_page_items_max() -> None:
    fake = with_db(page_items_max=2)
    answered(fake, "ListSecrets", query="limit=2")
    assert (400, "CSMS.0002") == refused(fake, "ListSecrets", query="limit=3")
    assert (400, "CSMS.0002") == refused(fake, "ListSecretVersions", "db", query="limit=3")


def test_page_items_max_bounds_the_page_without_a_limit_too() -> None:
    """A test that turns it to see a client page must not have to turn the default as well."""
    fake = with_db(page_items_max=1)
    fake.put_secret("e", "x")
    assert 1 == answered(fake, "ListSecrets")["page_info"]["current_count"]


def test_recovery_window_days_max_bounds_the_default_too() -> None:
    fake = with_db(recovery_window_days_max=10)
    secret = answered(fake, "DeleteSecretForSchedule", "db", body={})["secret"]
    assert NOW_MS + 10 * DAY_MS == secret["scheduled_delete_time"]


def test_page_items_default() -> None:
    fake = with_db(page_items_default=1)
    fake.put_secret("db", "y")
    fake.put_secret("e", "x")
    assert "db" == answered(fake, "ListSecrets")["page_info"]["next_marker"]
    assert "v1" == answered(fake, "ListSecretVersions", "db")["page_info"]["next_marker"]


@pytest.mark.parametrize(
    ("options", "within", "beyond"),
    [
        ({}, "6h", "5h"),
        ({}, "360m", "359m"),
        ({}, "21600s", "21599s"),
        ({"rotation_period_hours_min": 48}, "2d", "47h"),
        ({"rotation_period_hours_min": 1}, "3600s", "59m"),
    ],
)
def test_rotation_period_hours_min(options: dict[str, int], within: str, beyond: str) -> None:
    fake = with_db(**options)
    answered(fake, "UpdateSecret", "db", body={"rotation_period": within})
    body = {"rotation_period": beyond}
    assert (400, "CSMS.0002") == refused(fake, "UpdateSecret", "db", body=body)


@pytest.mark.parametrize(
    ("options", "within", "beyond"),
    [
        ({}, "8760h", "8761h"),
        ({}, "365d", "366d"),
        ({}, "31536000s", "31536001s"),
        ({"rotation_period_hours_max": 24}, "1d", "1441m"),
    ],
)
def test_rotation_period_hours_max(options: dict[str, int], within: str, beyond: str) -> None:
    fake = with_db(**options)
    answered(fake, "UpdateSecret", "db", body={"rotation_period": within})
    body = {"rotation_period": beyond}
    assert (400, "CSMS.0002") == refused(fake, "UpdateSecret", "db", body=body)


@pytest.mark.parametrize(
    ("options", "most"), [({}, 1_024), ({"rotation_config_chars_max": 80}, 80)]
)
def test_rotation_config_chars_max(options: dict[str, int], most: int) -> None:
    fake = with_db(**options)
    config = '{"InstanceId":"é%s","SecretSubType":"SingleUser"}'
    filled = config % ("x" * (most - len(config % "")))
    body = {"name": "rds", **ONE, "secret_type": "RDS-FG", "rotation_config": filled + " "}
    assert (400, "CSMS.0002") == refused(fake, "CreateSecret", body=body)
    assert f"rotation_config must be at most {most} characters." == why(fake)
    secret = answered(fake, "CreateSecret", body={**body, "rotation_config": filled})["secret"]
    assert (most, filled) == (len(filled), secret["rotation_config"])


def test_body_bytes_max() -> None:
    fake = with_db(body_bytes_max=22)
    answered(fake, "UpdateSecret", "db", body=b'{"description":"1234"}')
    response = send(fake, "UpdateSecret", "db", body=b'{"description":"12345"}')
    assert (413, "APIGW.0201") == (response.status, response.json()["error_code"])
    assert "The body has more than 22 bytes." == why(fake)


def test_headers_max() -> None:
    fake = with_db(headers_max=1)
    answered(fake, "ShowSecret", "db", headers={"X-Auth-Token": "t"})
    response = send(fake, "ShowSecret", "db", headers={"X-Auth-Token": "t", "X-More": ""})
    assert (494, "APIGW.0201") == (response.status, response.json()["error_code"])
    assert "The call has 2 headers; 1 may be." == why(fake)


def test_every_limit_has_a_test_of_its_name() -> None:
    tests = [*globals(), *vars(test_limits_around)]
    names = [each.name for each in dataclasses.fields(Limits)]
    assert [] == [each for each in names if not any(t.startswith(f"test_{each}") for t in tests)]
