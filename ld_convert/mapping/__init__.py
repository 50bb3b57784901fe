"""Apply a rule table to the graph of a page: schema.org in, DCAT out, every triple traced."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rdflib import BNode, Literal, URIRef

from ld_convert.mapping.places import Spots
from ld_convert.mapping.readers import TYPE, Source
from ld_convert.model import Described, Trace, Triple
from ld_convert.rdf.index import index, insert, new_graph
from ld_convert.values import VALUES, Value
from ld_convert.vocab.authority import describe
from ld_convert.vocab.distribution_names import distribution_iri
from ld_convert.vocab.distribution_names import owner as dataset_of
from ld_convert.vocab.namespaces import SCHEMA
from ld_convert.vocab.terms import blank, iri, vocabulary_term
from ld_convert.vocab.views import View, hash_iri, name_iri, view_of, views

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rdflib.term import Node

    from ld_convert.findings.report import Report
    from ld_convert.mapping.plan import Plan, PlannedRule
    from ld_convert.mapping.readers import Reading
    from ld_convert.mapping.rules import Rule, Way

ROOTS = ("dataset", "catalog", "service")
"""Views of the nodes at which mapping starts; all others are reached from them."""

DISTRIBUTIONS = frozenset({"access", "distribution"})
"""Views whose nodes are named after their dataset."""

ROLES = frozenset(view.name for view in views().values() if "Role" in view.classes)
"""Views in which a Role is the thing itself."""

NAMES = tuple(vocabulary_term(SCHEMA + name) for name in ("name", "headline"))
AS_IRI: Value = VALUES["iri"]


def map_graph(described: Described, plan: Plan, base: str, report: Report) -> Mapped:
    """Return what the rules make of a page's graph: DCAT triples, each with its trace.

    `base` is where new names are made. A value that no way of its rule fits is a finding
    (LD401), and only that value is lost.
    """
    mapped = Mapped(described, plan, base, report)
    for node, view in _roots(mapped.source):
        mapped.map_node(node, view, None)
    return mapped


def _roots(source: Source) -> Iterator[tuple[Node, View]]:
    """Yield the datasets and catalogues that the page describes.

    One that is only mentioned inside another needs a name: a class and an address are a reference.
    """
    mentioned: set[Node] | None = None
    for node, predicates in source.spo.items():
        classes = [str(cls).removeprefix(SCHEMA) for cls in predicates.get(TYPE, ())]
        view = view_of(classes) if classes else None
        if view is None or view.name not in ROOTS:
            continue
        is_root = any(name in predicates for name in NAMES)
        if not is_root and len(predicates) > 1:
            if mentioned is None:
                mentioned = {o for ps in source.spo.values() for os in ps.values() for o in os}
            is_root = node not in mentioned
        if is_root:
            yield node, view


class Mapped(Spots):
    """The catalogue's triples as they grow, and where each comes from."""

    def __init__(self, described: Described, plan: Plan, base: str, report: Report) -> None:
        super().__init__(described.places)
        self.source, self.base, self.report = Source(index(described.graph)), base, report
        self.plan = plan
        self.graph = new_graph()
        self.traces: dict[Triple, Trace] = {}
        self.readings: list[Trace] = []
        """One trace for each converted value, also where another rule gave the same triple."""
        self._spo = index(self.graph)
        self._looked_up: set[Node] = set()
        self._inferred: set[tuple[Node, str]] = set()
        """What is in `done` by derived triples only."""
        self.done: set[tuple[Node, str]] = set()
        """Which nodes were mapped, and by which view."""
        self._empty: set[tuple[Node, str]] = set()

    def map_node(self, node: Node, view: View, value: Node | None, kind: str = "stated") -> None:
        """Apply a view's rules to a node; `value` is the bare value that it was made from.

        `kind` is that of the triple that leads here: a page does not say that a node is what a
        rule takes it for, nor anything of a node that a rule made up.
        """
        key = (node, view.name)
        if key in self.done and not (kind == "stated" and key in self._inferred):
            return
        self.done.add(key)
        (self._inferred.discard if kind == "stated" else self._inferred.add)(key)
        plan = self.plan.views[view.name]
        for cls in plan.types:
            self.add((node, TYPE, cls), Trace(view.name, kind, node, ""))
        inner = kind if node in self.made else "stated"
        for ready in plan.rules(self.source, node, value):
            if ready.waits and self._has(ready, node):
                continue
            readings = ready.read(self.source, node, value)
            if readings:
                self._apply(ready, node, readings, inner)

    def add(self, triple: Triple, trace: Trace) -> None:
        """Add a triple, and the triples that an authority's concept needs beside it."""
        known = self.traces.setdefault(triple, trace)
        if known is not trace:
            if trace.kind == "stated" and known.kind == "derived":
                self.traces[triple] = trace
            return
        subject, predicate, value = triple
        insert(self._spo, subject, predicate, value)
        if predicate is not TYPE:
            if subject not in self._looked_up:
                self._describe(subject, subject)
            if type(value) is not Literal and value not in self._looked_up:
                self._describe(value, subject)

    def _describe(self, end: Node, subject: Node) -> None:
        self._looked_up.add(end)
        for extra in describe(end) if type(end) is URIRef else ():
            if extra not in self.traces:
                self.traces[extra] = Trace("authority", "supplied", subject, "")
                insert(self._spo, *extra)

    def _apply(
        self, ready: PlannedRule, node: Node, readings: Sequence[Reading], kind: str
    ) -> None:
        """Write what a rule makes of what it read from a node; `kind` is the node's."""
        rule, keep = ready.rule, ready.rule.keep
        own = ready.kind if kind == "stated" else kind
        found: list[tuple[Node, Trace]] = []
        for term, owner, predicate, guessed in readings[1:] if keep == "rest" else readings:
            if keep == "first" and found:
                break
            trace = Trace(rule.id, "derived" if guessed else own, owner, predicate, term)
            if type(term) is Literal and not str.strip(term):
                self._report_empty(trace)
                continue
            result = self._convert(ready, term, trace)
            if type(result) is tuple:
                found += [(one, trace) for one in result]
            elif result is not None:
                found.append((result, trace))  # type: ignore[arg-type]
        if found and keep in ("min", "max"):
            choose = min if keep == "min" else max
            found = [choose(found, key=lambda pair: str(pair[0]))]
        elif keep == "first":
            del found[1:]
        for made, trace in found:
            self.readings.append(trace)
            self.add(
                (made, ready.target, node) if rule.inverse else (node, ready.target, made), trace
            )

    def _has(self, ready: PlannedRule, node: Node) -> bool:
        if ready.rule.inverse:
            return any(node in found.get(ready.target, ()) for found in self._spo.values())
        return ready.target in self._spo.get(node, ())

    def _report_empty(self, trace: Trace) -> None:
        if (trace.node, trace.predicate) not in self._empty:
            self._empty.add((trace.node, trace.predicate))
            self.report.add("LD430", self.locate(trace))

    def _convert(
        self, ready: PlannedRule, term: Node, trace: Trace
    ) -> Node | tuple[Node, ...] | None:
        """Return what the first fitting way of a rule makes of a value."""
        for fits, const, convert, view, way in ready.ways:
            if fits is not None and fits(term) is None:
                continue
            if convert is not None:
                result = convert(term)
                if result is not None:
                    return result
            elif const is not None:
                return const
            elif view is not None:
                if self.source.says_nothing(term, role=way.name in ROLES):
                    return None
                if ready.rule.path and str(term) == str(trace.node):
                    return None  # a thing's own name is no page of it, and no part
                if type(term) is URIRef and AS_IRI(term) is None:
                    continue  # such as javascript:
                if way.each and fits is not None:
                    parts = fits(term)
                    terms = parts if isinstance(parts, tuple) else (term,)
                    return tuple(self._node(ready.rule, way, part, trace) for part in terms)
                return self._node(ready.rule, way, term, trace)
        rule = ready.rule
        if not rule.quiet and not isinstance(term, BNode):
            wanted = (rule.ways[0].fits or rule.ways[0].name).replace("_", " ")
            self.report.add("LD401", self.locate(trace), value=str(term), wanted=wanted)
        return None

    def _node(self, rule: Rule, way: Way, term: Node, trace: Trace) -> Node:
        """Return the node that a value is, or a new one made from it, mapped by the view."""
        view, node, value = views()[way.name], term, term
        address = AS_IRI(term) if type(term) is Literal and view.bare == "node" else None
        if type(address) is URIRef:
            node = value = address
        is_new = type(node) is Literal or (view.bare == "value" and term not in self.source.spo)
        if is_new or view.bare == "always":
            node = self._new(rule, view, term, trace)
            if node not in self.places:
                self.made.setdefault(node, trace)
        is_ours = view.name in DISTRIBUTIONS and bool(dataset_of(str(term)))
        self.map_node(node, view, None if is_ours else value, trace.kind)
        if way.also is not None:
            self.add((node, *way.also), trace)
        return node

    def _new(self, rule: Rule, view: View, term: Node, trace: Trace) -> Node:
        """Return a name for a thing that the page does not name, the same in every run."""
        name = name_iri(view, str(term), self.base) or hash_iri(view, str(term), self.base)
        if view.name in DISTRIBUTIONS and type(trace.node) is URIRef:
            identified = self._identifying(term)
            name = distribution_iri(str(trace.node), identified) if identified else ""
        if name:
            return iri(name)
        source = next(iter(self.places.values()))[0].source
        seed = "\n".join((source, str(trace.node), rule.id, term.n3()))
        return blank("m" + hashlib.sha256(seed.encode()).hexdigest()[:16])

    def _identifying(self, term: Node) -> str:
        """Return what is said of a value, or of a blank node but for other blank nodes."""
        if type(term) is not BNode:
            return str(term)
        said = self.source.spo.get(term, {})
        values = (v for found in said.values() for v in found if type(v) is not BNode)
        return "\n".join(sorted(map(str, values)))
