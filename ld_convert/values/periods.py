"""Periods of time (DCAT 3, class Period of Time; ISO 8601, intervals)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rdflib import Literal
from rdflib.term import Node

from ld_convert.values import durations
from ld_convert.values.dates import moment
from ld_convert.values.terms import language_of, lexical, string
from ld_convert.vocab.namespaces import XSD

OPEN_START = {"", ".."}
OPEN_END = {"", "..", "now", "present", "today", "ongoing", "9999", "9999-12-31"}
WORDED = tuple(
    re.compile(form, re.IGNORECASE | re.DOTALL | re.ASCII)
    for form in (
        r"(?:from )?(?P<start>.+?) (?:to|until|till|through) (?P<end>.+)",
        r"between (?P<start>.+?) and (?P<end>.+)",
        r"(?:from|since) (?P<start>.+)(?P<end>)",
        r"(?P<start>)(?:until|till|up to) (?P<end>.+)",
        r"(?P<start>.+?)(?: - |[\u2013\u2014]|--)(?P<end>.+)",
        r"(?P<start>\d{4})-(?P<end>\d{4}|present|now|)",
    )
)
"""Intervals in words, in a text with single spaces."""
REPEATED = re.compile(r"R(\d{1,6})/([^/]+)/(P[^/]+)")
NUMERIC = re.compile(
    r"(?:\.\.|P[\dYMDTHS]++)?/?\s*+-?\d{4}-\d|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4,}+/", re.ASCII
)
"""How an interval begins that is written in numbers."""
LONGEST = 128
"""More characters than any interval has."""


class Period(NamedTuple):
    """A start and an end, None for an open side."""

    start: Literal | None
    end: Literal | None


def period_start(value: Node) -> Literal | None:
    """Return the start of one interval as a typed date, None when it is open or not understood."""
    found = _period(value)
    return found.start if found else None


def period_end(value: Node) -> Literal | None:
    """Return the end of one interval as a typed date; a single date is start and end."""
    found = _period(value)
    return found.end if found else None


def period_label(value: Node) -> Literal | None:
    """Return the text of a period of which neither side was understood, such as `Holocene`."""
    if not isinstance(value, Literal) or _period(value):
        return None
    return string(lexical(value), language_of(value))


def period_check(value: Node) -> tuple[Literal, ...] | None:
    """Return nothing, as an empty tuple, for a text that is no interval of numeric dates.

    None for one that looks like such an interval and cannot be read, such as one with a month 13:
    the page has to hear of it.
    """
    is_faulty = NUMERIC.match(lexical(value)) and _period(value) is None
    return None if is_faulty and isinstance(value, Literal) else ()


def periods(value: Node) -> tuple[Literal, ...] | None:
    """Return the intervals that a text lists, one text each; None when it is empty.

    `;` separates always, a comma only between parts that are intervals themselves.
    """
    if not isinstance(value, Literal):
        return None
    text, language = lexical(value), language_of(value)
    by_comma = text.split(",")
    parts = by_comma if all(parse(part) for part in by_comma) else [text]
    if ";" in text and "=" not in text:  # "name=…; start=…" is one DCMI Period
        parts = text.split(";")
    found = (string(part, language) for part in parts)
    return tuple(dict.fromkeys(part for part in found if part)) or None


@lru_cache(maxsize=1024)
def parse(text: str) -> Period | None:
    """Return start and end of an interval; None when it is not surely one."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    single = moment(text)
    if single is not None:
        return Period(single, single)
    repeated = REPEATED.fullmatch(text)
    if repeated:
        return _repeated(repeated)
    start, slash, end = text.partition("/")
    if slash:
        return None if "/" in end else _interval(start.strip(), end.strip())
    plain = " ".join(text.split())
    for pattern in WORDED:
        match = pattern.fullmatch(plain)
        found = _interval(match["start"].strip(), match["end"].strip()) if match else None
        if found:
            return found
    return None


def _period(value: Node) -> Period | None:
    return parse(lexical(value)) if isinstance(value, Literal) else None


def _interval(start: str, end: str) -> Period | None:
    if start in OPEN_START or end.lower() in OPEN_END:
        first, last = moment(start), moment(end) if end.lower() not in OPEN_END else None
        understood = (first or start in OPEN_START) and (last or end.lower() in OPEN_END)
        return Period(first, last) if understood and (first or last) else None
    length = durations.parse(start) or durations.parse(end)
    if length:
        given = moment(end if durations.parse(start) else start)
        other = given and durations.add(given, length, -1 if durations.parse(start) else 1)
        if given is None or other is None:
            return None
        return Period(other, given) if durations.parse(start) else Period(given, other)
    first = moment(start)
    last = _last(start, end) if first is not None else None
    return _ordered(first, last) if first is not None and last is not None else None


def _last(start: str, end: str) -> Literal | None:
    """Return the end of an interval, with the leading parts that it leaves to the start.

    ISO 8601 lets `2008-02-15/03-14` end on 2008-03-14, and `2007-12-14T13:30/15:30` at 15:30.
    """
    if re.fullmatch(r"\d\d:\d\d(:\d\d)?([Zz]|[+-]\d\d:?\d\d)?", end):
        return moment(f"{start[:10]}T{end}{_zone(start) if not re.search('[Zz+-]', end) else ''}")
    if re.fullmatch(r"\d\d-\d\d(T.+)?", end):
        return moment(start[:5] + end)
    if re.fullmatch(r"\d\d(T.+)?", end) and re.match(r"\d{4}-\d\d-\d\d", start):
        return moment(start[:8] + end)
    if re.fullmatch(r"\d\d", end) and re.fullmatch(r"\d{4}-\d\d", start):
        return moment(start[:5] + end)
    return moment(end)


def _zone(start: str) -> str:
    found = re.search(r"(?:[Zz]|[+-]\d\d:?\d\d)\Z", start.partition("T")[2])
    return found[0] if found else ""


def _ordered(first: Literal, last: Literal) -> Period | None:
    """Return both, swapped if they are dates in the wrong order; None for other wrong orders."""
    if _key(first)[: len(_key(last))] <= _key(last)[: len(_key(first))]:
        return Period(first, last)
    return Period(last, first) if first.datatype == last.datatype == XSD.date else None


def _key(date: Literal) -> list[int]:
    """Return year, month and day as far as they are given; times of one day count as equal."""
    sign = -1 if date.startswith("-") else 1
    year, *rest = str(date).lstrip("-").partition("T")[0][:16].split("-")
    return [sign * int(year), *(int(part[:2]) for part in rest[:2])]


def _repeated(match: re.Match[str]) -> Period | None:
    start, length = moment(match[2]), durations.parse(match[3])
    if start is None or length is None:
        return None
    count = int(match[1])
    whole = length._replace(months=length.months * count, seconds=length.seconds * count)
    end = durations.add(start, whole, 1)
    return Period(start, end) if end is not None else None
