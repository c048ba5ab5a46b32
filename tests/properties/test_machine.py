"""Laws 1 to 3, and that every answer of the 16 operations is the one to expect.

A state machine makes calls, moves the clock, turns keys and states, and asks a naive model of
CSMS after each step whether status, error code and body are right. First of all invariants: a
stage names exactly one version, as the service itself tells it. More examples, and other ones in
each run:

    pytest tests/properties --hypothesis-profile=thorough
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, ClassVar

import strategies as s
from asking import READING, ROUTES, ask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from naive import NaiveCsms
from naive_rules import plain
from witness import Witness

from fakecsms import FakeCsms

START = datetime(2100, 1, 1, tzinfo=UTC)
WITH_BODY = sorted(
    name
    for name, (method, _) in ROUTES.items()
    if method in {"POST", "PUT"} and name != "RestoreSecret"
)
IN_PATH = {
    "project_id": s.DEFAULT_PROJECT,
    "secret_name": "a",
    "version_id": "v1",
    "stage_name": "a",
}


class CsmsMachine(RuleBasedStateMachine):
    """The fake and the naive model, side by side."""

    options: ClassVar[dict[str, Any]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.agreed = True
        self.touched: set[tuple[str, str]] = set()
        self.fake = FakeCsms(seed=1, **self.options)
        self.fake.clock.freeze()
        self.fake.clock.move_to(START)
        self.naive = NaiveCsms(self.fake.clock.now_ms, **self.options)
        rules = self.naive.rules
        self.witness = Witness(
            self.fake,
            versions_max=rules["versions_per_secret_max"],
            stages_max=rules["stages_per_secret_max"],
            builtin=rules["builtin_stages_count"],
        )

    def ask(self, operation: str, asked: dict[str, Any]) -> None:
        """Call, and compare with what the naive model expects."""
        self.agreed = False
        asked = self._as_sent(asked)
        before = self.fake.snapshot()
        answer = ask(self.fake, operation, asked)
        expected = self.naive.answer(operation, asked)
        told = answer.json()
        assert (expected.status, expected.code) == (answer.status, told.get("error_code"))
        if expected.code is None:
            assert (expected.body or {}) == told
        if expected.code is not None or operation in READING:
            assert before == self.fake.snapshot()
        self.touched |= {(asked["project_id"], name) for name in _named(asked)}
        self.agreed = True

    def _as_sent(self, asked: dict[str, Any]) -> dict[str, Any]:
        sent = dict(asked)
        if sent.get("expire_time") is not None:
            sent["expire_time"] += self.naive.now
        if "kms_key_id" in sent:
            sent["kms_key_id"] = self._key_id(sent["project_id"], sent["kms_key_id"])
        return sent

    def _key_id(self, project_id: str, key_id: str | None) -> str | None:
        if key_id != "the default":
            return key_id
        return plain(self.naive.project(project_id).default_key)

    @initialize()
    def begin_with_two_secrets(self) -> None:
        for name in "ab":
            asked = {"project_id": s.DEFAULT_PROJECT, "name": name, "secret_string": name}
            self.ask("CreateSecret", asked)

    # The operations, each by its own name so that a failure reads as a story.

    @rule(asked=s.CALLS["CreateSecret"])
    def create_secret(self, asked: dict[str, Any]) -> None:
        self.ask("CreateSecret", asked)

    @rule(asked=s.CALLS["ListSecrets"])
    def list_secrets(self, asked: dict[str, Any]) -> None:
        self.ask("ListSecrets", asked)

    @rule(asked=s.CALLS["ShowSecret"])
    def show_secret(self, asked: dict[str, Any]) -> None:
        self.ask("ShowSecret", asked)

    @rule(asked=s.CALLS["UpdateSecret"])
    def update_secret(self, asked: dict[str, Any]) -> None:
        self.ask("UpdateSecret", asked)

    @rule(asked=s.CALLS["DeleteSecret"])
    def delete_secret(self, asked: dict[str, Any]) -> None:
        self.ask("DeleteSecret", asked)

    @rule(asked=s.CALLS["DeleteSecretForSchedule"])
    def delete_secret_for_schedule(self, asked: dict[str, Any]) -> None:
        self.ask("DeleteSecretForSchedule", asked)

    @rule(asked=s.CALLS["RestoreSecret"])
    def restore_secret(self, asked: dict[str, Any]) -> None:
        self.ask("RestoreSecret", asked)

    @rule(asked=s.CALLS["CreateSecretVersion"])
    def create_secret_version(self, asked: dict[str, Any]) -> None:
        self.ask("CreateSecretVersion", asked)

    @rule(asked=s.CALLS["ListSecretVersions"])
    def list_secret_versions(self, asked: dict[str, Any]) -> None:
        self.ask("ListSecretVersions", asked)

    @rule(asked=s.CALLS["ShowSecretVersion"])
    def show_secret_version(self, asked: dict[str, Any]) -> None:
        self.ask("ShowSecretVersion", asked)

    @rule(asked=s.CALLS["UpdateVersion"])
    def update_version(self, asked: dict[str, Any]) -> None:
        self.ask("UpdateVersion", asked)

    @rule(asked=s.CALLS["BatchShowSecretVersion"])
    def batch_show_secret_version(self, asked: dict[str, Any]) -> None:
        self.ask("BatchShowSecretVersion", asked)

    @rule(asked=s.CALLS["CreateSecretStage"])
    def create_secret_stage(self, asked: dict[str, Any]) -> None:
        self.ask("CreateSecretStage", asked)

    @rule(asked=s.CALLS["ShowSecretStage"])
    def show_secret_stage(self, asked: dict[str, Any]) -> None:
        self.ask("ShowSecretStage", asked)

    @rule(asked=s.CALLS["UpdateSecretStage"])
    def update_secret_stage(self, asked: dict[str, Any]) -> None:
        self.ask("UpdateSecretStage", asked)

    @rule(asked=s.CALLS["DeleteSecretStage"])
    def delete_secret_stage(self, asked: dict[str, Any]) -> None:
        self.ask("DeleteSecretStage", asked)

    # Many at once, so that the limits are met; and what is no operation.

    @rule(whose=s.project_and_key, count=st.integers(2, len(s.LEGAL_NAMES)))
    def create_many_secrets(self, whose: dict[str, Any], count: int) -> None:
        for name in s.LEGAL_NAMES[:count]:
            self.ask("CreateSecret", {**whose, "name": name, "secret_string": name})

    @rule(
        whose=st.fixed_dictionaries(
            {"project_id": s.projects, "secret_name": st.sampled_from("ab")},
            optional={"version_stages": st.sampled_from((["a"], ["b", "SYSCURRENT"]))},
        ),
        count=st.integers(2, 22),
    )
    def create_many_versions(self, whose: dict[str, Any], count: int) -> None:
        for number in range(count):
            self.ask("CreateSecretVersion", {**whose, "secret_string": f"value {number}"})

    @rule(project_id=s.projects, name=st.sampled_from("ab"), count=st.integers(2, 13))
    def put_many_stages(self, project_id: str, name: str, count: int) -> None:
        for stage in s.CUSTOM_STAGES[:count]:
            asked = {"project_id": project_id, "secret_name": name, "stage_name": stage}
            self.ask("UpdateSecretStage", {**asked, "version_id": "v1"})

    @rule(operation=st.sampled_from(WITH_BODY), body=st.sampled_from(s.NO_JSON_OBJECTS))
    def send_no_json_object(self, operation: str, body: bytes) -> None:
        before = self.fake.snapshot()
        method, template = ROUTES[operation]
        answer = self.fake.call(method, template.format(**IN_PATH), body=body)
        assert (400, "CSMS.0004") == (answer.status, answer.json()["error_code"])
        assert before == self.fake.snapshot()

    @rule(ms=s.leaps_ms)
    def let_time_pass(self, ms: int) -> None:
        self.fake.clock.advance(ms=ms)
        self.naive.pass_time(ms)

    @rule(
        project_id=s.projects,
        key_id=s.key_ids,
        turn=s.turns_of_keys,
    )
    def turn_key(self, project_id: str, key_id: str, turn: str) -> None:
        key_id = self._key_id(project_id, key_id) or "k3"
        states = {"disable": "DISABLED", "enable": "ENABLED", "delete": "DELETED"}
        project = self.naive.project(project_id)
        expected: Any = None
        if turn == "create":
            expected = _outcome(project.create_key, key_id)
        else:
            expected = _outcome(project.set_state_of_key, key_id, states[turn])
        kms = getattr(self.fake.kms, turn)
        assert expected == _outcome(kms, key_id, project_id=project_id)

    @rule(project_id=s.projects, name=st.sampled_from("abb"), state=s.settable_states)
    def set_state(self, project_id: str, name: str, state: str) -> None:
        secret = self.naive.project(project_id).secrets.get(name)
        with suppress(ValueError, LookupError):
            self.fake.set_state(name, state, project_id=project_id)
        if secret and "PENDING_DELETE" not in {state, secret.shown["state"]}:
            secret.shown["state"] = state

    @invariant()
    def every_secret_that_was_touched_keeps_the_laws(self) -> None:
        for project_id, name in sorted(self.touched):
            if name in self.naive.project(project_id).secrets:
                self.witness.look(project_id, name)
        self.touched.clear()

    @invariant()
    def ids_are_never_given_twice(self) -> None:
        ids = [plain(each) for each in self.naive.secret_ids]
        assert len(ids) == len(set(ids))

    def teardown(self) -> None:
        """In the end all secrets, versions, stages, keys and values are those to expect."""
        if not self.agreed:
            return
        for project_id, project in self.naive.projects.items():
            self.ask("ListSecrets", {"project_id": project_id})
            keys = [(plain(key["id"]), key["state"]) for key in project.keys]
            there = self.fake.kms.keys(project_id=project_id)
            assert [key for key in keys if key[1] != "DELETED"] == [(k.id, k.state) for k in there]
            for name, secret in project.secrets.items():
                whose = {"project_id": project_id, "secret_name": name}
                self.ask("ListSecretVersions", whose)
                for stage in secret.stages:
                    self.ask("ShowSecretStage", {**whose, "stage_name": stage})
                self.witness.look(project_id, name)
                for version in secret.versions:
                    version_id = version["metadata"]["id"]
                    self.ask("ShowSecretVersion", {**whose, "version_id": version_id})


def _named(asked: dict[str, Any]) -> set[str]:
    """The secrets that a call names, wherever it does."""
    named = {asked.get("name"), asked.get("secret_name"), *asked.get("secret_name_list", [])}
    return {name for name in named if name is not None}


def _outcome(act: Callable[..., Any], *args: Any, **named: Any) -> type[Exception] | None:
    try:
        act(*args, **named)
    except (ValueError, LookupError) as error:
        return type(error) if type(error) is not KeyError else LookupError
    return None


class SmallCsmsMachine(CsmsMachine):
    """The same with limits so small that every list of calls meets them."""

    options: ClassVar[dict[str, Any]] = {
        "versions_per_secret_max": 4,
        "stages_per_secret_max": 3,
        "secrets_per_project_max": 3,
        "value_bytes_max": 16,
    }


class TurnedCsmsMachine(CsmsMachine):
    """The same with choices turned."""

    options: ClassVar[dict[str, Any]] = {
        "latest_is_current": True,
        "delete_absent_stage_ok": True,
        "builtin_stages_count": False,
        "next_marker_always": True,
        "stage_move_updates_secret": True,
        "unknown_kms_keys": "refuse",
    }


TestCsms = CsmsMachine.TestCase
TestCsms.settings = s.examples(90)
TestSmallCsms = SmallCsmsMachine.TestCase
TestSmallCsms.settings = s.examples(120)
TestTurnedCsms = TurnedCsmsMachine.TestCase
TestTurnedCsms.settings = s.examples(70)
