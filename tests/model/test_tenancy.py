"""`fakecsms.model.tenancy`: which project stands for which region."""

import dataclasses
from typing import Any

import pytest

from fakecsms.model.tenancy import Tenancy


def test_by_default_every_region_has_the_default_project() -> None:
    tenancy = Tenancy()
    assert ("0123456789abcdef0123456789abcdef", "cn-north-4") == (
        tenancy.project_id,
        tenancy.region,
    )
    assert tenancy.project_id == tenancy.project_of("cn-north-4") == tenancy.project_of("moon-1")


def test_a_region_that_is_named_has_its_own_project() -> None:
    tenancy = Tenancy(project_id="d", projects={"cn-north-4": "n", "af-south-1": "s"})
    asked = ("cn-north-4", "af-south-1", "ru-moscow-1")
    assert ["n", "s", "d"] == [tenancy.project_of(each) for each in asked]


@pytest.mark.parametrize("project_id", ["p", "a b", "é", "{project_id}", "0" * 64])
def test_project_ids_that_may_be(project_id: str) -> None:
    assert project_id == Tenancy(projects={"r": project_id}).project_of("r")


@pytest.mark.parametrize("project_id", ["", "a/b", "/", None, 5, b"p"])
def test_project_ids_that_no_path_can_hold(project_id: Any) -> None:
    with pytest.raises(ValueError, match="is no project id: it is a text, not empty, without /"):
        Tenancy(project_id=project_id)
    with pytest.raises(ValueError, match="is no project id: it is a text, not empty, without /"):
        Tenancy(projects={"cn-north-4": project_id})


def test_a_tenancy_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Tenancy().region = "elsewhere"
