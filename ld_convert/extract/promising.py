"""Which rows of a flight payload can hold a description, or a sign of what the page is.

Most rows hold neither, and the bytes of a row tell so without a look at its values. Everything
here errs towards reading a row; tests compare with reading them all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.extract.flight.values import Stream
from ld_convert.wrappers import wrappers

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
    keys = [max(sorted(wrapper.keys), key=len).encode() for wrapper in wrappers().values()]
    return (b'"Data', b'"type":[', *keys)


def promising(flight: Flight, data: bytes) -> Promising:
    """Return the rows of a payload that can matter; `data` is what the payload was read from."""
    rows = _Rows(flight, len(data))
    escaped = list(_all(data, ESCAPED))
    told = [*escaped, *(at for word in words() for at in _all(data, word))]
    told += [at for at in _all(data, b"@") if data.startswith(KEYWORDS, at)]
    signs = [*escaped, *(at for word in SIGNS for at in _all(data, word))]
    shared = []
    for match in REFERENCE.finditer(data):
        at = match.start()
        if match["into"]:
            shared.append(at)
        elif match["error"]:
            signs.append(at)
        holder = HELD_BY.search(data, max(0, at - LONGEST_HOLDER), at)
        if holder:
            (told if holder["type"] else signs).append(at)
    described = rows.holding(told) | rows.cut
    if described:
        described |= rows.holding(shared)
        values = {id(flight.rows[key].value) for key in described}
        described |= {key for key, row in flight.rows.items() if id(row.value) in values}
    saying = rows.holding(signs) | rows.failed
    return Promising(
        [key for key in flight.rows if key in described],
        [key for key in flight.rows if key in saying],
    )


class _Rows:
    """Finds the row that holds a byte."""

    def __init__(self, flight: Flight, size: int) -> None:
        self.spans = sorted(_spans(flight))
        self.starts = [start for start, _, _ in self.spans]
        self.cut = {key for _, end, key in self.spans[-1:] if end >= size}
        """The row that the payload may break off in: what is no character there is dropped."""
        self.failed = {key for key, row in flight.rows.items() if _holds_error(row)}

    def holding(self, spots: list[int]) -> set[int]:
        """Return the ids of the rows that hold one of some byte offsets."""
        found = set()
        for spot in spots:
            index = bisect_right(self.starts, spot) - 1
            if index >= 0 and spot < self.spans[index][1]:
                found.add(self.spans[index][2])
        return found


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


def _all(data: bytes, word: bytes) -> Iterator[int]:
    """Yield each offset of a word; a search for plain bytes is twenty times a pattern's speed."""
    at = data.find(word)
    while at >= 0:
        yield at
        at = data.find(word, at + len(word))
