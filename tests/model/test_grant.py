"""`fakecsms.model.grant`: a grant is a fact that nobody changes."""

import dataclasses

import pytest

from fakecsms.model.grant import Grant, GrantType

GRANT = Grant(
    id="i",
    resource_id="r",
    type=GrantType.SECRET,
    grantee_type="0",
    grantee_target_id="u",
    validity_time_ms=None,
    create_time_ms=1,
    update_time_ms=2,
)


def test_a_grant_is_changed_by_making_another() -> None:
    later = dataclasses.replace(GRANT, update_time_ms=3)
    assert (2, 3) == (GRANT.update_time_ms, later.update_time_ms)
    with pytest.raises(dataclasses.FrozenInstanceError):
        GRANT.update_time_ms = 3


def test_grants_are_equal_if_all_of_them_is() -> None:
    assert dataclasses.replace(GRANT) == GRANT
    assert dataclasses.replace(GRANT, grantee_type="2") != GRANT


def test_its_types_are_the_words_of_the_api() -> None:
    assert ["SECRET", "GROUP"] == [str(each) for each in GrantType]
    assert GrantType.GROUP is GrantType("GROUP")
