"""Inputs to captures: what each file holds follows from its content, never from its name."""

from __future__ import annotations

import os
import stat
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert.findings.report import Report
from ld_convert.model import Capture, Location
from ld_convert.read.compressed import compressed
from ld_convert.read.gzipped import gzipped
from ld_convert.read.har import har
from ld_convert.read.json_lines import json_or_lines
from ld_convert.read.paths import STDIN, paths, shown, trouble
from ld_convert.read.single import page
from ld_convert.read.sniff import container_of
from ld_convert.read.stream import START_BYTES, Opened, buffered, from_file
from ld_convert.read.warc import warc
from ld_convert.read.zipped import zipped

if TYPE_CHECKING:
    import io
    from collections.abc import Iterable, Iterator

    from ld_convert.read.stream import Reader

MOST_CONTAINERS = 5
"""How deep containers may stand in containers: a WACZ in a gzipped zip has four."""


def read(inputs: Iterable[str]) -> Iterator[Capture]:
    """Return the captures that inputs name, those of a directory or a glob in the order of names.

    They are read one by one, and at most two are held. What is wrong with a file travels with a
    capture of it. Raises FileNotFoundError for an input that names nothing, and OSError for one
    that is no regular file or cannot be read, before the first capture.
    """
    return (capture for path in sources(inputs) for capture, _ in read_file(path))


def sources(inputs: Iterable[str]) -> Iterator[str]:
    """Return the files that inputs name, those of a directory or a glob in the order of names.

    Raises, at once, as `read` does.
    """
    return chain.from_iterable([paths(name) for name in inputs])


def read_file(path: str) -> Iterator[tuple[Capture, int]]:
    """Yield the captures of a file, each with how many of its bytes had been read by then.

    Findings made after the last capture travel with it.
    """
    report = Report()
    waiting: tuple[Capture, int] | None = None
    for capture, position in _opened_file(path, report):
        if waiting is not None:
            yield waiting
        waiting = replace(capture, findings=tuple(report.findings)), position
        report.findings.clear()
    if waiting is not None:
        capture, position = waiting
        yield replace(capture, findings=(*capture.findings, *report.findings)), position


def _opened_file(path: str, report: Report) -> Iterator[tuple[Capture, int]]:
    source = shown(path)
    if path == STDIN:
        opened = Opened(source, buffered(sys.stdin.buffer.read), _received())
        yield from ((capture, _position(opened.stream)) for capture in _captures(opened, report))
        return
    if problem := trouble(path):
        code, why = problem
        report.add(code, Location(source), why=why)
        yield Capture(source, b"", ""), 0
        return
    with from_file(path) as stream:
        for capture in _captures(Opened(source, stream, _date(path)), report):
            yield capture, _position(stream)


def _position(stream: io.BufferedReader) -> int:
    """Return how much of a file has been read; an archive's end closes it."""
    return 0 if stream.closed else stream.tell()


def _captures(opened: Opened, report: Report) -> Iterator[Capture]:
    """Yield the captures in a stream, and those in the containers that it holds."""
    reader = CONTAINERS.get(container_of(opened.stream.peek(START_BYTES)), page)
    if opened.depth > MOST_CONTAINERS:
        report.add("LD107", opened.location, most=MOST_CONTAINERS)
        yield opened.capture(b"", "")
        return
    empty = True
    for found in reader(opened, report):
        empty = False
        if isinstance(found, Opened):
            yield from _captures(found, report)
        else:
            yield found
    if empty:
        report.add("LD112", opened.location)
        yield opened.capture(b"", "")


def _date(path: str) -> str:
    """Return when a file was written, which for a capture is when it was made; in UTC."""
    return _in_utc(Path(path).stat().st_mtime)


def _received() -> str:
    """Return when standard input was written, if it is a file; else the time now."""
    with suppress(OSError):  # it has no number where a program stands in for it
        status = os.fstat(sys.stdin.buffer.fileno())
        if stat.S_ISREG(status.st_mode):
            return _in_utc(status.st_mtime)
    return _in_utc(time.time())


def _in_utc(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


CONTAINERS: dict[str, Reader] = {
    "gzip": gzipped,
    "har": har,
    "json": json_or_lines,
    "warc": warc,
    "zip": zipped,
    "zstd": compressed("zstd"),
    "lz4": compressed("LZ4"),
}
"""By kind of content: how to read what holds captures; anything else is one capture."""
