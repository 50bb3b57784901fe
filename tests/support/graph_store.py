"""A small server of named graphs, in this process: SPARQL 1.1 queries and the Graph Store Protocol.

It says that it is Oxigraph, keeps its quads in pyoxigraph, and counts what is written.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterator


class GraphStore(ThreadingHTTPServer):
    """The server; `writes` counts the requests that changed something."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.quads = ox.Store()
        self.writes = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "Oxigraph/0"
    server: GraphStore

    def serve(self) -> None:
        """Carry out a request."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        if parts.path == "/query":
            self.answer(self.ask(parse_qs(body.decode())["query"][0]))
        elif parts.path == "/store":
            graph = parse_qs(parts.query).get("graph")
            self.change(ox.NamedNode(graph[0]) if graph else None, body)
        else:
            self.answer(b"")

    def ask(self, query: str) -> bytes:
        """Return the rows of a query."""
        found = self.server.quads.query(query)
        assert isinstance(found, ox.QuerySolutions)
        return found.serialize(format=ox.QueryResultsFormat.JSON) or b""

    def change(self, graph: ox.NamedNode | None, body: bytes) -> None:
        """Read or write a graph; without one, quads are added."""
        store = self.server.quads
        if self.command == "GET" and graph is not None:
            found = (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))
            self.answer(ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b"")
            return
        self.server.writes += 1
        if self.command in ("PUT", "DELETE") and graph is not None:
            store.clear_graph(graph)
        if body:
            form = ox.RdfFormat.N_QUADS if graph is None else ox.RdfFormat.N_TRIPLES
            store.load(body, form, to_graph=graph)
        self.answer(b"")

    def answer(self, content: bytes) -> None:
        """Send an answer."""
        is_rows = self.path.startswith("/query")
        kind = "application/sparql-results+json" if is_rows else "application/n-triples"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = serve  # noqa: N815  http.server's names


@contextmanager
def graph_store() -> Iterator[GraphStore]:
    """Run a server."""
    server = GraphStore()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
