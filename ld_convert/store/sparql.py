"""Speak to a SPARQL 1.1 server: by its Protocol, Update and Graph Store Protocol."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

import pyoxigraph
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat

from ld_convert.settings import UsageError
from ld_convert.store.bodies import bodies
from ld_convert.store.http import Client
from ld_convert.store.model import Merge, StoreError
from ld_convert.store.presets import Preset, presets
from ld_convert.store.recognition import ROWS, preset_and_url, preset_name, refuse_secrets
from ld_convert.store.texts import (
    COUNTS,
    STAGING,
    TRIPLES,
    as_quads,
    gather,
    named,
    page,
    quads_with,
    short_decimals,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyoxigraph import QuerySolution

    from ld_convert.store import Access
    from ld_convert.store.model import Answer

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
"""Every store takes a query as a form (SPARQL 1.1 Protocol, section 2.1.2); Virtuoso 7 waits for
ever when it comes as application/sparql-query."""

GRAPH = "application/n-triples"
ASKS_FOR_GRAPH = re.compile(
    r"(?:\s|\#[^\n]*(?:\n|$)|prefix\s+[^\s:<]*:\s*<[^>]*>|base\s*<[^>]*>)*(?:construct|describe)\b",
    re.IGNORECASE,
)
"""Virtuoso answers CONSTRUCT with rows where it may, so each form asks for what it wants."""

NODE_ID = re.compile(rb'("bnode"\s*,\s*"value"\s*:\s*")nodeID://')
"""How Virtuoso names blank nodes; no label holds slashes (SPARQL 1.1 Query Results JSON)."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Where compressing takes longer than sending."""

CUT_AT = "X-SPARQL-MaxRows"
"""Header of an answer that Virtuoso has cut off."""

NOT_FOUND = 404
TRIES = 5
"""How often a graph is written that cannot be written by PUT."""


def open_server(url: str, access: Access, *, read_only: bool) -> HttpStore:  # noqa: ARG001
    """Return the server at a URL; a server is asked and written to in the same way."""
    return HttpStore(url, access)


class HttpStore:
    """A server; `preset` says which kind."""

    def __init__(self, url: str, access: Access) -> None:
        name, base = preset_and_url(url)
        self.url = base
        refuse_secrets(base)
        name = name or preset_name(base, access)
        if name not in presets():
            kinds = ", ".join(f"{known}+{base}" for known in presets())
            raise UsageError(f"{base} does not say which store it is; write one of {kinds}")
        self.preset: Preset = presets()[name]
        self.rewrites = self.preset.rewrites
        self.merge = _merge(self.preset)
        self._base = base.rstrip("/")
        self._staging = f"{STAGING}{datetime.now(UTC):%Y%m%dT%H%M}-{secrets.token_hex(4)}"
        self._access = access
        self._client = Client(access, self.preset.auth)
        self._ntriples = {"Content-Type": self.preset.triples}
        self._nquads = {"Content-Type": self.preset.nquads}

    def counts(self) -> dict[str, int]:
        """Return the number of triples in each named graph."""
        return {row["g"].value: int(row["n"].value) for row in self._rows(COUNTS)}

    def get_graph(self, graph: str) -> bytes:
        """Return a graph as N-Triples."""
        if self.preset.rows or not self.preset.put:
            rows = self._rows(TRIPLES.format(graph=named(graph)))
            return b"".join(" ".join(map(str, row)).encode() + b" .\n" for row in rows)
        accept = {"Accept": GRAPH}
        answer = self._client.send(
            "GET", self._at("graphs"), None, accept, params=self._graph(graph), allowed=(NOT_FOUND,)
        )
        return b"" if answer.status_code == NOT_FOUND else answer.content

    def create_graphs(self, graphs: Mapping[str, bytes]) -> None:
        """Write graphs that the store does not have.

        They go as quads in one request that is sent once: one that broke may have been carried
        out, and a second time its blank nodes would be there twice. Then each graph is replaced.
        """
        if self.preset.quads is not None and len(graphs) > 1:
            body = as_quads(graphs)
            try:
                self._send("POST", self._at("quads"), body, self._nquads, idempotent=False)
            except StoreError as error:
                if error.status in (401, 403):
                    raise
            else:
                return
        for graph, triples in graphs.items():
            self.replace_graph(graph, [triples])

    def settle(self) -> None:
        """Wait until a server has surely done what it gave no answer to.

        What it does so late adds its blank nodes to the graphs, which `publish.carry.mend` sees.
        """
        self._client.settle()

    def replace_graph(self, graph: str, parts: Sequence[bytes]) -> None:
        """Give a graph new content: by one PUT, or by one update where it is too large for one."""
        sent = list(bodies(parts, int(self.preset.megabytes * 1_000_000)))
        if len(sent) == 1 and self.preset.put:
            self._put(graph, sent[0])
            return
        staged = [f"{self._staging}-{i}" for i in range(len(sent))]
        for name, body in zip(staged, sent, strict=True):
            self._put(name, body)
        self._update(gather(graph, staged))
        for name in staged:
            self.delete_graph(name)

    def add(self, graph: str, triples: bytes) -> None:
        """Add triples without blank nodes to a graph; the same twice is the same once."""
        for body in bodies([triples], int(self.preset.megabytes * 1_000_000)):
            self._send("POST", self._at("graphs"), body, self._ntriples, params=self._graph(graph))

    def delete_graph(self, graph: str) -> None:
        """Delete a graph; no error if there is none."""
        if not self.preset.put:
            self._update(f"DROP SILENT GRAPH {named(graph)}")
            return
        where, params = self._at("graphs"), self._graph(graph)
        self._client.send("DELETE", where, params=params, allowed=(NOT_FOUND,))

    def query(
        self, sparql: str, *, union: bool = True, timeout_seconds: float | None = None
    ) -> Answer:
        """Return the answer to a query, parsed. Raises StoreError where the server has cut it."""
        found, cut = self._answer(sparql, union=union, timeout_seconds=timeout_seconds)
        if cut:
            raise StoreError(f"{self.url} cuts results at {cut} rows: ask for parts with LIMIT")
        return found

    def _answer(
        self, sparql: str, *, union: bool, timeout_seconds: float | None = None
    ) -> tuple[Answer, str]:
        """Return an answer, and the number of rows at which it was cut; empty for a whole one."""
        params = dict(parse_qsl(self.preset.merge)) if union else {}
        if union and self.preset.union:
            params[self.preset.union] = ""
        if timeout_seconds is not None:
            params["timeout"] = str(timeout_seconds)  # Fuseki's and RDF4J's; others ignore it
        headers = FORM | {"Accept": GRAPH if ASKS_FOR_GRAPH.match(sparql) else ROWS}
        body = _form("query", sparql)
        answer = self._client.send("POST", self._at("query"), body, headers, params=params)
        cut = answer.headers.get(CUT_AT, "")
        if "json" in answer.headers.get("Content-Type", ""):
            content = NODE_ID.sub(rb"\1", answer.content)
            return pyoxigraph.parse_query_results(content, QueryResultsFormat.JSON), cut
        quads = pyoxigraph.parse(answer.content, RdfFormat.N_TRIPLES)
        return (quad.triple for quad in quads), cut

    def quads(self, predicates: Sequence[str] | None) -> Iterator[bytes]:
        """Yield the quads of named graphs with one of these predicates, or all, as N-Quads."""
        for row in self._rows(quads_with(predicates)):
            graph, subject, predicate, value = (row[name] for name in "gspo")
            yield f"{subject} {predicate} {value} {graph} .\n".encode()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _put(self, graph: str, body: bytes) -> None:
        params = self._graph(graph)
        if self.preset.put:
            self._send("PUT", self._at("graphs"), body, self._ntriples, params=params)
            return
        for last in range(TRIES):  # a POST that broke may have been carried out in part
            self.delete_graph(graph)
            try:
                self._send(
                    "POST", self._at("graphs"), body, self._ntriples, params, idempotent=False
                )
            except StoreError:
                if last == TRIES - 1:
                    raise
            else:
                return

    def _send(  # noqa: PLR0913  what a request has
        self,
        method: str,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None = None,
        *,
        idempotent: bool = True,
    ) -> None:
        self._client.send(
            method,
            url,
            short_decimals(body) if self.preset.decimals == "short" else body,
            headers,
            params=params,
            compress=self.preset.gzip and urlsplit(url).hostname not in LOOPBACK,
            idempotent=idempotent,
        )

    def _update(self, text: str) -> None:
        self._client.send("POST", self._at("update"), _form("update", text), FORM)

    def _rows(self, select: str) -> Iterator[QuerySolution]:
        """Yield the solutions of a query, in pages where the store has cut them off.

        Pages are sorted, and Virtuoso sorts no more than 1,900 bytes of a row.
        """
        first, rows, is_whole = 0, self.preset.rows, False
        found, cut = self._solutions(select)
        if not rows or (len(found) < rows and not cut):
            yield from found
            return
        while not is_whole:
            found, _ = self._solutions(page(select, first, rows))
            yield from found
            first, is_whole = first + rows, len(found) < rows

    def _solutions(self, select: str) -> tuple[list[QuerySolution], str]:
        """Return solutions, and the number of rows at which they were cut."""
        answer, cut = self._answer(select, union=False)
        assert isinstance(answer, QuerySolutions)  # noqa: S101  for the type checker
        return list(answer), cut

    def _at(self, service: str) -> str:
        path = getattr(self.preset, service)
        if path is None:
            raise StoreError(f"{self.url} can be asked, and not be published to")
        return f"{self._base}{path}"

    def _graph(self, graph: str) -> dict[str, str]:
        named(graph)
        return {self.preset.parameter: graph}


def _merge(preset: Preset) -> Merge:
    if preset.default == "own":
        return Merge.OWN
    return Merge.ALONE if preset.merge else Merge.NONE


def _form(name: str, text: str) -> bytes:
    return urlencode({name: text}).encode()
