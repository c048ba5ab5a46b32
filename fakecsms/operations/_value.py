"""What several chapters say alike: the two members of a value, and a name that is taken."""

from collections.abc import Callable

from fakecsms.errors import INVALID_PARAMETER, INVALID_REQUEST, CsmsError
from fakecsms.model.secret import Secret
from fakecsms.model.version import Sealed
from fakecsms.operations._row import Call

_DUPLICATE_REFUSALS = {each.code: each for each in (INVALID_PARAMETER, INVALID_REQUEST)}


def duplicate(call: Call, why: str) -> CsmsError:
    """Return the refusal of a name that is taken."""
    return CsmsError(_DUPLICATE_REFUSALS[call.choices.duplicate_name_code], why)


def fault_of_pair(secret_string: str | None, secret_binary: str | None) -> str | None:
    """Say what is wrong unless exactly one of the two is given."""
    given = (secret_string is not None) + (secret_binary is not None)
    if given == 1:
        return None
    which = "both were" if given else "neither was"
    return f"Exactly one of secret_string and secret_binary is needed; {which} given."


def sealer(
    call: Call, secret: Secret, secret_string: str | None, secret_binary: str | None
) -> Callable[[int], Sealed]:
    """Return what seals the given value as the version of a number."""
    plaintext = (secret_string or secret_binary or "").encode()
    is_binary = secret_binary is not None

    def seal(number: int) -> Sealed:
        return call.project.seal(secret, number, plaintext, is_binary=is_binary)

    return seal
