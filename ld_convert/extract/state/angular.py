"""Read Angular's transfer state: `<script id="ng-state">` (the application's id, then `-state`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ld_convert.extract.jsontext.edits import Edit, edited
from ld_convert.extract.state.plain_state import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.findings.report import Report
    from ld_convert.model import Decoded, Text

ESCAPE = re.compile(rb"&[aqslg];")
ESCAPES = {b"&a;": b"&", b"&q;": b'"', b"&s;": b"'", b"&l;": b"<", b"&g;": b">"}
"""How Angular up to 15 writes five characters; later versions write JSON escapes."""


def ng_state(text: Text, source: str, report: Report) -> Iterator[Decoded]:
    """Yield the transfer state; a text without quotation marks is in the old form."""
    if b'"' not in text.data and b"&q;" in text.data:
        marks = ESCAPE.finditer(text.data)
        text = edited(text, [Edit(*mark.span(), ESCAPES[mark[0]]) for mark in marks])
    yield from plain(text, source, report)
