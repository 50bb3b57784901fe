"""Expanded nodes to RDF, with names and places kept, and nothing unchecked let through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rdflib import BNode, Graph, Literal, URIRef

from ld_convert.model import Described, Expanded, Json, Location, Places
from ld_convert.numbers import canonical_double, canonical_json
from ld_convert.vocab import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from rdflib.term import Node

    from ld_convert.findings import Report

    Inside = Generator["Quad", None, Node | None]

LEGAL = r"(?:[^\x00-\x20<>\"{}|\\^`\x7f-\x9f\ud800-\udfff\[\]#%]|%[0-9A-Fa-f]{2})*"
IRI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:(?://\[[0-9A-Fa-f:.]+\])?{LEGAL}(?:#{LEGAL})?")
"""An absolute IRI (RFC 3987, section 2.2), as far as stores refuse what is not one."""

ILLEGAL = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f\ud800-\udfff\[\]]|%(?![0-9A-Fa-f]{2})")
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
"""RDF 1.1 Turtle, production LANGTAG; as loose as BCP 47 itself."""

SURROGATE = re.compile(r"[\ud800-\udfff]")


class Quad(NamedTuple):
    """One statement; `graph` is None in the default graph."""

    subject: Node
    predicate: URIRef
    object: Node
    graph: Node | None


def to_graph(expanded: list[Expanded], names: Mapping[str, str], report: Report) -> Described:
    """Return one rdflib graph of all the nodes, under their names, with their places.

    Named graphs are merged into the one graph: a page is one source of statements.
    """
    graph = Graph()
    places: Places = {}
    for fragment in expanded:
        builder = Builder(fragment, names, report)
        for subject, predicate, value, _ in builder.quads():
            graph.store.add((subject, predicate, value), graph)
        for name, place in fragment.places.items():
            node = builder.node(name)
            if node is not None:
                places[node] = (*places.get(node, ()), place)
    return Described(graph, places)


def mended_iri(text: str) -> str:
    """Return a text with all that an IRI may not hold percent-encoded."""
    before, hash_sign, fragment = text.strip().partition("#")
    whole = before + hash_sign + fragment.replace("#", "%23")
    return ILLEGAL.sub(
        lambda found: "".join(f"%{b:02X}" for b in found[0].encode("utf-8", "replace")), whole
    )


class Builder:
    """Deserialises one fragment's nodes (JSON-LD 1.1 API, section 7.1) without renaming them."""

    def __init__(self, expanded: Expanded, names: Mapping[str, str], report: Report) -> None:
        self.expanded, self.names, self.report = expanded, names, report
        self.checked: dict[str, Node | None] = {}
        self.lists = 0
        self.place: Location | None = None

    def quads(self) -> Iterator[Quad]:
        """Yield every statement of the fragment, in the order of the page."""
        for node in self.expanded.nodes:
            yield from self._node(node, None)

    def node(self, name: str) -> Node | None:
        """Return an IRI or blank node, checked and mended; None if it can't be written."""
        name = self.names.get(name, name)
        if name not in self.checked:
            self.checked[name] = self._check(name)
        return self.checked[name]

    def _check(self, name: str) -> Node | None:
        if name.startswith("_:"):
            return BNode(name[2:])
        if IRI.fullmatch(name):
            return URIRef(name)
        mended = mended_iri(name)
        if IRI.fullmatch(mended):
            self._report("LD311", iri=name, mended=mended)
            return URIRef(mended)
        self._report("LD312", iri=name)
        return None

    def _report(self, code: str, **values: object) -> None:
        place = self.place or next(iter(self.expanded.places.values()), None)
        if place is not None:
            self.report.add(code, place, **values)

    def _node(self, node: Json, graph: Node | None) -> Iterator[Quad]:
        """Yield the statements of a node object and of all that is inside it."""
        outside, self.place = self.place, self.expanded.places.get(node["@id"], self.place)
        subject = self.node(node["@id"])
        for key, values in node.items():
            if key == "@graph":
                for inner in values:
                    yield from self._node(inner, subject)
            elif key == "@included":
                for inner in values:
                    yield from self._node(inner, graph)
            elif key == "@reverse":
                yield from self._reverse(subject, values, graph)
            elif key == "@type":
                objects = [t for t in map(self.node, values) if t is not None]
                if subject is not None:
                    yield from (Quad(subject, RDF.type, t, graph) for t in objects)
            elif not key.startswith("@"):
                yield from self._property(subject, key, values, graph)
        self.place = outside

    def _property(
        self, subject: Node | None, key: str, values: Json, graph: Node | None
    ) -> Iterator[Quad]:
        predicate = self.node(key)
        for value in values:
            term = yield from self._object(value, graph)
            # Blank predicates are generalised RDF, which no RDF 1.1 syntax can write.
            if subject is not None and isinstance(predicate, URIRef) and term is not None:
                yield Quad(subject, predicate, term, graph)

    def _reverse(self, subject: Node | None, values: Json, graph: Node | None) -> Iterator[Quad]:
        for key, nodes in values.items():
            predicate = self.node(key)
            for node in nodes:
                term = yield from self._object(node, graph)
                if term is not None and isinstance(predicate, URIRef) and subject is not None:
                    yield Quad(term, predicate, subject, graph)

    def _object(self, value: Json, graph: Node | None) -> Inside:
        """Yield what is inside a value; return the term that it is."""
        if "@list" in value:
            return (yield from self._list(value["@list"], graph))
        if "@value" in value:
            return self._literal(value)
        if len(value) > 1:
            yield from self._node(value, graph)
        return self.node(value["@id"])

    def _list(self, values: Json, graph: Node | None) -> Inside:
        """Yield a list's cells (JSON-LD 1.1 API, section 7.4.2); return its first cell."""
        terms: list[Node] = []
        for value in values:
            term = yield from self._object(value, graph)
            if term is not None:
                terms.append(term)
        self.lists += 1
        label = f"{self.expanded.scope}list{self.lists}"
        cells = [BNode(f"{label}-{i}") for i in range(len(terms))]
        for i, (cell, term) in enumerate(zip(cells, terms, strict=True)):
            yield Quad(cell, RDF.first, term, graph)
            yield Quad(cell, RDF.rest, cells[i + 1] if i + 1 < len(cells) else RDF.nil, graph)
        return cells[0] if cells else RDF.nil

    def _literal(self, value: Json) -> Literal | None:
        """Return a literal (JSON-LD 1.1 API, section 7.2.2)."""
        lexical, datatype = value["@value"], value.get("@type")
        if datatype == "@json":
            return Literal(canonical_json(lexical), datatype=RDF.JSON)
        if isinstance(lexical, bool):
            return Literal(str(lexical).lower(), datatype=self._datatype(datatype, XSD.boolean))
        if isinstance(lexical, float) or (isinstance(lexical, int) and datatype == str(XSD.double)):
            return Literal(canonical_double(lexical), datatype=self._datatype(datatype, XSD.double))
        if isinstance(lexical, int):  # exact, where the algorithm makes doubles from 10^21 on
            return Literal(str(lexical), datatype=self._datatype(datatype, XSD.integer))
        text = SURROGATE.sub("\ufffd", lexical)
        if "@language" in value and datatype is None:
            return Literal(text, lang=self._language(value["@language"]))
        return Literal(text, datatype=self._datatype(datatype, None))

    def _datatype(self, datatype: str | None, default: URIRef | None) -> URIRef | None:
        found = self.node(datatype) if datatype is not None else None
        return found if isinstance(found, URIRef) and found != XSD.string else default

    def _language(self, tag: str) -> str | None:
        """Return a well-formed language tag; None drops the tag and keeps the text."""
        mended = tag.replace("_", "-")
        if LANGUAGE.fullmatch(mended):
            if mended != tag:
                self._report("LD313", tag=tag, mended=mended)
            return mended
        self._report("LD314", tag=tag)
        return None
