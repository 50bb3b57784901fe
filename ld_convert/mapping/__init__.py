"""Apply a rule table to the graph of a page: schema.org in, DCAT out, every triple traced."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rdflib import BNode, Literal, URIRef

from ld_convert.mapping.keep import ALONE, LeftOut, is_bare, is_spelling, kept
from ld_convert.mapping.objects import DISTRIBUTIONS, ROLES, identifying, iri_of_text, texts_of
from ld_convert.mapping.passthrough import Passing
from ld_convert.mapping.readers import TYPE, Source
from ld_convert.mapping.roots import find_roots
from ld_convert.mapping.statements import Statements
from ld_convert.model import Described, Trace, Triple
from ld_convert.rdf.index import index
from ld_convert.values import VALUES, Value
from ld_convert.values.identifiers import thing_iri
from ld_convert.vocab.authority import describe
from ld_convert.vocab.distribution_names import distribution_iri
from ld_convert.vocab.distribution_names import owner as dataset_of
from ld_convert.vocab.terms import blank, iri
from ld_convert.vocab.views import View, views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rdflib.term import Node

    from ld_convert.findings.report import Report
    from ld_convert.mapping.plan import Plan, PlannedRule, ReadyWay
    from ld_convert.mapping.readers import Reading
    from ld_convert.mapping.rules import Rule, Way

    Result = Node | tuple[Node, ...] | None
    Found = list[tuple[Node, Trace]]

AS_IRI = VALUES["iri"]
MOST_NESTED = 40
"""Nodes that are mapped inside each other; what lies deeper comes after them."""


def map_graph(described: Described, plan: Plan, base: str, report: Report) -> Mapped:
    """Return what the rules make of a page's graph: DCAT triples, each with its trace.

    `base` is where new names are made. A value that no way of its rule fits is a finding (LD401),
    and so is one for which there is no room (LD431); only that value is lost.
    """
    mapped = Mapped(described, plan, base, report)
    for node, view in mapped.roots.nodes:
        mapped.map_root(node, view)
    return mapped


class Mapped(Statements):
    """The catalogue's triples as they grow, and where each comes from."""

    def __init__(self, described: Described, plan: Plan, base: str, report: Report) -> None:
        super().__init__(described.places)
        self.source, self.base = Source(index(described.graph), base), base
        self.plan, self.report = plan, report
        self.roots = find_roots(self.source, self.places)
        self.source.members = frozenset(node for node, _ in self.roots.nodes)
        self.readings: list[Trace] = []
        """One trace for each converted value, also where another rule gave the same triple."""
        self.replaced: set[Triple] = set()
        """Statements of the page in DCAT of which a rule made others."""
        self.renamed: dict[Node, Node] = {}
        """From a nameless node of the page to the IRI under which it is written."""
        self.done: set[tuple[Node, str]] = set()
        """Which nodes were mapped, and by which view."""
        self._inferred: set[tuple[Node, str]] = set()
        """What is in `done` by derived triples only."""
        self._begun: list[Node] = []  # whose rules are being applied, the innermost last
        self._later: list[tuple[Node, View, Node | None, str, Node]] = []
        self._left = LeftOut(report)

    def map_root(self, node: Node, view: View) -> None:
        """Apply a view's rules to a node, and those of others to what they lead to."""
        self.map_node(node, view, None)
        while self._later:
            self.map_node(*self._later.pop())

    def map_node(
        self,
        node: Node,
        view: View,
        value: Node | None,
        kind: str = "stated",
        subject: Node | None = None,
    ) -> None:
        """Apply a view's rules to a node; `value` is the bare value that it was made from.

        `kind` is that of the triple that leads here: a page does not say that a node is what a
        rule takes it for, nor anything of a node that a rule made up. `subject` is the IRI under
        which a nameless node is written.
        """
        key = (node, view.name)
        if key in self.done and not (kind == "stated" and key in self._inferred):
            return
        self.done.add(key)
        (self._inferred.discard if kind == "stated" else self._inferred.add)(key)
        written = node if subject is None else subject
        plan = self.plan.views[view.name]
        for cls in plan.types:
            self.add((written, TYPE, cls), Trace(view.name, kind, node, ""))
        self._begun.append(written)
        inner = kind if node in self.made else "stated"
        for ready in plan.rules(self.source, node, value):
            if ready.waits and self._has(ready, written, node):
                there = self.first(written, ready.target) if ready.rule.keep == "one" else None
                self._left.beside(ready, self.source, node, there, self.locate)
                continue
            if ready.guard is not None and not ready.guard(self.source, node):
                continue
            readings = ready.read(self.source, node, value)
            if readings:
                self._apply(ready, written, readings, inner)
        self._begun.pop()

    def passing(self) -> Passing:
        """Return what the mapping knows of the page's own DCAT, which is added afterwards."""
        return Passing({node for node, _ in self.done}, self.renamed, self.replaced)

    def _apply(
        self, ready: PlannedRule, node: Node, readings: Sequence[Reading], kind: str
    ) -> None:
        """Write what a rule makes of what it read; `node` is the subject, of the given kind."""
        rule = ready.rule
        own = ready.kind if kind == "stated" else kind
        found: Found = []
        for term, owner, predicate, guessed in readings[1:] if rule.keep == "rest" else readings:
            trace = Trace(rule.id, "derived" if guessed else own, owner, predicate, term)
            if rule.keep in ALONE and found and self._is_over(ready, found[0], trace):
                continue
            if type(term) is Literal and not str.strip(term):
                self._left.empty(trace, self.locate)
                continue
            results = self._converted(ready, term, trace)
            if ready.replaces and term not in (made for made, _ in results) and results:
                self.replaced.add((owner, ready.replaces, term))
            found += results
        if not found:
            return
        earlier = self.take_back(node, ready.target) if rule.keep == "strict" else []
        chosen, left = kept(rule.keep, found, earlier)
        for made, trace in chosen:
            self.readings.append(trace)
            self.add(
                (made, ready.target, node) if rule.inverse else (node, ready.target, made), trace
            )
        if left and ready.mends:
            self.replaced.update((t.node, ready.target, t.term) for _, t in left if t.term)
        if left and ready.tells:
            self._left.values(ready.target, left, chosen, self.locate)

    def _is_over(self, ready: PlannedRule, first: tuple[Node, Trace], trace: Trace) -> bool:
        """Return whether a value comes after the only one for which there is room."""
        if not ready.tells or all(way.view is None for way in ready.ways):
            return not ready.tells
        if trace.term and ready.mends:
            self.replaced.add((trace.node, ready.target, trace.term))
        if trace.term != first[1].term and not is_spelling(ready, first[0], trace.term):
            left = [(trace.term or first[0], trace)]
            self._left.values(ready.target, left, [first], self.locate)
        return True

    def _has(self, ready: PlannedRule, node: Node, source: Node) -> bool:
        """Return whether a property has a value: by an earlier rule, or by the page in DCAT."""
        if ready.rule.inverse:
            return any(node in found.get(ready.target, ()) for found in self._spo.values())
        if ready.target in self._spo.get(node, ()):
            return True
        return not ready.mends and ready.target in self.source.spo.get(source, ())

    def _converted(self, ready: PlannedRule, term: Node, trace: Trace) -> Found:
        """Return what a rule makes of a value, or of the text of an object; else it is reported."""
        result = self._convert(ready.ways, ready.rule, term, trace)
        if result is None and ready.reads_objects and type(term) is not Literal:
            result, trace = self._by_text(ready, term, trace)
        if result is not None:
            return [(one, trace) for one in (result if type(result) is tuple else (result,))]  # type: ignore[misc]
        if not ready.rule.quiet:
            self._left.unfit(ready.rule, term, trace, self.locate)
        return []

    def _by_text(self, ready: PlannedRule, term: Node, trace: Trace) -> tuple[Result, Trace]:
        """Return what a rule makes of the first fitting text of an object, and that text's spot."""
        for text, by in texts_of(self.source, term, for_people=ready.for_people):
            spot = trace._replace(node=term, predicate=str(by), term=text)
            if (result := self._convert(ready.ways, ready.rule, text, spot)) is not None:
                return result, spot
        return None, trace

    def _convert(self, ways: Sequence[ReadyWay], rule: Rule, term: Node, trace: Trace) -> Result:
        """Return what the first fitting way of a rule makes of a value."""
        for fits, const, convert, view, way in ways:
            if fits is not None and fits(term) is None:
                continue
            result: Result = None
            if convert is not None:
                result = convert(term)
            elif const is not None:
                result = const
            elif view is not None:
                if rule.path and str(term) == str(trace.node):
                    return () if way.name == "document" else None  # a name, no page and no part
                result = self._nodes(rule, way, term, trace, fits)
            if result is not None:
                return result
        return None

    def _nodes(self, rule: Rule, way: Way, term: Node, trace: Trace, fits: Value | None) -> Result:
        """Return the node that a value is, or one for each part of a list; None for none."""
        if self.source.says_nothing(term, role=way.name in ROLES):
            return None
        if type(term) is URIRef and AS_IRI(term) is None:
            return None  # such as javascript:
        parts = fits(term) if way.each and fits is not None else term
        if not isinstance(parts, tuple):
            return self._node(rule, way, term, trace)
        made = (self._node(rule, way, part, trace) for part in parts)
        return tuple(node for node in made if node is not None) or None

    def _node(self, rule: Rule, way: Way, term: Node, trace: Trace) -> Node | None:
        """Return the node that a value is, or a new one made from it, mapped by the view.

        None for a nameless node of which there is nothing to say.
        """
        view, node, value = views()[way.name], term, term
        address = thing_iri(term) if type(term) is Literal and view.bare == "node" else None
        if type(address) is URIRef:
            node = value = address
        named = self._named(view, node)
        if named is not None and describe(named):
            return named  # an authority says all that is to be said
        is_new = type(node) is Literal or view.bare == "always"
        is_new |= view.bare == "value" and term not in self.source.spo
        if is_new:
            node = self._new(rule, view, term, trace)
        subject = named if named is not None and type(node) is BNode else node
        if way.named and self._left.nameless(subject, view, self.source, self.place(node, "")):
            return None
        if subject is not node:
            self.renamed[node] = subject
        if subject not in self.places and (is_new or subject is not node):
            self.made.setdefault(subject, trace)
        is_ours = view.name in DISTRIBUTIONS and bool(dataset_of(str(term)))
        told = (node, view, None if is_ours else value, trace.kind, subject)
        if len(self._begun) >= MOST_NESTED and not is_new:
            self._later.append(told)
        else:
            self.map_node(*told)
            if (is_new or type(subject) is BNode) and self._is_empty(subject, node, view):
                return None
        if way.also is not None:
            self.add((subject, *way.also), trace)
        return subject

    def _named(self, view: View, node: Node) -> URIRef | None:
        """Return the IRI that the table's rules give a node (target @id); None for none."""
        if type(node) is Literal or node not in self.source.spo:
            return None
        for ready in self.plan.views[view.name].naming:
            for term, owner, predicate, _ in ready.read(self.source, node, None):
                trace = Trace(ready.rule.id, ready.kind, owner, predicate, term)
                found = self._convert(ready.ways, ready.rule, term, trace)
                if type(found) is URIRef:
                    self.readings.append(trace)
                    return found
        return None

    def _is_empty(self, node: Node, source: Node, view: View) -> bool:
        """Return whether nothing is said of a node to which the page gives no name.

        A class and nothing else says nothing, nor does a node without what its view needs. What
        was written of it is taken back then.
        """
        if node in self._begun:
            return False
        own = self._spo.get(node, {})
        if not is_bare(own, self.source.spo.get(source, {}), view):
            return False
        for predicate in list(own):
            self.take_back(node, predicate)
        return True

    def _new(self, rule: Rule, view: View, term: Node, trace: Trace) -> Node:
        """Return a name for a thing that the page does not name, the same in every run."""
        name = iri_of_text(view, term, self.base)
        dataset = trace.node if type(trace.node) is URIRef else self._begun[-1]
        if view.name in DISTRIBUTIONS and type(dataset) is URIRef:
            identified = identifying(self.source, term)
            name = distribution_iri(str(dataset), identified) if identified else ""
        if name:
            return iri(name)
        source = next(iter(self.places.values()))[0].source
        seed = "\n".join((source, str(trace.node), rule.id, term.n3()))
        return blank("m" + hashlib.sha256(seed.encode()).hexdigest()[:16])
