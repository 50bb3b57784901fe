"""Graphs that are wrong on purpose: copies of a right one, each with one change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rdflib import RDF, BNode, Graph, Literal, URIRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    from ld_convert.model import Triple


class Change(NamedTuple):
    """One mutation of a graph."""

    removed: Triple | None
    added: tuple[Triple, ...]


def removals(page: Graph) -> Iterator[Change]:
    """Give one change for each triple: it is gone."""
    for triple in page:
        yield Change(triple, ())


def retypings(page: Graph) -> Iterator[Change]:
    """Give one change for each value: text for a resource, a resource or plain text for text."""
    for subject, predicate, value in page:
        if predicate == RDF.type:
            continue
        others: tuple[Node, ...] = (Literal("text"),)
        if isinstance(value, Literal):
            typed = value.datatype is not None
            others = (URIRef("urn:thing"), Literal(str(value))) if typed else (URIRef("urn:thing"),)
        for other in others:
            yield Change((subject, predicate, value), ((subject, predicate, other),))


def doublings(page: Graph, single: set[Node]) -> Iterator[Change]:
    """Give one change for each value of a property that may have one: a second of the same type."""
    for subject, predicate, value in page:
        if predicate not in single:
            continue
        second: Node = BNode()
        if isinstance(value, Literal):
            second = Literal(f"{value}0", value.language, value.datatype)
        types = ((second, RDF.type, kind) for kind in page.objects(value, RDF.type))
        yield Change(None, ((subject, predicate, second), *types))


def bare_ones(page: Graph, cls: Node) -> Iterator[Change]:
    """Give one change for each link to a thing of a class: a second one without properties."""
    for subject, predicate, value in page:
        if (value, RDF.type, cls) in page:
            second = BNode()
            yield Change(None, ((subject, predicate, second), (second, RDF.type, cls)))


def mutants(page: Graph, changes: Iterable[Change]) -> Graph:
    """Return one graph that holds a changed copy of `page` for each change, apart by their IRIs."""
    merged = Graph()
    for number, change in enumerate(changes):
        for triple in {*page, *change.added} - {change.removed}:
            subject, predicate, value = triple
            if predicate != RDF.type and not isinstance(value, Literal):
                value = copy(value, number)
            merged.add((copy(subject, number), predicate, value))
    return merged


def copy(node: Node, number: int) -> Node:
    """Return the node that stands for `node` in the mutant of this number."""
    return BNode(f"{node}x{number}") if isinstance(node, BNode) else URIRef(f"{node}?{number}")
