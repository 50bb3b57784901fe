"""Open stores: the scheme of a URL chooses the kind.

This is the only place that lists kinds of stores. A new one is an entry in STORES and a module
beside this one with its opener; a new server that speaks SPARQL 1.1 is a table in
`vocab/stores.toml`.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from ld_convert.settings import UsageError
from ld_convert.store.model import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ld_convert.store.fdp import FairDataPoint
    from ld_convert.store.model import Store

__all__ = [
    "DESCRIPTIONS",
    "GRAPHS",
    "STORES",
    "Access",
    "StoreError",
    "StoreKind",
    "open_descriptions",
    "open_store",
    "read_access",
    "store_kind",
]


class Access(NamedTuple):
    """How a store on the network is spoken to."""

    user: str = ""
    password: str = ""
    token: str = ""
    """A bearer token (RFC 6750); used instead of a name and a password."""
    timeout_seconds: float = 300.0
    """How long one answer may take."""
    retries: int = 6
    """How often a request that failed is sent again."""
    backoff_seconds: float = 0.5
    """The first pause; each further one is twice as long, up to a minute."""
    tell: Callable[[str], None] = lambda _: None
    """Called with what the user should know while it happens: that a request is sent again."""


def read_access(environment: Mapping[str, str] = os.environ, password: str = "") -> Access:
    """Return the secrets of the environment: LD_CONVERT_USER, _PASSWORD and _TOKEN.

    A password that was read from standard input comes before the environment's.
    """
    return Access(
        user=environment.get("LD_CONVERT_USER", ""),
        password=password or environment.get("LD_CONVERT_PASSWORD", ""),
        token=environment.get("LD_CONVERT_TOKEN", ""),
    )


GRAPHS, DESCRIPTIONS = "graphs", "descriptions"


class StoreKind(NamedTuple):
    """One kind of store; the scheme of a URL chooses it."""

    title: str
    """What it is, as the README says it."""
    opener: str
    """Module of this package and function in it, as `module:function`; loaded when it is used."""
    holds: str = GRAPHS
    """Named graphs, or descriptions of one thing each, as a FAIR Data Point keeps them."""
    is_local: bool = False
    """Whether it is a directory of this machine."""


STORES = {
    "": StoreKind("a directory", "embedded:open_directory", is_local=True),
    "file": StoreKind("a directory", "embedded:open_directory", is_local=True),
    "http": StoreKind("a SPARQL 1.1 server", "sparql:open_server"),
    "https": StoreKind("a SPARQL 1.1 server", "sparql:open_server"),
    "fdp+http": StoreKind("a FAIR Data Point", "fdp:open_point", DESCRIPTIONS),
    "fdp+https": StoreKind("a FAIR Data Point", "fdp:open_point", DESCRIPTIONS),
}
"""By the scheme of the URL. A scheme `NAME+http` that does not stand here is `http`, and NAME says
which server of `vocab/stores.toml` it is."""


def store_kind(url: str) -> StoreKind:
    """Return the kind of store that a URL names.

    Raises UsageError for an unknown scheme, and for an address that is none.
    """
    try:
        scheme = urlsplit(url).scheme
    except ValueError as error:
        raise UsageError(f"{url}: is no address ({error})") from error
    known = STORES.get(scheme) or STORES.get(scheme.rpartition("+")[2])
    if known is None and "://" in url:
        schemes = ", ".join(f"{name}://..." for name in STORES if name not in ("", "file"))
        raise UsageError(f"{url}: write a path, file:PATH, {schemes}")
    return known or STORES[""]  # a path may hold a colon


def open_store(url: str, access: Access | None = None, *, read_only: bool = False) -> Store:
    """Return the store of named graphs that a URL names; STORES lists the schemes.

    Raises UsageError for a URL of another kind, StoreError for a store that cannot be opened.
    `read_only` asks for a directory that another process may hold open.
    """
    kind = store_kind(url)
    if kind.holds != GRAPHS:
        raise UsageError(f"{url} is {kind.title}, which holds no graphs to ask")
    found: Store = _opener(kind)(url, access or read_access(), read_only=read_only)
    return found


def open_descriptions(url: str, access: Access | None = None) -> FairDataPoint:
    """Return the store of descriptions that a URL names, such as a FAIR Data Point.

    Raises StoreError for one that cannot be reached or that is none.
    """
    found: FairDataPoint = _opener(store_kind(url))(url, access or read_access(), read_only=False)
    return found


def _opener(kind: StoreKind) -> Callable[..., Any]:
    module, _, function = kind.opener.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"ld_convert.store.{module}"), function)
    return found
