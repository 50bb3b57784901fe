"""ISO 8601 durations as xsd:duration, and adding one to a date (XSD 1.0, appendix E)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from rdflib import Literal
from rdflib.term import Node

from ld_convert.values.dates import days_in
from ld_convert.values.terms import lexical, typed
from ld_convert.vocab.namespaces import XSD

NUMBER = r"(\d{1,9}(?:[.,]\d{1,9})?)"
DURATION = re.compile(
    rf"P(?!$)(?:{NUMBER}Y)?(?:{NUMBER}M)?(?:{NUMBER}W)?(?:{NUMBER}D)?"
    rf"(?:T(?!$)(?:{NUMBER}H)?(?:{NUMBER}M)?(?:{NUMBER}S)?)?",
    re.ASCII,
)
UNITS = ["years", "months", "weeks", "days", "hours", "minutes", "seconds"]
SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


class Duration(NamedTuple):
    """A duration as XSD has it: two numbers that cannot be turned into each other."""

    months: int
    seconds: Decimal
    smallest: str
    """The smallest unit that was written."""


def duration(value: Node) -> Literal | None:
    """Return an ISO 8601 duration as xsd:duration; None when it is none.

    Weeks become days, and decimals of weeks to minutes become whole smaller units; a decimal of a
    year or a month has no certain length and gives None. Other durations stay as written.
    """
    text = lexical(value)
    match = DURATION.fullmatch(text.upper()) if isinstance(value, Literal) else None
    length = parse(text)
    if match is None or length is None:
        return None
    fractions = any(g and re.search(r"[.,]", g) for g in match.groups()[:-1])
    if not match[3] and not fractions:
        return typed(text.upper().replace(",", "."), XSD.duration)
    return typed(_written(match, length.seconds), XSD.duration)


def parse(text: str) -> Duration | None:
    """Return months and seconds of an ISO 8601 duration; None when it is none."""
    match = DURATION.fullmatch(text.strip().upper())
    if match is None:
        return None
    given = {
        u: Decimal(g.replace(",", ".")) for u, g in zip(UNITS, match.groups(), strict=True) if g
    }
    months = given.get("years", Decimal(0)) * 12 + given.get("months", Decimal(0))
    if months != int(months) or any(given.get(u, 0) % 1 for u in ("years", "months")):
        return None
    seconds = sum((given[u] * SECONDS[u] for u in given if u in SECONDS), Decimal(0))
    return Duration(int(months), seconds, list(given)[-1])


def add(start: Literal, length: Duration, sign: int) -> Literal | None:
    """Return a date or time plus (`sign` 1) or minus (-1) a duration, in the same datatype.

    None when the duration is finer than the date, or the result is not in the years 1 to 9999.
    """
    fits = {
        XSD.gYear: UNITS[:1],
        XSD.gYearMonth: UNITS[:2],
        XSD.date: UNITS[:4],
        XSD.dateTime: UNITS,
    }
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d):(\d\d))?(.*)", start)
    if match is None or start.datatype is None or length.smallest not in fits[start.datatype]:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:-1])
    # XSD 1.0, appendix E: months first, then the day is cut to the month, then the seconds.
    total = year * 12 + max(month, 1) - 1 + sign * length.months
    new_year, new_month = total // 12, total % 12 + 1
    if not 1 <= new_year <= 9999:  # noqa: PLR2004
        return None
    new_day = min(max(day, 1), days_in(new_year, new_month))
    base = datetime(new_year, new_month, new_day, hour, minute, second, tzinfo=UTC)
    try:
        found = base + sign * timedelta(seconds=int(length.seconds))
    except OverflowError:
        return None
    forms = {
        XSD.gYear: f"{found.year:04}",
        XSD.gYearMonth: f"{found.year:04}-{found.month:02}",
        XSD.date: f"{found.date()}",
        XSD.dateTime: f"{found.replace(tzinfo=None).isoformat()}",
    }
    return typed(forms[start.datatype] + match[7], start.datatype)


def _written(match: re.Match[str], rest: Decimal) -> str:
    """Return a duration without weeks, decimals on the seconds only; `rest` is it in seconds."""
    years, months = (int(Decimal(match[n] or 0)) for n in (1, 2))
    parts = []
    for unit in ("days", "hours", "minutes"):
        count, rest = divmod(rest, SECONDS[unit])
        parts.append(int(count))
    days, hours, minutes = parts
    day = "".join(f"{n}{u}" for n, u in ((years, "Y"), (months, "M"), (days, "D")) if n)
    seconds = format(rest.normalize(), "f") if rest else ""
    clock = "".join(f"{n}{u}" for n, u in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
    return f"P{day}T{clock}" if clock else f"P{day or '0D'}"
