"""Make the dataset that a query is put to: its default graph is the RDF merge (SPARQL 1.1, 13.2).

The engine's own union gives a triple once for each graph that holds it (see `store.merge`), so a
default graph of several graphs is made before the query is evaluated, where it is not there yet.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Store

from ld_convert.query.keywords import uses
from ld_convert.rdf.entities import check_entities
from ld_convert.store import merge
from ld_convert.store.texts import as_quads

if TYPE_CHECKING:
    from collections.abc import Sequence

Job = dict[str, Any]
CANNOT_OPEN = "the store {path} cannot be opened: {error}"
CANNOT_READ = "{path} cannot be read as RDF: {error}"


class UnreadableError(Exception):
    """There is nothing to ask."""


class UnclearError(Exception):
    """The graphs that a query names cannot be found out."""


class QueryDataset(NamedTuple):
    """A store, and which of its graphs are asked; None for the default graph and all named ones."""

    store: Store
    default: list[NamedNode | BlankNode | DefaultGraph] | None = None
    named: list[NamedNode | BlankNode] | None = None
    is_on_disk: bool = False


def dataset(job: Job) -> QueryDataset:
    """Return what a job asks: a store on disk or files, or the graphs of them that it names.

    Raises UnreadableError for a store or a file that cannot be read, and UnclearError for a query
    with FROM that is no SPARQL 1.1.
    """
    default, named = job["default_graphs"], job["named_graphs"]
    if not (default or named) and uses(job["query"], "FROM", job["prefixes"], job["base"]):
        default, named = graphs_of(job["query"], job["prefixes"], job["base"])
    if not (default or named):
        on_disk = bool(job["store"]) and merge.is_merged(job["store"])
        return QueryDataset(_store(job) if on_disk else _merged(job), is_on_disk=on_disk)
    store = _store(job)
    chosen = list(dict.fromkeys(default))
    if len(chosen) < 2:  # noqa: PLR2004  one graph is a set already
        return QueryDataset(store, [*_nodes(chosen)], _nodes(named), bool(job["store"]))
    return QueryDataset(_part(store, chosen, named), [DefaultGraph()], _nodes(named))


def graphs_of(query: str, prefixes: dict[str, str], base: str = "") -> tuple[list[str], list[str]]:
    """Return the graphs that a query names by FROM and by FROM NAMED.

    Raises UnclearError for a text that rdflib's parser does not take.
    """
    from rdflib.plugins.sparql.algebra import translateQuery  # noqa: PLC0415  slow to load
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415

    try:
        tree = translateQuery(parseQuery(query), base or None, prefixes).algebra
        clauses = tree.datasetClause or ()
    except Exception as error:  # it raises what its parts raise
        raise UnclearError(f"FROM is understood in SPARQL 1.1 only: {error}") from error
    default = [str(clause.default) for clause in clauses if clause.default]
    return default, [str(clause.named) for clause in clauses if clause.named]


def _nodes(iris: Sequence[str]) -> list[NamedNode | BlankNode]:
    return [NamedNode(iri) for iri in iris]


def _merged(job: Job) -> Store:
    """Return a store whose default graph is the merge of all graphs."""
    store = _store(job)
    if job["store"]:
        copy = Store()
        copy.bulk_load(store.dump(format=RdfFormat.N_QUADS) or b"", RdfFormat.N_QUADS, lenient=True)
        store = copy
    if next(iter(store.named_graphs()), None) is not None:
        merge.merge(store)
    return store


def _part(store: Store, default: Sequence[str], named: Sequence[str]) -> Store:
    """Return a store with the merge of some graphs as its default graph, and with named ones."""
    text = io.BytesIO()  # one document, in which a blank node is one
    for iri in default:
        store.dump(text, RdfFormat.N_TRIPLES, from_graph=NamedNode(iri))
    for iri in named:
        triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=NamedNode(iri)) or b""
        text.write(as_quads({iri: triples}))
    part = Store()
    part.bulk_load(text.getvalue(), RdfFormat.N_QUADS, lenient=True)
    return part


def _store(job: Job) -> Store:
    if job["store"]:
        try:
            return _on_disk(job["store"], merge.state(job["store"]))
        except OSError as error:
            why = CANNOT_OPEN.format(path=job["store"], error=_first(error))
            raise UnreadableError(why) from error
    store = Store()
    for path, ending in job["files"]:
        try:
            form = RdfFormat.from_extension(ending)
            if form == RdfFormat.RDF_XML:
                check_entities(Path(path).read_bytes())  # before the parser expands them
            store.bulk_load(path=path, format=form)
        except (SyntaxError, ValueError, OSError) as error:
            why = CANNOT_READ.format(path=path, error=_first(error))
            raise UnreadableError(why) from error
    return store


@lru_cache(maxsize=1)
def _on_disk(folder: str, state: str) -> Store:  # noqa: ARG001  it tells one from another
    """Return the store in a directory, which stays open until its files are others."""
    return Store.read_only(folder)


def _first(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
