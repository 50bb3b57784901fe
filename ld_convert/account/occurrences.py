"""List every value that a document gives a property, and mark each in a copy of the document.

An occurrence is one value of one property of one node object. Each member of an array, a list or
a map is an occurrence, and so is null. `@type` counts as a property; other keywords do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ld_convert.expand.contexts import Terms
from ld_convert.expand.marks import GROUPS, MARK, NOT_NODES, REFERENCE, Reader
from ld_convert.model import escape_key
from ld_convert.vocab.records import member

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.model import Json
    from ld_convert.vocab.kinds import Kinds

VALUE_MARK = "urn:ld-convert:value"
"""Datatype of the marks: literals that stand behind each value and hold its number."""
NODE_MARK = "urn:ld-convert:node"
"""Property that gives a node object its JSON pointer."""
TYPE = "@type"
UNREAD = Reader(Terms({"type": "@type", "id": "@id"}, frozenset(), frozenset()), {}, marks=False)
"""The reader for documents whose context is not known."""


class Occurrence(NamedTuple):
    """One value of one property, as the document has it."""

    node: str
    """JSON pointer of the node object."""
    key: str
    """The property, as the document spells it."""
    value: Json
    pointer: str
    """JSON pointer of the property."""
    marked: bool
    """Whether a mark follows the value."""


class Marker:
    """Copies a document with a mark after each value; a stand-in for `marks.marked`.

    `found` are the occurrences of the last copy, in the order of the document. Without `values`
    only node objects are marked: marks of values cannot stand everywhere.
    """

    def __init__(self, pairs: Iterable[Kinds] = (), *, values: bool = True) -> None:
        self.pairs, self.values = {kinds.place[-1]: kinds for kinds in pairs}, values
        """By key of a list of pairs: how a pair gives a property and its value."""
        self.found: list[Occurrence] = []
        self.reader = UNREAD

    def __call__(self, value: Json, reader: Reader) -> Json:
        """Return a copy with marks."""
        self.found, self.reader = [], reader
        return self._copy(value, "", "", "")

    def _copy(self, value: Json, pointer: str, key: str, node: str) -> Json:
        """Return a copy of a value; `key` leads to it, and `node` is the node object around it."""
        if isinstance(value, list):
            return [self._copy(item, f"{pointer}/{i}", key, node) for i, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        terms = self.reader.terms
        keywords = {terms.keyword(name) for name in value}
        if "@value" in keywords:
            return value
        is_group = terms.keyword(key) in GROUPS
        is_map = key in terms.maps and not pointer.rpartition("/")[2].isdigit()
        is_node = not keywords & NOT_NODES and keywords != REFERENCE and not is_map
        own = node if is_group else pointer
        copy = {}
        for name, item in value.items():
            if is_map or (key == "@reverse" and is_group):
                copy[name] = self._entry(name, item, pointer, own, is_map=is_map)
            else:
                copy[name] = self._member(name, item, f"{pointer}/{escape_key(name)}", own)
        if is_node and not is_group and self.reader.marks:
            copy[MARK] = {"@value": pointer}
            copy[NODE_MARK] = {"@value": pointer, "@type": VALUE_MARK}
        return copy

    def _entry(self, name: str, item: Json, pointer: str, own: str, *, is_map: bool) -> Json:
        """Return an entry of a map or of `@reverse`; its values cannot be marked."""
        here = f"{pointer}/{escape_key(name)}"
        if not is_map:
            self._unmarked(own, name, _flat(item), here)
        return self._copy(item, here, name, own)

    def _member(self, name: str, item: Json, pointer: str, own: str) -> Json:
        terms = self.reader.terms
        keyword = terms.keyword(name)
        if name == "@context":
            return self.reader.context.get(id(item), item)
        if keyword == TYPE:
            self._unmarked(own, TYPE, _flat(item), pointer)
            return item
        if keyword.startswith("@"):
            return self._copy(item, pointer, name, own)
        if name in terms.opaque or (name in terms.maps and isinstance(item, dict)):
            self._unmarked(own, name, _entries(item, is_map=name in terms.maps), pointer)
            return item if name in terms.opaque else self._copy(item, pointer, name, own)
        if name in self.pairs and isinstance(item, list):
            return self._pairs(name, item, pointer, own)
        return self._property(name, item, pointer, own)

    def _property(self, name: str, item: Json, pointer: str, own: str) -> Json:
        for keyword in ("@list", "@set"):
            if isinstance(item, dict) and keyword in item:
                inner = self._values(name, item[keyword], f"{pointer}/{keyword}", own)
                return {**item, keyword: inner}
        return self._values(name, item, pointer, own)

    def _values(self, name: str, item: Json, pointer: str, own: str) -> Json:
        if not (self.values and self.reader.marks):
            self._unmarked(own, name, _flat(item), pointer)
            return self._copy(item, pointer, name, own)
        copy: list[Json] = []
        for i, value in enumerate(item if isinstance(item, list) else [item]):
            number = len(self.found)
            self.found.append(Occurrence(own, name, value, pointer, marked=True))
            inner = f"{pointer}/{i}" if isinstance(item, list) else pointer
            copy.append(self._copy(value, inner, name, own))
            copy.append({"@value": str(number), "@type": VALUE_MARK})
        return copy

    def _pairs(self, name: str, items: Json, pointer: str, own: str) -> Json:
        """Count each pair of a list as a value of the property that it names."""
        kinds = self.pairs[name]
        content = "".join(f"/{escape_key(key)}" for key in kinds.content)
        for i, item in enumerate(items):
            said, told = kinds.name(item), member(item, kinds.content)
            is_pair = said and told is not None
            found = (said, told) if is_pair else (name, item)
            place = f"{pointer}/{i}{content}" if is_pair else f"{pointer}/{i}"
            self.found.append(Occurrence(own, *found, place, marked=False))
        return items

    def _unmarked(self, own: str, key: str, values: list[Json], pointer: str) -> None:
        self.found += [Occurrence(own, key, value, pointer, marked=False) for value in values]


def _flat(item: Json) -> list[Json]:
    return item if isinstance(item, list) else [item]


def _entries(item: Json, *, is_map: bool) -> list[Json]:
    """Return the values of a map; an object that is neither a map nor all texts is one value."""
    if not isinstance(item, dict):
        return [item]
    values = [value for entry in item.values() for value in _flat(entry)]
    return values if is_map or all(isinstance(v, str | None) for v in values) else [item]
