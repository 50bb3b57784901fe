"""What a mapping rule reads from the graph of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rdflib import RDF, BNode, Graph, Literal, URIRef

from ld_convert.contexts import DERIVED, SCHEMA
from ld_convert.values.terms import plain_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rdflib.term import Node

    from ld_convert.rules import Rule

    Source = Callable[[Graph, Rule, Node, Node | None], Iterator["Reading"]]

ROLE = URIRef(f"{SCHEMA}Role")


class Reading(NamedTuple):
    """One value, and where in the graph it was."""

    term: Node
    owner: Node
    """The node that has the property."""
    predicate: str
    """IRI of the property, empty for the node itself."""
    guessed: bool = False
    """Whether the portal filled it in by guessing."""


def read_rule(graph: Graph, rule: Rule, node: Node, value: Node | None) -> Iterator[Reading]:
    """Yield the values that a rule reads from a node; `value` is what the node was made from."""
    if rule.classes:
        found = (cls for cls in rule.classes if (node, RDF.type, cls) in graph)
        return (Reading(cls, node, str(RDF.type)) for cls in found)
    return SOURCES.get(rule.source, _path)(graph, rule, node, value)


def says_nothing(graph: Graph, term: Node) -> bool:
    """Return whether a node is empty, or a Role, which only stands before the real thing."""
    is_empty = isinstance(term, BNode) and (term, None, None) not in graph
    return is_empty or (term, RDF.type, ROLE) in graph


def _value(_graph: Graph, _rule: Rule, node: Node, value: Node | None) -> Iterator[Reading]:
    if value is not None:
        yield Reading(value, node, "")


def _id(_graph: Graph, _rule: Rule, node: Node, _value: Node | None) -> Iterator[Reading]:
    if isinstance(node, URIRef):
        yield Reading(node, node, "")


def _path(graph: Graph, rule: Rule, node: Node, _value: Node | None) -> Iterator[Reading]:
    """Yield the ends of a rule's path, then what the portal guessed for the same property."""
    last = rule.path[-1]
    for term, owner in _follow(graph, rule, node):
        yield Reading(term, owner, str(last.predicate))
    if len(rule.path) == 1 and not last.inverse:
        guess = str(last.predicate).replace(SCHEMA, DERIVED, 1)
        for term in graph.objects(node, URIRef(guess)):
            yield Reading(term, node, guess, guessed=True)


def _follow(graph: Graph, rule: Rule, node: Node) -> list[tuple[Node, Node]]:
    """Return each end of a rule's path, with the node before it."""
    ends = [(node, node)]
    for step in rule.path:
        if step.inverse:
            ends = [(s, at) for at, _ in ends for s in graph.subjects(step.predicate, at)]
        elif step.joined:
            ends = [
                (joined, at)
                for at, _ in ends
                for joined in _joined(graph, at, (step.predicate, *step.joined))
            ]
        else:
            ends = [
                (item, at)
                for at, _ in ends
                for term in graph.objects(at, step.predicate)
                for item in _items(graph, term)
            ]
    return ends


def _joined(graph: Graph, node: Node, predicates: tuple[URIRef, ...]) -> Iterator[Node]:
    """Yield the values of some properties as one text, if the node has them all."""
    found = [graph.value(node, predicate) for predicate in predicates]
    if all(isinstance(value, Literal) for value in found):
        yield Literal(" ".join(plain_number(str(value)) or str(value) for value in found))


def _items(graph: Graph, term: Node) -> Iterator[Node]:
    """Yield the members of an RDF list, or the term itself."""
    if (term, RDF.first, None) in graph:
        yield from graph.items(term)
    elif term != RDF.nil:
        yield term


SOURCES: dict[str, Source] = {"@value": _value, "@id": _id}
"""Sources that are not paths."""
