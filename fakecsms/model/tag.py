"""Tags: what a key and a value may be, and which secrets a filter matches.

Lengths are code points. Letters, digits and separators are those of Unicode; white space at the
ends of a key is ASCII's.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fakecsms.limits import Limits
from fakecsms.model.secret import Secret

_CLASSES = ("L", "N", "Z")
_KEY_MARKS = frozenset("_.:=+-@")
_VALUE_MARKS = _KEY_MARKS | {"/"}
_ASCII_SPACE = " \t\n\r\f\v"
_RESERVED = "_sys_"


def fault_of_key(key: str, limits: Limits) -> str | None:
    """Say what is wrong with a tag's key, or return `None`."""
    most = limits.tag_key_chars_max
    if not 1 <= len(key) <= most:
        return f"must be 1 to {most} characters"
    if key.startswith(_RESERVED):
        return f"must not begin with {_RESERVED}, which the service keeps for itself"
    if key.strip(_ASCII_SPACE) != key:
        return "must not begin or end with white space"
    return _fault_of_marks(key, _KEY_MARKS)


def fault_of_value(value: str, limits: Limits) -> str | None:
    """Say what is wrong with a tag's value, or return `None`."""
    most = limits.tag_value_chars_max
    if len(value) > most:
        return f"must be at most {most} characters"
    return _fault_of_marks(value, _VALUE_MARKS)


def _fault_of_marks(text: str, marks: frozenset[str]) -> str | None:
    if all(each in marks or unicodedata.category(each)[0] in _CLASSES for each in text):
        return None
    return f"must hold letters, digits, spaces and {' '.join(sorted(marks))} only"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagFilter:
    """Which secrets to list: OR among the values of a key, AND among keys and names.

    A key without values matches every value. An empty name matches nothing.
    """

    tags: Sequence[tuple[str, Sequence[str]]] = ()
    names: Sequence[str] = ()

    def matches(self, secret: Secret) -> bool:
        """Whether a secret passes."""
        by_name = all(name and name in secret.name for name in self.names)
        return by_name and all(_has(secret.tags, key, values) for key, values in self.tags)


def _has(tags: Mapping[str, str], key: str, values: Sequence[str]) -> bool:
    return key in tags and (not values or tags[key] in values)
