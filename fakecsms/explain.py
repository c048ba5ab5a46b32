"""What the fake does, by default, and on what evidence: for `fakecsms explain` and the README."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from inspect import cleandoc

from fakecsms.choices import Choices
from fakecsms.errors import REFUSALS
from fakecsms.evidence import Evidence
from fakecsms.limits import Limits
from fakecsms.model.lifecycle import TABLE
from fakecsms.model.secret import SecretState
from fakecsms.operations import OPERATIONS

Row = tuple[str, ...]
OPERATIONS_HEAD: Row = ("operation", "method", "path", "evidence", "IAM action")
STATES_HEAD: Row = ("operation", *SecretState)


def operation_rows() -> list[Row]:
    """Return a row for each operation. A `?` behind an IAM action marks a guess."""
    return [
        (
            row.name,
            row.method,
            row.path,
            Evidence.DOCUMENTED,
            f"{row.action or 'none'}{'?' if row.action_guessed else ''}",
        )
        for row in OPERATIONS
    ]


def state_rows() -> list[Row]:
    """Return a row for each operation that a state may forbid: `ok`, or status and code."""
    rows = []
    for operation, cells in TABLE.items():
        refusals = (cells[state] for state in SecretState)
        told = ("ok" if each is None else f"{each.status} {each.code}" for each in refusals)
        rows.append((operation, *told))
    return rows


def explain(term: str) -> str | None:
    """Say what an operation, an error code, a choice or a limit is, and who says so.

    Returns `None` for a word that is none of these. Upper and lower case are the same.
    """
    told = [paragraph for names, paragraph in _paragraphs() if term.lower() in names]
    return "\n\n".join(told) or None


def _paragraphs() -> Iterator[tuple[set[str], str]]:
    for row in OPERATIONS:
        names = {row.name.lower(), row.perform.__name__}
        yield (
            names,
            _lines(
                f"{row.name}: {row.method} {row.path}",
                cleandoc(row.perform.__doc__ or ""),
                f"answers: {row.status}; errors: {row.envelope}",
                f"IAM action: {row.action or 'none'}{' (a guess)' if row.action_guessed else ''}",
                f"evidence: {Evidence.DOCUMENTED}",
                f"source: {row.source}",
            ),
        )
    for refusal in REFUSALS:
        yield (
            {refusal.code.lower()},
            _lines(
                f"{refusal.code}: status {refusal.status}",
                refusal.message,
                f"evidence: {refusal.evidence}",
                f"source: {refusal.source}",
            ),
        )
    for options in (Choices, Limits):
        for each in fields(options):
            facts = each.metadata
            allowed = ", ".join(map(repr, facts["allowed"]))
            yield (
                {each.name},
                _lines(
                    f"{each.name}: default {each.default!r}",
                    facts["why"],
                    f"one of: {allowed}" if allowed else "",
                    f"evidence: {facts['evidence']}",
                    f"source: {facts['source']}",
                ),
            )


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))


def columns(rows: Iterable[Row]) -> str:
    """Return rows as text in columns."""
    every = list(rows)
    widths = [max(map(len, column)) for column in zip(*every, strict=True)]
    padded = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in every
    )
    return "\n".join(padded)
