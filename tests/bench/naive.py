"""The pipeline that a user glues together: a regular expression, pyld, rdflib and pySHACL, a page.

Each library is used as its own manual begins: a document loader without a tag, so that pyld
reads the context again on each page, and rdflib's own parser and serialiser.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING

import pyshacl
import rdflib
from pyld import jsonld
from rdflib import DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef

from ld_convert.expand.contexts import schema_org
from ld_convert.vocab.schemaorg import is_schema_org, terms

if TYPE_CHECKING:
    from ld_convert.model import Capture, Json

SCRIPT = re.compile(r"<script[^>]*ld\+json[^>]*>(.*?)</script>", re.DOTALL)
TEXT_ROW = re.compile(rb"(?:^|\n)[0-9a-f]+:T([0-9a-f]+),")
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


def convert(capture: Capture, shapes: Graph) -> bytes:
    """Return a page's datasets as N-Triples, validated."""
    graph = Graph()
    # In this process pyld has what others loaded with the tag; a user's process would not have it.
    jsonld._resolved_context_cache.clear()  # noqa: SLF001
    for document in _documents(capture):
        expanded = jsonld.expand(document, {"documentLoader": _load, "base": capture.url})
        graph.parse(data=json.dumps(expanded), format="json-ld")
    for dataset in list(graph.subjects(RDF.type, SDO.Dataset)):
        _map(graph, dataset)
    pyshacl.validate(graph, shacl_graph=shapes)
    rdflib.NORMALIZE_LITERALS = False  # pySHACL sets it; the others in this run want it off
    return graph.serialize(format="nt", encoding="utf-8")


def _documents(capture: Capture) -> list[Json]:
    if capture.kind == "html":
        return [json.loads(text) for text in SCRIPT.findall(capture.data.decode())]
    found = []
    for match in TEXT_ROW.finditer(capture.data):
        text = capture.data[match.end() : match.end() + int(match[1], 16)]
        if text.startswith(b"{"):
            found.append(json.loads(text))
    return found


def _load(url: str, _options: Json) -> Json:
    assert is_schema_org(url)
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": official_context(),
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
