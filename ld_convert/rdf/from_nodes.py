"""Make RDF of expanded JSON-LD nodes, keep their names and places, and check each term."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rdflib import Literal, URIRef
from rdflib.term import Node

from ld_convert.findings.locate import element_place, property_places
from ld_convert.model import Described, Expanded, Json, Location, Places
from ld_convert.rdf.index import index, insert, new_graph
from ld_convert.rdf.labels import own_label
from ld_convert.rdf.numbers import canonical_double, canonical_json
from ld_convert.vocab.namespaces import RDF, XSD
from ld_convert.vocab.term_syntax import LABEL, LANGUAGE, mended_iri, safe_label
from ld_convert.vocab.terms import KNOWN, blank, iri, text_literal, typed_literal, vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ld_convert.findings.report import Report

    Emit = Callable[[Node, Node, Node, Node | None], object]

FIRST, NIL, REST, TYPE = map(vocabulary_term, (RDF.first, RDF.nil, RDF.rest, RDF.type))
STRING, BOOLEAN, DOUBLE, INTEGER = map(
    vocabulary_term, (XSD.string, XSD.boolean, XSD.double, XSD.integer)
)
JSON = vocabulary_term(RDF.JSON)
TAGGED = frozenset({RDF.langString, URIRef(f"{RDF}dirLangString")})
"""Datatypes of texts with a language only."""

SURROGATE = re.compile(r"[\ud800-\udfff]")

CROISSANT = "https://mlcommons.org/croissant/"
"""Croissant's namespace as some write it; its specification has it with http."""


class Quad(NamedTuple):
    """One statement; `graph` is None in the default graph."""

    subject: Node
    predicate: URIRef
    object: Node
    graph: Node | None


def to_graph(expanded: list[Expanded], names: Mapping[str, str], report: Report) -> Described:
    """Return one graph of all nodes, renamed as `names` says, with the places of each node.

    Named graphs inside the page are merged: a capture is one graph. An IRI or a language tag that
    RDF does not allow is mended or left out, and reported (LD311 to LD314).
    """
    graph = new_graph()
    spo = index(graph)
    places: Places = {}
    terms: dict[str, Node] = {}
    texts: dict[str, Literal] = {}
    for fragment in expanded:
        builder = Builder(fragment, names, report, terms, texts)

        def emit(subject: Node, predicate: Node, value: Node, _graph: Node | None) -> None:
            insert(spo, subject, predicate, value)

        builder.build(emit)
        for name, place in fragment.places.items():
            node = builder.node(name)
            if node is not None:
                places[node] = (*places.get(node, ()), place)
    return Described(graph, places)


def _whole(text: str) -> str:
    """Return a text with U+FFFD for each lone surrogate, which UTF-8 cannot encode."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return SURROGATE.sub("\ufffd", text)
    return text


class Builder:
    """Deserialises one fragment's nodes (JSON-LD 1.1 API, section 7.1) without renaming them."""

    def __init__(
        self,
        expanded: Expanded,
        names: Mapping[str, str],
        report: Report,
        terms: dict[str, Node] | None = None,
        texts: dict[str, Literal] | None = None,
    ) -> None:
        self.expanded, self.names, self.report = expanded, names, report
        self.terms = {} if terms is None else terms
        """The rdflib term of each valid IRI and label, shared by the fragments of a capture."""
        self.texts = {} if texts is None else texts
        """The same for texts without a language."""
        self.checked: dict[str, Node | None] = {}
        self.lists = 0
        self.place: Location | None = None
        self.key = ""
        """The property whose values are read."""
        self.emit: Emit = lambda *_: None

    def quads(self) -> list[Quad]:
        """Return all statements of the fragment, in the order of the page."""
        found: list[Quad] = []
        self.build(lambda *quad: found.append(Quad(*quad)))
        return found

    def build(self, emit: Emit) -> None:
        """Call `emit` with the four terms of every statement, in the order of the page."""
        self.emit = emit
        for node in self.expanded.nodes:
            self._node(node, None)

    def node(self, name: str) -> Node | None:
        """Return the term of a node's name, mended if needed; None if it cannot be mended."""
        if name in self.checked:
            return self.checked[name]
        wanted = self.names.get(name, name)
        if wanted == name and name.startswith("_:") and not self._is_ours(name):
            # A class or a datatype: names of nodes and references have been made ours before.
            wanted = own_label(name, self.expanded.scope)
        found = self.checked[name] = self.node(wanted) if wanted != name else self._check(name)
        return found

    def _is_ours(self, label: str) -> bool:
        return label.startswith(f"_:{self.expanded.scope}") or label in self.new_names

    @cached_property
    def new_names(self) -> frozenset[str]:
        """What nodes are renamed to; it can be a label of another fragment."""
        return frozenset(self.names.values())

    def _check(self, name: str) -> Node | None:
        known = KNOWN.get(name) or self.terms.get(name)
        if known is not None:
            return known
        if name.startswith(CROISSANT):
            name = f"http{name.removeprefix('https')}"
        if name.startswith("_:"):
            return self.terms.setdefault(name, blank(self._label(name[2:])))
        mended = mended_iri(name)
        if mended == name:
            return self.terms.setdefault(name, iri(name))
        if mended is None:
            self._report("LD312", name, iri=name)
            return None
        self._report("LD311", name, iri=name, mended=mended)
        return iri(mended)

    def _label(self, label: str) -> str:
        """Return a blank node label that every syntax can write."""
        return label if LABEL.fullmatch(label) else f"{self.expanded.scope}l{safe_label(label)}"

    def _report(self, code: str, wrong: str, **values: object) -> None:
        """Report what is wrong with a text of a property, at its place if the node has one."""
        place = self.place or next(iter(self.expanded.places.values()), None)
        if place is not None:
            spot = next(property_places((place,), self.key))
            self.report.add(code, element_place(spot, wrong), **values)

    def _node(self, node: Json, graph: Node | None) -> None:
        """Emit the statements of a node object and of the node objects inside it."""
        outside, self.place = self.place, self.expanded.places.get(node["@id"], self.place)
        self.key = ""
        subject = self.node(node["@id"])
        for key, values in node.items():
            if not key.startswith("@"):
                self._property(subject, key, values, graph)
                self.key = ""
            elif key == "@type":
                for name in values:
                    cls = self.node(name)
                    if cls is not None and subject is not None:
                        self.emit(subject, TYPE, cls, graph)
            elif key in ("@graph", "@included"):
                for inner in values:
                    self._node(inner, subject if key == "@graph" else graph)
            elif key == "@reverse":
                self._reverse(subject, values, graph)
        self.place = outside

    def _property(self, subject: Node | None, key: str, values: Json, graph: Node | None) -> None:
        predicate = self.node(key)
        # Blank predicates are generalised RDF, which no RDF 1.1 syntax can write.
        is_legal = subject is not None and type(predicate) is URIRef
        for value in values:
            self.key = key
            term = self._object(value, graph)
            if is_legal and term is not None:
                self.emit(subject, predicate, term, graph)  # type: ignore[arg-type]

    def _reverse(self, subject: Node | None, values: Json, graph: Node | None) -> None:
        for key, nodes in values.items():
            predicate = self.node(key)
            for node in nodes:
                term = self._object(node, graph)
                if term is not None and isinstance(predicate, URIRef) and subject is not None:
                    self.emit(term, predicate, subject, graph)

    def _object(self, value: Json, graph: Node | None) -> Node | None:
        """Emit the statements inside a value; return the term that stands for the value."""
        if "@value" in value:
            return self._literal(value)
        if "@list" in value:
            return self._list(value["@list"], graph)
        if len(value) > 1:
            self._node(value, graph)
        return self.node(value["@id"])

    def _list(self, values: Json, graph: Node | None) -> Node:
        """Emit the cells of a list (JSON-LD 1.1 API, section 7.4.2); return the first cell."""
        found = (self._object(value, graph) for value in values)
        terms = [term for term in found if term is not None]
        self.lists += 1
        label = f"{self.expanded.scope}list{self.lists}"
        cells = [blank(f"{label}-{i}") for i in range(len(terms))]
        for i, (cell, term) in enumerate(zip(cells, terms, strict=True)):
            self.emit(cell, FIRST, term, graph)
            self.emit(cell, REST, cells[i + 1] if i + 1 < len(cells) else NIL, graph)
        return cells[0] if cells else NIL

    def _literal(self, value: Json) -> Literal | None:
        """Return a literal (JSON-LD 1.1 API, section 7.2.2)."""
        lexical, datatype = value["@value"], value.get("@type")
        if datatype is None and type(lexical) is str:
            return self._text(lexical, value.get("@language"))
        if datatype == "@json":
            return Literal(canonical_json(lexical), datatype=JSON, normalize=False)
        if isinstance(lexical, bool):
            return typed_literal(str(lexical).lower(), self._datatype(datatype, lexical) or BOOLEAN)
        if isinstance(lexical, float) or (isinstance(lexical, int) and datatype == str(DOUBLE)):
            return typed_literal(
                canonical_double(lexical), self._datatype(datatype, lexical) or DOUBLE
            )
        if isinstance(lexical, int):  # exact, where the algorithm makes doubles from 10^21 on
            return typed_literal(str(lexical), self._datatype(datatype, lexical) or INTEGER)
        text, found = _whole(lexical), self._datatype(datatype, lexical)
        return typed_literal(text, found) if found is not None else text_literal(text)

    def _text(self, text: str, language: str | None) -> Literal:
        """Return a text. Pages say most of them twice, and equal objects are slow to compare."""
        if language is not None:
            return text_literal(_whole(text), self._language(language, text))
        known = self.texts.get(text)
        if known is None:
            known = self.texts[text] = text_literal(_whole(text))
        return known

    def _datatype(self, datatype: str | None, lexical: Json) -> URIRef | None:
        """Return a datatype; None for that of a text, and for one that no literal here can have.

        rdf:langString needs a language, rdf:dirLangString a direction too (RDF 1.2, section 3.3).
        """
        found = self.node(datatype) if datatype is not None else None
        if isinstance(found, URIRef) and found not in TAGGED:
            return found if found != STRING else None
        if datatype is not None:
            self._report("LD319", str(lexical), datatype=datatype)
        return None

    def _language(self, tag: str, text: str) -> str | None:
        """Return a well-formed language tag of a text; None drops the tag and keeps the text."""
        mended = tag.replace("_", "-")
        if LANGUAGE.fullmatch(mended):
            if mended != tag:
                self._report("LD313", text, tag=tag, mended=mended)
            return mended
        self._report("LD314", text, tag=tag)
        return None
