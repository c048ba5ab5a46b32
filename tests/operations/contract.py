"""What the API pages, the published definitions and the SDK say of the operations, as data.

A copy of facts, kept apart from the code on purpose: whatever the code believes of itself is
compared with this.
"""

from collections.abc import Mapping

from fact import Fact
from facts_around import AROUND_FACTS
from facts_of_copies import COPY_FACTS
from facts_of_secrets import ONE_SECRET, SECRET_FACTS
from shapes import SECRET, fault_of

__all__ = ["ERROR_TEXTS", "FACTS", "ONE_SECRET", "SECRET", "Fact", "fault_of"]

FACTS: Mapping[str, Fact] = {**SECRET_FACTS, **COPY_FACTS, **AROUND_FACTS}

ERROR_TEXTS: Mapping[str, str] = {
    "CSMS.0002": "The value of parameter is invalid.",
    "CSMS.0003": "The request is invalid.",
    "CSMS.0004": "The requested body format is wrong.",
    "CSMS.0005": "The resource does not exist.",
    "CSMS.0103": "The secret is in the scheduled deletion state.",
    "CSMS.0105": "Can not delete the system internal stage.",
    "CSMS.0106": "The secret name not found int the db.",
    "CSMS.0107": "The secret is in schedule delete state.",
    "CSMS.0108": "The secret is not in schedule delete state.",
    "CSMS.0109": "The secret state is not enabled.",
    "CSMS.0202": "The number of secret has reached the upper limit.",
    "CSMS.0203": "The number of stage has reached the upper limit.",
    "CSMS.0204": "The number of stage is greater than the quota limit.",
    "CSMS.0401": "Can not get the protected secret value using the provided KMS key.",
}
"""The texts of the service's error page, with its spelling."""
