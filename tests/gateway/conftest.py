"""The fake that most tests of this folder call."""

import pytest
from good_calls import filled_fake

from fakecsms import FakeCsms

pytest.register_assert_rewrite("refusing")


@pytest.fixture
def fake() -> FakeCsms:
    """A fake with secrets in it, at a time of its own; `good_calls` says which."""
    return filled_fake()
