"""RDF files to graphs, in whichever syntax they are; nothing is fetched."""

from __future__ import annotations

from xml.sax import SAXParseException

from rdflib import Graph
from rdflib.exceptions import ParserError

from ld_convert.settings import UsageError

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
            return Graph().parse(data=content, format=syntax, publicID=f"file:{source}")
        except (ParserError, SAXParseException, SyntaxError, ValueError) as error:
            errors.append(f"as {syntax}: {str(error).splitlines()[0]}")
    raise UsageError(f"{source}: no RDF; {'; '.join(errors)}")
