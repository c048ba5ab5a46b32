"""`fakecsms.model.account`: all projects of a fake, what they share, and the passing of time.

Settling is global: whatever is due in any project is done, in one order, and told in one report.
"""

import pytest
from entities import bare_secret, empty_account, grown

from fakecsms.limits import MS_PER_DAY
from fakecsms.model.account import Account, AccountState
from fakecsms.model.agency import Agency
from fakecsms.model.event import Delivery, Target
from fakecsms.model.secret import Secret

TOPIC = Target(target_type="SMN", target_id="urn:smn:ops", target_name="ops")


@pytest.fixture
def account() -> Account:
    return empty_account()


def planned(name: str) -> Secret:
    """Return a secret that goes after seven days of 1970."""
    return grown(bare_secret(name=name, id=name)).scheduled(7, at_ms=0)


def test_a_project_is_made_when_it_is_first_named(account: Account) -> None:
    assert account.project("p") is account.project("p")
    assert account.project("p") is not account.project("q")


def test_a_project_that_was_only_looked_at_is_no_state(account: Account) -> None:
    account.project("p")
    account.project("q").put(planned("db"))
    assert ["q"] == list(account.state().projects)
    assert AccountState() == empty_account().state()


def test_a_state_does_not_change_with_the_account(account: Account) -> None:
    account.project("p").put(planned("db"))
    before = account.state()
    account.project("p").remove(account.project("p").secret("db"))
    account.deliveries["urn:smn:ops"] = Delivery.FAIL
    account.agencies["RDS-FG"] = Agency(name="a", id="0")
    assert before != account.state()
    assert before == empty_account(before).state()


def test_all_projects_settle_in_one_order(account: Account) -> None:
    for project_id in ("b", "a"):
        for name in ("y", "x"):
            account.project(project_id).put(planned(name))
    report = account.settle(7 * MS_PER_DAY)
    expected = [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")]
    assert expected == [(each.project_id, each.subject) for each in report]


@pytest.mark.parametrize(("now_ms", "gone"), [(7 * MS_PER_DAY - 1, []), (7 * MS_PER_DAY, ["db"])])
def test_nothing_is_done_before_its_time(account: Account, now_ms: int, gone: list[str]) -> None:
    account.project("p").put(planned("db"))
    assert gone == account.settle(now_ms).subjects("deleted")
    assert (not gone) == (account.project("p").find("db") is not None)


def test_what_is_done_is_not_done_again(account: Account) -> None:
    account.project("p").put(planned("db"))
    assert account.settle(7 * MS_PER_DAY)
    assert not account.settle(9 * MS_PER_DAY)


def test_what_a_state_brings_back_is_still_due(account: Account) -> None:
    account.project("p").put(planned("db"))
    again = empty_account(account.state())
    assert ["db"] == again.settle(7 * MS_PER_DAY).subjects("deleted")


def test_a_topic_that_nobody_spoke_of_takes_everything(account: Account) -> None:
    account.deliveries["urn:smn:other"] = Delivery.FAIL
    assert Delivery.SUCCESS is account.delivery_to(TOPIC)
    account.deliveries["urn:smn:ops"] = Delivery.INVALID
    assert Delivery.INVALID is account.delivery_to(TOPIC)


def test_an_agency_keeps_its_id_once_it_is_there(account: Account) -> None:
    offered = account.agency_for("RDS-FG")
    assert {} == account.agencies
    account.agencies["RDS-FG"] = offered
    assert offered is account.agency_for("RDS-FG")
    assert offered.id != account.agency_for("GaussDB-FG").id


def test_calling_out_shows_for_as_long_as_it_lasts(account: Account) -> None:
    shown = account.call_out(lambda given: (given, account.terms.outside.is_called), "given")
    assert (("given", True), False) == (shown, account.terms.outside.is_called)


def test_calling_out_ends_with_an_error_too(account: Account) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        account.call_out(int, "no number")
    assert not account.terms.outside.is_called
