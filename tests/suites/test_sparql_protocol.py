"""W3C's tests of the SPARQL 1.1 Protocol and Service Description, against `serve`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import orjson
import pyoxigraph
import pytest
from rdflib import RDF, RDFS, Graph, Namespace

from tests.support.places import SUITES
from tests.support.serving import Answer, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib.term import Node

pytestmark = [pytest.mark.suites, pytest.mark.servers]

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = "http://www.w3.org/ns/sparql-service-description#"
PROTOCOL = SUITES / "sparql11" / "protocol"

UPDATES = "update_"
"""How the names of tests begin that ask for updates: the end point is read-only, and refuses."""

FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        *("application/sparql-results+json", "application/sparql-results+xml"),
        *("text/csv", "text/tab-separated-values"),
    },
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml"},
}

SCHEMA = {
    "endpoint": ("Service", None),
    "supportedLanguage": ("Service", None),
    "feature": ("Service", None),
    "resultFormat": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "defaultGraph": ("Dataset", "Graph"),
}
"""Domain and range of the vocabulary's properties (Service Description, section 3.2), of those that
we use; None for IRIs of other vocabularies."""


class Exchange(NamedTuple):
    """A request of the suite, and what the suite expects."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]
    statuses: set[str]
    """First digits of the status, such as `2`."""
    format: str | None
    boolean: bool | None


def manifest() -> Graph:
    file = PROTOCOL / "manifest.ttl"
    return Graph().parse(file, publicID=file.as_uri()) if file.exists() else Graph()


def cases() -> dict[str, list[Exchange]]:
    """The requests of each test by its name."""
    graph, found = manifest(), {}
    for test in graph.subjects(RDF.type, MF.ProtocolTest):
        requests = graph.value(graph.value(test, MF.action), HT.requests)
        asked = [exchange(graph, node) for node in listed(graph, requests)]
        found[str(test).rpartition("#")[2]] = asked
    return dict(sorted(found.items()))


def listed(graph: Graph, head: Node | None) -> list[Node]:
    return list(graph.items(head)) if head is not None else []


def exchange(graph: Graph, request: Node) -> Exchange:
    answer, body = graph.value(request, HT.resp), graph.value(request, HT.body)
    headers = {
        str(graph.value(field, HT.fieldName)): str(graph.value(field, HT.fieldValue))
        for field in listed(graph, graph.value(request, HT.headers))
    }
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
    boolean = graph.value(answer, MF.expectedBoolean)
    form = graph.value(answer, MF.expectedFormat)
    statuses = graph.objects(answer, MF.expectedStatus)
    return Exchange(
        str(graph.value(request, HT.methodName)),
        str(graph.value(request, HT.absolutePath)).replace("/sparql/", "/sparql"),
        str(graph.value(body, CNT.chars) or "").encode(encoding),
        headers,
        {str(status).rpartition("StatusCode")[2][0] for status in statuses},
        str(form) if form else None,
        bool(boolean) if boolean is not None else None,
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the graphs of the suite."""
    graph, path = manifest(), tmp_path_factory.mktemp("served") / "store"
    made = pyoxigraph.Store(str(path))
    for data in set(graph.objects(None, UT.graphData)):
        file = PROTOCOL / str(graph.value(data, UT.graph)).rpartition("/")[2]
        name = pyoxigraph.NamedNode(str(graph.value(data, RDFS.label)))
        made.load(file.read_bytes(), pyoxigraph.RdfFormat.N_TRIPLES, to_graph=name)
    made.flush()
    del made
    with serving(path) as running:
        yield running


@pytest.mark.parametrize("name", cases() or ["there is no suite"])
def test_the_protocol(shared: Path, server: Server, name: str) -> None:
    """Status, format and truth are the expected ones; an update is refused."""
    assert (shared / "suites").is_dir()
    for asked in cases()[name]:
        answer = server.send(asked.method, asked.path, asked.body, asked.headers)
        if name.startswith(UPDATES):
            assert answer.status in {403, 415}
            return
        check(asked, answer)


def check(asked: Exchange, answer: Answer) -> None:
    assert str(answer.status)[0] in asked.statuses, answer
    if asked.format is not None:
        assert answer.media_type in FORMATS[asked.format]
    if asked.boolean is not None:
        assert orjson.loads(answer.body)["boolean"] is asked.boolean


@pytest.fixture(scope="module")
def description(server: Server) -> Graph:
    """What the end point says of itself; the suite's `returns-rdf` is that it can be parsed."""
    answer = server.send("GET", "/sparql", headers={"Accept": "text/turtle"})
    assert (answer.status, answer.media_type) == (200, "text/turtle")
    return Graph().parse(data=answer.body, format="turtle")


def test_the_description_names_the_end_point(server: Server, description: Graph) -> None:
    """The suite's `has-endpoint-triple`."""
    told = {str(end) for end in description.objects(None, Namespace(SD).endpoint)}
    assert told == {f"http://127.0.0.1:{server.port}/sparql"}


def test_the_description_keeps_to_the_vocabulary(description: Graph) -> None:
    """The suite's `conforms-to-schema`: each term is known, and used for what it is for."""
    classes = {node: str(kind) for node, kind in description.subject_objects(RDF.type)}
    assert f"{SD}Service" in classes.values()
    for subject, predicate, value in description:
        if predicate != RDF.type:
            domain, values = SCHEMA[str(predicate).removeprefix(SD)]
            assert classes[subject] == SD + domain
            assert values is None or classes[value] == SD + values
