"""A secret, its versions and its stages, as frozen values.

The law of this file: a stage names exactly one version, because stage -> version is one map, and
a version's list of stages is read off it. SYSPREVIOUS follows SYSCURRENT in one place, `_moved`.
Version numbers only grow, and so does the creation time from one version to the next.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from fakecsms.choices import Choices
from fakecsms.errors import ABSENT, TOO_MANY_STAGES, CsmsError, Refusal, invalid
from fakecsms.limits import MS_PER_DAY, Limits

SYSCURRENT = "SYSCURRENT"
SYSPREVIOUS = "SYSPREVIOUS"
SYSPENDING = "SYSPENDING"
BUILTIN_STAGES = (SYSCURRENT, SYSPREVIOUS, SYSPENDING)
LATEST = "latest"


class SecretState(StrEnum):
    """The four states of a secret. No operation leads to DISABLED or FROZEN."""

    ENABLED = "ENABLED"
    DISABLED = "DISABLED"
    PENDING_DELETE = "PENDING_DELETE"
    FROZEN = "FROZEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A secret value under a KMS key. The plaintext is nowhere but inside the ciphertext."""

    kms_key_id: str
    octets: bytes = field(repr=False)
    is_binary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a secret. `number` 3 is the version id v3."""

    number: int
    create_time_ms: int
    value: Sealed
    expire_time_ms: int | None = None

    @property
    def id(self) -> str:
        """The version id as the service spells it."""
        return f"v{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where a stage points, and since when."""

    version_number: int
    update_time_ms: int


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
    last_number: int = 0
    last_create_time_ms: int = 0
    versions: tuple[Version, ...] = ()
    stages: Mapping[str, Stage] = field(default_factory=dict)

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
        return self.versions[-1]

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
        return sorted(mine, key=_stage_order)

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
        stages: Mapping[str, Stage] = self.stages
        for name in sorted(names, key=_stage_order):
            stages = _moved(stages, name, number, create_time_ms)
        kept = _kept(self.versions, stages, limits.versions_per_secret_max - 1)
        version = Version(
            number=number,
            create_time_ms=create_time_ms,
            value=seal(number),
            expire_time_ms=expire_time_ms,
        )
        return replace(
            self,
            versions=(*kept, version),
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
        stages = _moved(self.stages, stage_name, version.number, at_ms)
        return self._with_stages(stages, at_ms=at_ms, choices=choices)

    def without_stage(self, stage_name: str, *, at_ms: int, choices: Choices) -> "Secret":
        """Take a stage away. Its version stays, perhaps without any stage."""
        stages = {name: at for name, at in self.stages.items() if name != stage_name}
        return self._with_stages(stages, at_ms=at_ms, choices=choices)

    def with_expire_time(self, version: Version, expire_time_ms: int) -> "Secret":
        """Give a version another expire_time. The secret's own update_time stays."""
        changed = replace(version, expire_time_ms=expire_time_ms)
        versions = tuple(changed if each is version else each for each in self.versions)
        return replace(self, versions=versions)

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

    def _with_stages(
        self, stages: Mapping[str, Stage], *, at_ms: int, choices: Choices
    ) -> "Secret":
        moves = choices.stage_move_updates_secret and _places(stages) != _places(self.stages)
        renewed_ms = self._renewed(at_ms) if moves else self.update_time_ms
        return replace(self, stages=stages, update_time_ms=renewed_ms)

    def _refuse_more_stages(
        self, names: set[str], refusal: Refusal, *, limits: Limits, choices: Choices
    ) -> None:
        added = names - self.stages.keys()
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


def _places(stages: Mapping[str, Stage]) -> dict[str, int]:
    return {name: at.version_number for name, at in stages.items()}


def _moved(stages: Mapping[str, Stage], name: str, number: int, at_ms: int) -> Mapping[str, Stage]:
    # Versions made under a frozen clock run ahead of it: the time of a stage never goes back.
    touched = (name, SYSPREVIOUS) if name == SYSCURRENT else (name,)
    since_ms = max(
        at_ms, *(stages[each].update_time_ms if each in stages else 0 for each in touched)
    )
    moved = {**stages, name: Stage(version_number=number, update_time_ms=since_ms)}
    former = stages.get(SYSCURRENT)
    if name == SYSCURRENT and former and former.version_number != number:
        moved[SYSPREVIOUS] = replace(former, update_time_ms=since_ms)
    return moved


def _kept(
    versions: tuple[Version, ...], stages: Mapping[str, Stage], at_most: int
) -> tuple[Version, ...]:
    surplus = len(versions) - at_most
    if surplus <= 0:
        return versions
    staged = {at.version_number for at in stages.values()}
    unstaged = [each.number for each in versions if each.number not in staged]
    if surplus > len(unstaged):
        message = "All versions of the secret have a stage, so none makes room for a new one."
        raise invalid(message)
    dropped = unstaged[:surplus]
    return tuple(each for each in versions if each.number not in dropped)


def _stage_order(name: str) -> tuple[int, str]:
    if name in BUILTIN_STAGES:
        return BUILTIN_STAGES.index(name), ""
    return len(BUILTIN_STAGES), name


def _ids(secret: Secret) -> str:
    return ", ".join(version.id for version in secret.versions)
