from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph
import pytest
from pyoxigraph import QueryBoolean, QuerySolutions

from ld_convert.settings import UsageError
from ld_convert.store import Access, StoreError, open_store
from ld_convert.store.presets import presets, recognise
from ld_convert.store.sparql import HttpStore
from ld_convert.store.texts import STAGING
from tests.support.servers import ACCESS, KINDS, Pool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ld_convert.store.model import Store

TWO = b'<urn:a> <urn:p> _:b .\n_:b <urn:q> "x" .\n'
ONE = b'<urn:a> <urn:p> "\\u0001 \\"quoted\\" \\n line"@en .\n'


@pytest.fixture(
    scope="module",
    params=["embedded", *(pytest.param(kind, marks=pytest.mark.servers) for kind in KINDS)],
)
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, servers: Pool
) -> Iterator[Store]:
    if request.param == "embedded":
        store = open_store(str(tmp_path_factory.mktemp("embedded") / "store"))
    else:
        store = open_store(servers.empty(request.param).url, ACCESS[request.param])
    yield store
    store.close()


def lines(triples: bytes) -> int:
    return sum(1 for line in triples.splitlines() if line.strip())


@pytest.mark.cell("blank nodes")
def test_a_graph_that_is_replaced_twice_is_there_once(store: Store) -> None:
    """Blank nodes do not multiply."""
    for _ in range(2):
        store.replace_graph("urn:g:twice", [TWO])
    assert store.counts()["urn:g:twice"] == 2
    assert lines(store.get_graph("urn:g:twice")) == 2


def test_many_graphs_are_created_at_once(store: Store) -> None:
    """Each holds its own triples and no other's."""
    store.create_graphs({f"urn:g:many{i}": TWO + ONE for i in range(20)})
    counts = store.counts()
    assert [counts[f"urn:g:many{i}"] for i in range(20)] == [3] * 20


def test_a_graph_comes_back_as_it_was_sent(store: Store) -> None:
    """Escapes, quotes and line ends survive the way there and back."""
    store.replace_graph("urn:g:text", [ONE])
    there, sent = (
        list(pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_TRIPLES))
        for text in (store.get_graph("urn:g:text"), ONE)
    )
    assert there == sent


def test_a_graph_of_another_content_takes_the_place_of_the_first(store: Store) -> None:
    """Nothing of the old content stays."""
    store.replace_graph("urn:g:new", [TWO])
    store.replace_graph("urn:g:new", [ONE])
    assert store.counts()["urn:g:new"] == 1


def test_a_deleted_graph_is_gone_and_can_be_deleted_again(store: Store) -> None:
    """What is not there is no error."""
    store.replace_graph("urn:g:gone", [ONE])
    for _ in range(2):
        store.delete_graph("urn:g:gone")
    assert "urn:g:gone" not in store.counts()
    assert store.get_graph("urn:g:gone") == b""


def test_added_triples_join_those_that_are_there(store: Store) -> None:
    """The same triple twice is one."""
    for _ in range(2):
        store.add("urn:g:log", ONE)
    store.add("urn:g:log", b'<urn:b> <urn:p> "2" .\n')
    assert store.counts()["urn:g:log"] == 2


@pytest.mark.cell("union")
def test_a_query_sees_all_graphs(store: Store) -> None:
    """With union, a pattern outside GRAPH finds what stands in a named graph."""
    store.replace_graph("urn:g:seen", [b'<urn:seen> <urn:p> "here" .\n'])
    answer = store.query("SELECT ?o WHERE { <urn:seen> ?p ?o }")
    assert isinstance(answer, QuerySolutions)
    assert [row["o"].value for row in answer] == ["here"]


@pytest.mark.cell("query")
def test_a_query_for_triples_gives_triples(store: Store) -> None:
    """Prefixes and comments before CONSTRUCT do not hide what it asks for."""
    store.replace_graph("urn:g:made", [TWO])
    head = "# all\nPREFIX : <urn:>\n"
    answer = store.query(
        head + "CONSTRUCT { ?s :made ?o } WHERE { GRAPH <urn:g:made> { ?s ?p ?o } }", union=False
    )
    assert not isinstance(answer, QueryBoolean | QuerySolutions)
    assert {str(triple.predicate) for triple in answer} == {"<urn:made>"}


def test_a_graph_larger_than_a_request_is_put_together_by_the_store(store: Store) -> None:
    """Its blank nodes stay one, nothing of the way is left over."""
    if not isinstance(store, HttpStore):
        pytest.skip("an embedded store has no requests")
    ground = [f'<urn:a> <urn:p> "{i:0100}" .\n'.encode() for i in range(30)]
    usual = store.preset
    store.preset = usual._replace(megabytes=0.001)
    try:
        store.replace_graph("urn:g:large", [TWO, b"".join(ground)])
    finally:
        store.preset = usual
    counts = store.counts()
    assert counts["urn:g:large"] == 32
    assert not [graph for graph in counts if graph.startswith(STAGING)]
    query = "SELECT ?x WHERE { GRAPH <urn:g:large> { ?s <urn:p> ?b . ?b <urn:q> ?x }}"
    answer = store.query(query, union=False)
    assert isinstance(answer, QuerySolutions)
    assert [row["x"].value for row in answer] == ["x"]


@pytest.mark.parametrize("name", presets())
def test_a_preset_knows_its_example(name: str) -> None:
    """The path or the server's name leads to it, or the user writes it before the URL."""
    preset = presets()[name]
    assert preset.default in ("empty", "union", "own")
    known = recognise(urlsplit(preset.example).path, {})
    assert known in ("", name)
    if preset.server:
        assert recognise("/", {"Server": f"{preset.server}9"}) == name
    if preset.header:
        assert recognise("/", {preset.header: "1"}) == name


def test_a_graph_name_cannot_become_sparql(tmp_path: Path) -> None:
    """What is no IRI is refused before anything is sent."""
    store = open_store(str(tmp_path / "store"))
    with pytest.raises((StoreError, ValueError)):
        store.replace_graph("urn:g> ; DROP ALL ; #", [ONE])


def test_a_password_in_a_url_is_refused() -> None:
    """Everyone on the machine sees arguments."""
    with pytest.raises(UsageError, match="LD_CONVERT_PASSWORD"):
        open_store("oxigraph+http://user:secret@127.0.0.1:1/")


def test_a_file_is_no_store(tmp_path: Path) -> None:
    """A store is a directory; the user's file is left alone."""
    (tmp_path / "catalogue.ttl").write_text("")
    with pytest.raises(UsageError, match="a file stands there"):
        open_store(str(tmp_path / "catalogue.ttl"))


def test_a_store_that_is_open_elsewhere_is_said_so(tmp_path: Path) -> None:
    """One process at a time may write to a directory."""
    store = open_store(str(tmp_path / "store"))
    with pytest.raises(StoreError, match="another process has it open"):
        open_store(str(tmp_path / "store"))
    store.close()


def test_quads_of_a_predicate_are_fetched_with_their_graphs(store: Store) -> None:
    """Only those are, and a blank node has one label in all of them."""
    store.replace_graph("urn:g:q1", [TWO])
    store.replace_graph("urn:g:q2", [b'<urn:a> <urn:p> "1" .\n<urn:a> <urn:other> "2" .\n'])
    found = b"".join(store.quads(["urn:p", "urn:q"])).decode()
    quads = [line for line in found.splitlines() if "<urn:g:q" in line]
    assert len(quads) == 3
    labels = {word for line in quads for word in line.split() if word.startswith("_:")}
    assert len(labels) == 1


@pytest.mark.servers
def test_a_server_is_known_by_its_answers(servers: Pool) -> None:
    """Fuseki sends no Server header, and another one of its own."""
    known = open_store(servers.empty("fuseki").url, Access())
    assert isinstance(known, HttpStore)
    assert known.preset == presets()["fuseki"]


def test_a_store_whose_process_was_killed_as_it_made_it_is_made(tmp_path: Path) -> None:
    """The files that stand there before there is a database are no reason to refuse the place."""
    folder = tmp_path / "store"
    open_store(str(folder)).close()
    for file in folder.iterdir():
        if not file.name.startswith(("LOCK", "LOG", "IDENTITY", "MANIFEST")):
            file.unlink()
    open_store(str(folder)).close()
    (folder / "letter.txt").write_text("mine")
    (folder / "CURRENT").unlink()
    with pytest.raises(UsageError, match="no store"):
        open_store(str(folder))
