"""What hypothesis draws: names that meet, values of every kind, and whole calls.

Few names from a small alphabet, so that calls meet the same secret; among them words that are
also parts of paths. Every `expire_time` here is a distance from now, in milliseconds.
"""

import base64
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

Asked = dict[str, Any]

DEFAULT_PROJECT = "0123456789abcdef0123456789abcdef"
LONGEST_NAME = "N" * 64
LEGAL_NAMES = ("a", "b", "restore", "tags", "latest", "SYSCURRENT", LONGEST_NAME)
ILLEGAL_NAMES = ("", "a b", "a.b", "a/b", "é", "a\n", "N" * 65)
CUSTOM_STAGES = ("a", "b", "latest", "restore", *(f"s{number}" for number in range(12)))
SECRET_A = {"project_id": DEFAULT_PROJECT, "secret_name": "a"}
MS_PER_DAY = 86_400_000

projects = st.sampled_from((DEFAULT_PROJECT, DEFAULT_PROJECT, DEFAULT_PROJECT, "p"))
legal_names = st.sampled_from("ab") | st.sampled_from(LEGAL_NAMES)
names = st.sampled_from("ab") | st.sampled_from((*LEGAL_NAMES, *ILLEGAL_NAMES))
names_in_paths = st.sampled_from("ab") | st.sampled_from((*LEGAL_NAMES, *ILLEGAL_NAMES[1:]))

texts = st.text(min_size=1, max_size=12) | st.sampled_from(("é" * 8, "\U0001f511", "\0", "x" * 17))
octets = st.binary(min_size=1, max_size=12) | st.just(b"\xff" * 13)
base64_texts = octets.map(lambda value: base64.b64encode(value).decode())
bad_base64 = st.sampled_from(("QUJ", "QUJD=", "QQ==\n", "QQ==QQ==", "Q-_Q", "é", "="))
values = st.one_of(
    texts.map(lambda text: {"secret_string": text}),
    base64_texts.map(lambda text: {"secret_binary": text}),
)
wrong_values = st.one_of(
    st.sampled_from(({}, {"secret_string": ""}, {"secret_binary": ""}, {"secret_string": None})),
    bad_base64.map(lambda text: {"secret_binary": text}),
    st.tuples(texts, base64_texts).map(
        lambda pair: {"secret_string": pair[0], "secret_binary": pair[1]}
    ),
)

stages = st.sampled_from(("SYSCURRENT", "SYSPREVIOUS", "a", "b")) | st.sampled_from(CUSTOM_STAGES)
wrong_stages = st.sampled_from(("SYSPENDING", *ILLEGAL_NAMES))
stage_lists = st.lists(stages, min_size=1, max_size=4) | st.lists(stages, max_size=13)
version_ids = st.integers(1, 4).map("v{}".format) | st.integers(0, 30).map("v{}".format)
other_versions = st.sampled_from(("latest", "SYSCURRENT", "v01", "v", "1", "V1"))
key_ids = st.sampled_from(("k1", "k2", "the default", "the default"))
some_key_ids = key_ids | st.sampled_from(("x", "k" * 65))
expire_times = st.sampled_from((1_000, 1_999, MS_PER_DAY, 10 * MS_PER_DAY + 1))
wrong_expire_times = st.sampled_from((999, 0, -1, -(10**13), 10**13))
turns_of_keys = st.sampled_from(("create", "disable", "enable", "enable", "enable", "delete"))
settable_states = st.sampled_from(("ENABLED", "ENABLED", "DISABLED", "FROZEN", "PENDING_DELETE"))
windows = st.sampled_from((7, 8, 30, None, 6, 31, 0))
limits = st.sampled_from(("1", "2", "3", "50", "1000", "0", "1001", "abc", "", "-1", "1\n", "²"))
leaps_ms = st.sampled_from((1, 999, 1_000, MS_PER_DAY, 7 * MS_PER_DAY - 1, 30 * MS_PER_DAY))
descriptions = st.text(max_size=4) | st.sampled_from(("é" * 1_024, "é" * 1_024 + "x"))
metadata = {
    "kms_key_id": st.none() | some_key_ids,
    "description": st.none() | descriptions,
    "rotation_period": st.sampled_from((None, "30d", "6h", "359m", "8761h", "1", "٦h")),
    "rotation_func_urn": st.none() | st.just("urn:fss:f"),
    "event_subscriptions": st.sampled_from((None, [], [], ["nobody"], ["one", "two"], ["."])),
}


NO_JSON_OBJECTS = (b"", b"[]", b"null", b"{", b"7", b'"x"', b"\xff", b'{"name": "\xff"}')


def mostly(usual: st.SearchStrategy[Any], rare: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw from `usual`, and from `rare` about once in eight times."""
    return st.integers(0, 7).flatmap(lambda draw: rare if draw == 7 else usual)


def _with_value(rest: st.SearchStrategy[Asked]) -> st.SearchStrategy[Asked]:
    both = st.tuples(rest, mostly(values, wrong_values))
    return both.map(lambda pair: {**pair[0], **pair[1]})


def _call(
    optional: dict[str, st.SearchStrategy[Any]] | None = None, **needed: st.SearchStrategy[Any]
) -> st.SearchStrategy[Asked]:
    return st.fixed_dictionaries({"project_id": projects, **needed}, optional=optional or {})


_secret = {"secret_name": mostly(st.sampled_from("aaab"), names_in_paths)}
_victim = {"secret_name": st.sampled_from(("b", "b", "a")) | names_in_paths}
_some_version = {"version_id": mostly(version_ids, other_versions)}
_placed = mostly(version_ids, st.sampled_from(("v01", "v", "x1", None)))
_paging = {"limit": mostly(st.sampled_from("123"), limits)}

project_and_key = _call({"kms_key_id": key_ids})
CALLS: dict[str, st.SearchStrategy[Asked]] = {
    "CreateSecret": _with_value(
        _call(
            metadata | {"enterprise_project_id": st.sampled_from(("0", "eps", "", "e" * 37))},
            name=mostly(legal_names, names),
        )
    )
    | _with_value(_call({"kms_key_id": key_ids}, name=legal_names)),
    "ListSecrets": _call(
        _paging | {"marker": st.just("") | names, "event_name": st.sampled_from(("e", ""))}
    )
    | _call(_paging),
    "ShowSecret": _call(**_secret),
    "UpdateSecret": _call(metadata, **_secret) | _call({"kms_key_id": key_ids}, **_secret),
    "DeleteSecret": _call(**_victim),
    "DeleteSecretForSchedule": _call({"recovery_window_in_days": windows}, **_victim),
    "RestoreSecret": _call(**_victim),
    "CreateSecretVersion": _with_value(
        _call(
            {
                "version_stages": st.none()
                | stage_lists
                | mostly(stage_lists, st.lists(wrong_stages, min_size=1, max_size=2)),
                "expire_time": st.none() | mostly(expire_times, wrong_expire_times),
            },
            **_secret,
        )
    ),
    "ListSecretVersions": _call(
        _paging | {"marker": st.sampled_from(("", "latest", "v0", "w", "v"))}, **_secret
    )
    | _call(_paging, marker=version_ids, **_secret),
    "ShowSecretVersion": _call(**_secret, **_some_version)
    | _call(**_secret, version_id=st.just("latest")),
    "UpdateVersion": _call(
        **_secret, **_some_version, expire_time=mostly(expire_times, wrong_expire_times)
    ),
    "BatchShowSecretVersion": _call(
        secret_name_list=mostly(
            st.lists(st.sampled_from("aab"), min_size=1, max_size=3), st.lists(names, max_size=3)
        )
    ),
    "CreateSecretStage": _call(name=mostly(stages, wrong_stages), version_id=_placed, **_secret),
    "ShowSecretStage": _call(**_secret, stage_name=mostly(stages, names_in_paths)),
    "UpdateSecretStage": _call(
        **_secret, stage_name=mostly(stages, wrong_stages.filter(bool)), version_id=_placed
    ),
    "DeleteSecretStage": _call(**_secret, stage_name=mostly(stages, wrong_stages.filter(bool))),
}
"""operation -> the members of a call, in one flat dict."""

calls = st.sampled_from(sorted(CALLS)).flatmap(lambda name: st.tuples(st.just(name), CALLS[name]))


def examples(count: int, *, steps: int = 50) -> settings:
    """So many examples by default; more, and different ones each time, where a profile asks."""
    scale = settings.default.max_examples / 100
    return settings(
        max_examples=max(1, round(count * scale)),
        stateful_step_count=steps,
        derandomize=scale <= 1,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
