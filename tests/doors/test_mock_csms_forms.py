"""`mock_csms` as a decorator of functions of every kind, bare and called.

A decorated function keeps its name, its signature and what it returns; each run of it has a fresh
fake, and when it ends, however it ends, nothing is left.
"""

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest
from door_clients import assert_nothing_is_left, make_secret, names_there

from fakecsms import mock_csms

DECORATORS = pytest.mark.parametrize(
    "decorate", [mock_csms, mock_csms(), mock_csms(seed=1, region="cn-east-3")]
)


def seen_after_making(name: str) -> list[str]:
    """Make a secret and list all that are there: one fresh fake shows one secret."""
    make_secret(name)
    return names_there()


@DECORATORS
def test_a_decorated_function_is_answered_and_has_a_fresh_fake_each_time(
    decorate: Callable[..., Any],
) -> None:
    decorated = decorate(seen_after_making)
    assert [["one"], ["two"]] == [decorated("one"), decorated(name="two")]
    assert_nothing_is_left()


@DECORATORS
def test_a_decorated_coroutine_is_answered_until_it_ends(decorate: Callable[..., Any]) -> None:
    @decorate
    async def decorated(name: str) -> list[str]:
        make_secret(name)
        await asyncio.sleep(0)
        return names_there()

    assert inspect.iscoroutinefunction(decorated)
    assert [["one"], ["two"]] == [asyncio.run(decorated("one")), asyncio.run(decorated("two"))]
    assert_nothing_is_left()


@DECORATORS
def test_a_decorated_generator_is_answered_until_it_ends(decorate: Callable[..., Any]) -> None:
    @decorate
    def decorated(name: str) -> Iterator[list[str]]:
        make_secret(name)
        yield names_there()
        make_secret("later")
        yield names_there()

    assert inspect.isgeneratorfunction(decorated)
    assert [["one"], ["later", "one"]] == list(decorated("one"))
    assert_nothing_is_left()


@DECORATORS
def test_a_decorated_async_generator_is_answered_until_it_ends(
    decorate: Callable[..., Any],
) -> None:
    @decorate
    async def decorated(name: str) -> AsyncIterator[list[str]]:
        make_secret(name)
        yield names_there()
        yield names_there()

    async def used() -> list[list[str]]:
        return [each async for each in decorated("one")]

    assert inspect.isasyncgenfunction(decorated)
    assert [["one"], ["one"]] == asyncio.run(used())
    assert_nothing_is_left()


def test_a_generator_keeps_what_is_sent_in_and_what_it_returns() -> None:
    @mock_csms
    def echo() -> Any:
        heard = yield "ready"
        with pytest.raises(KeyError):
            yield heard
        return "done"

    talking = echo()
    assert ["ready", "heard"] == [next(talking), talking.send("heard")]
    with pytest.raises(StopIteration) as stopped:
        talking.throw(KeyError("thrown in"))
    assert "done" == stopped.value.value


def test_a_generator_that_is_closed_early_ends_the_interception() -> None:
    tidied: list[list[str]] = []

    @mock_csms
    def endless() -> Iterator[list[str]]:
        try:
            while True:
                yield names_there()
        finally:
            tidied.append(names_there())

    going = endless()
    assert [] == next(going)
    going.close()
    assert [[]] == tidied
    assert_nothing_is_left()


def test_an_async_generator_that_is_closed_early_ends_the_interception() -> None:
    tidied: list[list[str]] = []

    @mock_csms
    async def endless() -> AsyncIterator[list[str]]:
        try:
            while True:
                yield names_there()
        finally:
            tidied.append(names_there())

    async def one() -> list[list[str]]:
        going = endless()
        await anext(going)
        await going.aclose()
        return tidied.copy()

    assert [[]] == asyncio.run(one())
    assert_nothing_is_left()


def _failing() -> None:
    raise KeyError(*names_there())


async def _failing_coroutine() -> None:
    _failing()


def _failing_generator() -> Iterator[None]:
    yield _failing()


@pytest.mark.parametrize(
    "run",
    [
        mock_csms(_failing),
        lambda: asyncio.run(mock_csms(_failing_coroutine)()),
        lambda: list(mock_csms(_failing_generator)()),
    ],
)
def test_an_exception_comes_out_and_ends_the_interception(run: Callable[[], Any]) -> None:
    with pytest.raises(KeyError):
        run()
    assert_nothing_is_left()


def test_name_doc_and_signature_stay_visible() -> None:
    def original(tmp_path: Path, *, number: int = 1) -> str:
        """What it does."""
        return f"{tmp_path}{number}"

    decorated = mock_csms(original)
    assert inspect.signature(original) == inspect.signature(decorated)
    assert ("original", "What it does.") == (decorated.__name__, decorated.__doc__)
    assert original is inspect.unwrap(decorated)


@mock_csms
def test_pytest_still_injects_fixtures(tmp_path: Path) -> None:
    assert tmp_path.is_dir()
    assert [] == names_there()


@pytest.mark.parametrize("number", [1, 2])
@mock_csms(seed=1)
def test_pytest_still_parametrizes(number: int) -> None:
    assert [f"of-{number}"] == seen_after_making(f"of-{number}")


@pytest.fixture
@mock_csms
def _arranged() -> Iterator[str]:
    make_secret("from-the-fixture")
    yield "from-the-fixture"
    assert ["from-the-fixture"] == names_there()


@pytest.mark.usefixtures("_arranged")
def test_a_decorated_generator_fixture_is_active_during_the_test() -> None:
    assert ["from-the-fixture"] == names_there()


class Holder:
    """Methods of each kind, decorated below their own decorator."""

    @mock_csms
    def method(self, name: str) -> list[str]:
        return seen_after_making(name)

    @staticmethod
    @mock_csms
    def static(name: str) -> list[str]:
        return seen_after_making(name)

    @classmethod
    @mock_csms
    def of_class(cls, name: str) -> list[str]:
        assert cls is Holder
        return seen_after_making(name)


@pytest.mark.parametrize("kind", ["method", "static", "of_class"])
def test_methods_of_each_kind_can_be_decorated(kind: str) -> None:
    assert ["db"] == getattr(Holder(), kind)("db")
    assert_nothing_is_left()


def test_a_function_may_call_itself() -> None:
    @mock_csms
    def count_down(number: int) -> list[list[str]]:
        make_secret(f"of-{number}")
        inner = count_down(number - 1) if number else []
        return [names_there(), *inner]

    assert [["of-2"], ["of-1"], ["of-0"]] == count_down(2)
    assert_nothing_is_left()


def test_one_decorated_function_may_run_in_many_threads_at_once() -> None:
    all_inside = Barrier(8)

    @mock_csms
    def together(number: int) -> int:
        all_inside.wait(10)
        make_secret(f"of-{number}")
        all_inside.wait(10)
        return number

    with ThreadPoolExecutor(8) as threads:
        assert list(range(8)) == list(threads.map(together, range(8)))
    assert_nothing_is_left()


def test_a_run_that_leaves_early_takes_no_fake_from_one_that_goes_on() -> None:
    both_inside, first_inside, first_has_left = Barrier(2), Event(), Event()

    @mock_csms
    def run(*, leaves_early: bool) -> list[str]:
        if leaves_early:
            first_inside.set()
            both_inside.wait(10)
            return []
        make_secret("kept")
        both_inside.wait(10)
        assert first_has_left.wait(10)
        return names_there()

    with ThreadPoolExecutor(2) as threads:
        early = threads.submit(run, leaves_early=True)
        assert first_inside.wait(10)
        late = threads.submit(run, leaves_early=False)
        assert [] == early.result()
        first_has_left.set()
        assert ["kept"] == late.result()
    assert_nothing_is_left()
