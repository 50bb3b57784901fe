"""rdflib's parsers, with every literal as the file writes it.

rdflib rewrites literals as it makes them unless a switch for the whole process is off: a date given
as xsd:dateTime gains a time, the boolean "none" becomes false. These parsers leave literals alone
whatever the switch says, and so change nothing for a program that uses rdflib besides us.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax import handler, make_parser

from rdflib import RDF, ConjunctiveGraph, Literal
from rdflib.parser import create_input_source
from rdflib.plugins.parsers.notation3 import RDFSink, SinkParser
from rdflib.plugins.parsers.nquads import NQuadsParser
from rdflib.plugins.parsers.ntriples import r_literal, unquote
from rdflib.plugins.parsers.rdfxml import RDFXMLHandler
from rdflib.plugins.parsers.trig import TrigSinkParser

from ld_convert.rdf.entities import check_entities

if TYPE_CHECKING:
    from collections.abc import Callable

    from rdflib import Graph
    from rdflib.parser import InputSource


def parse_into(graph: Graph, data: bytes, form: str, base: str) -> None:
    """Add what an RDF file says to a graph; `form` is a key of PARSERS.

    Raises what rdflib's parsers raise; what stands before the error is in the graph then.
    """
    if form == "xml":
        check_entities(data)
    source = create_input_source(data=data, publicID=base, format=form)
    try:
        PARSERS[form](source, graph)
    finally:
        if source.auto_close:
            source.close()


def _literal(text: str, datatype: str | None, language: str | None = None) -> Literal:
    return Literal(text, language, datatype, normalize=False)


class _Sink(RDFSink):
    """Takes the statements of Turtle and TriG."""

    def newLiteral(self, s: str, dt: Any, lang: str | None) -> Literal:  # noqa: N802
        return _literal(s, dt or None, None if dt else lang)

    def normalise(self, f: Any, n: Any) -> Any:
        """Return a term for a number or a truth value that is written without quotes."""
        found = super().normalise(f, n)
        if type(found) is not Literal or found is n:
            return found
        text = str(n).lower() if isinstance(n, bool) else str(n)
        is_zero = text == "-0" and not isinstance(n, float)
        return _literal("0" if is_zero else text, found.datatype)


class _NQuads(NQuadsParser):
    def literal(self) -> Any:
        match = r_literal.match(self.line) if self.line else None
        found = super().literal()
        if match is None or not isinstance(found, Literal):
            return found
        return _literal(unquote(match[1]), found.datatype, found.language)


class _RdfXml(RDFXMLHandler):
    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        self.texts: dict[int, list[str]] = {}
        """By element, the pieces of its text: to add each to a text takes quadratic time."""
        self.outer: list[tuple[Any, Any]] = []
        """Namespaces with the prefix of each outside: a copy of all takes quadratic memory."""

    def startPrefixMapping(self, prefix: str | None, namespace: str) -> None:  # noqa: N802
        self.outer.append((namespace, self._current_context.get(namespace)))
        self._current_context[namespace] = prefix or None

    def endPrefixMapping(self, prefix: str | None) -> None:  # noqa: ARG002, N802
        namespace, before = self.outer.pop()
        self._current_context[namespace] = before

    def property_element_char(self, data: str) -> None:
        if self.current.data is not None:
            self.texts.setdefault(id(self.current), []).append(data)

    def property_element_start(self, name: Any, qname: Any, attrs: Any) -> None:
        super().property_element_start(name, qname, attrs)
        current = self.current
        self.texts.pop(id(current), None)
        if type(current.object) is Literal:  # of XML, to which each piece is added
            current.object = ""

    def property_element_end(self, name: Any, qname: Any) -> None:
        current = self.current
        pieces = self.texts.pop(id(current), [])
        if current.data is not None:
            current.data += "".join(pieces)
        if current.data is not None and current.object is None:
            language = current.language if current.datatype is None else None
            current.object, current.data = _literal(current.data, current.datatype, language), None
        elif type(current.object) is str:
            current.object = _literal(current.object, RDF.XMLLiteral)
        super().property_element_end(name, qname)


def _turtle(source: Any, graph: Graph) -> None:
    base = graph.absolutize(source.getPublicId())
    SinkParser(_Sink(graph), baseURI=base, turtle=True).loadStream(source.getCharacterStream())


def _trig(source: Any, graph: Graph) -> None:
    quads = ConjunctiveGraph(store=graph.store, identifier=graph.identifier)
    quads.default_context = graph
    base = quads.absolutize(source.getPublicId())
    TrigSinkParser(_Sink(quads), baseURI=base, turtle=True).loadStream(source.getCharacterStream())


def _nquads(source: InputSource, graph: Graph) -> None:
    _NQuads().parse(source, graph)


def _xml(source: Any, graph: Graph) -> None:
    parser: Any = make_parser()  # noqa: S317  nothing is fetched
    content: Any = _RdfXml(graph)
    parser.start_namespace_decl("xml", "http://www.w3.org/XML/1998/namespace")
    parser.setFeature(handler.feature_namespaces, 1)
    content.setDocumentLocator(source)
    parser.setContentHandler(content)
    parser.setErrorHandler(handler.ErrorHandler())
    parser.parse(source)


PARSERS: dict[str, Callable[[Any, Graph], None]] = {
    "turtle": _turtle,
    "trig": _trig,
    "nquads": _nquads,
    "xml": _xml,
}
"""By rdflib's name of the syntax."""
