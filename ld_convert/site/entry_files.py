"""All files of one entry: its page, and what stands beside it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import orjson
from rdflib import URIRef

from ld_convert.rdf.index import insert
from ld_convert.score.indicators import most_points, rating
from ld_convert.site import cite, croissant, datacite, schemaorg
from ld_convert.site.changes import StatedEntry
from ld_convert.site.dcat import TYPE, written
from ld_convert.site.drawing import drawn_map, time_bar
from ld_convert.site.parts import year
from ld_convert.site.signposts import CROISSANT, LINKSET, in_head, linkset, signposts
from ld_convert.site.statements import statement_rows
from ld_convert.site.view import MOST_PARTS
from ld_convert.vocab.namespaces import FOAF
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.rdf.index import Index
    from ld_convert.site.pages import Pages
    from ld_convert.site.statements import Reasons
    from ld_convert.site.view import EntryView

TRIPLES = "index.nt"
FORMS = {
    "index.ttl": "turtle", TRIPLES: "nt", "index.jsonld": "json-ld", "index.rdf": "rdf-xml",
}  # fmt: skip
TOPIC_OF, DOCUMENT = map(vocabulary_term, (FOAF.isPrimaryTopicOf, FOAF.Document))
PRETTY = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
MOST_STATEMENTS = 400
"""Statements that a page shows; the files beside it have all."""
RECORD = "record"
"""Name of the place on a page that is its catalogue record."""


def add_page(index: Index, view_iri: str, page: str) -> None:
    """Say of a thing that has an IRI of its own which page tells of it (FOAF 0.99)."""
    if view_iri != page:
        insert(index, URIRef(view_iri), TOPIC_OF, URIRef(page))
        insert(index, URIRef(page), TYPE, DOCUMENT)


def entry_files(
    view: EntryView, dcat: Index, pages: Pages, url: str, reasons: Reasons
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file of an entry; the page, with its DCAT, comes last."""
    index = view.facts.index
    forms = {name: written(index, form) for name, form in FORMS.items()}
    yield from forms.items()
    learning = croissant.described(view)
    links = list(signposts(view, url, has_croissant=learning is not None))
    yield "datacite.json", orjson.dumps(datacite.described(view), option=PRETTY)
    yield "cite.bib", cite.bibtex(view).encode()
    yield "cite.ris", cite.ris(view).encode()
    yield "cite.json", orjson.dumps(cite.csl(view), option=PRETTY)
    yield LINKSET, orjson.dumps(linkset(links, view.page), option=PRETTY)
    if learning is not None:
        yield CROISSANT, orjson.dumps(learning, option=PRETTY)
    points, places = view.score.points, _places(view)
    in_table = {f.iri for f in view.files[:MOST_PARTS]}
    below = {iri: name for iri, name in places.items() if iri not in in_table and name != RECORD}
    rows, more = statement_rows(view.facts, below, MOST_STATEMENTS, reasons)
    yield (
        "index.html",
        pages.page(
            "entry.html",
            2,
            view=view,
            links=in_head(links, view.page),
            schemaorg=schemaorg.described(view, url),
            dcat=orjson.dumps(orjson.loads(written(dcat, "json-ld"))),
            citation=cite.plain(view),
            bibtex=cite.bibtex(view),
            map=drawn_map(view.boxes),
            time=time_bar(view.periods, year(view.modified or view.issued)),
            has_croissant=learning is not None,
            points=points,
            most_points=most_points(probed=False),
            rating=rating(points),
            lacking=view.score.lacks(probed=False),
            statements=rows,
            more_statements=more,
            has_reasons=bool(reasons),
            most=MOST_PARTS,
            places=places,
        ),
    )


def stated(view: EntryView, triples: bytes) -> StatedEntry:
    """Return hash and size of what is said of an entry; dates of its record are no content."""
    lines = triples.splitlines()
    record = f"<{view.page}#{RECORD}> <http://purl.org/dc/terms/".encode()
    own = [line for line in lines if not line.startswith(record)]
    digest = hashlib.sha256(b"\n".join(sorted(own))).hexdigest()[:16]
    return StatedEntry(digest, len(lines), view.iri)


def _places(view: EntryView) -> dict[str, str]:
    """Return the places on the page that are IRIs of things: the name of each, by the IRI."""
    start = f"{view.page}#"
    names = (str(subject) for subject in view.facts.index)
    return {name: name.removeprefix(start) for name in names if name.startswith(start)}
