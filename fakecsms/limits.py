"""Every number that CSMS enforces, with its unit in the name.

The user turns a number by giving it as an option: `FakeCsms(secrets_per_project_max=3)`.
"""

from dataclasses import dataclass, fields

from fakecsms.evidence import Evidence, sourced

MS_PER_DAY = 86_400_000
MS_PER_HOUR = 3_600_000

VALUE_BYTES_MAX_BY_REVISION = {"2022": 32_768, "2023": 32_768, "newest": 65_536}
"""Value limit in bytes of each revision of the API page of CreateSecretVersion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The numbers of one fake. All of them are at least 1; a quota of `None` is switched off."""

    secrets_per_project_max: int | None = sourced(
        default=500,
        evidence=Evidence.DOCUMENTED,
        source="user guide, creating a secret, 2025-11-03",
        why="the quota of secrets in one project",
    )
    versions_per_secret_max: int = sourced(
        default=20,
        evidence=Evidence.DOCUMENTED,
        source="API page of CreateSecretVersion, every revision",
        why="a version more drops the oldest version that has no stage",
    )
    stages_per_secret_max: int = sourced(
        default=12,
        evidence=Evidence.DOCUMENTED,
        source="API pages of CreateSecretStage and UpdateSecretStage",
        why="the stages of one secret, and the items of one version_stages",
    )
    value_bytes_max: int = sourced(
        default=VALUE_BYTES_MAX_BY_REVISION["newest"],
        evidence=Evidence.DOCUMENTED,
        source="API page of CreateSecretVersion, newest; user guide 2025-11-03",
        why="UTF-8 bytes of secret_string, length of the base64 text of secret_binary",
    )
    description_bytes_max: int = sourced(
        default=2_048,
        evidence=Evidence.DOCUMENTED,
        source="SDK docstring of CreateSecretRequestBody",
        why="UTF-8 bytes of a description",
    )
    recovery_window_days_min: int = sourced(
        default=7,
        evidence=Evidence.DOCUMENTED,
        source="API page of DeleteSecretForSchedule",
        why="the shortest wait before a scheduled deletion",
    )
    recovery_window_days_max: int = sourced(
        default=30,
        evidence=Evidence.DOCUMENTED,
        source="API page of DeleteSecretForSchedule",
        why="the longest wait before a scheduled deletion",
    )
    recovery_window_days_default: int = sourced(
        default=30,
        evidence=Evidence.DOCUMENTED,
        source="API page of DeleteSecretForSchedule",
        why="the wait when the body names none",
    )
    page_items_max: int = sourced(
        default=1_000,
        evidence=Evidence.DOCUMENTED,
        source="API pages of ListSecrets and ListSecretVersions",
        why="the largest page",
    )
    page_items_default: int = sourced(
        default=50,
        evidence=Evidence.DOCUMENTED,
        source="API pages of ListSecrets and ListSecretVersions",
        why="the page when the query names no limit",
    )
    rotation_period_hours_min: int = sourced(
        default=6,
        evidence=Evidence.DOCUMENTED,
        source="SDK docstring of CreateSecretRequestBody.rotation_period",
        why="the shortest rotation period",
    )
    rotation_period_hours_max: int = sourced(
        default=8_760,
        evidence=Evidence.DOCUMENTED,
        source="SDK docstring of CreateSecretRequestBody.rotation_period",
        why="the longest rotation period",
    )
    rotation_config_chars_max: int = sourced(
        default=1_024,
        evidence=Evidence.DOCUMENTED,
        source="SDK docstring of CreateSecretRequestBody.rotation_config",
        why="characters of rotation_config",
    )
    rotation_attempts: int = sourced(
        default=1,
        evidence=Evidence.GUESS,
        source="the example of ListSecretTask shows three, no page tells",
        why="how often a rotation function is tried before the task fails",
    )
    blob_chars_max: int = sourced(
        default=5_242_880,
        evidence=Evidence.DOCUMENTED,
        source="definition of DownloadSecretBlob",
        why="characters of a backup",
    )
    tags_per_secret_max: int = sourced(
        default=20,
        evidence=Evidence.DOCUMENTED,
        source="API page of CreateSecretTag",
        why="the tags of one secret, and those of one batch",
    )
    tag_key_chars_max: int = sourced(
        default=128,
        evidence=Evidence.DOCUMENTED,
        source="definition of TagItem",
        why="characters of a key of a tag",
    )
    tag_value_chars_max: int = sourced(
        default=255,
        evidence=Evidence.DOCUMENTED,
        source="definition of TagItem",
        why="characters of a value of a tag",
    )
    tag_filters_max: int = sourced(
        default=10,
        evidence=Evidence.DOCUMENTED,
        source="definition of ListResourceInstances",
        why="the tags, the values of one tag, and the matches of one filter",
    )
    instances_page_default: int = sourced(
        default=10,
        evidence=Evidence.DOCUMENTED,
        source="definition of ListResourceInstances",
        why="the page of instances when the body names no limit",
    )
    events_per_project_max: int = sourced(
        default=30,
        evidence=Evidence.DOCUMENTED,
        source="user guide, creating an event",
        why="the events of one project",
    )
    record_days_kept: int = sourced(
        default=90,
        evidence=Evidence.DOCUMENTED,
        source="API page of ListNotificationRecords: three months",
        why="days for which a notification is remembered",
    )
    password_chars_max: int = sourced(
        default=255,
        evidence=Evidence.DOCUMENTED,
        source="API page of GenerateRandomPassword, 2026-09-21",
        why="the longest password",
    )
    users_page_min: int = sourced(
        default=10,
        evidence=Evidence.DOCUMENTED,
        source="definition of ListUsers",
        why="the smallest page of users",
    )
    users_page_max: int = sourced(
        default=100,
        evidence=Evidence.DOCUMENTED,
        source="definition of ListUsers",
        why="the largest page of users",
    )
    body_bytes_max: int = sourced(
        default=12 * 1_048_576,
        evidence=Evidence.DOCUMENTED,
        source="error codes of the API gateway, APIGW.0201 with status 413",
        why="bytes of one request body",
    )
    headers_max: int = sourced(
        default=100,
        evidence=Evidence.GUESS,
        source="APIGW.0201 with status 494 names no number",
        why="headers of one request",
    )

    def __post_init__(self) -> None:
        """Refuse, with a `ValueError`, all but whole numbers above zero and a quota that is off."""
        for each in fields(self):
            value = getattr(self, each.name)
            if value is None and each.name == "secrets_per_project_max":
                continue
            if type(value) is not int or value < 1:
                message = f"{each.name}={value!r} is not possible: it is a whole number above 0"
                raise ValueError(message)
        for subject in ("recovery_window_days", "rotation_period_hours", "users_page"):
            least, most = (getattr(self, f"{subject}_{end}") for end in ("min", "max"))
            if least > most:
                message = f"{subject}_min={least} is more than {subject}_max={most}"
                raise ValueError(message)
