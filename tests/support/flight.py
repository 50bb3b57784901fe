"""A flight payload decoded whole, as React's own client would; the program reads what it needs."""

from __future__ import annotations

from dataclasses import dataclass

from ld_convert.extract.flight.read_rows import read_rows
from ld_convert.extract.flight.resolution import Resolution
from ld_convert.extract.flight.row_table import Table
from ld_convert.extract.flight.rows import Chunk
from ld_convert.extract.flight.values import FlightProblem, FlightRow, Stream
from ld_convert.model import Json
from ld_convert.pipeline.collector import uncollected


@dataclass(frozen=True, slots=True)
class Flight:
    """A decoded payload."""

    root: Json
    """Value of row 0, None if there is no such row."""
    rows: dict[int, FlightRow]
    """In order of arrival."""
    findings: tuple[FlightProblem, ...]


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


def _row(table: Table, chunk: Chunk) -> FlightRow:
    """Return a row with its value, a stream with the rows of its items."""
    value = table.roots[chunk.id]
    items = table.streams.get(chunk.id)
    if items is not None and isinstance(value, Stream):
        value.rows = tuple(
            FlightRow(item.id, item.tag, item.start, item.end, value[index])
            for index, item in enumerate(items)
        )
    return FlightRow(chunk.id, chunk.tag, chunk.start, chunk.end, value)


def problems(flight: Flight) -> list[str]:
    """Return the codes of all problems, in order."""
    return [problem.code for problem in flight.findings]


def text_row(row: str, text: str) -> bytes:
    """Return a T row as React writes it."""
    return f"{row}:T{len(text.encode()):x},{text}".encode()
