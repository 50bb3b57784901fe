"""Split a flight payload into rows.

Source: `processBinaryChunk` of React's client, react-server-dom-webpack 18.3-canary to 19.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from ld_convert.extract.flight.row_json import read_json
from ld_convert.extract.flight.values import Problems

BOM = b"\xef\xbb\xbf"
CARRIAGE_RETURN = 13
CUT_HEAD = re.compile(rb"\s*+[0-9a-fA-F]{0,16}(?::(?:[A-Za-z][0-9a-fA-F]{0,12})?)?\Z")
LENGTH_TAGS = frozenset(bytes([letter]) for letter in b"TAOoUSsLlGgMmVb")
MOST_FAILURES = 16
"""Another way of counting lengths is given up after so many failures."""


class Chunk(NamedTuple):
    """One row as it stands in the payload."""

    id: int
    tag: str
    start: int
    """Byte offset of the content, behind tag and length."""
    end: int
    is_whole: bool
    """False if the payload ends before the row does."""


@dataclass(slots=True)
class Split:
    """The rows of a payload in order of arrival, and its problems."""

    chunks: list[Chunk] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    known: set[int] = field(default_factory=set)
    counted: int = 0

    @property
    def ids(self) -> set[int]:
        """Ids of the rows so far. Built only when asked for, which few payloads need."""
        self.known.update([chunk.id for chunk in self.chunks[self.counted :]])
        self.counted = len(self.chunks)
        return self.known

    @property
    def failures(self) -> int:
        """How often a row was expected and none started there."""
        return self.problems.counts["LD202"] + self.problems.counts["LD205"]


def split(data: bytes) -> Split:
    """Return the rows of a payload. Never raises.

    If the stated lengths do not fit, the payload may have been re-encoded after its lengths were
    counted: then other ways of counting are tried, and the one with the fewest failures is used. If
    every line ends with a carriage return, these were added later, because React writes none.
    """
    best = split_by(data, in_bytes)
    is_dos = has_windows_lines(data)
    if not is_dos and not best.problems.counts["LD202"]:
        return best
    measures = DOS_MEASURES if is_dos else MEASURES
    others = {unit: split_by(data, measure, MOST_FAILURES) for unit, measure in measures.items()}
    unit, other = min(others.items(), key=lambda item: item[1].failures)
    most = min(MOST_FAILURES, best.failures - (not is_dos))
    if other.failures > most or other.chunks == best.chunks:
        return best
    other.problems.add("LD203", 0, unit=unit)
    return other


def split_by(data: bytes, measure: Measure, most: int | None = None) -> Split:
    """Return the rows of a payload whose lengths are counted by `measure`.

    Stops after more than `most` failures, so that a wrong measure costs little.
    """
    found = Split()
    position = len(BOM) if data.startswith(BOM) else 0
    while position < len(data) and (most is None or found.failures <= most):
        head = HEAD.match(data, position)
        if head is None:
            position = _skip(data, position, found)
        elif head[2]:
            position = _length_row(data, head, measure, found)
        elif head[4] and head[4] in LENGTH_TAGS:
            position = _bad_length(data, head, found)
        else:
            position = _line_row(data, head, found)
    return found


def _line_row(data: bytes, head: re.Match[bytes], found: Split) -> int:
    """Add a row that ends with its line; return the offset behind the newline."""
    start = head.end()
    newline = end = data.find(b"\n", start)
    if newline < 0:
        end = len(data)
    after = end + 1
    if end > start and data[end - 1] == CARRIAGE_RETURN:
        end -= 1
    tag = head[4].decode() if head[4] else ""
    found.chunks.append(Chunk(int(head[1] or b"0", 16), tag, start, end, newline >= 0))
    return after


def _length_row(data: bytes, head: re.Match[bytes], measure: Measure, found: Split) -> int:
    """Add a row that states its length; return the offset behind its last byte."""
    start, length, size = head.end(), int(head[3], 16), len(data)
    end = after = measure(data, start, length)
    is_whole = end <= size
    if not is_whole or not ROW_OR_END.match(data, end):
        swallowed = swallowed_row(data, start, min(end, size), set() if is_whole else found.ids)
        if is_whole or swallowed is not None:
            found.problems.add("LD202", head.start(), row_id(head), length=length)
        if swallowed is not None:
            end, after, is_whole = swallowed - 1, swallowed, True
        elif is_whole:
            after = next_line(data, end)
        else:
            found.problems.add("LD201", head.start(), row_id(head))
            end = after = size
    found.chunks.append(Chunk(row_id(head), head[2].decode(), start, end, is_whole))
    return after


def _bad_length(data: bytes, head: re.Match[bytes], found: Split) -> int:
    """Report a row with an unreadable length; return the offset of the next line."""
    if CUT_HEAD.match(data, head.start()):
        found.problems.add("LD201", head.start(), row_id(head))
        return len(data)
    text = data[head.end() : head.end() + 40].partition(b",")[0].decode("utf-8", "replace")
    found.problems.add("LD202", head.start(), row_id(head), length=text)
    return next_line(data, head.end())


def _skip(data: bytes, position: int, found: Split) -> int:
    """Report bytes that belong to no row; return the offset of the next row."""
    if BLANK.match(data, position):
        return len(data)
    cut = CUT_HEAD.match(data, position)
    if cut is not None:
        row = int(cut[0].strip().partition(b":")[0] or b"0", 16)
        found.problems.add("LD201", position, row)
        return len(data)
    after = next_line(data, position)
    text = data[position : min(after, position + 40)].decode("utf-8", "replace")
    found.problems.add("LD205", position, count=after - position, text=text)
    return after


Measure = Callable[[bytes, int, int], int]
"""Takes a payload, an offset and a length; returns the offset behind the last byte."""


def in_bytes(_data: bytes, start: int, length: int) -> int:
    """Return the end of a text whose length counts bytes, as the format has it."""
    return start + length


def in_characters(data: bytes, start: int, length: int) -> int:
    """Return the end of a text whose length counts characters.

    This happens if UTF-8 was read as Latin-1 and saved as UTF-8: each byte became a character.
    """
    if start + length > len(data):
        return len(data) + 1
    text = data[start : start + 4 * length].decode("utf-8", "surrogateescape")[:length]
    if len(text) < length:
        return len(data) + 1
    return start + len(text.encode("utf-8", "surrogateescape"))


def in_unix_bytes(data: bytes, start: int, length: int) -> int:
    """Return the end of a text whose length was counted before carriage returns were added."""
    text = data[start : start + 2 * length].replace(b"\r\n", b"\n")[:length]
    return start + length + text.count(b"\n")


def in_unix_characters(data: bytes, start: int, length: int) -> int:
    """Return the end of a text that was re-encoded and got carriage returns."""
    if start + length > len(data):
        return len(data) + 1
    raw = data[start : start + 8 * length].decode("utf-8", "surrogateescape")
    text = raw.replace("\r\n", "\n")[:length]
    if len(text) < length:
        return len(data) + 1
    return start + len(text.encode("utf-8", "surrogateescape")) + text.count("\n")


MEASURES: dict[str, Measure] = {"characters": in_characters}
"""Ways of counting other than bytes, by what they count."""
DOS_MEASURES: dict[str, Measure] = {
    "bytes without carriage returns": in_unix_bytes,
    "characters without carriage returns": in_unix_characters,
}
"""Ways of counting for a payload in which every line ends with a carriage return."""


def has_windows_lines(data: bytes) -> bool:
    """Return whether every newline follows a carriage return."""
    first = data.find(b"\n")
    return data[first - 1 : first] == b"\r" and data.count(b"\r\n") == data.count(b"\n")


START = rb'(?:[0-9a-fA-F]{1,16}:["{\[tfn0-9\-A-Z#rxoslgmb]|:[HNW])'
HEAD = re.compile(
    rb"\s*+([0-9a-fA-F]{0,16}):"
    rb'(?:([TAOoUSsLlGgMmVb])([0-9a-fA-F]{1,12}),|([A-Z#rxoslgmb])|(?=["{\[tfn0-9\-]))'
)
LINE_START = re.compile(rb"\n(?=" + START + rb")")
ROW_OR_END = re.compile(rb"\s*+(?:" + START + rb"|[0-9a-fA-F]{0,16}:?\Z)")
BLANK = re.compile(rb"\s*+\Z")
LOOK_BACK = 16
"""How many lines of a text are tried as the start of the row that should follow it."""
LOOK_AHEAD = 3
"""How many rows must follow in order before a line counts as a row."""
LINE_LIMIT = 100_000
"""Longest line, in bytes, that is parsed only to see whether it is a row."""


def next_line(data: bytes, position: int) -> int:
    """Return the offset of the next line that starts like a row; else the end."""
    match = LINE_START.search(data, position)
    return len(data) if match is None else match.end()


def swallowed_row(data: bytes, start: int, end: int, known: set[int]) -> int | None:
    """Return the offset of a row inside a text whose stated length is too great.

    A row with an id that is known already does not count: a truncated text may hold lines like
    rows.
    """
    for count, match in enumerate(LINE_START.finditer(data, start, end)):
        if count == LOOK_BACK:
            return None
        if _are_rows(data, match.end(), known):
            return match.end()
    return None


def _are_rows(data: bytes, position: int, known: set[int]) -> bool:
    """Return whether rows follow in order. A line of a text may just look like a row."""
    for _ in range(LOOK_AHEAD):
        if BLANK.match(data, position):
            return True
        head = HEAD.match(data, position)
        if head is None or row_id(head) in known:
            return False
        if head[2] is not None:
            position = head.end() + int(head[3], 16)
            if position > len(data) or not ROW_OR_END.match(data, position):
                return False
            continue
        newline = data.find(b"\n", position)
        if newline < 0:
            return False
        line = data[head.end() : newline]
        if head[4] is None and len(line) < LINE_LIMIT and not read_json(line).is_json:
            return False
        position = newline + 1
    return True


def row_id(head: re.Match[bytes]) -> int:
    """Return the id of a row; 0 if it is left out."""
    return int(head[1] or b"0", 16)
