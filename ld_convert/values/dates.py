"""Dates, typed by how precisely they are written (DCAT 3, Property: release date; XSD 1.1)."""

from __future__ import annotations

import re
from calendar import isleap
from datetime import UTC, datetime, timedelta
from functools import cache
from unicodedata import normalize

from rdflib import Literal
from rdflib.term import Node

from ld_convert.values.terms import lexical, typed
from ld_convert.vocab.namespaces import XSD
from ld_convert.vocab.tables import table_rows

ISO = re.compile(
    r"(?P<year>-?\d{4}|-[1-9]\d{4,8})"
    r"(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:(?:[Tt]|\s+)(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<part>\d{1,20}))?)?)?"
    r"\s?(?P<zone>[Zz]|UTC?|GMT|[+-]\d\d(?::?\d\d)?)?)?)?",
    re.ASCII,
)
MONTHS = "january february march april may june july august september october november december"
MONTH = {name[:n]: i for i, name in enumerate(MONTHS.split(), 1) for n in range(3, len(name) + 1)}
NAME = r"[a-zA-Z\u00c0-\u024f]{3,12}+"
OF = r"(?:\s+(?:of|de|del|d'))?"
CLOCK = r"(?:,?\s+(?P<clock>\d\d?:\d\d(?::\d\d)?)(?:\s+(?P<zone>GMT|UTC|UT|Z|[+-]\d{4}))?)?"
TIME = (
    r"(?:,?\s+(?:at\s+)?(?P<clock>\d\d?:\d\d(?::\d\d)?)(?:\s?(?P<half>[ap])\.?m\.?)?"
    r"(?:\s+(?:GMT(?=[+-]))?(?P<zone>GMT|UTC|UT|Z|[+-]\d{4})(?:\s+\([^()]+\))?)?)?"
)
"""A time of day as JavaScript shows it: `10:00:00 GMT+0100 (CET)`, `10:00:00 AM`."""
WORDS = [
    re.compile(pattern + "$", re.IGNORECASE | re.ASCII)
    for pattern in (
        # RFC 2822, 3.3, and "12 March 2020"
        rf"(?:{NAME},?\s+)?(?P<day>\d\d?)(?:st|nd|rd|th|er|\.|\u00ba)?{OF}[\s-]+(?P<month>{NAME})\.?,?{OF}[\s-]+(?P<year>\d{{4}}){CLOCK}",
        rf"(?:{NAME},?\s+)?(?P<month>{NAME})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){TIME}",
        # C, ctime, and Java, Date.toString, whose zone has a name that several zones have
        rf"{NAME}\s+(?P<month>{NAME})\s+(?P<day>\d\d?)\s+\d\d:\d\d:\d\d\s+(?:[A-Z]{{2,5}}\s+)?(?P<year>\d{{4}})",
        rf"(?P<month>{NAME})\.?,?{OF}\s+(?P<year>\d{{4}})",
    )
]
YEAR_FIRST = re.compile(
    r"(\d{4})(?:/(\d\d?)/(\d\d?)|-(\d\d?)-(\d\d?)|\.(\d\d?)\.(\d\d?))", re.ASCII
)
YEAR_LAST = re.compile(r"(\d\d?)([/.-])(\d\d?)\2(\d{4})", re.ASCII)
COMPACT = re.compile(r"([12]\d{3})(\d\d)(\d\d)", re.ASCII)
ORDINAL = re.compile(r"(\d{4})-(\d{3})", re.ASCII)
"""A year and the number of the day in it (ISO 8601-1, 5.2.3)."""
WEEK_DAY = re.compile(r"(\d{4})-W(\d\d)-([1-7])", re.ASCII)
"""A year, a week and the day in it (ISO 8601-1, 5.2.4)."""
NAMED_ZONE = re.compile(r"(?<=[\dZz])\[[A-Za-z_+\-/\d]++\]\Z")
"""The name of a time zone after its offset, as RFC 9557 and Java write it."""
EPOCH = re.compile(r"\d{10}|\d{13}", re.ASCII)
ZONED_DAY = re.compile(r"(-?\d{4,9}-\d\d-\d\d)(.*)", re.ASCII)
ZONES = {"z": "Z", "utc": "Z", "gmt": "Z", "ut": "Z"}
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FEBRUARY = 2
HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011", "-"))
"""What word processors write for a hyphen; dashes join two dates."""
INTERVAL = re.compile(r"R\d*/P[\dA-Z.]+")
FIRST_DAY = ("0001", "01", "01")
LONGEST = 100
"""More characters than any date has."""
MOST_ZONE_MINUTES = 14 * 60


def date(value: Node) -> Literal | None:
    """Return a date as xsd:gYear, gYearMonth, date or dateTime, as precise as it is written.

    ISO 8601 with small faults is repaired, dates in words (English, or with a name of
    `vocab/month_names.csv`) and epoch seconds are read. A
    numeric date of which two readings are possible, a day that no calendar has and 0000-00-00
    give None. A datatype that comes with the text is ignored.
    """
    return moment(lexical(value)) if isinstance(value, Literal) else None


def moment(text: str) -> Literal | None:
    """Return the typed literal of one date text; None when it is not surely a date."""
    text = text.strip().translate(HYPHENS)
    if len(text) > LONGEST:
        return None
    match = ISO.fullmatch(NAMED_ZONE.sub("", text))
    if match:
        return _iso(match)
    if text[4:5] == "-" and (day := _day_of_year(text)):
        return day
    for pattern in WORDS:
        words = pattern.match(text)
        if words:
            return _from_words(words.groupdict())
    if EPOCH.fullmatch(text):
        seconds = int(text[:10])
        found = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        return typed(f"{found:%Y-%m-%dT%H:%M:%S}Z", XSD.dateTime)
    return _numeric(text)


def date_or_interval(value: Node) -> Literal | tuple[()] | None:
    """Return a date as `date` does; nothing, as an empty tuple, for a repeating interval.

    Project Open Data 1.1, modified: `R/P1D` where the data change all the time.
    """
    return () if INTERVAL.fullmatch(lexical(value)) else date(value)


def date_time(value: Node) -> Literal | None:
    """Return a date as xsd:dateTime, where it is written with a time."""
    found = date(value)
    return found if found is not None and found.datatype == XSD.dateTime else None


def day_start(value: Node) -> Literal | None:
    """Return the first moment of a day as xsd:dateTime; None for what is no day, such as a year."""
    found = date(value)
    if found is None or found.datatype != XSD.date:
        return None
    day, zone = ZONED_DAY.fullmatch(found).groups()  # type: ignore[union-attr]
    return typed(f"{day}T00:00:00{zone}", XSD.dateTime)


def days_in(year: int, month: int) -> int:
    """Return how many days a month has; year 0 is 1 BC, as in XSD 1.1."""
    return DAYS[month - 1] + (isleap(year) and month == FEBRUARY)


def _iso(match: re.Match[str]) -> Literal | None:
    year, month, day = match["year"], match["month"], match["day"]
    if int(year) == 0 or (year, month, match["day"]) == FIRST_DAY:
        return None  # placeholders far more often than 1 BC, and the day that .NET begins with
    if month is None:
        return typed(year, XSD.gYear)
    if not 1 <= int(month) <= 12:  # noqa: PLR2004
        return None
    if day is None:
        return typed(f"{year}-{month}", XSD.gYearMonth)
    zone = _zone(match["zone"])
    if not 1 <= int(day) <= days_in(int(year), int(month)) or zone is None:
        return None
    if match["hour"] is None:
        return typed(f"{year}-{month}-{day}{zone}", XSD.date)
    clock = _clock(match["hour"], match["minute"], match["second"] or "00", match["part"])
    if clock.startswith("24"):  # the first moment of the next day (XSD 1.1, dateTime)
        return _midnight_after(int(year), int(month), int(day), zone)
    return typed(f"{year}-{month}-{day}T{clock}{zone}", XSD.dateTime) if clock else None


def _day_of_year(text: str) -> Literal | None:
    """Return the date of an ordinal or a week date; None for one that no year has."""
    ordinal, week = ORDINAL.fullmatch(text), WEEK_DAY.fullmatch(text)
    try:
        if ordinal:
            first = datetime(int(ordinal[1]), 1, 1, tzinfo=UTC)
            found = first + timedelta(days=int(ordinal[2]) - 1)
            return _day(found) if found.year == first.year else None
        return _day(datetime.fromisocalendar(*map(int, week.groups()))) if week else None
    except (ValueError, OverflowError):
        return None


def _day(found: datetime) -> Literal:
    return typed(f"{found.year:04}-{found:%m-%d}", XSD.date)


def _midnight_after(year: int, month: int, day: int, zone: str) -> Literal | None:
    if not 1 <= year < 9999:  # noqa: PLR2004
        return None
    found = datetime(year, month, day, tzinfo=UTC) + timedelta(days=1)
    return typed(f"{found.year:04}-{found:%m-%d}T00:00:00{zone}", XSD.dateTime)


def _clock(hour: str, minute: str, second: str, part: str | None) -> str:
    """Return a time of day, empty for one that no day has; 24:00:00 is the end of a day."""
    if hour == "24" and int(minute) == int(second) == int(part or 0) == 0:
        return "24:00:00"
    if int(hour) > 23 or int(minute) > 59 or int(second) > 59:  # noqa: PLR2004
        return ""
    return f"{hour:0>2}:{minute}:{second}" + (f".{part}" if part else "")


def _zone(zone: str | None) -> str | None:
    """Return a time zone as XSD writes it, empty for none given, None for one that cannot be."""
    if not zone:
        return ""
    if zone.lower() in ZONES:
        return ZONES[zone.lower()]
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if int(digits[2:]) > 59 or minutes > MOST_ZONE_MINUTES:  # noqa: PLR2004
        return None
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _from_words(parts: dict[str, str | None]) -> Literal | None:
    name = normalize("NFC", parts["month"] or "").lower()
    month = MONTH.get(name) or _months().get(name)
    if month is None:
        return None
    text = f"{parts['year']}-{month:02}"
    if parts.get("day"):
        text += f"-{parts['day']:0>2}"
    if parts.get("clock"):
        clock = _full_day(parts["clock"] or "", parts.get("half") or "")
        text += f"T{clock}{parts['zone'] or ''}"
    match = ISO.fullmatch(text)
    return _iso(match) if match else None


def _full_day(clock: str, half: str) -> str:
    """Return a time of half a day, `a` or `p`, as one of 24 hours; others as they are."""
    hour, _, rest = clock.partition(":")
    if not half or not 1 <= int(hour) <= 12:  # noqa: PLR2004
        return f"99:{rest}" if half else clock
    return f"{int(hour) % 12 + 12 * (half in 'pP'):02}:{rest}"


@cache
def _months() -> dict[str, int]:
    """Return the month of each name of `vocab/month_names.csv`."""
    rows = table_rows("vocab/month_names.csv")
    return {name: int(row["month"]) for row in rows for name in row["names"].split("|")}


def _numeric(text: str) -> Literal | None:
    match = YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text)
    if match:
        year, month, day = (group for group in match.groups() if group)
        readings = {(int(year), int(month), int(day))}
    else:
        match = YEAR_LAST.fullmatch(text)
        if match is None:
            return None
        first, second, last = int(match[1]), int(match[3]), int(match[4])
        readings = {(last, second, first), (last, first, second)}
    possible = [
        (y, m, d)
        for y, m, d in readings
        if y and 1 <= m <= 12 and 1 <= d <= days_in(y, m)  # noqa: PLR2004
    ]
    if len(possible) != 1:
        return None
    y, m, d = possible[0]
    return typed(f"{y:04}-{m:02}-{d:02}", XSD.date)
