"""`mock_csms`: answer the calls of clients in this process, without a socket.

This file holds the forms in which a test says so; how `requests` is intercepted is in
`requests_transport`.
"""

import functools
import inspect
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, TypeVar, Unpack, overload

from fakecsms.fake import FakeCsms
from fakecsms.options import Options, settings

if TYPE_CHECKING:
    from fakecsms.doors.requests_transport import Interception

Decorated = TypeVar("Decorated", bound=Callable[..., Any] | type)


@overload
def mock_csms(decorated: Decorated, /) -> Decorated: ...
@overload
def mock_csms(**options: Unpack[Options]) -> "MockCsms": ...
def mock_csms(decorated: Any = None, /, **options: Unpack[Options]) -> Any:
    """Answer CSMS calls of this process with a fresh `FakeCsms`, wherever they are sent from.

    Usable bare or called with options of `FakeCsms` as a decorator of functions, `async def`,
    generator fixtures and classes; as `with` and `async with`, which yield the fake; and by
    `start()`, which returns the fake, and `stop()`. Nested ones each have a fake of their own, and
    the innermost that claims the host answers.

    A decorated function gets no extra argument. Each test of a decorated class gets a fresh fake
    before its set-up. Calls to other hosts of Huawei Cloud raise `EscapedCallError`.
    """
    mock = MockCsms(**options)
    return mock if decorated is None else mock(decorated)


class MockCsms:
    """What `mock_csms(...)` makes. Each entry makes a new fake."""

    def __init__(self, **options: Unpack[Options]) -> None:
        """Take the options; those that can't be are refused here, as by `FakeCsms`."""
        reach = settings(options).reach
        self._options = options
        # An iterator would be used up by the first entry.
        for name, values in (("hosts", reach.hosts), ("domains", reach.domains)):
            if name in options:
                options[name] = values  # type: ignore[literal-required]
        self._entered: list[Interception] = []

    def start(self) -> FakeCsms:
        """Begin to answer and return the fake."""
        # The transport imports requests, which only an interception needs.
        from fakecsms.doors.requests_transport import Interception  # noqa: PLC0415

        interception = Interception(FakeCsms(**self._options))
        interception.begin()
        self._entered.append(interception)
        return interception.fake

    def stop(self) -> None:
        """End what the latest `start` began. Raises `RuntimeError` if nothing was started."""
        if not self._entered:
            message = "this mock_csms was not started, or was stopped already"
            raise RuntimeError(message)
        self._entered.pop().end()

    def __enter__(self) -> FakeCsms:
        """Begin to answer."""
        return self.start()

    def __exit__(self, *exc_info: object) -> None:
        """End it."""
        self.stop()

    async def __aenter__(self) -> FakeCsms:
        """Begin to answer."""
        return self.start()

    async def __aexit__(self, *exc_info: object) -> None:
        """End it."""
        self.stop()

    def __call__(self, decorated: Decorated) -> Decorated:
        """Decorate a function or a class. Raises `TypeError` for anything else."""
        if inspect.isclass(decorated):
            return self._class(decorated)  # type: ignore[return-value]
        if isinstance(decorated, staticmethod | classmethod):
            return type(decorated)(self(decorated.__func__))
        for is_kind, wrap in _WRAPPERS:
            if is_kind(decorated):
                return functools.wraps(decorated)(wrap(decorated, self._another))  # type: ignore[return-value]
        message = (
            f"mock_csms decorates functions and classes, not {type(decorated).__name__};"
            " below @pytest.fixture it finds the function"
        )
        raise TypeError(message)

    def _another(self) -> "MockCsms":
        # A decorated function may run in several threads at once, each entry on its own.
        return MockCsms(**self._options)

    def _class(self, decorated: type) -> type:
        from unittest import TestCase  # noqa: PLC0415 - only a decorated class needs it

        if issubclass(decorated, TestCase):
            decorated.run = self(decorated.run)  # type: ignore[method-assign]
        else:
            _wrap_set_up(decorated, self._another)
        return decorated


Another = Callable[[], MockCsms]


def _async_generator(decorated: Callable[..., Any], another: Another) -> Callable[..., Any]:
    async def wrapper(*args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        with another():
            async with aclosing(decorated(*args, **kwargs)) as items:
                async for item in items:
                    yield item

    return wrapper


def _coroutine(decorated: Callable[..., Any], another: Another) -> Callable[..., Any]:
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        with another():
            return await decorated(*args, **kwargs)

    return wrapper


def _generator(decorated: Callable[..., Any], another: Another) -> Callable[..., Any]:
    def wrapper(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
        with another():
            return (yield from decorated(*args, **kwargs))

    return wrapper


def _function(decorated: Callable[..., Any], another: Another) -> Callable[..., Any]:
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        with another():
            return decorated(*args, **kwargs)

    return wrapper


def _is_function(decorated: object) -> bool:
    kinds = (inspect.isfunction, inspect.ismethod, inspect.isbuiltin)
    return any(is_kind(decorated) for is_kind in kinds)


_WRAPPERS = (
    (inspect.isasyncgenfunction, _async_generator),
    (inspect.iscoroutinefunction, _coroutine),
    (inspect.isgeneratorfunction, _generator),
    (_is_function, _function),
)


def _wrap_set_up(decorated: Any, another: Another) -> None:
    """Let the set-up and tear-down that pytest calls for each test of a class begin and end it."""
    set_up = inspect.getattr_static(decorated, "setup_method", None)
    tear_down = inspect.getattr_static(decorated, "teardown_method", None)

    def setup_method(self: Any, method: Any) -> None:
        mock = another()
        mock.start()
        try:
            _call_as_pytest_does(set_up, self, method)
        except BaseException:
            mock.stop()
            raise
        # A class decorated twice, or derived from a decorated one, has two of them.
        self.__dict__.setdefault("_mock_csms", []).append(mock)

    def teardown_method(self: Any, method: Any) -> None:
        try:
            _call_as_pytest_does(tear_down, self, method)
        finally:
            self._mock_csms.pop().stop()

    decorated.setup_method = setup_method
    decorated.teardown_method = teardown_method


def _call_as_pytest_does(found: Any, self: Any, method: Any) -> None:
    """Call what the class had, static, class or plain method, with the test if it wants that."""
    if found is not None:
        bound = found.__get__(self, type(self))
        bound(*([method] if inspect.signature(bound).parameters else []))
