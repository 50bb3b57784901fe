"""The indexes of a graph that compiled shapes use: triples, classes, superclasses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.rdf.index import Index, Objects, index
from ld_convert.vocab.namespaces import RDF, RDFS
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

TYPE, SUBCLASS = map(vocabulary_term, (RDF.type, RDFS.subClassOf))
NOTHING: dict[Node, Objects] = {}
NONE: Objects = {}


class DataView:
    """A view of one graph, or of two as if they were one."""

    __slots__ = ("_inverse", "instances", "spo", "wider")

    def __init__(self, graph: Graph, head: Graph | None = None) -> None:
        self.spo = index(graph) if head is None else joined(index(graph), index(head))
        self._inverse: Index | None = None
        self.instances: dict[Node, list[Node]] = {}
        """Nodes by class, from rdf:type."""
        self.wider: dict[Node, set[Node]] = {}
        """All superclasses of a class, as the data graph states them (SHACL, section 1.1)."""
        instances, has_classes = self.instances, False
        for subject, predicates in self.spo.items():
            for kind in predicates.get(TYPE, NONE):
                if kind in instances:
                    instances[kind].append(subject)
                else:
                    instances[kind] = [subject]
            has_classes = has_classes or SUBCLASS in predicates
        if has_classes:
            self._add_superclasses()

    def _add_superclasses(self) -> None:
        direct = {s: p[SUBCLASS] for s, p in self.spo.items() if SUBCLASS in p}
        for narrow, above in direct.items():
            found: set[Node] = set()
            waiting = list(above)
            while waiting:
                wide = waiting.pop()
                if wide not in found:
                    found.add(wide)
                    waiting += direct.get(wide, ())
            self.wider[narrow] = found

    def members(self, kind: Node) -> list[Node]:
        """Return the SHACL instances of a class, each once."""
        found = self.instances.get(kind, [])
        if not self.wider:
            return found
        narrow = [k for k, wide in self.wider.items() if kind in wide]
        more = (node for k in narrow for node in self.instances.get(k, ()))
        return list(dict.fromkeys([*found, *more]))

    def is_member(self, node: Node, kind: Node) -> bool:
        """Return whether a node is a SHACL instance of a class."""
        kinds = self.spo.get(node, NOTHING).get(TYPE, NONE)
        if kind in kinds:
            return True
        return bool(self.wider) and any(kind in self.wider.get(k, ()) for k in kinds)

    def objects(self, node: Node, predicate: Node) -> Objects:
        """Return the values of a property."""
        return self.spo.get(node, NOTHING).get(predicate, NONE)

    def subjects(self, predicate: Node, node: Node) -> Objects:
        """Return the nodes that have a value for a property."""
        if self._inverse is None:
            self._inverse = inverse(self.spo)
        return self._inverse.get(predicate, NOTHING).get(node, NONE)


def joined(one: Index, other: Index) -> Index:
    """Return the union of two indexes; pass the larger one first. Neither is changed."""
    both = dict(one)
    for subject, predicates in other.items():
        known = both.get(subject)
        if known is None:
            both[subject] = predicates
            continue
        both[subject] = merged = dict(known)
        for predicate, objects in predicates.items():
            merged[predicate] = {**merged.get(predicate, NONE), **objects}
    return both


def inverse(spo: Index) -> Index:
    """Return subjects by predicate and object."""
    found: Index = {}
    for subject, predicates in spo.items():
        for predicate, objects in predicates.items():
            by_object = found.setdefault(predicate, {})
            for value in objects:
                by_object.setdefault(value, {})[subject] = None
    return found
