"""Graphs to documents: sorted, page by page, the same bytes for the same graph."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from rdflib import RDF, XSD, BNode, Graph, Literal
from rdflib.plugins.serializers.turtle import TurtleSerializer

from ld_convert.forms import jsonld, quads, rdfxml
from ld_convert.indexed import index, new_graph
from ld_convert.terms import KNOWN, is_a
from ld_convert.triples import insert
from ld_convert.vocab import prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rdflib.term import Node

    Writer = Callable[[Iterable[Graph], IO[bytes]], None]


CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Stands in literals only; kept as an escape (N-Triples 1.1, section 2.4), which stores and
terminals survive."""
CONTROLS = bytes(number for number in range(128) if CONTROL.match(bytes([number])))


NO_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
TYPES = frozenset({RDF.type})
WORDS: dict[Node, str] = {}
"""Terms of KNOWN as they are written."""


def write(graphs: Iterable[Graph], stream: IO[bytes], form: str) -> None:
    """Write graphs one after the other; `form` is a key of WRITERS.

    Blank nodes of two graphs must not share labels: the document is one.
    """
    WRITERS[form](graphs, stream)


def serialise(graph: Graph, form: str, name: str = "") -> bytes:
    """Return one graph as a part of a document, without the document's head.

    `name` is the graph's IRI, for the forms of QUADS.
    """
    if form in QUADS:
        triples, named = QUADS[form]
        return named(serialise(graph, triples), name)
    stream = io.BytesIO()
    PARTS[form](graph, stream)
    if form == "rdf-xml":  # which has no escapes for control characters
        return stream.getvalue()
    written = stream.getvalue()
    if len(written.translate(None, CONTROLS)) == len(written):  # a fifth of the expression's time
        return written
    return CONTROL.sub(lambda found: b"\\u%04X" % found[0][0], written)


def head(form: str) -> bytes:
    """Return what a document begins with."""
    return HEADS[form]() if form in HEADS else b""


def foot(form: str) -> bytes:
    """Return what a document ends with."""
    return FEET.get(form, b"")


def joint(form: str) -> bytes:
    """Return what stands between two parts that are not empty."""
    return JOINTS.get(form, b"")


def _prefixes() -> bytes:
    lines = (f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in prefixes().items())
    return ("\n".join(lines) + "\n").encode()


def _turtle(graph: Graph, stream: IO[bytes]) -> None:
    if graph:
        own = new_graph()
        for prefix, namespace in prefixes().items():
            own.bind(prefix, namespace)
        for predicate in sorted(set(map(str, graph.predicates()))):
            with suppress(ValueError):  # one that has no local name is written in full
                own.compute_qname(predicate)
        spo = index(own)
        for triple in graph:
            insert(spo, *triple)
        _Part(own).serialize(stream)


def _ntriples(graph: Graph, stream: IO[bytes]) -> None:
    """Write N-Triples (RDF 1.1 N-Triples, section 2) sorted by their bytes."""
    names: dict[Node, str] = {}
    lines: list[str] = []
    words = WORDS
    for subject, predicates in index(graph).items():
        start = names.get(subject) or names.setdefault(subject, _name(subject))
        for predicate, values in predicates.items():
            before = f"{start} {words.get(predicate) or _word(predicate)} "
            for value in values:
                if type(value) is Literal:
                    end = _literal(value)
                elif predicate in TYPES:
                    end = words.get(value) or _word(value)
                else:
                    end = names.get(value) or names.setdefault(value, _name(value))
                lines.append(f"{before}{end} .\n")
    lines.sort()  # by code points, which is the order of the bytes in UTF-8
    stream.write("".join(lines).encode())


def _word(node: Node) -> str:
    """Return a term's name; that of a vocabulary's is kept, since every page has it."""
    name = _name(node)
    if KNOWN.get(str(node)) is node:
        WORDS[node] = name
    return name


def _name(node: Node) -> str:
    """Return an IRI or a blank node; raises ValueError for an IRI that nobody has checked."""
    text = str(node)
    if is_a(node, BNode):
        return f"_:{text}"
    if NO_IRI.search(text):
        raise ValueError(f"no IRI: {node!r}")
    return f"<{text}>"


def _literal(node: Literal) -> str:
    text = str(node)
    if '"' in text or "\\" in text or "\n" in text or "\r" in text:  # the backslash first
        text = text.replace("\\", "\\\\").replace("\n", "\\n")
        text = text.replace('"', '\\"').replace("\r", "\\r")
    language = node.language
    if language:
        return f'"{text}"@{language}'
    datatype = node.datatype
    return f'"{text}"' if datatype is None else f'"{text}"^^<{datatype}>'


class _Part(TurtleSerializer):
    """rdflib's Turtle writer, which knows that the prefixes stand at the head already."""

    def __init__(self, store: Graph) -> None:
        super().__init__(store)
        self._pnames: dict[tuple[Node, bool], str | None] = {}

    def get_pname(self, uri: Node, gen_prefix: bool = True) -> str | None:  # noqa: FBT001, FBT002
        """Return a term's prefixed name; rdflib asks for each several times."""
        key = (uri, gen_prefix)
        if key not in self._pnames:
            self._pnames[key] = super().get_pname(uri, gen_prefix)
        return self._pnames[key]

    def startDocument(self) -> None:  # noqa: N802  rdflib's name
        """Write the prefixes that the head does not have; Turtle allows them anywhere."""
        known = prefixes()
        for prefix, namespace in sorted(self.namespaces.items()):
            if known.get(prefix) != str(namespace):
                self.write(f"\n@prefix {prefix}: <{namespace}> .")

    def label(self, node: Node, position: int) -> str:
        """Return a term; rdflib would shorten `"1.0E0"^^xsd:double` to another lexical form."""
        if isinstance(node, Literal) and not SHORT.fullmatch(f"{node.datatype} {node}"):
            return node.n3(self.store.namespace_manager)
        return str(super().label(node, position))


def _jsonld(graph: Graph, stream: IO[bytes]) -> None:
    stream.write(jsonld.part(graph))


def _rdfxml(graph: Graph, stream: IO[bytes]) -> None:
    stream.write(rdfxml.part(graph))


def _document(form: str) -> Writer:
    def write_form(graphs: Iterable[Graph], stream: IO[bytes]) -> None:
        stream.write(head(form))
        between = b""
        for graph in filter(len, graphs):
            stream.write(between + serialise(graph, form))
            between = joint(form)
        stream.write(foot(form))

    return write_form


SHORT = re.compile(rf"{XSD.integer} (?:0|-?[1-9][0-9]*)|{XSD.boolean} (?:true|false)")
"""Literals that Turtle may write without quotes and datatype."""

PARTS = {"turtle": _turtle, "nt": _ntriples, "json-ld": _jsonld, "rdf-xml": _rdfxml}
"""By form: how a graph of triples is written."""
QUADS = {"nquads": ("nt", quads.nquads), "trig": ("turtle", quads.trig)}
"""By form: the form of a graph's triples, and how they are put into a named graph."""
HEADS = {"turtle": _prefixes, "trig": _prefixes, "json-ld": jsonld.head, "rdf-xml": rdfxml.head}
FEET = {"json-ld": jsonld.FOOT, "rdf-xml": rdfxml.FOOT}
JOINTS = {"json-ld": jsonld.JOINT}
WRITERS: dict[str, Writer] = {form: _document(form) for form in PARTS}
FORMS = (*PARTS, *QUADS)
ENDINGS = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "json-ld",
    ".rdf": "rdf-xml",
}
"""Which form a file's name asks for."""
