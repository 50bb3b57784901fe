"""The text around a place in a capture, cut to one line of a terminal."""

from __future__ import annotations

import re
from bisect import bisect_right

from ld_convert.findings.offsets import (
    line_starts,
)
from ld_convert.model import Excerpt, Text

LAST_OF_FOUR = 0xFFFF
"""The last character whose number has four hexadecimal digits."""
OBEYED = re.compile(r"(\n|\x1b\[[0-9;]{0,20}m)|[^\n\x1b]+|\x1b")
"""An end of a line or a colour, in group 1; or what stands between them."""
BEFORE, AFTER = 60, 100
"""Characters shown before and after the place."""


def excerpt(text: Text, offset: int) -> Excerpt:
    """Return the part of a line around a byte offset of a capture."""
    starts = line_starts(text)
    line = bisect_right(starts, offset)
    end = starts[line] if line < len(starts) else len(text.data)
    # A character has at most four bytes. One that is cut at the edge is dropped just below.
    first = max(starts[line - 1], offset - 4 * BEFORE)
    before = text.data[first:offset].decode("utf-8", "replace")
    after = text.data[offset : min(end, offset + 4 * AFTER)].decode("utf-8", "replace").rstrip()
    before = f"…{before[1 - BEFORE :]}" if len(before) > BEFORE else before.lstrip()
    after = f"{after[: AFTER - 1]}…" if len(after) > AFTER else after
    return Excerpt(visible(before + after), len(before))


def printable(text: str) -> str:
    """Return a text with an escape for each character that a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _escape(ord(c)) for c in text)


def obeyed(text: str) -> str:
    """Return lines of ours as `printable` does; their ends and our own colours stay."""
    if text.isprintable():
        return text
    return OBEYED.sub(lambda found: found[0] if found[1] else printable(found[0]), text)


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code <= LAST_OF_FOUR else f"\\U{code:08x}"


def visible(text: str) -> str:
    """Return a text without characters that a terminal would obey; U+FFFD stands in their place."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c == "\t" else "\ufffd" for c in text)
