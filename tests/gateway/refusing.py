"""Make a call that must be refused, and look at everything that a refusal may not do."""

from good_calls import CANARY, GoodCall

from fakecsms import FakeCsms
from fakecsms.gateway.journal import RecordedCall

_MACHINE_TALK = ("`", "$", "\n", "msgspec", "Error", "object at 0x")


def refused(fake: FakeCsms, code: str, call: GoodCall, body: object, about: str) -> RecordedCall:
    """Send the call with this body; it is refused with the code, and the journal says why.

    The sentence is about the member named, is one that a person understands and shows no value.
    Nothing has changed.
    """
    before = fake.snapshot()
    response = fake.call(call.method, call.path, body=body)
    recorded = fake.calls[-1]
    error = response.json().get("error", response.json())
    assert code == error.get("error_code")
    assert (response.status, code) == (recorded.status, recorded.error_code)
    assert before == fake.snapshot()
    assert about in (recorded.why or "")
    assert is_a_sentence(recorded.why)
    assert CANARY.encode() not in response.body
    assert CANARY not in repr(recorded)
    return recorded


def is_a_sentence(why: str | None) -> bool:
    """Whether a refusal's reason reads like one, and not like a parser's own words."""
    words = (why or "").split()
    return len(words) > 2 and words[-1].endswith(".") and not any(x in why for x in _MACHINE_TALK)
