"""The rows of 2022, with the tag before the id, brought into the form of today.

Read from React's client, react-server-dom-webpack 18.3-next of December 2022: `processRow` and
`parseModelString`. Next.js 13.0 and 13.1 wrote it. Every row ends with its line.
"""

from __future__ import annotations

import re

from ld_convert.extract.flight.rows import BOM, Chunk
from ld_convert.extract.flight.table import Table
from ld_convert.extract.flight.values import Problems, Symbol
from ld_convert.model import Json

LINE = re.compile(rb"[^\r\n]++")
ROW = re.compile(rb"\s*+([JMSPE])([0-9a-fA-F]{1,16}):")
CUT = re.compile(rb"\s*+[JMSPE]?[0-9a-fA-F]{0,16}\Z")
TAGS = {"J": "", "M": "I", "E": "E"}
"""From the tag of a row to the tag of the same row today; symbols and contexts have none."""

LAZY = re.compile(r"@([0-9a-fA-F]{1,16})")
VALUE = re.compile(r"\$[0-9a-fA-F]{1,16}|\$|\$\$.*", re.DOTALL)
"""Model strings that mean today what they meant then."""


def early_rows(data: bytes) -> Table:
    """Return what each row holds, model strings written as today's."""
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
    """Add a row; the name of a symbol and of a context are JSON strings."""
    if tag in TAGS:
        table.add(chunk)
    elif chunk.id in table.chunks:
        table.problems.add("LD211", chunk.start, chunk.id)
    else:
        name = table.model(chunk)
        table.keep(chunk, Symbol(name) if tag == "S" and isinstance(name, str) else None)


def _translated(root: Json) -> Json:
    """Return a value, changed in place, with its model strings in the form of today."""
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
    """Return a model string of today: `@1` was lazy, `$@` escaped an at sign."""
    if lazy := LAZY.fullmatch(text):
        return f"$L{lazy[1].lower()}"
    if text[:2] == "$@":
        return text[1:]
    return text.lower() if VALUE.fullmatch(text) and text[:2] != "$$" else text
