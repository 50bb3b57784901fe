"""Read a table as spreadsheets write it: any of their encodings and delimiters, and formulas."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from ld_convert.model import Text
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

QUOTE = ord('"')
DELIMITERS = ",;\t|"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Starts of cells that spreadsheets run as a formula; a page can choose any text."""
NUMBER = re.compile(
    r"[^\w']*\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\W+\d", re.IGNORECASE
)
"""Starts of texts that spreadsheets may take for numbers, dates or times."""
BOMS = {BOM_UTF8: "utf-8-sig", BOM_UTF16_LE: "utf-16", BOM_UTF16_BE: "utf-16"}
LONGEST_CELL = 1 << 20
HINT = "sep="
"""How Excel writes the delimiter into the first line."""


@dataclass(frozen=True)
class Sheet:
    """A table, decoded."""

    source: str
    text: str
    delimiter: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    """Each with the line in which it begins."""

    @cached_property
    def content(self) -> Text:
        """The table in UTF-8, for the places of findings."""
        return Text.whole(self.text.encode())

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins in the UTF-8."""
        lengths = (len(line) for line in self.content.data.splitlines(keepends=True))
        return [0, *accumulate(lengths)]

    def cell(self, line: int, number: int) -> int:
        """Return the offset in the table's UTF-8 of a cell, the first of a row being 0."""
        data, mark = self.content.data, ord(self.delimiter or "\0")
        at, is_quoted = self._starts[min(line, len(self._starts)) - 1], False
        if not self.delimiter:  # it has no cells
            return at
        while number > 0 and at < len(data):
            is_quoted ^= data[at] == QUOTE
            number -= data[at] == mark and not is_quoted
            at += 1
        return at


def read_sheet(source: str, data: bytes) -> Sheet:
    """Return the cells of a table in UTF-8 or UTF-16, with commas, semicolons, tabs or bars.

    Raises UsageError, with the line, for bytes that are neither, and for what is no CSV.
    """
    text = decoded(source, data).replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    delimiter = ""
    if first.lower().startswith(HINT) and len(first) == len(HINT) + 1:
        text, delimiter = "\n" + rest, first[-1]  # the lines keep their numbers
    delimiter = delimiter or max(DELIMITERS, key=first.count)
    rows = list(_rows(source, text, delimiter))
    header = rows[0][1] if rows else []
    return Sheet(source, text, delimiter, header, rows[1:])


def _rows(source: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty; the apostrophe before what looks like a formula goes."""
    before = csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if any(cells):
                yield line, [plain_cell(cell.strip()) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"{source}:{line}: {error}") from error
    finally:
        csv.field_size_limit(before)


def safe_cell(cell: object) -> object:
    """Return a cell that no spreadsheet runs as a formula: an apostrophe stands before its text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def text_cell(text: str) -> str:
    """Return a cell that every spreadsheet keeps as it is: no formula, and no number or date.

    Spreadsheets make 7 of 007, and a day of 1/2 or of May 2020. An apostrophe stands before such a
    text, and before one that begins with an apostrophe.
    """
    return f"'{text}" if _is_changed(text) else text


def plain_cell(cell: str) -> str:
    """Return the text that `text_cell` or `safe_cell` was given."""
    return cell[1:] if cell[:1] == "'" and _is_changed(cell[1:]) else cell


def _is_changed(text: str) -> bool:
    return text.startswith((*FORMULA, "'")) or NUMBER.match(text) is not None


def decoded(source: str, data: bytes) -> str:
    """Return a file in UTF-8 or UTF-16 as text; raises UsageError, with the line, for others."""
    encoding = next((name for bom, name in BOMS.items() if data.startswith(bom)), "utf-8")
    if encoding == "utf-8" and b"\0" in data[:64]:
        encoding = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        why = "is not UTF-8; save it as CSV in UTF-8"
        raise UsageError(f"{source}:{line}: byte {error.start} {why}") from error
