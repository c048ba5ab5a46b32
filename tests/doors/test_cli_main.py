"""`main` is the command as a function: it returns its status and prints what the command prints.

What a process of its own shows is held in `test_cli`.
"""

import io
import os
import re
import signal
from collections.abc import Iterator
from threading import Event, Thread

import pytest
from door_clients import names_there
from loopback import closed_port

from fakecsms.doors.cli import main


class Printed(io.StringIO):
    """A standard output that tells when it was flushed."""

    def __init__(self) -> None:
        super().__init__()
        self.flushed = Event()

    def flush(self) -> None:
        self.flushed.set()


@pytest.fixture
def _handlers_come_back() -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_handlers_come_back")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_returns_0_when_a_signal_ends_it(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed, seen = Printed(), []

    def use_and_end() -> None:
        assert printed.flushed.wait(20)
        url = printed.getvalue().split()[3]
        seen.append(names_there(url))
        os.kill(os.getpid(), number)

    monkeypatch.setattr("sys.stdout", printed)
    user = Thread(target=use_and_end)
    user.start()
    assert 0 == main(["serve", "--port", "0"])
    user.join()
    assert [[]] == seen


def test_serve_returns_1_and_a_hint_when_the_port_is_busy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with closed_port() as bound:
        bound.listen()
        assert 1 == main(["serve", "--port", str(bound.getsockname()[1])])
    printed = capsys.readouterr()
    assert "" == printed.out
    assert "port 0 takes a free one" in printed.err


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ([], "required"),
        (["surve"], "surve"),
        (["serve", "--port"], "--port"),
        (["serve", "--port", "http"], "http"),
        (["serve", "--port", "-1"], "-1"),
        (["serve", "--port", "65536"], "65536"),
        (["serve", "--prot", "0"], "--prot"),
        (["serve", "8080"], "8080"),
    ],
)
def test_bad_arguments_end_it_with_status_2_and_a_sentence(
    argv: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(argv)
    printed = capsys.readouterr()
    assert (2, "") == (ended.value.code, printed.out)
    assert "usage: fakecsms" in printed.err
    assert says in printed.err


def test_help_of_serve_tells_the_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--help"])
    assert 0 == ended.value.code
    told = set(re.findall(r"[-\w.]+", capsys.readouterr().out))
    assert {"--host", "127.0.0.1", "--port", "8080"} <= told
