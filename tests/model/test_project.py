"""`fakecsms.model.project`: the projects of an account, what each remembers, and what comes due.

Law 5: time may leap or walk, what comes of it is the same.
"""

import dataclasses
import itertools

import pytest
from cryptography.exceptions import InvalidTag
from entities import bare_secret, empty_account, secret_with

from fakecsms.chance import Chance
from fakecsms.errors import ABSENT_SECRET, SECRET_QUOTA, CsmsError
from fakecsms.limits import MS_PER_DAY, Limits
from fakecsms.model.project import Project
from fakecsms.model.secret import Secret
from fakecsms.model.version import Version


@pytest.fixture
def project() -> Project:
    return empty_account().project("p")


def named(name: str) -> Secret:
    return dataclasses.replace(secret_with(1), name=name, id=f"id-of-{name}")


def planned(name: str, days: int, at_ms: int = 0) -> Secret:
    return named(name).scheduled(days, at_ms=at_ms)


def test_secrets_are_in_the_order_of_their_names_however_they_came(project: Project) -> None:
    for names in itertools.permutations(["B", "a", "a-", "b"]):
        for name in names:
            project.put(named(name))
        assert ["B", "a", "a-", "b"] == [each.name for each in project.secrets()] == project.names
        for secret in list(project.secrets()):
            project.remove(secret)


def test_a_secret_that_is_put_again_takes_the_place_of_the_old(project: Project) -> None:
    project.put(named("db"))
    changed = planned("db", 7)
    project.put(changed)
    assert changed is project.find("db")
    assert ["db"] == project.names


def test_an_absent_secret_is_none_to_find_and_refused_otherwise(project: Project) -> None:
    assert project.find("db") is None
    with pytest.raises(CsmsError, match="The project 'p' has no secret 'db'") as caught:
        project.secret("db")
    assert ABSENT_SECRET is caught.value.refusal


def test_a_removed_secret_frees_its_name(project: Project) -> None:
    project.put(named("db"))
    project.remove(project.secret("db"))
    assert ([], None) == (project.names, project.find("db"))


def test_the_quota_counts_every_secret(project: Project) -> None:
    limits = Limits(secrets_per_project_max=2)
    project.put(named("a"))
    project.refuse_one_more(limits)
    project.put(planned("b", 7))
    with pytest.raises(CsmsError, match="has 2 secrets; 2 are allowed") as caught:
        project.refuse_one_more(limits)
    assert SECRET_QUOTA is caught.value.refusal
    project.refuse_one_more(Limits(secrets_per_project_max=None))


def test_a_value_opens_in_its_own_project_secret_and_version_alone() -> None:
    """Everything that can be moved apart from the place is the same: material, key id, name."""
    account = empty_account()
    here = account.project("p")
    secret = named("db")
    here.keyring.create("k", Chance(1))
    value = here.seal(secret, 1, b"x", is_binary=False)
    first = Version(number=1, create_time_ms=1_000, value=value)
    there = Project("q", account, here.state())
    assert b"x" == here.open(secret, first)
    for project, owner, version in (
        (there, secret, first),
        (here, dataclasses.replace(secret, id="another"), first),
        (here, secret, dataclasses.replace(first, number=2)),
    ):
        with pytest.raises(InvalidTag):
            project.open(owner, version)


def test_a_project_is_made_when_it_is_first_named_and_kept() -> None:
    account = empty_account()
    assert account.project("p") is account.project("p")
    assert account.project("p") is not account.project("q")


def test_a_project_that_was_only_looked_at_is_not_in_the_states() -> None:
    account = empty_account()
    account.project("looked-at")
    account.project("p").put(named("db"))
    account.project("q").keyring.create("k", Chance(1))
    assert {"p", "q"} == account.state().projects.keys()


def test_states_are_not_touched_by_what_comes_later() -> None:
    account = empty_account()
    account.project("p").put(named("db"))
    states = account.state().projects
    before = dict(states["p"].secrets)
    account.project("p").put(named("more"))
    account.project("p").keyring.create("k", Chance(1))
    assert (before, {}) == (states["p"].secrets, states["p"].keys)


def test_an_account_begins_as_its_states_say() -> None:
    account = empty_account()
    account.project("p").put(planned("db", 7))
    account.project("p").keyring.create("k", Chance(1))
    again = empty_account(account.state())
    assert account.state() == again.state()
    again.settle(7 * MS_PER_DAY)
    assert [] == again.project("p").names
    assert ["db"] == account.project("p").names


def test_the_repr_of_a_state_counts() -> None:
    account = empty_account()
    account.project("p").put(named("db"))
    assert "<ProjectState 1 secrets, 0 keys>" == repr(account.state().projects["p"])


@pytest.mark.parametrize(("at_ms", "left"), [(7 * MS_PER_DAY - 1, ["db"]), (7 * MS_PER_DAY, [])])
def test_a_secret_goes_when_its_window_ends(at_ms: int, left: list[str]) -> None:
    account = empty_account()
    account.project("p").put(planned("db", 7))
    account.settle(at_ms)
    assert left == account.project("p").names


def test_settling_is_global_over_all_projects() -> None:
    account = empty_account()
    for project_id, days in (("p", 7), ("q", 8), ("r", 30)):
        account.project(project_id).put(planned("db", days))
    account.settle(8 * MS_PER_DAY)
    assert {"r"} == account.state().projects.keys()


def test_a_plan_that_was_taken_back_or_renewed_means_nothing_any_more() -> None:
    account = empty_account()
    project = account.project("p")
    for name in ("restored", "renewed", "replaced"):
        project.put(planned(name, 7))
    project.put(project.secret("restored").restored(at_ms=1))
    project.put(project.secret("renewed").restored(at_ms=1).scheduled(8, at_ms=1))
    project.remove(project.secret("replaced"))
    project.put(dataclasses.replace(planned("replaced", 7), id="a new one"))
    project.put(project.secret("replaced").restored(at_ms=1))
    account.settle(7 * MS_PER_DAY)
    assert ["renewed", "replaced", "restored"] == project.names
    account.settle(8 * MS_PER_DAY + 1)
    assert ["replaced", "restored"] == project.names


def test_a_namesake_of_a_removed_secret_is_not_taken_for_it() -> None:
    account = empty_account()
    project = account.project("p")
    project.put(planned("db", 7))
    project.remove(project.secret("db"))
    project.put(dataclasses.replace(planned("db", 7, at_ms=1), id="another"))
    account.settle(7 * MS_PER_DAY)
    assert ["db"] == project.names


def test_a_removal_that_falls_on_the_moment_of_a_rotation_is_not_forgotten() -> None:
    account = empty_account()
    project = account.project("p")
    project.put(named("db").next_rotation(7 * MS_PER_DAY))
    project.put(project.secret("db").scheduled(7, at_ms=0))
    account.settle(7 * MS_PER_DAY)
    assert [] == project.names


@pytest.mark.parametrize("step_days", [1, 3, 7, 31])
def test_leaping_and_walking_end_in_the_same_state(step_days: int) -> None:
    leaping, walking = empty_account(), empty_account()
    for account, days in itertools.product((leaping, walking), range(7, 31)):
        account.project(f"p{days % 3}").put(planned(f"in-{days}", days))
    for day in range(0, 22, step_days):
        walking.settle(day * MS_PER_DAY)
    walking.settle(21 * MS_PER_DAY)
    leaping.settle(21 * MS_PER_DAY)
    assert leaping.state() == walking.state()
    assert 9 == sum(len(each.secrets) for each in leaping.state().projects.values())


def test_settling_with_nothing_due_changes_nothing() -> None:
    account = empty_account()
    account.project("p").put(bare_secret())
    before = account.state()
    assert 0 == len(account.settle(10**15))
    assert before == account.state()
