"""Items that a page describes by markup, written as JSON-LD in which each value keeps its place.

What microdata, RDFa and meta elements say comes here as items. An item stands where it is first
used and is a reference elsewhere, so that one item stays one node.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.extract.scan import Found
from ld_convert.model import Json, Location, Piece, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAX_NESTED = 60
"""Items nested deeper stand beside the others, under their label; later stages recurse."""

NAMESPACE = re.compile(r"[^\s]*[/#]")


class Value(NamedTuple):
    """One value of a property."""

    json: Json
    """A value object or a reference, in expanded JSON-LD."""
    offset: int
    """Byte offset of the element that states it."""


@dataclass(slots=True)
class Item:
    """One thing, and what is said about it."""

    name: str
    """An IRI, relative or not, or a blank node label; labels are written only where needed."""
    offset: int
    """Byte offset of the element that introduces it."""
    types: list[str] = field(default_factory=list)
    """IRIs."""
    statements: list[tuple[str, Value]] = field(default_factory=list)
    """Property IRI and value; an empty IRI says that the item is near and not how it is related."""


def documents(
    items: Mapping[str, Item], roots: Iterable[str], page: Text, source: str
) -> Iterator[Found]:
    """Yield JSON-LD for the roots and all that they lead to; roots that share an item together.

    `items` has each item under its name. Each location leads, by pointer, to the element that
    states the value.
    """
    used = Counter(name for item in items.values() for name in references(item, items))
    for group in _groups(items, roots):
        writer = _Writer(items, _vocabulary(items[group[0]]))
        shared = [name for name in group if used[name]]
        writer.labelled = {name for name, count in used.items() if count > 1}.union(shared)
        data = writer.document(group)
        text = Text(data, tuple(writer.pieces), page)
        yield Found(json.loads(data), Location(source, text), "")


def references(item: Item, items: Mapping[str, Item]) -> Iterator[str]:
    """Yield the names of the items that an item refers to, in order."""
    for _, value in item.statements:
        name = value.json.get("@id")
        if name in items:
            yield name


def _groups(items: Mapping[str, Item], roots: Iterable[str]) -> list[list[str]]:
    """Return the roots, those together that lead to a common item."""
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
    """Return the namespace in which keys can be short."""
    match = NAMESPACE.match(item.types[0]) if item.types else None
    return match[0] if match and ":" in match[0] else ""


class _Writer:
    """Writes JSON, and notes for each value where it stands in the page."""

    def __init__(self, items: Mapping[str, Item], vocabulary: str) -> None:
        self.items, self.vocabulary = items, vocabulary
        self.parts: list[bytes] = []
        self.size = 0
        self.pieces: list[Piece] = []
        self.written: set[str] = set()
        self.waiting: list[str] = []
        self.labelled: set[str] = set()
        """Items that are referred to, so that they need a name of some kind."""
        self.labels: dict[str, str] = {}

    def document(self, roots: list[str]) -> bytes:
        """Return one object, or an array where several must stand side by side."""
        self.waiting = list(roots)
        count = 0
        for name in self.waiting:  # grows while it is read
            if name not in self.written:
                self._put("," if count else "[")
                self._item(name, 0)
                count += 1
        self._put("]")
        data = b"".join(self.parts)
        if count > 1:
            return data
        # A single object without its bracket; a space keeps the offsets.
        return b" " + data[1:-1]

    def _put(self, token: str, offset: int | None = None) -> None:
        if offset is not None:
            self.pieces.append(Piece(self.size, offset, escaped=False))
        self.parts.append(token.encode("utf-8", "surrogatepass"))
        self.size += len(self.parts[-1])

    def _item(self, name: str, nested: int) -> None:
        item = self.items[name]
        self.written.add(name)
        head: dict[str, Json] = {}
        if nested == 0:
            head["@context"] = {"@vocab": self.vocabulary} if self.vocabulary else {}
        if item.types:
            head["@type"] = [self._short(iri) for iri in item.types]
        if not name.startswith("_:") or name in self.labelled:
            head["@id"] = self._label(name)
        self._put("{", item.offset)
        for i, (key, value) in enumerate(head.items()):
            self._put(f'{"," if i else ""}"{key}":')
            self._json(value, item.offset)
        for i, (key, values) in enumerate(self._by_key(item).items()):
            self._put(f"{',' if i or head else ''}{json.dumps(key, ensure_ascii=False)}:")
            self._values(values, nested)
        self._put("}")

    def _values(self, values: list[Value], nested: int) -> None:
        for i, value in enumerate(values):
            self._put("," if i else "[", None if i else value.offset)
            self._value(value, nested)
        self._put("]")

    def _by_key(self, item: Item) -> dict[str, list[Value]]:
        found: dict[str, list[Value]] = {}
        for iri, value in item.statements:
            if iri:
                found.setdefault(self._short(iri), []).append(value)
            elif value.json.get("@id") in self.items:
                found.setdefault("@included", []).append(value)
        return found

    def _value(self, value: Value, nested: int) -> None:
        name = value.json.get("@id")
        if name not in self.items:
            self._json(value.json, value.offset)
        elif name not in self.written and nested < MAX_NESTED:
            self._item(name, nested + 1)
        else:
            self.labelled.add(name)
            self.waiting.append(name)
            self._json({"@id": self._label(name)}, value.offset)

    def _label(self, name: str) -> str:
        """Return an IRI as it is, a label by its number in the document: the same in every run."""
        if not name.startswith("_:"):
            return name
        return self.labels.setdefault(name, f"_:item{len(self.labels)}")

    def _json(self, value: Json, offset: int) -> None:
        """Write a value; whatever a pointer names inside it stands at the same element."""
        if isinstance(value, dict):
            self._put("{", offset)
            for i, (key, inner) in enumerate(value.items()):
                self._put(f"{',' if i else ''}{json.dumps(key)}:")
                self._json(inner, offset)
            self._put("}")
        elif isinstance(value, list):
            self._put("[", offset)
            for i, inner in enumerate(value):
                self._put("," if i else "")
                self._json(inner, offset)
            self._put("]")
        else:
            self._put(json.dumps(value, ensure_ascii=False), offset)

    def _short(self, iri: str) -> str:
        """Return an IRI as a term of the vocabulary, where that cannot be misread."""
        local = iri.removeprefix(self.vocabulary) if self.vocabulary else iri
        return iri if ":" in local or local[:1] in ("", "@") else local
