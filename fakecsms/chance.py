"""The one place that draws randomness: ids, keys, nonces. One seed gives one sequence."""

import random
from uuid import UUID


class Chance:
    """A source of randomness that a seed makes repeatable."""

    def __init__(self, seed: int | None = None) -> None:
        """Take the seed; without one, each source is different."""
        self.seed = random.SystemRandom().getrandbits(64) if seed is None else seed
        self._random = random.Random(self.seed)  # noqa: S311 - a fake protects nothing

    def restart(self) -> None:
        """Begin the sequence of the seed anew."""
        self._random.seed(self.seed)

    def octets(self, count: int) -> bytes:
        """Return `count` random bytes."""
        return self._random.randbytes(count)

    def uuid(self) -> str:
        """Return a random UUID of version 4, as text."""
        return str(UUID(bytes=self.octets(16), version=4))

    def one_of(self, characters: str) -> str:
        """Return one of the characters."""
        return self._random.choice(characters)

    def shuffled(self, items: list[str]) -> list[str]:
        """Return the items in random order."""
        return self._random.sample(items, len(items))

    def hex32(self) -> str:
        """Return 32 lower-case hex digits, the form of a request id."""
        return self.octets(16).hex()
