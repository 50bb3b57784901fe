"""Byte offsets: of the values of a JSON text, of lines, and in the capture behind a text."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from ld_convert.model import Text, escape_key

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


T = TypeVar("T")


TOKEN = re.compile(rb'[\[\]{},:]|"[^"\\]*+(?:\\.?+[^"\\]*+)*+(?:"|\Z)|[^\s\[\]{},:"]++', re.DOTALL)
"""A sign, a string or a word of JSON. An unclosed string runs to the end, and is read once."""


ROOT = re.compile(rb"\s*+(?=[{\[])")
"""What stands before an object or an array that is the whole text."""


ESCAPE = re.compile(rb"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.", re.DOTALL)


def kept_with(text: Text, key: Hashable, make: Callable[[], T]) -> T:
    """Return `make()`; the first result is kept in `text.made` under the key."""
    if key not in text.made:
        text.made[key] = make()
    found: T = text.made[key]
    return found


def pointer_offset(text: Text, pointer: str) -> int:
    """Return the byte offset of the value at a JSON pointer (RFC 6901), or of the one around it."""
    if not pointer and (root := ROOT.match(text.data)):  # nothing else has to be read for it
        return root.end()
    offsets = pointer_offsets(text)
    while pointer not in offsets and pointer:
        pointer = pointer.rpartition("/")[0]
    return offsets.get(pointer, 0)


def pointer_offsets(text: Text) -> dict[str, int]:
    """Return the byte offset of each value in a JSON text, by its pointer.

    In broken JSON these are the values before the error. Of a duplicate key the last value counts,
    as in JSON readers.
    """
    return kept_with(text, "offsets", lambda: _pointer_offsets(text))


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


def line_column(text: Text, offset: int) -> tuple[int, int]:
    """Return the line and column of a byte, both counted from 1 in the file."""
    text, offset = root_offset(text, offset)
    starts = line_starts(text)
    line = bisect_right(starts, offset)
    start = starts[line - 1]
    return text.line + line - 1, len(text.data[start:offset].decode("utf-8", "replace")) + 1


def root_offset(text: Text, offset: int) -> tuple[Text, int]:
    """Return the capture behind a text, and the offset of a byte of the text in it."""
    while text.parent is not None:
        offset = parent_offset(text, offset)
        text = text.parent
    return text, offset


def line_starts(text: Text) -> list[int]:
    """Return the byte offset of the start of each line."""
    return kept_with(text, "lines", lambda: _line_starts(text))


def _line_starts(text: Text) -> list[int]:
    if b"\r" not in text.data:
        return list(accumulate((len(line) + 1 for line in text.data.split(b"\n")[:-1]), initial=0))
    return [0, *(match.end() for match in re.finditer(rb"\r\n?|\n", text.data))]


def parent_offset(text: Text, offset: int) -> int:
    """Return the offset in the parent of a byte of `text`."""
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
    """Return the value of a JSON string; of a broken one, its text."""
    if b"\\" not in token:
        return token.decode("utf-8", "replace").strip('"')
    try:
        value = json.loads(token, strict=False)
    except ValueError:
        return token.decode("utf-8", "replace").strip('"')
    return str(value)
