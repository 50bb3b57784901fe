"""A graph kept in plain dictionaries, which the stages read without rdflib's own calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Graph, URIRef
from rdflib.plugins.stores.memory import SimpleMemory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from ld_convert.model import Triple

    Pattern = tuple[Node | None, Node | None, Node | None]

Objects = dict["Node", None]
Index = dict["Node", dict["Node", Objects]]
"""The objects of each subject and predicate; every level keeps the order of insertion."""


def insert(index: Index, one: Node, two: Node, three: Node) -> None:
    """Add three terms to an index, in the order of its levels."""
    inner = index.get(one)
    if inner is None:
        index[one] = {two: {three: None}}
        return
    last = inner.get(two)
    if last is None:
        inner[two] = {three: None}
    else:
        last[three] = None


def delete(index: Index, one: Node, two: Node, three: Node) -> None:
    """Remove three terms from an index, and each level that becomes empty.

    Raises KeyError if they are not there.
    """
    del index[one][two][three]
    if not index[one][two]:
        del index[one][two]
    if not index[one]:
        del index[one]


def below(
    inner: dict[Node, Objects], two: Node | None, three: Node | None
) -> Iterator[tuple[Node, Node]]:
    """Yield the pairs under one key of an index; a term that is not None must be equal."""
    found = list(inner) if two is None else [two]
    for key in found:
        values = inner.get(key, {})
        for value in list(values) if three is None else [three] if three in values else []:
            yield key, value


NAME = URIRef("urn:ld-convert:graph")
"""Name of each graph. Without one rdflib makes a random name, which costs more than a graph."""


class IndexedStore(SimpleMemory):
    """An rdflib store of one graph with one index; a second one is made when it is first needed.

    rdflib's own Memory store keeps three indexes and the contexts of each triple. To fill these
    takes longer than everything that is read from the graph of a page. Literals are not changed.
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
        """Remove all triples that match a pattern."""
        for (subject, predicate, value), _ in list(self.triples(triple, context)):
            delete(self.spo, subject, predicate, value)
        self._pos = None

    def triples(
        self,
        triple: Pattern,
        context: Graph | None = None,  # noqa: ARG002
    ) -> Iterator[tuple[Triple, Iterator[Graph]]]:
        """Yield all triples that match a pattern, in the form that rdflib expects of a store."""
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
    """Return an rdflib graph over an IndexedStore, empty or with the given index."""
    store = IndexedStore()
    if spo is not None:
        store.spo = spo
    return Graph(store, NAME, bind_namespaces="none")


def index(graph: Graph) -> Index:
    """Return the index of a graph of `new_graph`; for any other graph an index of a copy."""
    return indexed(graph).spo


def indexed(graph: Graph) -> IndexedStore:
    """Return the store of a graph of `new_graph`; for any other graph a store with a copy."""
    known = graph.store
    if isinstance(known, IndexedStore):
        return known
    store = IndexedStore()
    for triple in graph:
        store.add(triple)
    return store
