"""What `mock_csms` can't do it says at once, where it is written, with what to write instead."""

import functools
from collections.abc import Callable
from typing import Any

import pytest
from door_clients import names_there

from fakecsms import mock_csms


def _plain() -> list[str]:
    return names_there()


@pytest.mark.parametrize(
    "wrong",
    [
        5,
        "cn-north-4",
        {"seed": 1},
        ["vault.local"],
        functools.partial(_plain),
        property(_plain),
        pytest.fixture(_plain),
    ],
    ids=lambda wrong: type(wrong).__name__,
)
def test_anything_but_a_function_or_a_class_is_a_type_error(wrong: Any) -> None:
    with pytest.raises(TypeError, match=type(wrong).__name__):
        mock_csms(wrong)


def test_above_a_fixture_the_error_says_where_to_go() -> None:
    with pytest.raises(TypeError, match=r"below @pytest\.fixture"):

        @mock_csms
        @pytest.fixture
        def _wrong_way_round() -> None: ...


@pytest.mark.parametrize(
    ("kind", "function"),
    [(staticmethod, _plain), (classmethod, lambda _owner: names_there())],
)
def test_above_a_static_or_class_method_it_works_or_says_so(
    kind: Callable[..., Any], function: Callable[..., Any]
) -> None:
    """A method that looks decorated and fails when it is called would help nobody."""
    try:
        method = mock_csms(kind(function))
    except TypeError as error:
        said = str(error)
    else:
        holder = type("Holder", (), {"method": method})
        said = f"{kind.__name__} {holder.method()} {holder().method()}"
    assert said.startswith(f"{kind.__name__} [] []") or f"not {kind.__name__}" in said


def test_options_are_given_by_name() -> None:
    with pytest.raises(TypeError, match="positional"):
        mock_csms(_plain, "cn-north-4")


@pytest.mark.parametrize(
    ("options", "mistake", "names"),
    [
        ({"sead": 1}, TypeError, "sead"),
        ({"regions": "cn-north-4", "seed": 1}, TypeError, "regions"),
        ({"auth": "loose"}, ValueError, "auth"),
        ({"versions_per_secret_max": 0}, ValueError, "versions_per_secret_max"),
        ({"project_id": ""}, ValueError, "project id"),
        ({"hosts": "vault.local"}, TypeError, "hosts"),
    ],
)
def test_a_wrong_option_is_refused_where_it_is_written(
    options: dict[str, Any], mistake: type[Exception], names: str
) -> None:
    with pytest.raises(mistake, match=names):
        mock_csms(**options)


def test_an_unknown_option_is_told_what_there_is() -> None:
    with pytest.raises(TypeError, match=r"the options are .*hosts.*seed"):
        mock_csms(sead=1)
