"""`fakecsms.limits`: every number of the service, with its unit, evidence and source."""

import dataclasses
from typing import Any

import pytest

from fakecsms.evidence import Evidence
from fakecsms.limits import MS_PER_DAY, MS_PER_HOUR, VALUE_BYTES_MAX_BY_REVISION, Limits

FIELDS = dataclasses.fields(Limits)
UNITS = {"bytes", "chars", "days", "hours", "items", "headers", "project", "secret"}
UNITS |= {"attempts", "filters", "instances", "users"}
ENDS = {"min", "max", "default"}
SAY_IT_OTHERWISE = {"rotation_attempts", "record_days_kept"}
"""What these two are is their unit, or how long something is kept; neither bounds a request."""
fields = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)

DOCUMENTED = {
    "secrets_per_project_max": 500,
    "versions_per_secret_max": 20,
    "stages_per_secret_max": 12,
    "value_bytes_max": 65_536,
    "description_bytes_max": 2_048,
    "recovery_window_days_min": 7,
    "recovery_window_days_max": 30,
    "recovery_window_days_default": 30,
    "page_items_max": 1_000,
    "page_items_default": 50,
    "rotation_period_hours_min": 6,
    "rotation_period_hours_max": 8_760,
    "rotation_config_chars_max": 1_024,
    "rotation_attempts": 1,
    "blob_chars_max": 5_242_880,
    "tags_per_secret_max": 20,
    "tag_key_chars_max": 128,
    "tag_value_chars_max": 255,
    "tag_filters_max": 10,
    "instances_page_default": 10,
    "events_per_project_max": 30,
    "record_days_kept": 90,
    "password_chars_max": 255,
    "users_page_min": 10,
    "users_page_max": 100,
    "body_bytes_max": 12_582_912,
    "headers_max": 100,
}


def test_the_defaults_are_the_numbers_of_the_service() -> None:
    assert DOCUMENTED == dataclasses.asdict(Limits())


@fields
def test_a_limit_has_evidence_source_and_reason(field: dataclasses.Field[Any]) -> None:
    assert isinstance(field.metadata["evidence"], Evidence)
    assert len(field.metadata["source"]) > 10
    assert len(field.metadata["why"]) > 10


@fields
def test_a_limit_has_its_unit_in_its_name_and_ends_with_what_it_is(
    field: dataclasses.Field[Any],
) -> None:
    words = field.name.split("_")
    assert UNITS & {*words}
    assert (words[-1] in ENDS) != (field.name in SAY_IT_OTHERWISE)


@fields
@pytest.mark.parametrize("value", [0, -1, 1.0, "7", True, None, [7]])
def test_only_whole_numbers_above_zero_and_a_quota_that_is_off(
    field: dataclasses.Field[Any], value: Any
) -> None:
    if value is None and field.name == "secrets_per_project_max":
        assert Limits(secrets_per_project_max=None).secrets_per_project_max is None
        return
    with pytest.raises(ValueError, match=f"{field.name}=.* it is a whole number above 0"):
        Limits(**{field.name: value})


@fields
def test_one_is_possible_everywhere_where_no_other_limit_stands_against_it(
    field: dataclasses.Field[Any],
) -> None:
    ones = dict.fromkeys(DOCUMENTED, 1)
    assert 1 == getattr(Limits(**ones), field.name)


def test_limits_cannot_be_changed_or_misspelled() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Limits().page_items_max = 5
    with pytest.raises(TypeError, match="page_item_max"):
        Limits(page_item_max=5)


def test_the_value_limit_by_revision() -> None:
    expected = {"2022": 32_768, "2023": 32_768, "newest": 65_536}
    assert expected == VALUE_BYTES_MAX_BY_REVISION
    assert expected["newest"] == Limits().value_bytes_max


def test_the_units_of_time() -> None:
    assert (86_400_000, 3_600_000) == (MS_PER_DAY, MS_PER_HOUR)
