"""How a call of one of the 16 operations travels: the routes, and who reads and who writes."""

from typing import Any
from urllib.parse import quote, urlencode

from fakecsms import FakeCsms
from fakecsms.gateway.messages import Response

SECRETS = "/v1/{project_id}/secrets"
SECRET = SECRETS + "/{secret_name}"

ROUTES = {
    "CreateSecret": ("POST", SECRETS),
    "ListSecrets": ("GET", SECRETS),
    "ShowSecret": ("GET", SECRET),
    "UpdateSecret": ("PUT", SECRET),
    "DeleteSecret": ("DELETE", SECRET),
    "DeleteSecretForSchedule": ("POST", SECRET + "/scheduled-deleted-tasks/create"),
    "RestoreSecret": ("POST", SECRET + "/scheduled-deleted-tasks/cancel"),
    "CreateSecretVersion": ("POST", SECRET + "/versions"),
    "ListSecretVersions": ("GET", SECRET + "/versions"),
    "ShowSecretVersion": ("GET", SECRET + "/versions/{version_id}"),
    "UpdateVersion": ("PUT", SECRET + "/versions/{version_id}"),
    "BatchShowSecretVersion": ("POST", SECRETS + "/batch-get-secret-value"),
    "CreateSecretStage": ("POST", SECRET + "/stages"),
    "ShowSecretStage": ("GET", SECRET + "/stages/{stage_name}"),
    "UpdateSecretStage": ("PUT", SECRET + "/stages/{stage_name}"),
    "DeleteSecretStage": ("DELETE", SECRET + "/stages/{stage_name}"),
}
READING = {name for name, (method, _) in ROUTES.items() if method == "GET"}
READING.add("BatchShowSecretVersion")
BODILESS = {"RestoreSecret"}


def request_of(operation: str, asked: dict[str, Any]) -> tuple[str, str, Any]:
    """Method, path with query, and body of a call whose members are in one flat dict."""
    method, template = ROUTES[operation]
    in_path = {name for name in asked if f"{{{name}}}" in template}
    path = template.format(**{name: quote(asked[name], safe="") for name in in_path})
    others = {name: value for name, value in asked.items() if name not in in_path}
    if method in {"GET", "DELETE"}:
        told = {name: value for name, value in others.items() if value is not None}
        return method, f"{path}?{urlencode(told)}" if told else path, None
    return method, path, None if operation in BODILESS else others


def ask(fake: FakeCsms, operation: str, asked: dict[str, Any]) -> Response:
    method, path, body = request_of(operation, asked)
    return fake.call(method, path, body=body)
