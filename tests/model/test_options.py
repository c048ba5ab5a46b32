"""`fakecsms.options`: every option of a fake, in one place.

The options are the fields of `Tenancy`, `Reach`, `Limits` and `Choices`, and `seed`; an unknown one
is a TypeError, an impossible value a ValueError, wherever they are given.
"""

import dataclasses
import typing
from collections.abc import Callable
from typing import Any

import pytest

from fakecsms import FakeCsms, mock_csms
from fakecsms.choices import Choices
from fakecsms.limits import Limits
from fakecsms.model.tenancy import Tenancy
from fakecsms.options import Options, settings
from fakecsms.reach import Reach

PARTS = (Tenancy, Reach, Limits, Choices)
FIELDS = {
    field.name: field.type for part in PARTS for field in dataclasses.fields(part) if field.init
}
TAKERS: list[Callable[..., object]] = [FakeCsms, mock_csms, lambda **options: settings(options)]
takers = pytest.mark.parametrize("take", TAKERS, ids=["FakeCsms", "mock_csms", "settings"])


def test_the_options_are_the_fields_of_the_parts_and_seed() -> None:
    assert {*FIELDS, "seed"} == Options.__annotations__.keys()


@pytest.mark.parametrize("name", FIELDS)
def test_an_option_has_the_type_of_its_field(name: str) -> None:
    assert FIELDS[name] == typing.get_type_hints(Options)[name]


def test_no_two_parts_have_a_field_of_one_name() -> None:
    counts = [len([each for each in dataclasses.fields(part) if each.init]) for part in PARTS]
    assert sum(counts) == len(FIELDS)


def test_without_options_each_part_has_its_defaults() -> None:
    told = settings({})
    assert (Tenancy(), Reach(), Limits(), Choices(), None) == (
        told.tenancy,
        told.reach,
        told.limits,
        told.choices,
        told.seed,
    )


def test_each_option_goes_to_its_part() -> None:
    told = settings(
        {
            "seed": 7,
            "project_id": "p",
            "region": "af-south-1",
            "projects": {"af-south-1": "q"},
            "hosts": ["h"],
            "other_hosts": "refuse",
            "page_items_max": 3,
            "auth": "off",
        }
    )
    assert (
        Tenancy(project_id="p", region="af-south-1", projects={"af-south-1": "q"}) == told.tenancy
    )
    assert Reach(hosts=["h"], other_hosts="refuse") == told.reach
    assert (Limits(page_items_max=3), Choices(auth="off"), 7) == (
        told.limits,
        told.choices,
        told.seed,
    )


@pytest.mark.parametrize(
    ("options", "value_bytes_max"),
    [
        ({}, 65_536),
        ({"api_revision": "newest"}, 65_536),
        ({"api_revision": "2023"}, 32_768),
        ({"api_revision": "2022"}, 32_768),
        ({"api_revision": "2022", "value_bytes_max": 5}, 5),
        ({"value_bytes_max": 5}, 5),
    ],
)
def test_the_revision_decides_the_value_limit_unless_it_is_given(
    options: dict[str, Any], value_bytes_max: int
) -> None:
    assert value_bytes_max == settings(options).limits.value_bytes_max


@takers
def test_an_unknown_option_is_a_type_error_that_lists_the_options(
    take: Callable[..., object],
) -> None:
    with pytest.raises(TypeError) as caught:
        take(regoin="cn-north-4", Seed=1)
    assert "no such option: Seed, regoin; the options are absent_status, api_revision" in str(
        caught.value
    )
    assert all(name in str(caught.value) for name in Options.__annotations__)


@takers
@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"project_id": ""}, "'' is no project id"),
        ({"project_id": "a/b"}, "'a/b' is no project id"),
        ({"projects": {"cn-north-4": ""}}, "'' is no project id"),
        ({"hosts": [""]}, "'' names no host"),
        ({"hosts": ["http://"]}, "'http://' names no host"),
        ({"hosts": ["localhost:port"]}, "'port'"),
        ({"hosts": ["localhost:70000"]}, "Port out of range"),
        ({"domains": [""]}, "''"),
        ({"other_hosts": "ignore"}, "other_hosts='ignore' is neither"),
        ({"other_huawei_hosts": None}, "other_huawei_hosts=None is neither"),
        ({"page_items_max": 0}, "page_items_max=0 is not possible"),
        ({"secrets_per_project_max": -1}, "secrets_per_project_max=-1 is not possible"),
        ({"versions_per_secret_max": None}, "versions_per_secret_max=None is not possible"),
        ({"absent_status": 500}, "absent_status=500 is not possible"),
        ({"auth": "stric"}, "auth='stric' is not possible"),
        ({"api_revision": "2021"}, "api_revision='2021' is not possible"),
        ({"api_revision": None}, "api_revision=None is not possible"),
        ({"dots_in_names": 1}, "dots_in_names=1 is not possible"),
    ],
    ids=str,
)
def test_an_impossible_value_is_a_value_error_that_names_it(
    take: Callable[..., object], option: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        take(**option)


@pytest.mark.parametrize(
    "option",
    [
        {"recovery_window_days_min": 31},
        {"recovery_window_days_max": 6},
        {"rotation_period_hours_min": 8_761},
        {"rotation_period_hours_max": 5},
        {"users_page_min": 101},
        {"users_page_max": 9},
    ],
    ids=str,
)
def test_a_least_beyond_the_most_is_impossible(option: dict[str, int]) -> None:
    """Or every call that names a window or a period would be refused."""
    with pytest.raises(ValueError, match=next(iter(option))):
        settings(option)


@takers
@pytest.mark.parametrize("option", [{"hosts": "localhost"}, {"domains": b"example.com"}], ids=str)
def test_a_text_in_place_of_a_list_is_a_type_error_that_shows_the_way(
    take: Callable[..., object], option: dict[str, Any]
) -> None:
    with pytest.raises(TypeError, match=r"is a list of texts; write \w+=\["):
        take(**option)


def test_two_fakes_of_one_options_are_two() -> None:
    options: dict[str, Any] = {"seed": 1, "projects": {"cn-north-4": "p"}}
    first, second = FakeCsms(**options), FakeCsms(**options)
    first.put_secret("db", "x")
    assert [] == second.secrets()


def test_options_that_change_later_change_no_fake() -> None:
    projects, hosts = {"cn-north-4": "p"}, ["a"]
    told = settings({"projects": projects, "hosts": hosts})
    hosts.append("b")
    projects["cn-north-4"] = "q"
    assert ("a",) == told.reach.hosts
    assert "p" == told.tenancy.project_of("cn-north-4")
