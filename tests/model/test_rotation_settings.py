"""`fakecsms.model.rotation`: what the rotation settings of a secret may say."""

import pytest

from fakecsms.limits import Limits
from fakecsms.model.rotation import SECRET_TYPES, fault_of_config, fault_of_period

LIMITS = Limits()
SINGLE = '{"InstanceId":"i","SecretSubType":"SingleUser"}'


@pytest.mark.parametrize(
    "period", ["6h", "360m", "21600s", "1d", "30d", "365d", "8760h", "525600m", "31536000s", "06h"]
)
def test_periods_that_may_be(period: str) -> None:
    assert fault_of_period(period, LIMITS) is None


@pytest.mark.parametrize("period", ["0d", "5h", "359m", "21599s", "366d", "8761h", "31536001s"])
def test_periods_out_of_range(period: str) -> None:
    assert "must be from 6 to 8760 hours" == fault_of_period(period, LIMITS)


@pytest.mark.parametrize("period", ["", "6", "h", "6 h", "6H", "6w", "-6h", "6.0h", "6h\n", "6hh"])
def test_what_is_no_period(period: str) -> None:
    expected = "must be a whole number and one of d, h, m, s, such as 30d"
    assert expected == fault_of_period(period, LIMITS)


def test_the_range_is_that_of_the_limits() -> None:
    limits = Limits(rotation_period_hours_min=1, rotation_period_hours_max=2)
    periods = ("59m", "1h", "2h", "121m")
    assert [False, True, True, False] == [fault_of_period(each, limits) is None for each in periods]


@pytest.mark.parametrize(
    "config",
    [
        SINGLE,
        '{"InstanceId":"","SecretSubType":"MultiUser"}',
        '{"RDSInstanceId":"i","SecretSubType":"SingleUser"}',
        ' {"SecretSubType":"SingleUser","InstanceId":"i","Else":null} ',
    ],
)
def test_configs_that_may_be(config: str) -> None:
    assert fault_of_config(config, LIMITS) is None


@pytest.mark.parametrize(
    ("config", "fault"),
    [
        ("", "must be JSON text"),
        ("{'InstanceId': 'i'}", "must be JSON text"),
        ('{"a":' * 200, "must be JSON text"),
        ("7", "must be a JSON object with the text InstanceId"),
        ("[{}]", "must be a JSON object with the text InstanceId"),
        ('{"SecretSubType":"SingleUser"}', "must be a JSON object with the text InstanceId"),
        ('{"InstanceId":null}', "must be a JSON object with the text InstanceId"),
        ('{"InstanceId":"i"}', "must have a SecretSubType of SingleUser or MultiUser"),
        ('{"InstanceId":"i","SecretSubType":1}', "must have a SecretSubType of SingleUser or"),
    ],
)
def test_configs_that_may_not_be(config: str, fault: str) -> None:
    assert str(fault_of_config(config, LIMITS)).startswith(fault)


@pytest.mark.parametrize("most", [len(SINGLE), 1_024])
def test_a_config_is_measured_in_characters(most: int) -> None:
    limits = Limits(rotation_config_chars_max=most)
    fitting = SINGLE.replace('"i"', f'"{"é" * (most - len(SINGLE) + 1)}"')
    assert most == len(fitting)
    assert fault_of_config(fitting, limits) is None
    assert f"must be at most {most} characters" == fault_of_config(fitting + " ", limits)


def test_a_config_deeper_than_the_parser_goes_is_no_json() -> None:
    limits = Limits(rotation_config_chars_max=200_000)
    assert "must be JSON text" == fault_of_config("[" * 200_000, limits)


def test_the_types_are_those_in_force() -> None:
    assert ("COMMON", "RDS-FG", "GaussDB-FG") == SECRET_TYPES
