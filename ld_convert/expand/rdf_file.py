"""Read RDF files in any syntax, as the nodes that JSON-LD expansion gives. Nothing is fetched."""

from __future__ import annotations

import codecs
import hashlib
import re
from typing import TYPE_CHECKING
from xml.sax import SAXParseException
from xml.sax.saxutils import unescape

from rdflib import RDF, Literal, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax

from ld_convert.model import Capture, Expanded, Json, Location, Text
from ld_convert.rdf.parse import parse, reason, syntax
from ld_convert.vocab.addresses import resolved
from ld_convert.vocab.namespaces import NO_BASE
from ld_convert.vocab.spellings import current_iri, official_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from ld_convert.findings.report import Report

PREFIX = re.compile(
    rb"^[ \t]*@?prefix[ \t]+([\w.-]*):[ \t]*<([^>]*)>", re.IGNORECASE | re.MULTILINE
)
SUBJECT = re.compile(rb"^(?:<([^<>\"{}|^`\\\s]*)>|([\w.-]*):([\w.-]*))(?=\s)", re.MULTILINE)
"""A Turtle subject, where it stands at the start of its line as writers place it."""

INDENTED = re.compile(
    rb"(?:\A|[.{}][ \t]*\n)\s*(?:<([^<>\"{}|^`\\\s]*)>|([\w.-]*):([\w.-]*))(?=\s+[^{\s])"
)
"""The same in TriG, where subjects are indented: after the end of what stands before."""

ABOUT = re.compile(rb"\brdf:(about|ID)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
QUOTES = {"&quot;": '"', "&apos;": "'"}


def read_rdf(capture: Capture, report: Report) -> Expanded:
    """Return the nodes of an RDF file in the form that JSON-LD expansion gives them.

    A file with an error is a finding (LD403), and what stands before the error is read. Blank
    nodes are named by the file's content and their order; an IRI's place is the line on which
    it begins to be described, where that can be seen, else the file.
    """
    data, base = _utf8(capture.data), capture.url or NO_BASE
    graph, error = parse(data, base)
    if error is not None:
        where = Location(capture.source, Text.whole(data), offset=_offset(data, error))
        report.add("LD403", where, error=reason(error))
    nodes = _Nodes(f"n{hashlib.sha256(data).hexdigest()[:10]}")
    for subject, predicate, value in graph:
        nodes.add(subject, predicate, value)
    for iri in nodes.relative:
        report.add("LD305", Location(capture.source), iri=iri)
    offsets = dict(SUBJECTS.get(syntax(data), _turtle_subjects)(data, base))
    text = Text.whole(data)
    places = {
        name: Location(capture.source, text, offset=offsets[iri])
        if iri in offsets
        else Location(capture.source)
        for name, iri in nodes.iris.items()
    }
    return Expanded(list(nodes.nodes.values()), places, nodes.scope)


class _Nodes:
    """Gathers triples by subject, as flattened JSON-LD."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        self.nodes: dict[str, Json] = {}
        self.names: dict[Node, str] = {}
        self.iris: dict[str, str] = {}
        """From the name of a described node to what the file calls it."""
        self.relative: dict[str, None] = {}

    def add(self, subject: Node, predicate: Node, value: Node) -> None:
        """Add one triple; the schema.org namespace is folded to its one spelling."""
        name = self._name(subject)
        self.iris[name] = str(subject)
        node = self.nodes.setdefault(name, {"@id": name})
        if predicate == RDF.type and isinstance(value, URIRef):
            node.setdefault("@type", []).append(official_iri(value))
        elif str(predicate).startswith((NO_BASE, "@")):  # a keyword of JSON-LD is no IRI either
            self.relative[str(predicate).removeprefix(NO_BASE)] = None
        else:
            key = official_iri(str(predicate))
            node.setdefault(key, []).append(self._value(value))

    def _value(self, value: Node) -> Json:
        if not isinstance(value, Literal):
            return {"@id": self._name(value)}
        if value.language:
            return {"@value": str(value), "@language": value.language}
        if value.datatype:
            return {"@value": str(value), "@type": str(value.datatype)}
        return {"@value": str(value)}

    def _name(self, node: Node) -> str:
        """Return an IRI, or the label of a blank node and of what has only a relative IRI."""
        if isinstance(node, URIRef) and not node.startswith(NO_BASE):
            return current_iri(str(node))
        if isinstance(node, URIRef):
            self.relative[node.removeprefix(NO_BASE)] = None
        return self.names.setdefault(node, f"_:{self.scope}x{len(self.names)}")


def _utf8(data: bytes) -> bytes:
    """Return a file in UTF-8 without a byte order mark."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode()
    return data.removeprefix(codecs.BOM_UTF8)


def _trig_subjects(data: bytes, base: str) -> Iterator[tuple[str, int]]:
    """Yield each subject that begins a line after the end of a statement or of a graph's head."""
    return _turtle_subjects(data, base, INDENTED)


def _turtle_subjects(
    data: bytes, base: str, pattern: re.Pattern[bytes] = SUBJECT
) -> Iterator[tuple[str, int]]:
    """Yield each subject at the start of a line with its offset, the first one last."""
    prefixes = {match[1]: match[2].decode("utf-8", "replace") for match in PREFIX.finditer(data)}
    for match in reversed(list(pattern.finditer(data))):
        if match[1] is not None:
            iri = match[1].decode("utf-8", "replace")
            yield resolved(base, iri) or iri, match.start(1) - 1
        elif match[2] in prefixes:
            iri = prefixes[match[2]] + match[3].decode("utf-8", "replace")
            yield resolved(base, iri) or iri, match.start(2)


def _xml_subjects(data: bytes, base: str) -> Iterator[tuple[str, int]]:
    """Yield each rdf:about and rdf:ID with its offset, the first one last."""
    for match in reversed(list(ABOUT.finditer(data))):
        name = unescape((match[2] or match[3] or b"").decode("utf-8", "replace"), QUOTES)
        iri = f"#{name}" if match[1] == b"ID" else name
        yield resolved(base, iri) or iri, match.start()


def _offset(data: bytes, error: Exception) -> int:
    """Return the offset of the line at which a parser gave up; the start where it does not say."""
    line = 1
    if isinstance(error, BadSyntax):
        line = error.lines + 1
    elif isinstance(error, SAXParseException):
        line = error.getLineNumber() or 1
    elif isinstance(error, UnicodeDecodeError):
        return error.start
    starts = [0, *(match.end() for match in re.finditer(rb"\n", data))]
    return starts[min(line, len(starts)) - 1]


SUBJECTS = {"xml": _xml_subjects, "trig": _trig_subjects}
"""How subjects are found, by syntax; in Turtle and in N-Quads alike for the rest."""
