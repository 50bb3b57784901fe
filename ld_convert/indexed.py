"""An rdflib graph whose triples lie in plain dictionaries that the stages read directly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Graph, URIRef
from rdflib.plugins.stores.memory import SimpleMemory

from ld_convert.triples import below, delete, insert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from ld_convert.model import Triple
    from ld_convert.triples import Index

    Pattern = tuple[Node | None, Node | None, Node | None]

NAME = URIRef("urn:ld-convert:graph")
"""rdflib makes a random one where there is none, which takes longer than the graph."""


class IndexedStore(SimpleMemory):
    """A store of one graph with one index, and a second that is made when it is first needed.

    rdflib's own Memory keeps three indexes and the contexts of each triple: filling it costs more
    than all that is read from a page's graph afterwards. Literals stay as they are.
    """

    def __init__(self) -> None:
        super().__init__()
        self.spo: Index = {}
        self._pos: Index | None = None

    @property
    def pos(self) -> Index:
        """Subjects by predicate and object."""
        if self._pos is None:
            self._pos = {}
            for subject, predicates in self.spo.items():
                for predicate, objects in predicates.items():
                    for value in objects:
                        insert(self._pos, predicate, value, subject)
        return self._pos

    def add(self, triple: Triple, context: Graph | None = None, quoted: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002
        """Add a triple."""
        subject, predicate, value = triple
        insert(self.spo, subject, predicate, value)
        if self._pos is not None:
            insert(self._pos, predicate, value, subject)

    def remove(self, triple: Pattern, context: Graph | None = None) -> None:
        """Remove every triple that fits a pattern."""
        for (subject, predicate, value), _ in list(self.triples(triple, context)):
            delete(self.spo, subject, predicate, value)
        self._pos = None

    def triples(
        self,
        triple: Pattern,
        context: Graph | None = None,  # noqa: ARG002
    ) -> Iterator[tuple[Triple, Iterator[Graph]]]:
        """Yield every triple that fits a pattern, as rdflib asks of a store."""
        subject, predicate, value = triple
        if subject is not None:
            found = below(self.spo.get(subject, {}), predicate, value)
            for p, o in found:
                yield (subject, p, o), iter(())
        elif predicate is not None:
            for o, s in below(self.pos.get(predicate, {}), value, None):
                yield (s, predicate, o), iter(())
        else:
            for s, predicates in list(self.spo.items()):
                for p, o in below(predicates, None, value):
                    yield (s, p, o), iter(())

    def __len__(self, context: Graph | None = None) -> int:
        """Return the number of triples."""
        return sum(len(objects) for found in self.spo.values() for objects in found.values())


def new_graph(spo: Index | None = None) -> Graph:
    """Return an rdflib graph over an IndexedStore: an empty one, or one that has this index."""
    store = IndexedStore()
    if spo is not None:
        store.spo = spo
    return Graph(store, NAME, bind_namespaces="none")


def index(graph: Graph) -> Index:
    """Return a graph's triples by subject and predicate: its own index, or a copy for another."""
    return indexed(graph).spo


def indexed(graph: Graph) -> IndexedStore:
    """Return the store of a graph of `new_graph`, or a new store with the triples of another."""
    known = graph.store
    if isinstance(known, IndexedStore):
        return known
    store = IndexedStore()
    for triple in graph:
        store.add(triple)
    return store
