"""Who says a triple of a conversion (page, rule or settings), and at which spot of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDF

from ld_convert.model import Location

if TYPE_CHECKING:
    from rdflib.term import Node

    from ld_convert.model import Conversion, Triple

ORIGINS = ("stated", "derived", "supplied")
"""The page says it; a rule made it from what the page says; settings or tables add something."""


def origin_of(triple: Triple, conversion: Conversion) -> str:
    """Return where a triple of a conversion comes from, one of ORIGINS."""
    trace = conversion.traces.get(triple)
    if trace is not None:
        return trace.kind
    stated = conversion.stated
    if stated is not None and triple in stated:
        return "supplied" if str(triple[2]) in conversion.names_given else "stated"
    return "derived" if is_remark(triple[0], conversion) else "supplied"


def is_remark(node: Node, conversion: Conversion) -> bool:
    """Return whether a node is an rdf:Statement with which `--provenance` explains a triple."""
    stated = conversion.stated
    is_statement = (node, RDF.type, RDF.Statement) in conversion.graph
    return is_statement and (stated is None or (node, None, None) not in stated)


def place_of(triple: Triple, conversion: Conversion) -> Location:
    """Return the spot of the page from which a triple was read; else the capture as a whole."""
    node, predicate, term = triple[0], str(triple[1]), triple[2]
    trace = conversion.traces.get(triple)
    if trace is not None:
        node, predicate, term = trace.node, trace.predicate, trace.term or term
    return conversion.locate(node, predicate, term) or Location(conversion.source)
