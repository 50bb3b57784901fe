from __future__ import annotations

import zipfile
from pathlib import Path

import orjson
import pyoxigraph
import pytest

from ld_convert.query.ask import LimitError, Request, Sources, answer
from ld_convert.query.ready import query_text, ready_queries
from ld_convert.query.syntax import QueryError
from ld_convert.query.table import table
from ld_convert.settings import UsageError
from tests.support.cli import run_process
from tests.support.pages import page
from tests.support.places import COMPLETE

CATALOGUE = Sources(files=((str(COMPLETE), "ttl"),))
GRAPHS = """<urn:a> <urn:p> "1" <urn:g> .
<urn:b> <urn:p> "2" <urn:h> .
<urn:c> <urn:p> "3" .
"""
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"


@pytest.fixture
def graphs(tmp_path: Path) -> Sources:
    file = tmp_path / "graphs.nq"
    file.write_text(GRAPHS)
    return Sources(files=((str(file), "nq"),))


def solutions(text: str, sources: Sources) -> list[dict[str, str]]:
    found = orjson.loads(answer(Request(text), sources).body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def said(*arguments: str, status: int = 0) -> str:
    """Standard output, or standard error where it ends with a status that is not 0."""
    done = run_process(*arguments)
    assert done.returncode == status, done.stderr
    return done.stdout if status == 0 else done.stderr


def test_a_query_knows_the_prefixes() -> None:
    """dcat: and dct: need no declaration."""
    rows = solutions("SELECT ?t { ?d a dcat:Dataset ; dct:title ?t } ORDER BY ?t", CATALOGUE)
    assert [row["t"] for row in rows][:1] == ["Tide gauges"]


def test_all_graphs_together_are_asked(graphs: Sources) -> None:
    """A pattern outside GRAPH sees the triples of every named graph."""
    assert len(solutions("SELECT ?o { ?s <urn:p> ?o }", graphs)) == 3


def test_from_restricts_a_query_to_its_graphs(graphs: Sources) -> None:
    """FROM names the default graph (SPARQL 1.1 Query, section 13.2.1)."""
    assert solutions("SELECT ?o FROM <urn:g> { ?s <urn:p> ?o }", graphs) == [{"o": "1"}]


def test_graph_names_the_graph_of_a_triple(graphs: Sources) -> None:
    """Named graphs can be told apart."""
    rows = solutions("SELECT ?g { GRAPH ?g { ?s <urn:p> ?o } } ORDER BY ?g", graphs)
    assert rows == [{"g": "urn:g"}, {"g": "urn:h"}]


def test_the_protocol_s_dataset_comes_before_all_graphs(graphs: Sources) -> None:
    """default-graph-uri restricts a query as FROM does (SPARQL 1.1 Protocol, section 2.1.4)."""
    request = Request("ASK { <urn:b> ?p ?o }", default_graphs=("urn:g",))
    assert orjson.loads(answer(request, graphs).body)["boolean"] is False


def test_a_named_graph_alone_leaves_the_default_graph_empty(graphs: Sources) -> None:
    """named-graph-uri alone gives a dataset with an empty default graph."""
    request = Request("ASK { ?s ?p ?o }", named_graphs=("urn:g",))
    assert orjson.loads(answer(request, graphs).body)["boolean"] is False


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_yes_and_no_have_a_form_in_tables(form: str) -> None:
    """CSV and TSV define none, so it is a single word."""
    assert answer(Request("ASK { ?s ?p ?o }", results=form), CATALOGUE).body == b"true\n"


@pytest.mark.parametrize("form", ["turtle", "nt", "rdf-xml", "json-ld"])
def test_construct_gives_a_graph(form: str) -> None:
    """Every form of graph reads back as the same triples."""
    request = Request("CONSTRUCT { ?s dct:title ?t } { ?s dct:title ?t }", graph=form)
    found = answer(request, CATALOGUE)
    forms = {
        "turtle": pyoxigraph.RdfFormat.TURTLE,
        "nt": pyoxigraph.RdfFormat.N_TRIPLES,
        "rdf-xml": pyoxigraph.RdfFormat.RDF_XML,
        "json-ld": pyoxigraph.RdfFormat.JSON_LD,
    }
    assert found.kind == "graph"
    titles = COMPLETE.read_text().count("dct:title ")
    assert len(list(pyoxigraph.parse(found.body, forms[form]))) == titles > 5


def test_a_text_that_is_no_query_is_refused() -> None:
    """The message says where the query breaks."""
    with pytest.raises(QueryError, match="1:6"):
        answer(Request("SELEC"), CATALOGUE)


def test_an_update_is_no_query() -> None:
    """Nothing can be written by way of a query."""
    with pytest.raises(QueryError):
        answer(Request("DELETE WHERE { ?s ?p ?o }"), CATALOGUE)


def test_a_slow_query_ends_with_its_time() -> None:
    """The process that evaluates it is ended."""
    with pytest.raises(LimitError, match=r"more than 0\.5 s"):
        answer(Request(SLOW, seconds=0.5), CATALOGUE)


def test_a_large_result_is_refused() -> None:
    """The bound holds for the written bytes."""
    with pytest.raises(LimitError, match="LIMIT"):
        answer(Request("SELECT * { ?s ?p ?o }", max_bytes=1000), CATALOGUE)


@pytest.mark.parametrize("name", ready_queries())
def test_every_ready_query_can_be_put(name: str) -> None:
    """It is SPARQL 1.1, says what it answers, and its order leaves nothing to chance."""
    ready = ready_queries()[name]
    assert answer(Request(query_text(f"@{name}")), CATALOGUE).kind == "solutions"
    assert ready.text.startswith("# ")
    assert "ORDER BY" in ready.text


LACKING = """<urn:a> a <http://www.w3.org/ns/dcat#Dataset> .
<urn:b> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "B" ;
    <http://purl.org/dc/terms/description> "About B" ; <http://purl.org/dc/terms/license> <urn:l> ;
    <http://purl.org/dc/terms/identifier> "1" ; <http://www.w3.org/ns/dcat#contactPoint> <urn:k> ;
    <http://www.w3.org/ns/dcat#distribution> <urn:d> .
<urn:c> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/identifier> "1" .
"""


@pytest.mark.parametrize(
    ("name", "column", "found"),
    [
        ("untitled", "dataset", ["urn:a", "urn:c"]),
        ("no-licence", "dataset", ["urn:a", "urn:c"]),
        ("no-contact", "dataset", ["urn:a", "urn:c"]),
        ("no-distribution", "dataset", ["urn:a", "urn:c"]),
        ("same-identifier", "identifier", ["1"]),
        ("datasets", "dataset", ["urn:a", "urn:b", "urn:c"]),
    ],
)
def test_a_ready_query_finds_what_it_says(
    name: str, column: str, found: list[str], tmp_path: Path
) -> None:
    """What lacks something is found, and what has it is not."""
    file = tmp_path / "lacking.ttl"
    file.write_text(LACKING)
    rows = solutions(query_text(f"@{name}"), Sources(files=((str(file), "ttl"),)))
    assert sorted(row[column] for row in rows) == found


def test_there_are_a_dozen_ready_queries() -> None:
    """At least twelve, listed with what they answer."""
    assert len(ready_queries()) >= 12
    shown = said("query", "--list")
    assert all(f"@{name}" in shown for name in ready_queries())


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    """The user sees what there is."""
    with pytest.raises(UsageError, match="@themes"):
        query_text("@nothing")


def test_captures_are_asked_directly(captures: Path) -> None:
    """They are converted first."""
    shown = said("-q", "query", "@publishers", str(captures / "tide-gauge.html"))
    assert "Harbour Office" in shown


@pytest.mark.parametrize("form", ["TURTLE", "N_TRIPLES", "RDF_XML", "N_QUADS", "TRIG"])
def test_rdf_without_a_telling_name_is_asked(tmp_path: Path, form: str) -> None:
    """What a file is follows from its content, in every syntax."""
    file = tmp_path / "catalogue"
    syntax = getattr(pyoxigraph.RdfFormat, form)
    graph = pyoxigraph.NamedNode("urn:g") if syntax.supports_datasets else None
    store = pyoxigraph.Store()
    store.load(COMPLETE.read_bytes(), pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
    origin = None if graph else pyoxigraph.DefaultGraph()
    with file.open("wb") as stream:
        store.dump(stream, syntax, from_graph=origin)
    shown = said("-q", "query", "SELECT ?t { ?d a dcat:Dataset ; dct:title ?t }", str(file))
    assert "Tide gauges" in shown


def test_a_store_on_disk_is_asked(tmp_path: Path) -> None:
    """A directory that holds a store is no directory of captures."""
    store = pyoxigraph.Store(str(tmp_path / "store"))
    store.load(COMPLETE.read_bytes(), pyoxigraph.RdfFormat.TURTLE)
    store.flush()
    del store
    shown = said("query", "@languages", str(tmp_path / "store"), "-f", "csv")
    assert "language/ENG" in shown


def test_broken_rdf_is_named(tmp_path: Path) -> None:
    """The file that can't be read stands in the message."""
    file = tmp_path / "broken.ttl"
    file.write_text("<urn:a> <urn:b")
    assert "broken.ttl cannot be read as RDF" in said("query", "@themes", str(file), status=2)


def test_a_graph_s_form_does_not_fit_solutions() -> None:
    """SELECT in Turtle is a mistake of the user's."""
    assert "CONSTRUCT" in said("query", "@themes", str(COMPLETE), "-f", "turtle", status=2)
    graph = "CONSTRUCT { ?d a ?c } { ?d a ?c }"
    assert "csv is for SELECT" in said("query", graph, str(COMPLETE), "-f", "csv", status=2)


LONG = "漢字\x1b[31m" + "x" * 50
RESULTS = orjson.dumps(
    {
        "head": {"vars": ["iri", "text"]},
        "results": {
            "bindings": [
                {
                    "iri": {"type": "uri", "value": "http://www.w3.org/ns/dcat#Dataset"},
                    "text": {
                        "type": "literal",
                        "value": LONG,
                        "xml:lang": "ja",
                    },
                },
                {"iri": {"type": "bnode", "value": "b"}},
            ]
        },
    }
)


def test_a_table_fits_the_terminal() -> None:
    """No line is wider than asked, counting wide characters as two columns."""
    lines = table(RESULTS, 30).splitlines()
    assert lines[2].startswith("dcat:Dataset  漢字")
    assert lines[2].endswith("…")
    assert max(len(line) + line.count("漢") + line.count("字") for line in lines) <= 30


def test_no_control_character_reaches_the_terminal() -> None:
    """An escape sequence in a literal can't colour or move anything."""
    assert "\x1b" not in table(RESULTS, None)


def test_without_a_terminal_nothing_is_cut() -> None:
    """A pipe gets whole values."""
    assert "x" * 50 + "@ja" in table(RESULTS, None)


def test_rdf_in_a_container_is_asked_beside_pages(tmp_path: Path) -> None:
    """RDF is loaded as it is, the page beside it is converted."""
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        archive.writestr("a.ttl", "<urn:a> a <http://www.w3.org/ns/dcat#Dataset> .")
        archive.writestr("page.html", page(1))
    found = said(
        "query", "SELECT ?d { ?d a dcat:Dataset }", str(tmp_path / "both.zip"), "-f", "csv"
    )
    rows = found.split()
    assert len(rows) == 3
    assert "urn:a" in rows
