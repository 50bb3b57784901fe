"""The HTML report: one web page with all its data, for the owner of a catalogue."""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from ld_convert.report import charts
from ld_convert.report.json_report import dumps
from ld_convert.report.page_data import page_data
from ld_convert.report.totals import MOST_ROWS, Digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.model import Finding, Json
    from ld_convert.report.overview import Overview

HOLE = re.compile(r"\{\{(\w+)\}\}")
UNSAFE = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})
"""Characters that could end the script element with the data; written as escapes."""

SECTIONS = ("fixes", "portals", "owners", "rules", "coverage", "score", "records", "findings")


def html_report(findings: Iterable[Finding], overview: Overview) -> Iterator[str]:
    """Yield one page: totals, tables by portal, rule and record, coverage, score, findings.

    The page requests nothing. Its content security policy allows only its own script and style, so
    that no text of a captured page can run.
    """
    digest = Digest.of(findings, overview)
    fix_first = charts.fix_first(digest.fixes())
    css, js = (_own(f"page.{ending}") for ending in ("css", "js"))
    census = overview.census
    values = {
        "policy": _policy(css, js),
        "version": escape(version("ld-convert")),
        "css": css,
        "js": js,
        "title": escape(overview.title or f"{digest.summary.count:,} findings"),
        "about": _about(overview),
        "fixes": fix_first,
        "nav": _navigation(_sections(census is not None, bool(fix_first))),
        "totals": charts.totals(digest.summary, census),
        "coverage": charts.coverage(census) if census else "",
        "score": charts.score(census) if census else "",
        "cut": _cut(digest),
        "data": _json(page_data(digest)),
    }
    template = _own("page.html")
    end = 0
    for hole in HOLE.finditer(template):
        yield template[end : hole.start()]
        yield values[hole[1]]
        end = hole.end()
    yield template[end:]


def _own(name: str) -> str:
    return files("ld_convert.report").joinpath(name).read_text("utf-8")


def _policy(css: str, js: str) -> str:
    """Return a content security policy that allows this style and script, and no request."""
    hashes = (
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (css, js)
    )
    style, script = (f"'sha256-{digest}'" for digest in hashes)
    return (
        f"default-src 'none'; style-src {style}; script-src {script}; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _json(value: Json) -> str:
    return dumps(value).translate(UNSAFE)


def _navigation(sections: Iterable[str]) -> str:
    return "".join(f'<a href="#{name}">{name.capitalize()}</a> ' for name in sections)


def _sections(is_counted: bool, is_broken: bool) -> list[str]:  # noqa: FBT001
    """Return the sections that the page has."""
    absent = {*(() if is_counted else ("coverage", "score")), *(() if is_broken else ("fixes",))}
    return [name for name in SECTIONS if name not in absent]


def _about(overview: Overview) -> str:
    """Return the date and the options of the run as a paragraph; empty if neither is known."""
    parts = [escape(overview.date)] if overview.date else []
    if overview.options:
        parts.append(f"Options: <code>{escape(overview.options)}</code>")
    return f'<p class="note">{" · ".join(parts)}</p>' * bool(parts)


def _cut(digest: Digest) -> str:
    """Return a sentence on the findings that are not listed; empty if all are."""
    if not digest.unlisted:
        return ""
    text = (
        f"The {MOST_ROWS:,} most severe findings are listed; {digest.unlisted:,} more are counted."
    )
    return f'<p class="note">{text} A .json report lists all.</p>'
