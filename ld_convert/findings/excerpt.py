"""What a capture holds around a place, cut to a line of a terminal."""

from __future__ import annotations

from bisect import bisect_right

from ld_convert.findings.offsets import (
    line_starts,
)
from ld_convert.model import Excerpt, Text

BEFORE, AFTER = 60, 100
"""Characters of a line that an excerpt shows before and after a place."""


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
