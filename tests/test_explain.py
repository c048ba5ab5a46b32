"""What the fake believes can be asked for: every rule with its default, evidence and source.

The laws: each operation, error code, choice and limit is explained; no row, refusal, choice or
limit is without a source; the command line prints the same, and says so where it knows nothing.
"""

import dataclasses
import re
import subprocess
import sys

import pytest

from fakecsms.choices import Choices
from fakecsms.doors.cli import main
from fakecsms.errors import REFUSALS, Refusal
from fakecsms.evidence import Evidence
from fakecsms.explain import (
    OPERATIONS_HEAD,
    STATES_HEAD,
    columns,
    explain,
    operation_rows,
    state_rows,
)
from fakecsms.limits import Limits
from fakecsms.operations import OPERATIONS, Operation

FIELDS = [*dataclasses.fields(Choices), *dataclasses.fields(Limits)]
TERMS = [
    *(row.name for row in OPERATIONS),
    *sorted({refusal.code for refusal in REFUSALS}),
    *(field.name for field in FIELDS),
]
EVIDENCE = "|".join(Evidence)


@pytest.mark.parametrize("term", TERMS)
def test_every_rule_is_explained_with_evidence_and_source(term: str) -> None:
    told = str(explain(term))
    assert term in told
    ends = re.findall(
        rf"^evidence: (?:{EVIDENCE})\nsource: \S.{{9,}}(?=\n\n|\Z)", told, re.MULTILINE
    )
    assert told.endswith(ends[-1])
    assert len(ends) == told.count("evidence: ") == told.count("source: ")
    assert len(ends) == max(1, sum(each.code == term for each in REFUSALS))


@pytest.mark.parametrize("term", TERMS)
def test_no_line_of_it_begins_or_ends_with_a_space(term: str) -> None:
    lines = str(explain(term)).splitlines()
    assert [line.strip() for line in lines] == lines


@pytest.mark.parametrize("row", OPERATIONS, ids=lambda row: row.name)
def test_an_operation_tells_how_it_is_called_and_what_it_does(row: Operation[object]) -> None:
    head, what, *rest = str(explain(row.name)).splitlines()
    assert f"{row.name}: {row.method} {row.path}" == head
    assert (row.perform.__doc__ or "").splitlines()[0] == what
    assert f"answers: {row.status}; errors: {row.envelope}" in rest
    guessed = " (a guess)" if row.action_guessed else ""
    assert f"IAM action: {row.action or 'none'}{guessed}" in rest
    assert f"source: {row.source}" == rest[-1]


@pytest.mark.parametrize(
    "refusal", REFUSALS, ids=lambda refusal: f"{refusal.code}-{refusal.status}"
)
def test_an_error_code_tells_every_refusal_that_has_it(refusal: Refusal) -> None:
    told = str(explain(refusal.code)).split("\n\n")
    mine = f"{refusal.code}: status {refusal.status}\n{refusal.message}\n"
    whole = f"{mine}evidence: {refusal.evidence}\nsource: {refusal.source}"
    assert whole in told
    assert len(told) == sum(each.code == refusal.code for each in REFUSALS)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_choice_or_limit_tells_default_reason_and_what_it_may_be(
    field: dataclasses.Field[object],
) -> None:
    told = str(explain(field.name)).splitlines()
    facts = field.metadata
    assert f"{field.name}: default {field.default!r}" == told[0]
    assert facts["why"] == told[1]
    assert [f"evidence: {facts['evidence']}", f"source: {facts['source']}"] == told[-2:]
    allowed = f"one of: {', '.join(map(repr, facts['allowed']))}"
    assert (allowed in told) == bool(facts["allowed"])


@pytest.mark.parametrize(
    ("term", "first"),
    [
        ("rotatesecret", "RotateSecret: POST "),
        ("ROTATESECRET", "RotateSecret: POST "),
        ("rotate_secret", "RotateSecret: POST "),
        ("csms.0106", "CSMS.0106: status 404"),
        ("fakecsms.bug", "FAKECSMS.Bug: status 500"),
        ("Absent_Status", "absent_status: default 404"),
    ],
)
def test_case_does_not_matter_and_the_sdks_method_is_the_operation_too(
    term: str, first: str
) -> None:
    assert str(explain(term)).startswith(first)


@pytest.mark.parametrize("term", ["", "CSMS", "CSMS.0001", "Rotate", "secret", "0106", "why", " "])
def test_a_word_that_is_no_rule_is_not_explained(term: str) -> None:
    assert explain(term) is None


def test_nothing_is_without_a_source() -> None:
    sources = {row.name: row.source for row in OPERATIONS}
    sources |= {f"{each.code} {each.status}": each.source for each in REFUSALS}
    sources |= {field.name: field.metadata["source"] for field in FIELDS}
    assert [] == [name for name, source in sources.items() if len(source.strip()) < 10]
    assert [] == [each.name for each in FIELDS if len(each.metadata["why"].strip()) < 10]


def test_the_table_of_operations_has_a_row_for_each() -> None:
    assert ("operation", "method", "path", "evidence", "IAM action") == OPERATIONS_HEAD
    rows = operation_rows()
    assert [row.name for row in OPERATIONS] == [name for name, *_ in rows]
    assert {len(OPERATIONS_HEAD)} == set(map(len, rows))
    actions = {name: action for name, *_, action in rows}
    assert ("csms:secret:create", "csms:secret:createTag?", "none") == (
        actions["CreateSecret"],
        actions["CreateSecretTag"],
        actions["CreateAgency"],
    )


def test_the_table_of_states_tells_ok_or_the_refusal() -> None:
    assert ("operation", "ENABLED", "DISABLED", "PENDING_DELETE", "FROZEN") == STATES_HEAD
    rows = {name: cells for name, *cells in state_rows()}
    assert ["ok", "403 CSMS.0109", "400 CSMS.0103", "403 CSMS.0109"] == rows["RotateSecret"]
    assert ["ok"] * 4 == rows["ShowSecret"]
    assert "CreateSecret" not in rows


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert "a   bcd\nef  g\nh" == columns([("a", "bcd"), ("ef", "g"), ("h", "")])


def test_the_command_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["operations"])
    told = capsys.readouterr()
    head, *lines = told.out.splitlines()
    assert OPERATIONS_HEAD == tuple(re.split(r" {2,}", head))
    assert operation_rows() == [tuple(re.split(r" {2,}", line)) for line in lines]
    assert "" == told.err


@pytest.mark.parametrize("term", ["RotateSecret", "CSMS.0005", "absent_status", "headers_max"])
def test_the_command_explains(capsys: pytest.CaptureFixture[str], term: str) -> None:
    assert 0 == main(["explain", term])
    assert (f"{explain(term)}\n", "") == capsys.readouterr()


@pytest.mark.parametrize("term", ["", "CSMS.9999", "no-such", "\udcff", "ключ"])
def test_the_command_says_what_it_does_not_know_and_fails(
    capsys: pytest.CaptureFixture[str], term: str
) -> None:
    assert 1 == main(["explain", term])
    told = capsys.readouterr()
    assert ("", f"fakecsms: {term!r} is no operation, error code, choice or limit\n") == told


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["operations"], 0, "CreateSecret "),
        (["explain", "csms.0106"], 0, "CSMS.0106: status 404"),
        (["explain", "no-such"], 1, "fakecsms: 'no-such' is no operation"),
        (["explain"], 2, "usage: fakecsms explain"),
        ([], 2, "usage: fakecsms"),
    ],
    ids=str,
)
def test_python_m_fakecsms_is_the_command(words: list[str], status: int, said: str) -> None:
    asked = [sys.executable, "-W", "error", "-m", "fakecsms", *words]
    run = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    heard, silent = (run.stdout, run.stderr) if status == 0 else (run.stderr, run.stdout)
    assert (status, "") == (run.returncode, silent)
    assert said in heard
