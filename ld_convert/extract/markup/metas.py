"""Make a dataset of a page's meta elements: Dublin Core, Highwire's citation_*, OpenGraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ld_convert.extract.html.head import elements_of
from ld_convert.extract.markup.items import Item, Value, documents
from ld_convert.vocab.namespaces import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable

    from ld_convert.extract.scan import FoundObject
    from ld_convert.model import Json, Text

Stated = list[tuple[str, int]]
"""Contents of the meta elements of one name, with their byte offsets."""

TYPES = ("dcterms.type", "dc.type", "citation_type", "citation_article_type", "og:type")
DATASET = re.compile(r"(?:\S*[/#:])?data\s?set", re.IGNORECASE)
TIME = re.compile(
    r"(?:name=[^;]*+;\s*+)?(?:start|end)=.*|-?\d{4}(?:-\d\d){0,2}(?:T\S*+)?(?:\s*[/\u2013-].*)?"
)
"""A time: a year and more, or DCMI Period."""
COVERAGE = frozenset({"dc.coverage", "dcterms.coverage"})
"""What Dublin Core calls the time of a dataset, or else its place."""
WEB = re.compile(r"https?://", re.IGNORECASE)
SLASHED = re.compile(r"(\d{4})/(\d{1,2})(?:/(\d{1,2}))?")


def meta_dataset(page: Text, source: str) -> FoundObject | None:
    """Return a schema.org Dataset made of the meta elements of a page.

    None unless one of them says that the page is about a dataset. If several names state one
    property, only the best name of its row is read, with all its values.
    """
    stated = _stated(page)
    kinds = [kind for name in TYPES for kind in stated.get(name, ())]
    kind = next((kind for kind in kinds if DATASET.fullmatch(kind[0])), None)
    if kind is None:
        return None
    item = Item("_:meta", kind[1], [str(SCHEMA.Dataset)])
    for term, (make, names) in ROWS.items():
        values = next((stated[name] for name in names if name in stated), [])
        for text, offset in values:
            item.statements.append((str(SCHEMA[term]), Value(make(text), offset)))
    return next(documents({item.name: item}, [item.name], page, source))


def _stated(page: Text) -> dict[str, Stated]:
    """Return contents by name in lower case; `dc:title` and `dc.title` are one name."""
    stated: dict[str, dict[str, int]] = {}
    for element in elements_of(page):
        a = element.attributes
        names, content = [a.get("name") or a.get("property") or ""], a.get("content", "")
        if element.name == "link":  # DC-HTML, 4.2: values that are resources
            names, content = a.get("rel", "").split(), a.get("href", "")
        for name in names if content.strip() and element.name in ("meta", "link") else ():
            known = name.strip().lower().replace("dc:", "dc.").replace("dcterms:", "dcterms.")
            if known in COVERAGE:
                known = f"dc.coverage.{'temporal' if TIME.fullmatch(content) else 'spatial'}"
            stated.setdefault(known, {}).setdefault(content.strip(), element.offset)
    return {name: list(found.items()) for name, found in stated.items()}


def _text(content: str) -> Json:
    return {"@value": content}


def _agent(content: str) -> Json:
    """Return an agent without a class: Dublin Core does not tell persons from organisations."""
    return {"@id": content} if WEB.match(content) else {"name": content}


def _download(content: str) -> Json:
    return {"@type": "DataDownload", "contentUrl": {"@id": content}}


def _address(content: str) -> Json:
    return {"@id": content} if WEB.match(content) or content[0] == "/" else {"@value": content}


def _date(content: str) -> Json:
    """Return a date; citation_* writes 2020/3/1 for 2020-03-01."""
    if match := SLASHED.fullmatch(content):
        return {"@value": "-".join(part.zfill(2) for part in match.groups() if part)}
    return {"@value": content}


ROWS: dict[str, tuple[Callable[[str], Json], tuple[str, ...]]] = {
    "name": (_text, ("dcterms.title", "dc.title", "citation_title", "og:title")),
    "description": (
        _text,
        (
            "dcterms.abstract",
            "dcterms.description",
            "dc.description",
            "citation_abstract",
            "og:description",
            "description",
        ),
    ),
    "identifier": (_text, ("dcterms.identifier", "dc.identifier", "citation_doi")),
    "url": (_address, ("citation_abstract_html_url", "citation_public_url", "og:url")),
    "creator": (_agent, ("dcterms.creator", "dc.creator", "citation_author")),
    "contributor": (_agent, ("dcterms.contributor", "dc.contributor")),
    "publisher": (_agent, ("dcterms.publisher", "dc.publisher", "citation_publisher")),
    "datePublished": (
        _date,
        (
            "dcterms.issued",
            "dc.date.issued",
            "dcterms.date",
            "dc.date",
            "citation_publication_date",
            "citation_online_date",
            "citation_date",
        ),
    ),
    "dateModified": (_date, ("dcterms.modified", "dc.date.modified")),
    "dateCreated": (_date, ("dcterms.created", "dc.date.created")),
    "inLanguage": (_text, ("dcterms.language", "dc.language", "citation_language")),
    "license": (
        _address,
        ("dcterms.license", "dc.rights.license", "dcterms.rights", "dc.rights"),
    ),
    "keywords": (_text, ("dcterms.subject", "dc.subject", "citation_keywords", "keywords")),
    "encodingFormat": (_text, ("dcterms.format", "dc.format")),
    "creditText": (_text, ("dcterms.bibliographiccitation",)),
    "spatialCoverage": (_text, ("dcterms.spatial", "dc.coverage.spatial")),
    "temporalCoverage": (_text, ("dcterms.temporal", "dc.coverage.temporal")),
    "conditionsOfAccess": (_text, ("dcterms.accessrights", "dc.accessrights")),
    "copyrightHolder": (_agent, ("dcterms.rightsholder", "dc.rightsholder")),
    "isPartOf": (_address, ("dcterms.ispartof", "dc.relation.ispartof")),
    "isBasedOn": (_address, ("dcterms.source", "dc.source")),
    "citation": (_address, ("dcterms.references", "dc.relation.references")),
    "distribution": (_download, ("citation_dataset_url", "citation_data_url")),
}
"""By schema.org property: how its value is made, and the names that state it, best first.

Sources: DCMI "Expressing Dublin Core metadata using HTML/XHTML meta and link elements"; Google
Scholar's inclusion guidelines for citation_*; ogp.me.
"""
