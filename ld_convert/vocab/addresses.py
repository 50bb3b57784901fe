"""Addresses of pages: what of an address names no other page, and how two are compared."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from urllib.parse import urlsplit, urlunsplit

from ld_convert.vocab.tables import table_rows

WEB = ("http://", "https://")
INDEX = re.compile(r"/index\.html?\Z", re.IGNORECASE)


@lru_cache(maxsize=256)
def page_address(address: str) -> str:
    """Return an address without what names no other page; empty if it is none on the web.

    The fragment goes, a final `index.html`, and the parameters of
    `vocab/tracking_parameters.csv`. The others stay as they are, in their order.
    """
    text = address.strip()
    if not text.startswith(WEB):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:  # such as a bracket in the host
        return ""
    if not parts.netloc:
        return ""
    path = INDEX.sub("/", parts.path) or "/"
    return urlunsplit((parts.scheme, parts.netloc, path, _query(parts.query), ""))


@lru_cache(maxsize=4_096)
def comparable(address: str) -> str:
    """Return an address in the form in which the pages of a run are compared.

    Two spellings of one page become equal: http and https, with `www.` and without, with a slash
    at the end and without. Empty if it is no address on the web.
    """
    clean = page_address(address)
    if not clean:
        return ""
    parts = urlsplit(clean)
    host = parts.netloc.lower().removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return host + parts.path.rstrip("/") + query


def _query(query: str) -> str:
    """Return a query without the parameters that track or that ask for a form of the page."""
    if not query:
        return ""
    kept = [part for part in query.split("&") if not is_tracking(part.partition("=")[0])]
    return "&".join(kept)


def is_tracking(name: str) -> bool:
    """Return whether a parameter of this name names no other page."""
    return _tracking().fullmatch(name) is not None


@cache
def _tracking() -> re.Pattern[str]:
    names = [row["parameter"] for row in table_rows("vocab/tracking_parameters.csv")]
    return re.compile("|".join(re.escape(name).replace(r"\*", ".*") for name in names))
