"""What a rotation needs around it: agencies, and the text that a function may begin with.

An agency is there once it was made, for one type and for all projects alike; ShowAgency says so
in a text.
"""

import ast

import pytest
from huaweicloudsdkcsms.v1 import (
    CreateAgencyRequest,
    CreateAgencyRequestBody,
    CsmsClient,
    ShowAgencyRequest,
    ShowSecretFunctionTemplatesRequest,
)
from sending import answered, refused, send, why

from fakecsms import FakeCsms

TYPES = ["RDS-FG", "GaussDB-FG"]
ENGINES = ["mysql", "postgresql", "sqlserver"]


def granted(fake: FakeCsms, secret_type: str) -> str:
    answer = answered(fake, "ShowAgency", query=f"secret_type={secret_type}")
    return str(answer["agency_granted"])


@pytest.mark.parametrize("secret_type", TYPES)
def test_there_is_no_agency_until_it_was_made(fake: FakeCsms, secret_type: str) -> None:
    assert "false" == granted(fake, secret_type)
    answered(fake, "CreateAgency", body={"secret_type": secret_type})
    assert "true" == granted(fake, secret_type)


@pytest.mark.parametrize(("made", "other"), [TYPES, TYPES[::-1]])
def test_the_agency_of_one_type_is_not_the_others(fake: FakeCsms, made: str, other: str) -> None:
    answered(fake, "CreateAgency", body={"secret_type": made})
    assert "false" == granted(fake, other)


def test_an_agency_is_made_once(fake: FakeCsms) -> None:
    body = {"secret_type": "RDS-FG"}
    first = answered(fake, "CreateAgency", body=body)
    assert {"agency_name", "agency_id"} == first["agencies"][0].keys()
    assert first == answered(fake, "CreateAgency", body=body)


def test_an_agency_may_be_there_before_any_call(fake: FakeCsms) -> None:
    fake.agencies.grant("RDS-FG")
    assert "true" == granted(fake, "RDS-FG")


def test_an_agency_may_fail(fake: FakeCsms) -> None:
    fake.agencies.refuse("RDS-FG", "no permission")
    (agency,) = answered(fake, "CreateAgency", body={"secret_type": "RDS-FG"})["agencies"]
    assert ({"agency_name", "error_msg"}, "no permission") == (agency.keys(), agency["error_msg"])
    assert "false" == granted(fake, "RDS-FG")


def test_an_agency_that_failed_may_be_granted_after_all(fake: FakeCsms) -> None:
    fake.agencies.refuse("RDS-FG", "no permission")
    fake.agencies.grant("RDS-FG")
    (agency,) = answered(fake, "CreateAgency", body={"secret_type": "RDS-FG"})["agencies"]
    assert "agency_id" in agency
    assert "true" == granted(fake, "RDS-FG")


@pytest.mark.parametrize("secret_type", ["COMMON", "RDS", "rds-fg", ""])
def test_there_are_agencies_for_the_types_that_rotate_alone(
    fake: FakeCsms, secret_type: str
) -> None:
    body = {"secret_type": secret_type}
    assert (400, "CSMS.0002") == refused(fake, "CreateAgency", body=body)
    query = f"secret_type={secret_type}"
    assert (400, "CSMS.0002") == refused(fake, "ShowAgency", query=query)
    assert "secret_type must be one of RDS-FG, GaussDB-FG." == why(fake)
    for declare in (fake.agencies.grant, lambda name: fake.agencies.refuse(name, "no")):
        with pytest.raises(ValueError, match="is no type that rotates"):
            declare(secret_type)


def test_a_type_is_needed(fake: FakeCsms) -> None:
    assert (400, "CSMS.0002") == refused(fake, "CreateAgency", body={})
    assert (400, "CSMS.0004") == refused(fake, "CreateAgency")
    assert (400, "CSMS.0002") == refused(fake, "ShowAgency")
    assert "secret_type is missing." == why(fake)


def test_a_snapshot_holds_agencies_and_a_reset_forgets_them(fake: FakeCsms) -> None:
    fake.agencies.grant("RDS-FG")
    before = fake.snapshot()
    fake.reset()
    assert "false" == granted(fake, "RDS-FG")
    fake.restore(before)
    assert "true" == granted(fake, "RDS-FG")


def template(fake: FakeCsms, secret_type: str, sub_type: str, engine: str | None) -> str:
    query = f"secret_type={secret_type}&secret_sub_type={sub_type}"
    query += f"&engine={engine}" if engine else ""
    answer = answered(fake, "ShowSecretFunctionTemplates", query=query)
    return str(answer["function_templates"])


@pytest.mark.parametrize("sub_type", ["SingleUser", "MultiUser"])
@pytest.mark.parametrize(
    ("secret_type", "engine"), [("GaussDB-FG", None), *(("RDS-FG", engine) for engine in ENGINES)]
)
def test_a_template_is_a_python_function(
    fake: FakeCsms, secret_type: str, sub_type: str, engine: str | None
) -> None:
    tree = ast.parse(template(fake, secret_type, sub_type, engine))
    (function,) = (each for each in tree.body if isinstance(each, ast.FunctionDef))
    assert ("handler", ["event", "context"]) == (
        function.name,
        [each.arg for each in function.args.args],
    )


def test_templates_differ_as_their_engines_and_users_do(fake: FakeCsms) -> None:
    texts = {
        template(fake, "RDS-FG", sub_type, engine)
        for sub_type in ("SingleUser", "MultiUser")
        for engine in ENGINES
    }
    assert 6 == len(texts)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("secret_type=RDS-FG&secret_sub_type=SingleUser", "engine is needed"),
        ("secret_type=GaussDB-FG&secret_sub_type=SingleUser&engine=mysql", "engine is not poss"),
        ("secret_type=RDS-FG&secret_sub_type=SingleUser&engine=oracle", "engine must be one of"),
        ("secret_type=RDS-FG&secret_sub_type=SingleUser&engine=", "engine must be one of"),
        ("secret_type=COMMON&secret_sub_type=SingleUser", "secret_type must be one of"),
        ("secret_type=RDS-FG&secret_sub_type=Both&engine=mysql", "secret_sub_type must be one"),
        ("secret_type=RDS-FG&engine=mysql", "secret_sub_type is missing"),
        ("secret_sub_type=SingleUser&engine=mysql", "secret_type is missing"),
    ],
)
def test_templates_that_there_are_not(fake: FakeCsms, query: str, sentence: str) -> None:
    assert (400, "CSMS.0002") == refused(fake, "ShowSecretFunctionTemplates", query=query)
    assert why(fake).startswith(sentence)


def test_the_sdk_makes_and_shows_an_agency(csms: FakeCsms, csms_client: CsmsClient) -> None:
    body = CreateAgencyRequestBody(secret_type="RDS-FG")
    (agency,) = csms_client.create_agency(CreateAgencyRequest(body=body)).agencies
    assert (None, True) == (agency.error_msg, bool(agency.agency_id))
    shown = csms_client.show_agency(ShowAgencyRequest(secret_type="RDS-FG"))
    assert "true" == shown.agency_granted
    assert [None, None] == [each.project_id for each in csms.calls]


def test_the_sdk_shows_a_template(csms: FakeCsms, csms_client: CsmsClient) -> None:
    request = ShowSecretFunctionTemplatesRequest(
        secret_type="RDS-FG", secret_sub_type="MultiUser", engine="postgresql"
    )
    text = csms_client.show_secret_function_templates(request).function_templates
    query = "secret_type=RDS-FG&secret_sub_type=MultiUser&engine=postgresql"
    shown = send(csms, "ShowSecretFunctionTemplates", query=query).json()
    assert shown == {"function_templates": text}
