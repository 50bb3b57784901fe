from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, URIRef
from rdflib.term import Node

from ld_convert.rdf.index import index, new_graph

NODES = st.sampled_from([URIRef(f"urn:{letter}") for letter in "abc"])
TRIPLES = st.lists(st.tuples(NODES, NODES, NODES), max_size=12)
PATTERN = st.tuples(*[st.one_of(st.none(), NODES)] * 3)


@given(TRIPLES, PATTERN, PATTERN)
def test_a_graph_answers_each_pattern_as_rdflib_s_own_store_does(
    triples: list[tuple[Node, Node, Node]],
    removed: tuple[Node | None, Node | None, Node | None],
    pattern: tuple[Node | None, Node | None, Node | None],
) -> None:
    """Adding and removing leave the same triples as in rdflib's Memory store."""
    ours, theirs = new_graph(), Graph()
    for graph in (ours, theirs):
        for triple in triples:
            graph.add(triple)
        list(graph.triples(pattern))
        graph.remove(removed)
        for triple in triples[:2]:
            graph.add(triple)
    assert set(ours.triples(pattern)) == set(theirs.triples(pattern))
    assert len(ours) == len(theirs)


def test_another_graph_is_copied_into_an_index() -> None:
    """The index of an rdflib graph has its triples by subject and predicate."""
    graph = Graph()
    a, b = URIRef("urn:a"), URIRef("urn:b")
    graph.add((a, b, a))
    assert index(graph) == {a: {b: {a: None}}}
