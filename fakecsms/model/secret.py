"""A secret, its versions and its stages, as frozen values.

The law of this file: a stage names exactly one version, because stage -> version is one map, and
a version's list of stages is read off it. SYSPREVIOUS follows SYSCURRENT in `stage.moved`.
Version numbers only grow, and so does the creation time from one version to the next.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from fakecsms.choices import Choices
from fakecsms.errors import ABSENT, TOO_MANY_STAGES, CsmsError, Refusal
from fakecsms.limits import MS_PER_DAY, Limits
from fakecsms.model.stage import BUILTIN_STAGES, SYSCURRENT, SYSPENDING, Stage, Stages, moved, order
from fakecsms.model.version import Sealed, Version, kept

LATEST = "latest"


class SecretState(StrEnum):
    """The four states of a secret. No operation leads to DISABLED or FROZEN."""

    ENABLED = "ENABLED"
    DISABLED = "DISABLED"
    PENDING_DELETE = "PENDING_DELETE"
    FROZEN = "FROZEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What UpdateSecret may change of a secret."""

    kms_key_id: str
    description: str = ""
    auto_rotation: bool = False
    rotation_period: str | None = None
    rotation_func_urn: str | None = None
    event_subscriptions: tuple[str, ...] = ()
    subscriptions_cleared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A secret with all its versions and stages. Every change gives a new one."""

    id: str
    name: str
    secret_type: str
    rotation_config: str | None
    enterprise_project_id: str
    metadata: Metadata
    create_time_ms: int
    update_time_ms: int
    state: SecretState = SecretState.ENABLED
    scheduled_delete_time_ms: int | None = None
    rotation_time_ms: int | None = None
    next_rotation_time_ms: int | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    replica_projects: Mapping[str, str] = field(default_factory=dict)
    primary_project_id: str | None = None
    last_number: int = 0
    last_create_time_ms: int = 0
    versions: tuple[Version, ...] = ()
    stages: Stages = field(default_factory=dict)

    def version(self, version_id: str) -> Version:
        """Return the version with this id, or refuse it as absent."""
        for version in self.versions:
            if version.id == version_id:
                return version
        why = f"The secret {self.name!r} has no version {version_id!r}; it has {_ids(self)}."
        raise CsmsError(ABSENT, why)

    def latest(self, choices: Choices) -> Version:
        """Return the version that the word `latest` means."""
        if choices.latest_is_current:
            return self.current
        pending = self.stages.get(SYSPENDING)
        if pending is None:
            return self.versions[-1]
        only_pending = f"v{pending.version_number}"
        return next(
            each
            for each in reversed(self.versions)
            if each.id != only_pending or self.stages_of(each) != [SYSPENDING]
        )

    @property
    def current(self) -> Version:
        """The version that has SYSCURRENT. There always is one."""
        return self.version(f"v{self.stages[SYSCURRENT].version_number}")

    def stage(self, stage_name: str) -> Stage:
        """Return where this stage points, or refuse it as absent."""
        try:
            return self.stages[stage_name]
        except KeyError:
            there = ", ".join(sorted(self.stages))
            why = f"The secret {self.name!r} has no stage {stage_name!r}; it has {there}."
            raise CsmsError(ABSENT, why) from None

    def stages_of(self, version: Version) -> list[str]:
        """Return the stages of a version: the built-in ones first, the others by name."""
        mine = [name for name, at in self.stages.items() if at.version_number == version.number]
        return sorted(mine, key=order)

    def with_version(
        self,
        seal: Callable[[int], Sealed],
        stage_names: Iterable[str],
        *,
        at_ms: int,
        limits: Limits,
        choices: Choices,
        expire_time_ms: int | None = None,
    ) -> "Secret":
        """Add the next version and put these stages on it.

        `seal` makes the sealed value for the new version's number; it is called when nothing else
        can refuse any more. The limit of versions drops the oldest one that has no stage left
        (no page tells what happens to the 21st version; a version without a stage is documented
        as one that the service may delete).
        """
        names = set(stage_names)
        self._refuse_more_stages(names, TOO_MANY_STAGES, limits=limits, choices=choices)
        number = self.last_number + 1
        create_time_ms = max(at_ms, self.last_create_time_ms + 1)
        stages: Stages = self.stages
        for name in sorted(names, key=order):
            stages = moved(stages, name, number, create_time_ms)
        remaining = kept(self.versions, stages, limits.versions_per_secret_max - 1)
        version = Version(
            number=number,
            create_time_ms=create_time_ms,
            value=seal(number),
            expire_time_ms=expire_time_ms,
        )
        return replace(
            self,
            versions=(*remaining, version),
            stages=stages,
            last_number=number,
            last_create_time_ms=create_time_ms,
            update_time_ms=create_time_ms,
        )

    def with_stage(
        self,
        stage_name: str,
        version: Version,
        refusal: Refusal,
        *,
        at_ms: int,
        limits: Limits,
        choices: Choices,
    ) -> "Secret":
        """Put a stage on a version, taking it from whichever version had it."""
        self._refuse_more_stages({stage_name}, refusal, limits=limits, choices=choices)
        stages = moved(self.stages, stage_name, version.number, at_ms)
        return self._with_stages(stages, at_ms=at_ms, choices=choices)

    def without_stage(self, stage_name: str, *, at_ms: int, choices: Choices) -> "Secret":
        """Take a stage away. Its version stays, perhaps without any stage."""
        stages = {name: at for name, at in self.stages.items() if name != stage_name}
        return self._with_stages(stages, at_ms=at_ms, choices=choices)

    def with_expire_time(self, version: Version, expire_time_ms: int) -> "Secret":
        """Give a version another expire_time. The secret's own update_time stays."""
        return self._with_changed(
            replace(version, expire_time_ms=expire_time_ms, expiry_told=False)
        )

    def with_expiry_told(self, version: Version) -> "Secret":
        """Remember that the expiry of a version was told of: once for each expire_time set."""
        return self._with_changed(replace(version, expiry_told=True))

    def with_value(self, version: Version, value: Sealed) -> "Secret":
        """Give a version, while rotation is pending, the value that the function returned."""
        return self._with_changed(replace(version, value=value))

    def rotated(self, version: Version, *, at_ms: int) -> "Secret":
        """Make a pending version the current one."""
        others = {name: at for name, at in self.stages.items() if name != SYSPENDING}
        stages = moved(others, SYSCURRENT, version.number, at_ms)
        return replace(
            self, stages=stages, rotation_time_ms=at_ms, update_time_ms=self._renewed(at_ms)
        )

    def next_rotation(self, next_ms: int | None) -> "Secret":
        """Take the time of the next rotation, or none."""
        return replace(self, next_rotation_time_ms=next_ms)

    def tagged(self, tags: Mapping[str, str]) -> "Secret":
        """Take these tags instead of those it has. The update_time stays."""
        return replace(self, tags=dict(tags))

    def replicated(self, projects: Mapping[str, str]) -> "Secret":
        """Take these copies, region -> project id, instead of those it has."""
        return replace(self, replica_projects=dict(projects))

    def with_metadata(self, metadata: Metadata, *, at_ms: int) -> "Secret":
        """Take other metadata, a no-change too: the update_time is renewed either way."""
        return replace(self, metadata=metadata, update_time_ms=self._renewed(at_ms))

    def scheduled(self, days: int, *, at_ms: int) -> "Secret":
        """Plan the deletion in so many days of 24 hours."""
        return replace(
            self,
            state=SecretState.PENDING_DELETE,
            scheduled_delete_time_ms=at_ms + days * MS_PER_DAY,
            update_time_ms=self._renewed(at_ms),
        )

    def restored(self, *, at_ms: int) -> "Secret":
        """Take the planned deletion back. The secret is ENABLED again, whatever it was before."""
        return replace(
            self,
            state=SecretState.ENABLED,
            scheduled_delete_time_ms=None,
            update_time_ms=self._renewed(at_ms),
        )

    def in_state(self, state: SecretState) -> "Secret":
        """Take a state that no operation leads to."""
        return replace(self, state=state)

    def _renewed(self, at_ms: int) -> int:
        # Versions made under a frozen clock run ahead of it, and clients compare this time.
        return max(at_ms, self.update_time_ms)

    def _with_changed(self, changed: Version) -> "Secret":
        versions = (changed if each.number == changed.number else each for each in self.versions)
        return replace(self, versions=tuple(versions))

    def _with_stages(self, stages: Stages, *, at_ms: int, choices: Choices) -> "Secret":
        moves = choices.stage_move_updates_secret and _places(stages) != _places(self.stages)
        renewed_ms = self._renewed(at_ms) if moves else self.update_time_ms
        return replace(self, stages=stages, update_time_ms=renewed_ms)

    def _refuse_more_stages(
        self, names: set[str], refusal: Refusal, *, limits: Limits, choices: Choices
    ) -> None:
        added = names - self.stages.keys() - {SYSPENDING}
        counted = added | self.stages.keys()
        if not choices.builtin_stages_count:
            added -= set(BUILTIN_STAGES)
            counted -= set(BUILTIN_STAGES)
        if added and len(counted) > limits.stages_per_secret_max:
            why = (
                f"The secret {self.name!r} would have {len(counted)} stages;"
                f" {limits.stages_per_secret_max} are allowed."
            )
            raise CsmsError(refusal, why)


def _places(stages: Stages) -> dict[str, int]:
    return {name: at.version_number for name, at in stages.items()}


def _ids(secret: Secret) -> str:
    return ", ".join(version.id for version in secret.versions)
