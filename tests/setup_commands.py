"""The README's set-up commands. `python tests/setup_commands.py 2` prints the second."""

import re
import sys
from pathlib import Path

_README = Path(__file__).parent.parent / "README.md"

SET_UP_COMMANDS = [
    block.strip()
    for block in re.findall(r"^```sh\n(.*?)^```$", _README.read_text(), re.DOTALL | re.MULTILINE)
]

if __name__ == "__main__":
    print(SET_UP_COMMANDS[int(sys.argv[1]) - 1])  # noqa: T201 - it is for a shell to read
