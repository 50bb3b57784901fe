"""What crawlers and readers of news ask for: sitemap, robots.txt, Atom, and files for servers.

Sources: sitemaps.org protocol 0.9; RFC 9309 (robots.txt); RFC 4287 (Atom).
"""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from ld_convert.vocab.files import data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.site.files import Folder
    from ld_convert.site.lists import SiteAbout
    from ld_convert.site.overview import SiteOverview

MOST_ADDRESSES = 50_000
"""Addresses that one sitemap may have (sitemaps.org)."""
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWEST = 50
"""Entries of the Atom feed."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SERVERS = ("apache.conf", "nginx.conf", "Caddyfile")


def write_web(overview: SiteOverview, site: Folder, about: SiteAbout) -> None:
    """Write `sitemap.xml`, `robots.txt`, `atom.xml` and `servers/`."""
    _sitemap(_addresses(overview, about.url), site, about.url)
    site.put("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {about.url}sitemap.xml\n".encode())
    site.put("atom.xml", "".join(_atom(overview, about)).encode("utf-8", "replace"))
    parts = urlsplit(about.url)
    for name in SERVERS:
        text = data(f"vocab/pages/site/servers/{name}").read_text("utf-8")
        filled = text.replace("@HOST@", parts.netloc).replace("@PATH@", parts.path)
        site.put(f"servers/{name}", filled.encode())


def _addresses(overview: SiteOverview, url: str) -> Iterator[str]:
    yield _url(url, overview.latest)
    for row in overview.rows():
        yield _url(url + row.path, row.captured)


def _url(address: str, date: str) -> str:
    changed = f"<lastmod>{date}</lastmod>" if DAY.fullmatch(date) else ""
    return f"<url><loc>{escape(address)}</loc>{changed}</url>\n"


def _sitemap(addresses: Iterator[str], site: Folder, url: str) -> None:
    first = list(islice(addresses, MOST_ADDRESSES))
    following = next(addresses, None)
    if following is None:
        site.put("sitemap.xml", _urlset(first))
        return
    parts, some = 1, first
    rest = chain([following], addresses)
    while some:
        site.put(f"sitemap/{parts}.xml", _urlset(some))
        some = list(islice(rest, MOST_ADDRESSES))
        parts += bool(some)
    rows = (
        f"<sitemap><loc>{escape(url)}sitemap/{number}.xml</loc></sitemap>\n"
        for number in range(1, parts + 1)
    )
    text = f"{XML}<sitemapindex {SITEMAPS}>\n{''.join(rows)}</sitemapindex>\n"
    site.put("sitemap.xml", text.encode())


def _urlset(rows: Iterable[str]) -> bytes:
    return f"{XML}<urlset {SITEMAPS}>\n{''.join(rows)}</urlset>\n".encode()


def _atom(overview: SiteOverview, about: SiteAbout) -> Iterator[str]:
    author = about.publisher or about.title
    yield f'{XML}<feed xmlns="http://www.w3.org/2005/Atom">\n<id>{_text(about.url)}</id>\n'
    yield f"<title>{_text(about.title)}</title>\n<updated>{_time(overview.latest)}</updated>\n"
    yield f"<author><name>{_text(author)}</name></author>\n"
    yield f'<link rel="self" href="{_text(about.url)}atom.xml"/>\n'
    yield f'<link href="{_text(about.url)}"/>\n'
    for row in overview.newest(NEWEST):
        address = _text(about.url + row.path)
        yield f"<entry><id>{address}</id><title>{_text(row.title)}</title>"
        yield f"<updated>{_time(row.modified or row.captured or overview.latest)}</updated>"
        yield f'<link href="{address}"/><summary>{_text(row.excerpt)}</summary></entry>\n'
    yield "</feed>\n"


def _time(date: str) -> str:
    """Return a date as Atom writes times; a feed must have one, and the oldest says nothing."""
    parts = date.split("-")
    whole = "-".join([*parts, "01", "01"][:3]) if parts[0].isdigit() else ""
    return f"{whole if DAY.fullmatch(whole) else '1970-01-01'}T00:00:00Z"


def _text(text: str) -> str:
    return escape(NOT_XML.sub("", text), {'"': "&quot;"})
