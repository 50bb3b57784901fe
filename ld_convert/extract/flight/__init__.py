"""React flight: the payload in which Next.js sends the data of a page.

Read from React's client, react-server-dom-webpack 18.3-next of December 2022 to 19.3.
"""

from __future__ import annotations

from dataclasses import dataclass

from ld_convert.extract.flight.early import early_rows
from ld_convert.extract.flight.resolution import Resolution
from ld_convert.extract.flight.rows import Chunk, split
from ld_convert.extract.flight.sniff import is_form_of_2022, looks_like_flight
from ld_convert.extract.flight.table import Table
from ld_convert.extract.flight.values import Problem, Row, Stream
from ld_convert.model import Json
from ld_convert.uncollected import uncollected

__all__ = ["Flight", "Problem", "Resolution", "Row", "decode", "looks_like_flight", "read_rows"]


@dataclass(frozen=True, slots=True)
class Flight:
    """A decoded payload."""

    root: Json
    """Value of row 0, None if there is no such row."""
    rows: dict[int, Row]
    """In order of arrival."""
    findings: tuple[Problem, ...]


def decode(data: bytes) -> Flight:
    """Return every row of a payload, references replaced by the very objects they lead to.

    Takes any bytes and raises nothing: what cannot be read is left out, with a problem. Values can
    be shared and can be cycles. A stream stands under its id; its items are in its value.
    """
    with uncollected():
        table = read_rows(data)
        Resolution(table).resolve(table.chunks)
        rows = {key: _row(table, chunk) for key, chunk in table.chunks.items()}
        root = rows[0].value if 0 in rows else None
        return Flight(root, rows, table.problems.all())


def read_rows(data: bytes, *, modules: bool = True) -> Table:
    """Return the rows of a payload with their model strings as they are.

    Without `modules` all client components are one and the same.
    """
    if is_form_of_2022(data):
        table = early_rows(data)
        table.problems.add("LD218", 0)
        return table
    found = split(data)
    table = Table(data, found.problems, modules=modules)
    for chunk in found.chunks:
        table.add(chunk)
    table.finish()
    return table


def _row(table: Table, chunk: Chunk) -> Row:
    """Return a row with its value, a stream with the rows of its items."""
    value = table.roots[chunk.id]
    items = table.streams.get(chunk.id)
    if items is not None and isinstance(value, Stream):
        value.rows = tuple(
            Row(item.id, item.tag, item.start, item.end, value[index])
            for index, item in enumerate(items)
        )
    return Row(chunk.id, chunk.tag, chunk.start, chunk.end, value)
