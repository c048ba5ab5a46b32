"""Importing the package does nothing, and a fake needs nothing that it does not use.

The laws: no patch, no change of the environment, no thread, no network library; what is heavy is
loaded when it is first needed.
"""

import subprocess
import sys

import pytest

_NETWORK = ("aiohttp", "cheroot", "granian", "httpx", "requests", "urllib3", "werkzeug")
_HEAVY = ("cryptography", "joserfc", "zxcvbn")

_LOOK = """
import os, sys, threading
before = dict(os.environ)
{meanwhile}
assert before == dict(os.environ), "changes the environment"
assert 1 == threading.active_count(), "starts a thread"
print(sorted({modules!r} & sys.modules.keys()))
"""


def _printed(program: str) -> str:
    asked = [sys.executable, "-W", "error", "-c", program]
    run = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert (0, "") == (run.returncode, run.stderr)
    return run.stdout.strip()


@pytest.mark.parametrize(
    ("meanwhile", "not_loaded"),
    [
        ("import fakecsms", (*_NETWORK, *_HEAVY)),
        ("import conftest_plugin.plugin", (*_NETWORK, *_HEAVY, "fakecsms", "msgspec")),
        ("import fakecsms.doors.cli", ("requests", "urllib3", "huaweicloudsdkcore", *_HEAVY)),
        ("import fakecsms.explain", (*_NETWORK, *_HEAVY)),
        (
            "import fakecsms; fakecsms.FakeCsms().put_secret('db', 'x')",
            (*_NETWORK, "joserfc", "zxcvbn"),
        ),
    ],
)
def test_importing_does_nothing(meanwhile: str, not_loaded: tuple[str, ...]) -> None:
    look = _LOOK.format(meanwhile=meanwhile, modules=set(not_loaded))
    assert "[]" == _printed(look)


def test_importing_patches_nothing() -> None:
    program = """
import requests.adapters, urllib3, socket
def there():
    pool = urllib3.connectionpool.HTTPConnectionPool
    return requests.adapters.HTTPAdapter.send, pool.urlopen, socket.socket, socket.getaddrinfo
before = there()
import fakecsms, fakecsms.doors.intercept, fakecsms.doors.requests_transport
print(before == there())
"""
    assert "True" == _printed(program)


def test_a_fake_needs_no_network_library() -> None:
    program = f"""
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {_NETWORK}:
            raise ImportError(name + " is blocked")
sys.meta_path.insert(0, Blocked())
from fakecsms import FakeCsms
fake = FakeCsms()
fake.put_secret("db", "x")
secret = fake.call("GET", "/v1/" + fake.project_id + "/secrets/db").json()
fake.restore(fake.snapshot())
print(secret["secret"]["name"], fake.value("db"))
"""
    assert "db x" == _printed(program)
