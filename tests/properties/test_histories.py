"""The checker of law 12 says yes where some order explains a history, and no where none does."""

from threading import Barrier
from typing import Any

import pytest
import strategies as s
from asking import ask
from histories import Event, Told, is_linearizable, recorded, recorded_together
from naive import NaiveCsms

from fakecsms import FakeCsms

NOW_MS = 4_102_444_800_000
SECRET = s.SECRET_A
CREATE = ("CreateSecret", {"project_id": s.DEFAULT_PROJECT, "name": "a", "secret_string": "x"})
NEW_VERSION = ("CreateSecretVersion", {**SECRET, "secret_string": "y"})
SHOW_LATEST = ("ShowSecretVersion", {**SECRET, "version_id": "latest"})
PUT_STAGE = ("UpdateSecretStage", {**SECRET, "stage_name": "s", "version_id": "v1"})
MOVE_STAGE = ("UpdateSecretStage", {**SECRET, "stage_name": "s", "version_id": "v2"})
SHOW_STAGE = ("ShowSecretStage", {**SECRET, "stage_name": "s"})
DELETE = ("DeleteSecret", SECRET)


def history_of(*plan: tuple[str, dict[str, Any]]) -> list[Event]:
    """What a fake answers to these calls, one after the other."""
    fake = FakeCsms(seed=1)
    fake.clock.freeze()
    fake.clock.move_to(NOW_MS)

    def perform(operation: str, asked: dict[str, Any]) -> Told:
        answer = ask(fake, operation, asked)
        return answer.status, answer.json().get("error_code"), answer.json()

    return recorded(iter(range(2 * len(plan))), perform, plan)


def explained(history: list[Event]) -> bool:
    return is_linearizable(history, NaiveCsms(NOW_MS))


def at_once(*events: Event) -> list[Event]:
    """The same answers, to calls that were all under way at the same time."""
    first = min(event.began for event in events)
    last = max(event.ended for event in events)
    return [event._replace(began=first, ended=last) for event in events]


def swapped(one: Event, other: Event) -> list[Event]:
    """The same answers, with the times of the two calls exchanged."""
    return [
        one._replace(began=other.began, ended=other.ended),
        other._replace(began=one.began, ended=one.ended),
    ]


STORIES = {
    "versions": (CREATE, NEW_VERSION, NEW_VERSION, SHOW_LATEST),
    "stages": (CREATE, PUT_STAGE, SHOW_STAGE, NEW_VERSION, MOVE_STAGE, SHOW_STAGE, PUT_STAGE),
    "absent": (SHOW_STAGE, CREATE, SHOW_STAGE, DELETE, DELETE, CREATE, SHOW_LATEST),
}


@pytest.mark.parametrize("story", STORIES)
def test_calls_one_after_the_other_are_linearizable(story: str) -> None:
    history = history_of(*STORIES[story])
    assert explained(history)
    assert explained(history[::-1])


@pytest.mark.parametrize("story", STORIES)
def test_calls_that_were_all_under_way_at_once_are_linearizable(story: str) -> None:
    assert explained(at_once(*history_of(*STORIES[story])))


def test_a_version_number_given_twice_is_not_linearizable() -> None:
    """A lost update: two calls found the same state and both kept what they made of it."""
    created, first, second = history_of(CREATE, NEW_VERSION, NEW_VERSION)
    twice = [first, second._replace(body=first.body)]
    assert not explained([created, *twice])
    assert not explained([created, *at_once(*twice)])


def test_reading_what_was_before_a_call_that_has_ended_is_not_linearizable() -> None:
    created, read, written = history_of(CREATE, SHOW_LATEST, NEW_VERSION)
    assert not explained([created, *swapped(read, written)])
    assert explained([created, *at_once(read, written)])


def test_reading_what_only_a_later_call_writes_is_not_linearizable() -> None:
    created, written, read = history_of(CREATE, NEW_VERSION, SHOW_LATEST)
    assert not explained([created, *swapped(written, read)])
    assert explained([created, *at_once(written, read)])


def test_a_stage_that_is_seen_going_back_is_not_linearizable() -> None:
    """Two readers, one after the other, see two moves in the wrong order."""
    *before, moved, new, old = history_of(
        CREATE, NEW_VERSION, PUT_STAGE, MOVE_STAGE, SHOW_STAGE, SHOW_STAGE
    )
    assert explained([*before, moved, new, old])
    stale = old._replace(body=before[-1].body)
    assert not explained([*before, moved, new, stale])
    assert explained([*before, *at_once(moved, new, stale)])


def test_two_deletions_of_one_secret_are_not_linearizable() -> None:
    created, first, second = history_of(CREATE, DELETE, DELETE)
    both = [first, second._replace(status=200, code=None)]
    assert explained([created, first, second])
    assert not explained([created, *at_once(*both)])


def test_a_call_whose_deed_is_lost_is_not_linearizable() -> None:
    created, put, shown = history_of(CREATE, PUT_STAGE, SHOW_STAGE)
    lost = shown._replace(status=404, code="CSMS.0005", body=None)
    assert explained([created, put, shown])
    assert not explained([created, put, lost])
    assert explained([created, *at_once(put, lost)])


def test_the_recorder_lets_calls_overlap_and_keeps_their_order() -> None:
    """Each of two calls waits for the other to have begun: they can't but overlap."""
    both = Barrier(2, timeout=30)

    def wait_for_both(_operation: str, _asked: dict[str, Any]) -> Told:
        both.wait()
        return 200, None, {}

    one, other = recorded_together([wait_for_both] * 2, [[CREATE], [DELETE]])
    assert max(one.began, other.began) < min(one.ended, other.ended)
