"""Read captures from WARC files (ISO 28500) with FastWARC, which the extra `warc` installs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from ld_convert.read import stream as limits
from ld_convert.read.compressed import fastwarc
from ld_convert.read.http import body, charset, is_page
from ld_convert.read.stream import content, in_memory

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from fastwarc.warc import WarcRecord

    from ld_convert.findings.report import Report
    from ld_convert.model import Capture
    from ld_convert.read.stream import Opened

NEXT = b"\r\n\r\nWARC/1."
"""Where a record ends and the next one begins."""
MOST_BETWEEN = 128
"""Bytes between two records that count for nothing: blank lines, the version, blanks in headers."""
HEAD = re.compile(rb"\r\n\r\nWARC/1\.\d\r\nWARC-")


@dataclass(slots=True)
class WarcTally:
    """What is counted over a file."""

    records: int = 0
    left_out: int = 0
    """Responses that are no page or payload."""
    revisits: int = 0
    """Records that only say that a page had not changed."""


def warc(opened: Opened, report: Report) -> Iterator[Capture | Opened]:
    """Yield the bodies of response and resource records; records are counted from 1.

    A record that is cut or has a wrong length is read as far as it goes (LD131, LD132). A revisit
    record only points to an earlier capture and gives none (LD133). Without FastWARC: LD130.
    """
    if fastwarc("warc") is None:
        report.add("LD130", opened.location)
        yield opened.capture(b"", "")
        return
    tally = WarcTally()
    yield from _records(opened.stream, tally, opened, report)
    for code, count in (("LD122", tally.left_out), ("LD133", tally.revisits)):
        if count:
            report.add(code, opened.location, left_out=count)


def _records(
    stream: io.BufferedReader, tally: WarcTally, opened: Opened, report: Report
) -> Iterator[Capture | Opened]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415  an extra

    # quirks_mode goes on at the next record where a wrong Content-Length led astray.
    records = iter(ArchiveIterator(stream, parse_http=False, quirks_mode=True))
    start, end, where = stream.tell(), 0, opened.location
    while True:
        try:
            record = next(records, None)
        except (OSError, ValueError) as error:
            report.add("LD131", opened.location, why=str(error))
            return
        between = (stream.tell() - start if record is None else record.stream_pos) - end
        if between > MOST_BETWEEN:
            why = f"after it come {between} bytes that are no record"
            report.add("LD131", where, why=why)
        if record is None:
            return
        tally.records += 1
        end = _end(record)
        where = opened.member(f"{tally.records} {_url(record)}".rstrip(), stream, None).location
        if record.record_type == WarcRecordType.revisit:
            tally.revisits += 1
        elif record.record_type in (WarcRecordType.response, WarcRecordType.resource):
            yield from _record(record, tally, opened, report)


def _end(record: WarcRecord) -> int:
    """Return where a record ends that has just begun, by its header and its length.

    Around the value of a header there may be blanks, of which nothing is known here: four each.
    """
    header = sum(len(name) + len(value.encode()) + 8 for name, value in record.headers.items())
    return int(record.stream_pos) + header + int(record.content_length)


def _record(
    record: WarcRecord, tally: WarcTally, opened: Opened, report: Report
) -> Iterator[Capture | Opened]:
    name = f"{tally.records} {_url(record)}".rstrip()
    member = opened.member(name, opened.stream, _date(record))
    stored = record.content_length
    try:
        if record.is_http:
            record.parse_http(auto_decode="none", quirks_mode=True)
            stored = record.content_length
        raw = content(record.reader.read)
    except (OSError, ValueError) as error:
        report.add("LD131", member.location, why=str(error))
        tally.left_out += 1
        return
    if raw is None:
        report.add("LD103", member.location, limit=limits.LIMIT_BYTES)
        yield member.capture(b"", "")
        return
    raw, *swallowed = [raw] if _fits(raw, record) else raw.split(NEXT)
    if swallowed:
        report.add("LD131", member.location, why="its length reaches into the next record")
    elif len(raw) < stored:
        report.add("LD131", member.location, why=f"{len(raw)} of {stored} bytes are there")
    yield from _response(raw, record, member, tally, report)
    for rest in swallowed:
        yield from _records(in_memory(NEXT.lstrip() + rest), tally, opened, report)


def _fits(raw: bytes, record: WarcRecord) -> bool:
    """Return whether a body holds no start of a record, or is as long as its response says."""
    if not HEAD.search(raw):
        return True
    length = record.http_headers.get("Content-Length") if record.is_http_parsed else None
    return length == str(len(raw))


def _response(
    raw: bytes, record: WarcRecord, member: Opened, tally: WarcTally, report: Report
) -> Iterator[Opened]:
    """Yield the body of a record if it may describe something."""
    is_http = record.is_http_parsed
    headers = record.http_headers if is_http else record.headers
    media = headers.get("Content-Type") or ""
    data: bytes | None = raw
    if is_http:
        coding, transfer = (
            headers.get(name) or "" for name in ("Content-Encoding", "Transfer-Encoding")
        )
        length = headers.get("Content-Length") or ""
        if not coding and not transfer and length.isdecimal() and len(raw) < int(length):
            why = f"the server sent {length} bytes, {len(raw)} are there"
            report.add("LD132", member.location, why=why)
        data = body(raw, transfer, coding, member.location, report)
    if data is None or not is_page(data, media):
        tally.left_out += 1
        return
    links = headers.get_multiple("Link") if is_http else ()
    yield member.response(data, _url(record), links, charset(media))


def _url(record: WarcRecord) -> str:
    """Return the address of a record; some versions of wget write it in angle brackets."""
    return (record.headers.get("WARC-Target-URI") or "").strip("<>")


def _date(record: WarcRecord) -> str | None:
    """Return the date of a record in UTC (WARC 1.1, WARC-Date)."""
    try:
        date = record.record_date
        return date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if date else None
    except (ValueError, OverflowError):  # in UTC it may be before year 1, or after year 9999
        return None
