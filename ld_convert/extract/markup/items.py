"""Write the items of a page's markup as JSON-LD in which each value keeps its place.

The readers of microdata, RDFa and meta elements make items. An item is written where it is first
used, and as a reference elsewhere, so that it stays one node.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.extract.markup.json_writer import Writer
from ld_convert.extract.scan import FoundObject
from ld_convert.model import Json, Location, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

NAMESPACE = re.compile(r"[^\s]*[/#]")


class Value(NamedTuple):
    """One value of a property."""

    json: Json
    """A value object or a reference, in expanded JSON-LD."""
    offset: int
    """Byte offset of the element that states it."""


@dataclass(slots=True)
class Item:
    """One thing, and its properties."""

    name: str
    """An IRI, which may be relative, or a blank node label. A label is written only if it is
    referred to."""
    offset: int
    """Byte offset of the element that introduces it."""
    types: list[str] = field(default_factory=list)
    """IRIs of its classes."""
    statements: list[tuple[str, Value]] = field(default_factory=list)
    """IRI of a property, and a value. An empty IRI: the item belongs here, the relation is unknown.
    """


def documents(
    items: Mapping[str, Item], roots: Iterable[str], page: Text, source: str
) -> Iterator[FoundObject]:
    """Yield JSON-LD for the roots and all items that they lead to.

    Roots that share an item come in one document. `items` has each item under its name. The
    location of a document leads, by JSON pointer, to the element that states a value.
    """
    used = Counter(name for item in items.values() for name in references(item, items))
    for group in _groups(items, roots):
        writer = Writer(items, _vocabulary(items[group[0]]))
        shared = [name for name in group if used[name]]
        writer.labelled = {name for name, count in used.items() if count > 1}.union(shared)
        data = writer.document(group)
        text = Text(data, tuple(writer.pieces), page)
        yield FoundObject(json.loads(data), Location(source, text), "")


def references(item: Item, items: Mapping[str, Item]) -> Iterator[str]:
    """Yield the names of the items that an item refers to, in order."""
    for _, value in item.statements:
        name = value.json.get("@id")
        if name in items:
            yield name


def _groups(items: Mapping[str, Item], roots: Iterable[str]) -> list[list[str]]:
    """Return the roots in groups; roots that lead to a common item are in one group."""
    owners: dict[str, int] = {}
    groups: dict[int, list[str]] = {}
    joined: dict[int, int] = {}

    def group_of(number: int) -> int:
        while number in joined:
            number = joined[number]
        return number

    for number, root in enumerate(roots):
        groups[number] = [root]
        stack = [root]
        while stack:
            name = stack.pop()
            if name not in owners:
                owners[name] = number
                stack.extend(references(items[name], items))
            elif (other := group_of(owners[name])) != (mine := group_of(number)):
                first, later = min(mine, other), max(mine, other)
                joined[later] = first
                groups[first] += groups.pop(later)
    return list(groups.values())


def _vocabulary(item: Item) -> str:
    """Return the namespace of the item's first class, in which keys can be short."""
    match = NAMESPACE.match(item.types[0]) if item.types else None
    return match[0] if match and ":" in match[0] else ""
