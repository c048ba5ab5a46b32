"""The command line: `fakecsms serve`, `fakecsms operations` and `fakecsms explain`."""

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from threading import Event

from fakecsms.doors.server import HIGHEST_PORT, FakeCsmsServer, endpoint_variable
from fakecsms.explain import OPERATIONS_HEAD, columns, explain, operation_rows

_TOKEN = "any-token"  # noqa: S105 - lenient credentials take any


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0, or 1 with a word on what went wrong."""
    arguments = _parser().parse_args(argv)
    try:
        run: Callable[[argparse.Namespace], None] = arguments.run
        run(arguments)
    except (LookupError, OSError) as error:
        print(f"fakecsms: {error}", file=sys.stderr)  # noqa: T201 - a command line prints
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fakecsms", description="An in-memory fake of Huawei Cloud CSMS, for tests."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="answer as CSMS on a local port until stopped")
    serve.add_argument("--host", default="127.0.0.1", help="the address to bind (%(default)s)")
    serve.add_argument(
        "--port", type=_port, default=8080, help="the port; 0 takes a free one (%(default)s)"
    )
    serve.set_defaults(run=_serve)
    table = commands.add_parser("operations", help="list the operations that are served")
    table.set_defaults(run=_operations)
    told = commands.add_parser("explain", help="say what a rule is, and who says so")
    told.add_argument("term", help="an operation, an error code, a choice or a limit")
    told.set_defaults(run=_explain)
    return parser


def _serve(arguments: argparse.Namespace) -> None:
    server = FakeCsmsServer(host=arguments.host, port=arguments.port).start()
    stopped = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopped.set())
    print(_what_to_paste(server), flush=True)  # noqa: T201 - a command line prints
    stopped.wait()
    server.stop()


def _operations(_arguments: argparse.Namespace) -> None:
    print(columns([OPERATIONS_HEAD, *operation_rows()]))  # noqa: T201 - a command line prints


def _explain(arguments: argparse.Namespace) -> None:
    told = explain(arguments.term)
    if told is None:
        message = f"{arguments.term!r} is no operation, error code, choice or limit"
        raise LookupError(message)
    print(told)  # noqa: T201 - a command line prints


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= HIGHEST_PORT:
        message = f"{port} is no port: it is a number from 0 to {HIGHEST_PORT}"
        raise argparse.ArgumentTypeError(message)
    return port


def _what_to_paste(server: FakeCsmsServer) -> str:
    url, fake = server.url, server.fake
    secrets = f"{url}/v1/{fake.project_id}/secrets"
    return "\n".join(
        (
            f"fakecsms answers at {url} until Ctrl-C",
            "",
            "Send an unmodified SDK program here:",
            f"  export {endpoint_variable(fake.region)}={url}",
            f"  export HUAWEICLOUD_SDK_IAM_ENDPOINT={url}",
            "",
            "Make a secret by hand:",
            f"  curl -H 'X-Auth-Token: {_TOKEN}' -d '{_EXAMPLE_BODY}' {secrets}",
        )
    )


_EXAMPLE_BODY = '{"name": "db", "secret_string": "hunter2"}'
