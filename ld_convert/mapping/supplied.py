"""The mapping with a table of names: texts become what the table says that they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import BNode, Literal, URIRef

from ld_convert import mapping
from ld_convert.findings.locate import place
from ld_convert.mapping import Mapped
from ld_convert.mapping.objects import texts_of
from ld_convert.mapping.readers import TYPE
from ld_convert.model import MetName, Trace, is_iri
from ld_convert.values.codes import publisher_type
from ld_convert.values.identifiers import persistent_iri
from ld_convert.values.names.kinds import KEYWORD, kind_of_function, kind_of_view
from ld_convert.values.names.table import key, themes_of
from ld_convert.values.places import bbox, centroid
from ld_convert.vocab.authority import describe
from ld_convert.vocab.namespaces import DCAT, DCT, SKOS
from ld_convert.vocab.terms import iri, text_literal, vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rdflib.term import Node

    from ld_convert.findings.report import Report
    from ld_convert.mapping.plan import Plan, PlannedRule
    from ld_convert.mapping.readers import Reading
    from ld_convert.mapping.rules import Rule, Way
    from ld_convert.model import Described
    from ld_convert.values.names.kinds import Kind
    from ld_convert.values.names.table import Name
    from ld_convert.values.names.things import Agreed
    from ld_convert.vocab.views import View

    Found = list[tuple[Node, Trace]]

THEME, CONCEPT, ALSO = (vocabulary_term(t) for t in (DCAT.theme, SKOS.Concept, SKOS.altLabel))
PUBLISHER_TYPE, BOX, CENTRE = (vocabulary_term(t) for t in (DCT.type, DCAT.bbox, DCAT.centroid))
PREFERRED = vocabulary_term(SKOS.prefLabel)


def map_graph(
    described: Described, plan: Plan, base: str, report: Report, agreed: Agreed | None = None
) -> Mapped:
    """Return what the rules make of a page's graph, with the names of a table if there is one.

    A statement that the table makes is supplied; its trace has the file and the line of the row.
    `agreed` then knows which rows were applied, and what was met.
    """
    if agreed is None:
        return mapping.map_graph(described, plan, base, report)
    mapped = MappedWithNames(described, plan, base, report)
    mapped.begin(agreed)
    for node, view in mapped.roots.nodes:
        mapped.map_root(node, view)
    return mapped


class MappedWithNames(Mapped):
    """The catalogue's triples, some of them as a table of names has them."""

    def begin(self, agreed: Agreed) -> None:
        """Take the table, before the first node is mapped."""
        self.agreed, self.table = agreed, agreed.table
        self._rows: dict[Node, Name] = {iri(name): row for name, row in agreed.given.items()}
        """The row of each IRI that the table gave."""
        self._spots: dict[Node, Trace] = {}
        """Where the page has the text for which such an IRI stands."""
        self._labels: dict[Node, tuple[URIRef, str]] = {}
        """The property and the text of the preferred label of each such IRI."""
        self._told: set[Node] = set()
        self._themes: list[tuple[URIRef, Trace]] = []

    def map_node(
        self,
        node: Node,
        view: View,
        value: Node | None,
        kind: str = "stated",
        subject: Node | None = None,
    ) -> None:
        """Map a node as always; what the table says of it comes first."""
        written = node if subject is None else subject
        row = self._rows.get(written) if self._rows else None
        named = kind_of_view(view.name) if row is not None else None
        if row is not None and named is not None:
            spot = self._spots.get(written, Trace(view.name, kind, node, ""))
            self._tell(written, named, row, spot, spot.term)
        super().map_node(node, view, value, kind, subject)

    def _apply(
        self, ready: PlannedRule, node: Node, readings: Sequence[Reading], kind: str
    ) -> None:
        """Apply a rule; other names than the preferred one are alternative labels."""
        if node in self._labels:
            own, preferred = self._labels[node]
            if own == ready.target:
                readings = [one for one in readings if str(one[0]) != preferred]
                ready = ready._replace(target=ALSO, waits=False)
        super()._apply(ready, node, readings, kind)
        if self._themes:
            for concept, trace in self._themes:
                self.add((node, THEME, concept), trace)
            self._themes.clear()

    def _converted(self, ready: PlannedRule, term: Node, trace: Trace) -> Found:
        kind = ready.rule.agreed
        if kind is None:
            return super()._converted(ready, term, trace)
        if kind.name == KEYWORD:
            found = super()._converted(ready, term, trace)
            return [self._keyword(kind, value, spot) for value, spot in found]
        found = self._from_table(kind, ready, term, trace)
        if not found:
            found = super()._converted(ready, term, trace)
            if self._rows:
                found = [(value, self._marked(value, spot)) for value, spot in found]
        if self.agreed.is_meeting and (len(found) < 2 or type(term) is not Literal):  # noqa: PLR2004
            self._meet(kind, term, trace, found)  # each of several by itself, see `_node`
        return found

    def _from_table(self, kind: Kind, ready: PlannedRule, term: Node, trace: Trace) -> Found:
        """Return what a rule makes of the IRI that the table has for a value; empty for none."""
        if type(term) is Literal:
            row = self.table.find(kind.name, str(term))
            return self._replaced(kind, ready, row, trace) if row is not None else []
        row = self._rows.get(term) if self._rows else None
        if row is not None:
            self.agreed.used.add(row.where)
            ways = [way for way in ready.ways if way.view and way.view.name in kind.views]
            result = self._convert(ways or ready.ways, ready.rule, term, trace)
            if result is not None and type(result) is not tuple:
                return [(result, self._supplied(trace, row))]  # type: ignore[list-item]
            return []
        for text, spot in self._texts_of(term, trace):
            row = self.table.find(kind.name, text)
            if row is None:
                continue
            if row.named(self.base):
                return self._replaced(kind, ready, row, spot)
            self._rows[term] = row  # what the page says of it stays; only its label is another
            return self._from_table(kind, ready, term, spot)
        return []

    def _texts_of(self, term: Node, trace: Trace) -> Iterator[tuple[str, Trace]]:
        """Yield the texts by which the table may know a value, each with its spot."""
        if type(term) is not BNode:
            yield str(term), trace
        if type(term) is not Literal:
            for text, predicate in texts_of(self.source, term, for_people=True):
                yield (
                    str(text),
                    trace._replace(node=term, predicate=str(predicate), term=text),
                )

    def _replaced(self, kind: Kind, ready: PlannedRule, row: Name, trace: Trace) -> Found:
        name = row.named(self.base)
        value: Node = iri(name) if name else text_literal(row.label) if row.label else BNode()
        if type(value) is BNode:
            return []
        spot = self._supplied(trace, row)
        if type(value) is URIRef:
            self._rows.setdefault(value, row)
            self._spots.setdefault(value, spot)
            if trace.term is not None:
                self.made.setdefault(value, spot)
        result = self._convert(ready.ways, ready.rule, value, spot)
        if result is None:
            return []
        self.agreed.used.add(row.where)
        made = result if type(result) is tuple else (result,)
        for one in made:
            if type(one) is URIRef:
                self._tell(one, kind, row, spot, spot.term)
        return [(one, spot) for one in made]  # type: ignore[misc]

    def _node(self, rule: Rule, way: Way, term: Node, trace: Trace) -> Node | None:
        """Return the node that a value is; one name of a list of names is looked up here."""
        kind = kind_of_function(f"node:{way.name}") if way.each else None
        row = self.table.find(kind.name, str(term)) if kind and type(term) is Literal else None
        if kind and type(term) is Literal and type(trace.term) is Literal:
            self._meet(kind, term, trace, [])
        if kind is None or row is None or not row.named(self.base):
            return super()._node(rule, way, term, trace)
        name, spot = iri(row.named(self.base)), self._supplied(trace, row)
        self.agreed.used.add(row.where)
        self._rows.setdefault(name, row)
        self.made.setdefault(name, spot)
        self._tell(name, kind, row, spot, term)
        return super()._node(rule, way, name, spot)

    def _new(self, rule: Rule, view: View, term: Node, trace: Trace) -> Node:
        """Return a name for a thing; one of the table is its name already."""
        return term if term in self._rows else super()._new(rule, view, term, trace)

    def _keyword(self, kind: Kind, value: Node, trace: Trace) -> tuple[Node, Trace]:
        """Return a keyword, as the table spells it; its themes are noted."""
        row = self.table.find(kind.name, str(value))
        self._meet(kind, value, trace, [])
        if row is None:
            return value, trace
        self.agreed.used.add(row.where)
        spot = self._supplied(trace, row)
        concepts = [themes_of(one) for one in row.theme.split("|") if one]
        for name in filter(None, (*concepts, row.iri)):
            concept = iri(name)
            self._themes.append((concept, spot))
            if name == row.iri:
                self._tell(concept, kind, row, spot, value)
        if not row.label or row.label == str(value):
            return value, trace
        language = value.language if isinstance(value, Literal) else None
        return text_literal(row.label, language), spot

    def _tell(
        self, name: Node, kind: Kind, row: Name, trace: Trace, text: Node | None = None
    ) -> None:
        """Add what the table says of a thing: its label, type, geometry and what is the same.

        Without a preferred label, a thing that the page does not describe is called by its `text`.
        """
        if name in self._told:
            return
        self._told.add(name)
        spot = self._supplied(trace, row)
        known = describe(name) if type(name) is URIRef else ()
        label = self.table.labels.get(str(name), row.label)
        has_label = any(predicate == PREFERRED for _, predicate, _ in known)
        own = vocabulary_term(kind.label)
        if label:
            self._labels[name] = (own, label)
            self.add((name, own, text_literal(label)), spot)
        elif type(text) is Literal and not has_label and (kind.views or not known):
            self.add((name, own, text), trace._replace(kind="stated", by=""))
        if kind.name == KEYWORD and not known:
            self.add((name, TYPE, CONCEPT), spot)
        for other in row.same.split():
            self.add((name, vocabulary_term(kind.same), iri(other)), spot)
        shape = Literal(row.geometry)
        values = (
            (PUBLISHER_TYPE, publisher_type(Literal(row.type)) if row.type else None),
            (BOX, bbox(shape) if row.geometry else None),
            (CENTRE, centroid(shape) if row.geometry else None),
        )
        for predicate, made in values:
            if made is not None:
                self.add((name, predicate, made), spot)

    def _marked(self, value: Node, trace: Trace) -> Trace:
        """Return the trace of a value that a rule made of another, as of the table if it is its."""
        row = self._rows.get(value) if type(value) is URIRef and value != trace.term else None
        return trace if row is None else self._supplied(trace, row)

    def _supplied(self, trace: Trace, row: Name) -> Trace:
        return trace._replace(kind="supplied", by=row.where)

    def _meet(self, kind: Kind, term: Node, trace: Trace, found: Found) -> None:
        """Note a text that stands for nothing in an authority table, whichever rule reads it."""
        if not self.agreed.is_meeting:
            return
        spot = (kind.name, trace.node, trace.predicate, term)
        if _is_settled(term) or any(_is_settled(value) for value, _ in found):
            self.agreed.met[spot] = None
        if spot in self.agreed.met:
            return
        said = (one for one in self._texts_of(term, trace) if not is_iri(one[0]))
        text, place_of = next(said, ("", trace))
        if key(text):
            where = str(place(self.locate(place_of)))
            self.agreed.met[spot] = MetName(kind.name, text, where, str(trace.node))


def _is_settled(value: Node) -> bool:
    """Return whether a value is a member of an authority table, or has a lasting identifier."""
    return type(value) is URIRef and bool(describe(value) or persistent_iri(value))
