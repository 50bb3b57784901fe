"""The triples that the rules have written, each with its trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import BNode, Literal, URIRef

from ld_convert.mapping.places import Spots
from ld_convert.mapping.readers import TYPE
from ld_convert.model import Places, Trace, Triple
from ld_convert.rdf.index import delete, index, insert, new_graph
from ld_convert.vocab.authority import describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    Told = dict[tuple[Node, int], object]


DEEPEST = 3
"""Nameless nodes inside of a nameless node that rules made; what is deeper is not compared."""


class Statements(Spots):
    """The catalogue's triples as they grow, and where each comes from."""

    def __init__(self, places: Places) -> None:
        super().__init__(places)
        self.graph = new_graph()
        self.traces: dict[Triple, Trace] = {}
        self._spo = index(self.graph)
        self._looked_up: set[Node] = set()

    def add(self, triple: Triple, trace: Trace) -> None:
        """Add a triple, and the triples that an authority's concept needs beside it."""
        known = self.traces.setdefault(triple, trace)
        if known is not trace:
            if trace.kind == "stated" and known.kind == "derived":
                self.traces[triple] = trace
            return
        subject, predicate, value = triple
        insert(self._spo, subject, predicate, value)
        if predicate is not TYPE:
            if subject not in self._looked_up:
                self._describe(subject, subject)
            if type(value) is not Literal and value not in self._looked_up:
                self._describe(value, subject)

    def _describe(self, end: Node, subject: Node) -> None:
        self._looked_up.add(end)
        for extra in describe(end) if type(end) is URIRef else ():
            if extra not in self.traces:
                self.traces[extra] = Trace("authority", "supplied", subject, "")
                insert(self._spo, *extra)

    def first(self, node: Node, predicate: Node) -> tuple[Node, Trace] | None:
        """Return the first value of a property that a rule has written, with its trace."""
        values = self._spo.get(node, {}).get(predicate, ())
        found = ((value, self.traces.get((node, predicate, value))) for value in values)
        return next(((value, trace) for value, trace in found if trace is not None), None)

    def take_back(self, node: Node, predicate: Node) -> list[tuple[Node, Trace]]:
        """Remove the values of a property of a node; return them with their traces."""
        values = list(self._spo.get(node, {}).get(predicate, ()))
        taken = [(value, self.traces.pop((node, predicate, value))) for value in values]
        for value in values:
            delete(self._spo, node, predicate, value)
        return taken

    def leave_out_equals(self) -> None:
        """Take out each nameless node that a rule made and beside which another says the same.

        One rule can find what another does, or what the page says itself in DCAT.
        """
        told: Told = {}
        twice = [
            (subject, predicate, value)
            for subject, said in self._spo.items()
            for predicate, values in said.items()
            if len(values) > 1
            for value in self._repeated(values, told)
        ]
        for triple in twice:
            self._remove(*triple)
        gone = {value for _, _, value in twice}
        while gone:  # and what only these lead to
            gone -= {v for said in self._spo.values() for values in said.values() for v in values}
            inner = {v for n in gone for values in self._spo[n].values() for v in values}
            for node in gone:
                for predicate, values in list(self._spo[node].items()):
                    for value in list(values):
                        self._remove(node, predicate, value)
            gone = {node for node in inner if self._is_own(node) and node in self._spo}

    def _repeated(self, values: Iterable[Node], told: Told) -> Iterator[Node]:
        nameless = [value for value in values if type(value) is BNode and value in self._spo]
        if len(nameless) > 1 and any(map(self._is_own, nameless)):
            known = set()
            for value in sorted(nameless, key=self._is_own):  # the page's own come first
                said = self._said(value, 0, told)
                if said in known and self._is_own(value):
                    yield value
                known.add(said)

    def _is_own(self, node: Node) -> bool:
        return type(node) is BNode and node in self.made

    def _said(self, node: Node, depth: int, told: Told) -> object:
        """Return what is said of a node, without the labels of nameless ones, to compare it."""
        if type(node) is not BNode or depth > DEEPEST:
            return node
        key = (node, depth)
        if key not in told:
            said = self._spo.get(node, {})
            told[key] = frozenset(
                (p, self._said(v, depth + 1, told)) for p, values in said.items() for v in values
            )
        return told[key]

    def _remove(self, subject: Node, predicate: Node, value: Node) -> None:
        delete(self._spo, subject, predicate, value)
        self.traces.pop((subject, predicate, value), None)
