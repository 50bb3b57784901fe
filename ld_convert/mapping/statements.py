"""The triples that the rules have written, each with its trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import OWL, Literal, URIRef

from ld_convert.mapping.places import Spots
from ld_convert.mapping.readers import TYPE
from ld_convert.model import Places, Trace, Triple
from ld_convert.rdf.index import delete, index, insert, new_graph
from ld_convert.vocab.authority import describe
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from rdflib.term import Node

SAME_AS = vocabulary_term(OWL.sameAs)


class Statements(Spots):
    """The catalogue's triples as they grow, and where each comes from."""

    def __init__(self, places: Places) -> None:
        super().__init__(places)
        self.graph = new_graph()
        self.traces: dict[Triple, Trace] = {}
        self._spo = index(self.graph)
        self._looked_up: set[Node] = set()

    def add(self, triple: Triple, trace: Trace) -> None:
        """Add a triple, and the triples that an authority's concept needs beside it.

        That a thing is the same as itself is no statement.
        """
        if triple[1] is SAME_AS and triple[0] == triple[2]:
            return
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

    def remove(self, subject: Node, predicate: Node, value: Node) -> None:
        """Remove a triple, with its trace if it has one."""
        delete(self._spo, subject, predicate, value)
        self.traces.pop((subject, predicate, value), None)
