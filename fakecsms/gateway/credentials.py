"""Who may come in. Which credentials a call needs is the choice `auth`."""

from collections.abc import Mapping

from fakecsms.choices import Choices
from fakecsms.errors import NO_CREDENTIALS, CsmsError

_SIGNED = ("SDK-", "V11-")
"""How the Authorization of every signature scheme of the SDKs begins."""


def refuse_strangers(headers: Mapping[str, str], choices: Choices) -> None:
    """Refuse a call that has neither a signature nor a token, unless nothing is asked."""
    if choices.auth == "off":
        return
    if headers.get("x-auth-token") or headers.get("authorization", "").startswith(_SIGNED):
        return
    why = "The call has neither a signature in Authorization nor a token in X-Auth-Token."
    raise CsmsError(NO_CREDENTIALS, why)
