"""React flight: the payload in which Next.js sends the data of a page.

Read from React's client, react-server-dom-webpack 18.3-next of December 2022 to 19.3.
"""

from __future__ import annotations

from dataclasses import dataclass

from ld_convert.extract.flight.deferred import Maker
from ld_convert.extract.flight.early import early_rows
from ld_convert.extract.flight.model import Resolver
from ld_convert.extract.flight.places import Places, Spot
from ld_convert.extract.flight.rows import Chunk, split
from ld_convert.extract.flight.sniff import is_form_of_2022, looks_like_flight
from ld_convert.extract.flight.table import Table
from ld_convert.extract.flight.values import Problem, Row, Stream
from ld_convert.model import Json

__all__ = ["Flight", "Problem", "Row", "decode", "looks_like_flight"]


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
    if is_form_of_2022(data):
        table = early_rows(data)
        table.problems.add("LD218", 0)
    else:
        found = split(data)
        table = Table(data, found.problems)
        for chunk in found.chunks:
            table.add(chunk)
        table.finish()
    resolve(table)
    rows = {key: _row(table, chunk) for key, chunk in table.chunks.items()}
    root = rows[0].value if 0 in rows else None
    return Flight(root, rows, table.problems.all())


def resolve(table: Table) -> None:
    """Replace all model strings in the rows of a table, in place."""
    places = Places(table.data, table.chunks)

    def complain(code: str, row: int, text: str, **values: object) -> None:
        is_told = not table.problems.is_full(code)
        spot = places.find(row, text) if is_told else Spot(table.chunks[row].start, "")
        values |= {"reference": text, "pointer": spot.pointer}
        table.problems.add(code, spot.offset, row, **values)

    resolver = Resolver(table.roots, complain)
    resolver.settle_roots()
    for row in table.unresolved:
        resolver.walk(table.roots[row], row)
    Maker(table.roots, len(table.data), complain).settle(resolver.deferred)


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
