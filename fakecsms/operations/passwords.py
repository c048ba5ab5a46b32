"""Random passwords."""

from typing import Annotated

from fakecsms.errors import ABSENT, CsmsError
from fakecsms.model.password import DEFAULT_LENGTH, PasswordRules
from fakecsms.operations._row import Answer, Call, Request, operation
from fakecsms.wire.fields import Terms


def _fault_of_length(length: int, terms: Terms) -> str | None:
    most = terms.limits.password_chars_max
    return None if 1 <= length <= most else f"must be from 1 to {most}"


class GenerateRandomPasswordRequest(Request, frozen=True):
    """The members of GenerateRandomPassword, all optional, and the body with them."""

    password_policy_name: str | None = None
    length: Annotated[int | None, _fault_of_length] = None
    exclude_characters: str | None = None
    exclude_lowercase: bool | None = None
    exclude_uppercase: bool | None = None
    exclude_numbers: bool | None = None
    exclude_punctuation: bool | None = None
    include_space: bool | None = None
    require_each_included_type: bool | None = None

    def fault_across(self, terms: Terms) -> str | None:  # noqa: ARG002 - others depend on it
        """Rules by which a password can be made."""
        fault = self.rules().fault()
        return fault and f"The rules {fault}."

    def rules(self) -> PasswordRules:
        """Return the rules that the members say."""
        types = ("lowercase", "uppercase", "numbers", "punctuation")
        return PasswordRules(
            length=DEFAULT_LENGTH if self.length is None else self.length,
            excluded=frozenset(each for each in types if getattr(self, f"exclude_{each}")),
            exclude_characters=self.exclude_characters or "",
            include_space=bool(self.include_space),
            require_each_included_type=bool(self.require_each_included_type),
        )


@operation(
    "POST",
    "/v1/{project_id}/csms/generate-password",
    action="csms::generatePassword",
    named_by="",
    body_needed=False,
    reads=True,
    action_guessed=True,
)
def generate_random_password(call: Call, request: GenerateRandomPasswordRequest) -> Answer:
    """Return a random password; the fake's seed makes it repeatable. There are no policies."""
    if request.password_policy_name is not None:
        why = f"There is no password policy {request.password_policy_name!r}."
        raise CsmsError(ABSENT, why)
    return {"password": request.rules().password(call.chance)}
