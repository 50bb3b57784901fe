"""A FAIR Data Point for tests: it behaves as the reference implementation does, in memory."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import orjson
import pyshacl
import rdflib
from rdflib import DCTERMS, RDF, Graph, Namespace, URIRef

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib.term import Node

DCAT = Namespace("http://www.w3.org/ns/dcat#")
FDP = Namespace("https://w3id.org/fdp/fdp-o#")
PERSISTENT = "https://fdp.example/point"
"""How it calls itself, which is not where it is reached."""

LINKS = {"catalog": FDP.metadataCatalog, "dataset": DCAT.dataset, "distribution": DCAT.distribution}
CLASSES = {"catalog": DCAT.Catalog, "dataset": DCAT.Dataset, "distribution": DCAT.Distribution}
TOKEN = "a-token"  # noqa: S105  for tests


class DataPoint(ThreadingHTTPServer):
    """Descriptions by IRI, drafts until they are published, checked against shapes."""

    daemon_threads = True

    def __init__(self, shapes: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.shapes = Graph()
        for file in sorted(shapes.glob("*.ttl")):
            self.shapes.parse(file)
        root = URIRef(PERSISTENT)
        self.graphs = {root: Graph().add((root, RDF.type, FDP.FAIRDataPoint))}
        self.states: dict[Node, str] = {root: "PUBLISHED"}
        self.writes: list[tuple[str, str]] = []
        self.lose = 0
        """How many creations are carried out and then not answered."""
        self.is_admin = True
        """Whether our user is one: only administrators delete."""
        self.is_late = False
        """Whether descriptions look like drafts that somebody else has just published."""
        self.count = 0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """Where it is reached, as a target of publish."""
        return f"fdp+http://127.0.0.1:{self.server_address[1]}"

    def problems(self, iri: URIRef, graph: Graph, kind: str) -> str:
        """Return what the shapes say against a description; a layer inherits from dcat:Resource."""
        checked = Graph() + graph
        checked.add((iri, RDF.type, CLASSES[kind]))
        checked.add((iri, RDF.type, DCAT.Resource))
        parent = graph.value(iri, DCTERMS.isPartOf)
        if parent not in self.graphs:
            return f"no parent {parent}"
        conforms, _, text = pyshacl.validate(checked, shacl_graph=self.shapes)
        rdflib.NORMALIZE_LITERALS = False  # pySHACL sets it
        return "" if conforms else str(text)

    def visible(self, iri: URIRef, *, user: bool) -> bytes:
        """Return a description; drafts are linked for those who are logged in."""
        graph = Graph()
        for triple in self.graphs[iri]:
            hidden = triple[2] in self.states and self.states[triple[2]] == "DRAFT"
            if user or not hidden or triple[1] not in LINKS.values():
                graph.add(triple)
        graph.add((iri, FDP.metadataModified, rdflib.Literal("2026-01-01")))
        return graph.serialize(format="turtle", encoding="utf-8")

    def delete(self, iri: URIRef) -> None:
        """Delete a description and what is below it."""
        graph = self.graphs.pop(iri)
        parent = graph.value(iri, DCTERMS.isPartOf)
        if isinstance(parent, URIRef) and parent in self.graphs:
            self.graphs[parent].remove((None, None, iri))
        for link in LINKS.values():
            for part in graph.objects(iri, link):
                if isinstance(part, URIRef):
                    self.delete(part)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: DataPoint

    def serve(self) -> None:
        """Answer one request."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.server.lock:
            if self.path == "/tokens":
                self.answer(200, orjson.dumps({"token": TOKEN}))
            elif self.command == "GET":
                self.read()
            elif self.headers.get("Authorization") != f"Bearer {TOKEN}":
                self.answer(403, b"log in first")
            else:
                self.server.writes.append((self.command, self.path))
                {"POST": self.create, "PUT": self.replace, "DELETE": self.remove}[self.command](
                    body
                )

    def read(self) -> None:
        """Answer a GET."""
        iri = URIRef(PERSISTENT + self.path.removesuffix("/meta").rstrip("/"))
        user = self.headers.get("Authorization") == f"Bearer {TOKEN}"
        if iri not in self.server.graphs:
            self.answer(404, b"")
        elif self.path.endswith("/meta"):
            state = "DRAFT" if self.server.is_late else self.server.states[iri]
            self.answer(200, orjson.dumps({"state": {"current": state}}))
        else:
            self.answer(200, self.server.visible(iri, user=user), kind="text/turtle")

    def create(self, body: bytes) -> None:
        """Answer a POST: a new description, a draft."""
        kind = self.path.strip("/")
        self.server.count += 1
        iri = URIRef(f"{PERSISTENT}/{kind}/{self.server.count}")
        graph = Graph().parse(data=body, format="turtle", publicID=iri)
        for link in LINKS.values():
            graph.remove((iri, link, None))
        if problems := self.server.problems(iri, graph, kind):
            self.answer(400, problems.encode())
            return
        self.server.graphs[iri], self.server.states[iri] = graph, "DRAFT"
        parent = graph.value(iri, DCTERMS.isPartOf)
        assert isinstance(parent, URIRef)
        self.server.graphs[parent].add((parent, LINKS[kind], iri))
        if self.server.lose:
            self.server.lose -= 1
            self.close_connection = True
            self.connection.close()
        else:
            self.answer(201, b"", location=iri)

    def replace(self, body: bytes) -> None:
        """Answer a PUT: new content, links and all, or a new state."""
        iri = URIRef(PERSISTENT + self.path.removesuffix("/meta/state"))
        if iri not in self.server.graphs:
            self.answer(404, b"")
        elif self.path.endswith("/meta/state") and self.server.states[iri] == "PUBLISHED":
            self.answer(400, b"The metadata is already published")
        elif self.path.endswith("/meta/state"):
            self.server.states[iri] = orjson.loads(body)["current"]
            self.answer(200, body)
        else:
            graph = Graph().parse(data=body, format="turtle", publicID=iri)
            if problems := self.server.problems(iri, graph, self.path.split("/")[1]):
                self.answer(400, problems.encode())
            else:
                self.server.graphs[iri] = graph
                self.answer(200, b"")

    def remove(self, _: bytes) -> None:
        """Answer a DELETE."""
        iri = URIRef(PERSISTENT + self.path)
        if not self.server.is_admin:
            self.answer(403, b"Access Denied")
            return
        if iri in self.server.graphs:
            self.server.delete(iri)
        self.answer(204, b"")

    def answer(self, status: int, content: bytes, *, kind: str = "", location: str = "") -> None:
        """Send an answer."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Type", kind or "application/json")
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    do_GET = do_PUT = do_POST = do_DELETE = serve  # noqa: N815  the library's names


@contextmanager
def data_point(shapes: Path) -> Iterator[DataPoint]:
    """A running FAIR Data Point."""
    server = DataPoint(shapes)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
