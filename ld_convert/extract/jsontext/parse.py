"""Parse the JSON of RFC 8259 exactly, with limits on depth and digits."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, NamedTuple

import orjson

from ld_convert.extract.jsontext.edits import Edit, edited
from ld_convert.extract.jsontext.repairs import BRACKET

if TYPE_CHECKING:
    from ld_convert.model import Json, Text

MAX_DEPTH = 400
"""Deepest nesting that is read; later stages are recursive and need much less stack than this."""
MAX_DIGITS = 1000
"""Longer integers stay strings; Python itself refuses more than 4,300 digits."""
LONG_INTEGER = b"0" * 19
ZEROS = bytes(
    ord("0" if chr(byte).isascii() and chr(byte).isdigit() else " ") for byte in range(256)
)
"""Maps digits to 0 and other bytes to a space: searching that is ten times quicker than a pattern.
"""
UTF_8 = re.compile(
    rb"(?:[\x00-\x7f]++|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]"
    rb"|[\xe1-\xec\xee\xef][\x80-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf][\x80-\xbf]|[\xf1-\xf3][\x80-\xbf][\x80-\xbf][\x80-\xbf]"
    rb"|\xf4[\x80-\x8f][\x80-\xbf][\x80-\xbf])++"
    rb"|(?P<bad>\xed[\xa0-\xbf][\x80-\xbf]|.)",
    re.DOTALL,
)
ESCAPED = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<bad>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
REPLACEMENT = "\ufffd".encode()


class Note(NamedTuple):
    """A finding that is reported only if the attempt that made it succeeds."""

    code: str
    text: Text
    offset: int
    values: dict[str, object]


class Broken(NamedTuple):
    """Why a text is not JSON."""

    words: str
    offset: int
    code: str = "LD220"


def characters(text: Text) -> tuple[Text, list[Note]]:
    """Return the text with U+FFFD for broken UTF-8 and for escapes of half a surrogate pair."""
    notes = []
    for code, pattern, new in (("LD229", UTF_8, REPLACEMENT), ("LD225", ESCAPED, rb"ufffd")):
        if code == "LD229" and _is_utf8(text.data):
            continue
        if code == "LD225" and b"\\ud" not in text.data and b"\\uD" not in text.data:
            continue
        found = [match for match in pattern.finditer(text.data) if match["bad"]]
        if found:
            notes.append(Note(code, text, found[0].start(), {"count": len(found)}))
            text = edited(text, [Edit(*match.span("bad"), new) for match in found])
    return text, notes


def parse(text: Text, notes: list[Note], *, nan: bool) -> Json | Broken:
    """Return the value of a JSON text (None for a blank one), or why it is no JSON."""
    data = text.data
    if not data or data.isspace():
        return None
    if _too_deep(data):
        return Broken(str(MAX_DEPTH), 0, "LD224")
    if LONG_INTEGER not in data.translate(ZEROS):
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError:
            pass  # Python's own reader says better where, and reads what orjson does not
    odd: list[tuple[str, str]] = []
    source = data.decode()
    try:
        value = _decoder(source, odd, nan=nan).decode(source)
    except json.JSONDecodeError as error:
        offset = len(error.doc[: error.pos].encode())
        return Broken(error.msg[0].lower() + error.msg[1:], offset)
    for word, shown in odd:
        offset = max(data.find(word.encode()), 0)
        notes.append(Note("LD226", text, offset, {"word": word, "shown": shown}))
    return value


def _decoder(source: str, odd: list[tuple[str, str]], *, nan: bool) -> json.JSONDecoder:
    """Return a decoder that notes the numbers which JSON or Python cannot hold."""

    def constant(word: str) -> None:
        if not nan:
            raise json.JSONDecodeError(f"no JSON value: {word}", source, source.find(word))
        odd.append((word, "null"))

    def floating(word: str) -> float | str:
        number = float(word)
        if math.isfinite(number):
            return number
        odd.append((word, "a string"))
        return word

    def integer(word: str) -> int | str:
        if len(word) <= MAX_DIGITS:
            return int(word)
        odd.append((word, "a string"))
        return word

    return json.JSONDecoder(parse_constant=constant, parse_float=floating, parse_int=integer)


def _too_deep(data: bytes) -> bool:
    if data.count(b"[") + data.count(b"{") <= MAX_DEPTH:
        return False
    depth = 0
    for match in BRACKET.finditer(data):
        if match["seen"]:
            depth += 1 if match["seen"] in b"[{" else -1
            if depth > MAX_DEPTH:
                return True
    return False


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
