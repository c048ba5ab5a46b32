"""Every operation is refused through the SDK, once for each code of the service that it can give.

The SDK reads the status, the code, the message and the request id off each refusal, in either form
of the body; and law 1: nothing has changed.
"""

from typing import Any

import pytest
from by_sdk import sent_by
from contract import ERROR_TEXTS, FACTS
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcsms.v1 import CsmsClient
from one_of_each import ELSEWHERE, REGION
from refusable import CASES, NO_BODY, NO_KEY, OPTIONS, QUOTA, Case, filled

from fakecsms import FakeCsms
from fakecsms.model.lifecycle import TABLE

FORBIDDEN = {"CSMS.0109"}
NOT_FOUND = {"CSMS.0005", "CSMS.0106"}
in_this_world = pytest.mark.csms(**OPTIONS)


def refused_by_sdk(
    fake: FakeCsms, client: CsmsClient, name: str, members: dict[str, Any], body: Any
) -> str:
    """Send a call that must be refused, and return the service's code."""
    before = fake.snapshot()
    with pytest.raises(ClientRequestException) as caught:
        sent_by(client, name, members, body)
    assert before == fake.snapshot()
    error, entry = caught.value, fake.calls[-1]
    assert (name, entry.error_code, entry.request_id) == (
        entry.operation,
        error.error_code,
        error.request_id,
    )
    assert ERROR_TEXTS[error.error_code] == error.error_msg
    assert status_of(error.error_code, name) == error.status_code == entry.status
    return str(error.error_code)


def status_of(code: str, name: str) -> int:
    """Return the HTTP status of a code; an unknown event in a body is not what is looked for."""
    if code == "CSMS.0005" and name in {"CreateSecret", "UpdateSecret"}:
        return 400
    return 403 if code in FORBIDDEN else 404 if code in NOT_FOUND else 400


@in_this_world
@pytest.mark.parametrize(
    ("name", "case"),
    [
        pytest.param(name, case, id=f"{name}-{case.code}-{number}")
        for name, cases in CASES.items()
        for number, case in enumerate(cases)
    ],
)
def test_the_operation_gives_this_refusal(
    csms: FakeCsms, csms_client: CsmsClient, name: str, case: Case
) -> None:
    members = dict(case.members or {})
    if not case.alone:
        filled(csms)
    if case.make_room:
        sent_by(csms_client, "DeleteSecret", {"secret_name": "db"})
    if members.get("secret_id") == "db":
        members["secret_id"] = csms.secret("db").id
    assert case.code == refused_by_sdk(csms, csms_client, name, members, case.body)


@in_this_world
def test_a_backup_is_refused_for_the_quota_and_for_its_key(
    csms: FakeCsms, csms_client: CsmsClient
) -> None:
    csms.put_secret("lost", "x", kms_key_id="dead")
    downloaded = sent_by(csms_client, "DownloadSecretBlob", {"secret_name": "lost"})
    body = {"secret_blob": downloaded.secret_blob}
    sent_by(csms_client, "DeleteSecret", {"secret_name": "lost"})
    filled(csms)
    assert QUOTA == refused_by_sdk(csms, csms_client, "UploadSecretBlob", {}, body)
    sent_by(csms_client, "DeleteSecret", {"secret_name": "db"})
    assert NO_KEY == refused_by_sdk(csms, csms_client, "UploadSecretBlob", {}, body)


@in_this_world
def test_a_copy_is_refused_for_the_keys_of_both_regions(
    csms: FakeCsms, csms_client: CsmsClient
) -> None:
    csms.put_secret("db", "x", kms_key_id="here")
    csms.put_secret("other", "x", project_id=ELSEWHERE, kms_key_id="there")
    names, body = {"secret_name": "db"}, {"region": REGION, "kms_key_id": "there"}
    csms.kms.disable("there", project_id=ELSEWHERE)
    assert NO_KEY == refused_by_sdk(csms, csms_client, "CreateSecretReplica", names, body)
    csms.kms.enable("there", project_id=ELSEWHERE)
    csms.kms.disable("here")
    assert NO_KEY == refused_by_sdk(csms, csms_client, "CreateSecretReplica", names, body)


def test_every_operation_is_there_with_every_refusal_of_a_state() -> None:
    assert FACTS.keys() == CASES.keys()
    for name, cells in TABLE.items():
        by_state = {refusal.code for refusal in cells.values() if refusal}
        assert by_state <= {case.code for case in CASES[name]}


def test_what_needs_a_body_is_refused_without_one() -> None:
    with_body = {name for name, fact in FACTS.items() if fact.body and fact.body_needed}
    told = {name for name, cases in CASES.items() if NO_BODY in [case.code for case in cases]}
    assert with_body == told
