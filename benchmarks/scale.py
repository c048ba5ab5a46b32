"""What does not grow: calls in a large project, pages at its end, memory for each version."""

import gc
import tracemalloc
from collections.abc import Callable

from pairs import Figure, ratio

from fakecsms import FakeCsms
from fakecsms.gateway.messages import Request

_PAIRS = 3_000
_FEW, _MANY, _LISTED = 100, 100_000, 10_000
_HEADERS = {"x-auth-token": "any"}
_VALUE = "x" * 84


def figures() -> list[Figure]:
    """Measure all of them in one run."""
    few, many = _filled(_FEW), _filled(_MANY)
    listed = _filled(_LISTED)
    body = b'{"secret_string": "%s"}' % _VALUE.encode()
    name = f"s{_FEW // 2:06}"
    version = f"/secrets/{name}/versions"
    late = f"marker=s{_LISTED - 101:06}&limit=100"
    return [
        Figure(
            what=f"show a version among {_MANY:,} secrets / among {_FEW}",
            value=ratio(_get(many, f"{version}/latest"), _get(few, f"{version}/latest"), _PAIRS),
            bar=1.15,
        ),
        Figure(
            what=f"create a version among {_MANY:,} secrets / among {_FEW}",
            value=ratio(_post(many, version, body), _post(few, version, body), _PAIRS),
            bar=1.15,
        ),
        Figure(
            what=f"the last page of 100 of {_LISTED:,} secrets / the first",
            value=ratio(_get(listed, "/secrets", late), _get(listed, "/secrets", "limit=100"), 300),
            bar=1.15,
        ),
        Figure(
            what=f"memory of one more version of {len(_VALUE)} bytes",
            value=_bytes_of_a_version(),
            bar=450,
            unit=" bytes",
        ),
    ]


def _filled(count: int) -> FakeCsms:
    fake = FakeCsms(secrets_per_project_max=None)
    for number in range(count):
        fake.put_secret(f"s{number:06}", _VALUE)
    return fake


def _get(fake: FakeCsms, path: str, query: str = "") -> Callable[[], object]:
    whole = f"/v1/{fake.project_id}{path}"
    request = Request(method="GET", path=whole, query=query, headers=_HEADERS)
    return lambda: fake.gate.handle(request)


def _post(fake: FakeCsms, path: str, body: bytes) -> Callable[[], object]:
    whole = f"/v1/{fake.project_id}{path}"
    request = Request(method="POST", path=whole, headers=_HEADERS, body=body)
    return lambda: fake.gate.handle(request)


def _bytes_of_a_version() -> float:
    secrets, versions = 1_000, 20
    fake = _filled(secrets)
    names = [each.name for each in fake.secrets()]
    gc.collect()
    tracemalloc.start()
    for _ in range(versions - 1):
        for name in names:
            fake.put_secret(name, _VALUE)
    gc.collect()
    grown, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return grown / (secrets * (versions - 1))
