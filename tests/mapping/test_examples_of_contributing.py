"""The worked examples of rules in CONTRIBUTING.md."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from rdflib import Graph, URIRef

from ld_convert import Capture, Settings, convert_page
from ld_convert.vocab.namespaces import expand_curie
from tests.support.places import REPOSITORY

GUIDE = REPOSITORY / ".github" / "CONTRIBUTING.md"
EXAMPLE = re.compile(
    r"^### (?P<title>.+?)\n.*?```json\n(?P<page>.*?)```\n```csv\n(?P<rules>.*?)```\n"
    r"```turtle\n(?P<said>.*?)```",
    re.MULTILINE | re.DOTALL,
)
IRI = "https://a.example/d"


class Example(NamedTuple):
    """One example."""

    title: str
    page: str
    rules: str
    said: str


EXAMPLES = [Example(**found.groupdict()) for found in EXAMPLE.finditer(GUIDE.read_text("utf-8"))]


def said(example: Example, rules: str) -> Graph:
    """What the output says of the dataset."""
    record = {"@context": "https://schema.org/", "@type": "Dataset", "@id": IRI, "name": "Tides"}
    data = json.dumps(record | json.loads(example.page)).encode()
    graph = convert_page(Capture("page.json", data, "json"), Settings(rules=rules)).graph
    found = Graph()
    for triple in graph.triples((URIRef(IRI), None, None)):
        found.add(triple)
    return found


def test_there_are_five_examples() -> None:
    """As many as the guide's heading promises."""
    assert len(EXAMPLES) == 5


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_an_example_of_rules_gives_what_it_shows(example: Example, tmp_path: Path) -> None:
    """With the rules the output has the statement."""
    file = tmp_path / "rules.csv"
    file.write_text(example.rules, "utf-8")
    name, _, value = example.said.strip().partition(" ")
    statements = said(example, str(file)).objects(URIRef(IRI), URIRef(expand_curie(name)))
    expected = json.loads(value) if value.startswith('"') else str(expand_curie(value))
    assert expected in map(str, statements)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_an_example_of_rules_changes_the_output(example: Example, tmp_path: Path) -> None:
    """Without them it is another."""
    file = tmp_path / "rules.csv"
    file.write_text(example.rules, "utf-8")
    assert set(said(example, str(file))) != set(said(example, ""))
