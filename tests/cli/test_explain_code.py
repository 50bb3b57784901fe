from __future__ import annotations

import re

import pytest
from rdflib import RDF, SH, Graph, URIRef

from ld_convert.cli.commands.explain import meaning
from ld_convert.findings.codes import Code, codes
from ld_convert.settings import UsageError
from ld_convert.vocab.files import data
from tests.support.cli import run


def explain(name: str) -> str:
    return run("explain", name).stdout


def test_a_code_is_explained_with_all_that_the_table_says() -> None:
    """What, why, what to do, clause, and both examples."""
    for code in codes().values():
        assert_is_explained(code)


def assert_is_explained(code: Code) -> None:
    text = meaning(code.id)
    assert text is not None
    for part in (code.why, code.hint, code.clause):
        assert part in text
    said = text.split("\n\n")[1]
    assert said == code.text if "{" not in code.text else not re.search(r"\{\w*[!:}]", said)
    assert text.index("\nBad:\n") < text.index("\nGood:\n")
    for example in (code.bad, code.good):
        assert all(line in text for line in example.removeprefix("$ ").splitlines())


def test_a_code_is_found_by_id_and_by_name_in_any_case() -> None:
    """Both stand in reports."""
    assert explain("ld235") == explain("trailing-comma") == explain("LD235")


@pytest.mark.parametrize(
    "name", ["Dataset-title-exists", "LD501/Dataset-title-exists", "dcat-ap:Dataset-title-exists"]
)
def test_a_shape_is_explained_as_findings_name_it(name: str) -> None:
    """Its message, property, constraint and clause."""
    text = explain(name)
    assert "a dataset has no title" in text
    assert "Property: dct:title" in text
    assert "Constraint: sh:minCount 1" in text
    assert "Clause: https://semiceu.github.io/DCAT-AP/releases/3.0.1/#Dataset.title" in text


def test_a_shape_of_a_missing_property_says_what_to_add() -> None:
    """What a report tells to copy; a shape that a value breaks has no such example."""
    text = explain("Catalog-language-recommended")
    assert 'What to do: add "inLanguage": "en" to the page' in text
    assert "What to do: add or correct" in explain("Dataset-issued-date")


def test_every_shape_with_a_message_is_explained() -> None:
    """None of DCAT-AP's is without a text, whatever it asks for."""
    graph = Graph().parse(data=data("shapes/dcat-ap.ttl").read_bytes(), format="turtle")
    shapes = [
        s for s in graph.subjects(RDF.type, SH.PropertyShape) if (s, SH.message, None) in graph
    ]
    assert len(shapes) > 100
    for shape in shapes[::40]:
        assert isinstance(shape, URIRef)
        assert str(graph.value(shape, SH.message)) in (meaning(shape.rpartition("#")[2]) or "")


@pytest.mark.parametrize("name", ["LD999", "nothing", "", "fdp:Dataset-title", "../../etc", "a#b"])
def test_what_is_neither_a_code_nor_a_shape_is_a_mistake(name: str) -> None:
    """Status 2 and a sentence, whatever the text is."""
    with pytest.raises(UsageError, match="no code and no shape is called"):
        explain(name)
