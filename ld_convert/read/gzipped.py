"""Decompress gzip (RFC 1952), piece by piece."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from ld_convert.read.stream import PIECE_BYTES, Compressed, decompressed

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from ld_convert.findings.report import Report
    from ld_convert.model import Location
    from ld_convert.read.stream import Opened

MAGIC = b"\x1f\x8b"
GZIP_WINDOW = 31
"""zlib's wbits for a gzip header and the largest window."""


def gzipped(opened: Opened, report: Report) -> Iterator[Opened]:
    """Yield the content of gzip data; a damaged file is read up to the damage (LD102)."""
    yield opened.around(gunzip(opened.stream, opened.location, report))


def gunzip(stream: io.BufferedReader, location: Location, report: Report) -> io.BufferedReader:
    """Return a stream of all gzip members; bytes behind the last member are reported (LD105)."""
    members = _Members(stream, location, report)
    source = Compressed(members.read, lambda: members.taken, (zlib.error,), "LD102")
    return decompressed(source, location, report)


class _Members:
    def __init__(self, stream: io.BufferedReader, location: Location, report: Report) -> None:
        self.taken = 0
        self._stream, self._location, self._report = stream, location, report
        self._inflate = zlib.decompressobj(GZIP_WINDOW)
        self._waiting = b""

    def read(self, size: int) -> bytes:
        """Return at most `size` bytes, none at the end; raises zlib.error for damaged data."""
        while True:
            if self._inflate.eof and not self._next_member():
                return b""
            if not self._waiting:
                self._waiting = self._stream.read(min(size, PIECE_BYTES))
                self.taken += len(self._waiting)
            if not self._waiting:
                raise zlib.error("the end is missing")
            piece = self._inflate.decompress(self._waiting, size)
            self._waiting = self._inflate.unconsumed_tail
            if piece:
                return piece

    def _next_member(self) -> bool:
        """Go to the next member (RFC 1952, section 2.2); zeros are padding, as gzip(1) has it."""
        rest = self._inflate.unused_data
        if len(rest) < len(MAGIC):
            rest += self._stream.read(PIECE_BYTES)
        if rest.startswith(MAGIC):
            self.taken += len(rest) - len(self._inflate.unused_data)
            self._inflate, self._waiting = zlib.decompressobj(GZIP_WINDOW), rest
            return True
        if rest.strip(b"\0"):
            self._report.add("LD105", self._location, start=rest[:24].decode("latin-1"))
        return False
