"""A good call of each operation, for a test to spoil in one place. Nothing here asserts.

The calls are for the fake that `filled_fake` makes: its default project holds the secret `db` with
the versions v1 and v2, SYSCURRENT on v2 and `beta` on v1, and the secret `gone`, which is pending
deletion.
"""

from typing import Any, NamedTuple

from fakecsms import FakeCsms

PROJECT = "0123456789abcdef0123456789abcdef"
SECRETS = f"/v1/{PROJECT}/secrets"
DB = f"{SECRETS}/db"
CANARY = "hunter2-never-show-me"
"""A secret value. Whatever is shown, this is not in it."""

NOW_MS = 4_102_444_800_500
"""The service's time in these tests: 2100-01-01, half a second past midnight, UTC."""


class GoodCall(NamedTuple):
    """A call that the service answers; `body` is `None` where the operation reads none."""

    operation: str
    method: str
    path: str
    body: dict[str, Any] | None = None

    def sending(self, **members: Any) -> "GoodCall":
        """Return this call with some members of its body changed or added."""
        return self._replace(body={**(self.body or {}), **members})

    def without(self, member: str) -> "GoodCall":
        """Return this call with a member of its body left out."""
        return self._replace(body={k: v for k, v in (self.body or {}).items() if k != member})


_CALLS = (
    GoodCall("CreateSecret", "POST", SECRETS, {"name": "new", "secret_string": CANARY}),
    GoodCall("ListSecrets", "GET", SECRETS),
    GoodCall("ShowSecret", "GET", DB),
    GoodCall("UpdateSecret", "PUT", DB, {"description": "of the shop"}),
    GoodCall("DeleteSecret", "DELETE", DB),
    GoodCall(
        "DeleteSecretForSchedule",
        "POST",
        f"{DB}/scheduled-deleted-tasks/create",
        {"recovery_window_in_days": 7},
    ),
    GoodCall("RestoreSecret", "POST", f"{SECRETS}/gone/scheduled-deleted-tasks/cancel"),
    GoodCall("CreateSecretVersion", "POST", f"{DB}/versions", {"secret_string": CANARY}),
    GoodCall("ListSecretVersions", "GET", f"{DB}/versions"),
    GoodCall("ShowSecretVersion", "GET", f"{DB}/versions/v1"),
    GoodCall("UpdateVersion", "PUT", f"{DB}/versions/v1", {"expire_time": NOW_MS + 60_000}),
    GoodCall(
        "BatchShowSecretVersion",
        "POST",
        f"{SECRETS}/batch-get-secret-value",
        {"secret_name_list": ["db"]},
    ),
    GoodCall("CreateSecretStage", "POST", f"{DB}/stages", {"name": "canary", "version_id": "v1"}),
    GoodCall("ShowSecretStage", "GET", f"{DB}/stages/beta"),
    GoodCall("UpdateSecretStage", "PUT", f"{DB}/stages/beta", {"version_id": "v2"}),
    GoodCall("DeleteSecretStage", "DELETE", f"{DB}/stages/beta"),
)

GOOD = {call.operation: call for call in _CALLS}
WITH_BODY = [call for call in _CALLS if call.body is not None]


def filled_fake(**options: Any) -> FakeCsms:
    """Make the fake that the good calls are for. Its clock stands still, its journal is empty."""
    fake = FakeCsms(**{"seed": 1, **options})
    fake.clock.freeze()
    fake.clock.move_to(NOW_MS)
    fake.put_secret("db", CANARY)
    fake.put_secret("db", CANARY)
    fake.put_secret("gone", CANARY)
    fake.call("PUT", f"{DB}/stages/beta", body={"version_id": "v1"})
    fake.call("POST", f"{SECRETS}/gone/scheduled-deleted-tasks/create", body={})
    fake.calls.clear()
    return fake
