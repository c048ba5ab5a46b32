"""Fixtures `csms`, `csms_server` and `csms_client`, and the marker `csms`.

`fakecsms` is imported inside the fixtures: a run that uses none of them pays next to nothing.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from huaweicloudsdkcsms.v1 import CsmsClient

    from fakecsms import FakeCsms, FakeCsmsServer

_MARKER = "csms"
_FIXTURES = frozenset({"csms", "csms_server", "csms_client"})
_HELP = "csms(**options): make the fixtures csms and csms_server with these options of FakeCsms."


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", _HELP)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a marked test that asks for none of the fixtures the fixture `csms`."""
    for item in items:
        if item.get_closest_marker(_MARKER) is None or not isinstance(item, pytest.Function):
            continue
        if not _FIXTURES.intersection(item.fixturenames):
            item.fixturenames.append(_MARKER)


@pytest.fixture
def csms(request: pytest.FixtureRequest) -> Iterator["FakeCsms"]:
    """A fresh fake that answers this process's CSMS calls during one test.

    Fails the test at its end if the fake had a bug, or if a call to another host of Huawei Cloud
    was refused, even if the tested code swallowed that.
    """
    from fakecsms import mock_csms  # noqa: PLC0415 - see the head of this file

    with mock_csms(**_options(request)) as fake:
        yield fake
    fake.check()


@pytest.fixture
def csms_client(csms: "FakeCsms") -> "CsmsClient":
    """A `CsmsClient` of the SDK for the default project and region of the fixture `csms`."""
    from huaweicloudsdkcore.auth.credentials import BasicCredentials  # noqa: PLC0415
    from huaweicloudsdkcsms.v1 import CsmsClient  # noqa: PLC0415
    from huaweicloudsdkcsms.v1.region.csms_region import CsmsRegion  # noqa: PLC0415

    credentials = BasicCredentials("test-ak", "test-sk", csms.project_id)
    region = CsmsRegion.value_of(csms.region)
    return CsmsClient.new_builder().with_credentials(credentials).with_region(region).build()


@pytest.fixture(scope="session")
def _csms_socket() -> Iterator["FakeCsmsServer"]:
    """One server for the whole run; what it answers from changes with each test."""
    from fakecsms import FakeCsmsServer  # noqa: PLC0415 - see the head of this file

    with FakeCsmsServer() as server:
        yield server


@pytest.fixture
def csms_server(
    request: pytest.FixtureRequest, _csms_socket: "FakeCsmsServer"
) -> Iterator["FakeCsmsServer"]:
    """A live server on a local port, with a fresh fake for each test: `.url`, `.env()`, `.fake`."""
    from fakecsms import FakeCsms  # noqa: PLC0415 - see the head of this file

    _csms_socket.fake = fake = FakeCsms(**_options(request))
    yield _csms_socket
    fake.check()


def _options(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Merge the options of all markers, those nearest to the test last."""
    options: dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers(_MARKER))):
        if marker.args:
            message = (
                f"the marker csms takes options by name, such as csms(seed=1), not {marker.args}"
            )
            raise TypeError(message)
        options.update(marker.kwargs)
    return options
