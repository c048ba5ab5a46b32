"""Each test of a decorated class has a fresh fake, which is there before the test's set-up.

The set-up and tear-down methods of pytest's style begin and end it. Whatever fails on the way,
nothing is left.
"""

from typing import Any

import pytest
from door_clients import assert_nothing_is_left, make_secret, names_there
from loopback import LeftTheMachineError

from fakecsms import mock_csms


@mock_csms
class TestDecoratedBare:
    def test_one(self) -> None:
        make_secret("one")
        assert ["one"] == names_there()

    def test_two(self) -> None:
        make_secret("two")
        assert ["two"] == names_there()


@mock_csms(seed=1)
class TestDecoratedWithItsOwnSetUp:
    def setup_method(self) -> None:
        make_secret("from-set-up")

    def teardown_method(self) -> None:
        assert "from-set-up" in names_there()

    @pytest.mark.parametrize("name", ["one", "two"])
    def test_the_set_up_met_the_same_fake(self, name: str) -> None:
        make_secret(name)
        assert ["from-set-up", name] == names_there()


@mock_csms
class TestDecoratedWithASetUpThatWantsTheMethod:
    def setup_method(self, method: Any) -> None:
        make_secret(method.__name__)

    def teardown_method(self, method: Any) -> None:
        assert [method.__name__] == names_there()

    def test_wanted(self) -> None:
        assert ["test_wanted"] == names_there()

    @pytest.fixture(autouse=True)
    def _arrange(self) -> None:
        """A fixture of the class comes after its set-up."""
        assert 1 == len(names_there())


@mock_csms
class DecoratedBase:
    def setup_method(self) -> None:
        make_secret("from-base")


class TestInheritsTheDecoration(DecoratedBase):
    def test_the_base_is_set_up(self) -> None:
        assert ["from-base"] == names_there()


class TestInheritsAndExtendsTheSetUp(DecoratedBase):
    def setup_method(self, method: Any) -> None:
        super().setup_method(method)
        make_secret("from-subclass")

    def test_both_set_ups_met_one_fake(self) -> None:
        assert ["from-base", "from-subclass"] == names_there()


class UndecoratedBase:
    def setup_method(self) -> None:
        make_secret("from-base")


@mock_csms
class TestDecoratesASubclass(UndecoratedBase):
    def test_the_set_up_of_the_base_is_inside(self) -> None:
        assert ["from-base"] == names_there()


def _lived_through(made: Any, *, method: Any = None) -> None:
    """Do what pytest does around each test of a class."""
    made.setup_method(method)
    made.teardown_method(method)


def test_decorating_a_subclass_leaves_its_base_alone() -> None:
    undecorated = UndecoratedBase()
    assert not hasattr(undecorated, "teardown_method")
    with pytest.raises(LeftTheMachineError):
        undecorated.setup_method()


def test_a_decorated_class_is_the_same_class() -> None:
    class Plain:
        """What it is."""

    assert Plain is mock_csms(Plain)
    assert "What it is." == Plain.__doc__


def test_a_decorated_class_may_extend_a_decorated_class() -> None:
    @mock_csms
    class Extended(DecoratedBase):
        pass

    extended = Extended()
    extended.setup_method(None)
    assert ["from-base"] == names_there()
    extended.teardown_method(None)
    assert_nothing_is_left()


def test_a_class_may_be_decorated_twice() -> None:
    twice = mock_csms(mock_csms(type("Twice", (), {})))
    _lived_through(twice())
    assert_nothing_is_left()


def test_a_set_up_that_is_a_static_method_is_called_as_pytest_calls_it() -> None:
    class Static:
        @staticmethod
        def setup_method() -> None:
            make_secret("from-set-up")

        @staticmethod
        def teardown_method() -> None:
            assert ["from-set-up"] == names_there()

    _lived_through(mock_csms(Static)())
    assert_nothing_is_left()


@pytest.mark.parametrize("where", ["setup_method", "teardown_method"])
def test_a_set_up_or_tear_down_that_raises_leaves_nothing(where: str) -> None:
    def failing(_self: Any) -> None:
        raise KeyError(*names_there())

    broken = mock_csms(type("Broken", (), {where: failing}))
    with pytest.raises(KeyError):
        _lived_through(broken())
    assert_nothing_is_left()


def test_pytest_itself_runs_a_decorated_class_of_which_everything_fails(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyfile(
        """
        import pytest, requests
        from fakecsms import mock_csms

        KEYS = "https://kms.cn-north-4.myhuaweicloud.com/v1/p/secrets"

        @mock_csms
        class TestBroken:
            def setup_method(self):
                assert 401 == requests.get(KEYS, timeout=10).status_code
                raise KeyError("in the set-up")

            def test_never_run(self): ...

        @mock_csms(auth="off")
        class TestFails:
            def test_fails(self, tmp_path):
                assert 404 == requests.get(KEYS, timeout=10).status_code

        def test_afterwards():
            from requests.adapters import HTTPAdapter
            assert "fakecsms" not in HTTPAdapter.send.__module__
        """
    )
    pytester.runpytest_inprocess().assert_outcomes(errors=1, failed=1, passed=1)
