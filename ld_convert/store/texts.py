"""The SPARQL texts that are sent to stores. No text of a page is ever part of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ld_convert.store.model import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"

TRIPLES = "SELECT ?s ?p ?o WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"

QUADS = "SELECT ?g ?s ?p ?o WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {only} }}"

STAGING = "urn:ld-convert:staging:"
"""Graphs of this name hold content on its way into another graph; when, and whose, stands in it."""

END = b" .\n"

IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*""")
"""IRIREF of SPARQL 1.1 (section 19.8), with a scheme."""

DECIMAL = re.compile(
    rb'"(?=[+-]?\.?[0-9])([+-]?[0-9]*+)(?:\.([0-9]*+))?+'
    rb'("\^\^<http://www\.w3\.org/2001/XMLSchema#decimal>)'
)


def short_decimals(triples: bytes) -> bytes:
    """Return N-Triples or N-Quads whose decimals end with one digit after the point, or no zero.

    Within a literal a quotation mark follows a backslash, so that no text is taken for a decimal.
    """
    return DECIMAL.sub(_short, triples)


def _short(found: re.Match[bytes]) -> bytes:
    whole, fraction, end = found.groups(b"")
    return b'"%b.%b%b' % (whole, fraction.rstrip(b"0") or b"0", end)


def named(graph: str) -> str:
    """Return a graph's IRI in angle brackets. Raises StoreError for what is no absolute IRI."""
    if not IRI.fullmatch(graph):
        raise StoreError(f"{graph!r} is no absolute IRI and can name no graph")
    return f"<{graph}>"


def as_quads(graphs: Mapping[str, bytes]) -> bytes:
    """Return graphs in N-Triples as one document in N-Quads.

    Each line must end with a space, a dot and a line end; no literal holds a line end.
    """
    return b"".join(
        triples.replace(END, f" {named(graph)} .\n".encode()) for graph, triples in graphs.items()
    )


def quads_with(predicates: Sequence[str] | None) -> str:
    """Return a query for the quads with one of these predicates, or for all."""
    if predicates is None:
        return QUADS.format(only="")
    return QUADS.format(only=f"FILTER(?p IN ({', '.join(map(named, predicates))}))")


def page(select: str, first: int, rows: int) -> str:
    """Return a query for a part of another's solutions: `rows` from `first` on, sorted.

    Sorted inside and cut outside, because Virtuoso refuses to sort more than it returns.
    """
    wanted = select[: select.index("WHERE")].replace("(COUNT(*) AS ?n)", "?n")
    names = wanted.removeprefix("SELECT ").strip()
    inner = f"{select} ORDER BY {names}"
    return f"{wanted}WHERE {{ {{ {inner} }} }} LIMIT {rows} OFFSET {first}"


def gather(graph: str, staged: list[str]) -> str:
    """Return an update that makes a graph the union of others, as often as it is sent."""
    steps = [f"DROP SILENT GRAPH {named(graph)}"]
    steps += [f"ADD SILENT GRAPH {named(part)} TO GRAPH {named(graph)}" for part in staged]
    return " ; ".join(steps)
