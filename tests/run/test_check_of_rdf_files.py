from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat
from rdflib import Graph

from ld_convert.rdf.parse import parse, syntax
from ld_convert.read import read
from ld_convert.report.advice import advice
from ld_convert.run.check import Checked, check
from ld_convert.settings import Settings
from ld_convert.vocab.namespaces import NO_BASE

TURTLE = """\
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <https://rivers.example/> .

ex:first a dcat:Dataset ;
    dct:title "Otters"@en ;
    dct:description "Counts"@en .

ex:second a dcat:Dataset ;
    dct:title "Trout"@en ;
    dct:issued "last year" .
"""


def checked(folder: Path, name: str, content: str) -> Checked:
    """What is found in a file of this content."""
    file = folder / name
    file.write_text(content, "utf-8")
    (capture,) = read([str(file)])
    return check(capture, Settings())


def violations(found: Checked) -> list[tuple[str, int | None]]:
    """The names of the violated shapes, and the lines of their places."""
    return [
        (finding.detail.shape.rpartition("#")[2], finding.place.line)
        for finding in found.findings
        if finding.code == "LD501" and finding.detail
    ]


def test_what_to_add_to_rdf_is_a_property_and_no_json(tmp_path: Path) -> None:
    """A file of Turtle has no room for a member of JSON-LD; a page has."""
    page = '{"@context": "https://schema.org/", "@type": "Dataset", "name": "Trout"}'
    said = {
        name: {advice(finding) for finding in checked(tmp_path, name, content).findings}
        for name, content in (("c.ttl", TURTLE), ("page.json", page))
    }
    assert {"add dct:description", "add dcat:theme"} <= said["c.ttl"]
    assert not any("{" in text for text in said["c.ttl"])
    assert any(text.startswith('add "about": {') for text in said["page.json"])


WRONG = {"Dataset-description-exists", "Dataset-issued-date"}


FORMS = {
    "Turtle": RdfFormat.TURTLE,
    "N-Triples": RdfFormat.N_TRIPLES,
    "RDF/XML": RdfFormat.RDF_XML,
    "N-Quads": RdfFormat.N_QUADS,
    "TriG": RdfFormat.TRIG,
    "JSON-LD": RdfFormat.JSON_LD,
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_same_is_found_in_every_syntax(form: RdfFormat, tmp_path: Path) -> None:
    """And nothing is converted: the file is a catalogue already."""
    triples = pyoxigraph.parse(TURTLE.encode(), RdfFormat.TURTLE)
    graph = pyoxigraph.NamedNode("https://rivers.example/graph")
    name = graph if form.supports_datasets else pyoxigraph.DefaultGraph()
    named = [pyoxigraph.Quad(t.subject, t.predicate, t.object, name) for t in triples]
    written = pyoxigraph.serialize(named, format=form)
    assert written is not None
    found = checked(tmp_path, "any.txt", written.decode())
    assert found.conversion is None
    assert {name for name, _ in violations(found)} == WRONG


def test_a_finding_in_a_turtle_file_names_the_line_of_its_focus_node(tmp_path: Path) -> None:
    """Of two datasets, the line at which the wrong one begins to be described."""
    assert set(violations(checked(tmp_path, "a.ttl", TURTLE))) == {(name, 9) for name in WRONG}


def test_a_finding_in_a_trig_file_names_the_line_inside_the_graph(tmp_path: Path) -> None:
    """Subjects are indented there, as their predicates are."""
    head, body = TURTLE.split("\n\n", 1)
    inside = body.replace("\n", "\n    ")
    trig = f"{head}\n\nex:graph {{\n    {inside}\n}}\n"
    assert set(violations(checked(tmp_path, "a.trig", trig))) == {(name, 10) for name in WRONG}


def test_what_stands_before_an_error_is_checked(tmp_path: Path) -> None:
    """A broken file is a finding with its line, and costs only what follows."""
    found = checked(tmp_path, "a.ttl", TURTLE + "ex:third a dcat:Dataset ; ; oops\n")
    (broken,) = [f for f in found.findings if f.code == "LD403"]
    assert broken.place.line in (12, 13)
    assert {name for name, _ in violations(found)} >= WRONG


def test_dcat_in_json_ld_is_checked_as_it_stands(tmp_path: Path) -> None:
    """Its context is looked up offline, and its place is a JSON pointer."""
    document = {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@graph": [
            {"@id": "https://rivers.example/1", "@type": "dcat:Dataset", "dct:title": "Otters"}
        ],
    }
    found = checked(tmp_path, "a.jsonld", json.dumps(document))
    (finding,) = [f for f in found.findings if f.code == "LD501"]
    assert found.conversion is None
    assert finding.place.pointer == "/@graph/0"


def test_schema_org_is_converted_first(tmp_path: Path) -> None:
    """A page is held to what it becomes."""
    document = {"@context": "https://schema.org/", "@type": "Dataset", "name": "Otters"}
    found = checked(tmp_path, "a.json", json.dumps(document))
    assert found.conversion is not None
    assert "Dataset-description-exists" in {name for name, _ in violations(found)}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (TURTLE, "turtle"),
        ("<urn:a> <urn:p> <urn:b> .\n", "turtle"),
        ("<urn:a> <urn:p> <urn:b> .\n_:a <urn:p> _:b <urn:g> .\n", "nquads"),
        ('<urn:a> <urn:p> "<urn:x> <urn:g> ."@en .\n', "turtle"),
        ('<urn:a> <urn:p> "x\\"y"^^<urn:d> <urn:g> .\n', "nquads"),
        ("@prefix : <urn:> .\n{ :a :p :b }\n", "trig"),
        ("prefix : <urn:>\ngraph :g\n{ :a :p :b }\n", "trig"),
        ("<?xml version='1.0'?><rdf:RDF/>", "xml"),
    ],
)
def test_the_syntax_follows_from_the_content(content: str, expected: str) -> None:
    """Names of files lie."""
    assert syntax(content.encode()) == expected


def test_named_graphs_are_read_as_one_in_the_order_of_the_file() -> None:
    """A statement in two graphs counts once; blank nodes of two graphs are the file's."""
    quads = b"_:a <urn:p> _:b <urn:g> .\n_:a <urn:p> _:b <urn:h> .\n<urn:z> <urn:p> _:a .\n"
    graph, error = parse(quads, NO_BASE)
    assert error is None
    assert isinstance(graph, Graph)
    assert [str(predicate) for _, predicate, _ in graph] == ["urn:p", "urn:p"]
    (first, second) = graph
    assert second[2] == first[0]


def test_a_finding_about_a_nameless_node_stands_where_it_is_used(tmp_path: Path) -> None:
    """A blank node has no line of its own that people could look for."""
    nested = (
        "    dct:temporal [ a dct:PeriodOfTime ] ; dct:spatial [ a dct:Location ] ;\n    dct:title"
    )
    found = checked(tmp_path, "a.ttl", TURTLE.replace("    dct:title", nested))
    lines = {
        finding.detail.shape.rpartition("#")[2]: finding.place.line
        for finding in found.findings
        if finding.detail and "PeriodOfTime" in finding.detail.shape
    }
    assert set(lines.values()) <= {5, 10}
    assert lines
