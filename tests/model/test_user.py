"""`fakecsms.model.user`: users of CSMS's own list.

Law 11: of a password a digest is kept, and that does not show either.
"""

import dataclasses

import pytest

from fakecsms.model.user import CsmsUser, digest

PLAIN = "pl41n-t3xt"


def user(user_id: str = "u", password: str = PLAIN) -> CsmsUser:
    return CsmsUser(
        user_id=user_id,
        user_name="ann",
        name="Ann",
        email="",
        mobile="",
        org_id="",
        domain_id="",
        disabled=False,
        created_at_ms=1,
        password_changed_at_ms=1,
        digest=digest(user_id, password),
    )


@pytest.mark.parametrize("password", ["", "x", PLAIN, "é" * 300, "a\x00b", "🔑"])
def test_a_user_has_one_password(password: str) -> None:
    someone = user(password=password)
    assert someone.has_password(password)
    assert not someone.has_password(password + "x")
    assert not someone.has_password(password + "\x00")


def test_another_password_takes_the_place_of_the_old() -> None:
    changed = user().with_password("new", at_ms=9)
    assert (True, False) == (changed.has_password("new"), changed.has_password(PLAIN))
    assert dataclasses.replace(changed, digest=b"") == dataclasses.replace(
        user(), digest=b"", password_changed_at_ms=9
    )


def test_equal_passwords_of_two_users_look_different() -> None:
    assert user("a").digest != user("b").digest


def test_nothing_of_a_user_shows_the_password() -> None:
    someone = user()
    assert PLAIN not in repr(someone) + repr(dataclasses.asdict(someone))
    assert repr(someone.digest) not in repr(someone)
