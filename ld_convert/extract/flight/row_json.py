"""Read the JSON of a flight row: with orjson if it can, else with a lenient reader."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

import orjson

from ld_convert.model import Json

MAX_DEPTH = 1000
"""Deepest nesting of brackets that is read; orjson ends at 1024."""
ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\.",
    re.DOTALL,
)
STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
LONE_SURROGATE = 6
"""Length in bytes of one escape such as \\ud83d."""


class Read(NamedTuple):
    """The value of a JSON text, and what was wrong with the text."""

    value: Json
    problems: tuple[tuple[str, dict[str, object]], ...] = ()
    """Codes of findings, each with the values of its message."""
    is_json: bool = True


def read_json(raw: bytes) -> Read:
    """Return the value of a JSON text, and what had to be mended in the text.

    Lone surrogates and broken UTF-8 become U+FFFD. NaN becomes null. Raw control characters are
    kept. `is_json` is false if nothing could be read.
    """
    try:
        return Read(orjson.loads(raw))
    except ValueError as error:
        return _mended(raw, str(error))


def _mended(raw: bytes, reason: str) -> Read:
    depth = _depth(raw)
    if depth > MAX_DEPTH:
        return Read(None, (("LD208", {"depth": depth}),), is_json=False)
    problems: list[tuple[str, dict[str, object]]] = []
    text = raw.decode("utf-8", "replace")
    if text.encode() != raw:
        problems.append(("LD210", {}))
    whole = ESCAPE.sub(_character, text.encode())
    if whole != text.encode():
        problems.append(("LD209", {}))
    try:
        return Read(orjson.loads(whole), tuple(problems))
    except ValueError:
        pass
    try:
        value = json.loads(whole.decode(), strict=False, parse_constant=lambda _: None)
    except (ValueError, RecursionError):  # a row just below MAX_DEPTH, called from deep down
        return Read(None, (*problems, ("LD206", {"reason": reason})), is_json=False)
    return Read(value, (*problems, ("LD207", {"reason": reason})))


def _character(match: re.Match[bytes]) -> bytes:
    """Return the escape as it stands, or U+FFFD for half of a surrogate pair."""
    text = match[0]
    return rb"\ufffd" if len(text) == LONE_SURROGATE else text


def _depth(raw: bytes) -> int:
    """Return the greatest number of brackets that are open at once."""
    depth = deepest = 0
    for match in STRUCTURE.finditer(raw):
        first = match[0][0]
        if first in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in b"]}":
            depth -= 1
    return deepest
