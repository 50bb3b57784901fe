"""Read the responses that SvelteKit's server fetched; each is a `data-sveltekit-fetched` script."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from ld_convert.extract.jsontext.lenient import read
from ld_convert.findings.offsets import pointer_offset
from ld_convert.model import Decoded, Location, Piece, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.findings.report import Report


def fetched(text: Text, source: str, report: Report) -> Iterator[Decoded]:
    """Yield the body of a response, which is JSON in a string."""
    yield from _body(text, source, report, binary=False)


def fetched_base64(text: Text, source: str, report: Report) -> Iterator[Decoded]:
    """Yield the body of a response, which is JSON in base64 in a string."""
    yield from _body(text, source, report, binary=True)


def _body(text: Text, source: str, report: Report, *, binary: bool) -> Iterator[Decoded]:
    reading = read(text, report, Location(source, text), checked=False)
    body = reading.value.get("body") if reading and isinstance(reading.value, dict) else None
    if reading is None or not isinstance(body, str):
        return
    start = pointer_offset(reading.text, "/body")
    inner = reading.text.inside_string(start, body)
    if binary:
        try:
            content = base64.b64decode(body, validate=True)
        except (binascii.Error, ValueError) as error:
            words = str(error).lower()
            report.add("LD220", Location(source, inner, offset=0), words=words)
            return
        inner = Text(content, (Piece(0, start + 1, escaped=False),), reading.text)
    if inner.data.lstrip()[:1] not in (b"{", b"["):
        return  # a page, a text or a picture was fetched
    found = read(inner, report, Location(source, inner))
    if found is not None:
        yield Decoded("state", found.value, Location(source, found.text))
