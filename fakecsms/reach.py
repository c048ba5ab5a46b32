"""Which hosts a fake answers for when it intercepts calls, and what becomes of the others."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Literal
from urllib.parse import SplitResult, urlsplit

HUAWEI_CLOUD_DOMAINS = (
    "myhuaweicloud.com",
    "myhuaweicloud.eu",
    "myhuaweicloud.cn",
    "huaweicloud.com",
)
"""Where the public endpoints of Huawei Cloud live (region tables of the SDK, vendor's pages)."""

_CSMS_SERVICE = "kms"
_IAM_SERVICE = "iam"
_IAM_PATH = "/v3/projects"


class Verdict(Enum):
    """What a fake does with a call that some client is about to send."""

    ANSWER = auto()
    REFUSE = auto()
    PASS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The hosts of one fake.

    It answers for `kms.<region>.myhuaweicloud.com` of every region, for the same names below each
    of `domains` (a partner cloud's), for the project look-up on their `iam` hosts, and for each of
    `hosts`: a host, a host:port or a whole URL; one without a port means every port.

    Other hosts of Huawei Cloud are refused, all others left to the real transport; the two
    `other_` options turn that.
    """

    hosts: Iterable[str] = ()
    domains: Iterable[str] = ()
    other_huawei_hosts: Literal["refuse", "pass"] = "refuse"
    other_hosts: Literal["refuse", "pass"] = "pass"
    _named: frozenset[tuple[str, int | None]] = field(init=False, repr=False)
    _domains: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse lists that are a text (`TypeError`) and policies that don't exist."""
        for option in ("hosts", "domains"):
            given = getattr(self, option)
            if isinstance(given, str | bytes):
                message = f"{option} is a list of texts; write {option}=[{given!r}]"
                raise TypeError(message)
            object.__setattr__(self, option, tuple(given))
        for option in ("other_huawei_hosts", "other_hosts"):
            if getattr(self, option) not in {"refuse", "pass"}:
                message = f"{option}={getattr(self, option)!r} is neither 'refuse' nor 'pass'"
                raise ValueError(message)
        object.__setattr__(self, "_named", frozenset(map(_host_and_port, self.hosts)))
        named_domains = [each.lower().strip(".") for each in self.domains]
        if not all(named_domains):
            message = f"domains={self.domains!r} holds a text that names no domain"
            raise ValueError(message)
        object.__setattr__(self, "_domains", (*named_domains, *HUAWEI_CLOUD_DOMAINS))

    def option_for(self, url: SplitResult) -> str:
        """Return the name of the option that decides on calls to a host that isn't answered."""
        _service, domain = self._service_at(_host(url))
        return "other_hosts" if domain is None else "other_huawei_hosts"

    def verdict(self, method: str, url: SplitResult) -> Verdict:
        """Say what becomes of a call to this URL."""
        host = _host(url)
        if self._named & {(host, None), (host, _port(url))}:
            return Verdict.ANSWER
        service, domain = self._service_at(host)
        if domain is None:
            return _POLICIES[self.other_hosts]
        if service == _CSMS_SERVICE:
            return Verdict.ANSWER
        if service == _IAM_SERVICE and (method, url.path) == ("GET", _IAM_PATH):
            return Verdict.ANSWER
        return _POLICIES[self.other_huawei_hosts]

    def _service_at(self, host: str) -> tuple[str | None, str | None]:
        for domain in self._domains:
            if host == domain or host.endswith(f".{domain}"):
                labels = host.removesuffix(domain).rstrip(".").split(".")
                known = len(labels) <= 2  # noqa: PLR2004 - service and region
                regional = labels[0] == _IAM_SERVICE or len(labels) > 1
                return (labels[0] if known and regional else None), domain
        return None, None


_POLICIES = {"refuse": Verdict.REFUSE, "pass": Verdict.PASS}
_DEFAULT_PORTS = {"http": 80, "https": 443}


def _host_and_port(text: str) -> tuple[str, int | None]:
    url = urlsplit(text if "//" in text else f"//{text}")
    if not url.hostname:
        message = f"{text!r} names no host"
        raise ValueError(message)
    if url.scheme and url.port is None:
        return _host(url), _DEFAULT_PORTS.get(url.scheme)
    return _host(url), url.port


def _host(url: SplitResult) -> str:
    # A name that ends in a dot is the same name, said in full.
    return (url.hostname or "").rstrip(".")


def _port(url: SplitResult) -> int | None:
    return url.port if url.port is not None else _DEFAULT_PORTS.get(url.scheme)
