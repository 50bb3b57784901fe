"""Angles as people write them: degrees, minutes and seconds, with a letter for the direction.

Source: ISO 6709, annex D (representation at the human interface). O is no letter: it is east in
German and west in French.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from ld_convert.values.positions import BOX, MINUS

NUMBER = r"\d{1,3}(?:[.,]\d{1,20})?"
ANGLE = re.compile(
    rf"(?:(?P<before>[NSEW])\s*)?(?P<sign>[+-])?(?P<degrees>{NUMBER})(?:(?:\s?[°º˚])"
    rf"(?:\s?(?P<minutes>{NUMBER})\s?['′’´])?"  # noqa: RUF001 (the primes that pages have)
    rf"(?:\s?(?P<seconds>{NUMBER})\s?(?:\"|″|”|''|′′|’’))?)?"  # noqa: RUF001
    r"(?(before)|(?:\s?(?P<after>[NSEW])\b)?)",
    re.ASCII | re.IGNORECASE,
)
BETWEEN = re.compile(r"\s*[,;/]\s*|\s+", re.IGNORECASE)
RANGE = re.compile(r"\s+(?:[\u2013\u2014-]|to|bis)\s+|[\u2013\u2014-](?=\w)", re.IGNORECASE)
"""A separator only where letters tell the directions: else a dash is a minus."""
SIDES = re.compile(
    rf"(?=.*W)(?=.*E)(?=.*S)(?=.*N)[NSEW]\s?{NUMBER}(?:[\s,;]+[NSEW]\s?{NUMBER}){{3}}",
    re.IGNORECASE,
)
"""Four numbers, each after another letter, and no sign for degrees."""
LETTER = re.compile(r"[NSEW]", re.IGNORECASE)
LONGEST = 160
"""More characters than four angles have."""
PLACES = Decimal("0.0000001")
"""A centimetre, to which an angle in minutes is rounded."""
WEST, SOUTH, NORTH, PARTS = "W", "S", "NS", 60


class Angle(NamedTuple):
    """One angle, and whether it is a latitude; None where no letter says so."""

    degrees: Decimal
    is_latitude: bool | None
    begins_range: bool = False
    """Whether a dash, or a word for it, stands between it and the next."""


def corners(text: str) -> list[tuple[Decimal, Decimal]]:
    """Return the points, longitude first, of a text of two angles, or of four: a box.

    Letters say which is which, in any order: `52°30'N 13°24'E`, `N 50° - 51°, E 10° - 11°`.
    Empty for a text in which a letter or anything else is missing, and for `W 8 E 9 S 50 N 51`: its
    letters may be directions or names of sides.
    """
    angles = [] if SIDES.fullmatch(text) else _angles(text)
    latitudes = [angle.degrees for angle in angles if angle.is_latitude]
    longitudes = [angle.degrees for angle in angles if angle.is_latitude is False]
    half = len(angles) // 2
    if len(angles) not in (2, BOX) or len(latitudes) != half or len(longitudes) != half:
        return []
    return list(zip(longitudes, latitudes, strict=True))


def latitude_longitude(text: str) -> tuple[Decimal, Decimal] | None:
    """Return a latitude and a longitude; the first is the latitude if no letter says otherwise.

    None for a text that is not these two, or where the letters contradict.
    """
    angles = _angles(text)
    if len(angles) != 2:  # noqa: PLR2004
        return None
    first, second = angles
    if (first.is_latitude, second.is_latitude) == (False, True):
        return second.degrees, first.degrees
    if (first.is_latitude, second.is_latitude) in ((None, None), (True, False)):
        return first.degrees, second.degrees
    return None


def _angles(text: str) -> list[Angle]:
    """Return the angles that a text consists of; empty if it has anything else."""
    text = text.replace(MINUS, "-")
    found: list[Angle] = []
    start, has_letters = 0, LETTER.search(text) is not None
    while start < len(text) <= LONGEST:
        match = ANGLE.match(text, start)
        angle = _angle(match) if match else None
        if match is None or angle is None:
            return []
        end = match.end()
        dash = RANGE.match(text, end) if has_letters else None
        found.append(angle._replace(begins_range=dash is not None))
        between = dash or BETWEEN.match(text, end)
        if between is None and end < len(text):
            return []
        start = between.end() if between else end
    return _with_letters(found)


def _angle(match: re.Match[str]) -> Angle | None:
    """Return an angle; None for 60 minutes, two letters or a letter beside a minus."""
    degrees, minutes, seconds = (
        Decimal((match[name] or "0").replace(",", "."))
        for name in ("degrees", "minutes", "seconds")
    )
    letters = ((match["before"] or "") + (match["after"] or "")).upper()
    is_wrong = minutes >= PARTS or seconds >= PARTS or len(letters) > 1
    if is_wrong or (letters and match["sign"] == "-"):
        return None
    size = degrees
    if match["minutes"] or match["seconds"]:
        size = (degrees + (minutes + seconds / PARTS) / PARTS).quantize(PLACES)
    is_negative = match["sign"] == "-" or (letters and letters in SOUTH + WEST)
    is_latitude = letters in NORTH if letters else None
    return Angle(-size if is_negative else size, is_latitude)


def _with_letters(angles: list[Angle]) -> list[Angle]:
    """Return angles of which both ends of a range have the letter that one of them has.

    In `50°-51°N` the letter is that of both, and in `N 50° - 51°` too.
    """
    found = list(angles)
    for i, (first, last) in enumerate(pairwise(angles)):
        if first.begins_range and (first.is_latitude is None) != (last.is_latitude is None):
            known = last if first.is_latitude is None else first
            place, other = (i, first) if known is last else (i + 1, last)
            degrees = other.degrees.copy_sign(known.degrees) + 0  # no -0
            found[place] = other._replace(degrees=degrees, is_latitude=known.is_latitude)
    return found
