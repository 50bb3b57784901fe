"""Shapes files to graphs, in whichever syntax they are; nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert import quads
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from rdflib import Graph

ENDINGS = frozenset({".ttl", ".nt", ".rdf", ".nq", ".trig"})


def read_rdf(content: bytes, source: str) -> Graph:
    """Return the graph of an RDF file; raises UsageError, with the parser's words, for none."""
    graph, error = quads.parse(content, f"file:{source}")
    if error is not None:
        raise UsageError(f"{source}: no RDF ({quads.syntax(content)}): {quads.reason(error)}")
    return graph
