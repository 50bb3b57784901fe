"""Keep named graphs in a directory of this machine, without a server (pyoxigraph)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

from ld_convert.settings import UsageError
from ld_convert.store import merge
from ld_convert.store.model import BusyError, Merge, StoreError
from ld_convert.store.presets import presets
from ld_convert.store.texts import COUNTS, STAGING, as_quads, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ld_convert.store import Access
    from ld_convert.store.model import Answer

BULK_BYTES = 1_000_000
"""From here on a load writes files of its own, which is faster and not atomic."""


def open_directory(url: str, _: Access, *, read_only: bool) -> EmbeddedStore:
    """Return the store in a directory: a path, or `file:PATH`; an empty path is in memory."""
    if url.startswith("file:"):
        url = unquote(urlsplit(url).path or url.removeprefix("file:"))
    return EmbeddedStore(url, read_only=read_only)


class EmbeddedStore:
    """A directory with an oxigraph database, which one process at a time may write to.

    An empty path gives a store in memory. The default graph is the RDF merge of all named graphs,
    unless somebody else's triples stand there.
    """

    rewrites = presets()["oxigraph"].rewrites
    merge: Merge

    def __init__(self, path: str, *, read_only: bool = False) -> None:
        self.url, self._read_only = path, read_only
        _check(path)
        is_new = not path or not merge.is_store(path)
        is_merged = is_new or merge.is_merged(path)
        try:
            if read_only:
                self._store = pyoxigraph.Store.read_only(path)
            else:
                self._store = pyoxigraph.Store(path or None)  # in memory without a path
        except OSError as error:
            if "LOCK" in str(error):
                raise BusyError(f"{path}: another process has it open") from error
            raise StoreError(f"{path}: {error}") from error
        self._merges, self._is_whole = is_merged, True
        self.merge = Merge.WHOLE if is_merged else Merge.NONE
        if not is_merged and not read_only:
            ours = merge.is_stamped(path) or not merge.has_own_triples(self._store)
            self._merges = ours
            if ours:
                merge.restore(self._store)

    def counts(self) -> dict[str, int]:
        """Return the number of triples in each named graph."""
        answer = self._store.query(COUNTS)
        assert isinstance(answer, pyoxigraph.QuerySolutions)  # noqa: S101  for the type checker
        return {row["g"].value: int(row["n"].value) for row in answer}

    def get_graph(self, graph: str) -> bytes:
        """Return a graph as N-Triples."""
        return self._store.dump(format=RdfFormat.N_TRIPLES, from_graph=NamedNode(graph)) or b""

    def create_graphs(self, graphs: Mapping[str, bytes]) -> None:
        """Write graphs that the store does not have."""
        quads = as_quads(graphs)
        if self._merges:  # in one document, in which a blank node is one
            quads += b"".join(graphs.values())
        load = self._store.load if len(quads) < BULK_BYTES else self._store.bulk_load
        self._is_whole = False  # a bulk load that breaks leaves a part
        load(quads, RdfFormat.N_QUADS, lenient=True)  # whoever made the lines has checked them
        self._is_whole = True

    def replace_graph(self, graph: str, parts: Sequence[bytes]) -> None:
        """Give a graph new content in one transaction."""
        staging = f"{STAGING}0"
        self._store.remove_graph(NamedNode(staging))
        for part in parts:
            self._store.load(part, RdfFormat.N_TRIPLES, to_graph=NamedNode(staging))
        move = f"MOVE SILENT GRAPH {named(staging)} TO GRAPH {named(graph)}"
        steps = [merge.leave(graph, staging), move, merge.join(graph)] if self._merges else [move]
        self._store.update(" ;\n".join(steps))

    def add(self, graph: str, triples: bytes) -> None:
        """Add triples without blank nodes to a graph."""
        quads = as_quads({graph: triples}) + (triples if self._merges else b"")
        self._store.load(quads, RdfFormat.N_QUADS, lenient=True)

    def delete_graph(self, graph: str) -> None:
        """Delete a graph; no error if there is none."""
        steps = [merge.leave(graph)] if self._merges else []
        self._store.update(" ;\n".join([*steps, f"DROP SILENT GRAPH {named(graph)}"]))

    def settle(self) -> None:
        """Return at once: what is asked for here is done when the call ends."""

    def query(
        self,
        sparql: str,
        *,
        union: bool = True,
        timeout_seconds: float | None = None,  # noqa: ARG002  the caller's process has a limit
    ) -> Answer:
        """Return the answer to a query; SERVICE is for the caller to allow."""
        try:
            return self._store.query(sparql, use_default_graph_as_union=union and not self._merges)
        except SyntaxError as error:
            raise UsageError(f"not SPARQL: {error}") from error

    def quads(self, predicates: Sequence[str] | None) -> Iterator[bytes]:
        """Yield the quads of named graphs with one of these predicates, or all, as N-Quads."""
        for predicate in predicates if predicates is not None else (None,):
            node = NamedNode(predicate) if predicate else None
            for quad in self._store.quads_for_pattern(None, node, None):
                if not isinstance(quad.graph_name, pyoxigraph.DefaultGraph):
                    yield f"{quad} .\n".encode()

    def close(self) -> None:
        """Write everything to disk and give the directory free."""
        if not self._read_only:
            self._store.flush()
        del self._store
        if self._merges and self._is_whole and self.url and not self._read_only:
            merge.stamp(self.url)


BEGUN = re.compile(r"LOCK|LOG(?:\.old\.\d+)?|IDENTITY|(?:MANIFEST|OPTIONS)-\d+|\d+\.(?:dbtmp|log)")
"""The files of a database whose process was killed as it made it (RocksDB, file names)."""


def _check(path: str) -> None:
    """Raise UsageError for a path that holds something else than a store, or one that is begun."""
    if Path(path).is_file():
        raise UsageError(f"{path}: a file stands there; a store is a directory")
    folder = Path(path)
    if not path or not folder.is_dir() or merge.is_store(path):
        return
    if not all(BEGUN.fullmatch(file.name) for file in folder.iterdir()):
        raise UsageError(f"{path}: the directory holds something that is no store")
