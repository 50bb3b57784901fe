"""Triples in plain dictionaries, which the stages read directly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

Objects = dict["Node", None]
Index = dict["Node", dict["Node", Objects]]
"""Objects by subject and predicate, each level in the order of insertion."""


def insert(index: Index, one: Node, two: Node, three: Node) -> None:
    """Put three terms into an index, in the order of its levels."""
    inner = index.get(one)
    if inner is None:
        index[one] = {two: {three: None}}
        return
    last = inner.get(two)
    if last is None:
        inner[two] = {three: None}
    else:
        last[three] = None


def delete(index: Index, one: Node, two: Node, three: Node) -> None:
    """Take three terms out of an index, and each level that is empty then."""
    del index[one][two][three]
    if not index[one][two]:
        del index[one][two]
    if not index[one]:
        del index[one]


def below(
    inner: dict[Node, Objects], two: Node | None, three: Node | None
) -> Iterator[tuple[Node, Node]]:
    """Yield what stands under one key of an index, for a pattern of the other two."""
    found = list(inner) if two is None else [two]
    for key in found:
        values = inner.get(key, {})
        for value in list(values) if three is None else [three] if three in values else []:
            yield key, value
