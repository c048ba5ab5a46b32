"""One secret of the naive model: its versions in a list, its stages in a dict."""

from typing import Any

from naive_rules import ABSENT, BUILT_IN, FORBIDDEN, Body, RefusedError, no_sooner, refuse_if


class NaiveSecret:
    """`shown` is the secret as ShowSecret answers it."""

    def __init__(self, shown: Body) -> None:
        self.shown = shown
        self.versions: list[Body] = []
        self.stages: dict[str, Body] = {}
        self.made = 0
        self.last_create_time = 0

    def permit(self, operation: str) -> None:
        refusal = FORBIDDEN[operation].get(self.shown["state"])
        if refusal:
            raise RefusedError(*refusal)

    def renew(self, least: int, most: int) -> None:
        self.shown["update_time"] = no_sooner(self.shown["update_time"], least, most)

    def version(self, version_id: str) -> Body:
        for version in self.versions:
            if version["metadata"]["id"] == version_id:
                return version
        raise RefusedError(*ABSENT)

    def stages_of(self, version_id: str) -> list[str]:
        mine = [name for name, stage in self.stages.items() if stage["version_id"] == version_id]
        builtin = [name for name in BUILT_IN if name in mine]
        return builtin + sorted(name for name in mine if name not in BUILT_IN)

    def metadata(self, version: Body) -> Body:
        stages = self.stages_of(version["metadata"]["id"])
        return {**version["metadata"], "version_stages": stages}

    def opened(self, version: Body) -> Body:
        return {"version_metadata": self.metadata(version), **version["value"]}

    def refuse_more_stages(self, names: list[str], code: str, rules: Body) -> None:
        """No call puts one stage too many on a secret; those that move are none more."""
        new = {name for name in names if name not in self.stages}
        counted = new | set(self.stages)
        if not rules["builtin_stages_count"]:
            new -= set(BUILT_IN)
            counted -= set(BUILT_IN)
        if new and len(counted) > rules["stages_per_secret_max"]:
            raise RefusedError(400, code)

    def moved(self, names: list[str], version_id: str, least: int, most: int) -> dict[str, Body]:
        """The stages after these names went to a version."""
        stages = dict(self.stages)
        goals = dict.fromkeys(names, version_id)
        former = self.stages.get("SYSCURRENT", {}).get("version_id")
        if "SYSCURRENT" in names and former not in {None, version_id}:
            goals.setdefault("SYSPREVIOUS", former)
        times = {name: stages.get(name, {}).get("update_time") for name in goals}
        for name, goal in goals.items():
            other = {"SYSCURRENT": "SYSPREVIOUS", "SYSPREVIOUS": "SYSCURRENT"}.get(name)
            stages[name] = {
                "name": name,
                "version_id": goal,
                "secret_name": self.shown["name"],
                "update_time": no_sooner(times[name], least, most, together=times.get(other)),
            }
        return stages

    def add_version(self, value: Body, names: list[str], now: int, rules: Body) -> Body:
        """The next version with these stages; too many versions drop the oldest stage-less."""
        version_id = f"v{self.made + 1}"
        create_time = max(now, self.last_create_time + 1)
        stages = self.moved(names, version_id, now, create_time)
        kept = list(self.versions)
        while len(kept) >= rules["versions_per_secret_max"]:
            held = [stage["version_id"] for stage in stages.values()]
            without = [version for version in kept if version["metadata"]["id"] not in held]
            refuse_if(not without)
            kept.remove(without[0])
        metadata = {
            "id": version_id,
            "create_time": create_time,
            "kms_key_id": self.shown["kms_key_id"],
            "secret_name": self.shown["name"],
        }
        self.versions = [*kept, {"metadata": metadata, "value": value}]
        self.stages = stages
        self.made += 1
        self.last_create_time = create_time
        self.renew(now, create_time)
        return self.versions[-1]

    def put_stage(self, name: str, version_id: str, now: int, rules: Body) -> Body:
        """A stage goes to a version; the secret's own time is renewed only where that is chosen."""
        before = self.points()
        self.stages = self.moved([name], version_id, now, now)
        if rules["stage_move_updates_secret"] and self.points() != before:
            self.renew(now, now)
        return self.stages[name]

    def delete_stage(self, name: str, now: int, rules: Body) -> None:
        if self.stages.pop(name, None) and rules["stage_move_updates_secret"]:
            self.renew(now, now)

    def points(self) -> dict[str, Any]:
        return {name: stage["version_id"] for name, stage in self.stages.items()}
