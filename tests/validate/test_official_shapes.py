from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph

from ld_convert.validate import prepare, validate
from tests.support.mutants import Change, doublings, mutants, removals, retypings
from tests.support.places import COMPLETE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rdflib.term import Node


CLAUSE = "https://semiceu.github.io/DCAT-AP/releases/3.0.1/#"

# What the monolithic official file is made of
COMPONENTS = {
    SH.minCount: SH.MinCountConstraintComponent,
    SH.maxCount: SH.MaxCountConstraintComponent,
    SH.nodeKind: SH.NodeKindConstraintComponent,
    SH["class"]: SH.ClassConstraintComponent,
    SH.datatype: SH.DatatypeConstraintComponent,
}

# (class, path, constraint) of the official file that ours leaves out, with the defect that it is.
LEFT_OUT = {
    (
        "dcat:CatalogRecord",
        "foaf:primaryTopic",
        "sh:class",
    ): "asks for dcat:Resource: no subclass passes",
    ("dct:Location", "locn:geometry", "sh:class"): "the other official file wants a literal",
    ("dct:Location", "locn:geometry", "sh:nodeKind"): "the other official file wants a literal",
}


@pytest.fixture
def official(shared: Path) -> Graph:
    """Return the monolithic official file without its links to shapes that it does not define."""
    graph = Graph().parse(shared / "official" / "dcat-ap-3.0.1" / "dcat-ap-SHACL.ttl")
    for node, shape in list(graph.subject_objects(SH.property)):
        if (shape, SH.path, None) not in graph:
            graph.remove((node, SH.property, shape))
    return graph


def test_the_complete_catalogue_passes_the_official_file(official: Graph) -> None:
    """What we take for right is right by the official shapes too."""
    assert violations(Graph().parse(COMPLETE), official) == Counter()


def test_the_complete_catalogue_uses_every_property_that_a_violation_is_about(
    shapes: Graph,
) -> None:
    """No shape of a violation is left untried by the mutants below."""
    page = Graph().parse(COMPLETE)
    untried = {
        (target, path)
        for node, target in shapes.subject_objects(SH.targetClass)
        for shape in shapes.objects(node, SH.property)
        if (shape, SH.severity, SH.Violation) in shapes
        for path in shapes.objects(shape, SH.path)
        if not any((focus, path, None) in page for focus in page.subjects(RDF.type, target))
    }
    assert untried == set()


def test_every_clause_is_an_anchor_of_the_specification(shapes: Graph, official: Graph) -> None:
    """A clause is one that the official file names, or the clause of a whole class."""
    known = {str(clause).partition("#")[2] for clause in official.objects(None, RDFS.seeAlso)}
    known |= {anchor.partition(".")[0] for anchor in known}
    used = {str(clause) for clause in shapes.objects(None, RDFS.seeAlso)}
    assert {clause for clause in used if clause.removeprefix(CLAUSE) not in known} == set()


def constraints(shapes: Graph) -> set[tuple[str, str, str, str]]:
    """Return class, path, constraint and its value, for every violation a monolith can state."""
    namespaces = Graph().parse(COMPLETE).namespace_manager

    def short(node: Node) -> str:
        return node.n3(namespaces)

    return {
        (short(target), short(path), f"sh:{constraint.rpartition('#')[2]}", short(value))
        for node, target in shapes.subject_objects(SH.targetClass)
        for shape in shapes.objects(node, SH.property)
        if (shape, SH.severity, SH.Warning) not in shapes
        for path in shapes.objects(shape, SH.path)
        for constraint in COMPONENTS
        for value in shapes.objects(shape, constraint)
    }


def test_the_violations_state_the_official_constraints(shapes: Graph, official: Graph) -> None:
    """Class, path, constraint and value agree but for the named defects, none missing."""
    ours, theirs = constraints(shapes), constraints(official)
    assert ours <= theirs
    assert {row[:3] for row in theirs - ours} == set(LEFT_OUT)


def violations(
    page: Graph, shapes: Graph, *, compiled: bool = False
) -> Counter[tuple[Node, Node | None, Node | None]]:
    """Return focus, path and component of the violations that a monolith can state."""
    if compiled:
        return Counter(
            (result.focus, result.path, result.component)
            for result in validate(page, prepare(shapes))
            if result.component in COMPONENTS.values() and result.severity == SH.Violation
        )
    _, report, _ = pyshacl.validate(page, shacl_graph=shapes, inplace=True)
    return Counter(
        (focus, report.value(found, SH.resultPath), component)
        for found, focus in report.subject_objects(SH.focusNode)
        for component in report.objects(found, SH.sourceConstraintComponent)
        if component in COMPONENTS.values() and (found, SH.resultSeverity, SH.Violation) in report
    )


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["removed", "retyped", "doubled"])
@pytest.mark.parametrize("page", ["example_clean", "complete"])
def test_a_mutant_breaks_what_it_breaks_officially(
    page: str, kind: str, shapes: Graph, official: Graph, shared: Path
) -> None:
    """Focus, path and component of each violation agree with the official file, defects apart."""
    namespaces = Graph().parse(COMPLETE).namespace_manager
    pages = {"example_clean": shared / "facts" / "example_clean.ttl", "complete": COMPLETE}
    graph = Graph().parse(pages[page])
    single = {
        path for shape in official.subjects(SH.maxCount) for path in official[shape : SH.path]
    }
    makers: dict[str, Callable[[], Iterator[Change]]] = {
        "removed": lambda: removals(graph),
        "retyped": lambda: retypings(graph),
        "doubled": lambda: doublings(graph, single),
    }
    broken = mutants(graph, makers[kind]())
    left_out = {
        (namespaces.expand_curie(path), COMPONENTS[namespaces.expand_curie(constraint)])
        for _, path, constraint in LEFT_OUT
    }
    # pySHACL takes a minute for each kind of mutants of the larger catalogue.
    large = page == "complete"
    theirs = violations(broken, official, compiled=large)
    expected = Counter({key: n for key, n in theirs.items() if key[1:] not in left_out})
    assert expected
    assert violations(broken, shapes, compiled=large) == expected
