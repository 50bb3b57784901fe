"""Read names that others have published: SKOS, and SSSOM mappings of texts, as rows of a table.

Sources: SKOS Reference, sections 5 (labels) and 10 (mapping properties); SSSOM 1.0, TSV and literal
mappings.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from rdflib import OWL, SKOS, Graph, Literal, URIRef

from ld_convert.settings import UsageError
from ld_convert.values.names.cells import Sheet, decoded
from ld_convert.values.names.kinds import kinds
from ld_convert.vocab.namespaces import DCT, EU, PUBLISHER_TYPE, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

SCHEME = "urn:ld-convert:names/"
"""Schemes of our own SKOS: one for each kind."""
HEADER = ["kind", "text as found", "IRI", "preferred label", "theme", "same as", "type"]
QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
EQUAL = frozenset({"skos:exactMatch", "skos:closeMatch", "owl:sameAs", "owl:equivalentClass"})
BROAD = "skos:broadMatch"
CURIE_MAP = re.compile(r"#\s+([\w.-]+):\s*[\"']?([^\s\"']+)[\"']?\s*")
SEMAPV = "https://w3id.org/semapv/vocab/"


def read_skos(source: str, data: bytes) -> Sheet:
    """Return a row for each label of each concept; raises UsageError for what is no Turtle.

    Our schemes tell the kind of a concept; those of others have none, and the option gives it. A
    concept without an IRI of its own gives its preferred label and its theme alone.
    """
    text = decoded(source, data)
    graph = Graph()
    try:
        graph.parse(data=text, format="turtle")
    except Exception as error:  # rdflib's parser raises errors of many classes
        raise UsageError(f"{source}: is no Turtle: {' '.join(str(error).split())[:200]}") from error
    lines = _lines(text)
    concepts = sorted({node for label in LABELS for node in graph.subjects(label)}, key=str)
    rows = [
        (lines.get(str(label), 1), [kind, str(label), *rest])
        for concept in concepts
        for rest in [_cells(graph, concept)]
        for kind in _kinds(graph, concept)
        for label in _labels(graph, concept)
    ]
    return Sheet(source, text, "", HEADER, sorted(rows))


def _kinds(graph: Graph, concept: Node) -> list[str]:
    """Return the kinds of a concept by our schemes; one without a name if it is in none."""
    schemes = sorted(map(str, graph.objects(concept, SKOS.inScheme)))
    found = [s.removeprefix(SCHEME) for s in schemes if s.startswith(SCHEME)]
    return [name for name in found if name in kinds()] or [""]


def _cells(graph: Graph, concept: Node) -> list[str]:
    """Return the cells after the text as found."""
    iri = str(concept) if isinstance(concept, URIRef) else ""
    preferred = [x for x in graph.objects(concept, SKOS.prefLabel) if isinstance(x, Literal)]
    preferred.sort(key=lambda x: (x.language not in (None, "en"), x.language or "", str(x)))
    broad = sorted(map(str, graph.objects(concept, SKOS.broadMatch)))
    themes = [one for one in broad if one.startswith(EU["data-theme/"])]
    same = {str(o) for p in (SKOS.exactMatch, OWL.sameAs) for o in graph.objects(concept, p)}
    types = sorted(o for o in map(str, graph.objects(concept, DCT.type)))
    own = next((o for o in types if o.startswith(PUBLISHER_TYPE)), "")
    label = str(preferred[0]) if preferred else ""
    return [iri, label, "|".join(themes), " ".join(sorted(same)), own]


def _labels(graph: Graph, concept: Node) -> Iterable[Literal]:
    """Yield the labels of a concept in all languages; what is not to be shown is a text as well."""
    found = (x for label in LABELS for x in graph.objects(concept, label))
    texts = sorted(x for x in found if isinstance(x, Literal))
    return {str(text): text for text in texts}.values()


def _lines(text: str) -> dict[str, int]:
    """Return the first line of each text in quotes."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        for match in QUOTED.finditer(line):
            found.setdefault(match[1].replace('\\"', '"'), number)
    return found


def read_sssom(source: str, data: bytes) -> Sheet:
    """Return a row for each text that a SSSOM file maps.

    What equals it becomes the IRI, a broader data theme the theme. Raises UsageError for a file
    without the columns that are needed.
    """
    text = decoded(source, data).replace("\r\n", "\n")
    known = {**prefixes(), "semapv": SEMAPV}
    found = map(CURIE_MAP.fullmatch, text.split("\n"))
    known |= {match[1]: match[2] for match in found if match}
    start = next((n for n, line in enumerate(text.split("\n")) if line[:1] not in ("#", "")), 0)
    table = csv.reader(io.StringIO("\n".join(text.split("\n")[start:])), delimiter="\t")
    header = next(table, [])
    missing = {"subject_label", "predicate_id", "object_id"} - set(header)
    if missing:
        raise UsageError(f"{source}:{start + 1}: a SSSOM file has the columns {sorted(missing)}")
    rows: dict[tuple[str, str], tuple[int, list[str]]] = {}
    for number, cells in enumerate(table, start + 2):
        row = dict(zip(header, cells, strict=False))
        _mapping(row, known, number, rows)
    return Sheet(source, text, "", HEADER, list(rows.values()))


def _mapping(
    row: dict[str, str],
    known: dict[str, str],
    line: int,
    rows: dict[tuple[str, str], tuple[int, list[str]]],
) -> None:
    """Add one mapping to the row of its text."""
    kind = row.get("subject_category", "")
    kind = kind if kind in kinds() else ""
    iri, text = _expanded(row["object_id"], known), row.get("subject_label", "")
    if not text or row.get("predicate_modifier") == "Not":
        return
    cells = rows.setdefault((kind, text), (line, [kind, text, *[""] * (len(HEADER) - 2)]))[1]
    if row["predicate_id"] in EQUAL:
        cells[2], cells[3] = cells[2] or iri, cells[3] or row.get("object_label", "")
    elif row["predicate_id"] == BROAD and iri.startswith(EU["data-theme/"]):
        cells[4] = "|".join(filter(None, (cells[4], iri)))


def _expanded(name: str, known: dict[str, str]) -> str:
    """Return the IRI of a CURIE; what has no known prefix is one already."""
    prefix, _, local = name.partition(":")
    return known[prefix] + local if prefix in known and local[:2] != "//" else name


READERS = {".ttl": read_skos, ".sssom.tsv": read_sssom}
"""By ending of the file's name."""
