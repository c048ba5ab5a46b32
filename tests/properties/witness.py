"""What the service itself says of its secrets, and laws that need no model to judge it by."""

from dataclasses import dataclass, field
from typing import Any

from asking import ask

from fakecsms import FakeCsms

BUILT_IN = {"SYSCURRENT", "SYSPREVIOUS"}


def all_versions(fake: FakeCsms, whose: dict[str, Any], limit: int = 3) -> list[dict[str, Any]]:
    """The versions that ListSecretVersions shows on all its pages."""
    versions: list[dict[str, Any]] = []
    marker = ""
    while marker is not None:
        told = ask(
            fake, "ListSecretVersions", {**whose, "limit": str(limit), "marker": marker}
        ).json()
        versions += told["version_metadatas"]
        marker = told["page_info"]["next_marker"]
    return versions


@dataclass
class Testimony:
    """A secret as it was last seen by its own answers, to judge the next look by."""

    numbers: list[int] = field(default_factory=list)
    stages: dict[str, Any] = field(default_factory=dict)
    update_time: int = 0


class Witness:
    """Looks at secrets again and again, and holds them to the laws of stages and versions."""

    def __init__(
        self, fake: FakeCsms, *, versions_max: int, stages_max: int, builtin: bool
    ) -> None:
        self.fake = fake
        self.versions_max, self.stages_max, self.builtin = versions_max, stages_max, builtin
        self.seen: dict[str, Testimony] = {}

    def look(self, project_id: str, name: str) -> None:
        whose = {"project_id": project_id, "secret_name": name}
        shown = ask(self.fake, "ShowSecret", whose).json()["secret"]
        versions = all_versions(self.fake, whose)
        before = self.seen.get(shown["id"], Testimony())
        stages = self._each_stage_names_one_version(whose, versions)
        numbers = _numbers_and_times_only_grow(versions, before)
        assert len(numbers) <= self.versions_max
        self._no_stage_too_many(set(stages), set(before.stages))
        _no_time_goes_back(shown, stages, before)
        self.seen[shown["id"]] = Testimony(numbers, stages, shown["update_time"])

    def _each_stage_names_one_version(
        self, whose: dict[str, Any], versions: list[dict[str, Any]]
    ) -> dict[str, Any]:
        listed = [(stage, each["id"]) for each in versions for stage in each["version_stages"]]
        stages = {}
        for stage, _ in listed:
            told = ask(self.fake, "ShowSecretStage", {**whose, "stage_name": stage}).json()
            stages[stage] = told["stage"]
        pointed = sorted((name, stage["version_id"]) for name, stage in stages.items())
        assert pointed == sorted(listed)
        assert "SYSCURRENT" in stages
        return stages

    def _no_stage_too_many(self, stages: set[str], before: set[str]) -> None:
        """No call places one too many; only SYSPREVIOUS, which follows by itself, may be."""
        ignored = set() if self.builtin else BUILT_IN
        new, counted = stages - before - ignored, stages - ignored
        by_itself = len(new & {"SYSPREVIOUS"})
        assert len(new) == by_itself or len(counted) <= self.stages_max + by_itself


def _numbers_and_times_only_grow(versions: list[dict[str, Any]], before: Testimony) -> list[int]:
    numbers = [int(each["id"].removeprefix("v")) for each in versions]
    times = [each["create_time"] for each in versions]
    newest = max(before.numbers, default=0)
    assert sorted(set(numbers)) == numbers
    assert sorted(set(times)) == times
    assert [number for number in numbers if number <= newest and number not in before.numbers] == []
    assert numbers[-1] >= newest
    return numbers


def _no_time_goes_back(shown: dict[str, Any], stages: dict[str, Any], before: Testimony) -> None:
    assert shown["create_time"] <= shown["update_time"]
    assert before.update_time <= shown["update_time"]
    for name in stages.keys() & before.stages.keys():
        assert before.stages[name]["update_time"] <= stages[name]["update_time"]
