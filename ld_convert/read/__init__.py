"""Inputs to captures: what each file holds follows from its content, never from its name."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert.findings import Report
from ld_convert.model import Capture, Location
from ld_convert.read.compressed import compressed
from ld_convert.read.gzipped import gzipped
from ld_convert.read.har import har
from ld_convert.read.lines import json_or_lines
from ld_convert.read.page import page
from ld_convert.read.paths import STDIN, paths, shown, trouble
from ld_convert.read.sniff import container_of
from ld_convert.read.stream import START_BYTES, Opened, buffered, from_file
from ld_convert.read.warc import warc
from ld_convert.read.zipped import zipped

if TYPE_CHECKING:
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
    sources = [path for name in inputs for path in paths(name)]
    return (capture for source in sources for capture in _file(source))


def _file(path: str) -> Iterator[Capture]:
    """Yield the captures of a file; findings made after the last one travel with it."""
    report = Report()
    waiting: Capture | None = None
    for capture in _opened_file(path, report):
        if waiting is not None:
            yield waiting
        waiting = replace(capture, findings=tuple(report.findings))
        report.findings.clear()
    if waiting is not None:
        yield replace(waiting, findings=(*waiting.findings, *report.findings))


def _opened_file(path: str, report: Report) -> Iterator[Capture]:
    source = shown(path)
    if path == STDIN:
        yield from _captures(Opened(source, buffered(sys.stdin.buffer.read)), report)
        return
    if problem := trouble(path):
        code, why = problem
        report.add(code, Location(source), why=why)
        yield Capture(source, b"", "")
        return
    with from_file(path) as stream:
        yield from _captures(Opened(source, stream, _date(path)), report)


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
    date = datetime.fromtimestamp(int(Path(path).stat().st_mtime), UTC)
    return date.strftime("%Y-%m-%dT%H:%M:%SZ")


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
