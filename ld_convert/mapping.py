"""Apply a rule table to the graph of a page: schema.org in, DCAT out, every triple traced."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rdflib import RDF, BNode, Graph, Literal, URIRef

from ld_convert.contexts import SCHEMA
from ld_convert.locate import has_pointer
from ld_convert.model import Described, Location, Places, Trace, Triple
from ld_convert.reading import read_rule, says_nothing
from ld_convert.values import VALUES
from ld_convert.views import View, name_iri, view_of, views
from ld_convert.vocab import describe, expand_curie

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rdflib.term import Node

    from ld_convert.findings import Report
    from ld_convert.rules import Rule

ROOTS = ("dataset", "catalog")
"""Views of the nodes at which mapping starts; all others are reached from them."""

NAMES = ("name", "headline")


def map_graph(described: Described, rules: Sequence[Rule], base: str, report: Report) -> Mapped:
    """Return what the rules make of a page's graph: DCAT triples, each with its trace.

    `base` is where new names are made. A value that no way of its rule fits is a finding
    (LD401), and only that value is lost.
    """
    mapped = Mapped(described, rules, base, report)
    for node, view in _roots(described.graph):
        mapped.map_node(node, view, None)
    return mapped


def _roots(graph: Graph) -> Iterator[tuple[Node, View]]:
    """Yield the datasets and catalogues that the page describes.

    One that is only mentioned inside another needs a name: a class and an address are a reference.
    """
    for node in dict.fromkeys(graph.subjects(RDF.type, None)):
        classes = [str(c).removeprefix(SCHEMA) for c in graph.objects(node, RDF.type)]
        view = view_of(classes)
        if view is None or view.name not in ROOTS:
            continue
        named = any((node, URIRef(SCHEMA + term), None) in graph for term in NAMES)
        described = any(p != RDF.type for p in graph.predicates(node, None))
        if named or (described and (None, None, node) not in graph):
            yield node, view


class Mapped:
    """The catalogue's triples as they grow, and where each comes from."""

    def __init__(
        self, described: Described, rules: Sequence[Rule], base: str, report: Report
    ) -> None:
        self.source, self.base, self.report = described, base, report
        self.rules: dict[str, list[Rule]] = {}
        for rule in rules:
            self.rules.setdefault(rule.view, []).append(rule)
        self.graph = Graph()
        self.traces: dict[Triple, Trace] = {}
        self.places: Places = dict(described.places)
        self.done: set[tuple[Node, str]] = set()
        self.empty: set[tuple[Node, str]] = set()

    def map_node(self, node: Node, view: View, value: Node | None) -> None:
        """Apply a view's rules to a node; `value` is the bare value that it was made from."""
        if (node, view.name) in self.done:
            return
        self.done.add((node, view.name))
        for name in view.types:
            self.add((node, RDF.type, expand_curie(name)), Trace(view.name, "stated", node, ""))
        for rule in self.rules.get(view.name, ()):
            self._apply(rule, node, value)

    def add(self, triple: Triple, trace: Trace) -> None:
        """Add a triple, and the triples that an authority's concept needs beside it."""
        if triple in self.traces:
            return
        self.traces[triple] = trace
        self.graph.add(triple)
        for end in (triple[0], triple[2]):
            if isinstance(end, URIRef) and triple[1] != RDF.type:
                for extra in describe(end):
                    if extra not in self.traces:
                        self.traces[extra] = Trace("authority", "supplied", triple[0], "")
                        self.graph.add(extra)

    def _apply(self, rule: Rule, node: Node, value: Node | None) -> None:
        if rule.keep == "else" and self._has(rule, node):
            return
        found = [
            (result, trace)
            for term, trace in self._read(rule, node, value)
            for result in self._convert(rule, term, trace)
        ]
        if rule.keep in ("min", "max") and found:
            choose = min if rule.keep == "min" else max
            found = [choose(found, key=lambda pair: str(pair[0]))]
        elif rule.keep == "first" and found:
            found = found[:1] if not self._has(rule, node) else []
        for result, trace in found:
            ends = (result, node) if rule.inverse else (node, result)
            self.add((ends[0], rule.target, ends[1]), trace)

    def _has(self, rule: Rule, node: Node) -> bool:
        pattern = (None, node) if rule.inverse else (node, None)
        return (pattern[0], rule.target, pattern[1]) in self.graph

    def _read(self, rule: Rule, node: Node, value: Node | None) -> Iterator[tuple[Node, Trace]]:
        """Yield the values that a rule reads, each with the trace that its triples will have."""
        for reading in read_rule(self.source.graph, rule, node, value):
            kind = "derived" if rule.derived or reading.guessed else "stated"
            trace = Trace(rule.id, kind, reading.owner, reading.predicate)
            if not isinstance(reading.term, Literal) or reading.term.strip():
                yield reading.term, trace
            elif (reading.owner, reading.predicate) not in self.empty:
                self.empty.add((reading.owner, reading.predicate))
                self.report.add("LD430", self.locate(trace))

    def _convert(self, rule: Rule, term: Node, trace: Trace) -> Iterator[Node]:
        """Yield what the first fitting way of a rule makes of a value."""
        for way in rule.ways:
            kind, _, name = way.partition(":")
            if kind == "const":
                yield expand_curie(name)
                return
            if kind == "node":
                if says_nothing(self.source.graph, term):
                    return
                if isinstance(term, URIRef) and VALUES["iri"](term) is None:
                    continue  # such as javascript:
                yield self._node(rule, views()[name], term, trace)
                return
            result = VALUES[way](term)
            if result is not None:
                results = result if isinstance(result, tuple) else (result,)
                yield from results
                return
        if not rule.quiet and not isinstance(term, BNode):
            wanted = rule.ways[0].replace("_", " ")
            self.report.add("LD401", self.locate(trace), value=str(term), wanted=wanted)

    def _node(self, rule: Rule, view: View, term: Node, trace: Trace) -> Node:
        """Return the node that a value is, or a new one made from it, mapped by the view."""
        node, value = term, term
        iri = VALUES["iri"](term) if isinstance(term, Literal) else None
        if isinstance(iri, URIRef) and view.bare == "node":
            node = value = iri
        bare = (term, None, None) not in self.source.graph
        if isinstance(node, Literal) or (bare and view.bare == "value"):
            node = self._new(rule, view, term, trace)
            self.places.setdefault(node, (self.locate(trace),))
        self.map_node(node, view, value)
        return node

    def _new(self, rule: Rule, view: View, term: Node, trace: Trace) -> Node:
        """Return a name for a thing that the page does not name, the same in every run."""
        name = name_iri(view, str(term), self.base)
        if name:
            return URIRef(name)
        seed = "\n".join((str(trace.node), rule.id, term.n3()))
        return BNode("m" + hashlib.sha256(seed.encode()).hexdigest()[:16])

    def locate(self, trace: Trace) -> Location:
        """Return the spot in the page that a trace tells of: the property, else its node."""
        return property_place(self.places, trace.node, trace.predicate)


def property_place(places: Places, node: Node, predicate: str) -> Location:
    """Return the place of a property of a node, in the fragment and the spelling that have it."""
    found = places.get(node) or next(iter(places.values()))
    key = re.split(r"[/#:]", predicate)[-1]
    for place in found if predicate else ():
        pointer = f"{place.pointer}/{place.keys.get(predicate, key)}"
        if has_pointer(place, pointer):
            return replace(place, pointer=pointer)
    return found[0]
