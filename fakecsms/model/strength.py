"""How strong a password is, by zxcvbn. Neither its text nor a part of it is in the result."""

_CHARS_MAX = 72
"""zxcvbn refuses longer ones; what is beyond adds strength, never takes it."""

SCORES = ("very weak", "weak", "fair", "strong", "very strong")


def score_of(password: str) -> int:
    """Return 0 (very weak) to 4 (very strong)."""
    # Imported on first use: its word lists are large, and most fakes check nothing.
    from zxcvbn import zxcvbn  # noqa: PLC0415

    return int(zxcvbn(password[:_CHARS_MAX].replace("\n", " "))["score"])
