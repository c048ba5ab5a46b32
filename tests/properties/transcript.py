"""Plays a list of steps to a fake and writes down every byte that comes back.

As a script it reads the seed and the steps as JSON from its input and writes the transcript.
"""

import json
import sys
from datetime import UTC, datetime
from typing import Any

from asking import ask

from fakecsms import FakeCsms

START = datetime(2100, 1, 1, tzinfo=UTC)
Step = tuple[str, dict[str, Any]]


def transcript(fake: FakeCsms, steps: list[Step]) -> str:
    """Status, headers and body of each answer, and in the end the journal and what is there."""
    fake.clock.freeze()
    fake.clock.move_to(START)
    lines = [played(fake, *step) for step in steps]
    lines += [repr(call) for call in fake.calls]
    lines += [repr(fake.secrets()), repr(fake.secrets(project_id="p")), repr(fake.kms.keys())]
    return "\n".join(lines)


def played(fake: FakeCsms, name: str, members: dict[str, Any]) -> str:
    if name == "create_key":
        return fake.kms.create()
    if name == "advance":
        fake.clock.advance(**members)
        return str(fake.clock.now_ms)
    if members.get("expire_time") is not None:
        members = {**members, "expire_time": members["expire_time"] + fake.clock.now_ms}
    answer = ask(fake, name, members)
    return f"{answer.status} {answer.headers} {answer.body!r}"


if __name__ == "__main__":
    told = json.load(sys.stdin)
    sys.stdout.buffer.write(transcript(FakeCsms(seed=told["seed"]), told["steps"]).encode())
