"""What the fake does where the sources are silent or disagree: one named field for each choice.

The user turns a choice by giving it as an option: `FakeCsms(absent_status=400)`.
"""

from dataclasses import dataclass
from typing import Literal

from fakecsms.evidence import Evidence, refuse_values_not_allowed, sourced

_SWITCH = (False, True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The open choices of one fake."""

    api_revision: Literal["newest", "2023", "2022"] = sourced(
        default="newest",
        allowed=("newest", "2023", "2022"),
        evidence=Evidence.DOCUMENTED,
        source="three revisions of the API page of CreateSecretVersion",
        why="2022 and 2023 limit a value to 32 KB, and 2022 knows no expire_time",
    )
    auth: Literal["lenient", "off"] = sourced(
        default="lenient",
        allowed=("lenient", "off"),
        evidence=Evidence.GUESS,
        source="a test has keys of its own invention",
        why="lenient wants a signature or a token, whatever it says; off wants nothing",
    )
    dots_in_names: bool = sourced(
        default=False,
        allowed=_SWITCH,
        evidence=Evidence.DOCUMENTED,
        source="newest API pages have no dot; older ones, the console and Terraform allow it",
        why="True accepts names with a dot, as older regions do",
    )
    absent_status: Literal[404, 400] = sourced(
        default=404,
        allowed=(404, 400),
        evidence=Evidence.SEEN,
        source="Terraform's provider takes 404 for gone; the error page prints 400",
        why="the HTTP status of CSMS.0005 and CSMS.0106 when a resource is absent",
    )
    duplicate_name_code: Literal["CSMS.0002", "CSMS.0003"] = sourced(
        default="CSMS.0002",
        allowed=("CSMS.0002", "CSMS.0003"),
        evidence=Evidence.GUESS,
        source="no row of the error page speaks of a name that exists",
        why="the code when CreateSecret names a secret that exists",
    )
    error_envelope: Literal["documented", "flat", "nested"] = sourced(
        default="documented",
        allowed=("documented", "flat", "nested"),
        evidence=Evidence.DOCUMENTED,
        source="OpenAPI definitions: flat for most operations, nested under `error` for some",
        why="flat or nested forces one form of the service's errors on every operation",
    )
    latest_is_current: bool = sourced(
        default=False,
        allowed=_SWITCH,
        evidence=Evidence.GUESS,
        source="the API page says that `latest` is the newest version",
        why="True makes `latest` the version that has SYSCURRENT",
    )
    empty_value_ok: bool = sourced(
        default=False,
        allowed=_SWITCH,
        evidence=Evidence.GUESS,
        source="the definition allows a length of 0, the text wants a value",
        why="True accepts an empty secret_string or secret_binary",
    )
    past_expire_time_ok: bool = sourced(
        default=False,
        allowed=_SWITCH,
        evidence=Evidence.SEEN,
        source="documentation of Terraform's csms_secret; the API pages are silent",
        why="True accepts an expire_time that has passed",
    )
    builtin_stages_count: bool = sourced(
        default=True,
        allowed=_SWITCH,
        evidence=Evidence.GUESS,
        source="user guide: up to 12 statuses, of which two are built in",
        why="False leaves the built-in stages out of the stage limit",
    )
    delete_absent_stage_ok: bool = sourced(
        default=False,
        allowed=_SWITCH,
        evidence=Evidence.GUESS,
        source="Terraform's provider reads a stage again after its deletion",
        why="True answers 204 when the stage to delete is absent",
    )
    stage_move_updates_secret: bool = sourced(
        default=False,
        allowed=_SWITCH,
        evidence=Evidence.GUESS,
        source="no page says what renews a secret's update_time",
        why="True renews the secret's update_time when a stage moves or goes",
    )
    next_marker_always: bool = sourced(
        default=False,
        allowed=_SWITCH,
        evidence=Evidence.DOCUMENTED,
        source="example of ListSecrets; Dapr's secret store would loop on an empty marker",
        why="True names the last item as next_marker on the last page too",
    )
    empty_subscription_quirk: bool = sourced(
        default=False,
        allowed=_SWITCH,
        evidence=Evidence.SEEN,
        source="Terraform's provider filters an empty text out of event_subscriptions",
        why='True answers [""] once the subscriptions of a secret were cleared',
    )
    unknown_kms_keys: Literal["accept", "refuse"] = sourced(
        default="accept",
        allowed=("accept", "refuse"),
        evidence=Evidence.GUESS,
        source="a test has no key management service to make keys in",
        why="accept registers an unknown kms_key_id on first use; refuse answers CSMS.0401",
    )

    def __post_init__(self) -> None:
        """Refuse a value that a choice can't have, with a `ValueError`."""
        refuse_values_not_allowed(self)
