"""Random passwords by rule, over a given source of chance."""

import string
from dataclasses import dataclass

from fakecsms.chance import Chance

_TYPES = {
    "lowercase": string.ascii_lowercase,
    "uppercase": string.ascii_uppercase,
    "numbers": string.digits,
    "punctuation": string.punctuation,
}
DEFAULT_LENGTH = 32
"""Definition of GenerateRandomPassword."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordRules:
    """Which characters a password is made of. `excluded` names character types."""

    length: int = DEFAULT_LENGTH
    excluded: frozenset[str] = frozenset()
    exclude_characters: str = ""
    include_space: bool = False
    require_each_included_type: bool = False

    @property
    def alphabets(self) -> list[str]:
        """The characters of each included type, without the excluded ones."""
        types = [chars for name, chars in _TYPES.items() if name not in self.excluded]
        types += [" "] if self.include_space else []
        return ["".join(c for c in chars if c not in self.exclude_characters) for chars in types]

    def fault(self) -> str | None:
        """Say why no password can be made by these rules, or return `None`."""
        alphabets = self.alphabets
        if not any(alphabets):
            return "leave no character to make a password of"
        if not self.require_each_included_type:
            return None
        if not all(alphabets):
            return "exclude every character of a type that is required"
        if self.length < len(alphabets):
            return f"require {len(alphabets)} types of characters in {self.length}"
        return None

    def password(self, chance: Chance) -> str:
        """Return a password by these rules."""
        alphabets = self.alphabets
        every = "".join(alphabets)
        required = alphabets if self.require_each_included_type else []
        drawn = [chance.one_of(chars) for chars in required]
        drawn += [chance.one_of(every) for _ in range(self.length - len(drawn))]
        return "".join(chance.shuffled(drawn))
