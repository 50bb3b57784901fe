"""A rule table arranged for use: which rules a node calls for, and each rule made ready once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rdflib import URIRef

from ld_convert.contexts import DERIVED, SCHEMA
from ld_convert.reading import NO_OBJECTS, NOTHING, TYPE, Source, reader
from ld_convert.rules import Rule, load_rules
from ld_convert.terms import vocabulary_term
from ld_convert.views import View, views
from ld_convert.vocab import expand_curie

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rdflib.term import Node

    from ld_convert.reading import Reader

    Ranks = dict[Node, list[int]]

FROM_VALUE, FROM_IRI = "@value", "@id"


class Ready(NamedTuple):
    """A rule, and the function that yields what it reads."""

    rule: Rule
    read: Reader
    kind: str
    """Of the triples that it makes: stated or derived."""


class ViewPlan:
    """The rules of one view by what calls for them; their order is the table's."""

    def __init__(self, view: View, rules: Iterable[Rule]) -> None:
        self.view = view
        self.types = tuple(vocabulary_term(expand_curie(name)) for name in view.types)
        self._rules = [
            Ready(rule, reader(rule), "derived" if rule.derived else "stated") for rule in rules
        ]
        self._outgoing: Ranks = {}
        self._incoming: Ranks = {}
        self._classes: Ranks = {}
        self._from_value: list[int] = []
        self._from_iri: list[int] = []
        for rank, ready in enumerate(self._rules):
            self._place(rank, ready.rule)

    def _place(self, rank: int, rule: Rule) -> None:
        if rule.source.startswith(FROM_VALUE):
            self._from_value.append(rank)
        elif rule.source == FROM_IRI:
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

    def rules(self, source: Source, node: Node, value: Node | None) -> list[Ready]:
        """Return the rules that can find something at a node, in the order of the table."""
        ranks = set(self._from_value) if value is not None else set()
        if self._from_iri and isinstance(node, URIRef):
            ranks.update(self._from_iri)
        predicates = source.spo.get(node, NOTHING)
        outgoing, none = self._outgoing, ()
        for predicate in predicates:
            ranks.update(outgoing.get(predicate, none))
        if self._classes:
            for cls in predicates.get(TYPE, NO_OBJECTS):
                ranks.update(self._classes.get(cls, none))
        for predicate, ranked in self._incoming.items():
            if node in source.incoming(predicate):
                ranks.update(ranked)
        return [self._rules[rank] for rank in sorted(ranks)]


class Plan(NamedTuple):
    """A rule table made ready."""

    views: dict[str, ViewPlan]
    """By the name of the view."""


@lru_cache(maxsize=4)
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
