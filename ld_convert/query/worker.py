"""Evaluate one query in a process of its own, which can be killed when its time is over."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from ld_convert.query.forms import GRAPHS

Found = QueryBoolean | QuerySolutions | QueryTriples | Iterator[Triple]

CANNOT_OPEN = "the store {path} cannot be opened: {error}"
CANNOT_READ = "{path} cannot be read as RDF: {error}"


class _TooLargeError(Exception):
    """The result is larger than allowed."""


class _Unreadable(NamedTuple):
    """Why there is nothing to ask."""

    message: str


class _Bounded(io.BytesIO):
    """A buffer that takes no more than so many bytes."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self.most:
            raise _TooLargeError
        return super().write(data)


def main() -> None:
    """Read a job from standard input, write what came of it and the result to standard output."""
    said, body = evaluate(json.load(sys.stdin))
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


def evaluate(job: dict[str, Any]) -> tuple[dict[str, str], bytes]:
    """Return what came of a job (solutions, boolean, graph or an error) and the result."""
    store = _store(job)
    if isinstance(store, _Unreadable):
        return {"kind": "unreadable", "message": store.message}, b""
    result = _Bounded(job["max_bytes"])
    try:
        return {"kind": _ask(store, job, result)}, result.getvalue()
    except _TooLargeError:
        return {"kind": "large"}, b""
    except (SyntaxError, ValueError, OSError) as error:
        return {"kind": "syntax", "message": str(error)}, b""


def _ask(store: Store, job: dict[str, Any], result: io.BytesIO) -> str:
    """Write the result of a job's query; return its kind."""
    default: list[Any] = [NamedNode(iri) for iri in job["default_graphs"]]
    named: list[Any] = [NamedNode(iri) for iri in job["named_graphs"]]
    asked = bool(default or named)
    found = store.query(
        job["query"],
        prefixes=job["prefixes"],
        use_default_graph_as_union=job["union"],
        default_graph=default if asked else None,
        named_graphs=named if asked else None,
    )
    return write_result(found, job, result)


def write_result(found: Found, job: dict[str, Any], result: IO[bytes]) -> str:
    """Write what a query found in the format that a job asks for; return its kind."""
    if isinstance(found, QuerySolutions):
        found.serialize(result, getattr(QueryResultsFormat, job["results"].upper()))
        return "solutions"
    if isinstance(found, QueryBoolean):
        if job["results"] in ("csv", "tsv"):  # they have no form for yes and no
            result.write(b"true\n" if found else b"false\n")
        else:
            found.serialize(result, getattr(QueryResultsFormat, job["results"].upper()))
        return "boolean"
    form = RdfFormat.from_media_type(GRAPHS[job["graph"]][0]) or RdfFormat.N_TRIPLES
    triples = list(found)
    used = _used(triples, job["prefixes"]) if form in (RdfFormat.TURTLE, RdfFormat.RDF_XML) else {}
    serialize(triples, result, form, prefixes=used)
    return "graph"


def _used(triples: list[Triple], prefixes: dict[str, str]) -> dict[str, str]:
    """Return the prefixes that shorten something."""
    iris = " ".join({str(term) for triple in triples for term in triple})
    return {prefix: iri for prefix, iri in prefixes.items() if f"<{iri}" in iris}


def _store(job: dict[str, Any]) -> Store | _Unreadable:
    """Return the store that is asked, or why there is none."""
    if job["store"]:
        try:
            return Store.read_only(job["store"])
        except OSError as error:
            return _Unreadable(CANNOT_OPEN.format(path=job["store"], error=_first(error)))
    store = Store()
    for path, ending in job["files"]:
        try:
            store.bulk_load(path=path, format=RdfFormat.from_extension(ending))
        except (SyntaxError, ValueError, OSError) as error:
            return _Unreadable(CANNOT_READ.format(path=path, error=_first(error)))
    return store


def _first(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
