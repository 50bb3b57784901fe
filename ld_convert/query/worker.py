"""Evaluate queries in a process of its own, which can be killed when the time of one is over."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from typing import IO, Any

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from ld_convert.query.dataset import Job, QueryDataset, UnclearError, UnreadableError, dataset
from ld_convert.query.forms import GRAPHS
from ld_convert.query.keywords import problem, uses
from ld_convert.query.network import no_network
from ld_convert.rdf.own_process import bound_memory

try:
    import resource
except ImportError:  # Windows tells nothing
    resource = None  # type: ignore[assignment]

MOST_BRACKETS = 50_000
"""Of a query; the engine takes a microsecond for each, and twice where SERVICE is looked for."""
MOST_MESSAGE = 10_000
WORN = 4
"""A process that has ever held this part of its memory answers nothing more: what the system did
not get back would be missing for the next query."""

Found = QueryBoolean | QuerySolutions | QueryTriples | Iterator[Triple]


class _TooLargeError(Exception):
    """The result is larger than allowed."""


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
    """Answer jobs until there are no more: each is a line on standard input.

    What came of a job is a line on standard output, with the length of the result, which follows.
    """
    for line in sys.stdin.buffer:
        job = json.loads(line)
        bound_memory(job["memory_bytes"])
        said, body = evaluate(job)
        is_last = _is_worn(job["memory_bytes"])
        head = json.dumps(said | {"bytes": len(body), "last": is_last})
        sys.stdout.buffer.write(head.encode() + b"\n" + body)
        sys.stdout.buffer.flush()
        if is_last:
            return


def _is_worn(memory_bytes: int | None) -> bool:
    if resource is None or memory_bytes is None:
        return False
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS: sooner
    return kilobytes * 1024 > memory_bytes / WORN


def evaluate(job: Job) -> tuple[dict[str, Any], bytes]:
    """Return what came of a job (solutions, boolean, graph or an error) and the result.

    Of a job that has `only` checks it tells which keywords its query uses, and of one that has
    `only` predicates which these are.
    """
    query, prefixes, base = job["query"], job["prefixes"], job["base"]
    if query.count("{") + query.count("(") > MOST_BRACKETS:
        return {"kind": "syntax", "message": f"more than {MOST_BRACKETS} brackets"}, b""
    if job["only"] == "predicates":
        return _predicates(query, prefixes), b""
    has_service = uses(query, "SERVICE", prefixes, base)
    if job["only"] == "checks":
        return _checked(query, prefixes, has_service=has_service), b""
    if has_service and not job["allow_service"]:
        why = problem(query, prefixes, base)
        return {"kind": "syntax" if why else "service", "message": why}, b""
    result = _Bounded(job["max_bytes"])
    try:
        asked = dataset(job)
        with nullcontext() if job["allow_service"] or asked.is_on_disk else no_network():
            return {"kind": _ask(asked, job, result)}, result.getvalue()
    except UnreadableError as error:
        return {"kind": "unreadable", "message": str(error)}, b""
    except _TooLargeError:
        return {"kind": "large"}, b""
    except (SyntaxError, ValueError, OSError, UnclearError) as error:
        return {"kind": "syntax", "message": str(error)[:MOST_MESSAGE]}, b""


def _checked(query: str, prefixes: dict[str, str], *, has_service: bool) -> dict[str, Any]:
    """Return what is to be known of a query before it is sent to a server."""
    why = problem(query, prefixes)
    if why and not has_service:
        return {"kind": "syntax", "message": why}
    return {
        "kind": "checked",
        "service": has_service,
        "from": uses(query, "FROM", prefixes),
        "graph": uses(query, "GRAPH", prefixes),
    }


def _predicates(query: str, prefixes: dict[str, str]) -> dict[str, Any]:
    """Return of which properties a query needs the triples, where it is evaluated here."""
    from ld_convert.query.patterns import predicates_of  # noqa: PLC0415  slow to load

    return {"kind": "checked", "predicates": predicates_of(query, prefixes)}


def _ask(asked: QueryDataset, job: Job, result: io.BytesIO) -> str:
    """Write the result of a job's query; return its kind."""
    found = asked.store.query(
        job["query"],
        base_iri=job["base"] or None,
        prefixes=job["prefixes"],
        default_graph=asked.default,
        named_graphs=asked.named,
    )
    return write_result(found, job, result)


def write_result(found: Found, job: Job, result: IO[bytes]) -> str:
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
