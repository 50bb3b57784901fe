"""Boxes and points whose sides are named: `northlimit=51; southlimit=50; eastlimit=9; westlimit=8`.

Sources: DCMI Box and DCMI Point Encoding Schemes; `N: 51, S: 50, E: 9, W: 8`, as people write them.
"""

from __future__ import annotations

import re
from decimal import Decimal

from ld_convert.values.positions import DEGREES, Point

PAIR = re.compile(r"\s*+([A-Z][A-Z _]*+)\s*+[:=](.*)", re.IGNORECASE | re.DOTALL)
NEXT = re.compile(r"(?<=[\d°])\s+(?=[A-Za-z]+\s?[:=])")
"""A space that separates, before the name of a side."""
SIDE = re.compile(
    r"(north|south|east|west|[nsew])"
    r"(?:ern|ernmost)?[ _]?(?:limit|edge|bound(?:ary|ing)?)?[ _]?(?:lat(?:itude)?|lon(?:gitude)?)?",
    re.IGNORECASE,
)
CORNERS, ALL = ("n", "e"), {"n", "s", "e", "w"}
ELSE = frozenset({"name", "units", "zunits", "uplimit", "downlimit", "elevation", "projection"})
OURS = re.compile(r"(?:signed )?decimal degrees?|degrees?|wgs ?-?84|epsg:4326|", re.IGNORECASE)
LONGEST = 400
"""More characters than the parts of a box have."""


def named_corners(text: str) -> list[Point]:
    """Return the corners of a box in the south-west and north-east, or a point, longitude first.

    Empty for a text that has not all sides, a side twice, or a unit or projection of another kind.
    """
    parts = _parts(text)
    sides: dict[str, Decimal] = {}
    for key, value in parts:
        side = SIDE.fullmatch(key)
        number = value.rstrip("° ")
        if side is None and (key not in ELSE or not _is_ours(key, value)):
            return []
        if side is not None:
            if not DEGREES.fullmatch(number) or side[1][0] in sides:
                return []
            sides[side[1][0]] = Decimal(number)
    if sides.keys() == ALL:
        return [(sides["w"], sides["s"]), (sides["e"], sides["n"])]
    is_point = tuple(sides) in (CORNERS, CORNERS[::-1]) and len(parts) == len(dict(parts))
    return [(sides["e"], sides["n"])] if is_point else []


def place_in(text: str) -> str | None:
    """Return the name of the place that a text of named sides has; None for another text."""
    return dict(_parts(text)).get("name", "") if named_corners(text) else None


def _is_ours(key: str, value: str) -> bool:
    return key not in ("units", "projection") or OURS.fullmatch(value) is not None


def _parts(text: str) -> list[tuple[str, str]]:
    """Return the names of a text of names and values, in small letters, with their values."""
    if len(text) > LONGEST or not re.search("[:=]", text):
        return []
    marked = NEXT.sub(";", text)
    listed = [part for part in re.split(";" if ";" in marked else ",", marked) if part.strip()]
    pairs = [PAIR.fullmatch(part) for part in listed]
    found = [(pair[1].strip().lower(), pair[2].strip()) for pair in pairs if pair]
    return found if len(found) == len(listed) else []
