"""Write a table of names as others read it: SKOS concepts, and SSSOM mappings of texts."""

from __future__ import annotations

import hashlib
import io
from itertools import count
from typing import TYPE_CHECKING

from rdflib import RDF, BNode, Graph, Literal, URIRef

from ld_convert.values.codes import publisher_type
from ld_convert.values.names.kinds import KEYWORD, kinds
from ld_convert.values.names.published import SCHEME, SEMAPV
from ld_convert.values.names.table import COLUMNS, themes_of
from ld_convert.vocab.namespaces import DCT, SKOS, prefixes
from ld_convert.write import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.run.names.book import NameEntry, NamesBook

SET = "https://w3id.org/ld-convert/names/"
"""The IRI of a set of mappings begins so; a digest of the mappings follows."""
LICENCE = "https://w3id.org/sssom/license/unspecified"
JUSTIFICATION = "semapv:ManualMappingCuration"
SSSOM_COLUMNS = (
    *("subject_label", "subject_category", "subject_type", "predicate_id"),
    *("object_id", "object_label", "mapping_justification"),
)


def skos(book: NamesBook) -> bytes:
    """Return the rows that say something as SKOS in Turtle, one scheme a kind.

    The text as found is a hidden label where the row prefers another. A geometry has no place.
    """
    graph = Graph()
    for number, entry in enumerate(_filled(book)):
        cells = {name: entry.cells.get(title, "") for name, title in COLUMNS.items()}
        concept = URIRef(cells["iri"]) if cells["iri"] else BNode(f"n{number}")
        scheme = URIRef(SCHEME + entry.kind)
        label = cells["label"]
        graph.add((scheme, RDF.type, SKOS.ConceptScheme))
        graph.add((concept, RDF.type, SKOS.Concept))
        graph.add((concept, SKOS.inScheme, scheme))
        if label:
            graph.add((concept, SKOS.prefLabel, Literal(label)))
        if entry.text != label:
            graph.add((concept, SKOS.hiddenLabel, Literal(entry.text)))
        for theme in _themes(entry):
            graph.add((concept, SKOS.broadMatch, URIRef(theme)))
        for other in cells["same"].split():
            graph.add((concept, SKOS.exactMatch, URIRef(other)))
        own = publisher_type(Literal(cells["type"])) if cells["type"] else None
        if own is not None:
            graph.add((concept, DCT.type, own))
    out = io.BytesIO()
    write([graph], out, "turtle")
    return out.getvalue()


def sssom(book: NamesBook) -> bytes:
    """Return the rows with an IRI or a theme as SSSOM/TSV: literal mappings of SSSOM 1.0.

    A row with nothing but a preferred label maps to nothing, and is left out.
    """
    rows = list(_mappings(book))
    spaces = {"skos": str(SKOS), "semapv": SEMAPV} | _spaces(row[4] for row in rows)
    short = {space: prefix for prefix, space in spaces.items()}
    lines = ["\t".join((*row[:4], _short(row[4], short), *row[5:])) for row in rows]
    digest = hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()[:16]
    head = [
        f'#mapping_set_id: "{SET}{digest}"',
        f'#license: "{LICENCE}"',
        '#mapping_tool: "ld-convert"',
        "#curie_map:",
        *(f'#  {prefix}: "{space}"' for prefix, space in sorted(spaces.items())),
        "\t".join(SSSOM_COLUMNS),
    ]
    return "".join(f"{line}\n" for line in (*head, *lines)).encode("utf-8", "replace")


def _spaces(iris: Iterable[str]) -> dict[str, str]:
    """Return prefixes for IRIs, which SSSOM/TSV knows as CURIEs only: ours, else ns1 and so on."""
    ours = {space: prefix for prefix, space in prefixes().items()}
    found = sorted({_parts(iri)[0] for iri in iris})
    others = (f"ns{number}" for number in count(1))
    return {ours.get(space) or next(others): space for space in found}


def _short(iri: str, prefixes: dict[str, str]) -> str:
    space, local = _parts(iri)
    return f"{prefixes[space]}:{local}"


def _parts(iri: str) -> tuple[str, str]:
    """Return the namespace of an IRI, to its last separator, and the rest, which is not empty."""
    start = max(iri.rfind(mark, 0, -1) for mark in "/#:") + 1
    return iri[:start], iri[start:]


def _mappings(book: NamesBook) -> Iterator[tuple[str, ...]]:
    for entry in _filled(book):
        iri, label = entry.cells.get(COLUMNS["iri"], ""), entry.cells.get(COLUMNS["label"], "")
        start = (" ".join(entry.text.split()), entry.kind, "rdfs literal")
        if iri:
            yield (*start, "skos:exactMatch", iri, " ".join(label.split()), JUSTIFICATION)
        for theme in _themes(entry):
            yield (*start, "skos:broadMatch", theme, "", JUSTIFICATION)


def _filled(book: NamesBook) -> Iterator[NameEntry]:
    return (e for e in book.entries.values() if e.is_filled and e.kind in kinds())


def _themes(entry: NameEntry) -> Iterator[str]:
    if entry.kind == KEYWORD:
        for text in entry.cells.get(COLUMNS["theme"], "").split("|"):
            theme = themes_of(text) if text else None
            if theme is not None:
                yield theme
