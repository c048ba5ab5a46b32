"""The checker: how strong a secret is, and whether a project wants that looked at."""

from typing import Annotated, Any

from fakecsms.model import strength
from fakecsms.operations._row import Answer, Call, Request, operation
from fakecsms.wire import fields
from fakecsms.wire.fields import Terms

_CONFIG = "/v1/{project_id}/secrets/checker/config"


def _fault_of_checked(checked: dict[str, Any], _terms: Terms) -> str | None:
    if not checked or not all(isinstance(each, str) and each for each in checked.values()):
        return "must hold the texts to check, by names of their own"
    return None


class CheckSecretsRequest(Request, frozen=True):
    """The members of CheckSecrets. No page tells the types, nor what `data` holds."""

    type: Annotated[str, fields.not_empty]
    data: Annotated[dict[str, Any], _fault_of_checked]


@operation(
    "POST",
    "/v1/{project_id}/secrets/checker/check",
    action="csms:secret:check",
    named_by="",
    reads=True,
    action_guessed=True,
)
def check_secrets(call: Call, request: CheckSecretsRequest) -> Answer:  # noqa: ARG001 - a row's form
    """Tell the strength of each text: a score from 0 to 4 and a word. The shape is a guess."""
    scores = {name: strength.score_of(text) for name, text in request.data.items()}
    told = {
        name: {"score": score, "strength": strength.SCORES[score]} for name, score in scores.items()
    }
    return {"type": request.type, "data": told}


class ShowSecretsConfigRequest(Request, frozen=True):
    """ShowSecretsConfig has no members."""


@operation("GET", _CONFIG, action="csms:secret:getConfig", action_guessed=True)
def show_secrets_config(call: Call, request: ShowSecretsConfigRequest) -> Answer:  # noqa: ARG001 - a row's form
    """Tell whether the project wants the strength of its secrets checked."""
    return {"checking_secret_strength": call.project.checking_strength}


class UpdateSecretsConfigRequest(Request, frozen=True):
    """The members of UpdateSecretsConfig."""

    checking_secret_strength: bool | None = None


@operation("POST", _CONFIG, action="csms:secret:updateConfig", named_by="", action_guessed=True)
def update_secrets_config(call: Call, request: UpdateSecretsConfigRequest) -> Answer:
    """Remember whether the project wants that. It changes nothing else."""
    if request.checking_secret_strength is not None:
        call.project.checking_strength = request.checking_secret_strength
    return {"checking_secret_strength": call.project.checking_strength}
