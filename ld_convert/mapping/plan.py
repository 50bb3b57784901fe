"""A rule table compiled once: for each view, which rules a node's properties call for."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rdflib import URIRef

from ld_convert.mapping.guards import GUARDS
from ld_convert.mapping.keep import ALONE
from ld_convert.mapping.readers import NO_OBJECTS, NOTHING, TYPE, Reader, Source, reader
from ld_convert.mapping.rules import Rule, Way, load_rules
from ld_convert.values import OF_OBJECTS, Value, value_function
from ld_convert.vocab.files import kept_while_unchanged
from ld_convert.vocab.namespaces import DERIVED, SCHEMA, SPDX, expand_curie
from ld_convert.vocab.terms import vocabulary_term
from ld_convert.vocab.views import View, views

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rdflib.term import Node

    from ld_convert.mapping.guards import Guard

    Ranks = dict[Node, list[int]]

FROM_VALUE, FROM_IRI = "@value", "@id"
NO_RANKS: list[int] = []
OF_A_PAGE = frozenset({"identifier", "iri", "notation", "text"})
"""Value functions whose arguments rarely repeat; their results are not cached."""

REMEMBERED = 512
"""Results kept for each value function."""
FOR_PEOPLE = frozenset({"keyword", "keywords", "plain", "text"})
ROLE = "attribution"
"""The view by which further agents of a kind are written."""
CHECKSUM = vocabulary_term(SPDX.checksumValue)
"""What portals' files give a file itself, where SPDX has a node for it."""
LIMITED = frozenset({"first", "one", "min", "max", "strict"})
"""Modes in which values are left out."""
LONGEST = 120
"""Texts with more characters are not cached, so that the caches stay at a few megabytes."""


class ReadyWay(NamedTuple):
    """A way of converting a value, with its names looked up."""

    fits: Value | None
    const: URIRef | None
    convert: Value | None
    view: View | None
    way: Way


class PlannedRule(NamedTuple):
    """A rule with its reader and its ways of converting looked up."""

    rule: Rule
    read: Reader
    kind: str
    """Of the triples that it makes: stated or derived."""
    ways: tuple[ReadyWay, ...]
    target: URIRef
    """The one object for the property."""
    waits: bool
    """Whether it writes only where nothing is there yet."""
    guard: Guard | None
    """The condition that the node must meet; None for none."""
    replaces: Node | None
    """The property of the page's own DCAT whose statements the rule replaces; None for none."""
    mends: bool
    """Whether it reads the property that it writes: what a page says in DCAT itself."""
    tells: bool
    """Whether a value that is left out is a finding: no other rule writes it."""
    for_people: bool
    """Whether the value is a text that people are to read."""
    reads_objects: bool
    """Whether an object is read by its texts where it is no value itself."""

    @classmethod
    def of(cls, rule: Rule, rules: Sequence[Rule] = ()) -> PlannedRule:
        """Return a rule made ready; `rules` are all those of its view."""
        kind = "derived" if rule.derived else "stated"
        ways = tuple(map(_ready_way, rule.ways))
        return cls(
            rule,
            reader(rule),
            kind,
            ways,
            rule.target if rule.names else vocabulary_term(rule.target),
            waits=rule.keep in ("else", *ALONE),
            guard=GUARDS[rule.guard] if rule.guard else None,
            replaces=_replaced(rule),
            mends=len(rule.path) == 1 and rule.path[0].predicate == rule.target,
            tells=rule.keep in LIMITED and not _is_read_elsewhere(rule, rules),
            for_people=any(way.name in FOR_PEOPLE for way in rule.ways),
            reads_objects=any(way.name in OF_OBJECTS for way in rule.ways),
        )


def _replaced(rule: Rule) -> Node | None:
    """Return the property of the page's DCAT that a rule reads to write another value for it."""
    first = rule.path[0].predicate if len(rule.path) == 1 else None
    return first if first in (rule.target, CHECKSUM) else None


def _is_read_elsewhere(rule: Rule, rules: Iterable[Rule]) -> bool:
    """Return whether another rule of the view writes all values of the property, or the rest."""
    first = rule.path[:1]
    return any(
        other.id != rule.id
        and other.path[:1]
        and first
        and other.path[0].predicate == first[0].predicate
        and (other.keep == "rest" or (not other.keep and _names(other) & {*_names(rule), ROLE}))
        for other in rules
    )


def _ready_way(way: Way) -> ReadyWay:
    return ReadyWay(
        remembered(way.fits) if way.fits else None,
        vocabulary_term(expand_curie(way.name)) if way.kind == "const" else None,
        remembered(way.name) if way.kind == "function" else None,
        views()[way.name] if way.kind == "node" else None,
        way,
    )


def _names(rule: Rule) -> set[str]:
    return {way.name for way in rule.ways}


@cache
def remembered(name: str) -> Value:
    """Return a value function with a cache of its last results, since portals repeat their values.

    Long texts, and functions whose arguments rarely repeat, are not cached.
    """
    function = value_function(name)
    if name in OF_A_PAGE or name.endswith("_of_url"):
        return function
    kept = lru_cache(maxsize=REMEMBERED)(function)

    def convert(value: Node) -> Node | tuple[Node, ...] | None:
        return kept(value) if len(value) <= LONGEST else function(value)  # type: ignore[arg-type]

    return convert


class ViewPlan:
    """The rules of one view, found by property or class; they run in the order of the table."""

    def __init__(self, view: View, rules: Iterable[Rule]) -> None:
        self.view = view
        self.types = tuple(vocabulary_term(expand_curie(name)) for name in view.types)
        known = list(rules)
        self.naming = tuple(PlannedRule.of(rule) for rule in known if rule.names)
        """Rules that name nameless nodes, in their order."""
        self._rules = [PlannedRule.of(rule, known) for rule in known if not rule.names]
        self._outgoing: Ranks = {}
        self._incoming: Ranks = {}
        self._classes: Ranks = {}
        self._from_value: list[int] = []
        self._from_iri: list[int] = []
        for rank, ready in enumerate(self._rules):
            self._place(rank, ready.rule)

    def _place(self, rank: int, rule: Rule) -> None:
        if rule.from_value or rule.special == FROM_VALUE:
            self._from_value.append(rank)
        elif rule.special == FROM_IRI:
            self._from_iri.append(rank)
        elif rule.having:
            for predicate in rule.having:
                self._outgoing.setdefault(predicate, []).append(rank)
        elif rule.classes:
            for cls in rule.classes:
                self._classes.setdefault(cls, []).append(rank)
        elif rule.path[0].inverse:
            self._incoming.setdefault(rule.path[0].predicate, []).append(rank)
        else:
            predicate = rule.path[0].predicate
            guess = vocabulary_term(str(predicate).replace(SCHEMA, DERIVED, 1))
            for first in {predicate, guess}:
                self._outgoing.setdefault(first, []).append(rank)

    def rules(self, source: Source, node: Node, value: Node | None) -> list[PlannedRule]:
        """Return the rules that can find something at a node, in the order of the table."""
        ranks = list(self._from_value) if value is not None else []
        if self._from_iri and type(node) is URIRef:
            ranks += self._from_iri
        predicates = source.spo.get(node, NOTHING)
        outgoing = self._outgoing
        for predicate in predicates:
            if predicate in outgoing:
                ranks += outgoing[predicate]
        if self._classes:
            for cls in predicates.get(TYPE, NO_OBJECTS):
                ranks += self._classes.get(cls, NO_RANKS)
        for predicate, ranked in self._incoming.items():
            if node in source.incoming(predicate):
                ranks += ranked
        ready = self._rules
        if len(ranks) == 1:
            return [ready[ranks[0]]]
        return [ready[rank] for rank in sorted(set(ranks))] if ranks else []


class Plan(NamedTuple):
    """A rule table made ready."""

    views: dict[str, ViewPlan]
    """By the name of the view."""


@kept_while_unchanged(4, lambda profile="", extra="": [extra])  # noqa: ARG005
def load_plan(profile: str = "dcat-ap", extra: str = "") -> Plan:
    """Return the rules of a profile made ready; arguments and errors are those of load_rules."""
    return prepared(load_rules(profile, extra))


def prepared(rules: Sequence[Rule]) -> Plan:
    """Return a rule table made ready."""
    return Plan(
        {
            name: ViewPlan(view, (rule for rule in rules if rule.view == name))
            for name, view in views().items()
        }
    )
