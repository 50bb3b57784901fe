from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
import pyshacl
import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.namespace import Namespace

from ld_convert.validate import read_own
from ld_convert.vocab.files import data
from tests.support.places import COMPLETE, REPOSITORY

if TYPE_CHECKING:
    from rdflib.term import Node

SHAPES = sorted(path.name for path in (REPOSITORY / "shapes").glob("*.ttl"))
SHAPE = Namespace("https://w3id.org/ld-convert/shapes/dcat-ap#")
NEIGHBOURS = COMPLETE.with_name("neighbours.ttl")

CHANGES = [
    [cell.strip() for cell in line.split("|")]
    for line in COMPLETE.with_name("changes.txt").read_text().splitlines()[3:]
]
SEVERITIES = {"violation": SH.Violation, "warning": SH.Warning}


class Result(NamedTuple):
    """What a test looks at in a sh:ValidationResult."""

    shape: Node | None
    severity: Node | None


def results(page: Graph, shapes: Graph) -> list[Result]:
    """Return what pySHACL reports about a graph."""
    _, report, _ = pyshacl.validate(page, shacl_graph=shapes, inplace=True)
    return [
        Result(report.value(found, SH.sourceShape), report.value(found, SH.resultSeverity))
        for found in report.subjects(RDF.type, SH.ValidationResult)
    ]


def attached(shapes: Graph) -> set[Node]:
    """Return the property shapes that a node shape uses."""
    return set(shapes.objects(None, SH.property))


def read(turtle: str) -> Graph:
    """Return a graph written with the prefixes of the complete catalogue."""
    lines = COMPLETE.read_text().splitlines()
    prefixes = [line for line in lines if line.startswith("@prefix")]
    return Graph().parse(data="\n".join([*prefixes, turtle]), format="turtle")


def changed(property_of: str, values: str) -> Graph:
    """Return the complete catalogue with the values of one property of one resource replaced."""
    page = Graph().parse(COMPLETE)
    ((subject, predicate),) = read(f"{property_of} 0 .").subject_predicates()
    page.remove((subject, predicate, None))
    page.parse(NEIGHBOURS)
    if values:
        page += read(f"{property_of} {values} .")
    return page


def test_a_clean_record_has_no_result(shared: Path, shapes: Graph) -> None:
    """The record that passes all seven official files passes without even a warning."""
    assert results(Graph().parse(shared / "facts" / "example_clean.ttl"), shapes) == []


def test_a_complete_catalogue_has_no_result(shapes: Graph) -> None:
    """A right use of every class and property breaks no rule."""
    assert results(Graph().parse(COMPLETE), shapes) == []


@pytest.mark.parametrize("predicate", [SH.path, SH.severity, SH.message, RDFS.seeAlso])
def test_every_property_shape_has_one(predicate: URIRef, shapes: Graph) -> None:
    """Path, severity, message and clause stand exactly once at each property shape."""
    wrong = {shape for shape in attached(shapes) if len([*shapes.objects(shape, predicate)]) != 1}
    assert wrong == set()


def test_every_message_is_english_in_lower_case_without_full_stop(shapes: Graph) -> None:
    """A message reads like every other finding."""
    messages = [message for shape in attached(shapes) for message in shapes[shape : SH.message]]
    wrong = [
        message
        for message in messages
        if not isinstance(message, Literal)
        or message.language != "en"
        or not message[0].islower()
        or message.endswith(".")
    ]
    assert wrong == []


def test_every_property_shape_has_a_name_of_ours_and_hangs_on_one_node_shape(
    shapes: Graph,
) -> None:
    """A result names its constraint, and no shape is defined and then forgotten or used twice."""
    named = {shape for shape in shapes.subjects(SH.severity, None) if str(shape).startswith(SHAPE)}
    uses = Counter(shapes.objects(None, SH.property))
    assert uses == Counter(named)


def test_no_two_shapes_have_one_message(shapes: Graph) -> None:
    """A message alone tells which constraint is broken."""
    messages = Counter(
        str(text) for shape in attached(shapes) for text in shapes[shape : SH.message]
    )
    assert [text for text, count in messages.items() if count > 1] == []


@pytest.mark.parametrize(("severity", "shape", "property_of", "values"), CHANGES)
def test_a_change_gives_the_one_result_of_its_row(
    severity: str, shape: str, property_of: str, values: str, shapes: Graph
) -> None:
    """One broken rule is one result that names the rule; a right value gives none."""
    found = results(changed(property_of, values), shapes)
    expected = [(SHAPE[shape], SEVERITIES[severity])] if shape else []
    assert [(one.shape, one.severity) for one in found] == expected


@pytest.mark.parametrize("name", SHAPES)
def test_our_own_reader_of_shapes_reads_what_rdflib_does(name: str) -> None:
    """The same statements of every file of ours, terms of rdflib's own kinds."""
    content = data(f"shapes/{name}").read_bytes()
    ours = read_own([content])
    assert canonical(ours) == canonical(Graph().parse(data=content, format="turtle"))
    assert {type(term) for triple in ours for term in triple} <= {BNode, Literal, URIRef}


def canonical(graph: Graph) -> set[str]:
    """The lines of a graph, its nameless nodes called by what they say (RDFC-1.0)."""
    lines = graph.serialize(format="nt", encoding="utf-8")
    dataset = Dataset(pyoxigraph.parse(lines, RdfFormat.N_TRIPLES))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, dataset))


def test_several_files_of_shapes_are_one_graph() -> None:
    """Their nameless nodes stay apart."""
    content = b'[] <http://a.example/p> "x"@en-GB , 1 , "y" .'
    assert len(read_own([content, content])) == 6
