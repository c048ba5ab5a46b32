"""The generated tables of the README. `python tests/readme_tables.py` writes them anew."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from fakecsms import explain

README = Path(__file__).parent.parent / "README.md"


def operations() -> str:
    """Return the table of operations."""
    rows = [
        (name, method, f"`{path}`", evidence, f"`{action}`")
        for name, method, path, evidence, action in explain.operation_rows()
    ]
    return _table(explain.OPERATIONS_HEAD, rows)


def states() -> str:
    """Return the table of states: operation x state -> allowed, or the status and code."""
    return _table(explain.STATES_HEAD, explain.state_rows())


def with_tables(text: str) -> str:
    """Return the README's text with its tables as they should be."""
    for name, table in {"operations": operations(), "states": states()}.items():
        begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
        block = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        text = block.sub(f"{begin}{table}{end}", text)
    return text


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text()))
