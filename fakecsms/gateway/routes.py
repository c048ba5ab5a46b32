"""From a raw path to a row of the operation table: literal before placeholder, with backtracking.

The path is split on `/` first and each segment is unquoted once, so `%2F` in a name stays in it.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

from fakecsms.errors import UNKNOWN_METHOD, UNKNOWN_PATH, CsmsError, not_modelled
from fakecsms.gateway.identity import list_projects
from fakecsms.operations import NOT_MODELLED, OPERATIONS, Operation

_KMS = re.compile(r"/v[0-9.]+/[^/]+/(kms|keystores)(/|\Z)")
"""The key management service answers on the same host (API pages of KMS)."""


class Leaf(NamedTuple):
    """What a method and path lead to; `operation` is `None` where nothing is modelled."""

    name: str
    operation: Operation[Any] | None
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
    segments = [unquote(segment) for segment in path.split("/")]
    values: list[str] = []
    leaf = _walk(_ROOT, segments, 0, method, values)
    if leaf is None:
        raise _unknown(method, path, segments)
    return Match(leaf, dict(zip(leaf.placeholders, values, strict=True)))


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
        value == f"{{{name}}}" or (name == "project_id" and "/" in value) for name, value in named
    )


def _unknown(method: str, path: str, segments: Sequence[str]) -> CsmsError:
    if _KMS.match(path):
        return not_modelled("the key management service (KMS), which shares the host with CSMS")
    others = sorted(one for one in _METHODS if _walk(_ROOT, segments, 0, one, []))
    if others:
        why = f"{path} does not know the method {method}; it knows {', '.join(others)}."
        return CsmsError(UNKNOWN_METHOD, why)
    return CsmsError(UNKNOWN_PATH, f"No operation has a path like {path}.")


def _planted(leaves: Sequence[tuple[str, str, str, Operation[Any] | None]]) -> Node:
    root = Node()
    for name, method, path, operation in leaves:
        node, placeholders = root, []
        for segment in path.split("/"):
            if segment.startswith("{"):
                placeholders.append(segment[1:-1])
                node.placeholder = node = node.placeholder or Node()
            else:
                node = node.literals.setdefault(segment, Node())
        if method in node.leaves:
            message = f"{method} {path} leads to {node.leaves[method].name} and to {name}"
            raise ValueError(message)
        node.leaves[method] = Leaf(name, operation, tuple(placeholders))
    return root


_ROWS = (*OPERATIONS, list_projects)
_ROOT = _planted(
    [(row.name, row.method, row.path, row) for row in _ROWS]
    + [(name, method, path, None) for name, method, path in NOT_MODELLED]
)
_METHODS = frozenset(row.method for row in _ROWS)
