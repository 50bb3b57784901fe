"""Put one SPARQL 1.1 query to a store, to RDF files or to captures."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from contextlib import closing
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple

from ld_convert.query.syntax import QueryError
from ld_convert.query.worker import write_result
from ld_convert.rdf.own_process import import_path
from ld_convert.settings import UsageError
from ld_convert.store import open_store
from ld_convert.store.model import Merge
from ld_convert.vocab.namespaces import prefixes

if TYPE_CHECKING:
    from ld_convert.model import Json
    from ld_convert.store.model import Store

MAX_BYTES = 1 << 30
NO_SERVICE = "SERVICE sends parts of the query elsewhere; pass --allow-service"


STACK_OVERFLOW = (signal.SIGSEGV, signal.SIGABRT, getattr(signal, "SIGBUS", signal.SIGSEGV))
"""How a process ends whose parser, which recurses, gets too deep."""


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
    memory_bytes: int | None = None
    """How much memory the process may take; None for all that there is."""
    allow_service: bool = False
    """Whether SERVICE may send parts of the query to other end points."""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    """The dataset that the protocol asks for (SPARQL 1.1 Protocol, section 2.1.4)."""
    base: str = ""
    """What relative IRIs are relative to (RFC 3986, section 5.1.3); empty for nothing."""


class QueryAnswer(NamedTuple):
    """The result of a query."""

    kind: str
    """solutions, boolean or graph."""
    body: bytes


class LimitError(UsageError):
    """The query took too long, or its result is too large."""


def answer(request: Request, sources: Sources) -> QueryAnswer:
    """Return the answer to a query (SPARQL 1.1 Query, section 16).

    The default graph is the RDF merge of all graphs, unless the query or the request names graphs.
    The query is evaluated in a process of its own, which ends with the time allowed. Raises
    QueryError for a text that is no query or has a SERVICE that is not allowed, and LimitError at a
    bound.
    """
    if sources.url:
        return _remote(request, sources.url)
    said, body = _evaluated(job_of(request, sources), request)
    return QueryAnswer(said["kind"], body)


def command() -> list[str]:
    """Return the command of the process that evaluates a query."""
    # The working directory is no place to import from: a file of any name may lie there.
    code = f"import sys; sys.path[:] = {import_path()!r}; from ld_convert.query.worker import main"
    return [sys.executable, "-P", "-c", f"{code}; main()"]


def line_of(job: Json) -> bytes:
    """Return a job as the process reads it."""
    return json.dumps(job).encode() + b"\n"


def too_slow(request: Request) -> LimitError:
    """Return the error about a query whose time is over."""
    return LimitError(f"the query took more than {request.seconds:g} s")


def _evaluated(job: Json, request: Request) -> tuple[dict[str, Any], bytes]:
    """Return what a process of its own says about a job, and the result.

    Raises QueryError and LimitError as `answer` does.
    """
    try:
        done = subprocess.run(  # noqa: S603  the command is ours
            command(),
            input=line_of(job),
            capture_output=True,
            timeout=request.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise too_slow(request) from error
    return said_by(done.stdout, done.stderr, request, done.returncode)


def _remote(request: Request, url: str) -> QueryAnswer:
    """Return the answer of a store on the network.

    A store whose union of all graphs is no set is asked for the triples that the query needs, and
    the query is evaluated here.
    """
    job = job_of(request, Sources())
    said, _ = _evaluated(job | {"only": "checks"}, request)
    if said["service"] and not request.allow_service:
        raise QueryError(NO_SERVICE)
    with closing(open_store(url)) as store:
        is_right = said["from"] or store.merge in (Merge.WHOLE, Merge.OWN)
        if is_right or (store.merge == Merge.ALONE and not said["graph"]):
            return _asked(store, request, union=not said["from"] and store.merge != Merge.OWN)
        wanted, _ = _evaluated(job | {"only": "predicates"}, request)
        with NamedTemporaryFile(suffix=".nq") as file:
            file.writelines(store.quads(wanted["predicates"]))
            file.flush()
            return answer(request, Sources(files=((file.name, "nq"),)))


def _asked(store: Store, request: Request, *, union: bool) -> QueryAnswer:
    """Return the answer that a store itself gives."""
    text = _with_prefixes(request.text)
    found = store.query(text, union=union, timeout_seconds=request.seconds)
    result = io.BytesIO()
    return QueryAnswer(write_result(found, job_of(request, Sources()), result), result.getvalue())


def _with_prefixes(text: str) -> str:
    """Return a query that declares the known prefixes itself; its own declarations win."""
    known = (f"PREFIX {prefix}: <{iri}>" for prefix, iri in prefixes().items())
    return "\n".join([*known, text])


def job_of(request: Request, sources: Sources) -> Json:
    """Return what the process that evaluates a query reads from its standard input."""
    return {
        "store": sources.store,
        "files": sources.files,
        "query": request.text,
        "prefixes": prefixes(),
        "default_graphs": request.default_graphs,
        "named_graphs": request.named_graphs,
        "base": request.base,
        "results": request.results,
        "graph": request.graph,
        "max_bytes": request.max_bytes,
        "memory_bytes": request.memory_bytes,
        "allow_service": request.allow_service,
        "only": "",
    }


def said_by(
    output: bytes, errors: bytes, request: Request, status: int
) -> tuple[dict[str, Any], bytes]:
    """Return what a process said of a query, and the result.

    Raises QueryError and LimitError as `answer` does.
    """
    if -status in STACK_OVERFLOW:
        raise QueryError("the query is nested too deeply")
    if status < 0:
        raise LimitError(f"the system ended the query (signal {-status}); it may need less memory")
    head, _, body = output.partition(b"\n")
    if status or not head:
        raise RuntimeError(f"the query process ended with {status}: {errors.decode()}")
    said: dict[str, Any] = json.loads(head)
    if said["kind"] == "service":
        raise QueryError(NO_SERVICE)
    if said["kind"] == "syntax":
        raise QueryError(f"the query is not SPARQL 1.1: {said['message']}")
    if said["kind"] == "unreadable":
        raise UsageError(said["message"])
    if said["kind"] == "large":
        raise LimitError(f"the result has more than {request.max_bytes} bytes; add a LIMIT")
    return said, body
