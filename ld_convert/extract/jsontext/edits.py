"""Changes of a JSON text, and the text after them, of which each byte leads back."""

from __future__ import annotations

from typing import NamedTuple

from ld_convert.model import Piece, Text

# An unclosed string runs to the end of the text, so that nothing is read twice.
STRING = rb'"(?:[^"\\]|\\.)*+(?:"|\Z)'


class Edit(NamedTuple):
    """Bytes `start` to `end` of a text become `new`."""

    start: int
    end: int
    new: bytes


class Repair(NamedTuple):
    """The edits of one step."""

    edits: list[Edit]
    what: str = ""
    """What was found, if the finding names it."""


def edited(text: Text, edits: list[Edit]) -> Text:
    """Return the text after the edits, which are sorted and do not overlap.

    Each byte of the result leads back to `text`.
    """
    parts: list[bytes] = []
    pieces: list[Piece] = []
    done = length = 0
    for start, end, new in [*edits, Edit(len(text.data), len(text.data), b"")]:
        for offset, run in ((done, text.data[done:start]), (start, new)):
            if run:
                pieces.append(Piece(length, offset, escaped=False))
                parts.append(run)
                length += len(run)
        done = end
    return Text(b"".join(parts), tuple(pieces) or (Piece(0, 0, escaped=False),), text)
