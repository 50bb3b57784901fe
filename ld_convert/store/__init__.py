"""Triple stores: one interface, chosen by the URL."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from ld_convert.settings import UsageError
from ld_convert.store.model import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ld_convert.store.model import Store

__all__ = ["Access", "StoreError", "open_store", "read_access"]


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


def open_store(url: str, access: Access | None = None, *, read_only: bool = False) -> Store:
    """Return the store that a URL names: `file:PATH` or a path, or `http(s)://...`.

    `NAME+http://...` says which store of `vocab/stores.toml` answers there; without the name it
    is found out. Raises UsageError for a URL of another kind, StoreError for a store that cannot
    be opened; `read_only` asks for a directory that another process may hold open.
    """
    scheme = urlsplit(url).scheme
    if scheme.endswith(("http", "https")):
        from ld_convert.store.sparql import HttpStore  # noqa: PLC0415  an extra's libraries

        return HttpStore(url, access or read_access())
    if scheme == "file":
        url = unquote(urlsplit(url).path or url.removeprefix("file:"))
    elif "://" in url:
        raise UsageError(f"{url}: write a path, file:PATH, http://... or https://...")
    from ld_convert.store.embedded import EmbeddedStore  # noqa: PLC0415  loaded when it is used

    return EmbeddedStore(url, read_only=read_only)
