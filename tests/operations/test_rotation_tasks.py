"""ListSecretTask: the rotation tasks in the order in which they were made.

Law 4: pages of any size, put together, are the whole list. A task is final when RotateSecret
answers, and stays as it is.
"""

import math
from typing import Any

import pytest
from huaweicloudsdkcsms.v1 import CsmsClient, ListSecretTaskRequest
from sending import NOW_MS, answered, frozen_fake, refused, why
from test_rotation import SINGLE, put_rotating, rotated
from test_rotation_failed import refusing

from fakecsms import FakeCsms

NEW = {"secret_type": "RDS-FG", "rotation_config": SINGLE}
ORDER = ["rds", "gauss", "rds", "gauss", "gauss", "rds", "rds"]


@pytest.fixture
def fake() -> FakeCsms:
    """A fake with seven tasks: of `rds`, which works, and of `gauss`, which fails."""
    fake = frozen_fake()
    put_rotating(fake)
    fake.put_secret("gauss", "x", **NEW)
    fake.rotation_function("gauss", refusing)
    for name in ORDER:
        rotated(fake, name)
        fake.clock.advance(seconds=1)
    return fake


def ids(fake: FakeCsms, *, secret_name: str | None = None) -> list[str]:
    every = fake.rotation_tasks()
    return [each.id for each in every if secret_name in (None, each.secret_name)]


def listed(fake: FakeCsms, query: str = "") -> list[str]:
    return [each["task_id"] for each in answered(fake, "ListSecretTask", query=query)["tasks"]]


def test_tasks_are_listed_oldest_first(fake: FakeCsms) -> None:
    answer = answered(fake, "ListSecretTask")
    assert (7, None) == (answer["total"], answer["next_marker"])
    assert ORDER == [each["secret_name"] for each in answer["tasks"]]
    assert [NOW_MS + 1_000 * n for n in range(7)] == [each["task_time"] for each in answer["tasks"]]
    assert ids(fake) == [each["task_id"] for each in answer["tasks"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("secret_name=rds", ["rds"] * 4),
        ("secret_name=nobody", []),
        ("status=SUCCESS", ["rds"] * 4),
        ("status=FAILED", ["gauss"] * 3),
        ("status=FAILED&secret_name=gauss", ["gauss"] * 3),
        ("status=FAILED&secret_name=rds", []),
    ],
)
def test_tasks_are_filtered(fake: FakeCsms, query: str, names: list[str]) -> None:
    answer = answered(fake, "ListSecretTask", query=query)
    assert names == [each["secret_name"] for each in answer["tasks"]]
    assert len(names) == answer["total"]


@pytest.mark.parametrize("place", range(7))
def test_one_task_is_found_by_its_id(fake: FakeCsms, place: int) -> None:
    task_id = ids(fake)[place]
    answer = answered(fake, "ListSecretTask", query=f"task_id={task_id}")
    expected = (1, ORDER[place], task_id, None)
    (task,) = answer["tasks"]
    assert expected == (
        answer["total"],
        task["secret_name"],
        task["task_id"],
        answer["next_marker"],
    )


def test_an_unknown_task_is_no_task(fake: FakeCsms) -> None:
    expected = {"total": 0, "tasks": [], "next_marker": None}
    assert expected == answered(fake, "ListSecretTask", query="task_id=nobody")


@pytest.mark.parametrize("beside", ["secret_name=rds", "status=FAILED", "limit=1", "marker=x"])
def test_an_id_stands_alone(fake: FakeCsms, beside: str) -> None:
    query = f"task_id={ids(fake)[0]}&{beside}"
    assert (400, "CSMS.0002") == refused(fake, "ListSecretTask", query=query)
    assert "task_id must not be combined with another filter." == why(fake)


@pytest.mark.parametrize("limit", range(1, 9))
@pytest.mark.parametrize("name", [None, "rds", "gauss"])
def test_pages_put_together_are_the_whole_list(
    fake: FakeCsms, limit: int, name: str | None
) -> None:
    chosen = f"&secret_name={name}" if name else ""
    expected = ids(fake, secret_name=name)
    found: list[str] = []
    pages = 0
    marker: str | None = ""
    while marker is not None:
        pages += 1
        query = f"limit={limit}&marker={marker}{chosen}"
        answer = answered(fake, "ListSecretTask", query=query)
        assert len(expected) == answer["total"]
        marker = answer["next_marker"]
        found += (each["task_id"] for each in answer["tasks"])
        assert marker is None or found[-1] == marker
    assert (expected, math.ceil(len(expected) / limit)) == (found, pages)


def test_a_marker_that_the_filter_leaves_out_is_a_place_all_the_same(fake: FakeCsms) -> None:
    marker = ids(fake)[2]
    expected = [task_id for task_id in ids(fake, secret_name="gauss") if task_id in ids(fake)[3:]]
    assert expected == listed(fake, f"marker={marker}&secret_name=gauss")


def test_behind_the_last_task_there_is_none(fake: FakeCsms) -> None:
    answer = answered(fake, "ListSecretTask", query=f"marker={ids(fake)[-1]}")
    assert (7, [], None) == (answer["total"], answer["tasks"], answer["next_marker"])


def test_a_marker_that_is_no_task_is_refused(fake: FakeCsms) -> None:
    assert (400, "CSMS.0002") == refused(fake, "ListSecretTask", query="marker=nobody")
    assert "marker names no task." == why(fake)


@pytest.mark.parametrize("limit", ["0", "1001", "abc", "-1", "1.5", "", "٣", "1 "])
def test_sizes_that_are_refused(fake: FakeCsms, limit: str) -> None:
    assert (400, "CSMS.0002") == refused(fake, "ListSecretTask", query=f"limit={limit}")
    assert "limit must be a whole number from 1 to 1000." == why(fake)


@pytest.mark.parametrize("query", ["status=RUNNING", "status=success", "status="])
def test_filters_that_are_refused(fake: FakeCsms, query: str) -> None:
    assert (400, "CSMS.0002") == refused(fake, "ListSecretTask", query=query)


def test_a_page_without_a_limit_has_fifty(fake: FakeCsms) -> None:
    for _ in range(50):
        rotated(fake)
    answer = answered(fake, "ListSecretTask")
    assert (57, 50) == (answer["total"], len(answer["tasks"]))
    assert ids(fake)[49] == answer["next_marker"]


def test_next_marker_always_names_the_last_task() -> None:
    fake = frozen_fake(next_marker_always=True)
    put_rotating(fake)
    assert rotated(fake).id == answered(fake, "ListSecretTask")["next_marker"]


def test_a_task_outlives_its_secret(fake: FakeCsms) -> None:
    before = answered(fake, "ListSecretTask", query="secret_name=rds")
    answered(fake, "DeleteSecret", "rds")
    fake.clock.advance(days=400)
    assert before == answered(fake, "ListSecretTask", query="secret_name=rds")


def test_each_project_has_its_own_tasks(fake: FakeCsms) -> None:
    fake.put_secret("rds", "x", project_id="other", **NEW)
    answer = answered(fake, "RotateSecret", "rds", project_id="other")
    theirs = answered(fake, "ListSecretTask", project_id="other")["tasks"]
    assert [answer["rotation_task_id"]] == [each["task_id"] for each in theirs]
    assert [each["task_id"] for each in theirs] == [
        each.id for each in fake.rotation_tasks(project_id="other")
    ]
    assert 7 == len(listed(fake))


@pytest.mark.parametrize(
    ("members", "names"),
    [
        ({}, ORDER),
        ({"secret_name": "gauss", "status": "FAILED"}, ["gauss"] * 3),
        ({"limit": 2}, ORDER[:2]),
    ],
)
def test_the_sdk_lists_tasks(
    csms: FakeCsms, csms_client: CsmsClient, members: dict[str, Any], names: list[str]
) -> None:
    put_rotating(csms)
    csms.put_secret("gauss", "x", **NEW)
    csms.rotation_function("gauss", refusing)
    for name in ORDER:
        rotated(csms, name)
    answer = csms_client.list_secret_task(ListSecretTaskRequest(**members))
    assert names == [each.secret_name for each in answer.tasks]
    assert (answer.tasks[-1].task_id if "limit" in members else None) == answer.next_marker
