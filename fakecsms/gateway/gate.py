"""The one path: every call of every door goes through `Gate.handle`.

The order of the checks: size, path, credentials, the clock, body, members; then the operation's
own: absence, state, quotas, key. `handle` is total, and one lock gives all calls one order.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from fakecsms.clock import Clock
from fakecsms.errors import (
    BAD_REQUEST,
    BODY_TOO_LARGE,
    BUG,
    TOO_MANY_HEADERS,
    CsmsError,
    NestedCallError,
)
from fakecsms.gateway.credentials import refuse_strangers
from fakecsms.gateway.journal import KEPT, Journal, RecordedCall
from fakecsms.gateway.messages import Request, Response
from fakecsms.gateway.parse import sent
from fakecsms.model.account import Account
from fakecsms.model.agenda import Report
from fakecsms.operations import Answer, Call, Envelope, Operation
from fakecsms.operations import Request as Members

if TYPE_CHECKING:
    from fakecsms.model.event import Record

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
_PATIENCE_SECONDS = 10
_NESTED = "a rotation function can't call the fake that waits for it"
_NAME_CHARS_SHOWN = 64
_encode = msgspec.json.Encoder().encode
Q = TypeVar("Q", bound=Members)


class Exchange(msgspec.Struct, kw_only=True):
    """One request on its way through the gate, and what has been learnt of it so far."""

    request: Request
    request_id: str
    now_ms: int
    operation: Operation[Any] | None = None
    project_id: str | None = None
    secret_name: str | None = None
    version_id: str | None = None
    unread: tuple[str, ...] = ()


class Gate:
    """The way to the service of one fake, whatever door a call came in by."""

    def __init__(self, account: Account, clock: Clock[Any]) -> None:
        """Take what the calls work on."""
        self.account = account
        self.clock = clock
        self.terms = account.terms
        self.calls = Journal()
        self.bugs: list[Exception] = []
        self.listener_errors: list[Exception] = []
        self.told: deque[Record] = deque(maxlen=KEPT)
        self.listeners: list[Callable[[Record], object]] = []
        self._lock = RLock()
        self._depth = 0

    @contextmanager
    def holding(self) -> Iterator[Account]:
        """Hold the lock that gives all calls one order; after it, tell the listeners.

        Raises `NestedCallError` inside a rotation function, which runs under the lock.
        """
        told: list[Record] = []
        outside = self.terms.outside
        try:
            with self._locked():
                if outside.is_called:
                    raise NestedCallError(_NESTED)
                self._depth += 1
                try:
                    yield self.account
                finally:
                    self._depth -= 1
                    if not self._depth:
                        told, outside.to_tell = outside.to_tell, told
        finally:
            for record in told:
                self._tell(record)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        # A function may also wait for another thread that waits for the lock.
        patience = _PATIENCE_SECONDS if self.terms.outside.is_called else -1
        if not self._lock.acquire(timeout=patience):
            raise NestedCallError(_NESTED)
        try:
            yield
        finally:
            self._lock.release()

    def settle(self) -> Report:
        """Do all that has come due, and say what happened."""
        with self.holding() as account:
            return account.settle(self.clock.now_ms)

    def handle(self, request: Request) -> Response:
        """Answer a request. Whatever comes in, a response comes out.

        An exception that is no refusal is a bug of the fake: it is kept in `bugs`, and the
        response says so instead of looking like the service's.
        """
        with self.holding():
            request_id = self.terms.chance.hex32()
            exchange = Exchange(request=request, request_id=request_id, now_ms=self.clock.now_ms)
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
        return operation.performed(call, members)

    def _tell(self, record: "Record") -> None:
        self.told.append(record)
        if record.delivery != "SUCCESS":
            return
        for listener in self.listeners:
            try:
                listener(record)
            except Exception as error:  # noqa: BLE001 - the call that led here is not to blame
                self.listener_errors.append(error)

    def _call(self, operation: Operation[Q], project_id: str, now_ms: int) -> Call:
        return Call(
            operation=operation,
            account=self.account,
            project=self.account.project(project_id),
            now_ms=now_ms,
        )

    def _performed(self, exchange: Exchange) -> Answer:
        request = exchange.request
        # The chapters are loaded by the first call: making a fake does not need them.
        from fakecsms.gateway import routes  # noqa: PLC0415

        self._refuse_broken(request)
        leaf, values = routes.find(request.method, request.path)
        exchange.project_id = values.pop("project_id", None)
        exchange.secret_name = values.get("secret_name")
        exchange.version_id = values.get("version_id")
        operation = exchange.operation = leaf.operation
        refuse_strangers(request.headers, self.terms.choices)
        self.account.settle(exchange.now_ms)
        members, exchange.unread = sent(operation, request, self.terms.choices)
        if operation.named_by not in values and isinstance(members.get(operation.named_by), str):
            exchange.secret_name = members[operation.named_by][:_NAME_CHARS_SHOWN]
        project_id = exchange.project_id or self.terms.tenancy.project_id
        call = self._call(operation, project_id, exchange.now_ms)
        try:
            return operation.performed(call, {**members, **values})
        finally:
            exchange.version_id = call.version_id or exchange.version_id
            exchange.secret_name = call.secret_name or exchange.secret_name

    def _refuse_broken(self, request: Request) -> None:
        if not request.whole:
            why = "The client broke off, or did not say how long its body is."
            raise CsmsError(BAD_REQUEST, why)
        limits = self.terms.limits
        if len(request.headers) > limits.headers_max:
            why = f"The call has {len(request.headers)} headers; {limits.headers_max} may be."
            raise CsmsError(TOO_MANY_HEADERS, why)
        if len(request.body) > limits.body_bytes_max:
            why = f"The body has more than {limits.body_bytes_max:,} bytes."
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
        return (
            self.terms.choices.absent_status if refused.refusal.absent else refused.refusal.status
        )

    def _error_body(self, refused: CsmsError, status: int, exchange: Exchange) -> Answer:
        code, message = refused.refusal.code, refused.message
        operation = exchange.operation
        if operation and operation.envelope is Envelope.IDENTITY:
            from http import HTTPStatus  # noqa: PLC0415 - only IAM's refusals have a title

            title = HTTPStatus(status).phrase
            return {"error": {"code": status, "message": message, "title": title}}
        if code.startswith("APIGW."):
            return {"error_msg": message, "error_code": code, "request_id": exchange.request_id}
        body = {"error_code": code, "error_msg": message}
        forced = self.terms.choices.error_envelope
        documented = operation.envelope if operation else Envelope.FLAT
        envelope = documented if forced == "documented" else Envelope(forced)
        return {"error": body} if envelope is Envelope.NESTED else body

    def _record(self, exchange: Exchange, status: int, refused: CsmsError | None) -> None:
        operation = exchange.operation
        call = RecordedCall(
            operation=operation.name if operation else None,
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


def _alone(refused: CsmsError) -> CsmsError:
    """Cut a refusal off its frames, which would keep the request, and a value in it, alive."""
    refused.__cause__ = refused.__context__ = None
    return refused.with_traceback(None)


@lru_cache(maxsize=8)
def _http_date(seconds: int) -> str:
    from wsgiref.handlers import format_date_time  # noqa: PLC0415 - only an answer has a date

    return format_date_time(seconds)
