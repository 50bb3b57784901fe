"""Leave out JSON-LD keywords with values for which a processor must refuse the document.

For a null as @id a processor refuses the whole document (JSON-LD 1.1 API, section 5.1.2), and the
dataset would be lost. The keyword is left out, as if the page did not have it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ld_convert.expand.contexts import Terms
from ld_convert.model import Json, escape_key

OF_VALUES = frozenset({"@value", "@type", "@language", "@direction", "@index", "@context"})
"""Keywords that may stand beside @value (JSON-LD 1.1, section 9.5)."""

OF_LISTS = frozenset({"@set", "@list", "@index", "@context"})
"""Keywords that may stand in a list or set object (JSON-LD 1.1, sections 9.6 and 9.7)."""


REPEATABLE = frozenset({"@type", "@included", "@nest", "@context"})
"""Keywords that a node may have under several aliases (JSON-LD 1.1 API, section 5.1.2, 13.4.2)."""


class Fault(NamedTuple):
    """A keyword with a value that it cannot have."""

    pointer: str
    keyword: str
    value: Json


def sound(value: Json, terms: Terms) -> tuple[Json, list[Fault]]:
    """Return a copy of a document without the faulty keywords, and a list of these."""
    faults: list[Fault] = []
    return _Copier(terms, faults).copy(value, ""), faults


class _Copier:
    def __init__(self, terms: Terms, faults: list[Fault]) -> None:
        self.terms, self.faults = terms, faults

    def copy(self, value: Json, pointer: str) -> Json:
        if isinstance(value, list):
            return [self.copy(item, f"{pointer}/{i}") for i, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        words = {key: self.terms.keyword(key) for key in value}
        if "@value" in words.values():
            return self._value(value, words, pointer)
        is_list = not {"@set", "@list"}.isdisjoint(words.values())
        twice = _said_twice(words)
        copy: Json = {}
        for key, item in value.items():
            word, place = words[key], f"{pointer}/{escape_key(key)}"
            if key in twice or (is_list and word not in OF_LISTS):
                self._fault(place, key, item)
            elif word == "@context" or key in self.terms.opaque:
                copy[key] = item
            elif word not in FITTING:
                copy[key] = self.copy(item, place)
            else:
                fit = FITTING[word](item)
                if fit is None or fit != item:
                    self._fault(place, key, item)
                if fit is not None:
                    copy[key] = self.copy(fit, place)
        return copy

    def _value(self, value: Json, words: dict[str, str], pointer: str) -> Json:
        """Return a value object; its values themselves where @value holds several."""
        copy: Json = {}
        given = {word: value[key] for key, word in words.items()}
        if given.get("@type") == "@json":
            return value
        if isinstance(given["@value"], list | dict):
            self._fault(f"{pointer}/@value", "@value", given["@value"])
            several = given["@value"] if isinstance(given["@value"], list) else []
            return [item for item in several if not isinstance(item, list | dict)]
        has_language = isinstance(given.get("@language"), str)
        for key, item in value.items():
            word = words[key]
            fits = word in OF_VALUES and (item is None or word not in IN_VALUES)
            fits = fits or (word in IN_VALUES and IN_VALUES[word](item))
            if word == "@type" and has_language and item is not None:
                fits = False
            if word == "@language" and not isinstance(given["@value"], str | None):
                fits = False
            if fits:
                copy[key] = item
            else:
                self._fault(f"{pointer}/{escape_key(key)}", key, item)
        return copy

    def _fault(self, pointer: str, key: str, value: Json) -> None:
        self.faults.append(Fault(pointer, key, value))


def _said_twice(words: dict[str, str]) -> set[str]:
    """Return the keys whose keyword stands under another key too; the keyword itself counts."""
    if len(words) == len(set(words.values())):
        return set()
    first = {word: key for key, word in reversed(words.items())}
    first |= {word: word for word in words.values() if word in words}
    return {
        key
        for key, word in words.items()
        if word[:1] == "@" and word not in REPEATABLE and first[word] != key
    }


def _text(value: Json) -> Json:
    return value if isinstance(value, str) else None


def _types(value: Json) -> Json:
    """Return the classes that are named, by a text or by a reference."""
    if isinstance(value, list):
        return [name for name in map(_types, value) if isinstance(name, str)] or None
    return _text(value.get("@id") if isinstance(value, dict) else value)


def _objects(value: Json) -> Json:
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict)]
    return value if isinstance(value, dict) else None


def _reverse(value: Json) -> Json:
    """Return a map of properties to nodes that have them."""
    if not isinstance(value, dict):
        return None
    return {key: objects for key, item in value.items() if (objects := _objects(item))}


FITTING: dict[str, Callable[[Json], Json]] = {
    "@id": _text,
    "@type": _types,
    "@index": _text,
    "@graph": _objects,
    "@included": _objects,
    "@nest": _objects,
    "@reverse": _reverse,
}
"""From a keyword to what it can have of a value; None for nothing."""

IN_VALUES: dict[str, Callable[[Json], bool]] = {
    "@type": lambda item: isinstance(item, str),
    "@language": lambda item: isinstance(item, str),
    "@index": lambda item: isinstance(item, str),
    "@direction": lambda item: item in ("ltr", "rtl"),
}
"""From a keyword of value objects to what it asks for."""
