"""From decoded JSON to a typed request, and a sentence for a person where that fails.

The parser's own words never reach the wire: they become a sentence of the journal.
"""

import re
from typing import Any, TypeVar

import msgspec

from fakecsms.errors import invalid

Typed = TypeVar("Typed")

_MISSING = re.compile(r"missing required field `(\w+)`(?: - at `\$\.?(.*)`)?")
_WRONG_TYPE = re.compile(r"Expected `([^`]+)`, got `([^`]+)` - at `\$\.(.*)`")
_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number with a fraction",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def converted(members: dict[str, Any], wanted: type[Typed]) -> Typed:
    """Return the typed request, or refuse the member that is missing or of the wrong type."""
    try:
        return msgspec.convert(members, wanted)
    except msgspec.ValidationError as error:
        raise invalid(_sentence(str(error))) from error


def word_for(decoded: object) -> str:
    """Return what a person calls the type of a JSON value."""
    names = {list: "array", dict: "object", type(None): "null"}
    return _WORDS[names.get(type(decoded), type(decoded).__name__)]


def _sentence(parser_says: str) -> str:
    missing = _MISSING.search(parser_says)
    if missing:
        where = f" in {_place(missing[2])}" if missing[2] else ""
        return f"{missing[1]} is missing{where}."
    wrong = _WRONG_TYPE.search(parser_says)
    if wrong:
        expected, got, place = wrong.groups()
        words = [_WORDS.get(each, each) for each in expected.split(" | ") if each != "null"]
        return f"{_place(place)} must be {' or '.join(words)}, not {_WORDS[got]}."
    return "A member is not of its type."


def _place(path: str) -> str:
    # The parser writes tags[...].key for each item's member.
    return f"each {path.replace('[...]', ' item')}" if "[...]" in path else path
