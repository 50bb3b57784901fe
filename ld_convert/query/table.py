"""Print solutions as a table that fits the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wcwidth import wcswidth, wcwidth

from ld_convert.vocab.namespaces import curie

if TYPE_CHECKING:
    from ld_convert.model import Json

GAP = "  "
LEAST = 6
"""Columns are not made narrower than this."""


def table(results: bytes, width: int | None) -> str:
    """Return SPARQL 1.1 results in JSON as a table of at most `width` columns; None for any width.

    IRIs are shortened by known prefixes. What does not fit is cut, with an ellipsis.
    """
    document = json.loads(results)
    if "boolean" in document:
        return "yes\n" if document["boolean"] else "no\n"
    names = document["head"]["vars"]
    rows = [
        [_shown(solution.get(name)) for name in names]
        for solution in document["results"]["bindings"]
    ]
    widths = [max(map(_width, column)) for column in zip(names, *rows, strict=True)]
    fitted = _fitted(widths, width)
    lines = [_line(row, fitted) for row in [names, ["-" * w for w in fitted], *rows]]
    count = f"{len(rows)} {'solution' if len(rows) == 1 else 'solutions'}"
    return "\n".join([*lines, count]) + "\n"


def _shown(term: Json) -> str:
    """Return a term as people read it; control characters can't reach the terminal."""
    if term is None:
        return ""
    value = str(term["value"])
    if term["type"] == "uri":
        value = curie(value)
    elif term["type"] == "bnode":
        value = f"_:{value}"
    elif "xml:lang" in term:
        value = f"{value}@{term['xml:lang']}"
    return "".join(c if c.isprintable() else " " for c in value)


def _fitted(widths: list[int], width: int | None) -> list[int]:
    """Shrink the widest columns until the table fits `width`."""
    fitted = list(widths)
    while width is not None and sum(fitted) + len(GAP) * (len(fitted) - 1) > width:
        widest = max(range(len(fitted)), key=fitted.__getitem__)
        if fitted[widest] <= LEAST:
            break
        fitted[widest] -= 1
    return fitted


def _line(cells: list[str], widths: list[int]) -> str:
    padded = (_cell(cell, width) for cell, width in zip(cells, widths, strict=True))
    return GAP.join(padded).rstrip()


def _cell(text: str, width: int) -> str:
    """Return a text cut or filled to a width in columns of the terminal."""
    if _width(text) > width:
        kept, used = "", 0
        for c in text:
            used += max(wcwidth(c), 0)
            if used > width - 1:
                break
            kept += c
        text = f"{kept}…"
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return max(wcswidth(text), 0)
