"""Where rows start, and how to find the next one behind a row that went wrong."""

from __future__ import annotations

import re

from ld_convert.extract.flight.jsontext import read_json

START = rb'(?:[0-9a-fA-F]{1,16}:["{\[tfn0-9\-A-Z#rxoslgmb]|:[HNW])'
HEAD = re.compile(
    rb"\s*+([0-9a-fA-F]{0,16}):"
    rb'(?:([TAOoUSsLlGgMmVb])([0-9a-fA-F]{1,12}),|([A-Z#rxoslgmb])|(?=["{\[tfn0-9\-]))'
)
LINE_START = re.compile(rb"\n(?=" + START + rb")")
ROW_OR_END = re.compile(rb"\s*+(?:" + START + rb"|[0-9a-fA-F]{0,16}:?\Z)")
BLANK = re.compile(rb"\s*+\Z")
LOOK_BACK = 16
"""Lines of a text that are tried as the row at which it should have ended."""
LOOK_AHEAD = 3
"""Rows that must be in order before a line counts as a row."""
LINE_LIMIT = 100_000
"""Longest line, in bytes, that is parsed only to see whether it is a row."""


def next_line(data: bytes, position: int) -> int:
    """Return the offset of the next line that starts like a row, else the end."""
    match = LINE_START.search(data, position)
    return len(data) if match is None else match.end()


def swallowed_row(data: bytes, start: int, end: int, known: set[int]) -> int | None:
    """Return where a row starts that a text with too great a length holds, if there is one.

    A row whose id is known already is none: a text that was cut may hold lines like rows.
    """
    for count, match in enumerate(LINE_START.finditer(data, start, end)):
        if count == LOOK_BACK:
            return None
        if _are_rows(data, match.end(), known):
            return match.end()
    return None


def _are_rows(data: bytes, position: int, known: set[int]) -> bool:
    """Return whether the next rows are in order: a text may hold lines that only look so."""
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
    """Return the id of a row; an empty one is 0."""
    return int(head[1] or b"0", 16)
