"""Read microdata as JSON-LD (W3C Microdata to RDF, Second Edition; HTML Standard, section 5.2).

Three points differ from the two standards. White space in the text of an element is collapsed, as
a browser shows it. A `content` attribute counts on every element, as in W3C's HTML Microdata. An
item that has an `itemprop`, but that no other item holds, is read too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ld_convert.extract.html.head import markup_words
from ld_convert.extract.markup.items import Item, Value, documents, references
from ld_convert.extract.markup.microdata_values import (
    is_absolute,
    predicate_of,
    types_of,
    value_of,
)
from ld_convert.extract.markup.tree import Markup, parse
from ld_convert.model import Location, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from ld_convert.extract.scan import FoundObject
    from ld_convert.findings.report import Report
    from ld_convert.model import Json

PLACED = b"item"
"""How the names of microdata's attributes begin."""

PROPERTIES = ("itemprop", "itemprop-reverse")
ADDITIONAL_TYPE = re.compile(r"https?://(?:www\.)?schema\.org/additionalType")
"""Its values are classes too (Microdata to RDF, section 4.3: vocabulary expansion)."""
MAX_VISITS = 1_000_000
"""How many elements of a page are visited; each itemref can name the whole page."""


def microdata(page: Text, base: str | None, source: str, report: Report) -> Iterator[FoundObject]:
    """Yield JSON-LD for the items of a page; items that share an item come in one document.

    `base` is the document's address. Without it, properties of an item without a type have no IRI,
    and are left out. An item is one node however often it is used. Never raises.
    """
    if b"itemscope" not in markup_words(page):
        return
    markup = parse(page.data, PLACED)
    if markup is None:
        return
    reader = _Reader(markup, base, page, source, report)
    roots = list(reader.roots())
    yield from documents(reader.items, roots, page, source)


@dataclass(slots=True)
class _Reader:
    """Reads the items of one page."""

    markup: Markup
    base: str | None
    page: Text
    source: str
    report: Report
    items: dict[str, Item] = field(default_factory=dict)
    names: dict[_Element, str] = field(default_factory=dict)
    subjects: list[str] = field(default_factory=list)
    """Names of things that lead to an item by itemprop-reverse; some are held by an item too."""
    visits: int = 0
    reported: set[str] = field(default_factory=set)

    def roots(self) -> Iterator[str]:
        """Read every item; yield the names of the items that no other item holds."""
        scopes = [e for e in self.markup.order if e.get("itemscope") is not None]
        tops = [e for e in scopes if e.get("itemprop") is None]
        for element in (*tops, *scopes):  # in the second round come those that nobody holds
            if element in self.names:
                continue
            name = self._read(element)
            if self.items[name].types or self.items[name].statements:
                yield name
            yield from self.subjects
            self.subjects.clear()
            if not self._has_type(name):
                self._report("LD265", element)

    def _read(self, top: _Element) -> str:
        """Read an item and the items inside it; return its name."""
        name = self._named(top)
        stack = [(top, "")]
        while stack:
            element, outer_type = stack.pop()
            item = self.items[self.names[element]]
            # Generate the triples, steps 3 to 8: types, current type and vocabulary
            types = types_of(element)
            item.types += [t for t in types if t not in item.types]
            current_type = types[0] if types else outer_type
            for holder in self._properties(element):
                known = holder in self.names
                value = self._value(holder)
                if value is not None:
                    self._state(item, holder, value, current_type)
                if value is not None and holder.get("itemscope") is not None and not known:
                    stack.append((holder, current_type))
        return name

    def _state(self, item: Item, holder: _Element, value: Json, current_type: str) -> None:
        """Add what an element says of an item, and of its value where it is the other way round."""
        offset = self._offset(holder)
        for word in dict.fromkeys(holder.get("itemprop", "").split()):
            predicate = predicate_of(word, current_type, self.base)
            item.statements.append((predicate, Value(value, offset)))
            if ADDITIONAL_TYPE.fullmatch(predicate) and is_absolute(name := value.get("@id", "")):
                item.types += [name] if name not in item.types else []
        # Microdata to RDF, Second Edition, section 3.2: a literal cannot be a subject
        if (name := value.get("@id")) is not None:
            for word in dict.fromkeys(holder.get("itemprop-reverse", "").split()):
                subject = self.items.setdefault(name, Item(name, offset))
                predicate = predicate_of(word, current_type, self.base)
                subject.statements.append((predicate, Value({"@id": item.name}, offset)))
                self.subjects.append(name)

    def _named(self, element: _Element) -> str:
        """Return the name of an item: its itemid, which needs a type, else a new label."""
        itemid = (element.get("itemid") or "").strip()
        is_global = itemid and types_of(element) and not itemid.startswith(("_:", "@"))
        name = itemid if is_global else f"_:item{len(self.names)}"
        self.names[element] = name
        self.items.setdefault(name, Item(name, self._offset(element)))
        return name

    def _properties(self, item: _Element) -> list[_Element]:
        """Return the elements that hold an item's properties (HTML Standard, section 5.2.5)."""
        memory = {item}
        pending = [child for child in reversed(item) if isinstance(child.tag, str)]
        for word in (item.get("itemref") or "").split():
            if word in self.markup.ids:
                pending.append(self.markup.ids[word])
            else:
                self._report("LD266", item, id=word)
        found, repeated = [], False
        while pending and self.visits < MAX_VISITS:
            self.visits += 1
            if self.visits == MAX_VISITS:
                self._report("LD268", item, count=MAX_VISITS)
            current = pending.pop()
            if current in memory:
                repeated = True
                continue
            memory.add(current)
            if current.get("itemscope") is None:
                pending += [child for child in reversed(current) if isinstance(child.tag, str)]
            if any((current.get(name) or "").strip() for name in PROPERTIES):
                found.append(current)
        if repeated:
            self._report("LD267", item)
        return sorted(found, key=self.markup.order.__getitem__)

    def _value(self, element: _Element) -> Json:
        if element.get("itemscope") is not None:
            return {"@id": self.names.get(element) or self._named(element)}
        return value_of(element)

    def _has_type(self, name: str) -> bool:
        """Return whether an item, or an item that it leads to, has a type."""
        seen, stack = {name}, [name]
        while stack:
            item = self.items[stack.pop()]
            if item.types:
                return True
            new = [other for other in references(item, self.items) if other not in seen]
            seen.update(new)
            stack += new
        return False

    def _offset(self, element: _Element) -> int:
        return self.markup.offset(element)

    def _report(self, code: str, element: _Element, **values: object) -> None:
        """Report a problem once, at the place where it is met first; templates repeat mistakes."""
        key = f"{code} {values}"
        if key in self.reported:
            return
        self.reported.add(key)
        where = Location(self.source, self.page, offset=self._offset(element))
        self.report.add(code, where, **values)
