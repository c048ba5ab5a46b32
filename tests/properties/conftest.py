"""The profile `thorough`: thirty times the examples, and other ones in each run.

    pytest tests/properties --hypothesis-profile=thorough

And the fixture that hears what is logged.
"""

import logging
import warnings
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

settings.register_profile("thorough", max_examples=3_000, deadline=None, print_blob=True)


@pytest.fixture
def spoken(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """All that is logged, by whatever logger at whatever level, or warned of."""
    with warnings.catch_warnings(record=True) as warned, caplog.at_level(logging.NOTSET):
        warnings.simplefilter("always")
        for name in list(logging.root.manager.loggerDict):
            caplog.set_level(logging.DEBUG, name)
        yield lambda: caplog.text + "".join(str(each.message) for each in warned)
