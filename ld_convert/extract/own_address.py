"""The page's own address, chosen among all places that state one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from ld_convert.model import Json
from ld_convert.vocab.addresses import page_address, resolved

if TYPE_CHECKING:
    from collections.abc import Iterable

ROUTE = re.compile(rb'"p":"(?P<base>[^"\\]*)","c":(?P<segments>\[)')
"""Where row 0 of a flight payload says at which path its page is served."""
LONGEST_ROUTE = 4_096
"""Bytes of row 0 that are read for it."""
WEB_PAGES = frozenset({"WebPage", "ItemPage", "CollectionPage", "AboutPage"})
PAYLOAD = re.compile(r"(?:/index)?\.(?:txt|html)\Z")
"""What Next.js appends to a page's path for the files of a static export."""


class Route(NamedTuple):
    """The path at which Next.js serves a page."""

    base: str
    """Path of the application, such as `/search`; empty where it stands at the root of its host."""
    path: str
    """Path of the page below the base, such as `/items/one`; empty for the start page."""


def read_route(row: bytes) -> Route | None:
    """Return the route that row 0 of a flight payload states in `p` and `c`; None for none."""
    match = ROUTE.search(row[:LONGEST_ROUTE])
    if match is None:
        return None
    text = row[match.start("segments") : LONGEST_ROUTE].decode("utf-8", "replace")
    try:
        segments, _ = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return None
    if not all(isinstance(segment, str) for segment in segments):
        return None
    path = "/".join(segments).partition("?")[0].rstrip("/")
    return Route(match["base"].decode("utf-8", "replace").rstrip("/"), path)


class Stated(NamedTuple):
    """The addresses that a page states for itself, and the one where it was captured."""

    captured_at: str | None
    canonical: str | None
    og: str | None
    route: Route | None
    is_payload: bool
    """Whether the capture is a flight payload, whose address can end in `.txt`."""


def own_address(stated: Stated) -> str | None:
    """Return the address that names the page, the most specific on which the places agree.

    A canonical link counts most, then og:url, then where the page was captured. An address that
    is the root of a site, or the base of an application, names no page that has a route below it,
    and neither does an og:url above the place of the capture. Where none of them agrees with the
    route of the page, the route is put on the host that they name. None if nothing names the page.
    """
    captured = _cleaned(stated.captured_at, stated)
    canonical = _cleaned(_joined(stated.canonical, captured), stated)
    og = _cleaned(_joined(stated.og, captured), stated)
    candidates = [address for address in (canonical, og, captured) if address]
    if stated.route is not None and stated.route.path:
        return _by_route(candidates, canonical, stated.route)
    if canonical and not _is_general(canonical, stated.route):
        return canonical
    if og and not _is_general(og, stated.route) and not _is_above(og, captured):
        return og
    if captured:
        return captured
    is_start = stated.route is not None
    return candidates[0] if is_start and candidates else None


def _by_route(candidates: list[str], canonical: str, route: Route) -> str | None:
    """Return the first address that agrees with a route, else one that is made of the route."""
    for address in candidates:
        if urlsplit(address).path.rstrip("/") in (route.base + route.path, route.path):
            return address
    if canonical and not _is_general(canonical, route) and not _is_over(canonical, route):
        return canonical
    for address in candidates:
        parts = urlsplit(address)
        return urlunsplit((parts.scheme, parts.netloc, route.base + route.path, "", ""))
    return None


def of_web_page(values: Iterable[Json]) -> str | None:
    """Return the address that a WebPage among the descriptions of a page states for it.

    None where two of them disagree, or it is the root of a site. Plug-ins such as Yoast SEO give
    the page a node of its own in an `@graph`; nodes inside of others are other pages.
    """
    found = set()
    for value in values:
        outer = value if isinstance(value, list) else [value]
        for item in outer:
            inner = item.get("@graph") if isinstance(item, dict) else None
            for node in inner if isinstance(inner, list) else [item]:
                if isinstance(node, dict) and not WEB_PAGES.isdisjoint(_classes(node)):
                    stated = (node.get("url"), node.get("@id"))
                    found.update([next(filter(None, map(_web_address, stated)), "")])
    found.discard("")
    return found.pop() if len(found) == 1 else None


def _classes(node: Json) -> list[str]:
    classes = node.get("@type", node.get("type"))
    names = classes if isinstance(classes, list) else [classes]
    return [re.split(r"[:/#]", name)[-1] for name in names if isinstance(name, str)]


def _web_address(value: Json) -> str:
    """Return an address without its fragment; empty for a relative one and the root of a site."""
    text = value.get("@id") if isinstance(value, dict) else value
    clean = page_address(text) if isinstance(text, str) and text.startswith("http") else ""
    return clean if clean and not _is_general(clean, None) else ""


def on_site(route: Route, site: str) -> str | None:
    """Return a route as an address on a portal's site; None where it is that of another place."""
    base = urlsplit(site).path.rstrip("/")
    return site.rstrip("/") + route.path if route.path and route.base in (base, "") else None


def _joined(address: str | None, captured: str) -> str | None:
    return resolved(captured, address) if address and captured else address


def _cleaned(address: str | None, stated: Stated) -> str:
    """Return an address without what names no other page; empty for none."""
    clean = page_address(address or "")
    if clean and (stated.is_payload or stated.route is not None):
        parts = urlsplit(clean)
        bare = PAYLOAD.sub("", parts.path)
        route = stated.route
        is_file = bare != parts.path and (
            (stated.is_payload and parts.path.endswith(".txt"))
            or (route is not None and bare in (route.base + route.path, route.path))
        )
        if is_file:
            return urlunsplit((parts.scheme, parts.netloc, bare or "/", parts.query, ""))
    return clean


def _is_general(address: str, route: Route | None) -> bool:
    """Return whether an address is the root of its site or the base of the application."""
    parts = urlsplit(address)
    bases = ("", route.base) if route is not None else ("",)
    return parts.path.rstrip("/") in bases and not parts.query and not parts.fragment


def _is_over(address: str, route: Route) -> bool:
    """Return whether an address is that of a folder in which the route lies."""
    path = urlsplit(address).path.rstrip("/") + "/"
    return (route.base + route.path).startswith(path) or route.path.startswith(path)


def _is_above(address: str, captured: str) -> bool:
    """Return whether an address is that of a folder in which the capture's own lies."""
    one, other = urlsplit(address), urlsplit(captured)
    folder = one.path.rstrip("/") + "/"
    is_inside = other.path.startswith(folder) and other.path.rstrip("/") != one.path.rstrip("/")
    return one.netloc == other.netloc and is_inside and not one.query
