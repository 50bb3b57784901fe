"""Nameless nodes that say the same as another value beside them."""

from __future__ import annotations

import itertools
import json

import pytest
from rdflib import DCAT, DCTERMS, BNode, Literal, URIRef

from ld_convert import Settings, convert_page
from ld_convert.mapping.equals import _Said
from ld_convert.model import Capture, Json
from ld_convert.rdf.index import Index

CONTEXT = ["https://schema.org/", {"dct": str(DCTERMS), "dcat": str(DCAT)}]
START = {"@type": "http://www.w3.org/2001/XMLSchema#gYear", "@value": "2010"}
END = START | {"@value": "2011"}


@pytest.mark.parametrize(
    ("own", "count"),
    [
        ({"@type": "dct:PeriodOfTime", "dcat:startDate": START, "dcat:endDate": END}, 1),
        ({"@type": "dct:PeriodOfTime", "dcat:startDate": START}, 2),
        ({"@id": "_:a", "dct:relation": {"@id": "_:a"}}, 2),
        ({"@id": "https://a.example/p", "dcat:startDate": START, "dcat:endDate": END}, 2),
    ],
)
def test_what_the_page_says_in_dcat_is_not_said_again(own: Json, count: int) -> None:
    """A period made of schema.org's text gives way to one that says just the same."""
    page = {"@context": CONTEXT, "@type": "Dataset", "@id": "https://a.example/d", "name": "T"}
    page |= {"temporalCoverage": "2010/2011", "dct:temporal": own}
    graph = convert_page(Capture("p", json.dumps(page).encode(), "json"), Settings()).graph
    periods = set(graph.objects(URIRef("https://a.example/d"), DCTERMS.temporal))
    assert len(periods) == count
    assert {p for p in graph.subjects(DCAT.startDate) if p not in periods} == set()


def diamond(label: str, levels: int) -> Index:
    """Nodes each of which leads to the next by two ways."""
    nodes: list[BNode | Literal] = [BNode(f"{label}{n}") for n in range(levels)] + [Literal("end")]
    two = (DCTERMS.relation, DCTERMS.hasPart)
    return {a: {p: {b: None} for p in two} for a, b in itertools.pairwise(nodes)}


def test_nodes_with_many_ways_through_them_are_compared_at_once() -> None:
    """Sixty levels have more ways than a machine can walk; those too deep are not called equal."""
    said = _Said({**diamond("a", 15), **diamond("b", 15), **diamond("c", 60), **diamond("d", 60)})
    assert said.of(BNode("a0")) == said.of(BNode("b0")) != said.of(BNode("a1"))
    assert said.of(BNode("c0")) != said.of(BNode("d0"))
