"""The house stands: imports go down, never up, and each floor leans on what it may.

The laws: a floor imports from its own floor and those below; third-party packages only where they
are named below; one file reads the time, one draws randomness, one seals; no file is long.
"""

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import pytest

import conftest_plugin
import fakecsms

_NETWORK = ("aiohttp", "cheroot", "granian", "httpx", "requests", "urllib3", "werkzeug")
_LINES_MAX = 320

_FLOORS = {
    0: ["evidence", "limits", "choices", "errors", "clock", "chance"],
    1: ["model"],
    2: ["wire"],
    3: ["operations"],
    4: ["gateway"],
    5: [
        *("doors", "fake", "given", "kms", "surroundings", "view", "reach", "options", "explain"),
        *("__init__", "__main__"),
    ],
}
_FLOOR_OF = {name: floor for floor, names in _FLOORS.items() for name in names}
_PLUGIN_FLOOR = 6

_OUTSIDE = {0: set(), 1: set(), 2: {"msgspec"}, 3: {"msgspec"}, 4: {"msgspec"}, 5: {"msgspec"}}
_OUTSIDE[_PLUGIN_FLOOR] = {"pytest", "huaweicloudsdkcore", "huaweicloudsdkcsms"}
_OUTSIDE_OF_FILES = {
    "model/keyring.py": {"cryptography"},
    "model/backup.py": {"joserfc"},
    "model/strength.py": {"zxcvbn"},
    "gateway/signature.py": {"cryptography"},
    "doors/wsgi.py": {"werkzeug"},
    "doors/sockets.py": {"cheroot"},
    "doors/requests_*.py": {"requests", "urllib3"},
}
_CLOCKS = {"now", "utcnow", "today", "localtime", "gmtime"}
_HEAVY = {"cryptography", "joserfc", "zxcvbn"}
"""What few fakes need, and what costs more to import than all else."""


class Source(NamedTuple):
    """One file of the two packages; `name` is its path inside its package."""

    package: str
    name: str
    path: Path
    tree: ast.Module

    @property
    def floor(self) -> int:
        """The floor that it stands on."""
        if self.package == "conftest_plugin":
            return _PLUGIN_FLOOR
        return _FLOOR_OF[self.name.split("/")[0].removesuffix(".py")]


class Import(NamedTuple):
    """One imported module, in full: `from fakecsms import limits` imports `fakecsms.limits`."""

    module: str
    lazy: bool
    typing_only: bool

    @property
    def top(self) -> str:
        """The name that it is installed by."""
        return self.module.split(".")[0]

    @property
    def floor(self) -> int | None:
        """The floor that it stands on, `None` for what is not ours."""
        if self.top == "conftest_plugin":
            return _PLUGIN_FLOOR
        if self.top != "fakecsms":
            return None
        inside = self.module.removeprefix("fakecsms").lstrip(".").split(".")[0]
        return _FLOOR_OF.get(inside, _FLOOR_OF["__init__"])

    @property
    def from_outside(self) -> bool:
        """Whether it is neither ours nor of the standard library."""
        return self.floor is None and self.top not in sys.stdlib_module_names


def _sources() -> Iterator[Source]:
    for package in (fakecsms, conftest_plugin):
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.rglob("*.py")):
            name = path.relative_to(folder).as_posix()
            yield Source(package.__name__, name, path, ast.parse(path.read_text(encoding="utf-8")))


def _imports(node: ast.AST, *, lazy: bool = False, typing_only: bool = False) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(each.name, lazy, typing_only) for each in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "imports are written out, so that a reader finds them"
            named = (f"{child.module}.{each.name}" for each in child.names)
            yield from (Import(name, lazy, typing_only) for name in named)
        else:
            guarded = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
            function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from _imports(child, lazy=lazy or function, typing_only=typing_only or guarded)


def _may_import(source: Source) -> set[str]:
    named = [names for pattern, names in _OUTSIDE_OF_FILES.items() if fnmatch(source.name, pattern)]
    return _OUTSIDE[source.floor].union(*named)


def _reads_the_time(call: ast.Call) -> bool:
    asked = ast.unparse(call.func).split(".")[-1]
    if asked == "fromtimestamp":
        # Without a zone of its own it asks the machine for one.
        return len(call.args) + len(call.keywords) < 2
    return asked in _CLOCKS or (asked == "formatdate" and not call.args)


SOURCES = list(_sources())
_PACKAGES = [source for source in SOURCES if source.path.name == "__init__.py"]


def _all_imports(*, but: str = "") -> Iterator[tuple[Source, Import]]:
    """Every import of every file, but not of those whose names match a pattern."""
    for source in SOURCES:
        if not fnmatch(source.name, but):
            yield from ((source, imported) for imported in _imports(source.tree))


def test_every_file_has_a_floor() -> None:
    assert [] == [each.name for each in SOURCES if each.floor not in range(_PLUGIN_FLOOR + 1)]
    assert {"clock.py", "model/secret.py", "plugin.py"} <= {each.name for each in SOURCES}


def test_imports_go_down_and_never_up() -> None:
    up = [
        f"{source.name} imports {imported.module}"
        for source, imported in _all_imports()
        if imported.floor is not None and imported.floor > source.floor
    ]
    assert [] == up


def test_each_floor_imports_from_outside_what_it_may() -> None:
    too_much = [
        f"{source.name} imports {imported.module}"
        for source, imported in _all_imports()
        if imported.from_outside and not imported.typing_only
        if imported.top not in _may_import(source)
    ]
    assert [] == too_much


def test_what_is_heavy_is_imported_when_it_is_needed() -> None:
    heavy = [(source, each) for source, each in _all_imports() if each.top in _HEAVY]
    assert _HEAVY == {each.top for _, each in heavy}
    at_once = [source.name for source, each in heavy if not (each.lazy or each.typing_only)]
    assert [] == at_once


def test_the_plugin_imports_pytest_alone_when_it_is_loaded() -> None:
    loaded = {
        imported.top
        for source, imported in _all_imports()
        if source.floor == _PLUGIN_FLOOR and not imported.lazy and not imported.typing_only
    }
    assert {"pytest"} == loaded - sys.stdlib_module_names


def test_one_file_reads_the_time() -> None:
    assert [] == [
        f"{source.name}: {ast.unparse(call)}"
        for source in SOURCES
        for call in ast.walk(source.tree)
        if source.name != "clock.py" and isinstance(call, ast.Call) and _reads_the_time(call)
    ]
    importers = {source.name for source, each in _all_imports() if each.top == "time"}
    assert {"clock.py"} == importers


def test_one_file_draws_randomness() -> None:
    drawn = {"random", "uuid", "secrets"}
    importers = {source.name for source, each in _all_imports() if each.top in drawn}
    assert {"chance.py"} == importers
    assert [] == [each.name for each in SOURCES if "urandom" in ast.unparse(each.tree)]


def test_the_keyring_alone_seals() -> None:
    sealing = {source.name for source, each in _all_imports() if each.top == "cryptography"}
    assert "model/keyring.py" in sealing
    assert sealing <= {"model/keyring.py", "gateway/signature.py"}


def test_the_model_knows_no_http_and_no_parser() -> None:
    forbidden = {"http", "urllib", "msgspec", "socket", "ssl", "threading", "asyncio", *_NETWORK}
    assert [] == [
        f"{source.name} imports {imported.module}"
        for source, imported in _all_imports()
        if source.floor <= 1 and imported.top in forbidden
    ]


def test_the_server_alone_starts_a_thread() -> None:
    starting = {"threading.Thread", "threading.Timer", "threading", "concurrent.futures"}
    importers = {source.name for source, each in _all_imports() if each.module in starting}
    assert {"doors/server.py"} == importers


@pytest.mark.parametrize("package", _PACKAGES, ids=lambda package: package.path.parent.name)
def test_a_package_opens_with_what_may_not_be_in_it(package: Source) -> None:
    words = re.findall(r"\w+", (ast.get_docstring(package.tree) or "").lower())
    assert {"no", "not", "nothing", "never", "alone"}.intersection(words)


def test_no_file_is_long() -> None:
    lengths = {each.name: len(each.path.read_bytes().splitlines()) for each in SOURCES}
    assert {} == {name: lines for name, lines in lengths.items() if lines > _LINES_MAX}


def test_the_public_names_are_sorted_and_complete() -> None:
    there = {
        name
        for name, value in vars(fakecsms).items()
        if getattr(value, "__module__", "").startswith("fakecsms") and not name.startswith("_")
    }
    later = {"FakeCsmsServer", "Record", "Rotation"}
    assert sorted(there | later) == fakecsms.__all__


@pytest.mark.parametrize("name", fakecsms.__all__)
def test_every_public_name_is_there_and_explains_itself(name: str) -> None:
    assert (getattr(fakecsms, name).__doc__ or "").strip()


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        fakecsms.no_such_name  # noqa: B018 - asking is the test
