"""The rows of a flight payload: React's wire format of December 2022 to version 19.3."""

from __future__ import annotations

from ld_convert.extract.flight.early import early_rows
from ld_convert.extract.flight.rows import split
from ld_convert.extract.flight.sniff import is_form_of_2022
from ld_convert.extract.flight.table import Table


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
