"""Lists of a payload whose items say of what kind they are, such as dates and related works.

A portal file states them in `pairs`: by path of a list, the path of an item's kind, the path of
what it tells (empty for the item itself), and what stands before the kind in the name of the
property. `*` in the path of a list is each member. An item of a kind that the context knows becomes
a property of the payload; the others stay in the list. The case of a kind does not count. Without a
third text the kind itself is the name of the property, and only the first item of a kind is taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.model import Json, escape_key
from ld_convert.vocab.records import Path, member, path

if TYPE_CHECKING:
    from collections.abc import Iterator

EACH = "*"
LAST = re.compile(r"[/#:]")
"""A kind that is an IRI is known by its last part, since no term of a context may have these."""


class Kinds(NamedTuple):
    """How the items of one list tell their kind."""

    place: Path
    """Path of the list."""
    kind: Path
    content: Path
    prefix: str | None
    """What stands before the kind; None where only the first item of a kind counts."""

    @classmethod
    def read(cls, place: str, names: list[str]) -> Kinds:
        """Return how the items of a list tell their kind, as a portal file states it."""
        kind, content, *prefix = names
        return cls(path(place), path(kind), path(content), prefix[0] if prefix else None)

    def name(self, item: Json) -> str:
        """Return the property that an item becomes, known or not; empty for none."""
        kind = member(item, self.kind)
        if self.prefix is None or not isinstance(kind, str):
            return kind if isinstance(kind, str) else ""
        return self.prefix + LAST.split(kind)[-1].casefold()

    def lists(self, payload: Json) -> Iterator[tuple[str, Json, str]]:
        """Yield the pointer of each list of this kind, the object that holds it, and its key."""
        holders = [("", payload)]
        for name in self.place[:-1]:
            holders = [
                (f"{pointer}{escape_key(key)}/", inner)
                for pointer, holder in holders
                for key in (holder if name == EACH else [name])
                if isinstance(inner := holder.get(key), dict)
            ]
        key = self.place[-1]
        for pointer, holder in holders:
            if isinstance(holder.get(key), list):
                yield f"{pointer}{escape_key(key)}", holder, key

    def pointers(self, payload: Json) -> dict[str, str]:
        """Return, by property, the pointer of what its first item tells."""
        content = "".join(f"/{escape_key(name)}" for name in self.content)
        found: dict[str, str] = {}
        for pointer, holder, key in self.lists(payload):
            for i, item in enumerate(holder[key]):
                found.setdefault(self.name(item), f"{pointer}/{i}{content}")
        return found

    def move(self, payload: Json, known: frozenset[str]) -> list[str]:
        """Make items properties of a payload that may be changed; return their names."""
        found: dict[str, Json] = {}
        for _, holder, key in [*self.lists(payload)]:
            left = []
            for item in holder.pop(key):
                name, told = self.name(item), member(item, self.content)
                is_first = name not in payload and name not in found
                if name not in known or told is None or (self.prefix is None and not is_first):
                    left.append(item)
                elif self.prefix is None:
                    found[name] = told
                else:
                    found.setdefault(name, []).extend(told if isinstance(told, list) else [told])
            if left:
                holder[key] = left
        for name, told in found.items():
            payload[name] = [payload[name], *told] if name in payload else told
        return [*found]
