"""A live server: a real socket for a fake, in a background thread of this process."""

import errno
from concurrent.futures import Future
from threading import Thread
from typing import Self

from fakecsms.doors.sockets import Server
from fakecsms.doors.wsgi import WsgiApp
from fakecsms.fake import FakeCsms

REGIONS = (
    "ae-ad-1",
    "af-north-1",
    "af-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "cn-east-2",
    "cn-east-3",
    "cn-east-4",
    "cn-east-5",
    "cn-north-1",
    "cn-north-11",
    "cn-north-12",
    "cn-north-2",
    "cn-north-4",
    "cn-north-9",
    "cn-south-1",
    "cn-south-2",
    "cn-southwest-2",
    "cn-southwest-3",
    "la-north-2",
    "la-south-2",
    "me-east-1",
    "my-kualalumpur-1",
    "na-mexico-1",
    "ru-moscow-1",
    "sa-brazil-1",
    "tr-west-1",
)
"""The regions that the SDK knows (huaweicloudsdkcsms/v1/region/csms_region.py, 3.1.219)."""

HIGHEST_PORT = 65_535


class FakeCsmsServer:
    """A fake behind HTTP/1.1 on a port of its own.

    A context manager; `start` and `stop` do the same by hand. `port=0` takes a free port, which
    `url` tells. `fake` may be replaced while the server runs: calls from then on meet the new one.
    """

    def __init__(
        self, fake: FakeCsms | None = None, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        """Take a fake, or make an empty one, and the address to bind when started."""
        if not 0 <= port <= HIGHEST_PORT:
            message = f"{port} is no port: it is a number from 0 to {HIGHEST_PORT}"
            raise ValueError(message)
        self.fake = FakeCsms() if fake is None else fake
        self._address = (host, port)
        self._server: Server | None = None
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(self, *exc_info: object) -> None:
        """Stop."""
        self.stop()

    @property
    def url(self) -> str:
        """The endpoint, such as `http://127.0.0.1:40123`. Raises `RuntimeError` when stopped."""
        if self._server is None:
            message = "the server is not running; start it first"
            raise RuntimeError(message)
        host, port = self._server.bind_addr[:2]
        shown = f"[{host}]" if ":" in host else host
        return f"http://{shown}:{port}"

    def env(self) -> dict[str, str]:
        """Return the variables that send an unmodified SDK process here, in every region.

        They are the endpoint variables of the Python, Go and Java SDKs, the IAM endpoint for the
        look-up of the project id, and the project id.
        """
        url = self.url
        endpoints = {endpoint_variable(region): url for region in REGIONS}
        return {
            **endpoints,
            "HUAWEICLOUD_SDK_IAM_ENDPOINT": url,
            "HUAWEICLOUD_SDK_PROJECT_ID": self.fake.project_id,
        }

    def start(self) -> Self:
        """Bind and begin to answer. Raises `OSError`, with a hint, when the port is taken."""
        server = self._made()
        bound: Future[None] = Future()
        thread = Thread(target=_serve, args=(server, bound), name="fakecsms-server", daemon=True)
        thread.start()
        try:
            bound.result()
        except OSError as error:
            thread.join()
            host, port = self._address
            message = (
                f"can't listen on {host} port {port}: {error.strerror or error};"
                " another process may have the port, and port 0 takes a free one"
            )
            raise OSError(error.errno or errno.EADDRINUSE, message) from error
        self._server, self._thread = server, thread
        return self

    def stop(self) -> None:
        """Close the socket and wait for the calls under way. A stopped server can start again."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is not None:
            server.stop()
        if thread is not None:
            thread.join()

    def _made(self) -> Server:
        if self._server is not None:
            message = f"the server is running already, at {self.url}"
            raise RuntimeError(message)
        return Server(self._address, WsgiApp(lambda: self.fake))


def _serve(server: Server, bound: "Future[None]") -> None:
    # Its threads are made here, so that they are daemons too: who forgets to stop still ends.
    try:
        server.prepare()
    except Exception as error:  # noqa: BLE001 - whoever started it is waiting to be told
        bound.set_exception(error)
        return
    bound.set_result(None)
    server.serve()


def endpoint_variable(region: str) -> str:
    """Return the name of the variable that the SDKs read a region's CSMS endpoint from."""
    return f"HUAWEICLOUD_SDK_REGION_CSMS_{region.upper().replace('-', '_')}"
