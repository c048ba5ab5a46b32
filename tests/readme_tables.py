"""The generated tables of the README. `python tests/readme_tables.py` writes them anew."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from fakecsms.model.lifecycle import TABLE
from fakecsms.model.secret import SecretState
from fakecsms.operations import OPERATIONS

README = Path(__file__).parent.parent / "README.md"


def operations() -> str:
    """Return the table of operations: name, method, path, IAM action."""
    rows = [(row.name, row.method, f"`{row.path}`", f"`{row.action}`") for row in OPERATIONS]
    return _table(("operation", "method", "path", "IAM action"), rows)


def states() -> str:
    """Return the table of states: operation x state -> allowed, or the status and code."""
    rows = []
    for operation, cells in TABLE.items():
        refusals = (cells[state] for state in SecretState)
        told = ("ok" if each is None else f"{each.status} {each.code}" for each in refusals)
        rows.append((operation, *told))
    return _table(("operation", *SecretState), rows)


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
