"""What is wrong with a query is said in words, with a caret, before any page is converted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from ld_convert.cli import cli
from ld_convert.query.syntax import QueryError, check_query
from tests.support.cli import run_process

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("query", "problem", "mark"),
    [
        ("SELECT ?d { ?d a dcatt:Dataset }", "unknown prefix dcatt:; did you mean dcat:?", "dcatt"),
        ("SELEC ?d { ?d a ?c }", "a query begins with SELECT, ASK, CONSTRUCT or DESC", "SELEC"),
        ("INSERT DATA { <a:b> a <c:d> }", "INSERT changes data; query only asks", "INSERT"),
        ("ASK { ?d a ?c } LIMIT x", "the query is not SPARQL 1.1", "x"),
        ("ASK {\n  ?d a zz:Y }", "unknown prefix zz:", "zz:"),
    ],
)
def test_a_mistake_is_told_with_its_place(query: str, problem: str, mark: str) -> None:
    """The line of the query, and a caret under the place."""
    with pytest.raises(QueryError) as caught:
        check_query(query)
    said, line, caret = str(caught.value).splitlines()
    assert said.startswith(problem)
    assert line[caret.index("^") :].startswith(mark)


def test_the_terminal_shows_the_line_and_the_caret_as_lines(tmp_path: Path) -> None:
    """The line that is wrong stands under the sentence; no control character of it is obeyed."""
    done = run_process("query", "ASK {}\x1b", "nowhere", cwd=tmp_path)
    said, line, caret = done.stderr.splitlines()
    assert said.startswith("ld-convert: the query is not SPARQL 1.1")
    assert line == "  | ASK {}\\u001b"
    assert caret.strip(" |") == "^"


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX zz: <http://a.example/> ASK { _:b zz:c foaf:name }",
        "# select nothing\nASK { ?s ?p 'a zz:b' }",
        "ASK { SERVICE <https://a.example/> { ?s ?p ?o } }",
        'ASK { <urn:x:y> ?p """q:r"""@en }',
    ],
)
def test_a_good_query_passes(query: str) -> None:
    """Its own prefixes, comments, strings, IRIs and blank nodes are no mistakes."""
    check_query(query)


def test_a_mistake_ends_the_command_before_the_pages_are_read(tmp_path: Path) -> None:
    """An input that is not there is not even looked for."""
    with pytest.raises(QueryError):
        CliRunner().invoke(
            cli, ["query", "ASK {", str(tmp_path / "nowhere")], catch_exceptions=False
        )


def test_findings_of_pages_are_shown_on_demand_only(tmp_path: Path) -> None:
    """Who asks wants an answer; -v shows what is wrong with the pages too."""
    page = tmp_path / "page.json"
    page.write_text(json.dumps({"@type": "Dataset", "@id": "https://a.example/d", "name": "T"}))
    asked = ["query", "ASK { ?d a dcat:Dataset }", str(page)]
    assert CliRunner().invoke(cli, asked).stderr == ""
    assert "LD501" in CliRunner().invoke(cli, [*asked, "-v"]).stderr
