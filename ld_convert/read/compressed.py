"""Captures in gzip, opened within a limit."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ld_convert.findings import Report
    from ld_convert.model import Location

MAGIC = b"\x1f\x8b"
LIMIT_BYTES = 256 * 1024 * 1024
"""Size of the largest page that is read; a gzip bomb stops here."""

GZIP_WINDOW = 31
"""zlib's wbits for a gzip header and the largest window."""


def uncompressed(data: bytes, location: Location, report: Report) -> bytes:
    """Return the content of gzip data, other data as it is.

    What a cut or damaged file still holds is returned, with a finding (LD102). More than
    LIMIT_BYTES gives nothing, with a finding (LD103).
    """
    content = _gunzip(data, location, report) if data.startswith(MAGIC) else data
    if len(content) > LIMIT_BYTES:
        report.add("LD103", location, limit=LIMIT_BYTES)
        return b""
    return content


def _gunzip(data: bytes, location: Location, report: Report) -> bytes:
    parts, size = [], 0
    while data.startswith(MAGIC) and size <= LIMIT_BYTES:  # RFC 1952, section 2.2: members
        reader = zlib.decompressobj(GZIP_WINDOW)
        try:
            parts.append(reader.decompress(data, LIMIT_BYTES + 1 - size))
        except zlib.error as error:
            report.add("LD102", location, why=str(error))
            break
        size += len(parts[-1])
        if not reader.eof and size <= LIMIT_BYTES:
            report.add("LD102", location, why="the end is missing")
        data = reader.unused_data
    return b"".join(parts)
