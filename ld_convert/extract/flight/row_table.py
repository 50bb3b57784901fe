"""Hold the rows of a flight payload by id: each is read, its model strings are not resolved."""

from __future__ import annotations

import sys
from collections.abc import Callable

import orjson

from ld_convert.extract.flight.model_strings import plain_reference
from ld_convert.extract.flight.row_json import read_json
from ld_convert.extract.flight.rows import Chunk
from ld_convert.extract.flight.values import (
    AsyncIterator,
    Binary,
    Module,
    Problems,
    ReactElement,
    Stream,
    error_of,
    module_of,
)
from ld_convert.model import Json

BINARY = {
    "A": "ArrayBuffer",
    "O": "Int8Array",
    "o": "Uint8Array",
    "U": "Uint8ClampedArray",
    "S": "Int16Array",
    "s": "Uint16Array",
    "L": "Int32Array",
    "l": "Uint32Array",
    "G": "Float32Array",
    "g": "Float64Array",
    "M": "BigInt64Array",
    "m": "BigUint64Array",
    "V": "DataView",
    "b": "Uint8Array",
}
STREAMS: dict[str, type[Stream]] = {
    "R": Stream,
    "r": Stream,
    "X": AsyncIterator,
    "x": AsyncIterator,
}
SKIPPED = frozenset("HDWJN#")
"""Tags of hints, and of rows that only development builds send (copies of props)."""
MARK = b'"$'
"""What a model string begins with, as does the mark of an element."""
HIDDEN = (b"__proto__", b"\\u0024")
"""A row with one of these is looked through whole: for a key to leave out, or an escaped mark."""
ANY_NUMBER = sys.maxsize
HOLDERS = (dict, list)
UNREAD = object()
SOME_MODULE = Module("")
"""Stands for every client component if nobody asks which one it is."""


class Table:
    """The content of each row."""

    def __init__(self, data: bytes, problems: Problems, *, modules: bool = True) -> None:
        self.data = data
        self.problems = problems
        self.module_of = module_of if modules else _some_module
        self.is_old = False
        """Whether the payload is of 2022: its bytes hold other model strings than `roots`."""
        self.roots: dict[int, Json] = {}
        self.chunks: dict[int, Chunk] = {}
        """By id: the row, in order of arrival. For a stream: its start row."""
        self.streams: dict[int, list[Chunk]] = {}
        """By id of a stream: its item rows."""
        self.closed: set[int] = set()
        self.holders: set[int] = set()
        """Rows whose content is an object or a list."""
        self.mended: list[int] = []
        """Rows whose JSON was mended, so that their bytes do not show what they hold."""
        self.referring: list[int] = []
        """Module rows that hold model strings."""
        self.ignored: set[int] = set()
        """Ids of skipped rows. A reference to one gives null and is no loss."""

    def add(self, chunk: Chunk) -> None:
        """Read one row."""
        reader = READERS.get(chunk.tag)
        if reader is None or chunk.id in self.chunks or chunk.tag == "C":
            self._add_other(chunk)
            return
        value = reader(self, chunk)
        if value is not UNREAD:
            self.keep(chunk, value)

    def _add_other(self, chunk: Chunk) -> None:
        """Read a row that is skipped, is part of a stream, or repeats an id."""
        if chunk.tag in SKIPPED:
            if chunk.tag == "J":  # the one kind of these that has an id of its own
                self.ignored.add(chunk.id)
        elif chunk.id in self.streams:
            self._add_item(chunk)
        elif chunk.tag == "C":
            self.problems.add("LD215", chunk.start, chunk.id)
        elif chunk.id in self.chunks:
            self.problems.add("LD211", chunk.start, chunk.id)
        elif chunk.tag in STREAMS:
            self.streams[chunk.id] = []
            self.keep(chunk, STREAMS[chunk.tag]())
        else:
            self._read(chunk)

    def finish(self) -> None:
        """Complete the rows that need the content of other rows."""
        for row in self.ignored:
            self.roots.setdefault(row, None)
        for row in self.referring:
            root = self.roots[row]
            if type(root) is Module:
                chunks = tuple(map(self._text, root.chunks))
                self.roots[row] = Module(self._text(root.name), root.id, chunks)

    def keep(self, chunk: Chunk, value: Json) -> None:
        """Store the content of a row."""
        kind = type(value)
        if kind is list and value and value[0] == "$":
            value = ReactElement(value)
        self.chunks[chunk.id] = chunk
        self.roots[chunk.id] = value
        if kind is dict or kind is list or chunk.tag in STREAMS:
            self.holders.add(chunk.id)
        elif kind is Module and value is not SOME_MODULE and self._most_references(chunk):
            self.referring.append(chunk.id)

    def _add_item(self, chunk: Chunk) -> None:
        """Add an item row to its stream."""
        stream = self.roots[chunk.id]
        if chunk.id in self.closed or chunk.tag in STREAMS:
            self.problems.add("LD215", chunk.start, chunk.id)
            return
        if chunk.tag in "CE" and chunk.tag:
            self.closed.add(chunk.id)
        is_empty = self.data[chunk.start : chunk.end].strip() in (b"", b'"$undefined"')
        if chunk.tag == "C" and is_empty:
            return
        value = self._read(chunk)
        if value is not UNREAD:
            stream.append(value)
            self.streams[chunk.id].append(chunk)

    def most_references(self, row: int) -> int:
        """Return how many strings with a dollar sign in front a row holds at most, by its bytes.

        Those that mark an element count too. A stream may hold any number.
        """
        return self._most_references(self.chunks[row]) if row in self.holders else 0

    def _most_references(self, chunk: Chunk) -> int:
        data, start, end = self.data, chunk.start, chunk.end
        for mark in HIDDEN:  # any() takes three times as long
            if data.find(mark, start, end) >= 0:
                return ANY_NUMBER
        if self.is_old or chunk.id in self.streams:
            return ANY_NUMBER
        return data.count(MARK, start, end)

    def _read(self, chunk: Chunk) -> Json:
        """Return the content of a row; UNREAD, with a problem, if it cannot be read."""
        reader = READERS.get(chunk.tag)
        if reader is None:
            self.problems.add("LD206", chunk.start, chunk.id, reason=f"unknown tag {chunk.tag}")
            return UNREAD
        return reader(self, chunk)

    def model(self, chunk: Chunk) -> Json:
        """Return the JSON of a row."""
        raw = self.data[chunk.start : chunk.end]
        try:
            return orjson.loads(raw)
        except ValueError:
            read = read_json(raw)
        self.mended.append(chunk.id)
        if not read.is_json and not chunk.is_whole:
            self.problems.add("LD201", chunk.start, chunk.id)
            return UNREAD
        for code, values in read.problems:
            self.problems.add(code, chunk.start, chunk.id, **values)
        return read.value if read.is_json else UNREAD

    def text(self, chunk: Chunk) -> str:
        """Return the text of a T row. A leading dollar sign is escaped, as in a model string."""
        raw = self.data[chunk.start : chunk.end]
        text = raw.decode("utf-8", "replace" if chunk.is_whole else "ignore")
        if chunk.is_whole and "\ufffd" in text and text.encode() != raw:
            self.problems.add("LD210", chunk.start, chunk.id)
        return f"${text}" if text[:1] == "$" else text

    def binary(self, chunk: Chunk) -> Binary:
        """Return the bytes of a row."""
        return Binary(BINARY[chunk.tag], self.data[chunk.start : chunk.end])

    def module(self, chunk: Chunk) -> Json:
        """Return the client component that a row names."""
        value = self.model(chunk)
        if isinstance(value, HOLDERS):
            return self.module_of(value)
        if value is not UNREAD:
            self.problems.add("LD206", chunk.start, chunk.id, reason="not a module")
        return UNREAD

    def error(self, chunk: Chunk) -> Json:
        """Return the error that a row holds."""
        value = self.model(chunk) if chunk.end > chunk.start else {}
        if value is UNREAD:
            return value
        error = error_of(value)
        self.problems.add("LD216", chunk.start, chunk.id, digest=error.digest or "none")
        return error

    def postponed(self, chunk: Chunk) -> None:
        """Return None for a row that the server left for a later response."""
        self.problems.add("LD217", chunk.start, chunk.id)

    def _text(self, text: str) -> str:
        """Return a string of a module; since 19.3 it may stand in a row of its own."""
        target = plain_reference(text) if text[:1] == "$" else None
        found = text if target is None else self.roots.get(target)
        if not isinstance(found, str):
            return ""
        return found[1:] if found[:2] == "$$" else found


def _some_module(_value: Json) -> Module:
    return SOME_MODULE


READERS: dict[str, Callable[[Table, Chunk], Json]] = {
    **dict.fromkeys(BINARY, Table.binary),
    "": Table.model,
    "C": Table.model,
    "E": Table.error,
    "I": Table.module,
    "P": Table.postponed,
    "T": Table.text,
}
