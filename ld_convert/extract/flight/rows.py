"""The row grammar: where each row of a payload starts and ends.

Source: `processBinaryChunk` of React's client, react-server-dom-webpack 18.3-canary to 19.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ld_convert.extract.flight.lengths import (
    DOS_MEASURES,
    MEASURES,
    Measure,
    has_windows_lines,
    in_bytes,
)
from ld_convert.extract.flight.problems import Problems
from ld_convert.extract.flight.resync import (
    BLANK,
    HEAD,
    ROW_OR_END,
    next_line,
    row_id,
    swallowed_row,
)

BOM = b"\xef\xbb\xbf"
CARRIAGE_RETURN = 13
CUT_HEAD = re.compile(rb"\s*+[0-9a-fA-F]{0,16}(?::(?:[A-Za-z][0-9a-fA-F]{0,12})?)?\Z")
LENGTH_TAGS = frozenset(bytes([letter]) for letter in b"TAOoUSsLlGgMmVb")
MOST_FAILURES = 16
"""Failures after which another way of counting is given up; a right one has next to none."""


class Chunk(NamedTuple):
    """One row as it stands in the payload."""

    id: int
    tag: str
    start: int
    """Byte offset of the content, after tag and length."""
    end: int
    is_whole: bool
    """False where the payload ends before the row does."""


@dataclass(slots=True)
class Split:
    """Rows in order of arrival."""

    chunks: list[Chunk] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    known: set[int] = field(default_factory=set)
    counted: int = 0

    @property
    def ids(self) -> set[int]:
        """Ids of the rows so far; few payloads need to know."""
        self.known.update([chunk.id for chunk in self.chunks[self.counted :]])
        self.counted = len(self.chunks)
        return self.known

    @property
    def failures(self) -> int:
        """Number of places where no row started although one should have."""
        return self.problems.counts["LD202"] + self.problems.counts["LD205"]


def split(data: bytes) -> Split:
    """Return the rows of a payload; any bytes give an answer.

    Where lengths do not fit, the payload may have been recoded: then lengths count characters, if
    that makes fewer failures. React ends no row with a carriage return; where each newline has one,
    lengths were counted before they came in.
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
    """Add a row that ends with its line; the next row starts behind the newline."""
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
    """Add a row that states its length; the next row starts behind its last byte."""
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
    """Report a row whose length cannot be read; reading goes on at the next line."""
    if CUT_HEAD.match(data, head.start()):
        found.problems.add("LD201", head.start(), row_id(head))
        return len(data)
    text = data[head.end() : head.end() + 40].partition(b",")[0].decode("utf-8", "replace")
    found.problems.add("LD202", head.start(), row_id(head), length=text)
    return next_line(data, head.end())


def _skip(data: bytes, position: int, found: Split) -> int:
    """Report bytes that are no row, and return where the next row starts."""
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
