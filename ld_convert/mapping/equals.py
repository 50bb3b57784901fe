"""Nameless nodes of which the same is said: one of them is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import BNode

from ld_convert.rdf.index import index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    from ld_convert.mapping import Mapped
    from ld_convert.rdf.index import Index

MOST_INNER = 20
"""How deep nameless nodes are compared; those that rules make stand in two or three others."""


def leave_out_equals(mapped: Mapped) -> None:
    """Take out each nameless node that a rule made and beside which another says the same.

    One rule can find what another does, or what the page says itself in DCAT.
    """
    spo, said = index(mapped.graph), _Said(index(mapped.graph))
    twice = [
        (subject, predicate, value)
        for subject, statements in spo.items()
        for predicate, values in statements.items()
        if len(values) > 1
        for value in _repeated(mapped, values, said)
    ]
    for triple in twice:
        mapped.remove(*triple)
    gone = {value for _, _, value in twice}
    while gone:  # and what only these lead to
        gone -= {v for found in spo.values() for values in found.values() for v in values}
        inner = {v for node in gone for values in spo[node].values() for v in values}
        for node in gone:
            for predicate, values in list(spo[node].items()):
                for value in list(values):
                    mapped.remove(node, predicate, value)
        gone = {n for n in inner if type(n) is BNode and n in mapped.made and n in spo}


def _repeated(mapped: Mapped, values: Iterable[Node], said: _Said) -> Iterator[Node]:
    """Yield the nodes that a rule made and of which the same is said as of another value."""
    nameless = [value for value in values if type(value) is BNode and value in said.spo]
    ours = [value for value in nameless if value in mapped.made]
    if ours and len(nameless) > 1:
        known = {said.of(value) for value in nameless if value not in mapped.made}
        for value in ours:
            found = said.of(value)
            if found in known:
                yield value
            known.add(found)


class _Said:
    """What is said of nameless nodes, as numbers: the same number means the same statements."""

    def __init__(self, spo: Index) -> None:
        self.spo = spo
        self._known: dict[Node, Node | int] = {}
        self._numbers: dict[frozenset[tuple[Node, Node | int]], int] = {}

    def of(self, node: Node, depth: int = 0) -> Node | int:
        """Return the number of a nameless node; a named one, and one in a circle, as it is."""
        if type(node) is not BNode:
            return node
        if node not in self._known:
            self._known[node] = node
            if depth < MOST_INNER:
                said = frozenset(
                    (predicate, self.of(value, depth + 1))
                    for predicate, values in self.spo.get(node, {}).items()
                    for value in values
                )
                self._known[node] = self._numbers.setdefault(said, len(self._numbers))
        return self._known[node]
