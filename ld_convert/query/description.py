"""Describe the end point (SPARQL 1.1 Service Description)."""

from __future__ import annotations

import io

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

from ld_convert.query.forms import GRAPHS
from ld_convert.vocab.namespaces import prefixes

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
WRITTEN = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD"),
)
"""Names of what is answered in (Unique URIs for File Formats)."""

TYPE = NamedNode(prefixes()["rdf"] + "type")


def service_description(url: str, form: str) -> bytes:
    """Return what the end point at a URL can do, in one of the forms of GRAPHS."""
    service, dataset, graph = BlankNode("service"), BlankNode("dataset"), BlankNode("graph")
    triples = [
        Triple(service, TYPE, _sd("Service")),
        Triple(service, _sd("endpoint"), NamedNode(url)),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        Triple(service, _sd("feature"), _sd("UnionDefaultGraph")),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, TYPE, _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), graph),
        Triple(graph, TYPE, _sd("Graph")),
    ]
    triples += [Triple(service, _sd("resultFormat"), NamedNode(FORMATS + name)) for name in WRITTEN]
    written = io.BytesIO()
    syntax = RdfFormat.from_media_type(GRAPHS[form][0]) or RdfFormat.N_TRIPLES
    is_short = syntax in (RdfFormat.TURTLE, RdfFormat.RDF_XML)
    serialize(triples, written, syntax, prefixes={"sd": SD} if is_short else None)
    return written.getvalue()


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)
