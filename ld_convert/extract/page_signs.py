"""Tell a page's own address, and whether it is a record, a redirect, an error or a shell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ld_convert.extract.html.head import elements_of, head_of
from ld_convert.extract.markup.tree import shown_text
from ld_convert.extract.own_address import Route, Stated, own_address
from ld_convert.model import Text
from ld_convert.vocab.addresses import resolved

LEADS_ON = re.compile(
    r"(?:(?:window|document|self|top)\.)?location"
    r"(?:\.href\s*=\s*|\s*=\s*|\.(?:replace|assign)\(\s*)"
    r"(?P<quote>[\"'`])(?P<to>[^\"'`\s]+)(?P=quote)\s*\)?\s*;?"
)
"""The statement by which a script sends the reader to another address."""
LONGEST_SCRIPT = 400
"""Characters. A longer script does other things, and may lead on only after a click."""
SCRIPT = re.compile(rb"<script>([^<]{0,200}location[.\s=][^<]{1,200})</script>")
"""A script of a page in HTML that may be one."""

DELAY = re.compile(r"\A\s*+(\d++)")
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

    captured_at: str | None = None
    """Where the page was captured, if the container says so."""
    canonical: str | None = None
    """The first canonical link; of several the first counts."""
    og: str | None = None
    """The address in the first og:url."""
    route: Route | None = None
    """The path at which Next.js serves the page."""
    is_payload: bool = False
    """Whether the capture is a flight payload and no page in HTML."""
    redirect: bool = False
    target: str = ""
    """Where a redirect leads, as the page writes it; empty where that is not known."""
    error: bool = False
    page: Text | None = None
    """The page itself, if it is HTML."""

    def read(self, page: Text, captured_at: str | None) -> None:
        """Gather the signs of an HTML page; `captured_at` is the capture's address, if known."""
        head = head_of(page)
        self.page = page
        base = resolved(captured_at or "", head.base or "")
        self.canonical = resolved(base, head.canonical) if head.canonical else None
        self.og = head.og
        metas = {name.lower(): content.strip() for name, content in head.metas}
        self.error |= any(p.match(metas.get(name, "")) for name, p in ERROR_METAS.items())
        for element in elements_of(page):
            if element.name == "html":
                self.error |= element.attributes.get("id") == ERROR_ROOT
        if head.refresh is not None:
            target = resolved(base, head.refresh)
            if _leads_on(page, target, captured_at):
                self.leads_to(target)
        for words in SCRIPT.findall(page.data):
            self.read_script(words.decode("utf-8", "replace"))

    def leads_to(self, target: str) -> None:
        """Note that the page sends its reader on to another address."""
        self.redirect = True
        self.target = self.target or target

    def read_script(self, words: str) -> None:
        """Note where a short script sends the reader."""
        match = LEADS_ON.search(words) if len(words) <= LONGEST_SCRIPT else None
        if match is not None:
            self.leads_to(match["to"])

    @property
    def url(self) -> str | None:
        """The page's own address, as far as it is known by now."""
        return own_address(
            Stated(self.captured_at, self.canonical, self.og, self.route, self.is_payload)
        )

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
    there = target.partition("#")[0]
    if not there or there == (captured_at or "").partition("#")[0]:
        return False
    metas = (element.attributes for element in elements_of(page) if element.name == "meta")
    refreshes = (a for a in metas if a.get("http-equiv", "").strip().lower() == "refresh")
    seconds = DELAY.findall(next(refreshes).get("content", ""))
    return not seconds or int(seconds[0][:9]) <= MAX_DELAY


def _is_readable(page: Text) -> bool:
    text = shown_text(page.data)
    scripts = any(element.name == "script" for element in elements_of(page))
    return len(text) >= (MIN_TEXT if scripts else 1)
