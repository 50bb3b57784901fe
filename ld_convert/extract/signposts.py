"""Find the typed links of a page that lead to metadata, files or identifiers of its subject.

Sources: RFC 8288 (Web Linking); the FAIR Signposting profile, for the relations.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.extract.html.head import elements_of
from ld_convert.extract.script_types import media_type
from ld_convert.model import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.findings.report import Report
    from ld_convert.model import Text

RELATIONS = frozenset(
    {"author", "cite-as", "collection", "describedby", "item", "license", "linkset", "type"}
)
RDF_TYPES = frozenset(
    {"application/ld+json", "text/turtle", "application/rdf+xml", "application/n-triples"}
    | {"application/n-quads", "application/trig"}
)
"""Media types of an `alternate` link that leads to RDF about the page."""

MAX_SHOWN = 20
LINK = re.compile(r"<([^<>]*)>((?:[^,\"<]|\"(?:[^\"\\]|\\.)*+\"|,(?!\s*<))*)")
PARAMETER = re.compile(r";\s*([A-Za-z*-]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*+)\"|([^\s;,\"]+))")


class Signpost(NamedTuple):
    """One typed link."""

    relation: str
    href: str
    """The address as written; may be relative."""
    type: str
    """Media type of the target; empty if the link gives none."""
    offset: int | None
    """Byte offset of the element; None for a link from the HTTP header."""


def signposts(page: Text | None, headers: tuple[str, ...]) -> Iterator[Signpost]:
    """Yield the signposts of a page's `link` elements and its Link headers, each target once.

    `headers` are the values of the Link headers as they were received.
    """
    seen: set[tuple[str, str]] = set()
    for rel, href, kind, offset in (*_elements(page), *_headers(headers)):
        for relation in rel.lower().split():
            is_description = relation == "alternate" and kind in RDF_TYPES
            if (relation in RELATIONS or is_description) and (relation, href) not in seen:
                seen.add((relation, href))
                yield Signpost(relation, href, kind, offset)


def report_signposts(
    page: Text | None, headers: tuple[str, ...], source: str, report: Report
) -> None:
    """Report each signpost, up to MAX_SHOWN, and then how many more there are."""
    found = list(signposts(page, headers))
    for sign in found[:MAX_SHOWN]:
        where = Location(source, page if sign.offset is not None else None, offset=sign.offset)
        what = f"{sign.relation}, {sign.type}" if sign.type else sign.relation
        report.add("LD272", where, href=sign.href, what=what)
    if len(found) > MAX_SHOWN:
        report.add("LD273", Location(source), count=len(found) - MAX_SHOWN)


def _elements(page: Text | None) -> Iterator[tuple[str, str, str, int | None]]:
    for element in elements_of(page) if page is not None else ():
        a = element.attributes
        if element.name == "link" and a.get("href", "").strip():
            yield a.get("rel", ""), a["href"].strip(), media_type(a.get("type", "")), element.offset


def _headers(values: tuple[str, ...]) -> Iterator[tuple[str, str, str, int | None]]:
    """Yield relations, target, media type and offset of each link (RFC 8288, section 3)."""
    for value in values:
        for match in LINK.finditer(value):
            parameters: dict[str, str] = {}
            for name, quoted, token in PARAMETER.findall(match[2]):
                parameters.setdefault(name.lower(), quoted or token)
            if href := match[1].strip():
                kind = media_type(parameters.get("type", ""))
                yield parameters.get("rel", ""), href, kind, None
