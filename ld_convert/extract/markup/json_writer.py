"""Write items as JSON text in which each value leads back to the element that states it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ld_convert.model import Piece

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ld_convert.extract.markup.items import Item, Value
    from ld_convert.model import Json

MAX_NESTED = 60
"""Items nested deeper are written beside the others, because later stages are recursive."""


class Writer:
    """Writes JSON, and notes for each value where it stands in the page."""

    def __init__(self, items: Mapping[str, Item], vocabulary: str) -> None:
        self.items, self.vocabulary = items, vocabulary
        self.parts: list[bytes] = []
        self.size = 0
        self.pieces: list[Piece] = []
        self.written: set[str] = set()
        self.waiting: list[str] = []
        self.labelled: set[str] = set()
        """Names of the items that are referred to, and so need a label."""
        self.labels: dict[str, str] = {}

    def document(self, roots: list[str]) -> bytes:
        """Return one object, or an array if several items must stand side by side."""
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
        """Return an IRI as it is; for a label, its number in the document, equal in every run."""
        if not name.startswith("_:"):
            return name
        return self.labels.setdefault(name, f"_:item{len(self.labels)}")

    def _json(self, value: Json, offset: int) -> None:
        """Write a value. All that it holds has the place of the same element."""
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
        """Return an IRI as a term of the vocabulary, if that cannot be misread."""
        local = iri.removeprefix(self.vocabulary) if self.vocabulary else iri
        return iri if ":" in local or local[:1] in ("", "@") else local
