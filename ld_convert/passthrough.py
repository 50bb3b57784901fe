"""What a page says in DCAT already: it goes into the catalogue as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDF, Graph, Literal

from ld_convert.contexts import DERIVED, SCHEMA
from ld_convert.vocab import DCAT

if TYPE_CHECKING:
    from rdflib.term import Node


def dcat_statements(graph: Graph) -> Graph:
    """Return the statements of a graph about what has a DCAT class, and about what these lead to.

    schema.org's own statements are left out: they go through the rules.
    """
    found = Graph()
    stack = [s for s, _, c in graph.triples((None, RDF.type, None)) if c.startswith(DCAT)]  # type: ignore[attr-defined]
    seen: set[Node] = set(stack)
    while stack:
        node = stack.pop()
        for _, predicate, value in graph.triples((node, None, None)):
            read = str(value if predicate == RDF.type else predicate)
            if read.startswith((SCHEMA, DERIVED)):
                continue
            found.add((node, predicate, value))
            if not isinstance(value, Literal) and value not in seen and predicate != RDF.type:
                seen.add(value)
                stack.append(value)
    return found
