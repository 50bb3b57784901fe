"""The pipeline that a user glues together: a regular expression, pyld, rdflib and pySHACL, a page.

Each library is used as its own manual begins: pyld reads the context again on each page, unless it
is given a cache, and parser and serialiser are rdflib's own.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import orjson
import pyshacl
import rdflib
from pyld import ContextResolver, jsonld
from rdflib import DCTERMS, FOAF, RDF, SH, Graph, Literal, Namespace, URIRef

from ld_convert.expand.contexts import schema_org
from ld_convert.vocab.schemaorg import is_schema_org, terms

if TYPE_CHECKING:
    from ld_convert.model import Capture, Json

SCRIPT = re.compile(rb"<script[^>]*ld\+json[^>]*>(.*?)</script>", re.DOTALL)
TEXT_ROW = re.compile(rb":T([0-9a-f]+),(?=\{)")
"""A row of a flight response that is a JSON object as text, with its length in bytes."""
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SDO = Namespace("http://schema.org/")
COPIED = {
    SDO.name: DCTERMS.title,
    SDO.description: DCTERMS.description,
    SDO.keywords: DCAT.keyword,
    SDO.identifier: DCTERMS.identifier,
    SDO.url: DCAT.landingPage,
    SDO.license: DCTERMS.license,
    SDO.datePublished: DCTERMS.issued,
    SDO.dateModified: DCTERMS.modified,
}


class Converted(NamedTuple):
    """What was made of pages."""

    statements: bytes
    """As N-Triples."""
    findings: int
    """Results of the validation."""


def convert(capture: Capture, shapes: Graph, cache: dict[str, Json] | None = None) -> Converted:
    """Return what a page's datasets become; a `cache` keeps what pyld has read of contexts."""
    graph = Graph()
    resolver = ContextResolver({} if cache is None else cache, _load)
    options = {"documentLoader": _load, "contextResolver": resolver, "base": capture.url}
    for document in records(capture):
        expanded = jsonld.expand(document, options)
        graph.parse(data=json.dumps(expanded), format="json-ld")
    for dataset in list(graph.subjects(RDF.type, SDO.Dataset)):
        _map(graph, dataset)
    _, results, _ = pyshacl.validate(graph, shacl_graph=shapes)
    rdflib.NORMALIZE_LITERALS = False  # pySHACL sets it; the others in this run want it off
    assert isinstance(results, Graph)
    found = sum(1 for _ in results.subjects(RDF.type, SH.ValidationResult))
    return Converted(graph.serialize(format="nt", encoding="utf-8"), found)


def records(capture: Capture) -> list[Json]:
    """Return the JSON-LD of a page, as far as one regular expression finds it."""
    data = capture.data
    if capture.kind == "html":
        texts = SCRIPT.findall(data)
    else:
        texts = [data[m.end() : m.end() + int(m[1], 16)] for m in TEXT_ROW.finditer(data)]
    return [orjson.loads(text) for text in texts]


def _load(url: str, _options: Json) -> Json:
    assert is_schema_org(url)
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": official_context(),
        "tag": "static",  # without it pyld keeps nothing, whatever the cache
    }


@cache
def official_context() -> Json:
    """Return a context with an entry for each term of schema.org, as the official one has."""
    ours = schema_org()["@context"]
    entries = {term: {"@id": f"schema:{term}"} for term in terms()}
    return {"@context": {"schema": str(SDO), **entries, **ours}}


def _map(graph: Graph, dataset: rdflib.term.Node) -> None:
    graph.add((dataset, RDF.type, DCAT.Dataset))
    for source, target in COPIED.items():
        for value in list(graph.objects(dataset, source)):
            graph.add((dataset, target, value))
    for publisher in list(graph.objects(dataset, SDO.publisher)):
        agent = URIRef(f"urn:agent:{graph.value(publisher, SDO.name)}".replace(" ", "-"))
        graph.add((dataset, DCTERMS.publisher, agent))
        graph.add((agent, RDF.type, FOAF.Agent))
        graph.add((agent, FOAF.name, Literal(str(graph.value(publisher, SDO.name)))))
    for file in list(graph.objects(dataset, SDO.distribution)):
        graph.add((dataset, DCAT.distribution, file))
        graph.add((file, RDF.type, DCAT.Distribution))
        for url in list(graph.objects(file, SDO.contentUrl)):
            graph.add((file, DCAT.accessURL, URIRef(str(url))))
