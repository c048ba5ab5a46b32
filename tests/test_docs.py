"""The law of this file: whatever the README shows is run, and whatever it generates is current.

The two set-up commands are run by `.ci/run`, in the clone that they are for.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import readme_tables
from setup_commands import SET_UP_COMMANDS

import fakecsms

_ROOT = Path(__file__).parent.parent
_TEXT = readme_tables.README.read_text()
_BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", _TEXT, re.DOTALL | re.MULTILINE)
_PYTHON = [code for language, code in _BLOCKS if language == "python"]
_SUITES = [code for code in _PYTHON if "def test_" in code]
_SCRIPTS = [code for code in _PYTHON if "def test_" not in code]


@pytest.mark.parametrize("code", _SUITES, ids=lambda code: code.split("def test_")[1][:12])
def test_each_suite_passes(pytester: pytest.Pytester, code: str) -> None:
    pytester.makepyfile(code)
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)


@pytest.mark.parametrize("code", _SCRIPTS, ids=range(len(_SCRIPTS)))
def test_each_script_runs(tmp_path: Path, code: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(code)
    command = [sys.executable, "-W", "error", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)  # noqa: S603
    assert (0, "") == (done.returncode, done.stderr)


def test_every_other_block_is_a_command_that_ci_runs() -> None:
    assert SET_UP_COMMANDS == [code.strip() for language, code in _BLOCKS if language != "python"]
    assert "tests/setup_commands.py" in (_ROOT / ".ci" / "run").read_text()


def test_the_tables_are_current() -> None:
    """`python tests/readme_tables.py` writes them."""
    assert readme_tables.with_tables(_TEXT) == _TEXT


def test_the_changelog_begins_with_this_version() -> None:
    project = (_ROOT / "pyproject.toml").read_text()
    version = re.search(r'^version = "(.+)"$', project, re.MULTILINE)
    changes = (_ROOT / "CHANGELOG.md").read_text()
    assert version is not None
    assert version[1] == re.findall(r"^## (\S+)", changes, re.MULTILINE)[0]


def test_every_public_name_is_told_of() -> None:
    assert [] == [name for name in fakecsms.__all__ if name not in _TEXT]
