"""The refusals of the service and its gateway, as facts; and the fake's own exceptions.

A `Refusal` is the fact, a `CsmsError` the raise. Texts are the service's own, spelling included.
"""

from dataclasses import dataclass

from fakecsms.evidence import Evidence

_ERROR_PAGE = "API page of the error codes"
_GATEWAY_PAGE = "error codes of the API gateway"
_OURS = "fakecsms itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One way in which the service or its gateway says no.

    `absent` marks the refusals whose HTTP status the choice `absent_status` decides.
    """

    code: str
    status: int
    message: str
    evidence: Evidence
    source: str
    absent: bool = False


def _service(code: str, status: int, message: str, *, absent: bool = False) -> Refusal:
    return Refusal(
        code=code,
        status=status,
        message=message,
        evidence=Evidence.DOCUMENTED,
        source=_ERROR_PAGE,
        absent=absent,
    )


def _gateway(code: str, status: int, message: str) -> Refusal:
    return Refusal(
        code=code,
        status=status,
        message=message,
        evidence=Evidence.DOCUMENTED,
        source=_GATEWAY_PAGE,
    )


def _ours(code: str, status: int, message: str) -> Refusal:
    return Refusal(code=code, status=status, message=message, evidence=Evidence.GUESS, source=_OURS)


INVALID_PARAMETER = _service("CSMS.0002", 400, "The value of parameter is invalid.")
INVALID_REQUEST = _service("CSMS.0003", 400, "The request is invalid.")
WRONG_BODY = _service("CSMS.0004", 400, "The requested body format is wrong.")
ABSENT = _service("CSMS.0005", 404, "The resource does not exist.", absent=True)
UNKNOWN_EVENT = _service("CSMS.0005", 400, "The resource does not exist.")
PENDING_DELETION = _service("CSMS.0103", 400, "The secret is in the scheduled deletion state.")
BUILTIN_STAGE = _service("CSMS.0105", 400, "Can not delete the system internal stage.")
ABSENT_SECRET = _service("CSMS.0106", 404, "The secret name not found int the db.", absent=True)
ALREADY_SCHEDULED = _service("CSMS.0107", 400, "The secret is in schedule delete state.")
NOT_SCHEDULED = _service("CSMS.0108", 400, "The secret is not in schedule delete state.")
NOT_ENABLED = _service("CSMS.0109", 403, "The secret state is not enabled.")
SECRET_QUOTA = _service("CSMS.0202", 400, "The number of secret has reached the upper limit.")
QUOTA = Refusal(
    code="CSMS.0202",
    status=400,
    message="The number of secret has reached the upper limit.",
    evidence=Evidence.GUESS,
    source="no page has a code for the quotas of events and tags; 02xx are the upper limits",
)
STAGE_LIMIT = _service("CSMS.0203", 400, "The number of stage has reached the upper limit.")
TOO_MANY_STAGES = _service("CSMS.0204", 400, "The number of stage is greater than the quota limit.")
KEY_UNUSABLE = _service(
    "CSMS.0401", 400, "Can not get the protected secret value using the provided KMS key."
)

UNKNOWN_PATH = _gateway(
    "APIGW.0101", 404, "The API does not exist or has not been published in the environment."
)
UNKNOWN_METHOD = _gateway("APIGW.0101", 404, "The API does not exist.")
BAD_REQUEST = _gateway("APIGW.0201", 400, "API request error.")
BODY_TOO_LARGE = _gateway("APIGW.0201", 413, "Request entity too large.")
TOO_MANY_HEADERS = _gateway("APIGW.0201", 494, "Request headers too large.")
NO_CREDENTIALS = _gateway(
    "APIGW.0301", 401, "Incorrect IAM authentication information: x-auth-token not found"
)

NOT_MODELLED = _ours("FAKECSMS.NotModelled", 501, "fakecsms does not model this.")
BUG = _ours("FAKECSMS.Bug", 500, "A bug of fakecsms. The test that met it shows its trace.")

REFUSALS: tuple[Refusal, ...] = tuple(
    each for each in list(globals().values()) if isinstance(each, Refusal)
)
"""All refusals, in the order of this file."""


class CsmsError(Exception):
    """The service says no. Raised in the model, put into its wire form by the gateway.

    `why` says to the person who reads the test what was wrong; it goes into the journal and never
    onto the wire. It never holds a secret value. `message` is what the client gets.
    """

    def __init__(self, refusal: Refusal, why: str, *, message: str | None = None) -> None:
        """Take the fact, the sentence for the journal, and a message more exact than the fact's."""
        super().__init__(f"{refusal.code}: {message or refusal.message} ({why})")
        self.refusal = refusal
        self.why = why
        self.message = message or refusal.message


def invalid(why: str) -> CsmsError:
    """Return the refusal of a parameter that breaks its rule, CSMS.0002."""
    return CsmsError(INVALID_PARAMETER, why)


def not_modelled(what: str) -> CsmsError:
    """Return the refusal of something that the real service has and the fake has not."""
    why = f"fakecsms does not model {what}."
    return CsmsError(NOT_MODELLED, why, message=why)


class FakeCsmsBugError(Exception):
    """A bug of fakecsms, raised in the test that met it; the cause is the original exception."""


class NestedCallError(Exception):
    """A rotation function called the fake, which holds its lock until the function returns."""


class EscapedCallError(Exception):
    """A call that would have left the test for Huawei Cloud; it was refused, nothing was sent."""
