"""Law 9: the SDK's own model of each operation takes in all that the service answers.

And the answer says exactly what the contract lists, which `contract.py` holds as data. The six
operations that the SDK doesn't have go through its generic call.
"""

from typing import Any

import msgspec
import pytest
from by_sdk import Undecoded, held_by
from contract import FACTS, fault_of
from huaweicloudsdkcsms.v1 import CsmsClient
from story import REGION, story

from fakecsms import FakeCsms

TEXT_TO_THE_SDK = {
    "ListUsers": {"disabled", "grade", "locked", "extension"},
    "ShowUserDetail": {"locked"},
}
"""Members of a user that the SDK's models call texts, though the examples show other types."""

in_two_regions = pytest.mark.csms(projects={REGION: "there"})


def without_nulls(answer: Any) -> Any:
    """Return an answer without null members: to the SDK they are like absent ones."""
    if isinstance(answer, list):
        return [without_nulls(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    return {name: without_nulls(each) for name, each in answer.items() if each is not None}


def as_text(answer: Any, members: set[str]) -> Any:
    """Return an answer with some members as Python would write them."""
    if isinstance(answer, list):
        return [as_text(each, members) for each in answer]
    if not isinstance(answer, dict):
        return answer
    return {
        name: str(each) if name in members else as_text(each, members)
        for name, each in answer.items()
    }


@in_two_regions
def test_the_sdk_decodes_every_answer_with_nothing_lost(
    csms: FakeCsms, csms_client: CsmsClient
) -> None:
    told = set()
    for name, response in story(csms, csms_client):
        told.add(name)
        fact, entry = FACTS[name], csms.calls[-1]
        assert (name, fact.status, ()) == (entry.operation, entry.status, entry.unread)
        assert (fact.method, fact.status) == (entry.method, response.status_code)
        if fact.answer is None:
            assert b"" == response.raw_content
            continue
        answer = msgspec.json.decode(response.raw_content)
        assert fault_of(fact.answer, answer) is None
        if fact.sdk_method:
            assert f"{name}Response" == type(response).__name__
            seen = as_text(without_nulls(answer), TEXT_TO_THE_SDK.get(name, set()))
            assert seen == held_by(response)
        else:
            assert isinstance(response, Undecoded)
    assert FACTS.keys() == told


@in_two_regions
def test_every_member_of_every_answer_is_in_the_story(
    csms: FakeCsms, csms_client: CsmsClient
) -> None:
    """Also those that may be absent, and the items of lists that may be empty."""
    seen: dict[str, set[str]] = {}
    for name, response in story(csms, csms_client):
        answer = msgspec.json.decode(response.raw_content or b"{}")
        seen.setdefault(name, set()).update(places(answer))
    missing = {
        (name, place)
        for name, fact in FACTS.items()
        for place in set(told_of(fact.answer)) - seen[name] - NOWHERE
    }
    assert set() == missing


NOWHERE = {"$.data.name", "$.sys_tags[].key", "$.sys_tags[].value"} | {
    f"$.resources[].sys_tags[].{member}" for member in ("key", "value")
}
"""Optional in the contract, and never answered: a grant's name, and system tags."""


def told_of(shape: Any, at: str = "$") -> list[str]:
    """Return the places of all members of a shape."""
    if isinstance(shape, tuple):
        return [place for each in shape for place in told_of(each, at)]
    if isinstance(shape, list):
        return told_of(shape[0], f"{at}[]")
    if not isinstance(shape, dict):
        return [at] if at != "$" else []
    members = {name.removesuffix("?"): inner for name, inner in shape.items()}
    return [place for name, inner in members.items() for place in told_of(inner, f"{at}.{name}")]


def places(value: Any, at: str = "$") -> list[str]:
    """Return the places of all members of an answer."""
    if isinstance(value, list):
        return [place for each in value for place in places(each, f"{at}[]")]
    if not isinstance(value, dict):
        return [at]
    inside = [place for name, each in value.items() for place in places(each, f"{at}.{name}")]
    return [*inside, at]
