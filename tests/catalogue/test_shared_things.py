"""Which statements of a page are written once for all pages of a catalogue."""

from __future__ import annotations

import pytest
from rdflib import RDF, SKOS, BNode, Graph, Literal, URIRef

from ld_convert.catalogue.shared import divided
from ld_convert.rdf.index import index

CATALOGUE, CONCEPT, PAGE = (URIRef(f"http://a/{name}") for name in ("c", "tide", "page"))


def concept(notes: int) -> Graph:
    """A concept with notes that have no name, beside a statement of the page."""
    graph = Graph().add((CONCEPT, RDF.type, SKOS.Concept)).add((PAGE, SKOS.note, Literal("N")))
    for number in range(notes):
        note = BNode()
        graph.add((CONCEPT, SKOS.note, note)).add((note, RDF.value, Literal(number)))
    return graph


@pytest.mark.parametrize(("notes", "shared"), [(0, 1), (1, 3), (50, 101), (51, 1)])
def test_a_shared_thing_takes_up_to_fifty_nameless_ones_with_it(notes: int, shared: int) -> None:
    """Of one with more, these stay with the page."""
    graph = concept(notes)
    own, parts = divided(index(graph), CATALOGUE)
    counts = [sum(map(len, said.values())) for part in parts for said in part.values()]
    assert sum(counts) == shared
    assert own[PAGE]
    assert sum(len(values) for said in own.values() for values in said.values()) == (
        len(graph) - shared
    )


def test_what_another_subject_leads_to_stays_with_the_page() -> None:
    """A nameless thing cannot stand in two blocks."""
    graph = concept(1)
    (note,) = (node for node in graph.objects(CONCEPT, SKOS.note) if isinstance(node, BNode))
    own, parts = divided(index(graph.add((PAGE, SKOS.note, note))), CATALOGUE)
    assert [list(part) for part in parts] == [[CONCEPT]]
    assert note in own
