"""Writes the file of `--account`: what became of the values, a row for each property."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

import orjson

from ld_convert.run.whole_file import whole_file
from ld_convert.settings import UsageError
from ld_convert.values.names.cells import safe_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ld_convert.model import AccountLine, Json

    Writer = Callable[[str, Sequence[AccountLine], bool], bytes]

HEADINGS = ("source", "property", "in", "mapped", "kept", "dropped", "rules", "reasons")


class Totals(NamedTuple):
    """Sums over a run: `found` is the sum of the others."""

    found: int = 0
    mapped: int = 0
    kept: int = 0
    dropped: int = 0

    def __str__(self) -> str:
        """Return the sums as a sentence."""
        return (
            f"account: {self.found} values = {self.mapped} mapped + {self.kept} kept "
            f"+ {self.dropped} dropped"
        )


class AccountBook:
    """Writes the account of one capture after another and adds up the values."""

    def __init__(self, stream: IO[bytes] | None, write: Writer) -> None:
        self.stream, self.write = stream, write
        self.totals = Totals()
        self.is_first = True

    def add(self, source: str, lines: Sequence[AccountLine]) -> None:
        """Write the account of one capture."""
        if self.stream is None:
            return
        for line in lines:
            self.totals = Totals(
                *(total + more for total, more in zip(self.totals, line[1:5], strict=True))
            )
        self.stream.write(self.write(source, lines, self.is_first))
        self.is_first = False


@contextmanager
def account_book(path: str | None) -> Iterator[AccountBook]:
    """Give the account book of a run; it writes nothing if there is no path.

    Raises UsageError for a file whose name ends neither in .csv nor in .json.
    """
    if path is None:
        yield AccountBook(None, _csv)
        return
    ending = Path(path).suffix
    if ending not in WRITERS:
        raise UsageError(f"--account {path}: the name must end in .csv or .json")
    with whole_file(path) as stream:
        book = AccountBook(stream, WRITERS[ending])
        yield book
        if ending == ".json":
            totals = dict(zip(HEADINGS[2:6], book.totals, strict=True))
            start = b'{"captures": [' if book.is_first else b""
            stream.write(start + b'],\n"totals": ' + orjson.dumps(totals) + b"}\n")


def _csv(source: str, lines: Sequence[AccountLine], is_first: bool) -> bytes:  # noqa: FBT001
    """Return CSV rows (RFC 4180); spaces separate several rules or reasons in a cell."""
    text = io.StringIO()
    writer = csv.writer(text)
    if is_first:
        writer.writerow(HEADINGS)
    for line in lines:
        cells = (source, line.property, *line[1:5], _counts(line.rules), _counts(line.reasons))
        writer.writerow(map(safe_cell, cells))
    return text.getvalue().encode("utf-8", "replace")


def _json(source: str, lines: Sequence[AccountLine], is_first: bool) -> bytes:  # noqa: FBT001
    rows: list[Json] = [dict(zip(HEADINGS[1:], line, strict=True)) for line in lines]
    start = b'{"captures": [\n' if is_first else b",\n"
    return start + orjson.dumps({"source": source, "properties": rows})


def _counts(counts: dict[str, int]) -> str:
    return " ".join(f"{name}:{count}" for name, count in counts.items())


WRITERS: dict[str, Writer] = {".csv": _csv, ".json": _json}
"""By ending of the file's name."""
