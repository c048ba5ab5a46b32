"""A second CSMS, as naive as can be: what each of the 16 operations ought to answer.

Plain dicts, lists and loops, written from the rules of the service and sharing nothing with
fakecsms: where the two disagree, one of them is wrong. Members arrive in one flat dict, whether
they travel in path, query or body. What nobody can foresee (ids) is a `Learnt`.
"""

import copy
from dataclasses import dataclass
from typing import Any

from naive_project import Project
from naive_rules import (
    ABSENT,
    ABSENT_SECRET,
    BUILT_IN,
    CHOICES_AND_LIMITS,
    Body,
    Learnt,
    RefusedError,
    is_name,
    is_placeable_stage,
    is_placeable_version,
    is_version_id,
    page,
    page_info,
    page_limit,
    refuse_if,
    refuse_wrong_metadata,
    refuse_wrong_value,
    whole_seconds_to_come,
)
from naive_secret import NaiveSecret

MS_PER_DAY = 24 * 60 * 60 * 1_000
VALUE_MEMBERS = ("secret_string", "secret_binary")
UPDATABLE = ("kms_key_id", "description", "rotation_period", "rotation_func_urn")


@dataclass
class Answer:
    """What a call gets. A refusal has a code, and no body worth foretelling."""

    status: int
    code: str | None = None
    body: Body | None = None


class NaiveCsms:
    """The account: projects by id, and the time."""

    def __init__(self, now_ms: int, **turned: Any) -> None:
        self.now = now_ms
        self.rules: Body = {**CHOICES_AND_LIMITS, **turned}
        self.projects: dict[str, Project] = {}
        self.secret_ids: list[Learnt] = []

    def copy(self) -> "NaiveCsms":
        return copy.deepcopy(self)

    def project(self, project_id: str) -> Project:
        return self.projects.setdefault(project_id, Project())

    def pass_time(self, ms: int) -> None:
        """Let time pass; secrets whose deletion window has ended are gone."""
        self.now += ms
        for project in self.projects.values():
            for name, secret in list(project.secrets.items()):
                due = secret.shown["scheduled_delete_time"]
                if due is not None and due <= self.now:
                    del project.secrets[name]

    def answer(self, operation: str, asked: Body) -> Answer:
        """Perform an operation. A refused one leaves everything as it was."""
        asked = {name: value for name, value in asked.items() if value is not None}
        project = self.project(asked["project_id"])
        try:
            body = PERFORM[operation](self, project, asked)
        except RefusedError as no:
            return Answer(no.status, no.code)
        return Answer(204 if operation == "DeleteSecretStage" else 200, None, body)

    def secret(self, project: Project, name: str) -> NaiveSecret:
        if name not in project.secrets:
            raise RefusedError(*ABSENT_SECRET)
        return project.secrets[name]

    # Secrets

    def create_secret(self, project: Project, asked: Body) -> Body:
        refuse_if(not is_name(asked.get("name")))
        refuse_wrong_metadata(asked, self.rules["description_bytes_max"])
        refuse_wrong_value(asked, self.rules["value_bytes_max"])
        if asked.get("event_subscriptions"):
            raise RefusedError(400, "CSMS.0005")
        refuse_if(asked["name"] in project.secrets)
        if len(project.secrets) >= self.rules["secrets_per_project_max"]:
            raise RefusedError(400, "CSMS.0202")
        key_id = project.key_id_for(asked.get("kms_key_id"), self.rules)
        project.refuse_unusable_key(key_id)
        shown = {
            "id": Learnt(),
            "name": asked["name"],
            "state": "ENABLED",
            "kms_key_id": key_id,
            "description": asked.get("description", ""),
            "create_time": self.now,
            "update_time": self.now,
            "scheduled_delete_time": None,
            "secret_type": "COMMON",
            "auto_rotation": False,
            "rotation_period": asked.get("rotation_period"),
            "rotation_config": None,
            "rotation_time": None,
            "next_rotation_time": None,
            "event_subscriptions": [],
            "enterprise_project_id": asked.get("enterprise_project_id", "0"),
            "rotation_func_urn": asked.get("rotation_func_urn"),
        }
        secret = project.secrets[asked["name"]] = NaiveSecret(shown)
        secret.add_version(_value(asked), ["SYSCURRENT"], self.now, self.rules)
        self.secret_ids.append(shown["id"])
        return {"secret": shown}

    def list_secrets(self, project: Project, asked: Body) -> Body:
        limit = page_limit(asked, self.rules["page_items_max"])
        refuse_if(not 1 <= len(asked.get("event_name", "any")) <= 64)
        names = [] if "event_name" in asked else sorted(project.secrets)
        names, more = page(names, asked.get("marker"), limit)
        info = page_info(names, named_next=more or self.rules["next_marker_always"])
        return {"secrets": [project.secrets[name].shown for name in names], "page_info": info}

    def show_secret(self, project: Project, asked: Body) -> Body:
        return {"secret": self.secret(project, asked["secret_name"]).shown}

    def update_secret(self, project: Project, asked: Body) -> Body:
        refuse_wrong_metadata(asked, self.rules["description_bytes_max"])
        secret = self.secret(project, asked["secret_name"])
        if asked.get("event_subscriptions"):
            raise RefusedError(400, "CSMS.0005")
        secret.permit("UpdateSecret")
        if "kms_key_id" in asked:
            project.refuse_unusable_key(project.key_id_for(asked["kms_key_id"], self.rules))
        for member in UPDATABLE:
            if member in asked:
                secret.shown[member] = asked[member]
        secret.renew(self.now, self.now)
        return {"secret": secret.shown}

    def delete_secret(self, project: Project, asked: Body) -> None:
        self.secret(project, asked["secret_name"])
        del project.secrets[asked["secret_name"]]

    def delete_secret_for_schedule(self, project: Project, asked: Body) -> Body:
        days = asked.get("recovery_window_in_days", 30)
        refuse_if(not 7 <= days <= 30)
        secret = self.secret(project, asked["secret_name"])
        secret.permit("DeleteSecretForSchedule")
        secret.shown["state"] = "PENDING_DELETE"
        secret.shown["scheduled_delete_time"] = self.now + days * MS_PER_DAY
        secret.renew(self.now, self.now)
        return {"secret": secret.shown}

    def restore_secret(self, project: Project, asked: Body) -> Body:
        secret = self.secret(project, asked["secret_name"])
        secret.permit("RestoreSecret")
        secret.shown["state"] = "ENABLED"
        secret.shown["scheduled_delete_time"] = None
        secret.renew(self.now, self.now)
        return {"secret": secret.shown}

    # Versions

    def create_secret_version(self, project: Project, asked: Body) -> Body:
        refuse_wrong_value(asked, self.rules["value_bytes_max"])
        names = asked.get("version_stages", ["SYSCURRENT"])
        refuse_if(not 1 <= len(names) <= self.rules["stages_per_secret_max"])
        refuse_if(not all(map(is_placeable_stage, names)))
        expires = {}
        if "expire_time" in asked:
            expires = {"expire_time": whole_seconds_to_come(asked["expire_time"], self.now)}
        secret = self.secret(project, asked["secret_name"])
        secret.permit("CreateSecretVersion")
        secret.refuse_more_stages(names, "CSMS.0204", self.rules)
        project.refuse_unusable_key(secret.shown["kms_key_id"])
        version = secret.add_version(_value(asked), names, self.now, self.rules)
        version["metadata"].update(expires)
        return {"version_metadata": secret.metadata(version)}

    def list_secret_versions(self, project: Project, asked: Body) -> Body:
        limit = page_limit(asked, self.rules["page_items_max"])
        marker = asked.get("marker", "")
        refuse_if(marker not in {"", "latest"} and not is_version_id(marker))
        secret = self.secret(project, asked["secret_name"])
        numbers = [int(each["metadata"]["id"][1:]) for each in secret.versions]
        after = secret.made if marker == "latest" else int(marker[1:] or 0)
        numbers, more = page(numbers, after, limit)
        names = [f"v{number}" for number in numbers]
        info = page_info(names, named_next=more or self.rules["next_marker_always"])
        shown = [secret.metadata(secret.version(name)) for name in names]
        return {"version_metadatas": shown, "page_info": info}

    def show_secret_version(self, project: Project, asked: Body) -> Body:
        secret = self.secret(project, asked["secret_name"])
        version_id = asked["version_id"]
        if version_id == "latest" and self.rules["latest_is_current"]:
            version_id = secret.stages["SYSCURRENT"]["version_id"]
        elif version_id == "latest":
            version_id = f"v{secret.made}"
        version = secret.version(version_id)
        return {"version": self.opened("ShowSecretVersion", project, secret, version)}

    def update_version(self, project: Project, asked: Body) -> Body:
        refuse_if("expire_time" not in asked)
        expire_time = whole_seconds_to_come(asked["expire_time"], self.now)
        secret = self.secret(project, asked["secret_name"])
        version = secret.version(asked["version_id"])
        secret.permit("UpdateVersion")
        version["metadata"]["expire_time"] = expire_time
        return {"version_metadata": secret.metadata(version)}

    def batch_show_secret_version(self, project: Project, asked: Body) -> Body:
        refuse_if(not asked.get("secret_name_list"))
        versions = []
        for name in dict.fromkeys(asked["secret_name_list"]):
            secret = self.secret(project, name)
            current = secret.version(secret.stages["SYSCURRENT"]["version_id"])
            versions.append(self.opened("BatchShowSecretVersion", project, secret, current))
        return {"total_count": len(versions), "versions": versions}

    def opened(self, operation: str, project: Project, secret: NaiveSecret, version: Body) -> Body:
        secret.permit(operation)
        project.refuse_unusable_key(version["metadata"]["kms_key_id"])
        return secret.opened(version)

    # Stages

    def place_stage(self, project: Project, asked: Body, name: Any) -> Body:
        refuse_if(not is_placeable_stage(name))
        refuse_if(not is_placeable_version(asked.get("version_id")))
        secret = self.secret(project, asked["secret_name"])
        secret.version(asked["version_id"])
        secret.permit("UpdateSecretStage")
        secret.refuse_more_stages([name], "CSMS.0203", self.rules)
        return {"stage": secret.put_stage(name, asked["version_id"], self.now, self.rules)}

    def create_secret_stage(self, project: Project, asked: Body) -> Body:
        return self.place_stage(project, asked, asked.get("name"))

    def update_secret_stage(self, project: Project, asked: Body) -> Body:
        return self.place_stage(project, asked, asked["stage_name"])

    def show_secret_stage(self, project: Project, asked: Body) -> Body:
        secret = self.secret(project, asked["secret_name"])
        if asked["stage_name"] not in secret.stages:
            raise RefusedError(*ABSENT)
        return {"stage": secret.stages[asked["stage_name"]]}

    def delete_secret_stage(self, project: Project, asked: Body) -> None:
        secret = self.secret(project, asked["secret_name"])
        name = asked["stage_name"]
        there = name in BUILT_IN or name in secret.stages
        if not there and not self.rules["delete_absent_stage_ok"]:
            raise RefusedError(*ABSENT)
        secret.permit("DeleteSecretStage")
        if name in BUILT_IN:
            raise RefusedError(400, "CSMS.0105")
        secret.delete_stage(name, self.now, self.rules)


def _value(asked: Body) -> Body:
    return {member: asked[member] for member in VALUE_MEMBERS if member in asked}


PERFORM = {
    "CreateSecret": NaiveCsms.create_secret,
    "ListSecrets": NaiveCsms.list_secrets,
    "ShowSecret": NaiveCsms.show_secret,
    "UpdateSecret": NaiveCsms.update_secret,
    "DeleteSecret": NaiveCsms.delete_secret,
    "DeleteSecretForSchedule": NaiveCsms.delete_secret_for_schedule,
    "RestoreSecret": NaiveCsms.restore_secret,
    "CreateSecretVersion": NaiveCsms.create_secret_version,
    "ListSecretVersions": NaiveCsms.list_secret_versions,
    "ShowSecretVersion": NaiveCsms.show_secret_version,
    "UpdateVersion": NaiveCsms.update_version,
    "BatchShowSecretVersion": NaiveCsms.batch_show_secret_version,
    "CreateSecretStage": NaiveCsms.create_secret_stage,
    "ShowSecretStage": NaiveCsms.show_secret_stage,
    "UpdateSecretStage": NaiveCsms.update_secret_stage,
    "DeleteSecretStage": NaiveCsms.delete_secret_stage,
}
