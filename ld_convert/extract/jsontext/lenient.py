"""Read JSON as pages write it: strictly first, then with one reported repair after the other."""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.extract.jsontext.doubtful import doubts, templates
from ld_convert.extract.jsontext.edits import edited
from ld_convert.extract.jsontext.parse import Broken, Note, characters, parse
from ld_convert.extract.jsontext.repairs import STEPS, cut
from ld_convert.model import Location

if TYPE_CHECKING:
    from ld_convert.findings.report import Report
    from ld_convert.model import Json, Text


class Missing(Enum):
    """The type of MISSING. JSON's null is a value, so None cannot mean "nothing read"."""

    MISSING = "missing"


MISSING = Missing.MISSING


class Leniency(NamedTuple):
    """How far a text may be from JSON; see `read`."""

    repair: bool = True
    partial: bool = False


class Reading(NamedTuple):
    """A value, and the text into which JSON pointers to its parts lead."""

    value: Json
    text: Text
    """The text as given, or its repaired form, which leads back to the original."""


def read_json(
    text: Text, report: Report, location: Location, *, repair: bool = True, partial: bool = False
) -> Json | Missing:
    """Return the JSON value of a text, or MISSING; see `read`."""
    reading = read(text, report, location, repair=repair, partial=partial)
    return MISSING if reading is None else reading.value


def read(  # noqa: PLR0913
    text: Text,
    report: Report,
    location: Location,
    *,
    repair: bool = True,
    partial: bool = False,
    checked: bool = True,
) -> Reading | None:
    """Return the object or list that a text holds; None, with a finding, if it holds none.

    Each repair is a finding. Without `repair` there are none, and RFC 8259 decides. Truncated text
    is an error; with `partial` it is read up to its last complete member, and that is an error too.
    Big integers are exact. A number beyond float becomes a string; NaN and infinity become null.
    Half a surrogate pair becomes U+FFFD. Of two equal keys the last counts. Without `checked`,
    nobody looks for duplicate keys, NUL and template expressions. Findings get the source and row
    of `location`; offsets are offsets in `text`.
    """
    reading, notes = _attempts(text, repair=repair, partial=partial)
    if reading is not None:
        found = doubts(reading.text.data, reading.value) if checked else ()
        notes += [Note(code, reading.text, offset, values) for code, offset, values in found]
        if not isinstance(reading.value, (dict, list)) or not reading.value:
            notes.append(Note("LD221", text, 0, {"what": _what(reading)}))
            reading = None
    for note in notes:
        where = Location(location.source, note.text, offset=note.offset, row=location.row)
        report.add(note.code, where, **note.values)
    return reading


def _attempts(text: Text, *, repair: bool, partial: bool) -> tuple[Reading | None, list[Note]]:
    """Parse the text; if that fails, repair and parse again until no repair is left."""
    original, (text, notes) = text, characters(text)
    value = first = parse(text, notes, nan=repair)
    for code, step in STEPS * 2 if repair else ():
        if not isinstance(value, Broken | str) or getattr(value, "code", "") == "LD224":
            break
        if change := step(text.data):
            values = {"count": len(change.edits), "what": change.what}
            offset = next((edit.start for edit in change.edits if edit.end > edit.start), 0)
            notes.append(Note(code, text, offset, values))
            text, more = characters(edited(text, change.edits))
            notes += more
            value = parse(text, notes, nan=True)
    if isinstance(first, str) and isinstance(value, Broken):  # a text in quotation marks, no JSON
        return Reading(first, original), []
    if isinstance(value, Broken) and partial and (closing := cut(text.data)):
        notes.append(Note("LD240", text, closing.start, {}))
        text = edited(text, [closing])
        value = parse(text, notes, nan=repair)
    if isinstance(first, Broken) and isinstance(value, Broken):
        unfilled = [Note(code, original, at, word) for code, at, word in templates(original.data)]
        values = {"words": value.words if value.code == "LD224" else first.words}
        return None, [Note(value.code, original, first.offset, values), *unfilled]
    return Reading(value, text), notes


def _what(reading: Reading) -> str:
    """Return what stands where a list or an object is expected."""
    if not reading.text.data.strip():
        return "an empty text"
    if isinstance(reading.value, str):
        return "a lone string"
    shown = {"[]": "an empty list", "{}": "an empty object"}
    word = json.dumps(reading.value)
    return shown.get(word, f"a lone {word}")
