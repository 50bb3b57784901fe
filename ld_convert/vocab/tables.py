"""Read the CSV tables of `vocab/`, whose cells are padded so that columns line up."""

from __future__ import annotations

import csv
import re
from functools import cache
from itertools import product

from ld_convert.vocab.files import data


@cache
def table_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of ours; it is read once."""
    return read_table(name)


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of ours."""
    return parse_table(data(name).read_text("utf-8"))


def parse_table(text: str) -> list[dict[str, str]]:
    """Return the rows of a padded CSV table; lines that begin with # are comments.

    Raises ValueError for a row with more or fewer cells than the first, which names the columns.
    """
    lines = text.splitlines()
    rows = csv.reader(
        (line for line in lines if line.strip() and not line.startswith("#")),
        skipinitialspace=True,
    )
    header = [cell.strip() for cell in next(rows, [])]
    table = []
    for row in rows:
        if len(row) != len(header):
            text = ",".join(row)
            raise ValueError(f"{len(row)} cells and not {len(header)} in the row {text[:60]!r}")
        table.append(dict(zip(header, (cell.strip() for cell in row), strict=True)))
    return table


def alternatives(cell: str) -> list[str]:
    """Return the texts that a cell stands for: `(a|b)` in it is a or b."""
    parts = (part.split("|") for part in re.split(r"[()]", cell))
    return ["".join(chosen) for chosen in product(*parts)]
