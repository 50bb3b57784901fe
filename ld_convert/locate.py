"""From a location to line and column; done only when a finding is shown."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

import orjson

from ld_convert.model import Excerpt, Json, Location, Place, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")

BROKEN = object()
MISSING = object()
INDEX = re.compile(r"0|[1-9][0-9]{0,9}")

TOKEN = re.compile(rb'[\[\]{},:]|"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^\s\[\]{},:"]+', re.DOTALL)
BEFORE, AFTER = 60, 100
"""Characters of a line that an excerpt shows before and after a place."""

ESCAPE = re.compile(rb"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.", re.DOTALL)


def place(location: Location) -> Place:
    """Return the line, the column and the pointer of a location.

    A pointer that leads beyond what the text holds (a flight reference stands there, or the key
    is missing) gives the deepest spot on the way.
    """
    return place_and_excerpt(location)[0]


def place_and_excerpt(location: Location) -> tuple[Place, Excerpt | None]:
    """Return the place of a location, and what stands there; None where no text is at hand."""
    text = text_of(location)
    if text is None:
        return Place(location.source, pointer=location.pointer, row=location.row), None
    offset = location.offset
    if offset is None:
        offset = pointer_offset(text, location.pointer)
    line, column, around = _spot(text, offset)
    return Place(location.source, line, column, location.pointer, location.row), around


def _spot(text: Text, offset: int) -> tuple[int, int, Excerpt]:
    """Return the line, the column and the excerpt of a byte; many findings share a spot."""

    def make() -> tuple[int, int, Excerpt]:
        root, at = root_offset(text, offset)
        return *line_column(root, at), excerpt(root, at)

    return _kept(text, offset, make)


def _kept(text: Text, key: Hashable, make: Callable[[], T]) -> T:
    """Return what is made of a text, made once: it is kept with the text."""
    if key not in text.made:
        text.made[key] = make()
    found: T = text.made[key]
    return found


def excerpt(text: Text, offset: int) -> Excerpt:
    """Return what a capture holds around a byte offset, cut to a part of its line."""
    starts = line_starts(text)
    line = bisect_right(starts, offset)
    end = starts[line] if line < len(starts) else len(text.data)
    # Four bytes a character at most; a cut character at the edge is dropped with its neighbours.
    first = max(starts[line - 1], offset - 4 * BEFORE)
    before = text.data[first:offset].decode("utf-8", "replace")
    after = text.data[offset : min(end, offset + 4 * AFTER)].decode("utf-8", "replace").rstrip()
    before = f"…{before[1 - BEFORE :]}" if len(before) > BEFORE else before.lstrip()
    after = f"{after[: AFTER - 1]}…" if len(after) > AFTER else after
    return Excerpt(visible(before + after), len(before))


def visible(text: str) -> str:
    """Return a text in which each character takes its place and none acts on the terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c == "\t" else "\ufffd" for c in text)


def text_of(location: Location) -> Text | None:
    """Return the text that a location points into; made here where it stands in a JSON string."""
    outer, string = location.outer, location.string
    if outer is None or string is None:
        return location.text
    text = text_of(outer)
    if text is None:
        return None
    pointer, value = outer.pointer, string

    def make() -> Text:
        return text.inside_string(pointer_offset(text, pointer), value)

    return _kept(text, ("text", pointer, value), make)


def has_pointer(location: Location, pointer: str) -> bool:
    """Return whether the JSON that a location points into has a value at a pointer."""
    value = _json_at(location, pointer)
    if value is BROKEN:  # what stands before the break still has its places
        text = text_of(location)
        return text is not None and pointer in pointer_offsets(text)
    return value is not MISSING


def element_place(location: Location, text: str) -> Location:
    """Return the place of the element that holds a text, where an array is at a location."""
    value = _json_at(location, location.pointer)
    for i, element in enumerate(value if isinstance(value, list) else ()):
        if text in _texts(element):
            return location.at(f"{location.pointer}/{i}")
    return location


def says(location: Location, text: str) -> bool:
    """Return whether the value at a location, or one of its elements, is said by a text."""
    value = _json_at(location, location.pointer)
    return any(text in _texts(one) for one in (value if isinstance(value, list) else [value]))


def is_inside(location: Location, other: Location) -> bool:
    """Return whether one place is that of a part of what stands at another."""
    same = location.text is other.text and location.string == other.string
    return same and f"{location.pointer}/".startswith(f"{other.pointer}/")


def _texts(value: Json) -> list[str]:
    """Return how a scalar, a value object or a reference (JSON-LD 1.1, section 9) may be said."""
    if isinstance(value, dict):
        return [text for key in ("@value", "@id") for text in _texts(value.get(key))]
    if isinstance(value, list) or value is None:
        return []
    return [str(value).lower()] if isinstance(value, bool) else [str(value)]


def _json_at(location: Location, pointer: str) -> Json:
    """Return what the JSON that a location points into has at a pointer; BROKEN or MISSING."""
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
    return _kept(text, "json", lambda: _loaded(text.data))


def _json_of_string(holder: Location, string: str) -> Json:
    """Return the JSON in a string, which is kept with the text around it."""
    outer: Location | None = holder
    while outer is not None and outer.text is None:
        outer = outer.outer
    if outer is None or outer.text is None:
        return _loaded(string)
    return _kept(outer.text, ("json", string), lambda: _loaded(string))


def _loaded(json_text: bytes | str) -> Json:
    try:
        return orjson.loads(json_text)
    except orjson.JSONDecodeError:
        return BROKEN


def pointer_offset(text: Text, pointer: str) -> int:
    """Return the byte offset in `text` of the value that a JSON pointer (RFC 6901) names."""
    offsets = pointer_offsets(text)
    while pointer not in offsets and pointer:
        pointer = pointer.rpartition("/")[0]
    return offsets.get(pointer, 0)


def pointer_offsets(text: Text) -> dict[str, int]:
    """Return the byte offset of each value in a JSON text, by its pointer.

    Broken JSON gives the offsets before the break. A key that stands twice leads to the last,
    as JSON readers take the last.
    """
    return _kept(text, "offsets", lambda: _pointer_offsets(text))


def _pointer_offsets(text: Text) -> dict[str, int]:
    offsets: dict[str, int] = {}
    path: list[str] = [""]
    levels: list[int | None] = []  # per open bracket: the next index, None inside an object
    is_key = False
    for match in TOKEN.finditer(text.data):
        token = match[0]
        if token in (b"}", b"]"):
            if not levels:
                break
            levels.pop()
            path.pop()
            is_key = False
        elif token == b",":
            is_key = bool(levels) and levels[-1] is None
            if levels and not is_key:
                levels[-1] = (levels[-1] or 0) + 1
                path[-1] = str(levels[-1])
        elif token == b":":
            is_key = False
        elif is_key:
            path[-1] = escape_key(_string(token))
        else:
            offsets["/".join(path)] = match.start()
            if token in (b"{", b"["):
                is_key = token == b"{"
                levels.append(None if is_key else 0)
                path.append("" if is_key else "0")
    return offsets


def escape_key(key: str) -> str:
    """Return an object key as a segment of a JSON pointer (RFC 6901, section 3)."""
    return key.replace("~", "~0").replace("/", "~1")


def line_column(text: Text, offset: int) -> tuple[int, int]:
    """Return line and column of a byte offset in a text, counted from 1 in the file."""
    text, offset = root_offset(text, offset)
    starts = line_starts(text)
    line = bisect_right(starts, offset)
    start = starts[line - 1]
    return text.line + line - 1, len(text.data[start:offset].decode("utf-8", "replace")) + 1


def root_offset(text: Text, offset: int) -> tuple[Text, int]:
    """Return the capture that a text was taken from, and where in it a byte stands."""
    while text.parent is not None:
        offset = parent_offset(text, offset)
        text = text.parent
    return text, offset


def line_starts(text: Text) -> list[int]:
    """Return the byte offset at which each line of a capture starts."""
    return _kept(text, "lines", lambda: _line_starts(text))


def _line_starts(text: Text) -> list[int]:
    if b"\r" not in text.data:
        return list(accumulate((len(line) + 1 for line in text.data.split(b"\n")[:-1]), initial=0))
    return [0, *(match.end() for match in re.finditer(rb"\r\n?|\n", text.data))]


def parent_offset(text: Text, offset: int) -> int:
    """Return where a byte of `text` stands in its parent."""
    piece = text.pieces[bisect_right(text.pieces, offset, key=lambda piece: piece.start) - 1]
    wanted = offset - piece.start
    if not piece.escaped or text.parent is None:
        return piece.offset + wanted
    raw, position = text.parent.data, piece.offset
    while wanted > 0:
        escape = ESCAPE.search(raw, position)
        plain = wanted if escape is None else min(wanted, escape.start() - position)
        position += plain
        wanted -= plain
        if wanted > 0 and escape is not None:
            wanted -= len(_string(b'"' + escape[0] + b'"').encode("utf-8", "surrogatepass"))
            position = escape.end()
    return position


def _string(token: bytes) -> str:
    """Return the value of a JSON string; a broken one as it stands."""
    if b"\\" not in token:
        return token.decode("utf-8", "replace").strip('"')
    try:
        value = json.loads(token, strict=False)
    except ValueError:
        return token.decode("utf-8", "replace").strip('"')
    return str(value)
