"""The fakes that most tests of the operations begin with."""

import pytest

pytest.register_assert_rewrite("contract", "sending", "shapes")

from sending import frozen_fake  # noqa: E402 - its assertions are to read well

from fakecsms import FakeCsms  # noqa: E402


@pytest.fixture
def fake() -> FakeCsms:
    """An empty fake; its clock stands at the beginning of the year 2100."""
    return frozen_fake()


@pytest.fixture
def db(fake: FakeCsms) -> FakeCsms:
    """A fake that has the secret `db`, whose only version v1 holds `one`."""
    fake.put_secret("db", "one")
    return fake
