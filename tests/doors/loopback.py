"""The fence around the tests of the doors: no name but those of this machine is looked up."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

UNWANTED = frozenset({"PYTHONUNBUFFERED", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"})
"""Variables that would make a process print or send other than it does by itself."""

NAMES_OF_THIS_MACHINE = frozenset({None, "", "127.0.0.1", "::1", "localhost"})


class LeftTheMachineError(AssertionError):
    """A call went past every fake and would have asked the network for a name."""


def fenced(look_up: Callable[..., Any]) -> Callable[..., Any]:
    """Return what looks up this machine's names, and raises `LeftTheMachineError` for others."""

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in NAMES_OF_THIS_MACHINE:
            raise LeftTheMachineError(name)
        return look_up(host, *args, **kwargs)

    return getaddrinfo


def fenced_environment(**more: str) -> dict[str, str]:
    """Return the variables for a process of its own, whose calls to other machines are refused."""
    nobody = "http://127.0.0.1:1"
    proxies = {"http_proxy": nobody, "https_proxy": nobody, "no_proxy": "127.0.0.1,localhost,::1"}
    inherited = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    return {**inherited, **proxies, **more}


def closed_port() -> socket.socket:
    """Return a bound socket that does not listen: calls to its port are refused until closed."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    return bound


def shown_in_url(host: str) -> str:
    """Return an address as a URL spells it."""
    return f"[{host}]" if ":" in host else host


def _loopbacks() -> Iterator[str]:
    yield "127.0.0.1"
    with suppress(OSError), socket.create_server(("::1", 0), family=socket.AF_INET6):
        yield "::1"


LOOPBACKS = tuple(_loopbacks())
"""The loopback addresses that this machine has: not every one has IPv6."""
