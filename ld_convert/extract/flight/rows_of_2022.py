"""Read the flight rows of December 2022, which have the tag before the id.

Each row becomes a row of today's form. Next.js 13.0 and 13.1 wrote these rows; each ends with its
line. Source: `processRow` and `parseModelString` of React's client, react-server-dom-webpack
18.3-next of December 2022.
"""

from __future__ import annotations

import re

from ld_convert.extract.flight.row_table import Table
from ld_convert.extract.flight.rows import BOM, Chunk
from ld_convert.extract.flight.values import Problems, Symbol
from ld_convert.model import Json

LINE = re.compile(rb"[^\r\n]++")
ROW = re.compile(rb"\s*+([JMSPE])([0-9a-fA-F]{1,16}):")
CUT = re.compile(rb"\s*+[JMSPE]?[0-9a-fA-F]{0,16}\Z")
TAGS = {"J": "", "M": "I", "E": "E"}
"""From a tag of 2022 to the tag of today. Symbols (S) and contexts (P) have none."""

LAZY = re.compile(r"@([0-9a-fA-F]{1,16})")
VALUE = re.compile(r"\$[0-9a-fA-F]{1,16}|\$|\$\$.*", re.DOTALL)
"""Model strings that mean the same in both forms."""


def early_rows(data: bytes) -> Table:
    """Return the rows of a payload of 2022, with today's model strings."""
    table = Table(data, Problems())
    for line in LINE.finditer(data, len(BOM) if data.startswith(BOM) else 0):
        head = ROW.match(data, line.start(), line.end())
        is_whole = line.end() < len(data)
        if head is not None:
            row, tag = int(head[2], 16), head[1].decode()
            chunk = Chunk(row, TAGS.get(tag, tag), head.end(), line.end(), is_whole)
            _add(table, chunk, tag)
        elif not is_whole and CUT.match(line[0]):
            table.problems.add("LD201", line.start())
        elif line[0].strip():
            text = line[0][:40].decode("utf-8", "replace")
            table.problems.add("LD205", line.start(), count=len(line[0]), text=text)
    table.finish()
    table.is_old = True
    for row, root in table.roots.items():
        table.roots[row] = _translated(root)
    return table


def _add(table: Table, chunk: Chunk, tag: str) -> None:
    """Add a row to the table. The content of a symbol or context row is its name, a JSON string."""
    if tag in TAGS:
        table.add(chunk)
    elif chunk.id in table.chunks:
        table.problems.add("LD211", chunk.start, chunk.id)
    else:
        name = table.model(chunk)
        table.keep(chunk, Symbol(name) if tag == "S" and isinstance(name, str) else None)


def _translated(root: Json) -> Json:
    """Return the value, changed in place, with today's model strings."""
    holder = [root]
    stack: list[Json] = [holder]
    while stack:
        node = stack.pop()
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            if isinstance(value, str) and value[:1] in ("$", "@"):
                node[key] = _string(value)
            elif isinstance(value, (dict, list)):
                stack.append(value)
    return holder[0]


def _string(text: str) -> str:
    """Return today's form of a model string: `@1` was lazy, and `$@` escaped an at sign."""
    if lazy := LAZY.fullmatch(text):
        return f"$L{lazy[1].lower()}"
    if text[:2] == "$@":
        return text[1:]
    return text.lower() if VALUE.fullmatch(text) and text[:2] != "$$" else text
