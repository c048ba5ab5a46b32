"""The two members that hold a secret value, between the wire and the keyring."""

from collections.abc import Callable

from fakecsms.model.secret import Sealed, Secret
from fakecsms.operations._row import Call


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
        return call.project.seal(secret, number, plaintext, call.chance, is_binary=is_binary)

    return seal
