"""Read JSON files: JSON Lines give one capture a line, other JSON gives one capture."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

import orjson

from ld_convert.model import Location, Text
from ld_convert.read import stream as limits
from ld_convert.read.single import page
from ld_convert.read.sniff import kind_of

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from ld_convert.findings.report import Report
    from ld_convert.model import Capture
    from ld_convert.read.stream import Opened

OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*["}]')

SAMPLE = 3
"""Lines that are looked at."""


class Line(NamedTuple):
    """One line that is not blank."""

    number: int
    """1 for the first line of the file."""
    data: bytes | None
    """None for a line beyond the limit, which is not kept."""


def json_or_lines(opened: Opened, report: Report) -> Iterator[Capture | Opened]:
    """Yield a capture for each line of JSON Lines; other JSON is one capture."""
    raw: list[bytes] = []
    lines = _lines(opened.stream, raw)
    start = list(islice(lines, SAMPLE))
    if not _is_lines(start):
        yield from page(opened, report, b"".join(raw))
        return
    for line in chain(start, lines):
        raw.clear()
        yield _capture(line, opened, report)


def _capture(line: Line, opened: Opened, report: Report) -> Capture:
    member = opened.member(str(line.number), opened.stream, None)
    data = line.data or b""
    kind = "json" if kind_of(data) == "json" else ""
    where = Location(member.source, Text.whole(data, line.number), offset=0)
    if line.data is None:
        report.add("LD103", where, limit=limits.LIMIT_BYTES)
    elif not kind:
        report.add("LD113", where, number=line.number, start=data[:40].decode("utf-8", "replace"))
    return replace(member.capture(data, kind), line=line.number)


def _is_lines(start: list[Line]) -> bool:
    """Return whether each of the first lines is an object; a few may be broken.

    In an indented document the first line is no whole object, and it ends where a value follows.
    """
    objects = [line for line in start if line.data is None or OBJECT.match(line.data)]
    if len(start) < 2 or objects[:1] != start[:1]:  # noqa: PLR2004  one is a document
        return False
    if _is_whole(start[0]):  # whatever follows cannot be part of it
        return True
    goes_on = (start[0].data or b"").rstrip()[-1:] in b":,[{"
    return not goes_on and any(_is_whole(line) for line in objects[1:])


def _is_whole(line: Line) -> bool:
    if line.data is None:
        return True
    try:
        orjson.loads(line.data.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError:
        return False
    return True


def _lines(stream: io.BufferedReader, raw: list[bytes]) -> Iterator[Line]:
    """Yield the lines that are not blank, and put all that was read into `raw`."""
    number = 0
    while data := stream.readline(limits.LIMIT_BYTES + 1):
        number += 1
        raw.append(data)
        if len(data) > limits.LIMIT_BYTES:
            while data and not data.endswith(b"\n"):
                data = stream.readline(limits.PIECE_BYTES)
            yield Line(number, None)
        elif data.strip():
            yield Line(number, data.rstrip(b"\r\n"))
