"""`fakecsms.model.agenda`: what comes due, in one order, and the report of what happened.

Whatever the order in which reminders were noted, they come by time, then rank, project, secret
and version; each comes once, and none before its time.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakecsms.model.agenda import Agenda, Due, Happening, Kind, Rank, Report

ORDERED = [
    Due(10, Rank.RECORD_REMOVAL, "a", ""),
    Due(20, Rank.KEY_REMOVAL, "b", "key"),
    Due(20, Rank.VERSION_EXPIRY, "b", "db", 1),
    Due(20, Rank.VERSION_EXPIRY, "b", "db", 2),
    Due(20, Rank.VERSION_EXPIRY, "b", "db", 10),
    Due(20, Rank.ROTATION, "a", "x"),
    Due(20, Rank.ROTATION, "b", "db"),
    Due(20, Rank.ROTATION, "b", "dc"),
    Due(20, Rank.SECRET_REMOVAL, "a", "a"),
    Due(20, Rank.RECORD_REMOVAL, "a", ""),
    Due(21, Rank.KEY_REMOVAL, "a", "a"),
]
DELETED = Happening(at_ms=1, kind=Kind.DELETED, project_id="p", subject="db")
ROTATED = Happening(at_ms=2, kind=Kind.ROTATED, project_id="p", subject="rds", detail="v2")


@settings(derandomize=True)
@given(st.permutations(ORDERED))
def test_reminders_come_in_one_order_however_they_were_noted(noted: list[Due]) -> None:
    agenda = Agenda()
    for due in noted:
        agenda.note(due)
    assert ORDERED == list(agenda.take(21))


@pytest.mark.parametrize(("now_ms", "taken"), [(9, 0), (10, 1), (19, 1), (20, 10), (21, 11)])
def test_nothing_comes_before_its_time(now_ms: int, taken: int) -> None:
    agenda = Agenda()
    for due in ORDERED:
        agenda.note(due)
    assert ORDERED[:taken] == list(agenda.take(now_ms))
    assert ORDERED[taken:] == list(agenda.take(10**15))


def test_a_reminder_comes_once() -> None:
    agenda = Agenda()
    agenda.note(ORDERED[0])
    assert ([ORDERED[0]], []) == (list(agenda.take(10)), list(agenda.take(10)))


def test_what_is_noted_meanwhile_takes_its_turn() -> None:
    """A rotation notes the next one, which may be due in the same leap."""
    agenda = Agenda()
    for at_ms in (10, 30):
        agenda.note(Due(at_ms, Rank.ROTATION, "p", "db"))
    times = []
    for due in agenda.take(30):
        times.append(due.at_ms)
        if due.at_ms == 10:
            for later_ms in (40, 20):
                agenda.note(due._replace(at_ms=later_ms))
    assert [10, 20, 30] == times
    assert [40] == [due.at_ms for due in agenda.take(40)]


def test_reports_of_steps_add_up_in_order() -> None:
    first, second = Report((DELETED,)), Report((ROTATED,))
    assert Report((DELETED, ROTATED)) == first + second
    assert Report((ROTATED, DELETED)) == second + first
    assert first + second != second + first


def test_an_empty_report_is_false_and_changes_no_sum() -> None:
    report = Report((DELETED,))
    assert (False, True) == (bool(Report()), bool(report))
    assert report == Report() + report == report + Report()


def test_a_report_is_counted_and_gone_through() -> None:
    report = Report((DELETED, ROTATED))
    assert 2 == len(report)
    assert [DELETED, ROTATED] == list(report)
    assert hash(Report((DELETED, ROTATED))) == hash(report)


def test_a_report_prints_a_line_for_each() -> None:
    assert "1 deleted db\n2 rotated rds v2" == str(Report((DELETED, ROTATED)))
    assert "nothing happened" == str(Report())


@pytest.mark.parametrize(("kind", "subjects"), [(Kind.ROTATED, ["rds"]), ("deleted", ["db"])])
def test_subjects_are_found_by_kind_or_its_word(kind: str, subjects: list[str]) -> None:
    assert subjects == Report((DELETED, ROTATED)).subjects(kind)
    assert [] == Report().subjects(kind)


def test_a_kind_is_its_word() -> None:
    words = ["key removed", "expired", "rotated", "rotation failed", "deleted", "notified"]
    assert words == [str(kind) for kind in Kind] == list(Kind)
