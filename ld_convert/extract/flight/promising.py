"""Which rows of a flight payload can hold a description, or a sign of what the page is.

Most rows hold neither, and the bytes of a row tell so without a look at its values. Everything
here errs towards reading a row; tests compare with reading them all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.extract.flight.model import row_of
from ld_convert.vocab.portals import telling_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ld_convert.extract.flight.table import Table

ESCAPED = b"\\u00"
"""Any word can be written with such escapes, so what holds one is read."""

MODEL_STRING = re.compile(rb'"(\$[^"\\\n]*+\\?+)')
"""A string that starts with a dollar sign, up to its end or its first escape."""


class Promising(NamedTuple):
    """Ids of rows."""

    described: set[int]
    """Rows whose values can describe something."""
    signs: set[int]
    """Rows that can say something of the page itself."""
    unsure: set[int]
    """Rows with model strings that may be wrong, or that lead into other rows."""


@cache
def words() -> re.Pattern[bytes]:
    """Return the pattern of what a row must hold one of to matter.

    To describe something: a keyword of JSON-LD, the start of a class that `scan` believes in a
    plain `type`, or of each kind of portal payload one key that it must have. The one word that
    tells can also stand in the row that a reference leads to.
    """
    held = rb'"\s*+:[\s\["]*+\$'
    keys = [re.escape(key).encode() for key, _ in telling_keys()]
    first = b"".join({b"@Dtocrp_", *(re.escape(key[:1]).encode() for key, _ in telling_keys())})
    tell = b"|".join([b"@context", b"@type", b"Data", rb'type":\[', b"type" + held, *keys])
    sign = rb'og:url"|canonical"|__html"\s*+:\s*+"[^"\n]{0,100}location|rel' + held
    sign += b"|property" + held
    return re.compile(rb'"(?=[' + first + rb"])(?:" + tell + b"|(?P<sign>" + sign + rb"))")


def promising(table: Table) -> Promising:
    """Return the rows of a payload that can matter."""
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
    return Promising(described, signs, unsure)


def spread(rows: set[int], sharing: Mapping[int, Sequence[int]]) -> set[int]:
    """Return these rows and those that share values with them."""
    found, waiting = set(rows), list(rows)
    while waiting:
        new = set(sharing.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


class _Rows:
    """Finds the rows that hold something."""

    def __init__(self, table: Table) -> None:
        self.table, self.data = table, table.data
        self.chunks = list(table.chunks.values())
        if table.streams:
            self.chunks += [item for items in table.streams.values() for item in items]
            self.chunks.sort(key=attrgetter("start"))
        self.starts = [chunk.start for chunk in self.chunks]

    def first(self) -> int:
        """Return where the first row starts that is no module: these hold nothing that matters."""
        return next((chunk.start for chunk in self.chunks if chunk.tag != "I"), len(self.data))

    def holding(self, word: bytes) -> set[int]:
        """Return the ids of the rows that hold a word."""
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
        """Return the id of the row at a byte offset; None between rows."""
        chunk = self.chunks[bisect_right(self.starts, offset) - 1] if self.chunks else None
        return chunk.id if chunk is not None and chunk.start <= offset < chunk.end else None

    def cut(self) -> set[int]:
        """Return the row that the payload may break off in: what is no character is dropped."""
        return {chunk.id for chunk in self.chunks[-1:] if chunk.end >= len(self.data)}

    def failed(self) -> set[int]:
        """Return the rows that are an error, or a stream with one."""
        return {chunk.id for chunk in self.chunks if chunk.tag == "E"}
