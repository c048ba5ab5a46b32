"""The one path: every call of every door goes through `Gate.handle`.

The order of the checks: size, path, credentials, the clock, body, members; then the operation's
own: absence, state, quotas, key. `handle` is total, and one lock gives all calls one order.
"""

from functools import lru_cache
from http import HTTPStatus
from threading import RLock
from typing import Any, TypeVar
from wsgiref.handlers import format_date_time

import msgspec

from fakecsms.chance import Chance
from fakecsms.choices import Choices
from fakecsms.clock import Clock
from fakecsms.errors import (
    BAD_REQUEST,
    BODY_TOO_LARGE,
    BUG,
    TOO_MANY_HEADERS,
    CsmsError,
    not_modelled,
)
from fakecsms.gateway import routes
from fakecsms.gateway.credentials import refuse_strangers
from fakecsms.gateway.journal import Journal, RecordedCall
from fakecsms.gateway.messages import Request, Response
from fakecsms.gateway.parse import parse, sent
from fakecsms.limits import Limits
from fakecsms.model.project import Account
from fakecsms.model.tenancy import Tenancy
from fakecsms.operations import Answer, Call, Envelope, Operation
from fakecsms.operations import Request as Members

_STEADY_HEADERS = (
    ("Content-Type", "application/json"),
    ("Server", "api-gateway"),
    ("Strict-Transport-Security", "max-age=31536000; includeSubdomains;"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Download-Options", "noopen"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("X-XSS-Protection", "1; mode=block;"),
)
"""Seen in recorded answers of the real host, 2025."""

_NO_CONTENT = 204
_NAME_CHARS_SHOWN = 64
_encode = msgspec.json.Encoder().encode
Q = TypeVar("Q", bound=Members)


class Exchange(msgspec.Struct, kw_only=True):
    """One request on its way through the gate, and what has been learnt of it so far."""

    request: Request
    request_id: str
    now_ms: int
    name: str | None = None
    operation: Operation[Any] | None = None
    project_id: str | None = None
    secret_name: str | None = None
    version_id: str | None = None
    unread: tuple[str, ...] = ()


class Gate:
    """The way to the service of one fake, whatever door a call came in by."""

    def __init__(
        self,
        *,
        account: Account,
        tenancy: Tenancy,
        clock: Clock,
        chance: Chance,
        limits: Limits,
        choices: Choices,
    ) -> None:
        """Take what the calls work on."""
        self.account = account
        self.tenancy = tenancy
        self.clock = clock
        self.chance = chance
        self.limits = limits
        self.choices = choices
        self.calls = Journal()
        self.bugs: list[Exception] = []
        self.lock = RLock()

    def handle(self, request: Request) -> Response:
        """Answer a request. Whatever comes in, a response comes out.

        An exception that is no refusal is a bug of the fake: it is kept in `bugs`, and the
        response says so instead of looking like the service's.
        """
        with self.lock:
            exchange = Exchange(
                request=request, request_id=self.chance.hex32(), now_ms=self.clock.now_ms
            )
            refused: CsmsError | None = None
            bug: Exception | None = None
            answer: Answer = None
            try:
                answer = self._performed(exchange)
            except CsmsError as error:
                refused = _alone(error)
            except Exception as error:  # noqa: BLE001 - total: the doors decide who sees a bug
                self.bugs.append(error)
                bug, refused = error, CsmsError(BUG, f"A {type(error).__name__} in fakecsms.")
            response = self._response(exchange, answer, refused, bug)
            self._record(exchange, response.status, refused)
            return response

    def arrange(self, operation: Operation[Q], members: dict[str, Any], project_id: str) -> Answer:
        """Perform an operation for the test itself: the same rules, but no journal entry.

        Raises `CsmsError` where a client would be refused.
        """
        call = self._call(operation, project_id, self.clock.now_ms)
        return _perform(call, members)

    def _call(self, operation: Operation[Q], project_id: str, now_ms: int) -> Call:
        return Call(
            operation=operation,
            account=self.account,
            project=self.account.project(project_id),
            tenancy=self.tenancy,
            now_ms=now_ms,
            chance=self.chance,
            limits=self.limits,
            choices=self.choices,
        )

    def _performed(self, exchange: Exchange) -> Answer:
        request = exchange.request
        self._refuse_broken(request)
        leaf, values = routes.find(request.method, request.path)
        exchange.name = leaf.name
        exchange.project_id = values.pop("project_id", None)
        exchange.secret_name = values.get("secret_name")
        exchange.version_id = values.get("version_id")
        operation = exchange.operation = leaf.operation
        refuse_strangers(request.headers, self.choices)
        if operation is None:
            what = f"the operation {leaf.name}"
            raise not_modelled(what)
        self.account.settle(exchange.now_ms)
        members, exchange.unread = sent(operation, request, self.choices)
        if operation.named_by not in values and isinstance(members.get(operation.named_by), str):
            exchange.secret_name = members[operation.named_by][:_NAME_CHARS_SHOWN]
        project_id = exchange.project_id or self.tenancy.project_id
        call = self._call(operation, project_id, exchange.now_ms)
        try:
            return _perform(call, {**members, **values})
        finally:
            exchange.version_id = call.version_id or exchange.version_id

    def _refuse_broken(self, request: Request) -> None:
        if not request.whole:
            why = "The client broke off, or did not say how long its body is."
            raise CsmsError(BAD_REQUEST, why)
        if len(request.headers) > self.limits.headers_max:
            why = f"The call has {len(request.headers)} headers; {self.limits.headers_max} may be."
            raise CsmsError(TOO_MANY_HEADERS, why)
        if len(request.body) > self.limits.body_bytes_max:
            why = f"The body has more than {self.limits.body_bytes_max:,} bytes."
            raise CsmsError(BODY_TOO_LARGE, why)

    def _response(
        self,
        exchange: Exchange,
        answer: Answer,
        refused: CsmsError | None,
        bug: Exception | None,
    ) -> Response:
        operation = exchange.operation
        if refused is not None:
            status = self._status(refused)
            body = _encode(self._error_body(refused, status, exchange))
        else:
            status = operation.status if operation else BUG.status
            body = b"" if answer is None else _encode(answer)
        length = () if status == _NO_CONTENT else (("Content-Length", str(len(body))),)
        return Response(
            status=status,
            headers=(
                *_STEADY_HEADERS,
                ("Date", _http_date(exchange.now_ms // 1_000)),
                ("X-Request-Id", exchange.request_id),
                *length,
            ),
            body=b"" if exchange.request.method == "HEAD" else body,
            bug=bug,
        )

    def _status(self, refused: CsmsError) -> int:
        return self.choices.absent_status if refused.refusal.absent else refused.refusal.status

    def _error_body(self, refused: CsmsError, status: int, exchange: Exchange) -> Answer:
        code, message = refused.refusal.code, refused.message
        operation = exchange.operation
        if operation and operation.envelope is Envelope.IDENTITY:
            title = HTTPStatus(status).phrase
            return {"error": {"code": status, "message": message, "title": title}}
        if code.startswith("APIGW."):
            return {"error_msg": message, "error_code": code, "request_id": exchange.request_id}
        body = {"error_code": code, "error_msg": message}
        forced = self.choices.error_envelope
        documented = operation.envelope if operation else Envelope.FLAT
        envelope = documented if forced == "documented" else Envelope(forced)
        return {"error": body} if envelope is Envelope.NESTED else body

    def _record(self, exchange: Exchange, status: int, refused: CsmsError | None) -> None:
        operation = exchange.operation
        call = RecordedCall(
            operation=exchange.name,
            method=exchange.request.method,
            path=exchange.request.path,
            status=status,
            request_id=exchange.request_id,
            at_ms=exchange.now_ms,
            project_id=exchange.project_id,
            secret_name=exchange.secret_name,
            version_id=exchange.version_id,
            error_code=refused.refusal.code if refused else None,
            why=refused.why if refused else None,
            unread=exchange.unread,
        )
        iam = operation is not None and operation.envelope is Envelope.IDENTITY
        self.calls.add(call, iam=iam)


def _perform(call: Call, members: dict[str, Any]) -> Answer:
    operation = call.operation
    request = parse(operation, members)
    operation.refuse_faults(request, call)
    return operation.perform(call, request)


def _alone(refused: CsmsError) -> CsmsError:
    """Cut a refusal off its frames, which would keep the request, and a value in it, alive."""
    refused.__cause__ = refused.__context__ = None
    return refused.with_traceback(None)


@lru_cache(maxsize=8)
def _http_date(seconds: int) -> str:
    return format_date_time(seconds)
