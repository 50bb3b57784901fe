"""Tell from the first rows whether bytes are a flight payload."""

from __future__ import annotations

import re

from ld_convert.extract.flight.row_json import read_json
from ld_convert.extract.flight.rows import BOM, HEAD, ROW_OR_END

FORM_OF_2022 = re.compile(rb'\s*+(?:[JMS][0-9a-f]+:[\[{"]|[MSPE][0-9a-f]+:[^\n]*+\nJ[0-9a-f]+:)')
"""The tag before the id, as React 18.3-next of December 2022 wrote it."""
CUT_CONTAINER = re.compile(rb'\[\s*["\[{]|\{\s*"')
FIRST_ROWS = 8
"""How many rows are looked at. A payload has a row that decides among its first eight."""
LINE_LIMIT = 1_000_000
"""Longest line, in bytes, that is parsed to decide."""
STARTS = {
    b"I": re.compile(rb"[\[{]"),
    b"H": re.compile(rb'[A-Za-z][\["]'),
    b"E": re.compile(rb"\{"),
    b"N": re.compile(rb"[0-9]"),
    b"W": re.compile(rb"\["),
}
"""By tag: how the content of a row starts, if nothing but flight looks like it."""
WEAK = re.compile(rb'[DJ][{"]|[RrXx]\s*\Z')
"""Rows that flight can have, but that decide nothing."""


def looks_like_flight(data: bytes) -> bool:
    """Return whether bytes are a raw flight payload; false for HTML, JSON and plain text."""
    if is_form_of_2022(data):
        return True
    position = len(BOM) if data.startswith(BOM) else 0
    for _ in range(FIRST_ROWS):
        head = HEAD.match(data, position)
        if head is None:
            return False
        if head[2] is not None:
            position = head.end() + int(head[3], 16)
            if head[2] == b"T":
                return True
            if position >= len(data) or not ROW_OR_END.match(data, position):
                return False
            continue
        newline = data.find(b"\n", head.end())
        end = len(data) if newline < 0 else newline
        verdict = _line(data, head, end)
        if verdict is not None:
            return verdict
        position = end + 1
    return False


def is_form_of_2022(data: bytes) -> bool:
    """Return whether the rows have their tag before their id (Next.js 13.0 and 13.1)."""
    return FORM_OF_2022.match(data, len(BOM) if data.startswith(BOM) else 0) is not None


def _line(data: bytes, head: re.Match[bytes], end: int) -> bool | None:
    """Return whether a row that ends with its line belongs to a payload; None if it may."""
    tag, start = head[4], head.end()
    if tag in STARTS:
        return STARTS[tag].match(data, start) is not None
    if tag is not None:
        return None if WEAK.match(data, start - 1, end) else False
    if not head[1]:
        return False
    is_cut = end == len(data) or end - start > LINE_LIMIT
    if is_cut and CUT_CONTAINER.match(data, start):
        return True
    if end - start > LINE_LIMIT or not read_json(data[start:end]).is_json:
        return False
    return True if data[start : start + 1] in (b"{", b"[", b'"') else None
