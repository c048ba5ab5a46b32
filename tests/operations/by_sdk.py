"""Calls sent by the SDK: by its own methods and models, or where it has none, generically."""

from typing import Any, ClassVar

from contract import FACTS
from huaweicloudsdkcore.sdk_response import SdkResponse
from huaweicloudsdkcsms import v1
from huaweicloudsdkcsms.v1 import CsmsClient


class Undecoded(SdkResponse):
    """The answer of an operation that the SDK has no model for: its status and its body."""

    openapi_types: ClassVar[dict[str, str]] = {}
    attribute_map: ClassVar[dict[str, str]] = {}


def sent_by(
    client: CsmsClient, name: str, members: dict[str, Any] | None = None, body: Any = None
) -> Any:
    """Send a call of this operation; `members` are those of path and query."""
    fact = FACTS[name]
    if fact.sdk_method is None:
        return _generic(client, name, members or {}, body)
    request_type = getattr(v1, f"{name}Request")
    request = request_type(**(members or {}))
    if body is not None:
        request.body = modelled(request_type.openapi_types["body"], body)
    return getattr(client, fact.sdk_method)(request)


def modelled(type_name: str, value: Any) -> Any:
    """Return a value as the SDK's model of a type, and what it has no model for as it is."""
    if type_name.startswith("list[") and isinstance(value, list):
        return [modelled(type_name[len("list[") : -1], each) for each in value]
    model = getattr(v1, type_name, None)
    if model is None or not isinstance(value, dict):
        return value
    types = model.openapi_types
    return model(**{name: modelled(types[name], each) for name, each in value.items()})


def held_by(model: Any) -> Any:
    """Return what a model of the SDK holds, by the names of the wire, without what is unset."""
    if isinstance(model, list):
        return [held_by(each) for each in model]
    if not hasattr(model, "openapi_types"):
        return model
    members = {model.attribute_map[name]: getattr(model, name) for name in model.openapi_types}
    return {name: held_by(value) for name, value in members.items() if value is not None}


def _generic(client: CsmsClient, name: str, members: dict[str, Any], body: Any) -> Any:
    fact = FACTS[name]
    return client.do_http_request(
        method=fact.method,
        resource_path=fact.path,
        path_params=dict(members),
        query_params=[],
        header_params={},
        body=body,
        post_params={},
        collection_formats={},
        response_type=Undecoded,
        response_headers=[],
        request_type=f"{name}Request",
    )
