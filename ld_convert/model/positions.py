"""Where something stands in a capture: for the program, and as people read it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple


class Piece(NamedTuple):
    """One run of bytes of a text, and where it stands in the parent text."""

    start: int
    """Byte offset in the text itself."""
    offset: int
    """Byte offset in the parent (in the capture where the text has no parent)."""
    escaped: bool
    """Whether the parent holds the run as the inside of a JSON string, escapes and all."""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """UTF-8 bytes taken out of a capture, with the way back to where each byte stood."""

    data: bytes
    pieces: tuple[Piece, ...]
    parent: Text | None = None
    line: int = 1
    """Line of the file at which a text without a parent starts."""
    made: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    """What `locate` has made of the text: it goes when the text goes."""

    @classmethod
    def whole(cls, data: bytes, line: int = 1) -> Text:
        """Return the text that is a capture itself."""
        return cls(data, (Piece(0, 0, escaped=False),), line=line)

    def part(self, start: int, end: int) -> Text:
        """Return the bytes from `start` to `end` as a text of their own."""
        return Text(self.data[start:end], (Piece(0, start, escaped=False),), self)

    def inside_string(self, start: int, value: str) -> Text:
        """Return the decoded `value` of the JSON string whose opening quote is at `start`."""
        data = value.encode("utf-8", "surrogatepass")
        return Text(data, (Piece(0, start + 1, escaped=True),), self)


NO_KEYS: Mapping[str, str] = MappingProxyType({})


class Location(NamedTuple):
    """A spot in a capture: a text and a JSON pointer or a byte offset into it."""

    source: str
    text: Text | None = None
    pointer: str = ""
    """JSON pointer (RFC 6901) into the JSON that `text` holds."""
    offset: int | None = None
    """Byte offset in `text`; used where there is no pointer."""
    row: str = ""
    """Id of the flight row that holds the text, in hexadecimal as on the wire."""
    string: str | None = None
    """The decoded JSON string that holds the JSON, where it stands in a string of `outer`."""
    outer: Location | None = None
    keys: Mapping[str, str] = NO_KEYS
    """From predicate IRI to how the text spells it, where that is not its last segment."""

    def at(self, pointer: str) -> Location:
        """Return the spot at another pointer into the same text."""
        return Location(
            self.source,
            self.text,
            pointer,
            self.offset,
            self.row,
            self.string,
            self.outer,
            self.keys,
        )


class Place(NamedTuple):
    """A location as people read it; small enough to be sent between processes."""

    source: str
    line: int | None = None
    """1 for the first line."""
    column: int | None = None
    """1 for the first character (not byte) of the line."""
    pointer: str = ""
    row: str = ""

    def __str__(self) -> str:
        """Return `page.html:4:35 /datePublished`."""
        spot = f":{self.line}:{self.column}" if self.line is not None else ""
        row = f" row {self.row}" if self.row else ""
        pointer = f" {self.pointer}" if self.pointer else ""
        return f"{self.source}{spot}{row}{pointer}"


def escape_key(key: str) -> str:
    """Return an object key as a segment of a JSON pointer (RFC 6901, section 3)."""
    if "~" in key or "/" in key:
        return key.replace("~", "~0").replace("/", "~1")
    return key
