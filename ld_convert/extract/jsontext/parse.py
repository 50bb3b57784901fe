"""The JSON of RFC 8259, read exactly, within bounds of depth."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, NamedTuple

import orjson

from ld_convert.extract.jsontext.repairs import BRACKET, Edit, edited

if TYPE_CHECKING:
    from ld_convert.model import Json, Text

MAX_DEPTH = 400
"""Levels of nesting; far below what exhausts Python's stack in the stages behind this one."""
MAX_DIGITS = 1000
"""Longer integers stay strings; Python itself refuses to read more than 4,300 digits."""
LONG_INTEGER = b"0" * 19
ZEROS = bytes(
    ord("0" if chr(byte).isascii() and chr(byte).isdigit() else " ") for byte in range(256)
)
"""Every digit is 0, any other byte a space: a search then takes a tenth of a pattern's time."""
UTF_8 = re.compile(
    rb"(?:[\x00-\x7f]++|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]"
    rb"|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}"
    rb"|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})++"
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
    """A finding that is reported only if the reading that made it is the one that counts."""

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
    """Replace what is no character, in bytes and in escapes."""
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
    """Return the value of a JSON text (a blank one is null), or why it is none."""
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
    """Return a reader that collects the numbers that no number of JSON or of Python can hold."""

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
