"""Clients that others wrote, put to `serve`."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.support.places import COMPLETE
from tests.support.serving import Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium import webdriver

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which one description stands in two graphs."""
    path = tmp_path_factory.mktemp("served") / "store"
    made = pyoxigraph.Store(str(path))
    for name in ("urn:g", "urn:h"):
        graph = pyoxigraph.NamedNode(name)
        made.load(COMPLETE.read_bytes(), pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
    made.flush()
    return path


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    with serving(store, "--cors") as running:
        yield running


@pytest.fixture
def url(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}/sparql"


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_the_store_as_a_graph(url: str, method: str) -> None:
    """Patterns, counts, yes and no, and a graph; what stands in two graphs is there once."""
    graph = Graph(SPARQLStore(url, method=method))
    file = Graph().parse(COMPLETE)
    titles = sorted(graph.subject_objects(DCTERMS.title))
    assert titles == sorted(file.subject_objects(DCTERMS.title))
    assert graph.query("ASK { ?s ?p ?o }").askAnswer
    found = graph.query("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }").graph
    assert found is not None
    assert set(found.subjects(RDF.type, DCAT.Dataset)) == set(file.subjects(RDF.type, DCAT.Dataset))


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper_reads_solutions(url: str, form: str) -> None:
    """In each form, by GET and by POST."""
    wrapper = pytest.importorskip("SPARQLWrapper")
    for method in (wrapper.GET, wrapper.POST):
        client = wrapper.SPARQLWrapper(url, returnFormat=form)
        client.setMethod(method)
        client.setQuery("SELECT ?t { ?d a <http://www.w3.org/ns/dcat#Dataset> ; ?p ?t }")
        answer = client.query()
        assert b"Tide gauges" in answer.response.read()


def test_sparqlwrapper_is_told_that_a_query_is_wrong(url: str) -> None:
    """As its own error, with our words."""
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(url)
    client.setQuery("SELECT ?t { ?d }")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed, match="not SPARQL"):
        client.query()


@contextmanager
def another_origin() -> Iterator[str]:
    """The address of an empty page."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>another</title>")

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as other:
        thread = threading.Thread(target=other.serve_forever)
        thread.start()
        yield f"http://localhost:{other.server_port}/"
        other.shutdown()
        thread.join()


ASK = """
const [url, query, done] = arguments;
const headers = {"Content-Type": "application/sparql-query"};
fetch(url, {method: "POST", body: query, headers}).then(
  async (answer) => done([answer.status, await answer.text()]),
  (error) => done([0, String(error)]));
"""


@pytest.mark.browser
def test_a_page_of_another_origin_asks_with_cors_only(
    url: str, store: Path, chrome: webdriver.Chrome
) -> None:
    """Its answers and its errors can be read; without --cors it learns nothing."""
    with another_origin() as page, serving(store) as closed:
        chrome.get(page)
        shut = f"http://127.0.0.1:{closed.port}/sparql"
        asked = [
            chrome.execute_async_script(ASK, *one)
            for one in ((url, "ASK { ?s ?p ?o }"), (url, "SELEC"), (shut, "ASK {}"))
        ]
        chrome.get_log("browser")  # type: ignore[no-untyped-call]  # the refusal stands there
    (status, text), (wrong, why), (none, _) = asked
    assert (status, json.loads(text)["boolean"]) == (200, True)
    assert (wrong, "not SPARQL" in why) == (400, True)
    assert none == 0
