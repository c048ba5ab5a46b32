"""`python -m fakecsms` is the command `fakecsms`."""

import sys

from fakecsms.doors.cli import main

if __name__ == "__main__":
    sys.exit(main())
