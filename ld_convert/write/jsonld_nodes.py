"""Node objects of JSON-LD 1.1: short names, language maps, and things inside their owners."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from rdflib import RDF, XSD, BNode, Literal, URIRef

from ld_convert.vocab.namespaces import ADMS, DCAT, curie
from ld_convert.vocab.reading_order import ShortName, in_reading_order, schemes, terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from rdflib.term import Node

    from ld_convert.model import Json
    from ld_convert.rdf.index import Index, Objects

DEEPEST = 12
"""How deep things are written inside others; what is deeper stands beside them."""
INSIDE = frozenset(
    {DCAT.Dataset, DCAT.DatasetSeries, DCAT.DataService, DCAT.Distribution, ADMS.Identifier}
)
"""Classes of things with an IRI that are written inside what alone leads to them."""
WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
"""Numbers that every JSON reader keeps as they are: a double holds them exactly."""
WHOLES = frozenset({XSD.integer, XSD.nonNegativeInteger})


class Nodes:
    """Makes node objects of the subjects of an index, each once."""

    def __init__(
        self, spo: Index, used: set[str], avoided: str = "", apart: Collection[Node] = ()
    ) -> None:
        """Add the prefixes and names that objects need to `used`, but never the one avoided.

        What is `apart` is never written inside something else.
        """
        self._spo, self._used, self._avoided, self._apart = spo, used, avoided, apart
        self._uses = Counter(
            value
            for predicates in spo.values()
            for values in predicates.values()
            for value in values
            if value in spo
        )
        self._leading = Counter(
            value
            for predicates in spo.values()
            for value in {v for values in predicates.values() for v in values if v in spo}
        )
        """How many things lead to each, by one property or by several."""
        self._left = dict.fromkeys(sorted(spo, key=rank))

    def rest(self) -> Iterator[Json]:
        """Yield the objects that are not made yet, those first that are inside nothing.

        Then only circles are left, which are cut at their first member.
        """
        for is_last in (False, True):
            for subject in list(self._left):
                if subject in self._left and (is_last or not self._is_inside(subject)):
                    yield self.node(subject)

    def node(self, subject: Node) -> Json:
        """Return a subject as an object; one that is made already, or unknown, as a reference."""
        if subject not in self._left:
            return {"@context": None, "@id": str(subject)} if self._misleads(subject) else subject
        del self._left[subject]
        return self._node(subject, self._spo[subject], 0, is_full=False)

    def _node(
        self, subject: Node, predicates: dict[Node, Objects], depth: int, *, is_full: bool
    ) -> Json:
        node: Json = {}
        if not is_full and self._is_misleading(subject, predicates):
            node["@context"], is_full = None, True  # it holds for all that is inside
        if depth == 0 or self._uses[subject] > 1 or type(subject) is not BNode:
            node["@id"] = _name(subject)
        for predicate in sorted(predicates, key=in_reading_order):
            values = sorted(predicates[predicate], key=rank)
            if predicate == RDF.type and not any(type(value) is Literal for value in values):
                values.sort(key=in_reading_order)
                node["@type"] = _one([self._class(value, is_full=is_full) for value in values])
                continue
            term = None if is_full else terms().get(str(predicate))
            if term is None or term.name == self._avoided:
                key = self._short(predicate, is_full=is_full)
                node[key] = _one([self._value(v, None, depth, is_full=is_full) for v in values])
            elif term.container == "@language":
                node |= self._texts(term, predicate, values, depth)
            else:
                self._used.add(term.name)
                found = [self._value(value, term, depth, is_full=False) for value in values]
                node[term.name] = found if term.container else _one(found)
        return node

    def _texts(self, term: ShortName, predicate: Node, values: list[Node], depth: int) -> Json:
        """Return texts as a language map, or as they are where none has a language.

        What is no text stands under another name of the property: our context would misread it.
        """
        texts: list[Node] = []
        others: list[Node] = []
        for value in values:
            is_text = type(value) is Literal and value.datatype in (None, XSD.string)
            (texts if is_text else others).append(value)
        found: Json = {}
        if texts:
            self._used.add(term.name)
            by_language: Json = {}
            for text in texts:
                language = getattr(text, "language", None) or "@none"
                by_language.setdefault(language, []).append(str(text))
            plain = by_language.keys() == {"@none"}
            maps = {language: _one(by_language[language]) for language in sorted(by_language)}
            found[term.name] = maps["@none"] if plain else maps
        if others:
            made = [self._value(value, None, depth, is_full=False) for value in others]
            found[self._short(predicate, is_full=False)] = _one(made)
        return found

    def _value(self, value: Node, term: ShortName | None, depth: int, *, is_full: bool) -> Json:
        if type(value) is Literal:
            return self._literal(value, term.type if term else "", is_full=is_full)
        if value in self._left and self._is_inside(value) and depth < DEEPEST:
            del self._left[value]
            return self._node(value, self._spo[value], depth + 1, is_full=is_full)
        if term is not None and term.type == "@id":
            return _name(value)
        return {"@id": _name(value)}

    def _literal(self, value: Literal, datatype: str, *, is_full: bool) -> Json:
        """Return a literal; `datatype` is that of the texts of its property, by our context."""
        if value.language:
            return {"@language": value.language, "@value": str(value)}
        own = value.datatype
        if own is None or own == XSD.string:
            return {"@value": str(value)} if datatype else str(value)
        if own == URIRef(datatype or XSD.integer) and own in WHOLES and WHOLE.fullmatch(value):
            return int(value)
        if own == XSD.boolean and not datatype and str(value) in ("true", "false"):
            return str(value) == "true"
        if str(own) == datatype:
            return str(value)
        return {"@type": self._short(own, is_full=is_full), "@value": str(value)}

    def _is_inside(self, node: Node) -> bool:
        """Return whether a thing is written inside the first one that leads to it.

        Of things with an IRI that are those to which nothing else leads.
        """
        leading = 0 if node in self._apart else self._leading[node]
        if type(node) is BNode:
            return leading > 0
        return leading == 1 and not INSIDE.isdisjoint(self._spo[node].get(RDF.type, ()))

    def _class(self, value: Node, *, is_full: bool) -> str:
        if type(value) is BNode or is_full:
            return _name(value)
        term = terms().get(str(value))
        if term is None or term.name == self._avoided:
            return self._short(value, is_full=False)
        self._used.add(term.name)
        return term.name

    def _short(self, iri: Node, *, is_full: bool) -> str:
        name, prefix = _short(str(iri))
        if is_full or not prefix or prefix == self._avoided:
            return str(iri)
        self._used.add(prefix)
        return name

    def _is_misleading(self, subject: Node, predicates: dict[Node, Objects]) -> bool:
        found = (value for values in predicates.values() for value in values)
        return any(map(self._misleads, (subject, *predicates, *found)))

    def _misleads(self, term: Node) -> bool:
        """Return whether a JSON-LD processor would take an IRI, such as <dct:title>, as compact."""
        if type(term) is Literal:
            return term.datatype is not None and self._misleads(term.datatype)
        scheme, _, rest = str(term).partition(":")
        is_known = scheme in schemes() and scheme != self._avoided
        return is_known and type(term) is URIRef and not rest.startswith("//")


def rank(term: Node) -> tuple[str, str, str, str]:
    """Return the sort key of a term: IRIs first, then blank nodes, then literals."""
    if type(term) is Literal:
        return ("2", str(term), term.language or "", str(term.datatype or ""))
    return ("1" if type(term) is BNode else "0", str(term), "", "")


def _one(values: list[Json]) -> Json:
    return values[0] if len(values) == 1 else values


def _name(term: Node) -> str:
    return f"_:{term}" if type(term) is BNode else str(term)


@lru_cache(maxsize=4096)
def _short(iri: str) -> tuple[str, str]:
    """Return an IRI as the context shortens it, and the prefix; empty for none."""
    name = curie(iri)
    return name, name.partition(":")[0] if name != iri else ""
