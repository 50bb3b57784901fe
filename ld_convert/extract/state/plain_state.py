"""Read state that is plain JSON: of Next.js, Remix, Nuxt 2, Redux and Vue, as their guides tell."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ld_convert.extract.html.script_calls import Cut, Push, calls, unread
from ld_convert.extract.jsontext.edits import Edit, edited
from ld_convert.extract.jsontext.lenient import read
from ld_convert.model import Decoded, Location, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ld_convert.findings.report import Report

LIKE_JSON = re.compile(rb'[\[{]\s*+[{\["]')
PARSED = r"(?:\s*+JSON\s*+\.\s*+parse\s*+\()?+"
"""What may stand before the value, which is then a string that holds the JSON."""
SINGLE_QUOTED = re.compile(rb"'(?P<text>[^'\\\n]*+(?:\\.[^'\\\n]*+)*+)'")
IN_SINGLE_QUOTES = re.compile(rb'\\(?P<sign>[^u])|"')
ESCAPES = {sign: b"\\" + sign for sign in (b'"', b"\\", b"/", b"b", b"f", b"n", b"r", b"t")}
"""By the sign after a backslash: what JSON writes; JavaScript needs none before other signs."""


def plain(text: Text, source: str, report: Report) -> Iterator[Decoded]:
    """Yield the value of a JSON script."""
    reading = read(text, report, Location(source, text), checked=False)
    if reading is not None:
        yield Decoded("state", reading.value, Location(source, reading.text))


def assigned_to(name: str) -> Callable[[Text, str, Report], Iterator[Decoded]]:
    """Return a reader of the state that scripts assign to a name, as far as it is JSON.

    That of Nuxt 2 is mostly a function, which is not run.
    """
    return lambda text, source, report: assigned_json(text, name, source, report)


def assigned_json(text: Text, name: str, source: str, report: Report) -> Iterator[Decoded]:
    """Yield each JSON object or list that a script assigns to a name."""
    for found in assignments(text, name):
        if isinstance(found, Cut):
            not_json(found, name, source, report)
        elif isinstance(found.value, (dict, list)) and found.value:
            yield from plain(found.text, source, report)


def not_json(cut: Cut, name: str, source: str, report: Report) -> None:
    """Report an assignment that is not JSON: broken JSON if it starts like JSON, else code."""
    if LIKE_JSON.match(cut.text.data):
        unread(cut, name, report, source)
    else:
        report.add("LD243", Location(source, cut.text, offset=0), container=name)


def assignments(text: Text, name: str) -> Iterator[Push | Cut]:
    """Yield the values that a script assigns to `name`, read as JSON.

    The value may be a string that the script gives to `JSON.parse`.
    """
    for found in calls(text, rf"(?<![\w$]){name}\s*+=(?!=){PARSED}"):
        inner = _single_quoted(found.text) if isinstance(found, Cut) else _string(found)
        yield found if inner is None else _read(inner)


def _read(text: Text) -> Push | Cut:
    try:
        return Push(json.loads(text.data), text, 0, len(text.data))
    except json.JSONDecodeError as error:
        return Cut(error.msg[0].lower() + error.msg[1:], text)
    except RecursionError:
        return Cut("nested too deep", text)


def _string(push: Push) -> Text | None:
    """Return what a string holds that looks like JSON."""
    if isinstance(push.value, str) and LIKE_JSON.match(push.value.lstrip().encode()):
        return push.script.inside_string(push.start, push.value)
    return None


def _single_quoted(text: Text) -> Text | None:
    """Return what the JavaScript string in single quotes holds with which a text begins."""
    match = SINGLE_QUOTED.match(text.data)
    if match is None or not LIKE_JSON.match(match["text"].lstrip()):
        return None
    inside = [
        Edit(*one.span(), ESCAPES.get(one["sign"], one["sign"]) if one["sign"] else b'\\"')
        for one in IN_SINGLE_QUOTES.finditer(text.data, *match.span("text"))
    ]
    ends = Edit(0, 1, b'"'), Edit(match.end() - 1, len(text.data), b'"')
    string = edited(text, [ends[0], *inside, ends[1]])
    try:
        return string.inside_string(0, json.loads(string.data))
    except ValueError:
        return None
