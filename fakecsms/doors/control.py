"""The fake's own paths on a server: `GET /_fakecsms/health` and `POST /_fakecsms/reset`.

They need no credentials, are in no journal and are no part of CSMS.
"""

from collections.abc import Callable, Mapping
from importlib.metadata import version

import msgspec

from fakecsms.fake import FakeCsms
from fakecsms.gateway.messages import Request, Response
from fakecsms.wire.members import Members

PREFIX = "/_fakecsms/"


def _health(_fake: FakeCsms) -> Members:
    return {"status": "ok", "fakecsms": version("fakecsms")}


def _reset(fake: FakeCsms) -> Members:
    fake.reset()
    return {"status": "reset"}


_ANSWERS: Mapping[tuple[str, str], Callable[[FakeCsms], Members]] = {
    ("GET", "health"): _health,
    ("POST", "reset"): _reset,
}


def answer_control(fake: FakeCsms, request: Request) -> Response | None:
    """Answer a call of the fake's own paths; return `None` for any other."""
    if not request.path.startswith(PREFIX):
        return None
    answer = _ANSWERS.get((request.method, request.path.removeprefix(PREFIX)))
    if answer is None:
        there = ", ".join(f"{method} {PREFIX}{name}" for method, name in _ANSWERS)
        return _json(404, {"error": f"{request.method} {request.path} is not one of {there}"})
    return _json(200, answer(fake))


def _json(status: int, members: Members) -> Response:
    body = msgspec.json.encode(members)
    headers = (("Content-Type", "application/json"), ("Content-Length", str(len(body))))
    return Response(status=status, headers=headers, body=body)
