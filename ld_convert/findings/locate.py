"""Line, column and text of a location; computed only when somebody reads a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

from ld_convert.findings.excerpt import excerpt
from ld_convert.findings.offsets import (
    kept_with,
    line_column,
    pointer_offset,
    pointer_offsets,
    root_offset,
)
from ld_convert.model import Excerpt, Json, Location, Place, Text, escape_key
from ld_convert.vocab.namespaces import curie

BROKEN = object()
MISSING = object()
INDEX = re.compile(r"0|[1-9][0-9]{0,9}")


def place(location: Location) -> Place:
    """Return the line, the column and the pointer of a location.

    If the text has no value at the pointer (the key is missing, or a flight reference is there),
    the line and column are those of the innermost value around it.
    """
    text = text_of(location)
    if text is None:
        return Place(location.source, pointer=location.pointer, row=location.row)
    line, column = line_column(*root_offset(text, _offset(text, location)))
    return Place(location.source, line, column, location.pointer, location.row)


def place_and_excerpt(location: Location) -> tuple[Place, Excerpt | None]:
    """Return the place of a location and the text there; without the capture's text, None."""
    text = text_of(location)
    if text is None:
        return place(location), None
    line, column, around = _spot(text, _offset(text, location))
    return Place(location.source, line, column, location.pointer, location.row), around


def _offset(text: Text, location: Location) -> int:
    found = location.offset
    return pointer_offset(text, location.pointer) if found is None else found


def _spot(text: Text, offset: int) -> tuple[int, int, Excerpt]:
    """Return the line, the column and the excerpt at a byte; computed once per byte."""

    def make() -> tuple[int, int, Excerpt]:
        root, at = root_offset(text, offset)
        return *line_column(root, at), excerpt(root, at)

    return kept_with(text, offset, make)


def text_of(location: Location) -> Text | None:
    """Return the text that a location points into; decoded here if it is a JSON string."""
    outer, string = location.outer, location.string
    if outer is None or string is None:
        return location.text
    text = text_of(outer)
    if text is None:
        return None
    pointer, value = outer.pointer, string

    def make() -> Text:
        return text.inside_string(pointer_offset(text, pointer), value)

    return kept_with(text, ("text", pointer, value), make)


def has_pointer(location: Location, pointer: str) -> bool:
    """Return whether the JSON that a location points into has a value at a pointer."""
    value = _json_at(location, pointer)
    if value is BROKEN:  # the values before the error still have offsets
        text = text_of(location)
        return text is not None and pointer in pointer_offsets(text)
    return value is not MISSING


def property_places(found: tuple[Location, ...], predicate: str) -> Iterator[Location]:
    """Yield the places of a property, in each fragment and its spelling, then the node's."""
    local = predicate[max(map(predicate.rfind, "/#:")) + 1 :]
    for place in found if predicate else ():
        pointer = f"{place.pointer}/{place.keys.get(predicate, local)}"
        if has_pointer(place, pointer):
            yield place.at(pointer)
            continue
        for key in (escape_key(predicate), escape_key(curie(predicate))):
            pointer = f"{place.pointer}/{key}"
            if has_pointer(place, pointer):
                yield place.at(pointer)
    yield found[0]


def element_place(location: Location, text: str) -> Location:
    """Return the place of the array element with a text; without one, the array's."""
    found = _elements(location).get(text)
    return location if found is None else location.at(f"{location.pointer}/{found}")


def _elements(location: Location) -> dict[str, int]:
    """Return by text the first element of the array at a location that has it."""
    holder = _holder(location)
    if holder is None:
        return _indexed(_json_at(location, location.pointer))
    key = ("elements", location.string, location.pointer)
    return kept_with(holder, key, lambda: _indexed(_json_at(location, location.pointer)))


def _indexed(value: Json) -> dict[str, int]:
    found: dict[str, int] = {}
    for i, element in enumerate(value if isinstance(value, list) else ()):
        for text in _texts(element):
            found.setdefault(text, i)
    return found


def says(location: Location, text: str) -> bool:
    """Return whether the value at a location, or an element of it, appears as this text."""
    value = _json_at(location, location.pointer)
    return text in (_elements(location) if isinstance(value, list) else _texts(value))


def is_inside(location: Location, other: Location) -> bool:
    """Return whether `location` points at or below `other` in the same text."""
    same = location.text is other.text and location.string == other.string
    return same and f"{location.pointer}/".startswith(f"{other.pointer}/")


def _texts(value: Json) -> list[str]:
    """Return the texts of a JSON value as a graph term: itself, its @value or its @id."""
    if isinstance(value, dict):
        return [text for key in ("@value", "@id") for text in _texts(value.get(key))]
    if isinstance(value, list) or value is None:
        return []
    return [str(value).lower()] if isinstance(value, bool) else [str(value)]


def _json_at(location: Location, pointer: str) -> Json:
    """Return the JSON value at a pointer; BROKEN for a text that is not JSON, MISSING for none."""
    if location.outer is not None and location.string is not None:
        value = _json_of_string(location.outer, location.string)
    elif location.text is not None:
        value = _json_of(location.text)
    else:
        return MISSING
    for segment in pointer.split("/")[1:] if value is not BROKEN else ():
        key = segment.replace("~1", "/").replace("~0", "~") if "~" in segment else segment
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and INDEX.fullmatch(key) and int(key) < len(value):
            value = value[int(key)]
        else:
            return MISSING
    return value


def _json_of(text: Text) -> Json:
    return kept_with(text, "json", lambda: _loaded(text.data))


def _json_of_string(holder: Location, string: str) -> Json:
    """Return the JSON in a JSON string; parsed once per text."""
    text = _holder(holder)
    if text is None:
        return _loaded(string)
    return kept_with(text, ("json", string), lambda: _loaded(string))


def _holder(location: Location) -> Text | None:
    """Return the text of a file in which a location lies, at whatever depth of strings."""
    outer: Location | None = location
    while outer is not None and outer.text is None:
        outer = outer.outer
    return None if outer is None else outer.text


def _loaded(json_text: bytes | str) -> Json:
    try:
        return orjson.loads(json_text)
    except orjson.JSONDecodeError:
        return BROKEN
