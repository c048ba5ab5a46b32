"""Each test of a decorated `TestCase` has a fresh fake, from before its set-up to after its end.

The cases here are run by unittest's own runner, and once by pytest.
"""

import unittest
from typing import ClassVar

from door_clients import assert_nothing_is_left, make_secret, names_there

from fakecsms import mock_csms


def _run(case: type[unittest.TestCase]) -> unittest.TestResult:
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
    assert_nothing_is_left()
    return result


def test_every_test_of_a_test_case_has_a_fresh_fake_from_set_up_to_tear_down() -> None:
    @mock_csms
    class Cases(unittest.TestCase):
        seen: ClassVar[list[list[str]]] = []

        def setUp(self) -> None:
            make_secret("from-set-up")
            self.addCleanup(lambda: self.seen.append(names_there()))

        def tearDown(self) -> None:
            make_secret("from-tear-down")

        def test_one(self) -> None:
            make_secret("one")

        def test_two(self) -> None:
            make_secret("two")

    assert _run(Cases).wasSuccessful()
    assert [
        ["from-set-up", "from-tear-down", "one"],
        ["from-set-up", "from-tear-down", "two"],
    ] == Cases.seen


def test_every_test_of_an_async_test_case_has_a_fresh_fake() -> None:
    @mock_csms(seed=1)
    class Cases(unittest.IsolatedAsyncioTestCase):
        seen: ClassVar[list[list[str]]] = []

        async def asyncSetUp(self) -> None:
            make_secret("from-set-up")

        async def asyncTearDown(self) -> None:
            self.seen.append(names_there())

        async def test_one(self) -> None:
            make_secret("one")

        async def test_two(self) -> None:
            make_secret("two")

    assert _run(Cases).wasSuccessful()
    assert [["from-set-up", "one"], ["from-set-up", "two"]] == Cases.seen


def test_a_subclass_of_a_decorated_test_case_is_answered_too() -> None:
    @mock_csms
    class Base(unittest.TestCase):
        def setUp(self) -> None:
            make_secret("from-base")

    class Cases(Base):
        def test_set_up_of_the_base_is_seen(self) -> None:
            self.assertEqual(["from-base"], names_there())  # noqa: PT009 - unittest's own style

    assert (1, True) == (_run(Cases).testsRun, _run(Cases).wasSuccessful())


def test_a_decorated_subclass_of_a_decorated_test_case_is_answered_too() -> None:
    @mock_csms
    class Base(unittest.TestCase):
        def setUp(self) -> None:
            make_secret("from-base")

    @mock_csms
    class Cases(Base):
        def test_set_up_of_the_base_is_seen(self) -> None:
            assert ["from-base"] == names_there()

    assert _run(Cases).wasSuccessful()


def test_a_test_case_in_which_everything_fails_leaves_nothing() -> None:
    @mock_csms
    class Cases(unittest.TestCase):
        def setUp(self) -> None:
            if self._testMethodName == "test_set_up_fails":
                raise KeyError(*names_there())

        def test_set_up_fails(self) -> None: ...

        def test_fails(self) -> None:
            assert ["nothing"] == names_there()

        def test_is_wrong(self) -> None:
            raise KeyError(*names_there())

    result = _run(Cases)
    assert (3, 2, 1) == (result.testsRun, len(result.errors), len(result.failures))


def test_a_decorated_method_of_a_plain_test_case_is_answered_alone() -> None:
    class Cases(unittest.TestCase):
        @mock_csms
        def test_answered(self) -> None:
            assert [] == names_there()

        def test_not_answered(self) -> None:
            assert_nothing_is_left()

    assert _run(Cases).wasSuccessful()


def test_set_up_and_tear_down_can_start_and_stop_by_hand() -> None:
    class Cases(unittest.TestCase):
        def setUp(self) -> None:
            mock = mock_csms()
            self.fake = mock.start()
            self.addCleanup(mock.stop)

        def test_one(self) -> None:
            make_secret("one")
            assert ["one"] == [each.name for each in self.fake.secrets()]

    assert _run(Cases).wasSuccessful()


@mock_csms
class TestCaseRunByPytest(unittest.TestCase):
    def setUp(self) -> None:
        make_secret("from-set-up")

    def test_one(self) -> None:
        make_secret("one")
        assert ["from-set-up", "one"] == names_there()

    def test_two(self) -> None:
        assert ["from-set-up"] == names_there()
