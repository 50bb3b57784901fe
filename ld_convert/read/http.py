"""Decode the bodies of captured HTTP responses."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from ld_convert.read import stream as limits
from ld_convert.read.compressed import decoded
from ld_convert.read.containers import container_of
from ld_convert.read.gzipped import MAGIC, gunzip
from ld_convert.read.sniff import kind_of
from ld_convert.read.stream import Compressed, content, decompressed, in_memory

if TYPE_CHECKING:
    import io
    from collections.abc import Callable

    from ld_convert.findings.report import Report
    from ld_convert.model import Location

    Decoder = Callable[[bytes, Location, Report], io.BufferedReader | None]

CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';]+)", re.IGNORECASE)
OTHER_MEDIA = re.compile(
    r"\s*(?:image|audio|video|font)/|\s*(?:text|application)/(?:x-)?(?:css|(?:java|ecma)script)\b",
    re.IGNORECASE,
)
CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


def charset(content_type: str) -> str:
    """Return the charset that a Content-Type names, or the empty string (RFC 9110, 8.3.2)."""
    match = CHARSET.search(content_type)
    return match[1] if match else ""


def is_page(data: bytes, content_type: str) -> bool:
    """Return whether a body may be a page or a payload, judged by its content.

    A body that was sent as a script, a style sheet, an image or a font never is: scripts hold
    pieces of pages and would look like one.
    """
    return not OTHER_MEDIA.match(content_type) and bool(kind_of(data) or container_of(data))


def body(
    data: bytes, transfer: str, coding: str, location: Location, report: Report
) -> bytes | None:
    """Return a body without its transfer and content codings (RFC 9112, 7.1; RFC 9110, 8.4).

    Many crawlers store a decoded body under the headers of the coded one: such a body is returned
    as it is. None, with a finding, for one that cannot be decoded.
    """
    if "chunked" in transfer.lower():
        data = dechunked(data, location, report)
    for name in reversed([part.strip().lower() for part in coding.split(",")]):
        if name in CODINGS and not kind_of(data):
            stream = CODINGS[name](data, location, report)
            plain = content(stream.read) if stream else b""
            if plain is None:
                report.add("LD103", location, limit=limits.LIMIT_BYTES)
            if not plain:
                return None
            data = plain
    return data


def dechunked(data: bytes, location: Location, report: Report) -> bytes:
    """Return the data of the chunks up to the last or to a broken one (LD132).

    Data that do not begin with the size of a chunk have been joined already.
    """
    parts: list[bytes] = []
    position = 0
    while match := CHUNK.match(data, position):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(data[match.end() : match.end() + size])
        position = match.end() + size
        position += len(data[position : position + 2]) - len(data[position : position + 2].lstrip())
    if position == 0:
        return data
    report.add("LD132", location, why="the last chunk is missing")
    return b"".join(parts)


def _gzip(data: bytes, location: Location, report: Report) -> io.BufferedReader:
    raw = in_memory(data)
    return gunzip(raw, location, report) if data.startswith(MAGIC) else raw


def _deflate(data: bytes, location: Location, report: Report) -> io.BufferedReader:
    """Return a stream of deflated data, with zlib's header (RFC 9110, 8.4.1.2) or without."""
    has_header = data[:1] == b"\x78" and int.from_bytes(data[:2], "big") % 31 == 0
    inflate = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
    waiting = data

    def read(size: int) -> bytes:
        nonlocal waiting
        piece = inflate.decompress(waiting, size)
        waiting = inflate.unconsumed_tail
        if not piece and not inflate.eof:
            raise zlib.error("the end is missing")
        return piece

    source = Compressed(read, lambda: len(data), (zlib.error,), "LD132")
    return decompressed(source, location, report)


def _by_library(name: str) -> Decoder:
    return lambda data, location, report: decoded(name, in_memory(data), location, report)


CODINGS: dict[str, Decoder] = {
    "br": _by_library("brotli"),
    "deflate": _deflate,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "zstd": _by_library("zstd"),
}
