"""What ld-convert tells people to copy gives a thing the property that it lacks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ld_convert.model import Capture
from ld_convert.pipeline import convert_page
from ld_convert.score.indicators import quality
from ld_convert.settings import Settings
from ld_convert.vocab.namespaces import RDF, expand_curie

if TYPE_CHECKING:
    from rdflib import Graph

EXAMPLES = [(thing, name) for thing, found in quality().examples.items() for name in found]
DATASET = '{"@context": "https://schema.org/", "@type": "Dataset", "@id": "https://a.example/d"'
PAGES = {
    "dataset": ("dcat:Dataset", f"{DATASET} MEMBER}}"),
    "distribution": (
        "dcat:Distribution",
        f'{DATASET}, "distribution": {{"@type": "DataDownload" MEMBER}}}}',
    ),
    "catalog": (
        "dcat:Catalog",
        f'{DATASET}, "includedInDataCatalog": {{"@type": "DataCatalog", "@id": "#c" MEMBER}}}}',
    ),
    "agent": (
        "foaf:Agent",
        f'{DATASET}, "publisher": {{"@type": "Organization", "@id": "#p" MEMBER}}}}',
    ),
    "dataservice": (
        "dcat:DataService",
        f'[{DATASET}}}, {{"@context": "https://schema.org/", "@type": "WebAPI" MEMBER}}]',
    ),
    "location": (
        "dct:Location",
        f'{DATASET}, "spatialCoverage": {{"@type": "Place", "name": "Pier" MEMBER}}}}',
    ),
}
"""By kind of thing: its class, and a page with one of it that has room for a member."""

STANDS_IN = {"dct:title", "dct:description", "dct:publisher", "foaf:name"}
"""What an IRI or an unknown publisher gives to catalogues and agents that lack it."""


def values(page: str, kind: str, name: str) -> set[str]:
    """The values of a property that the things of a kind have."""
    json.loads(page)
    capture = Capture("page", page.encode(), "json", url="https://a.example/")
    graph: Graph = convert_page(capture, Settings(keep_source=False)).graph
    nodes = graph.subjects(RDF.type, expand_curie(kind))
    return {str(value) for node in nodes for value in graph.objects(node, expand_curie(name))}


@pytest.mark.parametrize(("thing", "name"), EXAMPLES)
def test_an_example_gives_the_property_that_was_missing(thing: str, name: str) -> None:
    """Without it the thing has no such property; with it, it has."""
    kind, page = PAGES[thing]
    before = values(page.replace("MEMBER", ""), kind, name)
    after = values(page.replace("MEMBER", f", {quality().examples[thing][name]}"), kind, name)
    assert after - before
    assert not before or (thing in ("catalog", "agent") and name in STANDS_IN)
