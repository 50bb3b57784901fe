"""Periods of time (DCAT 3, class Period of Time; ISO 8601, intervals)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rdflib import Literal
from rdflib.term import Node

from ld_convert.values import durations
from ld_convert.values.dates import YEAR_LAST, moment
from ld_convert.values.lookup import is_not_given, says_nothing
from ld_convert.values.terms import language_of, lexical, string
from ld_convert.vocab.namespaces import XSD
from ld_convert.vocab.tables import table_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2212", "-"))
"""What word processors write for a hyphen, and the minus sign."""
OPEN_START = {"", ".."}
OPEN_END = {"", "..", "9999", "9999-12-31"}
FORMS = (
    r"(?P<start>.+?)(?: - ?| ?[\u2013\u2014] ?|--|- )(?P<end>.*)",
    r"(?P<start>\d{4})[-\u2013\u2014](?P<end>\d{4}|present|now|)",
    r"(?P<start>\d\d?([./])\d\d?\2\d{4})-(?P<end>\d\d?\2\d\d?\2\d{4})",
)
IN_WORDS = (
    "(?:{from} )?(?P<start>.+?) (?:{to}) (?P<end>.+)",
    "(?:{between}) (?P<start>.+?) (?:{and}) (?P<end>.+)",
    "(?:{since}) (?P<start>.+)(?P<end>)",
    "(?P<start>)(?:{until}) (?P<end>.+)",
)
"""Forms of intervals in words; the words are those of one row of `vocab/period_words.csv`."""
DCMI = re.compile(
    r"(?:name=[^;=]*;\s*)?(?:start=(?P<start>[^;=]*);?\s*)?(?:end=(?P<end>[^;=]*);?\s*)?"
    r"(?:scheme=W3C-?DTF;?\s*)?(?:name=[^;=]*;?)?",
    re.IGNORECASE,
)
"""DCMI Period Encoding Scheme: `start=2015; end=2020; scheme=W3C-DTF`."""
REPEATED = re.compile(r"R(\d{1,6})/([^/]+)/(P[^/]+)")
STEPPED = re.compile(r"([^/]+/[^/]+)/P[\dYMWDTHS.]++", re.ASCII)
"""A start, an end and the step between the times (OGC WMS 1.3.0, annex C.3)."""
BRACKETED = re.compile(r"[\[{]([^\[\]{}]++)[\]}]")
BETWEEN = re.compile(r",| TO ")
"""What separates both ends in brackets: of a list, or of a range as Solr writes it."""
NUMERIC = re.compile(
    r"(?:\.\.|P[\dYMDTHS]++)?/?\s*+-?\d{4}-\d|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4,}+/", re.ASCII
)
"""How an interval begins that is written in numbers."""
SIDES = re.compile(r"[/\u2013\u2014]| - |(?<=[A-Za-z])-(?=[A-Za-z])")
"""What stands between the sides of an interval of words."""
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
    """Return the text of a period of which neither side was understood, such as `Holocene`.

    None for words such as `N/A`, also where both sides of an interval are one: `None/None`.
    """
    if not isinstance(value, Literal) or _period(value) or _is_empty(value):
        return None
    return string(lexical(value), language_of(value))


def _is_empty(value: Literal) -> bool:
    """Return whether a text, or each side of an interval, says that nothing is given."""
    text = " ".join(lexical(value)[: LONGEST + 1].split())
    if says_nothing(value) or len(text) > LONGEST:
        return says_nothing(value)
    sides = map(str.strip, SIDES.split(text))
    return all(is_not_given(side) or side in OPEN_START for side in sides)


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
    if not isinstance(value, Literal) or _is_empty(value):
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
    text = text.strip().translate(HYPHENS)
    if not text or len(text) > LONGEST:
        return None
    single = moment(text)
    if single is not None:
        return Period(single, single)
    repeated = REPEATED.fullmatch(text)
    if repeated:
        return _repeated(repeated)
    stepped = STEPPED.fullmatch(text)
    start, slash, end = (stepped[1] if stepped else text).partition("/")
    is_one = slash and ("/" not in end or is_not_given(end))
    found = _interval(start.strip(), end.strip()) if is_one else None
    if found or (slash and " " not in text and not _compiled(FORMS[-1]).fullmatch(text)):
        return found
    bracketed = BRACKETED.fullmatch(text)
    ends = BETWEEN.split(" ".join(bracketed[1].split())) if bracketed else []
    if len(ends) == 2:  # noqa: PLR2004
        return _interval(*(end.strip(" *") for end in ends))
    coded = DCMI.fullmatch(text)
    if coded and (coded["start"] or coded["end"]):
        return _interval((coded["start"] or "").strip(), (coded["end"] or "").strip())
    plain = " ".join(text.replace("\u2019", "'").split())
    for pattern in (*_patterns(plain), *map(_compiled, FORMS)):
        match = pattern.fullmatch(plain)
        found = _interval(match["start"].strip(), match["end"].strip()) if match else None
        if found:
            return found
    return None


def _patterns(text: str) -> Iterator[re.Pattern[str]]:
    """Yield the forms of an interval in the languages of which a text has a word."""
    words = set(text.lower().split())
    for own, patterns in _languages():
        if not own.isdisjoint(words):
            yield from patterns


@cache
def _languages() -> tuple[tuple[frozenset[str], tuple[re.Pattern[str], ...]], ...]:
    """Return, by language, the first words of its forms, and the forms."""
    found = []
    for row in table_rows("vocab/period_words.csv"):
        joining = [row[name] for name in ("to", "since", "until", "between")]
        firsts = frozenset(word.split()[0] for cell in joining for word in cell.split("|"))
        words = {name: _either(cell) for name, cell in row.items()}
        found.append((firsts, tuple(_compiled(form.format(**words)) for form in IN_WORDS)))
    return tuple(found)


def _either(cell: str) -> str:
    """Return the words of a cell as a pattern, longer ones first."""
    words = sorted(cell.split("|"), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, words))})"


@cache
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(form, re.IGNORECASE | re.DOTALL)


@cache
def _open_ends() -> frozenset[str]:
    """Return what stands for an open end, in small letters."""
    rows = table_rows("vocab/period_words.csv")
    return frozenset(OPEN_END).union(*(row["today"].split("|") for row in rows))


def _period(value: Node) -> Period | None:
    return parse(lexical(value)) if isinstance(value, Literal) else None


def _interval(start: str, end: str) -> Period | None:
    """Return a start and an end; a side that says that it is not given is open."""
    start, end = ("" if is_not_given(side) else side for side in (start, end))
    is_open = end.lower() in _open_ends()
    if start in OPEN_START or is_open:
        first, last = moment(start), None if is_open else moment(end)
        understood = (first or start in OPEN_START) and (last or is_open)
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
    if first is not None and last is not None:
        return _ordered(first, last)
    return _of_one_order(start, end)


def _of_one_order(start: str, end: str) -> Period | None:
    """Return two numeric dates that only one order of day and month fits: 12/31 says 01/02."""
    sides = [side.groups() for side in map(YEAR_LAST.fullmatch, (start, end)) if side]
    readings = set()
    for day, month in ((0, 2), (2, 0)) if len(sides) == 2 else ():  # noqa: PLR2004
        dates = [moment(f"{one[3]}-{one[month]:0>2}-{one[day]:0>2}") for one in sides]
        if None not in dates:
            readings.add(tuple(dates))
    first, last = readings.pop() if len(readings) == 1 else (None, None)
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
