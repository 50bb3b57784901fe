"""Queries to real servers: counts are those of the RDF merge, and nothing is cut in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest

from ld_convert.publish import PublishTarget
from ld_convert.query.ask import Request, Sources, answer
from ld_convert.query.syntax import QueryError
from ld_convert.store import StoreError, open_store
from tests.support.published import run
from tests.support.servers import ACCESS, KINDS, Pool

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.servers

FOAF = "http://xmlns.com/foaf/0.1/"
AGENT = f'<urn:office> <{FOAF}name> "Office" <urn:G> .\n<urn:G#d> <urn:by> <urn:office> <urn:G> .\n'
MANY = 10_500
"""More rows than Virtuoso gives at once."""


@pytest.fixture(scope="module", params=KINDS)
def url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, servers: Pool
) -> str:
    """A server with one agent in three graphs, and a large graph."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    file = folder / "three.nq"
    many = "".join(f'<urn:{i}> <urn:number> "{i}" <urn:many> .\n' for i in range(MANY))
    file.write_text("".join(AGENT.replace("urn:G", f"urn:{name}") for name in "ghk") + many)
    server = servers.empty(request.param)
    run(file, PublishTarget(server.url), access=ACCESS[request.param])
    return server.url


def rows(url: str, query: str) -> list[dict[str, str]]:
    found = orjson.loads(answer(Request(query), Sources(url=url)).body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


@pytest.mark.cell("query", "merge")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT (COUNT(*) AS ?n) { ?s foaf:name ?o }", "1"),
        ("SELECT (COUNT(*) AS ?n) { ?d <urn:by> ?a . ?a foaf:name ?o }", "3"),
        ("SELECT (COUNT(*) AS ?n) { ?d <urn:by>/foaf:name ?o }", "3"),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s foaf:name ?o } }", "3"),
        ("SELECT (COUNT(*) AS ?n) { ?a foaf:name ?o GRAPH ?g { ?d <urn:by> ?a } }", "3"),
        ("SELECT (COUNT(*) AS ?n) FROM <urn:g> { ?s foaf:name ?o }", "1"),
        ("SELECT (COUNT(*) AS ?n) { <urn:office> ?p ?o }", "1"),
    ],
)
def test_a_server_s_answer_counts_a_triple_once(url: str, query: str, expected: str) -> None:
    """Whatever the server's own union does."""
    assert rows(url, query) == [{"n": expected}]


@pytest.mark.cell("paging")
def test_no_row_is_missing(url: str) -> None:
    """A server that cuts results is asked for parts."""
    assert len(rows(url, "SELECT ?s { ?s <urn:number> ?o }")) == MANY


@pytest.mark.cell("paging")
def test_a_result_that_a_server_cuts_is_told(url: str) -> None:
    """Where the query names its graphs, the server answers, and says itself that it has cut."""
    query = "SELECT ?s FROM <urn:many> { ?s <urn:number> ?o }"
    try:
        found = rows(url, query)
    except StoreError as error:
        assert "10000" in str(error)  # noqa: PT017  only some servers cut
    else:
        assert len(found) == MANY


def test_what_is_no_query_is_refused_before_it_is_sent(url: str) -> None:
    """The message is the same for every server."""
    with pytest.raises(QueryError, match="not SPARQL"):
        rows(url, "SELEC")


def test_service_is_refused_for_servers_too(url: str) -> None:
    """They would follow it into their own network."""
    with pytest.raises(QueryError, match="allow-service"):
        rows(url, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")


def test_any_end_point_can_be_asked_and_not_be_published_to(url: str) -> None:
    """The preset `sparql` needs no more than the protocol."""
    end = url + ("/query" if "/ds" in url or "78" not in url else "/sparql")
    for name in (end, url + "/sparql"):
        try:
            store = open_store(f"sparql+{name}")
            assert store.query("ASK {}")
        except StoreError:
            continue
        with pytest.raises(StoreError, match="can be asked"):
            store.replace_graph("urn:g", [b"<urn:a> <urn:b> <urn:c> .\n"])
        return
    pytest.fail("no end point answered")
