"""Where a secret value may be hiding: in its own text, as base64, in objects, in what is alive.

A `Response` holds the value while somebody holds the response. Nothing else may, once the call
is over: no object that the fake or its modules can reach, and nothing else in the process.
"""

import base64
import gc
import pickle
import pprint
import sys
import traceback
from collections.abc import Iterable, Iterator
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

import msgspec

_NUMBERS = (int, float, complex, bool, type(None), type(...))
_LEAVES = (*_NUMBERS, str, bytes, bytearray)


class Canary:
    """A word to put into values, and to find again in every form it may take."""

    def __init__(self, word: str) -> None:
        octets = word.encode()
        aligned = [base64.b64encode(b"x" * at + octets).decode()[4:-4] for at in range(3)]
        self.texts = (word, octets.hex(), *aligned)
        self.octets = tuple(text.encode() for text in self.texts)

    def sings_in(self, where: object) -> bool:
        if isinstance(where, str):
            return any(text in where for text in self.texts)
        if isinstance(where, bytes | bytearray | memoryview):
            return any(octets in bytes(where) for octets in self.octets)
        return False

    def sings_in_any_form_of(self, thing: object) -> bool:
        """In a `repr` or other rendering, whether of a person or of a debugger."""
        renderings = (repr(thing), str(thing), f"{thing}", ascii(thing), pprint.pformat(thing))
        return any(map(self.sings_in, renderings))

    def sings_in_error(self, error: BaseException | None) -> bool:
        """In what an exception, its causes and its traceback say."""
        while error is not None:
            told = [repr(error), str(error), *traceback.format_exception(error), *error.args]
            told.append(getattr(error, "why", None))
            if any(map(self.sings_in, told)):
                return True
            error = error.__cause__ or error.__context__
        return False

    def places_in(self, *roots: object) -> list[str]:
        """Where it is to be found among all that can be reached."""
        return [
            type(thing).__name__
            for thing in reachable(*roots)
            if self.sings_in(thing) or (_is_ours(type(thing)) and self.sings_in_any_form_of(thing))
        ]

    def sings_in_pickle_of(self, thing: object) -> bool:
        return self.sings_in(pickle.dumps(thing))


def our_modules() -> list[ModuleType]:
    return [module for name, module in sys.modules.items() if name.startswith("fakecsms")]


def reachable(*roots: object) -> Iterator[object]:
    """All that can be reached from here, other people's modules and classes aside."""
    seen: set[int] = set()
    kept: list[object] = []
    stack = list(roots)
    while stack:
        thing = stack.pop()
        if id(thing) in seen or isinstance(thing, _NUMBERS):
            continue
        seen.add(id(thing))
        kept.append(thing)
        yield thing
        stack.extend(_parts(thing))


def _parts(thing: object) -> Iterable[Any]:
    if isinstance(thing, (*_LEAVES, BuiltinFunctionType)):
        return ()
    if isinstance(thing, ModuleType):
        return _globals(thing) if thing.__name__.startswith("fakecsms") else ()
    if isinstance(thing, type):
        return vars(thing).values() if _is_ours(thing) else ()
    if isinstance(thing, FunctionType):
        cells = thing.__closure__ or ()
        return [*cells, *(thing.__defaults__ or ()), *vars(thing).values()]
    return _referents(thing)


def _globals(module: ModuleType) -> list[Any]:
    """What a module has of its own: its loader is pytest's, which knows all tests."""
    loaders = {"__builtins__", "__loader__", "__spec__"}
    return [value for name, value in vars(module).items() if name not in loaders]


def _referents(thing: object) -> list[Any]:
    """What an object holds; the collector does not know what is in a `Struct` without it."""
    fields = thing.__struct_fields__ if isinstance(thing, msgspec.Struct) else ()
    return [*gc.get_referents(thing), *(getattr(thing, name) for name in fields)]


def _is_ours(kind: type) -> bool:
    return (kind.__module__ or "").startswith("fakecsms")


def owners_alive(canary: Canary) -> list[str]:
    """The kinds of objects anywhere in the process that hold the canary in some form."""
    found: list[str] = []
    seen: set[int] = set()
    own = {id(thing) for thing in reachable(canary)}
    stack: list[object] = list(gc.get_objects())
    while stack:
        owner = stack.pop()
        if id(owner) in seen or id(owner) in own:
            continue
        seen.add(id(owner))
        for part in _referents(owner):
            if isinstance(part, _LEAVES):
                if canary.sings_in(part) and id(part) not in own:
                    found.append(f"{type(owner).__module__}.{type(owner).__name__}")
            elif not gc.is_tracked(part):
                stack.append(part)
    return found
