"""From a raw path to a row of the operation table: literal before placeholder, with backtracking.

The path is split on `/` first and each segment is unquoted once, so `%2F` in a name stays in it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from fakecsms.errors import UNKNOWN_METHOD, UNKNOWN_PATH, CsmsError, not_modelled
from fakecsms.gateway.identity import list_projects
from fakecsms.operations import OPERATIONS, Operation

_FIXED_WORD = "resource_instances"
"""A placeholder in the SDK, a fixed word in the definition."""

_KMS = re.compile(r"/v[0-9.]+/[^/]+/(kms|keystores)(/|\Z)")
"""The key management service answers on the same host (API pages of KMS)."""


class Leaf(NamedTuple):
    """What a method and path lead to."""

    operation: Operation[Any]
    placeholders: tuple[str, ...]


class Node:
    """A position in a path: what may come next, and what ends here."""

    __slots__ = ("leaves", "literals", "placeholder")

    def __init__(self) -> None:
        """Begin without a way on."""
        self.literals: dict[str, Node] = {}
        self.placeholder: Node | None = None
        self.leaves: dict[str, Leaf] = {}


class Match(NamedTuple):
    """A leaf and the values of its placeholders."""

    leaf: Leaf
    values: dict[str, str]


def find(method: str, path: str) -> Match:
    """Return what the method and raw path lead to, or refuse as the gateway does."""
    leaf, values = _found(method, path)
    return Match(leaf, dict(zip(leaf.placeholders, values, strict=True)))


@lru_cache(maxsize=1_024)
def _found(method: str, path: str) -> tuple[Leaf, tuple[str, ...]]:
    # A client asks for the same few paths again and again.
    segments = [unquote(segment) for segment in path.split("/")]
    values: list[str] = []
    leaf = _walk(_ROOT, segments, 0, method, values)
    if leaf is None:
        raise _unknown(method, path, segments)
    return leaf, tuple(values)


def _walk(
    node: Node, segments: Sequence[str], at: int, method: str, values: list[str]
) -> Leaf | None:
    if at == len(segments):
        leaf = node.leaves.get(method)
        return leaf if leaf and not _left_open(leaf, values) else None
    segment = segments[at]
    literal = node.literals.get(segment)
    if literal is not None:
        leaf = _walk(literal, segments, at + 1, method, values)
        if leaf is not None:
            return leaf
    if node.placeholder is None or not segment:
        return None
    values.append(segment)
    leaf = _walk(node.placeholder, segments, at + 1, method, values)
    if leaf is None:
        values.pop()
    return leaf


def _left_open(leaf: Leaf, values: Sequence[str]) -> bool:
    """Whether a value stands for none: the placeholder itself, as clients send it, or `a/b`."""
    named = zip(leaf.placeholders, values, strict=True)
    return any(
        value == f"{{{name}}}"
        or (name == "project_id" and "/" in value)
        or (name == _FIXED_WORD and value != name)
        for name, value in named
    )


def _unknown(method: str, path: str, segments: Sequence[str]) -> CsmsError:
    if _KMS.match(path):
        return not_modelled("the key management service (KMS), which shares the host with CSMS")
    others = sorted(one for one in _METHODS if _walk(_ROOT, segments, 0, one, []))
    if others:
        why = f"{path} does not know the method {method}; it knows {', '.join(others)}."
        return CsmsError(UNKNOWN_METHOD, why)
    return CsmsError(UNKNOWN_PATH, f"No operation has a path like {path}.")


def _planted(rows: Sequence[Operation[Any]]) -> Node:
    root = Node()
    for row in rows:
        node, placeholders = root, []
        for segment in row.path.split("/"):
            if segment.startswith("{"):
                placeholders.append(segment[1:-1])
                node.placeholder = node = node.placeholder or Node()
            else:
                node = node.literals.setdefault(segment, Node())
        if row.method in node.leaves:
            message = f"{row} takes the place of {node.leaves[row.method].operation}"
            raise ValueError(message)
        node.leaves[row.method] = Leaf(row, tuple(placeholders))
    return root


_ROWS = (*OPERATIONS, list_projects)
_ROOT = _planted(_ROWS)
_METHODS = frozenset(row.method for row in _ROWS)
