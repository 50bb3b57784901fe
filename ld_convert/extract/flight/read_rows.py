"""Read the rows of a flight payload, in React's formats from December 2022 to version 19.3."""

from __future__ import annotations

from ld_convert.extract.flight.is_flight import is_form_of_2022
from ld_convert.extract.flight.row_table import Table
from ld_convert.extract.flight.rows import split
from ld_convert.extract.flight.rows_of_2022 import early_rows


def read_rows(data: bytes, *, modules: bool = True) -> Table:
    """Return the rows of a payload, with model strings not yet resolved.

    If `modules` is false, all client components are one placeholder, which is quicker.
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
