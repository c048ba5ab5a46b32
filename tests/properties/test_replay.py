"""Law 10: one seed, a frozen clock and one list of calls give one transcript, byte for byte.

In two fakes, in one fake after `reset()`, and in another process whose hashes differ.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import strategies as s
import transcript as player
from hypothesis import given
from hypothesis import strategies as st
from transcript import Step, transcript

from fakecsms import FakeCsms

seeds = st.integers(0, 2**64)
steps = st.one_of(
    s.calls,
    s.calls,
    s.calls,
    st.just(("create_key", {})),
    s.leaps_ms.map(lambda ms: ("advance", {"ms": ms})),
)
stories = st.lists(steps, max_size=40)
BEGINNING: list[Step] = [
    ("CreateSecret", {"project_id": s.DEFAULT_PROJECT, "name": "a", "secret_string": "text"}),
    (
        "CreateSecretVersion",
        {
            **s.SECRET_A,
            "secret_binary": "AAE=",
            "version_stages": ["SYSPREVIOUS", "a", "SYSCURRENT"],
        },
    ),
    ("UpdateSecretStage", {**s.SECRET_A, "stage_name": "c", "version_id": "v1"}),
    ("ListSecretVersions", s.SECRET_A),
    ("ShowSecretVersion", {**s.SECRET_A, "version_id": "latest"}),
]


@s.examples(40)
@given(seed=seeds, story=stories)
def test_two_fakes_of_one_seed_answer_alike(seed: int, story: list[Step]) -> None:
    one, other = FakeCsms(seed=seed), FakeCsms(seed=seed)
    assert transcript(one, BEGINNING + story) == transcript(other, BEGINNING + story)
    assert one.snapshot() == other.snapshot()


@s.examples(40)
@given(seed=seeds, before=stories, story=stories)
def test_a_fake_answers_after_reset_as_it_did_at_first(
    seed: int, before: list[Step], story: list[Step]
) -> None:
    new, used = FakeCsms(seed=seed), FakeCsms(seed=seed)
    transcript(used, BEGINNING + before)
    used.reset()
    assert transcript(new, BEGINNING + story) == transcript(used, BEGINNING + story)


@s.examples(40)
@given(story=stories)
def test_a_fake_without_a_seed_repeats_itself_after_reset_too(story: list[Step]) -> None:
    fake = FakeCsms()
    first = transcript(fake, BEGINNING + story)
    fake.reset()
    assert first == transcript(fake, BEGINNING + story)


@s.examples(3)
@given(seed=seeds, story=st.lists(steps, min_size=30, max_size=60))
def test_another_process_with_other_hashes_answers_alike(seed: int, story: list[Step]) -> None:
    here = transcript(FakeCsms(seed=seed), BEGINNING + story)
    for hash_seed in ("1", "2"):
        assert here == _played_elsewhere(seed, BEGINNING + story, hash_seed)


@pytest.mark.parametrize("other_seed", [2, None])
def test_another_seed_gives_other_ids(other_seed: int | None) -> None:
    one, other = FakeCsms(seed=1), FakeCsms(seed=other_seed)
    assert transcript(one, BEGINNING) != transcript(other, BEGINNING)


def test_the_transcript_shows_statuses_ids_dates_and_values() -> None:
    """It can't be the same for want of anything in it."""
    told = transcript(FakeCsms(seed=1), BEGINNING)
    for word in ("200 ", "X-Request-Id", "01 Jan 2100", "AAE=", "version_stages", "RecordedCall"):
        assert word in told


def _played_elsewhere(seed: int, story: list[Step], hash_seed: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, Path(player.__file__)],
        input=json.dumps({"seed": seed, "steps": story}).encode(),
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()
