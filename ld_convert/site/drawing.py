"""The numbers of the drawings: a map of boxes and a bar of time, as SVG shapes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.site.parts import EarthBox, year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ld_convert.site.parts import CoveredPeriod

LEAST_DEGREES = 24.0
"""Width of the smallest map: a box of a harbour needs a coast around it."""
MARGIN = 1.6
HEIGHT_TO_WIDTH = 0.5
MOST_SHAPES = 200
MOST_TOLD = 3
"""Places that the words below a map name one by one."""
BAR_WIDTH = 1000
LEAST_BAR = 4
DECADE = 10


class Shape(NamedTuple):
    """A rectangle of a map in degrees, or a point, which has a radius."""

    x: float
    y: float
    width: float
    height: float
    label: str
    radius: float = 0.0


class DrawnMap(NamedTuple):
    """A part of the earth, with the south at the bottom: y is the latitude times minus one."""

    view: str
    """Value of viewBox."""
    shapes: list[Shape]
    lines: list[tuple[float, float, float, float]]
    """The graticule: x1, y1, x2, y2."""
    stroke: float
    """One pixel, about, in degrees."""
    words: str
    opacity: float
    """How much a box hides of what is below: the less, the more boxes there are."""


class TimeSpan(NamedTuple):
    """A period on a line of BAR_WIDTH units."""

    x: float
    width: float
    is_open_start: bool
    is_open_end: bool
    words: str


class TimeBar(NamedTuple):
    """Periods on one scale of years."""

    first: int
    last: int
    bars: list[TimeSpan]


def drawn_map(told: Sequence[EarthBox]) -> DrawnMap | None:
    """Return a map of boxes that is wide enough to tell where they lie; None without one.

    A box that crosses the antimeridian is drawn as two.
    """
    if not told:
        return None
    boxes = [half for box in told for half in box.halves]
    west, east = min(box.west for box in boxes), max(box.east for box in boxes)
    south, north = min(box.south for box in boxes), max(box.north for box in boxes)
    wanted = max((east - west) * MARGIN, (north - south) * MARGIN / HEIGHT_TO_WIDTH, LEAST_DEGREES)
    width = min(wanted, 360.0)
    height = width * HEIGHT_TO_WIDTH
    left = min(max((west + east - width) / 2, -180.0), 180.0 - width)
    top = min(max(-(south + north) / 2 - height / 2, -90.0), 90.0 - height)
    dot, shapes = width / 90, []
    for box in boxes[:MOST_SHAPES]:
        size = max(box.east - box.west, box.north - box.south)
        radius = dot if size < dot else 0.0
        x, y = (box.west, -box.north) if not radius else (
            (box.west + box.east) / 2, -(box.south + box.north) / 2
        )  # fmt: skip
        shapes.append(Shape(x, y, box.east - box.west, box.north - box.south, box.label, radius))
    step = next(s for s in (5, 10, 30) if width / s <= 13)  # noqa: PLR2004  lines on one map
    lines = [(float(x), -90.0, float(x), 90.0) for x in range(-180, 181, step)]
    lines += [(-180.0, float(y), 180.0, float(y)) for y in range(-90, 91, step)]
    words = "; ".join(dict.fromkeys(map(box_words, told)))
    if len(told) > MOST_TOLD:
        words = f"{len(told)} places, {box_words(EarthBox(west, south, east, north))}"
    seen = f"{left:.6g} {top:.6g} {width:.6g} {height:.6g}"
    return DrawnMap(seen, shapes, lines, width / 600, words, _opacity(len(shapes)))


def _opacity(count: int) -> float:
    return round(max(0.25 / math.sqrt(max(count, 1)), 0.01), 3)


def box_words(box: EarthBox) -> str:
    """Return where a box lies, in degrees, for who cannot see a map."""
    low, high = _degrees(box.south, "NS"), _degrees(box.north, "NS")
    left, right = _degrees(box.west, "EW"), _degrees(box.east, "EW")
    where = (
        f"{low} {left}" if (low, left) == (high, right) else f"{low} to {high}, {left} to {right}"
    )
    return f"{box.label}: {where}" if box.label else where


def time_bar(periods: Sequence[CoveredPeriod], known: int | None = None) -> TimeBar | None:
    """Return a bar for each period, on a scale of whole decades; None if none has a year.

    An open end is drawn up to the year from which the description is, if that is known.
    """
    spans = [(p, year(p.start), year(p.end)) for p in periods]
    years = [y for _, start, end in spans for y in (start, end) if y is not None]
    if not years:
        return None
    first = min(years) // DECADE * DECADE
    last = max(years[0] + 1, known or years[0], *years) // DECADE * DECADE + DECADE
    scale, bars = BAR_WIDTH / (last - first), []
    for period, start, end in spans[:MOST_SHAPES]:
        if start is None and end is None:
            continue
        begin = start if start is not None else first
        until = end + 1 if end is not None else last
        bars.append(
            TimeSpan(
                (begin - first) * scale,
                max((until - begin) * scale, LEAST_BAR),
                start is None,
                end is None,
                period.words,
            )
        )
    return TimeBar(first, last, bars)


def _degrees(number: float, signs: str) -> str:
    return f"{abs(number):.4g}\N{DEGREE SIGN}{signs[number < 0]}"
