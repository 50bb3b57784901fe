"""Write a table of names: for spreadsheets, as SKOS, and as SSSOM."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ld_convert.run.names.book import NUMBERS
from ld_convert.run.names.published import skos, sssom
from ld_convert.run.whole_file import STDOUT
from ld_convert.settings import UsageError
from ld_convert.values.names.cells import text_cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from ld_convert.run.names.book import NamesBook


def spreadsheet(book: NamesBook) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8 with a BOM, by which spreadsheets know UTF-8.

    The delimiter is that of the earlier table. No cell can run as a formula, and only counts and
    scores are numbers.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=book.delimiter)
    writer.writerow(book.headings)
    numbers = {n for n, heading in enumerate(book.headings) if heading in NUMBERS}
    for row in book.rows():
        writer.writerow([cell if n in numbers else text_cell(cell) for n, cell in enumerate(row)])
    return text.getvalue().encode("utf-8-sig", "replace")


FORMS: dict[str, Callable[[NamesBook], bytes]] = {
    ".csv": spreadsheet,
    ".ttl": skos,
    ".sssom.tsv": sssom,
}
"""By ending of the file's name."""


def form_of(path: str) -> str:
    """Return the ending of a table; raises UsageError for an unknown one. `-` is CSV."""
    found = next((ending for ending in FORMS if path.endswith(ending)), "")
    if path == STDOUT:
        return ".csv"
    if not found:
        raise UsageError(f"-o {path}: the name must end in {' or '.join(FORMS)}")
    return found
