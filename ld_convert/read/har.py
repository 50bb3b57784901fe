"""Read captures from HAR files, in which browsers save a session (HAR 1.2)."""

from __future__ import annotations

import binascii
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ld_convert.read import stream as limits
from ld_convert.read.http import charset, is_page
from ld_convert.read.stream import content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.findings.report import Report
    from ld_convert.model import Capture, Json
    from ld_convert.read.stream import Opened

ENTRIES = re.compile(r'"entries"\s*:\s*\[')
BETWEEN = re.compile(r"[\s,]*")
LOG = re.compile(r'\s*\{\s*"log"\s*:\s*\{')
MEMBER = re.compile(r'[\s,]*+"((?:[^"\\]|\\.)*+)"\s*+:\s*+')
DECODER = json.JSONDecoder(strict=False, parse_int=float)
"""Of the numbers none is used, and Python makes no integer of more than 4,300 digits."""


def har(opened: Opened, report: Report) -> Iterator[Capture | Opened]:
    """Yield the responses of a session that are pages or payloads, counted from 1.

    Entries are parsed one after the other. A damaged file is read up to the damage (LD120). The
    number of responses of other kinds is reported at the end (LD122).
    """
    data = content(opened.stream.read)
    if data is None:
        report.add("LD103", opened.location, limit=limits.LIMIT_BYTES)
        yield opened.capture(b"", "")
        return
    text = data.decode("utf-8-sig", "replace")
    start = _start(text)
    if start < 0:
        yield opened.capture(data, "json")
        return
    del data
    left_out = 0
    for number, entry in enumerate(_entries(text, start, opened, report), 1):
        found = _response(entry, number, opened, report)
        left_out += found is None
        if found is not None:
            yield found
    if left_out:
        report.add("LD122", opened.location, left_out=left_out)


def _start(text: str) -> int:
    """Return where the list of entries begins, -1 if there is none.

    It is a member of the log itself: a program may give other parts a list of this name (HAR 1.2,
    "Custom Fields"). Of a log that is damaged before it, the first such list is taken.
    """
    log = LOG.match(text)
    position = log.end() if log else len(text)
    while member := MEMBER.match(text, position):
        position = member.end()
        if member[1] == "entries" and text.startswith("[", position):
            return position + 1
        try:
            _, position = DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
    found = ENTRIES.search(text, position)
    return found.end() if found else -1


def _entries(text: str, position: int, opened: Opened, report: Report) -> Iterator[Json]:
    """Yield the entries one after the other, up to the end of the list or to damage."""
    while True:
        between = BETWEEN.match(text, position)
        position = between.end() if between else position
        if text.startswith("]", position):
            return
        try:
            entry, position = DECODER.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            report.add("LD120", opened.location, why=str(error))
            return
        yield entry


def _response(entry: Json, number: int, opened: Opened, report: Report) -> Opened | None:
    """Return the body of a response; None for what is not stored or no page or payload."""
    request, response = _part(entry, "request"), _part(entry, "response")
    body = _part(response, "content")
    text, mime, url = body.get("text"), _text(body, "mimeType"), _text(request, "url")
    if not isinstance(text, str) or not text:
        return None
    name = f"{number} {url}" if url else str(number)
    member = opened.member(name, opened.stream, _date(_text(entry, "startedDateTime")))
    declared = "utf-8"  # the browser has decoded the text
    data = text.encode("utf-8", "replace")
    if body.get("encoding") == "base64":
        declared = charset(mime)
        try:
            data = binascii.a2b_base64(data)
        except binascii.Error as error:
            report.add("LD121", member.location, why=str(error))
            return None
    if not is_page(data, mime):
        return None
    return member.response(data, url, _links(response), declared)


def _links(response: Json) -> tuple[str, ...]:
    headers = response.get("headers")
    rows = [row for row in headers if isinstance(row, dict)] if isinstance(headers, list) else []
    return tuple(_text(row, "value") for row in rows if _text(row, "name").lower() == "link")


def _date(text: str) -> str | None:
    """Return an ISO 8601 date and time in UTC; None for anything else."""
    form = "%Y-%m-%dT%H:%M:%S"
    try:
        date = datetime.fromisoformat(text)
        return date.astimezone(UTC).strftime(f"{form}Z") if date.tzinfo else date.strftime(form)
    except (ValueError, OverflowError):  # in UTC it may be before year 1, or after year 9999
        return None


def _part(value: Json, key: str) -> dict[str, Json]:
    part = value.get(key) if isinstance(value, dict) else None
    return part if isinstance(part, dict) else {}


def _text(value: Json, key: str) -> str:
    text = value.get(key) if isinstance(value, dict) else None
    return text if isinstance(text, str) else ""
