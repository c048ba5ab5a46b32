"""Law 5: advancing the clock in one leap or in many steps ends in the same state.

And what the law rests on: a secret goes at its due time, not a millisecond sooner or later,
whatever stood in the agenda before, and whoever moves the time: the fake's clock or the process's.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import freezegun
import pytest
import strategies as s
import time_machine
from asking import ask
from hypothesis import given
from hypothesis import strategies as st

from fakecsms import FakeCsms

START = datetime(2100, 1, 1, tzinfo=UTC)
LATER = datetime(2100, 1, 10, tzinfo=UTC)
MS = timedelta(milliseconds=1)
WEEK_MS = 7 * s.MS_PER_DAY
SECRET = {"project_id": s.DEFAULT_PROJECT, "secret_name": "s"}
PROJECTS = (s.DEFAULT_PROJECT, "p")

whose = st.fixed_dictionaries(
    {"project_id": st.sampled_from(PROJECTS), "secret_name": st.sampled_from("ab")}
)
windows = st.sampled_from((7, 8, 9)).map(lambda days: {"recovery_window_in_days": days})
deeds = st.one_of(
    st.tuples(st.just("CreateSecret"), whose),
    st.tuples(st.just("DeleteSecret"), whose),
    st.tuples(
        st.just("DeleteSecretForSchedule"),
        st.tuples(whose, windows).map(lambda pair: {**pair[0], **pair[1]}),
    ),
    st.tuples(st.just("RestoreSecret"), whose),
    st.tuples(st.just("CreateSecretVersion"), whose),
)
leaps = st.tuples(st.just("leap"), st.sampled_from((1, WEEK_MS, WEEK_MS - 1, s.MS_PER_DAY)))
stories = st.lists(deeds | leaps, max_size=25)
cuts = st.lists(st.floats(0, 1), max_size=4)


def frozen_fake() -> FakeCsms:
    fake = FakeCsms(seed=7)
    fake.clock.freeze()
    fake.clock.move_to(START)
    return fake


def with_secret(**members: Any) -> FakeCsms:
    """A fake with one secret whose deletion is due in a week."""
    fake = frozen_fake()
    fake.put_secret("s", "value", **members)
    schedule(fake, 7)
    return fake


def schedule(fake: FakeCsms, days: int) -> None:
    ask(fake, "DeleteSecretForSchedule", {**SECRET, "recovery_window_in_days": days})


def there(fake: FakeCsms) -> list[str]:
    return [each.name for each in fake.secrets()]


def do(fake: FakeCsms, deed: str, asked: dict[str, Any]) -> None:
    if deed.startswith("Create"):
        asked = {**asked, "name": asked["secret_name"], "secret_string": "value"}
    if deed == "CreateSecret":
        asked.pop("secret_name")
    ask(fake, deed, asked)


@s.examples(150)
@given(story=stories, cuts=cuts)
def test_leaps_and_steps_end_in_the_same_state(
    story: list[tuple[str, Any]], cuts: list[float]
) -> None:
    leaping, walking = frozen_fake(), frozen_fake()
    for deed, what in story:
        if deed != "leap":
            do(leaping, deed, what)
            do(walking, deed, what)
            continue
        leaping.clock.advance(ms=what)
        stops = sorted({0, what, *(round(cut * what) for cut in cuts)})
        for since, until in pairwise(stops):
            walking.clock.advance(ms=until - since)
    assert leaping.snapshot() == walking.snapshot()
    for project_id in PROJECTS:
        assert leaping.secrets(project_id=project_id) == walking.secrets(project_id=project_id)


@s.examples(60)
@given(story=stories)
def test_time_that_passes_unseen_does_the_same_as_time_that_is_looked_at(
    story: list[tuple[str, Any]],
) -> None:
    """One fake settles when it is asked at the end, the other at each leap, in every project."""
    with time_machine.travel(START, tick=False) as traveller:
        unseen, seen = FakeCsms(seed=7), FakeCsms(seed=7)
        for deed, what in story:
            if deed == "leap":
                traveller.shift(what * MS)
                seen.secrets()
            else:
                do(unseen, deed, what)
                do(seen, deed, what)
        assert unseen.snapshot() == seen.snapshot()


@pytest.mark.parametrize("days", [7, 8, 30])
def test_a_secret_goes_exactly_at_its_due_time(days: int) -> None:
    fake = frozen_fake()
    fake.put_secret("s", "value")
    schedule(fake, days)
    fake.clock.advance(days=days, ms=-1)
    assert ["s"] == there(fake)
    fake.clock.advance(ms=1)
    assert [] == there(fake)


def test_a_call_at_the_due_time_finds_nothing_and_the_name_is_free() -> None:
    fake = with_secret()
    fake.clock.advance(ms=WEEK_MS)
    assert 404 == ask(fake, "ShowSecret", SECRET).status
    assert "v1" == fake.put_secret("s", "another")


def test_a_cancelled_deletion_never_comes() -> None:
    fake = with_secret()
    ask(fake, "RestoreSecret", SECRET)
    fake.clock.advance(days=400)
    assert ["s"] == there(fake)


@pytest.mark.parametrize(("first", "second"), [(7, 30), (30, 7), (7, 7)])
def test_a_deletion_that_is_scheduled_anew_comes_at_its_new_time(first: int, second: int) -> None:
    fake = frozen_fake()
    fake.put_secret("s", "value")
    schedule(fake, first)
    fake.clock.advance(days=1)
    ask(fake, "RestoreSecret", SECRET)
    schedule(fake, second)
    fake.clock.advance(days=second, ms=-1)
    assert ["s"] == there(fake)
    fake.clock.advance(ms=1)
    assert [] == there(fake)


def test_a_new_secret_of_an_old_name_outlives_the_old_one_s_due_time() -> None:
    fake = with_secret()
    ask(fake, "DeleteSecret", SECRET)
    fake.put_secret("s", "another")
    fake.clock.advance(days=400)
    assert ["s"] == there(fake)


def test_a_new_secret_of_an_old_name_with_the_old_due_time_goes_then_too() -> None:
    fake = with_secret()
    ask(fake, "DeleteSecret", SECRET)
    fake.put_secret("s", "another")
    schedule(fake, 7)
    fake.clock.advance(ms=WEEK_MS)
    assert [] == there(fake)


def test_a_snapshot_taken_before_the_due_time_brings_the_secret_and_its_due_time_back() -> None:
    fake = with_secret()
    before = fake.snapshot()
    fake.clock.advance(ms=WEEK_MS)
    fake.restore(before)
    assert ["s"] == there(fake)
    fake.clock.advance(ms=WEEK_MS)
    assert [] == there(fake)


def _with_freezegun(when: datetime) -> AbstractContextManager[Any]:
    return freezegun.freeze_time(when)


def _with_time_machine(when: datetime) -> AbstractContextManager[Any]:
    return time_machine.travel(when, tick=False)


movers = pytest.mark.parametrize("process_time", [_with_freezegun, _with_time_machine])


@movers
def test_the_process_s_clock_ends_a_deletion_window_to_the_millisecond(
    process_time: Callable[[datetime], AbstractContextManager[Any]],
) -> None:
    fake = FakeCsms()
    with process_time(START):
        fake.put_secret("s", "value")
        schedule(fake, 7)
    with process_time(START + timedelta(days=7) - MS):
        assert ["s"] == there(fake)
    with process_time(START + timedelta(days=7)):
        assert [] == there(fake)


@movers
def test_nothing_unhappens_when_the_process_s_clock_goes_back(
    process_time: Callable[[datetime], AbstractContextManager[Any]],
) -> None:
    fake = FakeCsms()
    with process_time(START):
        fake.put_secret("s", "value")
        schedule(fake, 7)
    with process_time(LATER):
        assert [] == there(fake)
    with process_time(START):
        assert [] == there(fake)
        assert 404 == ask(fake, "ShowSecret", SECRET).status


@movers
def test_the_service_s_clock_is_the_process_s_and_what_was_advanced(
    process_time: Callable[[datetime], AbstractContextManager[Any]],
) -> None:
    with process_time(START):
        fake = FakeCsms()
        fake.clock.advance(days=2)
    with process_time(LATER):
        assert round(LATER.timestamp() * 1_000) + 2 * s.MS_PER_DAY == fake.clock.now_ms


@movers
def test_create_times_grow_even_when_the_process_s_clock_goes_back(
    process_time: Callable[[datetime], AbstractContextManager[Any]],
) -> None:
    fake = FakeCsms()
    for when in (LATER, START, START):
        with process_time(when):
            fake.put_secret("s", "value")
    times = [each.create_time_ms for each in fake.secret("s").versions.values()]
    first = round(LATER.timestamp() * 1_000)
    assert [first, first + 1, first + 2] == times


@pytest.mark.parametrize("count", [2, 5])
def test_update_time_never_goes_back_after_versions_of_one_millisecond(count: int) -> None:
    """Versions made in one millisecond run ahead of the clock; what comes next must not undo it."""
    fake = frozen_fake()
    for _ in range(count):
        fake.put_secret("s", "value")
    before = fake.secret("s").update_time_ms
    ask(fake, "UpdateSecret", {**SECRET, "description": "later"})
    assert before <= fake.secret("s").update_time_ms


def test_a_stage_s_update_time_never_goes_back_after_versions_of_one_millisecond() -> None:
    fake = frozen_fake()
    for _ in range(3):
        fake.put_secret("s", "value")
    asked = {**SECRET, "stage_name": "SYSCURRENT"}
    before = ask(fake, "ShowSecretStage", asked).json()["stage"]["update_time"]
    put = ask(fake, "UpdateSecretStage", {**asked, "version_id": "v1"}).json()
    assert before <= put["stage"]["update_time"]
