"""Check one input against the shapes: RDF as it is, a page after its conversion."""

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
from ld_convert.pipeline.datasets import PageDatasets
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
"""A JSON-LD document with one of these classes is a catalogue already, not a page."""

KEYWORDS = frozenset({"@context", "@graph", "@id", "@type"})


class Checked(NamedTuple):
    """What was found in an input."""

    findings: tuple[Finding, ...]
    conversion: Conversion | None
    """The conversion of a page; None for RDF, which is checked as it is."""
    stated: Described | None
    """The graph of an RDF input with the places of its nodes; None for a page."""


def check(capture: Capture, settings: Settings) -> Checked:
    """Return the findings of a profile's shapes about one input.

    RDF, and JSON-LD that uses DCAT, is checked as it is; anything else is converted first.
    """
    report = Report()
    described = _described(capture, settings, report)
    if described is None:
        done = convert_page(capture, settings)
        return Checked(done.findings, done, None)
    shapes = load_shapes(settings.profile, settings.shapes, settings.engine)
    users = _users(described.graph)
    datasets = sorted(described.graph.subjects(RDF.type, DCAT.Dataset), key=str)
    locate = partial(_place, places=described.places, users=users)
    report.datasets.about = PageDatasets(described.graph, datasets, locate, capture.url).about
    for result in validate(described.graph, shapes):
        place = locate(result.focus) or Location(capture.source)
        add_finding(result, partial(_at, place), report, form="rdf")
    return Checked(tuple(report.findings), None, described)


def _users(graph: Graph) -> dict[Node, Node]:
    """Return for each blank node a node that refers to it."""
    return {
        value: subject
        for subject, predicates in index(graph).items()
        for values in predicates.values()
        for value in values
        if isinstance(value, BNode)
    }


def _place(
    node: Node, _: str = "", *, places: Places, users: Mapping[Node, Node]
) -> Location | None:
    """Return where a node is described; a blank node without a place has that of its user."""
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
    """Return the place of a value that no rule has made."""
    return place, None


def _described(capture: Capture, settings: Settings, report: Report) -> Described | None:
    """Return the graph of an input that is RDF already; None for any other."""
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
    """Return the JSON of a capture; None if it is broken, which the conversion will report."""
    try:
        return orjson.loads(capture.data)
    except orjson.JSONDecodeError:
        return None


def _is_json_ld(value: Json) -> bool:
    """Return whether a document has a JSON-LD keyword at its top level."""
    if isinstance(value, list):
        return bool(value) and all(map(_is_json_ld, value))
    return isinstance(value, dict) and not KEYWORDS.isdisjoint(value)
