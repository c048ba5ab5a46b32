"""Queries: what an operation needs of them, and each of their members at its bounds and beyond.

The law: a member of the query that is missing, or breaks its rule, is CSMS.0002 and named. Of two
of one name the last counts. There is no null in a query: a name without a value is an empty text.
"""

import msgspec
import pytest
from good_calls import CANARY, GOOD
from refusing import refused

from fakecsms import FakeCsms
from fakecsms.operations import OPERATIONS

_NUMBERS = ["", "-1", "+1", "%2B1", "1.0", "1e1", "0x1", "1_0", "abc", "null", "true", "%201"]
_NUMBERS += ["1%20", "1%0A", "%D9%A1", "%EF%BC%91", "%C2%B2", "%00", "[1]", "9" * 6_000, CANARY]
_ID = "0" * 8 + "-0000-0000-0000-" + "0" * 12

_LET_IN = [
    ("ListUsers", "offset=0&limit=10"),
    ("ListUsers", "offset=0&limit=100"),
    ("ListUsers", "offset=00&limit=0010"),
    ("ListUsers", "offset=999999999&limit=10"),
    ("ListUsers", "offset=0&limit=10&org_id=&user_info="),
    ("ListUsers", "offset=0&limit=10&user_info=" + "%C3%A9" * 64),
    ("ListSecretTask", "status=SUCCESS&limit=1"),
    ("ListSecretTask", "status=FAILED&limit=1000"),
    ("ListSecretTask", "secret_name=" + "s" * 64),
    ("ListSecretTask", "marker="),
    ("ListSecretTask", f"task_id={_ID}"),
    ("ShowAgency", "secret_type=RDS-FG"),
    ("ShowAgency", "secret_type=GaussDB-FG"),
    ("ShowSecretFunctionTemplates", "secret_type=GaussDB-FG&secret_sub_type=SingleUser"),
    *(
        (
            "ShowSecretFunctionTemplates",
            f"secret_type=RDS-FG&secret_sub_type=MultiUser&engine={each}",
        )
        for each in ("mysql", "postgresql", "sqlserver")
    ),
    ("ListGrants", "resource_id=r"),
    ("ListGrants", "resource_id=" + "%E2%82%AC" * 64),
    ("DeleteGrant", "resource_id=group-1&grantee_user="),
]

_REFUSED = [
    *(("ListUsers", f"offset={each}&limit=10", "offset must be") for each in _NUMBERS),
    *(("ListUsers", f"offset=0&limit={each}", "limit must be from 10") for each in _NUMBERS),
    ("ListUsers", "offset=0&limit=9", "limit must be from 10 to 100"),
    ("ListUsers", "offset=0&limit=0", "limit must be from 10 to 100"),
    ("ListUsers", "offset=0&limit=101", "limit must be from 10 to 100"),
    ("ListUsers", "offset=1000000000&limit=10", "offset must be a page number from 0"),
    ("ListUsers", f"offset=0&limit=10&user_info={CANARY * 4}", "user_info must be 0 to 64"),
    *(("ListSecretTask", f"limit={each}", "limit must be a whole number") for each in _NUMBERS),
    ("ListSecretTask", "limit=0", "limit must be a whole number from 1 to 1000"),
    ("ListSecretTask", "limit=1001", "limit must be a whole number from 1 to 1000"),
    ("ListSecretTask", "status=", "status must be one of SUCCESS, FAILED"),
    ("ListSecretTask", "status=success", "status must be one of SUCCESS, FAILED"),
    ("ListSecretTask", f"status={CANARY}", "status must be one of SUCCESS, FAILED"),
    ("ListSecretTask", f"marker={_ID}", "marker names no task"),
    ("ListSecretTask", f"marker={CANARY}", "marker names no task"),
    *(
        ("ListSecretTask", f"task_id={_ID}&{each}", "task_id must not be combined")
        for each in ("secret_name=db", "status=FAILED", "limit=1", f"marker={_ID}")
    ),
    *(
        ("ShowAgency", f"secret_type={each}", "secret_type must be one of RDS-FG, GaussDB-FG")
        for each in ("", "COMMON", "RDS", "rds-fg", "RDS-FG%0A", CANARY)
    ),
    (
        "ShowSecretFunctionTemplates",
        "secret_type=COMMON&secret_sub_type=SingleUser",
        "secret_type must be one of RDS-FG, GaussDB-FG",
    ),
    *(
        (
            "ShowSecretFunctionTemplates",
            f"secret_type=GaussDB-FG&secret_sub_type={each}",
            "secret_sub_type must be one of SingleUser, MultiUser",
        )
        for each in ("", "singleuser", "SingleUser ", CANARY)
    ),
    *(
        (
            "ShowSecretFunctionTemplates",
            f"secret_type=RDS-FG&secret_sub_type=SingleUser&engine={each}",
            "engine must be one of mysql, postgresql, sqlserver",
        )
        for each in ("", "MySQL", "mariadb", CANARY)
    ),
    (
        "ShowSecretFunctionTemplates",
        "secret_type=RDS-FG&secret_sub_type=SingleUser",
        "engine is needed for the secret_type RDS-FG",
    ),
    (
        "ShowSecretFunctionTemplates",
        "secret_type=GaussDB-FG&secret_sub_type=SingleUser&engine=mysql",
        "engine is not possible for the secret_type GaussDB-FG",
    ),
    *(
        (operation, f"resource_id={each}", "resource_id must be 1 to 64 characters")
        for operation in ("ListGrants", "DeleteGrant")
        for each in ("", "r" * 65, CANARY * 4)
    ),
    (
        "DeleteGrant",
        f"resource_id=group-1&grantee_user={CANARY * 4}",
        "grantee_user must be 0 to 64 characters",
    ),
]
_NEEDED = [
    (row.name, field.name)
    for row in OPERATIONS
    for field in msgspec.structs.fields(row.request)
    if field.required and field.name in row.query
]


def _id(text: str) -> str:
    return text[:60]


@pytest.mark.parametrize(("operation", "query"), _LET_IN, ids=_id)
def test_a_query_at_its_bounds_is_let_in(fake: FakeCsms, operation: str, query: str) -> None:
    call = GOOD[operation].asking(query)
    assert call.status == fake.call(call.method, call.path).status, fake.calls[-1].why
    assert () == fake.calls[-1].unread


@pytest.mark.parametrize(("operation", "query", "about"), _REFUSED, ids=_id)
def test_a_query_beyond_its_bounds_is_refused(
    fake: FakeCsms, operation: str, query: str, about: str
) -> None:
    refused(fake, "CSMS.0002", GOOD[operation].asking(query), None, about=about)


@pytest.mark.parametrize(("operation", "member"), _NEEDED)
def test_a_needed_member_that_is_missing_is_refused_by_its_name(
    fake: FakeCsms, operation: str, member: str
) -> None:
    query = GOOD[operation].path.partition("?")[2].split("&")
    rest = [each for each in query if not each.startswith(f"{member}=")]
    assert len(query) == len(rest) + 1
    call = GOOD[operation].asking("&".join(rest))
    refused(fake, "CSMS.0002", call, call.body, about=f"{member} is missing")


def test_the_operations_that_need_something_of_the_query_are_these() -> None:
    assert [
        ("ShowAgency", "secret_type"),
        ("ShowSecretFunctionTemplates", "secret_type"),
        ("ShowSecretFunctionTemplates", "secret_sub_type"),
        ("ListGrants", "resource_id"),
        ("UpdateGrant", "resource_id"),
        ("DeleteGrant", "resource_id"),
        ("ListUsers", "offset"),
        ("ListUsers", "limit"),
    ] == _NEEDED


@pytest.mark.parametrize(("operation", "member"), _NEEDED)
def test_the_last_of_two_counts(fake: FakeCsms, operation: str, member: str) -> None:
    call, spoilt = GOOD[operation], f"{member}="
    query = call.path.partition("?")[2]
    for asked, status in ((f"{query}&{spoilt}", 400), (f"{spoilt}&{query}", call.status)):
        method, path, body = call.asking(asked)[1:4]
        assert status == fake.call(method, path, body=body).status


@pytest.mark.parametrize("resource_id", ["", "r" * 65, CANARY * 4])
def test_the_resource_of_an_update_is_judged_in_the_query_alone(
    fake: FakeCsms, resource_id: str
) -> None:
    call = GOOD["UpdateGrant"]
    asked = call.asking(f"resource_id={resource_id}")
    refused(fake, "CSMS.0002", asked, call.body, about="resource_id must be 1 to 64 characters")
    told = call.sending(resource_id=resource_id)
    assert 200 == fake.call(told.method, told.path, body=told.body).status
    assert () == fake.calls[-1].unread
