"""Constraints on all values of a focus node together (SHACL, sections 4.2 to 4.8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from rdflib import Literal
from rdflib.term import Node

from ld_convert.validate.data_view import DataView
from ld_convert.validate.values import Test, compared
from ld_convert.vocab.namespaces import RDF, RDFS

Fault = tuple[Node | None, Node | None]
"""The wrong value, and its path if that is not the shape's."""
Check = Callable[[Node, Collection[Node], DataView], Sequence[Fault]]
"""Returns the faults in the values of a focus node."""

WHOLE: tuple[Fault, ...] = ((None, None),)
"""One fault: the values together are wrong."""
RIGHT: tuple[Fault, ...] = ()


def each(test: Test) -> Check:
    """Return a check that applies a test to each value."""
    return lambda _, values, view: [(value, None) for value in values if not test(value, view)]


def min_count(least: int) -> Check:
    """4.2.1 sh:minCount."""
    return lambda _, values, __: WHOLE if len(values) < least else RIGHT


def max_count(most: int) -> Check:
    """4.2.2 sh:maxCount."""
    return lambda _, values, __: WHOLE if len(values) > most else RIGHT


def has_value(wanted: Node) -> Check:
    """4.8.2 sh:hasValue."""
    return lambda _, values, __: RIGHT if wanted in values else WHOLE


def unique_lang(_: Node, values: Collection[Node], __: DataView) -> Sequence[Fault]:
    """4.4.5 sh:uniqueLang; one fault for each language with several values."""
    tags = Counter(v.language.lower() for v in values if isinstance(v, Literal) and v.language)
    return WHOLE * sum(count > 1 for count in tags.values())


def equals(other: Node) -> Check:
    """4.5.1 sh:equals."""

    def check(focus: Node, values: Collection[Node], view: DataView) -> Sequence[Fault]:
        there = view.objects(focus, other)
        alone = [value for value in values if value not in there]
        return [(value, None) for value in (*alone, *(v for v in there if v not in values))]

    return check


def disjoint(other: Node) -> Check:
    """4.5.2 sh:disjoint."""

    def check(focus: Node, values: Collection[Node], view: DataView) -> Sequence[Fault]:
        there = view.objects(focus, other)
        return [(value, None) for value in values if value in there]

    return check


def less_than(other: Node, allowed: tuple[int, ...]) -> Check:
    """4.5.3 sh:lessThan and 4.5.4; a fault for each pair whose comparison is not in `allowed`."""

    def check(focus: Node, values: Collection[Node], view: DataView) -> Sequence[Fault]:
        there = view.objects(focus, other)
        pairs = ((value, bound) for value in values for bound in there)
        return [(value, None) for value, bound in pairs if compared(value, bound) not in allowed]

    return check


def closed(allowed: frozenset[Node]) -> Check:
    """4.8.1 sh:closed; the type rdfs:Resource, which everything has, is allowed, as in pySHACL."""

    def check(_: Node, values: Collection[Node], view: DataView) -> Sequence[Fault]:
        return [
            (found, predicate)
            for value in values
            for predicate, objects in view.spo.get(value, {}).items()
            if predicate not in allowed
            for found in objects
            if not (predicate == RDF.type and found == RDFS.Resource)
        ]

    return check


def qualified(
    conforms: Test, siblings: Sequence[Test], least: int | None, most: int | None
) -> Check:
    """4.7.3 sh:qualifiedValueShape, for one of its two bounds."""

    def check(_: Node, values: Collection[Node], view: DataView) -> Sequence[Fault]:
        count = sum(
            conforms(value, view) and not any(other(value, view) for other in siblings)
            for value in values
        )
        is_wrong = (least is not None and count < least) or (most is not None and count > most)
        return WHOLE if is_wrong else RIGHT

    return check
