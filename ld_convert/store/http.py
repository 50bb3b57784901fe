"""Send requests to one server: repeat those that may succeed, and never leave its host."""

from __future__ import annotations

import gzip
import random
import time
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from ld_convert.settings import UsageError
from ld_convert.store.model import LateError, StoreError
from ld_convert.store.refusals import refusal
from ld_convert.vocab.addresses import resolved

try:
    import requests
    from requests.adapters import HTTPAdapter
    from requests.auth import HTTPBasicAuth, HTTPDigestAuth
    from urllib3.exceptions import ReadTimeoutError
    from urllib3.util import Retry
except ImportError as error:
    raise UsageError(
        "to reach a store by HTTP, install the extra: pip install 'ld-convert[publish]'"
    ) from error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from requests.auth import AuthBase
    from urllib3.response import BaseHTTPResponse

    from ld_convert.store import Access

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 507})
"""Answers after which the same request can succeed (RFC 9110, section 15; RFC 6585)."""

REDIRECTS = {301: "GET", 302: "GET", 307: "", 308: ""}
"""Redirects that keep the method: of these, and for all methods where none is named."""

MOST_REDIRECTS = 5
LONGEST_PAUSE_SECONDS = 60.0
CONNECT_SECONDS = 10.0
LATE_TIMES, MOST_LATE_SECONDS = 2, 60
"""So many times the time for an answer, and so many seconds at most, a server may be late."""

MIN_GZIP_BYTES = 1_000
AUTHS: dict[str, Callable[[str, str], AuthBase]] = {
    "basic": HTTPBasicAuth,
    "digest": HTTPDigestAuth,
}


class _Request(NamedTuple):
    """A request as it is sent, with its body packed."""

    method: str
    url: str
    data: bytes | None
    headers: Mapping[str, str]
    params: Mapping[str, str] | None
    idempotent: bool
    """Whether it can be sent again without doing more than once."""


class Client:
    """A connection to one server, with the user's secrets."""

    def __init__(self, access: Access, auth: str = "basic") -> None:
        self._access = access
        self._plain: set[str] = set()
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "ld-convert"
        if access.token:
            self._session.auth = _Bearer(access.token)
        elif access.user:
            self._session.auth = AUTHS[auth](access.user, access.password)
        self._again = HTTPAdapter(max_retries=_retry(access))
        self._once = HTTPAdapter(max_retries=0)
        self._late = 0.0
        """Until when a request without an answer is waited for, on the clock that only goes on."""

    def send(  # noqa: PLR0913  what a request has
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        params: Mapping[str, str] | None = None,
        compress: bool = False,
        idempotent: bool = True,
        allowed: tuple[int, ...] = (),
    ) -> requests.Response:
        """Return a good answer, or one whose status is in `allowed`.

        A request that is idempotent is sent again after a broken connection, a time-out and the
        answers in AGAIN. Raises StoreError for any other answer, and where none came.
        """
        packed = compress and body is not None and len(body) >= MIN_GZIP_BYTES
        packed = packed and url not in self._plain
        own = dict(headers or {}) | ({"Content-Encoding": "gzip"} if packed else {})
        data = gzip.compress(body, 6, mtime=0) if packed and body is not None else body
        answer = self._follow(_Request(method, url, data, own, params, idempotent))
        if packed and answer.status_code == requests.codes.unsupported_media_type:
            self._plain.add(url)
            return self.send(
                method, url, body, headers, params=params, idempotent=idempotent, allowed=allowed
            )
        if answer.ok or answer.status_code in allowed:
            return answer
        raise refusal(method, answer)

    def _follow(self, first: _Request) -> requests.Response:
        """Return the answer after redirects on the same host."""
        sent = first
        for _ in range(MOST_REDIRECTS):
            answer = self._once_or_again(sent)
            if answer.status_code not in REDIRECTS or "Location" not in answer.headers:
                return answer
            sent = first._replace(url=location(answer), params=None)
            if not same_host(sent.url, first.url):
                raise StoreError(
                    f"{first.url} redirects to {sent.url}, another host; nothing was sent there. "
                    "If that is right, name it yourself",
                    answer.status_code,
                )
            if REDIRECTS[answer.status_code] not in ("", first.method):
                raise StoreError(
                    f"{first.method} {first.url} is redirected to {sent.url}; name that yourself",
                    answer.status_code,
                )
        raise StoreError(f"{first.url} redirects more than {MOST_REDIRECTS} times")

    def _once_or_again(self, sent: _Request) -> requests.Response:
        """Return the answer to a request; raises LateError where none came in time."""
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, self._again if sent.idempotent else self._once)
        try:
            return self._session.request(
                sent.method,
                sent.url,
                params=sent.params,
                data=sent.data,
                headers=sent.headers,
                timeout=(CONNECT_SECONDS, self._access.timeout_seconds),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            why = f"{sent.method} {_origin(sent.url)}: {_reason(error)}"
            if not isinstance(error, requests.Timeout):
                raise StoreError(why) from error
            longest = min(LATE_TIMES * self._access.timeout_seconds, MOST_LATE_SECONDS)
            self._late = time.monotonic() + longest
            raise LateError(why) from error

    def settle(self) -> None:
        """Wait, a minute at most, until the server has surely done what it gave no answer to."""
        left = self._late - time.monotonic()
        if left > 0:
            told = "a request had no answer in time, and may be carried out still"
            self._access.tell(f"{told}; waiting {left:.1f} s until it surely is")
            time.sleep(left)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


class _Bearer(requests.auth.AuthBase):
    """A token in the Authorization header (RFC 6750, section 2.1)."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class _Backoff(Retry):
    """urllib3's retries, with a jitter that has a seed and pauses that the user hears of."""

    tell: Callable[[str], None]
    jitter: random.Random

    def new(self, **options: Any) -> _Backoff:
        """Return the state after one more failure."""
        made = super().new(**options)
        made.tell, made.jitter = self.tell, self.jitter
        for tried in made.history[-1:]:
            _forget_frames(tried.error)
        return made

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        """Wait as long as the server asks, else twice as long as the last time, and say so."""
        asked = self.get_retry_after(response) if response is not None else None
        doubled = self.backoff_factor * 2 ** (len(self.history) - 1)
        pause = doubled * (0.5 + self.jitter.random() / 2) if asked is None else asked
        pause = min(pause, LONGEST_PAUSE_SECONDS)
        last = self.history[-1]
        reason = f"the server answered {last.status}" if last.status else _reason(last.error)
        self.tell(f"{reason}; sent again in {pause:.1f} s, try {len(self.history)}")
        time.sleep(pause)


def _retry(access: Access) -> Retry:
    retry = _Backoff(
        total=access.retries,
        backoff_factor=access.backoff_seconds,
        status_forcelist=AGAIN,
        allowed_methods=None,
        raise_on_status=False,
    )
    retry.tell, retry.jitter = access.tell, random.Random(0)  # noqa: S311  spreads requests only
    return retry


def location(answer: requests.Response) -> str:
    """Return the address to which an answer leads (RFC 9110, section 10.2.2)."""
    stated = answer.headers.get("Location", "")
    found = resolved(answer.url, stated) if stated else ""
    if not found:
        raise StoreError(f"{answer.url} leads to {stated!r}, which is no address")
    return found


def same_host(one: str, other: str) -> bool:
    """Return whether two URLs have the same scheme, host and port."""
    return _origin(one) == _origin(other)


def _origin(url: str) -> str:
    """Return scheme, host and port (RFC 6454, section 4); a faulty address as it is."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:  # a port that is no number
        return url
    return f"{parts.scheme}://{parts.hostname}:{port}"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, and what led to it, the innermost last."""
    while error is not None:
        yield error
        inner = getattr(error, "reason", None) or error.__cause__ or error.__context__
        inner = next((arg for arg in error.args if isinstance(arg, BaseException)), inner)
        error = inner if isinstance(inner, BaseException) else None


def _forget_frames(error: BaseException | None) -> None:
    """Take the traceback off an error that is not raised, and off those that led to it.

    With it an error in the history of the retries would keep all that its callers hold.
    """
    for one in _causes(error):
        one.__traceback__ = None


def _reason(error: BaseException | None) -> str:
    """Return the innermost reason why there was no answer."""
    last = None
    for last in _causes(error):
        if isinstance(last, ReadTimeoutError):
            return "no answer in time"
    return getattr(last, "strerror", None) or str(last) or type(last).__name__
