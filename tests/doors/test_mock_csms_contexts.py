"""`mock_csms` as `with`, as `async with`, and by `start` and `stop`."""

import asyncio

import pytest
from door_clients import assert_nothing_is_left, make_secret, names_there

from fakecsms import FakeCsms, mock_csms


def test_with_yields_the_fake_and_takes_the_options() -> None:
    with mock_csms(project_id="mine", region="cn-east-3") as fake:
        assert isinstance(fake, FakeCsms)
        assert ("mine", "cn-east-3") == (fake.project_id, fake.region)
    assert_nothing_is_left()


def test_async_with_yields_the_fake() -> None:
    async def used() -> list[str]:
        async with mock_csms() as fake:
            fake.put_secret("db", "hunter2")
            return names_there()

    assert ["db"] == asyncio.run(used())
    assert_nothing_is_left()


def test_two_tasks_may_be_inside_at_once_and_leave_in_any_order() -> None:
    async def used(order: asyncio.Event, *, waits: bool) -> int:
        async with mock_csms() as fake:
            make_secret("db") if waits else order.set()
            await order.wait()
        return len(fake.calls)

    async def both() -> list[int]:
        order = asyncio.Event()
        return await asyncio.gather(used(order, waits=True), used(order, waits=False))

    assert [1, 0] == asyncio.run(both())
    assert_nothing_is_left()


def test_start_returns_the_fake_and_stop_ends_it() -> None:
    mock = mock_csms()
    fake = mock.start()
    make_secret("db")
    assert ["db"] == [each.name for each in fake.secrets()]
    mock.stop()
    assert_nothing_is_left()


def test_stop_without_start_is_told() -> None:
    with pytest.raises(RuntimeError, match="not started"):
        mock_csms().stop()
