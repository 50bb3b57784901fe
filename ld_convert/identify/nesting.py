"""Put the nameless nodes of a flattened document where they are referred to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ld_convert.identify.things import flat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.model import Expanded, Json

DEEPEST = 32
"""Levels below which no node is put into another; what is to stand deeper stays where it is."""


def nest(expanded: Expanded) -> None:
    """Move each nameless node that has one reference to it to the place of that reference.

    A flattened document (JSON-LD 1.1, 4.6), as rdflib and Turtle give it, then tells of a thing
    what the nested one tells: what stands in it, and in what it stands. The statements are the
    same. Nodes with several references, and circles, stay as they are.
    """
    if len(expanded.nodes) == 1:
        return
    described: Counter[str] = Counter()
    inside: list[list[tuple[Json, int, int]]] = []
    for outer in expanded.nodes:
        inside.append([])
        for node, level in _nodes(outer):
            described[node["@id"]] += 1
            inside[-1] += ((values, at, level + 1) for values, at in _references(node))
    counts = Counter(values[at]["@id"] for found in inside for values, at, _ in found)
    movable = {
        node["@id"]: number
        for number, node in enumerate(expanded.nodes)
        if described[node["@id"]] == 1 == counts[node["@id"]]
    }
    waiting = [(n, 0) for n, one in enumerate(expanded.nodes) if one["@id"] not in movable]
    moved: set[int] = set()
    while waiting:
        number, depth = waiting.pop()
        for values, at, level in inside[number]:
            child = movable.get(values[at]["@id"])
            if child is not None and depth + level <= DEEPEST:
                values[at] = expanded.nodes[child]
                moved.add(child)
                waiting.append((child, depth + level))
    expanded.nodes[:] = [one for n, one in enumerate(expanded.nodes) if n not in moved]


def _nodes(outer: Json) -> Iterator[tuple[Json, int]]:
    """Yield a node and those that stand in it of which more is said than the @id, with levels."""
    stack = [(outer, 0)]
    while stack:
        node, level = stack.pop()
        yield node, level
        for predicate, values in node.items():
            if isinstance(values, list) and predicate != "@type":
                inner = (one for one in flat(values) if "@id" in one and len(one) > 1)
                stack += [(one, level + 1) for one in inner]


def _references(node: Json) -> Iterator[tuple[Json, int]]:
    """Yield the list and the position of each reference to a nameless node."""
    for predicate, values in node.items():
        if isinstance(values, list) and predicate[:1] != "@":
            for held in (values, *(one["@list"] for one in values if "@list" in one)):
                for at, one in enumerate(held):
                    if len(one) == 1 and str(one.get("@id", "")).startswith("_:"):
                        yield held, at
