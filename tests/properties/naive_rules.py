"""What CSMS says of single members, states and times, for the naive model in `naive`."""

import re
from typing import Any

Body = dict[str, Any]
BUILT_IN = ("SYSCURRENT", "SYSPREVIOUS", "SYSPENDING")
ABSENT = (404, "CSMS.0005")
ABSENT_SECRET = (404, "CSMS.0106")
INVALID = (400, "CSMS.0002")

CHOICES_AND_LIMITS = {
    "secrets_per_project_max": 500,
    "versions_per_secret_max": 20,
    "stages_per_secret_max": 12,
    "value_bytes_max": 65_536,
    "description_bytes_max": 2_048,
    "page_items_max": 1_000,
    "latest_is_current": False,
    "builtin_stages_count": True,
    "delete_absent_stage_ok": False,
    "stage_move_updates_secret": False,
    "next_marker_always": False,
    "unknown_kms_keys": "accept",
}

PENDING, SCHEDULED, NOT_SCHEDULED = (400, "CSMS.0103"), (400, "CSMS.0107"), (400, "CSMS.0108")
NOT_ENABLED = (403, "CSMS.0109")
ONLY_ENABLED = {"DISABLED": NOT_ENABLED, "PENDING_DELETE": PENDING, "FROZEN": NOT_ENABLED}
NOT_PENDING_NOR_FROZEN = {"PENDING_DELETE": PENDING, "FROZEN": NOT_ENABLED}
FORBIDDEN = {
    "UpdateSecret": NOT_PENDING_NOR_FROZEN,
    "DeleteSecretForSchedule": {"PENDING_DELETE": SCHEDULED, "FROZEN": NOT_ENABLED},
    "RestoreSecret": dict.fromkeys(("ENABLED", "DISABLED", "FROZEN"), NOT_SCHEDULED),
    "CreateSecretVersion": ONLY_ENABLED,
    "ShowSecretVersion": ONLY_ENABLED,
    "UpdateVersion": ONLY_ENABLED,
    "BatchShowSecretVersion": ONLY_ENABLED,
    "CreateSecretStage": NOT_PENDING_NOR_FROZEN,
    "UpdateSecretStage": NOT_PENDING_NOR_FROZEN,
    "DeleteSecretStage": NOT_PENDING_NOR_FROZEN,
}
"""operation -> state -> the refusal; whatever is not here is allowed."""

_NAME = re.compile("[a-zA-Z0-9_-]{1,64}")
_BASE64 = re.compile("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_HOURS = {"d": 24.0, "h": 1.0, "m": 1 / 60, "s": 1 / 3600}


class RefusedError(Exception):
    """The service says no, with a status and a code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


class Learnt:
    """A value that is learnt when it is first seen, and must be the same ever after.

    With bounds it is a number, without them a text.
    """

    __hash__ = None

    def __init__(self, least: int | None = None, most: int | None = None) -> None:
        self.least, self.most = least, most
        self.seen: Any = None

    def __eq__(self, other: object) -> bool:
        if self.seen is None:
            self.seen = other
        return self.seen == other and self._possible()

    def __repr__(self) -> str:
        return repr(self.seen) if self.seen is not None else f"Learnt({self.least}, {self.most})"

    def _possible(self) -> bool:
        if self.least is None or self.most is None:
            return isinstance(self.seen, str) and self.seen != ""
        return isinstance(self.seen, int) and self.least <= self.seen <= self.most


def plain(value: Any) -> Any:
    """What is known of a value: itself, or what was learnt."""
    return value.seen if isinstance(value, Learnt) else value


def no_sooner(before: Any, least: int, most: int, *, together: Any = None) -> Any:
    """A time from `least` to `most`, and never earlier than it was before.

    What is renewed `together` with something else may take the other's time.
    """
    least = max(least, _bounds(before)[0])
    most = max(most, _bounds(before)[1], _bounds(together)[1])
    return least if least == most else Learnt(least, most)


def _bounds(time: Any) -> tuple[int, int]:
    if isinstance(time, Learnt) and time.seen is None:
        return time.least or 0, time.most or 0
    return plain(time) or 0, plain(time) or 0


def refuse_if(wrong: bool) -> None:  # noqa: FBT001 - reads as the sentence it is
    """Refuse a parameter that breaks its rule."""
    if wrong:
        raise RefusedError(*INVALID)


def is_name(name: Any) -> bool:
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def is_placeable_stage(name: Any) -> bool:
    return is_name(name) and name != "SYSPENDING"


def is_placeable_version(version_id: Any) -> bool:
    return isinstance(version_id, str) and re.fullmatch("v[0-9]{0,63}", version_id) is not None


def is_version_id(text: str) -> bool:
    return re.fullmatch("v[0-9]{1,10}", text) is not None


def is_period(period: str) -> bool:
    parts = re.fullmatch("([0-9]+)([dhms])", period)
    return parts is not None and 6 <= int(parts[1]) * _HOURS[parts[2]] <= 8_760


def refuse_wrong_value(asked: Body, bytes_max: int) -> None:
    """Exactly one value, not empty, not too long; base64 if it is binary."""
    values = [asked[member] for member in ("secret_string", "secret_binary") if member in asked]
    refuse_if(len(values) != 1)
    refuse_if(not 1 <= len(values[0].encode()) <= bytes_max)
    refuse_if("secret_binary" in asked and not _BASE64.fullmatch(values[0]))


def refuse_wrong_metadata(asked: Body, description_bytes_max: int) -> None:
    """What CreateSecret and UpdateSecret have in common."""
    refuse_if(len(asked.get("description", "").encode()) > description_bytes_max)
    refuse_if(not 2 <= len(asked.get("kms_key_id", "any")) <= 64)
    refuse_if(not 1 <= len(asked.get("enterprise_project_id", "0")) <= 36)
    refuse_if(asked.get("secret_type", "COMMON") != "COMMON")
    refuse_if(not is_period(asked.get("rotation_period", "30d")))
    events = asked.get("event_subscriptions", [])
    refuse_if(len(events) > 1 or not all(map(is_name, events)))


def whole_seconds_to_come(expire_time: int, now: int) -> int:
    """An expire_time as it is kept, if it may be at all."""
    refuse_if(not 0 <= expire_time <= 9_999_999_999_999)
    kept = expire_time // 1_000 * 1_000
    refuse_if(kept <= now)
    return kept


def page_limit(asked: Body, page_items_max: int) -> int:
    """The size of a page: ASCII digits, 1 to 1,000, 50 if nothing is said."""
    limit = asked.get("limit", "50")
    refuse_if(not re.fullmatch("[0-9]{1,4}", limit) or not 1 <= int(limit) <= page_items_max)
    return int(limit)


def page(keys: list[Any], marker: Any, limit: int) -> tuple[list[Any], bool]:
    """The keys of a page, which begins after the marker, and whether more follow."""
    after = [key for key in keys if marker is None or key > marker]
    return after[:limit], len(after) > limit


def page_info(names: list[str], *, named_next: bool) -> Body:
    return {
        "next_marker": names[-1] if names and named_next else None,
        "previous_marker": names[0] if names else None,
        "current_count": len(names),
    }
