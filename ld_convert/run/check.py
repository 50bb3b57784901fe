"""One input against the shapes: a catalogue in RDF as it stands, a page after its conversion."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import orjson
from rdflib import BNode

from ld_convert.expand import expand
from ld_convert.expand.rdf_file import read_rdf
from ld_convert.findings.report import Report
from ld_convert.model import (
    Capture,
    Conversion,
    Described,
    Finding,
    Fragment,
    Json,
    Location,
    Origin,
    Places,
    Text,
)
from ld_convert.pipeline import convert_page
from ld_convert.rdf.from_nodes import to_graph
from ld_convert.rdf.index import index
from ld_convert.validate import add_finding, load_shapes, validate
from ld_convert.vocab.namespaces import DCAT, RDF
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib import Graph
    from rdflib.term import Node

    from ld_convert.settings import Settings

ENTRIES = {
    vocabulary_term(DCAT[name])
    for name in ("Catalog", "Dataset", "DatasetSeries", "DataService", "CatalogRecord")
}
"""Classes by which a document in JSON-LD is known to be a catalogue already."""

KEYWORDS = frozenset({"@context", "@graph", "@id", "@type"})


class Checked(NamedTuple):
    """What was found in an input."""

    findings: tuple[Finding, ...]
    conversion: Conversion | None
    """What a page became; None for what was checked as it stands."""
    stated: Described | None
    """The graph that was checked as it stands, and where its nodes are described."""


def check(capture: Capture, settings: Settings) -> Checked:
    """Return what the shapes of a profile find in an input.

    RDF, and JSON-LD that uses DCAT, is checked as it stands; anything else is converted first.
    """
    report = Report()
    described = _described(capture, settings, report)
    if described is None:
        done = convert_page(capture, settings)
        return Checked(done.findings, done, None)
    shapes = load_shapes(settings.profile, settings.shapes, settings.engine)
    users = _users(described.graph)
    for result in validate(described.graph, shapes):
        place = _place(result.focus, described.places, users) or Location(capture.source)
        add_finding(result, partial(_at, place), report)
    return Checked(tuple(report.findings), None, described)


def _users(graph: Graph) -> dict[Node, Node]:
    """Return a node that uses each nameless node."""
    return {
        value: subject
        for subject, predicates in index(graph).items()
        for values in predicates.values()
        for value in values
        if isinstance(value, BNode)
    }


def _place(node: Node, places: Places, users: Mapping[Node, Node]) -> Location | None:
    """Return where a node is described; of a nameless one without a place, where it is used."""
    seen: set[Node] = set()
    above: Node | None = node
    while above is not None and above not in seen:
        for place in places.get(above, ()):
            if place.text is not None:
                return place
        seen.add(above)
        above = users.get(above)
    return None


def _at(place: Location) -> tuple[Location, None]:
    """Return a place at which no rule has made anything."""
    return place, None


def _described(capture: Capture, settings: Settings, report: Report) -> Described | None:
    """Return the graph of an input that is RDF; None for others."""
    report.findings += capture.findings
    if capture.kind == "rdf":
        return to_graph([read_rdf(capture, report)], {}, report)
    value = _json(capture) if capture.kind == "json" else None
    if not _is_json_ld(value):
        return None
    where = Location(capture.source, Text.whole(capture.data, capture.line))
    fragment = Fragment(value, (Origin("document", where),), capture.url)
    described = to_graph([expand(fragment, report, settings.contexts)], {}, report)
    classes = set(described.graph.objects(None, RDF.type))
    return described if classes & ENTRIES else None


def _json(capture: Capture) -> Json:
    """Return the JSON of a capture; None for none, which conversion reports or mends."""
    try:
        return orjson.loads(capture.data)
    except orjson.JSONDecodeError:
        return None


def _is_json_ld(value: Json) -> bool:
    """Return whether a keyword of JSON-LD stands at the top of a document."""
    if isinstance(value, list):
        return bool(value) and all(map(_is_json_ld, value))
    return isinstance(value, dict) and not KEYWORDS.isdisjoint(value)
