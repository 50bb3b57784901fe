"""Tell a page's own address, and whether it is a record, a redirect, an error or a shell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

from ld_convert.extract.html.head import elements_of, head_of
from ld_convert.extract.markup.tree import shown_text
from ld_convert.model import Text

DELAY = re.compile(r"\s*(\d*)")
MAX_DELAY = 10
"""Seconds. A page with a later refresh is there to be read, so it is no redirect."""

MIN_TEXT = 40
"""Characters. A shell may show a few words, such as "Loading", until its scripts have run."""

ERROR_METAS = {"next-error": re.compile("."), "prerender-status-code": re.compile("[45][0-9][0-9]")}
"""By name of a meta element: the content by which a framework marks an error page."""
ERROR_ROOT = "__next_error__"
"""The id that Next.js gives the html element of a page which it could not render."""


@dataclass(slots=True)
class Signs:
    """What a page says about itself, gathered while it is read."""

    url: str | None = None
    """The page's own address: its canonical link, else its og:url, else the capture's address."""
    canonical: str | None = None
    """The first canonical link; any others are ignored."""
    redirect: bool = False
    error: bool = False
    page: Text | None = None
    """The page itself, if it is HTML."""

    def read(self, page: Text, captured_at: str | None) -> None:
        """Gather the signs of an HTML page; `captured_at` is the capture's address, if known."""
        head = head_of(page)
        self.page = page
        self.canonical = head.canonical
        self.url = head.canonical or head.og or self.url
        metas = {name.lower(): content.strip() for name, content in head.metas}
        self.error |= any(p.match(metas.get(name, "")) for name, p in ERROR_METAS.items())
        for element in elements_of(page):
            if element.name == "html":
                self.error |= element.attributes.get("id") == ERROR_ROOT
        if head.refresh is not None:
            base = urljoin(captured_at or "", head.base or "")
            self.redirect |= _leads_on(page, urljoin(base, head.refresh), captured_at)

    def kind(self, *, holds_record: bool) -> str:
        """Return record, redirect, error, plain or shell; decided by content, never by the title.

        A plain page has text to read and no data. A shell has a few words at most, and its scripts
        may fill it.
        """
        if holds_record:
            return "record"
        if self.redirect:
            return "redirect"
        if self.error:
            return "error"
        return "plain" if self.page is not None and _is_readable(self.page) else "shell"


def _leads_on(page: Text, target: str, captured_at: str | None) -> bool:
    """Return whether the page's refresh leads to another page, within MAX_DELAY seconds."""
    if not urldefrag(target).url or urldefrag(target).url == urldefrag(captured_at or "").url:
        return False
    for element in elements_of(page):
        a = element.attributes
        if element.name == "meta" and a.get("http-equiv", "").strip().lower() == "refresh":
            match = DELAY.match(a.get("content", ""))
            return int((match and match[1][:9]) or 0) <= MAX_DELAY
    return False


def _is_readable(page: Text) -> bool:
    text = shown_text(page.data)
    scripts = any(element.name == "script" for element in elements_of(page))
    return len(text) >= (MIN_TEXT if scripts else 1)
