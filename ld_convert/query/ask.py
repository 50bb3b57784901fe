"""Put one SPARQL 1.1 query to a store, to RDF files or to captures."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.query.syntax import QueryError
from ld_convert.query.words import has_dataset, has_service
from ld_convert.query.worker import write_result
from ld_convert.rdf.own_process import import_path
from ld_convert.settings import UsageError
from ld_convert.store import open_store
from ld_convert.vocab.namespaces import prefixes

if TYPE_CHECKING:
    from ld_convert.model import Json

MAX_BYTES = 1 << 30


class Sources(NamedTuple):
    """What is asked: a store, or files that are loaded into a store in memory."""

    store: str = ""
    """Directory of a store on disk."""
    url: str = ""
    """A store on the network, as `ld_convert.store.open_store` takes it."""
    files: tuple[tuple[str, str], ...] = ()
    """Paths with the file ending of their RDF syntax, such as `nq`."""


class Request(NamedTuple):
    """A query and its bounds."""

    text: str
    results: str = "json"
    """A key of RESULTS in `query.forms`, for SELECT and ASK."""
    graph: str = "turtle"
    """A key of GRAPHS there, for CONSTRUCT and DESCRIBE."""
    seconds: float | None = None
    """How long evaluation may take; None for as long as it takes."""
    max_bytes: int = MAX_BYTES
    """How large the written result may be."""
    allow_service: bool = False
    """Whether SERVICE may send parts of the query to other end points."""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    """The dataset that the protocol asks for (SPARQL 1.1 Protocol, section 2.1.4)."""


class QueryAnswer(NamedTuple):
    """The result of a query."""

    kind: str
    """solutions, boolean or graph."""
    body: bytes


class LimitError(UsageError):
    """The query took too long, or its result is too large."""


def answer(request: Request, sources: Sources) -> QueryAnswer:
    """Return the answer to a query (SPARQL 1.1 Query, section 16).

    All graphs together are the default graph unless the query or the request names graphs. It is
    evaluated in a process of its own, which ends with the time allowed. Raises QueryError for a
    text that is no query or has a SERVICE that is not allowed, and LimitError at a bound.
    """
    if has_service(request.text) and not request.allow_service:
        raise QueryError("SERVICE sends parts of the query elsewhere; pass --allow-service")
    if sources.url:
        return _remote(request, sources.url)
    # The working directory is no place to import from: a file of any name may lie there.
    code = f"import sys; sys.path[:] = {import_path()!r}; from ld_convert.query.worker import main"
    command = [sys.executable, "-P", "-c", f"{code}; main()"]
    try:
        done = subprocess.run(  # noqa: S603  the command is ours
            command,
            input=json.dumps(_job(request, sources)).encode(),
            capture_output=True,
            timeout=request.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LimitError(f"the query took more than {request.seconds:g} s") from error
    return _answer(done.stdout, done.returncode, done.stderr, request)


def _remote(request: Request, url: str) -> QueryAnswer:
    """Return the answer of a store on the network."""
    store = open_store(url)
    try:
        found = store.query(
            _with_prefixes(request.text),
            union=not has_dataset(request.text),
            timeout_seconds=request.seconds,
        )
        result = io.BytesIO()
        return QueryAnswer(write_result(found, _job(request, Sources()), result), result.getvalue())
    finally:
        store.close()


def _with_prefixes(text: str) -> str:
    """Return a query that declares the known prefixes itself; its own declarations win."""
    known = (f"PREFIX {prefix}: <{iri}>" for prefix, iri in prefixes().items())
    return "\n".join([*known, text])


def _job(request: Request, sources: Sources) -> Json:
    named = request.default_graphs or request.named_graphs or has_dataset(request.text)
    return {
        "store": sources.store,
        "files": sources.files,
        "query": request.text,
        "prefixes": prefixes(),
        "union": not named,
        "default_graphs": request.default_graphs,
        "named_graphs": request.named_graphs,
        "results": request.results,
        "graph": request.graph,
        "max_bytes": request.max_bytes,
    }


def _answer(output: bytes, status: int, errors: bytes, request: Request) -> QueryAnswer:
    head, _, body = output.partition(b"\n")
    if status or not head:
        raise RuntimeError(f"the query process ended with {status}: {errors.decode()}")
    said = json.loads(head)
    if said["kind"] == "syntax":
        raise QueryError(f"the query is not SPARQL 1.1: {said['message']}")
    if said["kind"] == "unreadable":
        raise UsageError(said["message"])
    if said["kind"] == "large":
        raise LimitError(f"the result has more than {request.max_bytes} bytes; add a LIMIT")
    return QueryAnswer(said["kind"], body)
