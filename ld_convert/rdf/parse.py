"""RDF files in any syntax to one graph, in the order of the file; named graphs are merged."""

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
    rb"(?:<[^>\n]*>|_:[\w.-]+|\"(?:[^\"\\\n]|\\.)*\"(?:@[\w-]+|\^\^<[^>\n]*>)?)[ \t]*"
    rb"(?:<[^>\n]*>|_:[\w.-]*\w)[ \t]*\.",
    re.MULTILINE,
)
"""A statement of N-Quads that names a graph."""

GRAPH = re.compile(
    rb"^[ \t]*(?:GRAPH\s+)?(?:<[^>\n]*>|[\w.-]*:[\w.-]*)?[ \t]*\{", re.MULTILINE | re.IGNORECASE
)
"""The start of a graph in TriG."""

WHY = re.compile(r"Bad syntax \((.*)\) at \^ in", re.DOTALL)
ERRORS = (
    *(ParserError, SAXException, SyntaxError, ValueError, AssertionError),
    *(AttributeError, LookupError, TypeError, RecursionError),
)
"""What rdflib raises on broken documents; its parsers run over their own ends too."""

QUADS = frozenset({"nquads", "trig"})


def syntax(data: bytes) -> str:
    """Return the rdflib name of the syntax of an RDF file; Turtle reads N-Triples too."""
    if XML_START.match(data):
        return "xml"
    if QUAD.search(data):
        return "nquads"
    return "trig" if GRAPH.search(data) else "turtle"


def parse(data: bytes, base: str) -> tuple[Graph, Exception | None]:
    """Return what a file says, and the parser's error; with one, what stands before it."""
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
    """Return a parser's own words, without the document around the error."""
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if isinstance(error, SAXParseException):
        return error.getMessage()
    why = WHY.search(str(error))
    return why[1] if why else str(error).splitlines()[0] if str(error) else type(error).__name__


class _Merged(SimpleMemory):
    """Takes quads and keeps triples."""

    context_aware = True
    graph_aware = True

    def add_graph(self, graph: Graph) -> None:
        """Do nothing: there is one graph."""

    def remove_graph(self, graph: Graph) -> None:
        """Do nothing: rdflib removes the default graph that it has not used."""

    def contexts(self, triple: Triple | None = None) -> Generator[Graph, None, None]:  # noqa: ARG002
        """Return no graph."""
        yield from ()
