"""A triple that stands in several graphs is one triple of the default graph (SPARQL 1.1, 13.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pyoxigraph
import pytest

from ld_convert import Settings
from ld_convert.publish import PublishTarget
from ld_convert.query.ask import Request, Sources, answer
from ld_convert.query.sources import find_sources
from ld_convert.store import merge, open_store
from tests.support.pages import page
from tests.support.published import run

if TYPE_CHECKING:
    from pathlib import Path

FOAF = "http://xmlns.com/foaf/0.1/"
AGENT = f'<urn:office> <{FOAF}name> "Office" <urn:G> .\n<urn:G#d> <urn:by> <urn:office> <urn:G> .\n'
QUADS = "".join(AGENT.replace("urn:G", f"urn:{name}") for name in "ghk")
COUNT = "SELECT (COUNT(*) AS ?n) { ?s foaf:name ?o }"


def count(sources: Sources, query: str = COUNT, **dataset: tuple[str, ...]) -> int:
    found = answer(Request(query, **dataset), sources).body  # type: ignore[arg-type]
    (row,) = orjson.loads(found)["results"]["bindings"]
    return int(row["n"]["value"])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "three.nq"
    file.write_text(QUADS)
    return file


@pytest.fixture
def sources(file: Path, request: pytest.FixtureRequest, tmp_path: Path) -> Sources:
    """One agent in three graphs: in a file, in a published store, in a store of somebody else."""
    if request.param == "file":
        return Sources(files=((str(file), "nq"),))
    store = tmp_path / "store"
    if request.param == "published":
        run(file, PublishTarget(str(store)))
    else:
        other = pyoxigraph.Store(str(store))
        other.bulk_load(path=file, format=pyoxigraph.RdfFormat.N_QUADS)
        other.flush()
        del other
    assert merge.is_merged(str(store)) == (request.param == "published")
    return Sources(store=str(store))


everywhere = pytest.mark.parametrize("sources", ["file", "published", "foreign"], indirect=True)


@pytest.mark.cell("merge", kind="embedded")
@everywhere
def test_an_agent_in_three_graphs_is_counted_once(sources: Sources) -> None:
    """The default graph is a set, also across a join."""
    assert count(sources) == 1
    assert count(sources, "SELECT (COUNT(*) AS ?n) { ?d <urn:by> ?a . ?a foaf:name ?o }") == 3


@everywhere
def test_graph_still_tells_the_graphs_apart(sources: Sources) -> None:
    """Inside GRAPH a triple counts once for each graph."""
    assert count(sources, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s foaf:name ?o } }") == 3


@everywhere
@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ("FROM <urn:g>", 1),
        ("FROM <urn:g> FROM <urn:h>", 1),
        ("FROM <urn:g> FROM <urn:none>", 1),
        ("FROM NAMED <urn:g>", 0),
    ],
)
def test_from_makes_a_merge_of_its_graphs(sources: Sources, clauses: str, expected: int) -> None:
    """Of two graphs as of all (SPARQL 1.1 Query, section 13.2.1)."""
    assert count(sources, f"SELECT (COUNT(*) AS ?n) {clauses} {{ ?s foaf:name ?o }}") == expected


@everywhere
def test_the_protocol_makes_a_merge_of_its_graphs(sources: Sources) -> None:
    """default-graph-uri twice is FROM twice; named graphs stay apart."""
    assert count(sources, default_graphs=("urn:g", "urn:h")) == 1
    query = "SELECT (COUNT(*) AS ?n) { ?s foaf:name ?o GRAPH ?g { ?d <urn:by> ?s } }"
    graphs = {"default_graphs": ("urn:g", "urn:h"), "named_graphs": ("urn:k",)}
    assert count(sources, query, **graphs) == 1


def test_a_blank_node_is_one_in_a_graph_and_in_the_merge(tmp_path: Path) -> None:
    """A pattern in GRAPH and one outside meet in it."""
    file = tmp_path / "b.nq"
    file.write_text('_:x <urn:p> "1" <urn:g> .\n_:x <urn:q> "2" <urn:h> .\n')
    run(file, PublishTarget(str(tmp_path / "store")))
    query = "SELECT (COUNT(*) AS ?n) { GRAPH <urn:g> { ?s <urn:p> ?o } ?s <urn:q> ?r }"
    assert count(Sources(store=str(tmp_path / "store")), query) == 1
    assert count(Sources(files=((str(file), "nq"),)), query) == 1


def test_captures_are_merged(tmp_path: Path) -> None:
    """The publisher of three pages is one agent."""
    for number in range(3):
        text = page(number).replace(
            '"name": "Water', '"publisher": {"@type": "Organization", "name": "O"}, "name": "Water'
        )
        (tmp_path / f"{number}.html").write_text(text)
    folder = tmp_path / "work"
    folder.mkdir()
    pages = [str(tmp_path / f"{number}.html") for number in range(3)]
    sources = find_sources(pages, Settings(), lambda _: None, folder)
    assert count(sources, "SELECT (COUNT(*) AS ?n) { ?a foaf:name 'O' }") == 1


def test_what_leaves_a_graph_leaves_the_merge_unless_another_has_it(tmp_path: Path) -> None:
    """Replaced and deleted graphs take only their own triples with them."""
    path = str(tmp_path / "store")
    store = open_store(path)
    store.create_graphs({"urn:g": b"<urn:a> <urn:p> <urn:b> .\n<urn:x> <urn:p> <urn:g> .\n"})
    store.create_graphs({"urn:h": b"<urn:a> <urn:p> <urn:b> .\n"})
    store.add("urn:k", b"<urn:c> <urn:p> <urn:k> .\n")
    store.replace_graph("urn:g", [b"<urn:x> <urn:p> <urn:new> .\n", b"<urn:c> <urn:p> <urn:k> .\n"])
    store.delete_graph("urn:k")
    store.create_graphs({"urn:m": b"<urn:only> <urn:p> <urn:m> .\n"})
    store.delete_graph("urn:m")
    store.close()
    assert merge.is_merged(path)
    query = Request("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s", results="csv")
    found = answer(query, Sources(store=path)).body.decode().split()
    assert found == ["s,o", "urn:a,urn:b", "urn:c,urn:k", "urn:x,urn:new"]


def test_a_store_that_another_program_has_written_to_is_merged_anew(tmp_path: Path) -> None:
    """What it wrote is seen at once, and is part of the merge after the next publishing."""
    path, file = str(tmp_path / "store"), tmp_path / "a.nq"
    file.write_text(QUADS)
    run(file, PublishTarget(path))
    other = pyoxigraph.Store(path)
    other.update(
        "INSERT DATA { GRAPH <urn:o> { <urn:office> <http://xmlns.com/foaf/0.1/name> 'B' } }"
    )
    other.flush()
    del other
    assert not merge.is_merged(path)
    assert count(Sources(store=path)) == 2
    file.write_text(QUADS + '<urn:z> <urn:p> "1" <urn:z> .\n')
    run(file, PublishTarget(path))
    assert merge.is_merged(path)
    assert count(Sources(store=path)) == 2


def test_triples_of_others_in_the_default_graph_are_left_there(tmp_path: Path) -> None:
    """Such a store is published to and asked, but its default graph is not ours."""
    path, file = str(tmp_path / "store"), tmp_path / "a.nq"
    other = pyoxigraph.Store(path)
    other.update("INSERT DATA { <urn:theirs> <http://xmlns.com/foaf/0.1/name> 'B' }")
    other.flush()
    del other
    file.write_text(QUADS)
    run(file, PublishTarget(path))
    run(file, PublishTarget(path))
    assert not merge.is_merged(path)
    assert count(Sources(store=path)) == 2


def test_a_copy_of_somebody_else_s_store_is_merged(tmp_path: Path) -> None:
    """It has what the default graph had by itself; the store is as it was."""
    path, copy = str(tmp_path / "store"), str(tmp_path / "copy")
    other = pyoxigraph.Store(path)
    other.load(QUADS, pyoxigraph.RdfFormat.N_QUADS)
    other.update("INSERT DATA { <urn:theirs> <http://xmlns.com/foaf/0.1/name> 'B' }")
    other.flush()
    del other
    merge.copy(path, copy)
    assert merge.is_merged(copy)
    assert not merge.is_merged(path)
    assert count(Sources(store=copy)) == 2
    assert len(pyoxigraph.Store.read_only(path)) == 7
