"""Decompress zstd, LZ4 and brotli with FastWARC, which the extra `warc` installs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ld_convert.read.sniff import kind_of
from ld_convert.read.stream import START_BYTES, Compressed, decompressed, in_memory

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator
    from types import ModuleType

    from ld_convert.findings.report import Report
    from ld_convert.model import Capture, Location
    from ld_convert.read.stream import Opened

OPENERS = {"zstd": "ZstdReader", "LZ4": "Lz4Reader", "brotli": "BrotliReader"}


def zstd(opened: Opened, report: Report) -> Iterator[Capture | Opened]:
    """Yield what zstd data hold (RFC 8878); without the extra nothing, with a finding (LD106)."""
    yield _content("zstd", opened, report)


def lz4(opened: Opened, report: Report) -> Iterator[Capture | Opened]:
    """Yield what LZ4 frames hold; without the extra nothing, with a finding (LD106)."""
    yield _content("LZ4", opened, report)


def brotli(opened: Opened, report: Report) -> Iterator[Capture | Opened]:
    """Yield what brotli data hold (RFC 7932); without the extra nothing, with a finding (LD106)."""
    yield _content("brotli", opened, report)


def decoded(
    name: str, stream: io.BufferedReader, location: Location, report: Report
) -> io.BufferedReader | None:
    """Return a stream of decompressed bytes; None without the extra, with a finding (LD106)."""
    library = fastwarc("stream_io")
    if library is None:
        report.add("LD106", location, name=name)
        return None
    reader = getattr(library, OPENERS[name])(stream)
    source = Compressed(reader.read, stream.tell, (OSError, ValueError), "LD114")
    return decompressed(source, location, report)


def perhaps_brotli(data: bytes) -> bool | None:
    """Return whether data of no known kind are a page compressed with brotli.

    Brotli has no magic bytes, so this decompresses the start. Returns None where the data may be
    brotli and FastWARC is not installed.
    """
    start = data[:START_BYTES]
    if not start or not _is_binary(start):
        return False
    library = fastwarc("stream_io")
    if library is None:
        return None
    try:
        return bool(kind_of(library.BrotliReader(in_memory(start)).read(START_BYTES)))
    except (OSError, ValueError):
        return False


def fastwarc(module: str) -> ModuleType | None:
    """Return a module of FastWARC, None where it is not installed."""
    try:
        return import_module(f"fastwarc.{module}")
    except ImportError:
        return None


def _content(name: str, opened: Opened, report: Report) -> Capture | Opened:
    stream = decoded(name, opened.stream, opened.location, report)
    return opened.capture(b"", "") if stream is None else opened.around(stream)


def _is_binary(start: bytes) -> bool:
    text = start[:1000].decode("utf-8", "replace")
    return "\0" in text or text.count("\ufffd") > len(text) // 10
