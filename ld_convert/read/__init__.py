"""Read captures from the inputs that the user names: files, directories, globs, containers.

What a file holds is found from its content, never from its name.
"""

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
from ld_convert.read.containers import container_of, reader_of
from ld_convert.read.paths import STDIN, paths, shown, trouble
from ld_convert.read.single import page
from ld_convert.read.stream import MOST_RATIO, START_BYTES, Opened, buffered, from_file

if TYPE_CHECKING:
    import io
    from collections.abc import Iterable, Iterator

FREE_IN_ALL_BYTES = 256 * 1024 * 1024
"""What all captures of a file may have together; beyond it the ratio to the file's size counts.
An archive can name the same compressed bytes as the content of a thousand members."""
MOST_CONTAINERS = 5
"""How deep containers may stand in containers: a WACZ in a gzipped zip has four."""


def read(inputs: Iterable[str]) -> Iterator[Capture]:
    """Return the captures that inputs name, those of a directory or a glob in the order of names.

    Captures are read one after the other; at most two are in memory. A finding about a file is
    attached to a capture of that file. Raises, before the first capture, FileNotFoundError for an
    input that names nothing, and OSError for one that is no regular file or cannot be read.
    """
    return (capture for path in sources(inputs) for capture, _ in read_file(path))


def sources(inputs: Iterable[str]) -> Iterator[str]:
    """Return the files that inputs name, those of a directory or a glob in the order of names.

    Raises, at once, as `read` does.
    """
    return chain.from_iterable([paths(name) for name in inputs])


def read_file(path: str) -> Iterator[tuple[Capture, int]]:
    """Yield the captures of a file, each with how many of its bytes had been read by then.

    Findings that come after the last capture of the file are attached to that capture.
    """
    report = Report()
    waiting: tuple[Capture, int] | None = None
    spent = 0
    for capture, position in _opened_file(path, report):
        if waiting is not None:
            yield waiting
        spent += len(capture.data)
        over = spent - FREE_IN_ALL_BYTES
        if position and over > 0 and over > MOST_RATIO * _size(path, position):
            report.add("LD104", Location(shown(path)), ratio=MOST_RATIO)
            waiting = Capture(capture.source, b"", "", findings=tuple(report.findings)), position
            report.findings.clear()
            break
        waiting = _with(capture, report), position
    if waiting is not None:
        capture, position = waiting
        yield _with(capture, report), position


def _with(capture: Capture, report: Report) -> Capture:
    """Return a capture with the findings of a report added, which is emptied."""
    if not report.findings:
        return capture
    findings = (*capture.findings, *report.findings)
    report.findings.clear()
    return replace(capture, findings=findings)


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


def _size(path: str, position: int) -> int:
    """Return the size of a file; for a pipe how much of it was read."""
    return position if path == STDIN else max(position, Path(path).stat().st_size)


def _position(stream: io.BufferedReader) -> int:
    """Return how much of a file has been read; an archive's end closes it."""
    return 0 if stream.closed else stream.tell()


def _captures(opened: Opened, report: Report) -> Iterator[Capture]:
    """Yield the captures in a stream, and those in the containers that it holds."""
    name = container_of(opened.stream.peek(START_BYTES))
    reader = reader_of(name) if name else page
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
    return _in_utc(os.stat(path).st_mtime)  # noqa: PTH116  a run asks for each file


def _received() -> str:
    """Return when standard input was written, if it is a file; else the time now."""
    with suppress(OSError):  # it has no number where a program stands in for it
        status = os.fstat(sys.stdin.buffer.fileno())
        if stat.S_ISREG(status.st_mode):
            return _in_utc(status.st_mtime)
    return _in_utc(time.time())


def _in_utc(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
