"""What a mapping rule reads from the graph of a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rdflib import RDF, BNode, Literal, URIRef
from rdflib.term import Node

from ld_convert.mapping.filters import NO_OBJECTS, NOTHING, TYPE, passing
from ld_convert.values.terms import plain_number
from ld_convert.vocab.distribution_names import owner
from ld_convert.vocab.namespaces import DERIVED, SCHEMA
from ld_convert.vocab.terms import text_literal, vocabulary_term

if TYPE_CHECKING:
    from ld_convert.mapping.rules import Rule, Step
    from ld_convert.rdf.index import Index

__all__ = ["NOTHING", "NO_OBJECTS", "TYPE", "Reader", "Reading", "Source", "reader"]

Reading = tuple[Node, Node, str, bool]
"""A value; the node that has it; the property, empty for the node itself; whether it is a guess."""

Reader = Callable[["Source", Node, Node | None], Sequence[Reading]]
Follow = Callable[["Source", Node], Iterable[Node]]

FIRST, NIL, REST = map(vocabulary_term, (RDF.first, RDF.nil, RDF.rest))
ROLE = vocabulary_term(SCHEMA + "Role")


class Source:
    """The graph of a page, as rules read it."""

    __slots__ = ("_incoming", "_leading", "has_lists", "members", "minted", "named", "spo")

    def __init__(self, spo: Index, base: str = "") -> None:
        self.spo = spo
        self.minted = re.compile(rf"{re.escape(base)}\w+/[0-9a-f]{{16}}|.+#[a-z]+-[0-9a-f]{{16}}")
        """What the IRIs look like that we make of a hash: no page has a word in them."""
        self.named = re.compile(rf"{re.escape(base)}(?:agent|catalog|series)/[\w.~%-]+")
        """What those look like that we make of a name."""
        self.has_lists = any(FIRST in predicates for predicates in spo.values())
        self.members: frozenset[Node] = frozenset()
        """The datasets, catalogues and services at which the mapping begins."""
        self._incoming: dict[Node, dict[Node, list[Node]]] = {}
        self._leading: dict[Node, list[tuple[Node, Node]]] | None = None

    @property
    def mentioned(self) -> Collection[Node]:
        """Every term that is the object of a statement."""
        return self._links.keys()

    def leading_to(self, node: Node) -> list[tuple[Node, Node]]:
        """Return the subject and the property of each statement about a node as its object."""
        return self._links.get(node, [])

    @property
    def _links(self) -> dict[Node, list[tuple[Node, Node]]]:
        if self._leading is None:
            self._leading = {}
            for subject, predicates in self.spo.items():
                for predicate, values in predicates.items():
                    for value in values:
                        self._leading.setdefault(value, []).append((subject, predicate))
        return self._leading

    def ends(self, node: Node, predicate: Node) -> Iterable[Node]:
        """Return the values of a property of a node, members of lists each by itself."""
        values = self.spo.get(node, NOTHING).get(predicate, NO_OBJECTS)
        if self.has_lists or NIL in values:
            return [item for term in values for item in self.items(term)]
        return values

    def incoming(self, predicate: Node) -> dict[Node, list[Node]]:
        """Return the subjects of a property by its object, members of lists each by itself."""
        found = self._incoming.get(predicate)
        if found is None:
            found = self._incoming[predicate] = {}
            for subject, predicates in self.spo.items():
                for value in self.ends(subject, predicate) if predicate in predicates else ():
                    found.setdefault(value, []).append(subject)
        return found

    def says_nothing(self, term: Node, *, role: bool = False) -> bool:
        """Return whether there is nothing to map: a blank node without statements, or a Role.

        A schema:Role only wraps the real value; `role` says that the Role itself is wanted.
        """
        predicates = None if type(term) is Literal else self.spo.get(term)
        if predicates is None:
            return type(term) is BNode
        return not role and ROLE in predicates.get(TYPE, NO_OBJECTS)

    def items(self, term: Node) -> Iterator[Node]:
        """Yield the members of an RDF list, or the term itself; a list that loops ends."""
        predicates = self.spo.get(term, NOTHING)
        if FIRST not in predicates:
            if term != NIL:
                yield term
            return
        seen: set[Node] = set()
        while FIRST in predicates and term not in seen:
            seen.add(term)
            yield next(iter(predicates[FIRST]))
            term = next(iter(predicates.get(REST, NO_OBJECTS)), NIL)
            predicates = self.spo.get(term, NOTHING)


def reader(rule: Rule) -> Reader:
    """Return the function that yields what a rule reads from a node.

    It takes the page's graph, the node, and the bare value that the node was made from.
    """
    if rule.classes:
        return _class_reader(rule.classes)
    if rule.having:
        return _this_reader(rule.having)
    if rule.special:
        return SOURCES[rule.special]
    if rule.from_value:
        return _value_reader(_path_reader([_follow(step) for step in rule.path], rule.path[-1]))
    last = rule.path[-1]
    if len(rule.path) > 1 or last.inverse:
        return _path_reader([_follow(step) for step in rule.path], last)
    return _property_reader(last)


def _class_reader(classes: tuple[URIRef, ...]) -> Reader:
    type_ = str(TYPE)

    def read(source: Source, node: Node, _value: Node | None) -> list[Reading]:
        own = source.spo.get(node, NOTHING).get(TYPE, NO_OBJECTS)
        return [(cls, node, type_, False) for cls in classes if cls in own]

    return read


def _this_reader(having: frozenset[URIRef]) -> Reader:
    """Return a reader of the node itself, for one that has a property."""

    def read(source: Source, node: Node, _value: Node | None) -> list[Reading]:
        own = [p for p in source.spo.get(node, NOTHING) if p in having]
        return [(node, node, str(own[0]), False)] if own else []

    return read


def _property_reader(step: Step) -> Reader:
    """Yield the values of a property, then what the portal guessed for the same property."""
    predicate = str(step.predicate)
    guess = vocabulary_term(predicate.replace(SCHEMA, DERIVED, 1))
    guessed, follow = str(guess), _follow(step)
    follow_guess = _follow(step._replace(predicate=guess))

    def read(source: Source, node: Node, _value: Node | None) -> list[Reading]:
        found = [(term, node, predicate, False) for term in follow(source, node)]
        if guessed != predicate and guess in source.spo.get(node, NOTHING):
            found += [(term, node, guessed, True) for term in follow_guess(source, node)]
        return found

    return read


def _value_reader(read: Reader) -> Reader:
    """Return a reader that starts at the value that a node was made of."""

    def start(source: Source, _node: Node, value: Node | None) -> Sequence[Reading]:
        return read(source, value, None) if value is not None else ()

    return start


def _path_reader(steps: list[Follow], end: Step) -> Reader:
    *before, last = steps
    predicate = str(end.predicate)
    if not before:
        return lambda source, node, _: [
            (term, node, predicate, False) for term in last(source, node)
        ]
    first, *between = before

    def read(source: Source, node: Node, _value: Node | None) -> Sequence[Reading]:
        owners = first(source, node)
        for follow in between:
            owners = [end for owner in owners for end in follow(source, owner)]
            if not owners:
                return ()
        return [(term, own, predicate, False) for own in owners for term in last(source, own)]

    return read


def _follow(step: Step) -> Follow:
    """Return the function that yields the ends of one step."""
    predicate, joined = step.predicate, (step.predicate, *step.joined)

    def inverse(source: Source, node: Node) -> Iterable[Node]:
        return source.incoming(predicate).get(node, ())

    def join(source: Source, node: Node) -> Iterable[Node]:
        predicates = source.spo.get(node, NOTHING)
        found = [values for p in joined if (values := tuple(predicates.get(p, NO_OBJECTS)))]
        are_pairs = len(found) > 1 and len({len(values) for values in found}) == 1
        rows = zip(*found, strict=True) if are_pairs else [[values[0] for values in found]]
        return [
            text_literal(" ".join(plain_number(str(value)) or str(value) for value in row))
            for row in rows
            if row and all(isinstance(value, Literal) for value in row)
        ]

    def forward(source: Source, node: Node) -> Iterable[Node]:
        return () if type(node) is Literal else source.ends(node, predicate)

    follow = inverse if step.inverse else join if step.joined else forward

    def filtered(source: Source, node: Node) -> Iterable[Node]:
        found: Iterable[Node] = follow(source, node)
        for one in step.filters:
            found = passing(source, list(found), one)
        return found

    return filtered if step.filters else follow


def _value(source: Source, node: Node, value: Node | None) -> list[Reading]:
    """Read what a node was made of; an IRI that we made of a name leads nowhere."""
    is_made = type(value) is URIRef and value == node and source.named.fullmatch(value)
    return [(value, node, "", False)] if value is not None and not is_made else []


def _id(source: Source, node: Node, _value: Node | None) -> list[Reading]:
    """Read the IRI that the page gives a node; one that we made leads nowhere."""
    is_own = type(node) is URIRef and not source.minted.fullmatch(node) and not owner(node)
    return [(node, node, "", False)] if is_own else []


SOURCES: dict[str, Reader] = {"@value": _value, "@id": _id}
"""Sources that are not paths."""
