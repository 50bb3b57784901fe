"""Requests addresses to see whether they answer: only public ones, and slowly."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from ld_convert.score.census import Offer, Score

if TYPE_CHECKING:
    from collections.abc import Callable

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address

TIMEOUT_S = 10.0
INTERVAL_S = 0.5
"""Least time between two requests to one host."""

MOST_REDIRECTS = 5
MOST_KNOWN = 100_000
"""Answers that are remembered, so that each address is requested once."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
NO_HEAD = frozenset({400, 403, 404, 405, 406, 501})
"""Answers to HEAD after which GET is tried: many servers do not support HEAD."""

PORTS = {"http": 80, "https": 443}
HEADERS = {"User-Agent": "ld-convert (link check)", "Accept": "*/*", "Connection": "close"}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
SPECIAL = tuple(
    map(
        ipaddress.ip_network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
            *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
            *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
            "168.63.129.16/32",  # in no registry: the metadata of a machine at Azure
            *("::/8", "64:ff9b:1::/48", "100::/8", "2001::/23", "2001:db8::/32", "2002::/16"),
            *("3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
        ),
    )
)
"""What is not asked, whatever Python's own list says, which grows from version to version: the
registries of special addresses (IANA; RFC 6890), those for many hosts at once, and metadata."""


class RefusedError(Exception):
    """The address is not public, or not an http address: it is not requested."""


class ProbeTarget(NamedTuple):
    """An address of a server, resolved and checked."""

    parts: SplitResult
    host: str
    port: int
    address: str


def is_public(address: Address) -> bool:
    """Return whether an address belongs to the public Internet (RFC 6890).

    An IPv6 address that carries an IPv4 address is as public as that one.
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address.teredo is not None:
            inner = address.teredo[1]
        elif address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not any(address in network for network in SPECIAL)


class Prober:
    """Requests each address once; `is_allowed` says which IP addresses it may contact."""

    def __init__(
        self,
        is_allowed: Callable[[Address], bool] = is_public,
        interval_s: float = INTERVAL_S,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self.is_allowed = is_allowed
        self.interval_s = interval_s
        self.timeout_s = timeout_s
        self._answers: dict[str, bool] = {}
        self._asked: dict[str, float] = {}

    def probed(self, score: Score) -> Score:
        """Return a score with the two indicators for addresses that answer (MQA, accessibility)."""
        return score._replace(offers=tuple(self._offer(offer) for offer in score.offers))

    def answers(self, url: str) -> bool:
        """Return whether an address answers with a status of 2xx, after redirects."""
        known = self._answers.get(url)
        if known is None:
            known = self._answers[url] = self._ask(url)
            if len(self._answers) > MOST_KNOWN:
                self._answers.pop(next(iter(self._answers)))
        return known

    def _offer(self, offer: Offer) -> Offer:
        passed = set(offer.passed)
        for indicator, urls in (
            ("accessUrlStatusCode", offer.access),
            ("downloadUrlStatusCode", offer.download),
        ):
            if any(self.answers(url) for url in urls):
                passed.add(indicator)
        return offer._replace(passed=frozenset(passed))

    def _ask(self, url: str) -> bool:
        try:
            for _ in range(MOST_REDIRECTS + 1):
                status, location = self._status(url)
                if status not in REDIRECTS or not location:
                    return 200 <= status < 300  # noqa: PLR2004  success, RFC 9110 section 15.3
                url = urljoin(url, location)
        except (RefusedError, OSError, http.client.HTTPException, ValueError):
            return False  # unknown host, broken connection, not HTTP
        return False

    def _status(self, url: str) -> tuple[int, str]:
        """Return the status of an address and where it redirects to."""
        target = self._target(url)
        status, location = self._request("HEAD", target)
        return self._request("GET", target) if status in NO_HEAD else (status, location)

    def _target(self, url: str) -> ProbeTarget:
        """Resolve an address; raises RefusedError if one of its IP addresses is not allowed."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise RefusedError(url)
        host, port = parts.hostname, parts.port or PORTS[parts.scheme]
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        names = [str(entry[4][0]).partition("%")[0] for entry in found]
        if not names or not all(self.is_allowed(ipaddress.ip_address(name)) for name in names):
            raise RefusedError(url)
        return ProbeTarget(parts, host, port, names[0])

    def _request(self, method: str, target: ProbeTarget) -> tuple[int, str]:
        """Connect to the IP address that was checked: a second look-up could give another one."""
        self._wait(target.host)
        with socket.create_connection((target.address, target.port), self.timeout_s) as plain:
            connection = http.client.HTTPConnection(target.host, target.port)
            connection.sock = plain
            if target.parts.scheme == "https":
                context = ssl.create_default_context()
                connection.sock = context.wrap_socket(plain, server_hostname=target.host)
            headers = HEADERS | ({"Range": "bytes=0-0"} if method == "GET" else {})
            connection.request(method, _path(target.parts), headers=headers)
            held = connection.sock
            end = threading.Timer(self.timeout_s, _break_off, [held])
            end.start()  # the time-out of a socket begins anew with each byte
            try:
                response = connection.getresponse()
            finally:
                end.cancel()
            location = response.getheader("Location") or ""
            connection.close()
            return response.status, location

    def _wait(self, host: str) -> None:
        """Wait until the last request to the host is an interval ago."""
        now = time.monotonic()
        due = self._asked.get(host, -self.interval_s) + self.interval_s
        if due > now:
            time.sleep(due - now)
        self._asked[host] = max(now, due)


def _break_off(connection: socket.socket) -> None:
    """End a connection; whoever waits for it gets no more."""
    with suppress(OSError):  # it has ended by itself
        connection.shutdown(socket.SHUT_RDWR)


def _path(parts: SplitResult) -> str:
    """Return path and query of an address, percent-encoded (RFC 9112, section 3.2)."""
    path = parts.path or "/"
    return quote(f"{path}?{parts.query}" if parts.query else path, safe="/!*'();:@&=+$,?%~[]-._")
