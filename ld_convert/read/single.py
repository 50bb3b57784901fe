"""Read a stream as one capture: a page, a payload, or data compressed with brotli."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.read import stream as limits
from ld_convert.read.compressed import decoded, perhaps_brotli
from ld_convert.read.sniff import TAR, kind_of
from ld_convert.read.stream import content, in_memory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.findings.report import Report
    from ld_convert.model import Capture
    from ld_convert.read.stream import Opened


OTHERS = {
    b"%PDF-": "a PDF document",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\xd0\xcf\x11\xe0": "an Office document",
    b"SQLite format 3": "an SQLite database",
}
"""Starts of files that people pass by mistake."""


def page(opened: Opened, report: Report, start: bytes = b"") -> Iterator[Capture | Opened]:
    """Yield one capture; `start` holds bytes that were read from the stream before.

    A capture that is neither a page nor a payload (LD101), or that is larger than the limit
    (LD103), has no kind.
    """
    rest = content(opened.stream.read)
    if rest is None or len(start) + len(rest) > limits.LIMIT_BYTES:
        report.add("LD103", opened.location, limit=limits.LIMIT_BYTES)
        yield opened.capture(b"", "")
        return
    data = start + rest
    kind = kind_of(data)
    brotli = perhaps_brotli(data) if not kind and not report.findings else False
    if brotli and (stream := decoded("brotli", in_memory(data), opened.location, report)):
        yield opened.around(stream)
        return
    if brotli is None:
        report.add("LD106", opened.location, name="brotli, it seems")
    elif not kind and not report.findings:
        report.add("LD101", opened.location, what=_beginning(data))
    yield opened.capture(data, kind)


def _beginning(data: bytes) -> str:
    """Return what some content is, or its first bytes, for a message."""
    name = next((name for start, name in OTHERS.items() if data.startswith(start)), "")
    name = "a tar archive: unpack it" if TAR.match(data) else name
    if name:
        return f"it is {name}"
    return f"it begins {data[:24].decode('ascii', 'backslashreplace')}" if data else "it is empty"
