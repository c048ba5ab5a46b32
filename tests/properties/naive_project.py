"""One project of the naive model: its secrets, and its KMS keys in a list."""

from typing import TYPE_CHECKING, Any

from naive_rules import Body, Learnt, RefusedError, plain

if TYPE_CHECKING:
    from naive_secret import NaiveSecret


class Project:
    """One project: its secrets by name, its keys in a list, and which of them is the default."""

    def __init__(self) -> None:
        self.secrets: dict[str, NaiveSecret] = {}
        self.keys: list[Body] = []
        self.default_key: Learnt | None = None

    def key(self, key_id: Any) -> Body | None:
        for key in self.keys:
            if key["id"] is key_id or plain(key["id"]) == plain(key_id):
                return key
        return None

    def state_of_key(self, key_id: Any) -> str:
        key = self.key(key_id)
        return key["state"] if key else "ABSENT"

    def set_state_of_key(self, key_id: str, state: str) -> None:
        key = self.key(key_id)
        if key is None or key["state"] == "DELETED":
            raise LookupError(key_id)
        key["state"] = state

    def create_key(self, key_id: str) -> None:
        if self.key(key_id):
            raise ValueError(key_id)
        self.keys.append({"id": key_id, "state": "ENABLED"})

    def key_id_for(self, wanted: str | None, rules: Body) -> Any:
        """The id that a caller means; an unknown key, and a default that is missing, is made."""
        if wanted is None:
            if self.default_key is None or self.state_of_key(self.default_key) == "DELETED":
                self.default_key = Learnt()
                self.keys.append({"id": self.default_key, "state": "ENABLED"})
            return self.default_key
        if self.key(wanted) is None:
            if rules["unknown_kms_keys"] == "refuse":
                raise RefusedError(400, "CSMS.0401")
            self.create_key(wanted)
        return wanted

    def refuse_unusable_key(self, key_id: Any) -> None:
        if self.state_of_key(key_id) != "ENABLED":
            raise RefusedError(400, "CSMS.0401")
