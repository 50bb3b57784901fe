"""Find what is doubtful in a JSON text although every reader accepts it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

import orjson

from ld_convert.findings.offsets import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.model import Json

KEY = re.compile(rb'"[ \t\r\n]*+:')
NUL = re.compile(rb"(?<!\\)(?:\\\\)*+\\u0000")
TEMPLATE = re.compile(rb'\{\{[^{}"\\\n]{1,80}\}\}|\$\{[^{}"\\\n]{1,80}\}|(?<=")undefined(?=")')
SHOWN = 20
"""How many duplicate keys of a text are reported one by one."""

Doubt = tuple[str, int, dict[str, object]]
"""Code of a finding, byte offset, values of its message."""


def doubts(data: bytes, value: Json) -> Iterator[Doubt]:
    """Yield what is doubtful in a JSON text and in the value read from it."""
    if _may_repeat(data, value):
        found = duplicates(data)
        yield from islice(found, SHOWN)
        if more := sum(1 for _ in found):
            yield "LD223", 0, {"count": more}
    if b"\\u0000" in data and (nuls := list(NUL.finditer(data))):
        yield "LD227", nuls[0].start(), {"count": len(nuls)}
    yield from templates(data)


def templates(data: bytes) -> Iterator[Doubt]:
    """Yield the first place of each template expression that was never filled in."""
    if b"{{" in data or b"${" in data or b'"undefined"' in data:
        seen: set[bytes] = set()
        for match in TEMPLATE.finditer(data):
            if match[0] not in seen and len(seen) < SHOWN:
                seen.add(match[0])
                yield "LD228", match.start(), {"word": match[0].decode("utf-8", "replace")}


def _may_repeat(data: bytes, value: Json) -> bool:
    """Return whether the text has more keys than the value.

    Cheap: a quotation mark before a colon inside a string counts on both sides.
    """
    try:
        kept = orjson.dumps(value).count(b'":')
    except TypeError:  # an integer beyond 64 bits, or more levels than orjson writes
        return True
    return len(KEY.findall(data)) > kept


def duplicates(data: bytes) -> Iterator[Doubt]:
    """Yield each key that occurs a second time in its object, with both values shortened."""
    levels: list[dict[str, str] | None] = []  # None for a list
    key: str | None = None
    last = (0, "")
    for match in TOKEN.finditer(data):
        token = match[0]
        if token in (b"}", b"]"):
            del levels[-1:]
        elif token == b",":
            key = None
        elif token == b":":
            key = last[1]
        else:
            if key is not None and levels and (keys := levels[-1]) is not None:
                shown = {b"{": "{...}", b"[": "[...]"}.get(token) or _text(token)
                if key in keys:
                    values = {"key": key, "first": keys[key], "second": shown}
                    yield "LD222", last[0], {name: _short(item) for name, item in values.items()}
                keys[key] = shown
            key = None
            if token in (b"{", b"["):
                levels.append({} if token == b"{" else None)
            else:
                last = (match.start(), _text(token) if token[:1] == b'"' else "")


def _text(token: bytes) -> str:
    try:
        return str(orjson.loads(token))
    except orjson.JSONDecodeError:  # NaN, or a number that is too large
        return token.decode("utf-8", "replace")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."  # noqa: PLR2004
