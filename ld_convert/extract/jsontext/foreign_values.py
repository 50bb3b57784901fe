"""Write as JSON what templates and other languages write in place of a value.

Sources: RFC 8259, sections 3 (values), 4 and 5 (members and elements) and 6 (numbers). Templates
leave out a value or an element, and print `True`, `None`, `undefined`, `.5` or `007` as their own
language does. A value that is none of these is left as it is: nothing is guessed.
"""

from __future__ import annotations

import re

from ld_convert.extract.jsontext.edits import STRING, Edit, Repair

BLANK = rb"[ \t\r\n]"
STRAY = re.compile(
    STRING + rb"|[\[{](?P<first>" + BLANK + rb"*+(?:," + BLANK + rb"*+)++)"
    rb"|,(?P<more>" + BLANK + rb"*+(?:," + BLANK + rb"*+)++)",
    re.DOTALL,
)
"""Commas after an opening bracket or after a comma."""
VALUE = re.compile(
    STRING + rb"|(?P<after>[:\[,])" + BLANK + rb"*+(?P<value>[^\s\"\[\]{},:]*+)"
    rb"(?=" + BLANK + rb"*+[,\]}])",
    re.DOTALL,
)
NUMBER = re.compile(
    rb"(?P<sign>[+-]?)(?P<whole>[0-9]*+)(?P<point>\.(?P<part>[0-9]*+))?(?P<power>[eE][+-]?[0-9]++)?"
)
WORDS = {
    b"true": b"true",
    b"false": b"false",
    b"null": b"null",
    b"none": b"null",
    b"undefined": b"null",
}
"""What languages call the three literal names of JSON, in small letters."""


def stray_commas(data: bytes) -> Repair | None:
    """Remove commas that stand where a value is missing: `[, 1]`, `[1,, 2]`."""
    found = [match for match in STRAY.finditer(data) if match.lastgroup]
    edits = [Edit(*match.span(match.lastgroup or ""), b"") for match in found]
    return Repair(edits) if edits else None


def foreign_values(data: bytes) -> Repair | None:
    """Write a missing value as null, and `True`, `None`, `undefined`, `+.5` and `007` as JSON."""
    edits: list[Edit] = []
    shown = ""
    for match in VALUE.finditer(data):
        if match["after"] is None:
            continue
        value = match["value"]
        if not value and match["after"] == b":":
            edits.append(Edit(*match.span("after"), b":null"))
        elif (new := as_json(value)) not in (None, value):
            edits.append(Edit(*match.span("value"), new or b""))
        else:
            continue
        shown = shown or value.decode("utf-8", "replace") or "nothing"
    return Repair(edits, shown) if edits else None


def as_json(value: bytes) -> bytes | None:
    """Return a bare value as JSON, None for one that is not understood.

    A whole number with a leading zero is a text: it may be a postal code.
    """
    word = WORDS.get(value.lower())
    match = NUMBER.fullmatch(value)
    if word or match is None or not (match["whole"] or match["part"]):
        return word
    sign, whole, part = match["sign"].strip(b"+"), match["whole"], match["part"]
    if len(whole) > 1 and whole.startswith(b"0"):
        return b'"%b"' % value
    point = b"." + (part or b"0") if match["point"] else b""
    return sign + (whole or b"0") + point + (match["power"] or b"")
