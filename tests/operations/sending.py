"""How the tests of the operations send a call: by the operation's name, and checked each time.

What is true of every answer and of every refusal stands here once, so that each test holds it:
an answer has the contract's status, members and types (law 9); a refusal leaves the state as it
was (law 1), has the exact body, flat or nested, and the journal knows its code and says why.
"""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from contract import ERROR_TEXTS, FACTS, fault_of

from fakecsms import FakeCsms
from fakecsms.gateway.messages import Response

NOW = datetime(2100, 1, 1, tzinfo=UTC)
NOW_MS = 4_102_444_800_000
DAY_MS = 86_400_000
TOMORROW_MS = NOW_MS + DAY_MS


def frozen_fake(**options: Any) -> FakeCsms:
    """Make a fake whose clock stands at the beginning of the year 2100."""
    fake = FakeCsms(seed=1, **options)
    fake.clock.freeze()
    fake.clock.move_to(NOW)
    return fake


def send(
    fake: FakeCsms,
    operation: str,
    *in_path: str,
    body: object = None,
    query: str = "",
    project_id: str | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Send a call, with the values of its path in order after the project's."""
    fact = FACTS[operation]
    path = filled(fact.path, project_id or fake.project_id, *in_path)
    return fake.call(fact.method, f"{path}?{query}" if query else path, body=body, headers=headers)


def filled(path: str, project_id: str, *in_path: str) -> str:
    """Return a path with its placeholders filled in order; not every path names a project."""
    values = iter(in_path)
    parts = [
        project_id if part == "{project_id}" else next(values) if part.startswith("{") else part
        for part in path.split("/")
    ]
    assert [] == list(values)
    return "/".join(quote(part, safe="") for part in parts)


def answered(fake: FakeCsms, operation: str, *in_path: str, **how: Any) -> dict[str, Any]:
    """Send a call that must succeed, and return its answer's members."""
    response = send(fake, operation, *in_path, **how)
    fact = FACTS[operation]
    assert fact.status == response.status, fake.calls[-1].why
    assert (fact.answer is None) == (response.body == b"")
    if fact.answer is not None:
        assert fault_of(fact.answer, response.json()) is None
    entry = fake.calls[-1]
    assert (operation, None, None) == (entry.operation, entry.error_code, entry.why)
    return response.json()


def refused(fake: FakeCsms, operation: str, *in_path: str, **how: Any) -> tuple[int, str]:
    """Send a call that must be refused, and return the status and the service's code."""
    before = fake.snapshot()
    response = send(fake, operation, *in_path, **how)
    assert before == fake.snapshot()
    entry = fake.calls[-1]
    code = str(entry.error_code)
    error = {"error_code": code, "error_msg": ERROR_TEXTS[code]}
    nested = FACTS[operation].envelope == "nested"
    assert ({"error": error} if nested else error) == response.json()
    assert (operation, response.status) == (entry.operation, entry.status)
    assert response.header("X-Request-Id") == entry.request_id
    assert entry.why is not None
    assert entry.why.endswith(".")
    return response.status, code


def why(fake: FakeCsms) -> str:
    """Return the journal's sentence on the latest call."""
    return str(fake.calls[-1].why)
