"""Reads shapes from files, in any RDF syntax. Nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
from rdflib import XSD, Literal, URIRef

from ld_convert.rdf import parse as quads
from ld_convert.rdf.index import index, insert, new_graph
from ld_convert.settings import UsageError
from ld_convert.vocab.terms import blank, vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph
    from rdflib.term import Node

ENDINGS = frozenset({".ttl", ".nt", ".rdf", ".nq", ".trig"})


def read_own(contents: Iterable[bytes]) -> Graph:
    """Return the graph of the shapes in `shapes/`; pyoxigraph is five times as fast as rdflib."""
    graph = new_graph()
    spo = index(graph)
    for content in contents:
        for triple in pyoxigraph.parse(content, pyoxigraph.RdfFormat.TURTLE):
            insert(spo, _term(triple.subject), _term(triple.predicate), _term(triple.object))
    return graph


def _term(term: object) -> Node:
    if isinstance(term, pyoxigraph.NamedNode):
        return vocabulary_term(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return blank(term.value)
    if isinstance(term, pyoxigraph.Literal):
        datatype = URIRef(term.datatype.value)
        plain = term.language or datatype == XSD.string
        kind = None if plain else datatype
        return Literal(term.value, lang=term.language, datatype=kind, normalize=False)
    raise TypeError(f"no term of RDF 1.1: {term!r}")


def read_rdf(content: bytes, source: str) -> Graph:
    """Return the graph of an RDF file; raises UsageError with the parser's message."""
    graph, error = quads.parse(content, f"file:{source}")
    if error is not None:
        raise UsageError(f"{source}: not RDF ({quads.syntax(content)}): {quads.reason(error)}")
    return graph
