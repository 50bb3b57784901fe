"""Find the XML Schema datatype of the text of a time, data or meter element."""

from __future__ import annotations

import re
from datetime import date, time

XSD = "http://www.w3.org/2001/XMLSchema#"
ZONE = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
TIME = r"(?P<time>\d\d:\d\d:\d\d)(?:\.\d+)?"
DAY = r"(?P<date>\d{4}-\d\d-\d\d)"
TIMES = (
    ("date", re.compile(DAY + ZONE)),
    ("dateTime", re.compile(DAY + "T" + TIME + ZONE)),
    ("time", re.compile(TIME + ZONE)),
    ("gYearMonth", re.compile(r"\d{4,}-(?:0[1-9]|1[0-2])" + ZONE)),
    ("gYear", re.compile(r"\d{4}" + ZONE)),
    (
        "duration",
        re.compile(
            r"P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
        ),
    ),
)
INTEGER = re.compile(r"-?\d+", re.ASCII)
DOUBLE = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def datatype_of_time(text: str) -> str | None:
    """Return the datatype of a date, time or duration; None if it is not valid.

    Source: Microdata to RDF, section 5.3. A day that no calendar has is no date.
    """
    for name, pattern in TIMES:
        if (match := pattern.fullmatch(text)) and text.isascii():
            return XSD + name if _exists(match.groupdict()) else None
    return None


def datatype_of_number(text: str) -> str | None:
    """Return xsd:integer or xsd:double for a valid number of HTML; None for other text."""
    if INTEGER.fullmatch(text):
        return f"{XSD}integer"
    return f"{XSD}double" if DOUBLE.fullmatch(text) else None


def _exists(parts: dict[str, str | None]) -> bool:
    try:
        if day := parts.get("date"):
            date.fromisoformat(day)
        if clock := parts.get("time"):
            time.fromisoformat(clock)
    except ValueError:
        return False
    return True
