"""Find the objects that describe something (JSON-LD, portal payloads) anywhere in a JSON value."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import orjson

from ld_convert.model import Json, Location, escape_key
from ld_convert.vocab.namespaces import DCAT
from ld_convert.vocab.portals import cut_marks, holds_payloads, portal_of, telling_keys
from ld_convert.vocab.schemaorg import SPELLING, is_term

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

HOLDERS = (dict, list)
"""A constant, because `dict | list` in a call to isinstance builds the union each time."""

OPENING = frozenset("[{")
"""First characters of a text that may be JSON."""
STARTS = OPENING | {chr(code) for code in range(0x3001) if chr(code).isspace()}
"""The same, or white space."""
SCALARS = frozenset({str, int, float, bool, type(None)})
OWN_TYPES = frozenset({"Dataset", "DataCatalog", "DataFeed"})
"""Classes accepted in a plain `type` key, if the object also has a `name`."""


Path = tuple[Json, ...]
"""How a value was reached: the path of its container, and its key there."""

ROOT: Path = (None, "")


class FoundObject(NamedTuple):
    """One object that describes something, and where it was found."""

    value: Json
    location: Location
    portal: str
    is_cut: bool = False
    """Whether the page says that it holds only a part of the record."""


def scan(
    root: Json, locate: Callable[[str], Location], skip: Container[int]
) -> Iterator[FoundObject]:
    """Yield the outermost objects inside `root` that describe something, in document order.

    `locate` turns a JSON pointer into a location. Values whose id() is in `skip` are not entered.
    An object that is reached twice is yielded once, so cycles end.
    """
    seen: set[int] = set()
    cut: set[int] = set()
    telling = _telling()
    stack: list[tuple[Json, Path]] = [(root, ROOT)]
    while stack:
        value, path = stack.pop()
        name = id(value)
        if name in seen or (name in skip and path is not ROOT):
            continue
        if isinstance(value, dict):
            seen.add(name)
            if not telling.isdisjoint(value):
                portal = portal_of(value)
                if portal or (describes(value) and not holds_payloads(value)):
                    yield FoundObject(value, locate(_pointer(path)), portal, name in cut)
                    continue
                if any(value.get(key) is mark for key, mark in cut_marks()):
                    cut.update(map(id, value.values()))
            inner: Iterable[tuple[str | int, Json]] = value.items()
        elif isinstance(value, list):
            seen.add(name)
            if path is ROOT and _is_document(value, skip):
                yield FoundObject(value, locate(""), "")  # one document: its blank nodes are shared
                continue
            inner = enumerate(value)
        else:
            if isinstance(value, str) and value.lstrip()[:1] in OPENING:
                yield from _in_string(value, path, locate)
            continue
        # Most values are texts of people; they never come onto the stack.
        stack += [
            (item, (path, key))
            for key, item in inner
            if (item[:1] in STARTS if type(item) is str else type(item) not in SCALARS)
        ][::-1]


@cache
def _telling() -> frozenset[str]:
    """Return the keys of which every object that describes something has at least one."""
    keys = [key for key, _ in (*telling_keys(), *cut_marks())]
    return frozenset({"@context", "@type", "type", *keys})


def _pointer(path: Path | None) -> str:
    """Return the path as a JSON pointer (RFC 6901)."""
    keys = []
    while path is not None and path[0] is not None:
        keys.append(escape_key(str(path[1])))
        path = path[0]
    return "".join(f"/{key}" for key in reversed(keys))


def _is_document(values: list[Json], skip: Container[int]) -> bool:
    """Return whether a list is one JSON-LD document, so that its blank nodes are shared."""
    nodes = [value for value in values if isinstance(value, dict) and id(value) not in skip]
    found = [describes(node) for node in nodes]
    flat = all("@id" in node or "@type" in node for node in nodes)
    return len(nodes) == len(values) and (any(found) if flat else bool(found) and all(found))


def describes(value: dict[str, Json]) -> bool:
    """Return whether an object is JSON-LD, or has a class of schema.org or DCAT."""
    if "@context" in value:
        return len(value) > 1
    if "@type" in value and any(map(_is_class, _names(value["@type"]))):
        return True
    if "type" not in value or "name" not in value:
        return False
    return any(name in OWN_TYPES for name in _names(value["type"]))


def speaks_of(value: Json, name: str) -> bool:
    """Return whether the value, or an object anywhere inside it, has a class of this name."""
    seen: set[int] = set()
    stack = [value]
    while stack:
        item = stack.pop()
        if not isinstance(item, dict | list) or id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, dict):
            classes = _names(item.get("@type")) + _names(item.get("type"))
            if any(re.split("[/#:]", iri)[-1] == name for iri in classes):
                return True
        stack.extend(item.values() if isinstance(item, dict) else item)
    return False


def _in_string(
    text: str, path: Path, locate_outer: Callable[[str], Location]
) -> Iterator[FoundObject]:
    """Yield the objects that describe something in a string that holds JSON."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return
    outer = locate_outer(_pointer(path))

    def locate(pointer: str) -> Location:
        if outer.outer is None and outer.pointer == "" and outer.text is not None:
            holder = outer.text.data.decode("utf-8", "replace")
            if holder == text:  # the text itself is the JSON, as in a flight T row
                return Location(outer.source, outer.text, pointer, row=outer.row)
        return Location(outer.source, None, pointer, row=outer.row, string=text, outer=outer)

    for found in scan(value, locate, frozenset()):
        if not isinstance(found.value, str):
            yield found


def _names(types: Json) -> list[str]:
    """Return the class names in the value of a `type` or `@type` key."""
    return [t for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)]


def _is_class(name: str) -> bool:
    """Return whether a type names a class of schema.org (IRI, prefix, name) or DCAT (IRI)."""
    if name.startswith(DCAT):
        return True
    name = name.rstrip("/# ").replace("/#", "/").replace("#", "/")
    prefix, _, local = name.rpartition("/" if "/" in name else ":")
    if prefix and not (prefix in ("schema", "sdo", "sc") or SPELLING.fullmatch(prefix)):
        return False
    return local[:1].isupper() and is_term(local)
