"""The one place that draws randomness: ids, keys, nonces. One seed gives one sequence."""

import random


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
        octets = bytearray(self.octets(16))
        octets[6] = octets[6] & 0x0F | 0x40
        octets[8] = octets[8] & 0x3F | 0x80
        digits = octets.hex()
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def one_of(self, characters: str) -> str:
        """Return one of the characters."""
        return self._random.choice(characters)

    def shuffled(self, items: list[str]) -> list[str]:
        """Return the items in random order."""
        return self._random.sample(items, len(items))

    def hex32(self) -> str:
        """Return 32 lower-case hex digits, the form of a request id."""
        return self.octets(16).hex()
