"""Read an RDF file of any syntax into one graph; its named graphs are merged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax import SAXException, SAXParseException

from rdflib import Dataset, Graph
from rdflib.exceptions import ParserError
from rdflib.plugins.stores.memory import SimpleMemory

from ld_convert.rdf.quiet import without_warnings
from ld_convert.rdf.verbatim import parse_into

if TYPE_CHECKING:
    from collections.abc import Generator

    from ld_convert.model import Triple

XML_START = re.compile(rb"\s*<(?:\?xml|!--|!DOCTYPE|(?:[\w.-]+:)?RDF[\s>])")
QUAD = re.compile(
    rb"^[ \t]*(?:<[^>\n]*>|_:[\w.-]+)[ \t]*<[^>\n]*>[ \t]*"
    rb"(?:<[^>\n]*>|_:[\w.-]+|\"(?:[^\"\\\n]|\\.)*+\"(?:@[\w-]+|\^\^<[^>\n]*>)?)[ \t]*"
    rb"(?:<[^>\n]*>|_:[\w.-]*\w)[ \t]*\.",
    re.MULTILINE,
)
"""A statement of N-Quads that names a graph."""

GRAPH = re.compile(
    rb"^[ \t]*+(?>GRAPH\s++)?+(?><[^>\n]*+>|[\w.-]*+:[\w.-]*+)?+[ \t]*+\{",
    re.MULTILINE | re.IGNORECASE,
)
"""The start of a graph in TriG."""

ERRORS = (
    *(ParserError, SAXException, SyntaxError, ValueError, AssertionError),
    *(AttributeError, LookupError, TypeError, RecursionError),
)
"""Exceptions that rdflib's parsers raise for broken documents, some of them by accident."""

QUADS = frozenset({"nquads", "trig"})


def syntax(data: bytes) -> str:
    """Return rdflib's name of the syntax of an RDF file; N-Triples are read as Turtle."""
    if XML_START.match(data):
        return "xml"
    if QUAD.search(data):
        return "nquads"
    return "trig" if GRAPH.search(data) else "turtle"


def parse(data: bytes, base: str) -> tuple[Graph, Exception | None]:
    """Return the graph of a file, and the parser's error or None.

    With an error the graph holds the statements before it. `base` resolves relative IRIs.
    """
    form = syntax(data)
    if form not in QUADS:
        # This store keeps the order of the file, which names the blank nodes.
        graph = Graph("SimpleMemory", bind_namespaces="none")
        return graph, _error(graph, data, form, base)
    store = _Merged()
    with without_warnings(DeprecationWarning):  # about what rdflib's own parsers use
        error = _error(Dataset(store=store), data, form, base)
    return Graph(store=store, bind_namespaces="none"), error


def _error(graph: Graph, data: bytes, form: str, base: str) -> Exception | None:
    try:
        parse_into(graph, data, form, base)
    except ERRORS as error:
        return error
    return None


def reason(error: Exception) -> str:
    """Return the message of a parser's error, without the part of the document that it quotes."""
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if isinstance(error, SAXParseException):
        return error.getMessage()
    text = str(error)
    why, mark, _ = text.partition("Bad syntax (")[2].rpartition(") at ^ in")
    return why if mark else text.splitlines()[0] if text else type(error).__name__


class _Merged(SimpleMemory):
    """A store that takes quads and keeps them as triples of one graph."""

    context_aware = True
    graph_aware = True

    def add_graph(self, graph: Graph) -> None:
        """Do nothing: all triples are in one graph."""

    def remove_graph(self, graph: Graph) -> None:
        """Do nothing: rdflib removes the default graph that it has not used."""

    def contexts(self, triple: Triple | None = None) -> Generator[Graph, None, None]:  # noqa: ARG002
        """Return no graph."""
        yield from ()
