"""Choose the rows of a flight payload that are worth reading.

Most rows hold no description and say nothing about the page, and their bytes show it. In doubt a
row is read. The tests compare the result with reading every row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.extract.flight.model_strings import row_of
from ld_convert.vocab.portals import telling_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ld_convert.extract.flight.row_table import Table

ESCAPED = b"\\u00"
"""Matches escapes that can hide any word, so that a row with one is read."""

MODEL_STRING = re.compile(rb'"(\$[^"\\\n]*+\\?+)')
"""A string that starts with a dollar sign, up to its end or its first escape."""


class UsefulRows(NamedTuple):
    """Ids of the rows that are worth reading, by reason."""

    described: set[int]
    """Rows that may hold a description."""
    signs: set[int]
    """Rows that may say something about the page itself."""
    unsure: set[int]
    """Rows whose model strings may be wrong or lead into other rows."""


@cache
def words() -> re.Pattern[bytes]:
    """Return a pattern; a row without a match neither describes anything nor tells about the page.

    The pattern holds the keywords of JSON-LD, the classes that `scan` accepts in a plain `type`,
    and one required key of each portal's payloads. The matching word may also stand in a row that
    is referred to.
    """
    held = rb'"\s*+:[\s\["]*+\$'
    keys = [re.escape(key).encode() for key, _ in telling_keys()]
    first = b"".join({b"@Dtocrp_", *(re.escape(key[:1]).encode() for key, _ in telling_keys())})
    tell = b"|".join([b"@context", b"@type", b"Data", rb'type":\[', b"type" + held, *keys])
    sign = rb'og:url"|canonical"|__html"\s*+:\s*+"[^"\n]{0,100}location|rel' + held
    sign += b"|property" + held
    return re.compile(rb'"(?=[' + first + rb"])(?:" + tell + b"|(?P<sign>" + sign + rb"))")


def useful_rows(table: Table) -> UsefulRows:
    """Return the rows of a payload that may matter."""
    data, rows = table.data, _Rows(table)
    first = rows.first()
    escaped = rows.holding(ESCAPED)
    described, signs, unsure = escaped | rows.cut(), escaped | rows.failed(), set(table.mended)
    for match in words().finditer(data, first):
        row = rows.at(match.start())
        if row is not None:
            (described if match.lastindex is None else signs).add(row)
    for text in set(MODEL_STRING.findall(data, first)):
        target = row_of(text.decode("utf-8", "replace"))
        if target is None or (target >= 0 and target not in table.roots):
            unsure |= rows.holding(b'"' + text)
        if text[:2] == b"$Z":  # an error
            signs |= rows.holding(b'"' + text)
    return UsefulRows(described, signs, unsure)


def with_sharing(rows: set[int], sharing: Mapping[int, Sequence[int]]) -> set[int]:
    """Return the rows, and all rows that share values with them."""
    found, waiting = set(rows), list(rows)
    while waiting:
        new = set(sharing.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


class _Rows:
    """Finds the rows that hold a word."""

    def __init__(self, table: Table) -> None:
        self.table, self.data = table, table.data
        self.chunks = list(table.chunks.values())
        if table.streams:
            self.chunks += [item for items in table.streams.values() for item in items]
            self.chunks.sort(key=attrgetter("start"))
        self.starts = [chunk.start for chunk in self.chunks]

    def first(self) -> int:
        """Return the offset of the first row that is no module; modules hold no data."""
        return next((chunk.start for chunk in self.chunks if chunk.tag != "I"), len(self.data))

    def holding(self, word: bytes) -> set[int]:
        """Return the ids of the rows that hold a match of the pattern."""
        found: set[int] = set()
        at = self.data.find(word)
        while at >= 0:
            index = bisect_right(self.starts, at) - 1
            after = at + 1
            if index >= 0 and at < self.chunks[index].end:
                found.add(self.chunks[index].id)
                after = self.chunks[index].end
            at = self.data.find(word, after)
        return found

    def at(self, offset: int) -> int | None:
        """Return the id of the row at a byte offset; None if no row holds it."""
        chunk = self.chunks[bisect_right(self.starts, offset) - 1] if self.chunks else None
        return chunk.id if chunk is not None and chunk.start <= offset < chunk.end else None

    def cut(self) -> set[int]:
        """Return the last row if the payload ends inside it; incomplete characters are dropped."""
        return {chunk.id for chunk in self.chunks[-1:] if chunk.end >= len(self.data)}

    def failed(self) -> set[int]:
        """Return the rows that are errors, or streams that end with one."""
        return {chunk.id for chunk in self.chunks if chunk.tag == "E"}
