"""Which rows of a flight payload can hold a description, or a sign of what the page is.

Most rows hold neither, and the bytes of a row tell so without a look at its values. Everything
here errs towards reading a row; tests compare with reading them all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.extract.flight.sniff import is_form_of_2022
from ld_convert.extract.flight.values import Stream
from ld_convert.wrappers import telling_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.extract.flight import Flight, Row

ESCAPED = b"\\u00"
"""Any word can be written with such escapes, so what holds one is read."""

SIGNS = (b'"og:url"', b'"canonical"')
REFERENCE = re.compile(
    rb'"\$(?:(?P<into>[QWKBihF][0-9a-fA-F]|[0-9a-fA-F]++:)|(?P<error>Z)|[L@0-9a-fA-F])'
)
"""A reference to a row; `into` leads past the row's root, so that inner objects are shared."""

HELD_BY = re.compile(rb'"(?:(?P<type>type)|rel|property)"\s*+:[\s\["]*+\Z')
"""What stands before a reference whose row may hold the one word that tells."""

LONGEST_HOLDER = 16
"""Bytes that are looked at before a reference; more white space is not written by React."""


class Promising(NamedTuple):
    """Ids of rows, in order of arrival."""

    described: list[int]
    """Rows whose values can describe something."""
    signs: list[int]
    """Rows that can say something of the page itself."""


KEYWORDS = (b"@context", b"@type")


@cache
def words() -> tuple[bytes, ...]:
    """Return what a row must hold one of to describe something.

    These are the start of the classes that `scan` believes in a plain `type`, and of each kind of
    portal payload one key that it must have; the keys of JSON-LD are KEYWORDS.
    """
    return (b'"Data', b'"type":[', *(key.encode() for key, _ in telling_keys()))


def promising(flight: Flight, data: bytes) -> Promising:
    """Return the rows of a payload that can matter; `data` is what the payload was read from."""
    if is_form_of_2022(data):  # its references are written in other ways
        return Promising(list(flight.rows), list(flight.rows))
    rows = _Rows(flight, data)
    escaped = rows.holding(ESCAPED)
    described = rows.cut.union(escaped, *map(rows.holding, words()))
    described |= rows.holding(b"@", KEYWORDS)
    signs = rows.failed.union(escaped, *map(rows.holding, SIGNS))
    shared: set[int] = set()
    for match in REFERENCE.finditer(data):
        at = match.start()
        if match["into"]:
            shared |= rows.at(at)
        elif match["error"]:
            signs |= rows.at(at)
        before = data[max(0, at - LONGEST_HOLDER) : at]
        if b":" in before and (holder := HELD_BY.search(before)):
            told = described if holder["type"] else signs
            told |= rows.at(at)
    if described:
        described |= shared
        values = {id(flight.rows[key].value) for key in described}
        described |= {key for key, row in flight.rows.items() if id(row.value) in values}
    return Promising(
        [key for key in flight.rows if key in described],
        [key for key in flight.rows if key in signs],
    )


class _Rows:
    """Finds the rows that hold something."""

    def __init__(self, flight: Flight, data: bytes) -> None:
        self.data = data
        self.spans = sorted(_spans(flight))
        self.starts = [start for start, _, _ in self.spans]
        self.cut = {key for _, end, key in self.spans[-1:] if end >= len(data)}
        """The row that the payload may break off in: what is no character there is dropped."""
        self.failed = {key for key, row in flight.rows.items() if _holds_error(row)}

    def holding(self, word: bytes, one_of: tuple[bytes, ...] = ()) -> set[int]:
        """Return the ids of the rows that hold a word, or one that begins with it.

        A search for plain bytes is twenty times as fast as one for a pattern.
        """
        found: set[int] = set()
        at = self.data.find(word)
        while at >= 0:
            after = at + 1
            if not one_of or self.data.startswith(one_of, at):
                index = bisect_right(self.starts, at) - 1
                if index >= 0 and at < self.spans[index][1]:
                    found.add(self.spans[index][2])
                    after = self.spans[index][1]
            at = self.data.find(word, after)
        return found

    def at(self, offset: int) -> set[int]:
        """Return the id of the row at a byte offset, if there is one."""
        index = bisect_right(self.starts, offset) - 1
        return {self.spans[index][2]} if index >= 0 and offset < self.spans[index][1] else set()


def _spans(flight: Flight) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and id of each row, of a stream those of each item."""
    for key, row in flight.rows.items():
        yield row.start, row.end, key
        items: tuple[Row, ...] = row.value.rows if isinstance(row.value, Stream) else ()
        for item in items:
            yield item.start, item.end, key


def _holds_error(row: Row) -> bool:
    """Tell whether a row, or an item of the stream that it is, is an error."""
    items = row.value.rows if isinstance(row.value, Stream) else ()
    return row.tag == "E" or any(item.tag == "E" for item in items)
