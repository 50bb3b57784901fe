"""Streams of captures: a file or a member of a container that is not read yet."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.model import Capture, Location
from ld_convert.read.paths import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ld_convert.findings.report import Report

    Reader = Callable[["Opened", Report], Iterator["Capture | Opened"]]

LIMIT_BYTES = 256 * 1024 * 1024
"""Size of the largest page that is read, and of the longest line."""
START_BYTES = 128 * 1024
"""How much of a stream is looked at to find its kind."""
PIECE_BYTES = 1024 * 1024
FREE_BYTES = 64 * 1024 * 1024
"""What compressed data may always become; beyond it the ratio counts."""
LONGEST_NAME = 1000
"""Characters of a member's name or address that stand in each line about it."""
MOST_RATIO = 400
"""Pages and records shrink to a hundredth at best; deflate alone can do a thousandth."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file, or a member of a container, of which nothing has been read yet."""

    source: str
    """The path; `!` and a member's name follow for each container around it."""
    stream: io.BufferedReader
    """Its `peek` gives the first START_BYTES."""
    modified: str | None = None
    url: str | None = None
    links: tuple[str, ...] = ()
    declared: str = ""
    depth: int = 0
    """Number of containers around it."""

    @property
    def location(self) -> Location:
        """The whole of it."""
        return Location(self.source)

    def around(self, stream: io.BufferedReader) -> Opened:
        """Return the same thing, decompressed."""
        return replace(self, stream=stream, depth=self.depth + 1)

    def member(self, name: str, stream: io.BufferedReader, modified: str | None) -> Opened:
        """Return a member of this container; one without a date has the container's."""
        date = modified or self.modified
        return Opened(f"{self.source}!{_brief(shown(name))}", stream, date, depth=self.depth + 1)

    def response(self, data: bytes, url: str, links: Iterable[str], declared: str) -> Opened:
        """Return this member with the body and what the HTTP response says about it."""
        return replace(
            self,
            stream=in_memory(data),
            url=url.encode("utf-8", "replace").decode() or None,
            links=tuple(links),
            declared=declared,
        )

    def capture(self, data: bytes, kind: str) -> Capture:
        """Return the capture that this is."""
        return Capture(
            self.source, data, kind, self.url, self.modified, (), self.links, self.declared
        )


class Compressed(NamedTuple):
    """Where decompressed bytes come from."""

    read: Callable[[int], bytes]
    """Gives at most so many bytes; none at the end."""
    taken: Callable[[], int]
    """How many compressed bytes have been used."""
    errors: tuple[type[Exception], ...]
    """What `read` raises on damaged data."""
    damaged: str
    """Code of the finding about damaged data."""


def decompressed(source: Compressed, location: Location, report: Report) -> io.BufferedReader:
    """Return a stream that ends, with a finding, where data are damaged or a bomb (LD104)."""
    given = 0

    def read(size: int) -> bytes:
        nonlocal given
        try:
            piece = source.read(size)
        except source.errors as error:
            report.add(source.damaged, location, why=str(error))
            return b""
        given += len(piece)
        if given > FREE_BYTES and given > MOST_RATIO * source.taken():
            report.add("LD104", location, ratio=MOST_RATIO)
            return b""
        return piece

    return buffered(read)


def _brief(name: str) -> str:
    """Return a member's name; of a longer one the beginning, and a checksum that tells it apart."""
    if len(name) <= LONGEST_NAME:
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{name[:LONGEST_NAME]}…{digest}"


def buffered(read: Callable[[int], bytes]) -> io.BufferedReader:
    """Return a stream over a function that gives bytes; it does not seek."""
    return io.BufferedReader(_Filled(read), START_BYTES)


def from_file(path: str) -> io.BufferedReader:
    """Return a stream over a file, which seeks. Raises OSError if it cannot be opened."""
    return io.BufferedReader(io.FileIO(path), START_BYTES)


def in_memory(data: bytes) -> io.BufferedReader:
    """Return a stream over bytes."""
    return io.BufferedReader(io.BytesIO(data), START_BYTES)


def content(read: Callable[[int], bytes]) -> bytes | None:
    """Return all that `read` still gives; None for more than LIMIT_BYTES."""
    pieces, size = [], 0
    while piece := read(PIECE_BYTES):
        size += len(piece)
        if size > LIMIT_BYTES:
            return None
        pieces.append(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


class _Filled(io.RawIOBase):
    """Gives as much as is asked for, up to the end: `peek` then sees a whole start."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        super().__init__()
        self._read = read
        self._ended = False
        self._given = 0

    def tell(self) -> int:
        return self._given

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # only this comes
        filled = 0
        while filled < len(buffer) and not self._ended:
            piece = self._read(len(buffer) - filled)
            buffer[filled : filled + len(piece)] = piece
            filled += len(piece)
            self._ended = not piece
        self._given += filled
        return filled
