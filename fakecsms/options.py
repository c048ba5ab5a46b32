"""Every option of a fake, in one place, so that object, decorator and marker take the same.

The fields of `Limits` and of `Choices` are options by their own names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, TypedDict, TypeVar

from fakecsms.choices import Choices
from fakecsms.limits import VALUE_BYTES_MAX_BY_REVISION, Limits
from fakecsms.model.tenancy import Tenancy
from fakecsms.reach import Reach

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Part = TypeVar("_Part", bound="DataclassInstance")


class Options(TypedDict, total=False):
    """The options of `FakeCsms`, `mock_csms` and the marker `csms`, with their types.

    What each does, and on what evidence, stands at the field of its name in `Tenancy`, `Reach`,
    `Limits` and `Choices`. `seed` makes ids and nonces repeatable.
    """

    seed: int | None
    project_id: str
    region: str
    projects: Mapping[str, str]
    hosts: Iterable[str]
    domains: Iterable[str]
    other_huawei_hosts: Literal["refuse", "pass"]
    other_hosts: Literal["refuse", "pass"]
    secrets_per_project_max: int | None
    versions_per_secret_max: int
    stages_per_secret_max: int
    value_bytes_max: int
    description_bytes_max: int
    recovery_window_days_min: int
    recovery_window_days_max: int
    recovery_window_days_default: int
    page_items_max: int
    page_items_default: int
    rotation_period_hours_min: int
    rotation_period_hours_max: int
    rotation_config_chars_max: int
    rotation_attempts: int
    blob_chars_max: int
    tags_per_secret_max: int
    tag_key_chars_max: int
    tag_value_chars_max: int
    tag_filters_max: int
    instances_page_default: int
    events_per_project_max: int
    record_days_kept: int
    password_chars_max: int
    users_page_min: int
    users_page_max: int
    body_bytes_max: int
    headers_max: int
    api_revision: Literal["newest", "2023", "2022"]
    auth: Literal["lenient", "off"]
    dots_in_names: bool
    absent_status: Literal[404, 400]
    duplicate_name_code: Literal["CSMS.0002", "CSMS.0003"]
    error_envelope: Literal["documented", "flat", "nested"]
    latest_is_current: bool
    empty_value_ok: bool
    past_expire_time_ok: bool
    builtin_stages_count: bool
    delete_absent_stage_ok: bool
    stage_move_updates_secret: bool
    next_marker_always: bool
    empty_subscription_quirk: bool
    unknown_kms_keys: Literal["accept", "refuse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The options of one fake, sorted by what they are about."""

    seed: int | None
    tenancy: Tenancy
    reach: Reach
    limits: Limits
    choices: Choices


def settings(options: Mapping[str, Any]) -> Settings:
    """Sort the options. Raises `TypeError` for an unknown one, `ValueError` for a bad value."""
    return _sorted(options) if options else _DEFAULT_SETTINGS


def _sorted(options: Mapping[str, Any]) -> Settings:
    unknown = sorted(options.keys() - Options.__annotations__.keys())
    if unknown:
        there = ", ".join(sorted(Options.__annotations__))
        message = f"no such option: {', '.join(unknown)}; the options are {there}"
        raise TypeError(message)
    choices = _part(Choices, options)
    by_revision = {"value_bytes_max": VALUE_BYTES_MAX_BY_REVISION[choices.api_revision]}
    return Settings(
        seed=options.get("seed"),
        tenancy=_part(Tenancy, options),
        reach=_part(Reach, options),
        limits=_part(Limits, {**by_revision, **options}),
        choices=choices,
    )


def _part(part: type[_Part], options: Mapping[str, Any]) -> _Part:
    given = {each.name: options[each.name] for each in fields(part) if each.name in options}
    return part(**given)


_DEFAULT_SETTINGS = _sorted({})
