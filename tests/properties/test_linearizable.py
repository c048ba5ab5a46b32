"""Law 12: concurrent calls are linearizable: some order of them, one at a time, explains them all.

Two async clients of the SDK, each with its pool of eight threads, and sixteen threads at a live
server hammer one secret; the checker looks for the order. It is shown to say no where there is
none.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from random import Random
from typing import Any

import pytest
import strategies as s
from asking import ask, request_of
from histories import Perform, Plan, Told, is_linearizable, recorded, recorded_together
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcsms import v1 as sdk
from huaweicloudsdkcsms.v1.region.csms_region import CsmsRegion
from naive import NaiveCsms

from fakecsms import FakeCsms, FakeCsmsServer, mock_csms

SECRET = s.SECRET_A
NEW = {"project_id": s.DEFAULT_PROJECT, "secret_string": "new"}
STAGE = {**SECRET, "stage_name": "a"}
CURRENT = {**SECRET, "stage_name": "SYSCURRENT"}
WORKERS = 16
DEEDS: list[tuple[str, dict[str, Any]]] = [
    ("CreateSecretVersion", {**SECRET, "secret_string": "one"}),
    ("CreateSecretVersion", {**SECRET, "secret_string": "other", "version_stages": ["a"]}),
    ("UpdateSecretStage", {**STAGE, "version_id": "v1"}),
    ("UpdateSecretStage", {**CURRENT, "version_id": "v2"}),
    ("ShowSecretVersion", {**SECRET, "version_id": "latest"}),
    ("ShowSecretStage", STAGE),
    ("ShowSecretStage", CURRENT),
    ("DeleteSecret", SECRET),
    ("CreateSecret", {**NEW, "name": "a"}),
]
OFTEN = (6, 5, 5, 4, 5, 4, 4, 1, 2)


@pytest.fixture
def _restless() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def begun(fake: FakeCsms) -> NaiveCsms:
    """The model of a fake with one secret, whose clock stands still."""
    fake.reset()
    fake.clock.freeze()
    model = NaiveCsms(fake.clock.now_ms)
    (event,) = recorded(iter(range(2)), calling(fake), DEEDS[-1:])
    assert is_linearizable([event], model)
    assert model.answer(event.operation, event.asked).body == event.body
    return model


def plans_of(seed: int) -> list[Plan]:
    """What each worker does in a round."""
    draw = Random(seed)  # noqa: S311 - a plan, not a secret
    return [draw.choices(DEEDS, OFTEN, k=draw.randint(1, 2)) for _ in range(WORKERS)]


def calling(fake: FakeCsms) -> Perform:
    def perform(operation: str, asked: dict[str, Any]) -> Told:
        answer = ask(fake, operation, asked)
        told = answer.json()
        return answer.status, told.get("error_code"), told

    return perform


def sdk_client() -> sdk.CsmsAsyncClient:
    credentials = BasicCredentials("ak", "sk", s.DEFAULT_PROJECT)
    builder = sdk.CsmsAsyncClient.new_builder().with_credentials(credentials)
    return builder.with_region(CsmsRegion.value_of("cn-north-4")).build()


SDK_CALLS: dict[str, Callable[..., tuple[str, object]]] = {
    "CreateSecret": lambda name, **body: (
        "create_secret_async",
        sdk.CreateSecretRequest(body=sdk.CreateSecretRequestBody(name=name, **body)),
    ),
    "DeleteSecret": lambda secret_name: (
        "delete_secret_async",
        sdk.DeleteSecretRequest(secret_name=secret_name),
    ),
    "CreateSecretVersion": lambda secret_name, **body: (
        "create_secret_version_async",
        sdk.CreateSecretVersionRequest(
            secret_name=secret_name, body=sdk.CreateSecretVersionRequestBody(**body)
        ),
    ),
    "UpdateSecretStage": lambda version_id, **path: (
        "update_secret_stage_async",
        sdk.UpdateSecretStageRequest(
            **path, body=sdk.UpdateSecretStageRequestBody(version_id=version_id)
        ),
    ),
    "ShowSecretVersion": lambda **path: (
        "show_secret_version_async",
        sdk.ShowSecretVersionRequest(**path),
    ),
    "ShowSecretStage": lambda **path: (
        "show_secret_stage_async",
        sdk.ShowSecretStageRequest(**path),
    ),
}


def through(client: sdk.CsmsAsyncClient) -> Perform:
    def perform(operation: str, asked: dict[str, Any]) -> Told:
        members = {name: value for name, value in asked.items() if name != "project_id"}
        method, request = SDK_CALLS[operation](**members)
        try:
            response = getattr(client, method)(request).result()
        except ClientRequestException as error:
            return error.status_code, error.error_code, {}
        return response.status_code, None, response.to_json_object() or {}

    return perform


def over(connection: HTTPConnection) -> Perform:
    def perform(operation: str, asked: dict[str, Any]) -> Told:
        method, path, body = request_of(operation, asked)
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, sent, {"X-Auth-Token": "any"})
        response = connection.getresponse()
        told = json.loads(response.read() or b"{}")
        return response.status, told.get("error_code"), told

    return perform


@pytest.mark.usefixtures("_restless")
def test_two_async_clients_with_their_pools_see_one_order() -> None:
    clients = [sdk_client(), sdk_client()]
    performers = [through(client) for client in clients for _ in range(WORKERS // 2)]
    with mock_csms() as fake:
        for seed in range(12):
            before = begun(fake)
            history = recorded_together(performers, plans_of(seed))
            assert is_linearizable(history, before)


@pytest.mark.usefixtures("_restless")
def test_sixteen_threads_at_a_live_server_see_one_order() -> None:
    with FakeCsmsServer() as server, ExitStack() as closing_all:
        host = server.url.removeprefix("http://")
        connections = [HTTPConnection(host) for _ in range(WORKERS)]
        performers = [over(closing_all.enter_context(closing(each))) for each in connections]
        for seed in range(100, 112):
            before = begun(server.fake)
            history = recorded_together(performers, plans_of(seed))
            assert is_linearizable(history, before)


@pytest.mark.usefixtures("_restless")
def test_threads_that_call_the_fake_itself_see_one_order() -> None:
    fake = FakeCsms()
    for seed in range(200, 220):
        before = begun(fake)
        history = recorded_together([calling(fake)] * WORKERS, plans_of(seed))
        assert is_linearizable(history, before)
    assert [] == fake.bugs


@pytest.mark.usefixtures("_restless")
def test_keys_may_be_looked_at_while_calls_register_others() -> None:
    fake = FakeCsms()
    for number in range(200):
        fake.kms.create(f"old-{number}")
    names = [[f"{at}-{number}" for number in range(20)] for at in range(8)]
    plans = [
        [("CreateSecret", {**NEW, "name": n, "kms_key_id": n}) for n in each] for each in names
    ]

    def look(_operation: str, _asked: dict[str, Any]) -> Told:
        return 200, None, {"keys": len(fake.kms.keys())}

    told = recorded_together([calling(fake)] * 8 + [look] * 8, plans * 2)
    assert {200} == {event.status for event in told}
    there = fake.kms.keys()
    assert 200 + 8 * 20 == len(there)
    assert [] == fake.bugs
