"""Read what a page says about itself: base, links, meta elements, title and language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.extract.html.tokenizer import HtmlElement, elements

if TYPE_CHECKING:
    from ld_convert.model import Text

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
WEB = re.compile(r"https?:", re.IGNORECASE)
REFRESH = re.compile(
    r"[0-9.]*+\s*+[;,]?+\s*+(?<=[;,\s])(?>url\s*+=\s*+)?+([\"']?+)(?P<url>.+)", re.IGNORECASE
)


class Link(NamedTuple):
    """One `link` element with an address."""

    rel: str
    """The relations in lower case, separated by one space."""
    href: str
    """The address as written, without white space around it; may be relative."""
    type: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says about itself; None for what it does not say. Addresses are as written."""

    base: str | None
    """The first `base` address that is http, https or relative (HTML Standard, 4.2.3)."""
    canonical: str | None
    og: str | None
    """The address in `og:url`."""
    refresh: str | None
    """The address that `http-equiv=refresh` leads to."""
    metas: tuple[tuple[str, str], ...]
    """Name (or property, or itemprop) and content of each meta element, in document order."""
    links: tuple[Link, ...]
    title: str | None
    lang: str | None


@lru_cache(maxsize=2)
def elements_of(page: Text) -> tuple[HtmlElement, ...]:
    """Return the elements of a page; cached, because several readers ask for them."""
    return tuple(elements(page.data))


@lru_cache(maxsize=2)
def markup_words(page: Text) -> frozenset[bytes]:
    """Return which attribute names of microdata and RDFa are in a page, in any case.

    Searching a copy in lower case takes a tenth of the time of a search without case.
    """
    lower = page.data.lower()
    return frozenset([word for word in (b"itemscope", b"typeof") if word in lower])


@lru_cache(maxsize=2)
def head_of(page: Text) -> Head:
    """Return what a page says about itself; of repeated statements the first counts."""
    bases: list[str] = []
    metas: list[tuple[str, str]] = []
    found: list[Link] = []
    refresh: list[str] = []
    titles: list[str] = []
    langs: list[str] = []
    for element in elements_of(page):
        a = element.attributes
        if element.name == "base" and _is_base(a.get("href")):
            bases.append(a["href"].strip())
        elif element.name == "link" and a.get("href", "").strip():
            rel = " ".join(a.get("rel", "").lower().split())
            found.append(Link(rel, a["href"].strip(), a.get("type", ""), a.get("title", "")))
        elif element.name == "meta":
            name = a.get("name") or a.get("property") or a.get("itemprop")
            if name and "content" in a:
                metas.append((name, a["content"]))
            if a.get("http-equiv", "").strip().lower() == "refresh":
                refresh += _target(a.get("content", ""))
        elif element.name == "title":
            titles.append(_words(page.data[element.start : element.end]))
        elif element.name == "html" and a.get("lang"):
            langs.append(a["lang"].strip())
    named = {name.lower(): content.strip() for name, content in reversed(metas)}
    canonical = (link.href for link in found if "canonical" in link.rel.split())
    return Head(
        base=next(iter(bases), None),
        canonical=next(canonical, None),
        og=named.get("og:url") or None,
        refresh=next(iter(refresh), None),
        metas=tuple(metas),
        links=tuple(found),
        title=next((title for title in titles if title), None),
        lang=next(iter(langs), None),
    )


def _is_base(href: str | None) -> bool:
    """Return whether an address can be a base: http, https or relative."""
    address = (href or "").strip()
    return bool(address) and bool(WEB.match(address) or not SCHEME.match(address))


def _target(content: str) -> list[str]:
    """Return the address of a refresh (HTML Standard, shared declarative refresh steps)."""
    match = REFRESH.match(content.strip())
    if not match:
        return []
    url = match["url"].partition(match[1])[0] if match[1] else match["url"]
    return [url.strip()] if url.strip() else []


def _words(title: bytes) -> str:
    return " ".join(unescape(title.decode("utf-8", "replace")).split())
