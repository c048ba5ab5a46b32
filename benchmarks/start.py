"""What a run pays before its first test: imports, and the plugin in a run that doesn't use it."""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from pairs import Figure

_PAIRS = 15
_TIMED = "import time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"


def figures() -> list[Figure]:
    """Measure all of them in one run."""
    fake = "from fakecsms import FakeCsms; FakeCsms()"
    return [
        Figure(
            what="import fakecsms and make a FakeCsms / import requests",
            value=statistics.median(
                _inside(fake) / _inside("import requests") for _ in range(_PAIRS)
            ),
            bar=0.8,
        ),
        Figure(
            what="an empty pytest run with the plugin / without it",
            value=_plugin_share(),
            bar=1.03,
        ),
    ]


def _inside(statement: str) -> float:
    """Return the seconds that a statement takes in a fresh interpreter."""
    command = [sys.executable, "-c", _TIMED.format(statement)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - our own words


def _plugin_share() -> float:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_nothing.py").write_text("def test_nothing(): pass\n")
        plugin = ["-p", "conftest_plugin.plugin"]
        for arguments in (plugin, []):
            _pytest_cpu(folder, arguments)
        return statistics.median(
            _pytest_cpu(folder, plugin) / _pytest_cpu(folder, []) for _ in range(4 * _PAIRS)
        )


def _pytest_cpu(folder: str, arguments: list[str]) -> float:
    """Return the processor seconds of an empty run: steadier than those of the wall.

    Other plugins of the environment stay out of it.
    """
    script = (
        "import sys, time, pytest; pytest.main(sys.argv[1:]);"
        " print(time.process_time(), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, "-q", "-p", "no:cacheprovider", *arguments, folder]
    alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(  # noqa: S603 - our own words
        command, check=True, capture_output=True, text=True, cwd=folder, env=alone
    )
    return float(done.stderr)
