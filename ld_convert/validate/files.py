"""RDF files to graphs, in whichever syntax they are; nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax import SAXParseException

from rdflib.exceptions import ParserError

from ld_convert.indexed import new_graph
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from rdflib import Graph

SYNTAXES = ("turtle", "xml")
"""Turtle reads N-Triples too; JSON-LD goes through our own expansion, which fetches nothing."""

ENDINGS = frozenset({".ttl", ".nt", ".rdf"})


def read_rdf(content: bytes, source: str) -> Graph:
    """Return the graph of an RDF file, in the first syntax that reads it.

    Raises UsageError, with the parser's words, where none does.
    """
    errors = []
    for syntax in SYNTAXES:
        try:
            return new_graph().parse(data=content, format=syntax, publicID=f"file:{source}")
        except (ParserError, SAXParseException, SyntaxError, ValueError) as error:
            errors.append(f"as {syntax}: {str(error).splitlines()[0]}")
    raise UsageError(f"{source}: no RDF; {'; '.join(errors)}")
