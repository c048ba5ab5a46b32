"""Agencies: what lets the service call a rotation function. A test may make one fail."""

from dataclasses import dataclass

NAME = "CSMSAccessFunctionGraph"
"""A guess: no page in reach tells the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """An agency for a secret type, or the error with which its making fails."""

    name: str
    id: str
    error: str | None = None
