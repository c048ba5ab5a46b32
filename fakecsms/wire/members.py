"""What an answer is made of."""

from typing import Any

Members = dict[str, Any]
