"""Marks that carry each node's JSON pointer through pyld, which forgets where a node stood."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import orjson

from ld_convert.expand.contexts import Terms
from ld_convert.expand.pyld_offline import jsonld
from ld_convert.model import Json, escape_key
from ld_convert.vocab.schemaorg import is_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MARK = "urn:ld-convert:place"
"""An absolute IRI, so that no context can give the key another meaning."""

MAX_DEPTH = 200
"""Deeper documents are refused: pyld recurses, and gives up at about 400."""

NOT_NODES = frozenset({"@value", "@list", "@set", "@graph", "@language"})
REFERENCE = frozenset({"@id"})
GROUPS = frozenset({"@reverse", "@nest"})
"""Keys whose object holds properties of the object around it."""


KEYWORDS = frozenset(jsonld.KEYWORDS)
LIKE_ONE = re.compile(r"@[A-Za-z]+")
"""The form of a keyword; a key of this form has no meaning (JSON-LD 1.1, section 1.7)."""
LONGEST = 1_000
"""Characters of a name of which the endings are looked at."""
CONTAINERS = (dict, list)
"""One object: a union would be made anew for each value."""


class Reader(NamedTuple):
    """What must be known to copy a document with marks."""

    terms: Terms
    context: dict[int, Json]
    """By id() of a local context: what replaces it."""
    marks: bool


def depth(value: Json) -> int:
    """Return how deep arrays and objects are nested; stops counting past MAX_DEPTH."""
    if not isinstance(value, dict | list):
        return 1
    level, reached = [value], 0
    while level and reached <= MAX_DEPTH:
        reached += 1
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, CONTAINERS)
        ]
    return reached


def is_too_deep(value: Json) -> bool:
    """Return whether a document is nested deeper than MAX_DEPTH."""
    try:
        text = orjson.dumps(value)
    except TypeError:  # among others for what is nested deeper than 254
        return depth(value) > MAX_DEPTH
    brackets = text.count(b"{") + text.count(b"[")  # no fewer than levels, and soon counted
    return brackets > MAX_DEPTH and depth(value) > MAX_DEPTH


def local_contexts(value: Json) -> Iterator[Json]:
    """Yield every value of an @context key in a document."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict) and "@context" in item:
            yield item["@context"]
        stack.extend(_inner(item))


def marked(value: Json, reader: Reader, pointer: str = "", key: str = "") -> Json:
    """Return a copy of a document in which each node object says where it stood."""
    if isinstance(value, list):
        return [marked(item, reader, f"{pointer}/{i}", key) for i, item in enumerate(value)]
    if isinstance(value, str) and not value.strip() and is_term(key, "property"):
        return {"@value": value}  # an empty field is no reference to the page itself
    if not isinstance(value, dict):
        return value
    terms, copy = reader.terms, {}
    keywords = {terms.keyword(name) for name in value}
    if "@value" in keywords:
        return value
    for name, item in value.items():
        if name == "@context":
            copy[name] = reader.context.get(id(item), item)
        elif name in terms.opaque:
            copy[name] = item
        else:
            copy[name] = marked(item, reader, f"{pointer}/{escape_key(name)}", name)
    is_map = key in terms.maps and not pointer.rpartition("/")[2].isdigit()
    is_node = not keywords & NOT_NODES and keywords != REFERENCE and not is_map
    if reader.marks and is_node and terms.keyword(key) not in GROUPS:
        copy[MARK] = {"@value": pointer}
    return copy


def unmarked(node: Json) -> str | None:
    """Take the marks out of one expanded object; return the pointer that the first one holds."""
    found = node.pop(MARK, None)
    first = found[0] if isinstance(found, list) and found else None
    pointer = first.get("@value") if isinstance(first, dict) else None
    return pointer if isinstance(pointer, str) else None  # a page can use the name of our mark


def pointers(value: Json, names: Iterable[str]) -> dict[str, str]:
    """Return the pointer of the first object that has a key, by key, for keys of these names.

    A name is the key itself, or an IRI that a vocabulary and the key make.
    """
    wanted, found = _endings(names), dict[str, str]()
    stack = [(value, "")] if wanted else []
    while stack:
        item, pointer = stack.pop()
        is_object = isinstance(item, dict)
        members: list[tuple[str | int, Json]] = list(item.items() if is_object else enumerate(item))
        for key in item if is_object else ():
            if key not in found and key in wanted:
                found[key] = pointer
        stack += [
            (inner, f"{pointer}/{escape_key(str(key))}")
            for key, inner in reversed(members)
            if isinstance(inner, dict | list) and key != "@context"
        ]
    return found


def odd_keywords(value: Json) -> list[str]:
    """Return the keys of a document that look like keywords of JSON-LD and are none (@Type)."""
    found: dict[str, None] = {}
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            found |= dict.fromkeys(k for k in item if LIKE_ONE.fullmatch(k) and k not in KEYWORDS)
        stack += _inner(item)
    return list(found)


def _endings(names: Iterable[str]) -> set[str]:
    """Return the keys that names may come of: each name, and what follows on a `/`, `#` or `:`."""
    found = set()
    for name in names:
        found.add(name)
        if len(name) <= LONGEST:
            found.update(name[i + 1 :] for i, char in enumerate(name[:-1]) if char in "/#:")
    return found


def _inner(value: Json) -> list[Json]:
    """Return the arrays and objects right inside a value."""
    inner = value.values() if isinstance(value, dict) else value
    return (
        [v for v in inner if isinstance(v, dict | list)] if isinstance(value, dict | list) else []
    )
