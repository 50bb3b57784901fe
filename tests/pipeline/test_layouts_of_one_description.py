"""A description means the same, however its JSON-LD is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest
from rdflib import RDF, RDFS, Graph, Literal
from rdflib.compare import isomorphic

from ld_convert import Settings, convert_page
from ld_convert.model import Capture
from ld_convert.vocab.namespaces import DCAT
from ld_convert.vocab.profiles import profile_names

if TYPE_CHECKING:
    from ld_convert.model import Json

IRI = "https://a.example/"

DATASET: dict[str, Json] = {
    "@id": f"{IRI}d",
    "@type": "Dataset",
    "name": "Tides",
    "description": "Heights of the tide",
    "url": f"{IRI}tides",
    "keywords": "tide, harbour",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "datePublished": "2020-02-03T04:05:06Z",
    "inLanguage": "en",
    "temporalCoverage": "1995/2003",
    "identifier": "10.5555/tides",
    "isAccessibleForFree": True,
    "version": 1.0,
}
PUBLISHER = {
    "@id": f"{IRI}office",
    "@type": "Organization",
    "name": "Harbour office",
    "email": "office@a.example",
}
CATALOGUE = {
    "@id": f"{IRI}c",
    "@type": "DataCatalog",
    "name": "Harbour data",
    "description": "All of it",
    "publisher": {"@id": PUBLISHER["@id"]},
}
FILE = {
    "@id": f"{IRI}f",
    "@type": "DataDownload",
    "name": "Heights",
    "url": f"{IRI}tides",
    "contentUrl": f"{IRI}tides.csv",
    "encodingFormat": "text/csv",
    "contentSize": "12 kB",
}
PLACE = {"@type": "Place", "geo": {"@type": "GeoShape", "box": "45 13 47 17"}}
LINKS: dict[str, dict[str, Json]] = {
    "publisher": PUBLISHER,
    "creator": PUBLISHER,
    "includedInDataCatalog": CATALOGUE,
    "distribution": FILE,
    "spatialCoverage": PLACE,
}


def reference(node: dict[str, Json]) -> Json:
    """A node as what leads to it: its name, or all of it where it has none."""
    return {"@id": node["@id"]} if "@id" in node else node


NESTED = DATASET | LINKS
FLAT = [
    DATASET | {key: reference(node) for key, node in LINKS.items()},
    PUBLISHER,
    CATALOGUE,
    FILE,
]
SHAPES: dict[str, Json] = {
    "http": {"@context": "http://schema.org/"} | NESTED,
    "https": {"@context": "https://schema.org"} | NESTED,
    "graph": {"@context": "https://schema.org/", "@graph": FLAT},
    "nested": {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "mainEntity": NESTED,
    },
    "array": [{"@context": "https://schema.org"} | node for node in FLAT],
    "vocab": {"@context": {"@vocab": "http://schema.org"}} | NESTED,
}
"""One description, laid out in six ways."""


def catalogue(shape: str, profile: str = "dcat-ap") -> Graph:
    """The DCAT of one shape; a mark of what was derived keeps its rule, not the spot it names."""
    capture = Capture("page.json", orjson.dumps(SHAPES[shape]), "json")
    settings = Settings(profile=profile, keep_source=False, date="2026-01-01")
    graph = convert_page(capture, settings).graph
    for mark, comment in list(graph.subject_objects(RDFS.comment)):
        graph.remove((mark, RDFS.comment, comment))
        graph.add((mark, RDFS.comment, Literal(str(comment).partition(" from ")[0])))
    return graph


@pytest.mark.parametrize("profile", profile_names())
@pytest.mark.parametrize("shape", sorted(SHAPES.keys() - {"http"}))
def test_each_shape_gives_the_same_dcat_graph(shape: str, profile: str) -> None:
    """Isomorphic to the first, blank nodes included."""
    assert isomorphic(catalogue(shape, profile), catalogue("http", profile))


def test_the_graph_that_all_shapes_give_is_the_whole_description() -> None:
    """They are not the same for being empty: all of the page is there."""
    graph = catalogue("http")
    classes = {DCAT.Dataset, DCAT.Distribution, DCAT.Catalog, DCAT.CatalogRecord}
    assert classes <= set(graph.objects(None, RDF.type))
    assert len(graph) > 75
