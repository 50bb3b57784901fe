"""Each constraint of each file of shapes with a right use and a wrong one.

The right uses stand in `tests/validate/shapes/complete*.ttl`: files that use every property that is
constrained and give no result. A wrong use is made of each by what the name of the constraint says.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from ld_convert.rdf.index import new_graph
from ld_convert.validate import Shapes, prepare, validate
from ld_convert.vocab.files import data

if TYPE_CHECKING:
    from collections.abc import Callable

    from rdflib.term import Node

    Wrong = Callable[[Node | None], list[Node]]

FOLDER = Path(__file__).parent / "shapes"
RIGHT = {
    "dcat": ("complete.ttl", "complete-dcat.ttl"),
    "dcat-ap": ("complete.ttl",),
    "dcat-us": ("complete-dcat-us.ttl",),
    "fdp": ("complete-fdp.ttl",),
    "health-dcat-ap": ("complete-health-dcat-ap.ttl",),
    "source": ("complete-source.ttl",),
}
OTHER = URIRef("https://elsewhere.europa.eu/thing")
"""In no table, and of the EU, whose institutions alone must be in the table of corporate bodies."""
LONG = Literal("x" * 6000)


def another(value: Node | None) -> list[Node]:
    """A value beside the one that is there."""
    if isinstance(value, Literal):
        more = Literal(f"{value}0", datatype=value.datatype, lang=value.language)
        return [value, more]
    return [value or OTHER, OTHER]


def of_other_kind(value: Node | None) -> list[Node]:
    """Text for a resource, or a resource for text."""
    return [OTHER] if isinstance(value, Literal) else [Literal("in words")]


def ill_typed(value: Node | None) -> list[Node]:
    """Text in a language, or plain text for another datatype."""
    plain = isinstance(value, Literal) and value.datatype in (None, XSD.string)
    return [Literal("in words", lang="en" if plain else None)]


WRONG: dict[str, Wrong] = {
    "class": lambda _: [BNode()],
    "contact": another,
    "count": another,
    "datatype": ill_typed,
    "date": lambda _: [Literal("last spring")],
    "deprecated": lambda value: [value or OTHER],
    "exists": lambda _: [],
    "form": lambda _: [Literal("in words")],
    "geometry": lambda _: [Literal("by the river")],
    "kind": of_other_kind,
    "length": lambda _: [LONG],
    "name": lambda _: [],
    "range": lambda _: [Literal("999.5", datatype=XSD.decimal)],
    "recommended": lambda _: [],
    "reference": lambda _: [Literal("in words")],
    "regulation": lambda _: [OTHER],
    "scheme": lambda _: [OTHER],
    "text": lambda _: [Literal("7", datatype=XSD.integer)],
    "title": lambda _: [],
    "vocabulary": lambda _: [OTHER],
}
"""By the last word of a constraint's name: what a value becomes that breaks it."""

ELSEWHERE = {"inverse"}
"""Broken by what another node says; `tests/validate/shapes/changes.txt` has a row for each."""


class Constraint(NamedTuple):
    """One property shape."""

    file: str
    shape: URIRef
    path: Node
    word: str


def shapes_graph(file: str) -> Graph:
    return new_graph().parse(data=data(f"shapes/{file}.ttl").read_bytes(), format="turtle")


def right_page(names: tuple[str, ...]) -> Graph:
    page = new_graph()
    for name in names:
        page.parse(FOLDER / name)
    return page


GRAPHS = {file: shapes_graph(file) for file in RIGHT}
PREPARED: dict[str, Shapes] = {file: prepare(graph) for file, graph in GRAPHS.items()}
PAGES = {file: right_page(names) for file, names in RIGHT.items()}


def constraints() -> list[Constraint]:
    return [
        Constraint(file, shape, graph.value(shape, SH.path) or shape, str(shape).rsplit("-", 1)[1])
        for file, graph in GRAPHS.items()
        for shape in sorted(set(graph.objects(None, SH.property)), key=str)
        if isinstance(shape, URIRef) and str(shape).rsplit("-", 1)[1] not in ELSEWHERE
    ]


def focus_nodes(file: str, shape: Node) -> list[Node]:
    """The nodes of the right page that the shape's node shape targets."""
    graph, page = GRAPHS[file], PAGES[file]
    node = graph.value(None, SH.property, shape)
    found: list[Node] = []
    for cls in graph.objects(node, SH.targetClass):
        found += page.subjects(RDF.type, cls)
    for predicate in graph.objects(node, SH.targetSubjectsOf):
        found += page.subjects(predicate, None)
    for predicate in graph.objects(node, SH.targetObjectsOf):
        found += page.objects(None, predicate)
    return sorted(set(found), key=str)


def steps(file: str, path: Node) -> list[URIRef]:
    """The predicates of a path: of a sequence the last, of alternatives all."""
    graph = GRAPHS[file]
    if isinstance(path, URIRef):
        return [path]
    inverse = graph.value(path, SH.inversePath)
    if isinstance(inverse, URIRef):
        return [inverse]
    alternatives = graph.value(path, SH.alternativePath)
    if alternatives is not None:
        return [p for p in Collection(graph, alternatives) if isinstance(p, URIRef)]
    return [p for p in Collection(graph, path) if isinstance(p, URIRef)][-1:]


def start(file: str, path: Node, focus: Node) -> Node | None:
    """The node at which the last step of a path begins."""
    graph, page = GRAPHS[file], PAGES[file]
    if isinstance(path, URIRef) or graph.value(path, RDF.first) is None:
        return focus
    return page.value(focus, next(iter(Collection(graph, path))))


def turned(page: Graph, predicate: URIRef, node: Node, word: str) -> Graph:
    """The page with what leads to a node made wrong."""
    page.remove((None, predicate, node))
    if word == "class":
        page.add((OTHER, predicate, node))
    return page


def broken(constraint: Constraint, focus: Node) -> Graph:
    """The right page with the values of one property of one node made wrong."""
    page = new_graph()
    page += PAGES[constraint.file]
    node = start(constraint.file, constraint.path, focus)
    assert node is not None
    for number, predicate in enumerate(steps(constraint.file, constraint.path)):
        if GRAPHS[constraint.file].value(constraint.path, SH.inversePath):
            return turned(page, predicate, node, constraint.word)
        value = min(page.objects(node, predicate), default=None, key=str)
        page.remove((node, predicate, None))
        for new in WRONG[constraint.word](value) if number == 0 else []:
            page.add((node, predicate, new))
            if new == OTHER and value is not None and not isinstance(value, Literal):
                for cls in page.objects(value, RDF.type):
                    page.add((OTHER, RDF.type, cls))
    return page


@pytest.mark.parametrize("file", RIGHT)
def test_a_right_use_gives_no_result(file: str) -> None:
    """Every property that is constrained is used as it should be."""
    assert validate(PAGES[file], PREPARED[file]) == []


@pytest.mark.parametrize("file", RIGHT)
@pytest.mark.parametrize("word", sorted(WRONG))
def test_a_wrong_use_is_reported_by_its_constraint(file: str, word: str) -> None:
    """The constraint that a value breaks is named in a result."""
    own = [c for c in constraints() if (c.file, c.word) == (file, word)]
    assert [c.shape for c in own if not is_reported(c)] == []


def test_each_word_of_a_constraint_has_a_wrong_use() -> None:
    """Each is tried, and none for nothing."""
    assert {c.word for c in constraints()} == WRONG.keys()


def is_reported(constraint: Constraint) -> bool:
    """Say whether breaking a constraint at one of its nodes gives a result that names it."""
    reported = set()
    for focus in focus_nodes(constraint.file, constraint.shape):
        page = broken(constraint, focus)
        reported |= {result.shape for result in validate(page, PREPARED[constraint.file])}
        if constraint.shape in reported:
            break
    return constraint.shape in reported


@pytest.mark.parametrize("file", RIGHT)
@pytest.mark.parametrize("predicate", [SH.path, SH.severity, SH.message, RDFS.seeAlso])
def test_every_constraint_has_one(file: str, predicate: URIRef) -> None:
    """Path, severity, message and clause stand exactly once at each."""
    graph = GRAPHS[file]
    wrong = {s for s in graph.objects(None, SH.property) if len([*graph[s:predicate]]) != 1}
    assert wrong == set()


@pytest.mark.parametrize("file", RIGHT)
def test_messages_read_like_other_findings(file: str) -> None:
    """English, in lower case, without a full stop, and no two alike."""
    graph = GRAPHS[file]
    messages = [m for s in set(graph.objects(None, SH.property)) for m in graph[s : SH.message]]
    assert len(messages) == len(set(messages))
    assert all(isinstance(m, Literal) and m.language == "en" for m in messages)
    assert [m for m in map(str, messages) if m[0].isupper() or m.endswith(".")] == []
