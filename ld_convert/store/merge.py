"""Keep in the default graph of an oxigraph store the RDF merge of its named graphs.

Oxigraph's own union of all graphs gives a triple once for each graph that holds it, so that counts
are wrong (https://github.com/oxigraph/oxigraph/issues/1919). The merge is a set, as SPARQL 1.1
Query, section 13.2, asks for. A file in the directory says for which state of the database the
default graph is the merge; after a killed run, or when another program has written, it is not.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from ld_convert.store.texts import named

STORE_FILE = "CURRENT"
"""Stands in the directory of every RocksDB database, and so of every store on disk."""
STAMP = "ld-convert-merge"
STATES = ("CURRENT", "MANIFEST-*", "*.sst", "*.log")
"""Files that change whenever the database does."""

MERGE_ALL = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
NOT_IN_A_GRAPH = (
    "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
)


def merge(store: Store) -> None:
    """Add the triples of all named graphs to the default graph; each is there once."""
    store.update(MERGE_ALL)


def copy(folder: str, target: str) -> None:
    """Make a copy of a store on disk whose default graph is the merge.

    The copy shares the files of the store as long as both are on one file system.
    """
    Store.read_only(folder).backup(target)
    store = Store(target)
    _join_all(store)
    store.flush()
    del store
    stamp(target)


def restore(store: Store) -> None:
    """Make the default graph the merge again, whatever a killed run has left in it."""
    _join_all(store)
    store.update(NOT_IN_A_GRAPH)


def leave(graph: str, *others: str) -> str:
    """Return an update that takes out of the merge what only this graph holds.

    Triples that stand only in `others`, which are not part of the merge yet, do not keep it.
    """
    differs = " && ".join(f"?h != {named(name)}" for name in (graph, *others))
    return (
        f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH {named(graph)} {{ ?s ?p ?o }} "
        f"FILTER NOT EXISTS {{ GRAPH ?h {{ ?s ?p ?o }} FILTER({differs}) }} }}"
    )


def join(graph: str) -> str:
    """Return an update that adds a graph to the merge."""
    return f"INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH {named(graph)} {{ ?s ?p ?o }} }}"


def has_own_triples(store: Store) -> bool:
    """Return whether the default graph holds anything."""
    return next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None


def is_store(folder: str) -> bool:
    """Return whether a directory is a store."""
    return (Path(folder) / STORE_FILE).is_file()


def is_stamped(folder: str) -> bool:
    """Return whether we have ever kept the merge in a store."""
    return (Path(folder) / STAMP).is_file()


def is_merged(folder: str) -> bool:
    """Return whether the default graph of a store on disk is the merge of its named graphs."""
    with suppress(OSError):
        return (Path(folder) / STAMP).read_text("utf-8") == state(folder)
    return False


def stamp(folder: str) -> None:
    """Note that the default graph of a store, which nobody has open, is the merge."""
    (Path(folder) / STAMP).write_text(state(folder), "utf-8")


def state(folder: str) -> str:
    """Return a hash of the names and sizes of a database's files, which changes when it does."""
    files = sorted(file for pattern in STATES for file in Path(folder).glob(pattern))
    text = "\n".join(f"{file.name} {file.stat().st_size}" for file in files)
    return hashlib.sha256(text.encode()).hexdigest()


def _join_all(store: Store) -> None:
    graphs = list(store.named_graphs())
    if any(isinstance(graph, BlankNode) for graph in graphs):
        merge(store)
    for graph in graphs:  # one at a time, for the memory that an update takes
        if isinstance(graph, NamedNode):
            store.update(join(graph.value))
