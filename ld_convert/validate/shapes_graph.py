"""Reads a shapes graph: its shapes, their parts and their targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rdflib import SH, BNode, Graph, Literal, URIRef

from ld_convert.rdf.index import index, insert, new_graph
from ld_convert.vocab.namespaces import OWL, RDF, RDFS
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from ld_convert.rdf.index import Objects

NOTHING: dict[Node, Objects] = {}
NONE: Objects = {}
INNER = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
"""Parameters whose values are shapes."""
INNER_LISTS = (SH["and"], SH["or"], SH.xone)
"""Parameters whose values are lists of shapes."""
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
ADVANCED = (SH.target, SH.expression, SH.rule)
"""Properties of SHACL Advanced Features."""
BEYOND = (SH.sparql, SH.js, *ADVANCED)
"""Properties that only pySHACL supports."""


class Root(NamedTuple):
    """A shape with its targets (SHACL, section 2.1.3)."""

    shape: Node
    classes: tuple[Node, ...]
    nodes: tuple[Node, ...]
    subjects_of: tuple[Node, ...]
    objects_of: tuple[Node, ...]


def roots(graph: Graph) -> list[Root]:
    """Return every shape with targets."""
    classes = {RDFS.Class, OWL.Class, *graph.subjects(RDFS.subClassOf, RDFS.Class)}
    implied = {s for kind in classes for s in graph.subjects(RDF.type, kind)} & shape_nodes(graph)
    stated = {s for target in TARGETS for s in graph.subjects(target, None)}
    return [_root(graph, shape, implied) for shape in sorted(stated | implied, key=str)]


def _root(graph: Graph, shape: Node, implied: set[Node]) -> Root:
    found = {target: sorted(graph.objects(shape, target), key=str) for target in TARGETS}
    kinds = [*found[SH.targetClass], *([shape] if shape in implied else [])]
    return Root(
        shape,
        tuple(dict.fromkeys(kinds)),
        tuple(found[SH.targetNode]),
        tuple(found[SH.targetSubjectsOf]),
        tuple(found[SH.targetObjectsOf]),
    )


def shape_nodes(graph: Graph) -> set[Node]:
    """Return every node that is a shape (SHACL, section 2.1)."""
    found = {s for kind in (SH.NodeShape, SH.PropertyShape) for s in graph.subjects(RDF.type, kind)}
    found |= {s for target in TARGETS for s in graph.subjects(target, None)}
    for predicate in INNER:
        for shape, inside in graph.subject_objects(predicate):
            found |= {shape, inside}
    return found | {
        s for p in INNER_LISTS for head in graph.objects(None, p) for s in graph.items(head)
    }


def objects(graph: Graph, node: Node, predicate: Node) -> Objects:
    """Return the values of a property; ten times as fast as `Graph.objects`."""
    return index(graph).get(node, NOTHING).get(predicate, NONE)


def inner(graph: Graph, shape: Node) -> Iterator[Node]:
    """Yield the shapes that a shape refers to."""
    for predicate in INNER:
        yield from objects(graph, shape, predicate)
    for predicate in INNER_LISTS:
        for head in objects(graph, shape, predicate):
            yield from graph.items(head)
    yield from siblings(graph, shape)


def siblings(graph: Graph, shape: Node, own: Node | None = None) -> list[Node]:
    """Return the sibling shapes of a qualified value shape (section 4.7.3)."""
    if not any(
        isinstance(flag, Literal) and flag.value is True
        for flag in objects(graph, shape, SH.qualifiedValueShapesDisjoint)
    ):
        return []
    found = {
        other
        for parent in graph.subjects(SH.property, shape)
        for beside in graph.objects(parent, SH.property)
        for other in graph.objects(beside, SH.qualifiedValueShape)
    }
    return sorted((node for node in found if node != own), key=str)


def reach(graph: Graph, shape: Node) -> tuple[set[Node], bool]:
    """Return a shape with all shapes it refers to, and whether one of them is recursive."""
    done: set[Node] = set()
    is_recursive = False

    def visit(node: Node, above: tuple[Node, ...]) -> None:
        nonlocal is_recursive
        if node in above:
            is_recursive = True
        elif node not in done:
            for inside in inner(graph, node):
                visit(inside, (*above, node))
            done.add(node)

    visit(shape, ())
    return done, is_recursive


def beyond(graph: Graph) -> set[Node]:
    """Return the shapes with targets that only pySHACL can run.

    They use SHACL-SPARQL, Advanced Features or a custom constraint component, or they are
    recursive, which the specification leaves open.
    """
    everywhere = [root.shape for root in roots(graph)]
    if (None, SH.rule, None) in graph:  # a rule can add triples for any shape
        return set(everywhere)
    own = {
        path
        for parameter in graph.objects(None, SH.parameter)
        for path in graph.objects(parameter, SH.path)
    }
    foreign = {s for p in (*BEYOND, *own) for s in graph.subjects(p, None)}
    found = set(graph.subjects(SH.target, None))
    for shape in everywhere:
        reached, is_recursive = reach(graph, shape)
        if is_recursive or reached & foreign:
            found.add(shape)
    return found


def without_targets(graph: Graph, shapes: set[Node]) -> Graph:
    """Return a shapes graph without the targets of some shapes."""
    rest = Graph()
    for subject, predicate, value in graph:
        is_target = predicate in TARGETS or (
            predicate == RDF.type and not str(value).startswith(str(SH))
        )
        if not (subject in shapes and is_target):
            rest.add((subject, predicate, value))
    return rest


def settled(graph: Graph) -> Graph:
    """Return a shapes graph ready to compile: blank nodes renamed in order, dead links left out.

    The official DCAT-AP shapes have sh:property values that are not described; they are left out.
    IRIs become the same objects that the mapping uses, which makes look-ups fast.
    """
    names: dict[Node, BNode] = {}

    def term(node: Node) -> Node:
        if isinstance(node, BNode):
            return names.setdefault(node, BNode(f"s{len(names)}"))
        return vocabulary_term(node) if isinstance(node, URIRef) else node

    result = new_graph()
    spo, settled_spo, (inside, path) = index(graph), index(result), (SH.property, SH.path)
    for subject, predicates in spo.items():
        for predicate, values in predicates.items():
            for value in values:
                if predicate != inside or path in spo.get(value, NOTHING):
                    insert(settled_spo, term(subject), term(predicate), term(value))
    return result


def is_active(graph: Graph, shape: Node) -> bool:
    """Return whether a shape is not deactivated (SHACL, section 2.1.5)."""
    flags = objects(graph, shape, SH.deactivated)
    return not any(isinstance(flag, Literal) and flag.value is True for flag in flags)
