"""`fakecsms serve` prints what to paste, and what it prints works.

It ends with status 0 on SIGINT and SIGTERM; what can't be is said at once on stderr, without a
traceback. Each test runs the command in a process of its own.
"""

import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from door_clients import PROJECT, make_secret, names_there
from loopback import closed_port, fenced_environment

MODULE = (sys.executable, "-m", "fakecsms")
SCRIPT = (str(Path(sys.executable).with_name("fakecsms")),)
COMMANDS = pytest.mark.parametrize("command", [MODULE, SCRIPT], ids=["module", "script"])


class Serving:
    """A running command, and what it printed before it began to wait."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self.printed = [process.stdout.readline()]
        while not self.printed[-1].strip().startswith("curl"):
            assert self.printed[-1]
            self.printed.append(process.stdout.readline())
        self.url = re.findall(r"http://[^ ]+", self.printed[0])[0]

    def exported(self) -> dict[str, str]:
        """Return the variables of the printed `export` lines."""
        lines = (line.split(maxsplit=1) for line in self.printed)
        pairs = (line[1].strip().split("=", 1) for line in lines if line[:1] == ["export"])
        return dict(pairs)

    def end(self, number: signal.Signals) -> tuple[int, str, str]:
        """Send a signal; return the status and what was printed since."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@contextmanager
def serving(*arguments: str, command: tuple[str, ...] = MODULE) -> Iterator[Serving]:
    process = subprocess.Popen(  # noqa: S603 - the command under test
        [*command, "serve", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=fenced_environment(),
    )
    too_long = Timer(30, process.kill)
    too_long.start()
    with process:
        try:
            yield Serving(process)
        finally:
            too_long.cancel()
            process.kill()


def run(*arguments: str, command: tuple[str, ...] = MODULE) -> subprocess.CompletedProcess[str]:
    """Run a command that ends by itself."""
    return subprocess.run(  # noqa: S603 - the command under test
        [*command, *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=20,
        env=fenced_environment(),
    )


def _with_curl(pasted: list[str]) -> Any:
    ended = subprocess.run(  # noqa: S603 - what the command printed
        [*pasted, "--silent", "--fail"], check=True, capture_output=True, env=fenced_environment()
    )
    return json.loads(ended.stdout)


def _with_urllib(pasted: list[str]) -> Any:
    """Send what the pasted command line says, for machines without curl."""
    curl, header_option, header, data_option, data, url = pasted
    assert ("curl", "-H", "-d") == (curl, header_option, data_option)
    name, _, value = header.partition(": ")
    sent = urllib.request.Request(url, data.encode(), {name: value})  # noqa: S310 - http
    with urllib.request.urlopen(sent, timeout=20) as answer:  # noqa: S310 - http
        return json.load(answer)


SENDERS = [_with_urllib, *([_with_curl] if shutil.which("curl") else [])]


@COMMANDS
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_until_a_signal_ends_it_with_status_0(
    command: tuple[str, ...], number: signal.Signals
) -> None:
    with serving("--port", "0", command=command) as served:
        make_secret("db", served.url)
        assert ["db"] == names_there(served.url)
        assert (0, "", "") == served.end(number)


@pytest.mark.parametrize("send", SENDERS)
def test_the_printed_curl_call_makes_a_secret(send: Callable[[list[str]], Any]) -> None:
    with serving("--port", "0") as served:
        pasted = shlex.split(served.printed[-1])
        made = send(pasted)["secret"]["name"]
        assert [made] == names_there(served.url)
        assert f"{served.url}/v1/{PROJECT}/secrets" == pasted[-1]


_PROGRAM = """
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcsms.v1 import CsmsClient, ListSecretsRequest
from huaweicloudsdkcsms.v1.region.csms_region import CsmsRegion

builder = CsmsClient.new_builder().with_credentials(BasicCredentials("ak", "sk"))
client = builder.with_region(CsmsRegion.value_of("cn-north-4")).build()
print([each.name for each in client.list_secrets(ListSecretsRequest()).secrets])
"""


def test_the_printed_variables_send_an_unmodified_sdk_program_there() -> None:
    with serving("--port", "0") as served:
        make_secret("db", served.url)
        ended = subprocess.run(  # noqa: S603 - the program above
            [sys.executable, "-c", _PROGRAM],
            check=True,
            capture_output=True,
            text=True,
            timeout=30,
            env=fenced_environment(**served.exported()),
        )
    assert "['db']" == ended.stdout.strip()


def test_a_chosen_address_is_the_one_it_prints() -> None:
    with closed_port() as bound:
        port = bound.getsockname()[1]
    with serving("--host", "127.0.0.1", "--port", str(port)) as served:
        assert f"http://127.0.0.1:{port}" == served.url
        assert {served.url} == set(served.exported().values())


def test_a_busy_port_ends_it_at_once_with_status_1_and_a_hint() -> None:
    with closed_port() as bound:
        bound.listen()
        port = str(bound.getsockname()[1])
        ended = run("serve", "--port", port)
    assert (1, "") == (ended.returncode, ended.stdout)
    assert port in ended.stderr
    assert "port 0 takes a free one" in ended.stderr
    assert 1 == len(ended.stderr.splitlines())


def test_an_address_of_another_machine_ends_it_with_status_1_and_a_sentence() -> None:
    ended = run("serve", "--host", "192.0.2.1", "--port", "0")
    assert (1, 1) == (ended.returncode, len(ended.stderr.splitlines()))
    assert "192.0.2.1" in ended.stderr


def test_bad_arguments_end_it_with_status_2_and_no_traceback() -> None:
    ended = run("serve", "--port", "65536")
    assert (2, "") == (ended.returncode, ended.stdout)
    assert "65536" in ended.stderr
    assert "Traceback" not in ended.stderr


@COMMANDS
def test_help_tells_of_serve(command: tuple[str, ...]) -> None:
    ended = run("--help", command=command)
    assert (0, "") == (ended.returncode, ended.stderr)
    assert "serve" in ended.stdout
    assert ended.stdout.startswith("usage: fakecsms ")
