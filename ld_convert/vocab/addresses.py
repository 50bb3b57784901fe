"""Addresses of pages: what of an address names no other page, and how two are compared."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from ld_convert.vocab.tables import table_rows

WEB = ("http://", "https://")
HOST = re.compile(
    r"(?:[\w.~%!$&'()*+,;=:-]*@)?(?:\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::[0-9]{1,5})?", re.ASCII
)
"""An authority with a host as DNS and RFC 3986 write it."""
LETTERS = (
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(p * 0x10000)}-{chr(p * 0x10000 + 0xFFFD)}" for p in range(1, 14))
    + "\U000e1000-\U000efffd"
)
"""What an IRI may hold beyond ASCII (RFC 3987, section 2.2, ucschar)."""
ILLEGAL = re.compile(rf"[^A-Za-z0-9\-._~:/?@!$&'()*+,;=%{LETTERS}]|%(?![0-9A-Fa-f]{{2}})")
ROUTE = re.compile(r"[/!]++.")
"""How a fragment begins that names a page, as older routers of GeoNetwork have it; not `#/`."""
INDEX = re.compile(r"/index\.html?\Z", re.IGNORECASE)


def resolved(base: str, address: str) -> str:
    """Return an address resolved against a base (RFC 3986, section 5.2).

    Empty where one of them is no address, such as one with a bracket in its host.
    """
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


@lru_cache(maxsize=256)
def page_address(address: str) -> str:
    """Return an address without what names no other page; empty if it is none on the web.

    The fragment goes, unless it is the route of a page that a script draws (`#/d/1`, `#!d=1`). So
    do a final `index.html`, and the parameters of `vocab/tracking_parameters.csv`. The others stay
    as they are, in their order. What no IRI may hold is percent-encoded; an address with a host
    that cannot be is none.
    """
    text = address.strip()
    if not text.startswith(WEB):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:  # such as a bracket in the host
        return ""
    host = parts.netloc if parts.netloc.isascii() else _ascii_host(parts.netloc)
    if not HOST.fullmatch(host):
        return ""
    path = INDEX.sub("/", _encoded(parts.path)) or "/"
    route = _encoded(parts.fragment) if ROUTE.match(parts.fragment) else ""
    return urlunsplit((parts.scheme, parts.netloc, path, _query(_encoded(parts.query)), route))


def thing_at(address: str, name: str) -> str:
    """Return the IRI of a thing that a page is about: `name` as the fragment of its address.

    An address whose fragment is a route gets it as the last step of the route.
    """
    return f"{address.rstrip('/')}/{name}" if "#" in address else f"{address}#{name}"


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
    route = f"#{parts.fragment.rstrip('/')}" if len(parts.fragment) > 1 else ""
    return host + parts.path.rstrip("/") + query + route


def _ascii_host(host: str) -> str:
    """Return a host with a letter for each one beyond ASCII that an IRI may hold."""
    return re.sub(f"[{LETTERS}]", "x", host)


def _encoded(text: str) -> str:
    """Return a path or a query with what an IRI may not hold percent-encoded."""
    return ILLEGAL.sub(
        lambda found: "".join(f"%{b:02X}" for b in found[0].encode("utf-8", "replace")), text
    )


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
