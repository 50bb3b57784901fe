"""Boxes and points on the earth, as WKT with the longitude first.

Sources: DCAT 3, Properties bounding box and centroid; GeoSPARQL 1.1, section 8.5 (WKT);
schema.org, GeoShape; RFC 7946 (GeoJSON).
"""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from typing import NamedTuple

from rdflib import Literal
from rdflib.term import Node

from ld_convert.model import Json
from ld_convert.values.terms import lexical, plain_number, typed
from ld_convert.vocab.namespaces import GSP, XSD

NUMBERS = re.compile(r"[\s,;]*(?:[+-]?\d{1,3}(?:\.\d{1,20})?(?:[\s,;]+|$))+", re.ASCII)
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
CIRCLE = re.compile(
    r"([+-]?[\d.]{1,24})[\s,;]+([+-]?[\d.]{1,24})[\s,;]+(\d{1,8}(?:\.\d{1,9})?)", re.ASCII
)
WKT = re.compile(
    r"(?:<([^<>]*)>\s*)?"
    r"(POINT|LINESTRING|(?:MULTI)?POLYGON|MULTIPOINT|ENVELOPE)\s*(?:Z\s*)?\((.*)\)",
    re.IGNORECASE | re.DOTALL,
)
LONGITUDE_FIRST = {None, "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}
DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,40})?", re.ASCII)
METRES_PER_DEGREE = 111_320
MOST_LONGITUDE, MOST_LATITUDE = 180, 90


Point = tuple[Decimal, Decimal]
"""Longitude and latitude."""


class Box(NamedTuple):
    """West, south, east and north in degrees; west is greater than east across 180 degrees."""

    west: Decimal
    south: Decimal
    east: Decimal
    north: Decimal


def bbox(value: Node) -> Literal | None:
    """Return the envelope of a box, polygon, line or circle as gsp:wktLiteral; None for a point.

    schema.org writes latitude first: `south west north east`. GeoJSON and WKT texts are read too.
    A box across 180 degrees is a MULTIPOLYGON.
    """
    box = _box(value)
    if box is None or (box.west == box.east and box.south == box.north):
        return None
    if box.west > box.east:
        halves = (box._replace(east=Decimal(180)), box._replace(west=Decimal(-180)))
        rings = ",".join(f"({_ring(half)})" for half in halves)
        return typed(f"MULTIPOLYGON({rings})", GSP.wktLiteral)
    return typed(f"POLYGON({_ring(box)})", GSP.wktLiteral)


def west(value: Node) -> Literal | None:
    """Return the western side of a box or shape in degrees, as xsd:decimal."""
    return _side(value, 0)


def south(value: Node) -> Literal | None:
    """Return the southern side of a box or shape in degrees, as xsd:decimal."""
    return _side(value, 1)


def east(value: Node) -> Literal | None:
    """Return the eastern side of a box or shape in degrees, as xsd:decimal."""
    return _side(value, 2)


def north(value: Node) -> Literal | None:
    """Return the northern side of a box or shape in degrees, as xsd:decimal."""
    return _side(value, 3)


def _side(value: Node, number: int) -> Literal | None:
    box = _box(value)
    return typed(show(box[number]), XSD.decimal) if box is not None else None


def centroid(value: Node) -> Literal | None:
    """Return the middle of a point, box, polygon, line or circle as gsp:wktLiteral."""
    box = _box(value)
    if box is None:
        return None
    east = box.east + 360 if box.west > box.east else box.east
    longitude = (box.west + east) / 2
    if longitude > MOST_LONGITUDE:
        longitude -= 360
    return typed(f"POINT({show(longitude)} {show((box.south + box.north) / 2)})", GSP.wktLiteral)


def _box(value: Node) -> Box | None:
    text = lexical(value) if isinstance(value, Literal) else ""
    wkt = WKT.fullmatch(text)
    if wkt:
        return _wkt_box(wkt)
    if text.startswith("{"):
        return _envelope(_geojson_points(text))
    circle = CIRCLE.fullmatch(text)
    if circle and all(NUMBER.fullmatch(part) for part in circle.groups()):
        return _circle_box(*(Decimal(part) for part in circle.groups()))
    if not NUMBERS.fullmatch(text):
        return None
    numbers = [Decimal(part) for part in NUMBER.findall(text)]
    if len(numbers) == 4:  # noqa: PLR2004
        return _schema_box(*numbers)
    if len(numbers) % 2 or not numbers:
        return None
    return _envelope(_turned(list(zip(numbers[1::2], numbers[::2], strict=True))))


def points_of(value: Node) -> list[Point]:
    """Return the corners of a shape in their order, longitude first; empty for no single shape.

    Pairs of numbers, latitude first; a GeoJSON or WKT line, or polygon of one ring.
    """
    text = lexical(value) if isinstance(value, Literal) else ""
    wkt = WKT.fullmatch(text)
    if wkt:
        return [] if wkt[3].count("(") > 1 or wkt[1] not in LONGITUDE_FIRST else _wkt_points(wkt)
    if text.startswith("{"):
        return _geojson_points(text) if text.count("[[") == 1 else []
    numbers = [Decimal(part) for part in NUMBER.findall(text)] if NUMBERS.fullmatch(text) else []
    if len(numbers) % 2:
        return []
    return _turned(list(zip(numbers[1::2], numbers[::2], strict=True)))


def _schema_box(a: Decimal, b: Decimal, c: Decimal, d: Decimal) -> Box | None:
    """Return a box of four numbers; `west south east north`, a common error, is seen and read."""
    if abs(a) > MOST_LATITUDE or a > c:
        return _checked(Box(a, b, c, d)) if a <= c else None
    return _checked(Box(b, a, d, c))


def _checked(box: Box) -> Box | None:
    inside = all(abs(x) <= MOST_LONGITUDE for x in (box.west, box.east))
    return box if inside and -MOST_LATITUDE <= box.south <= box.north <= MOST_LATITUDE else None


def _turned(points: list[Point]) -> list[Point]:
    """Return points with the longitude first, where the numbers show that they were otherwise."""
    if len(points) > 1 and any(abs(latitude) > MOST_LATITUDE for _, latitude in points):
        return [(latitude, longitude) for longitude, latitude in points]
    return points


def _envelope(points: list[Point]) -> Box | None:
    if not points:
        return None
    longitudes, latitudes = zip(*points, strict=True)
    return _checked(Box(min(longitudes), min(latitudes), max(longitudes), max(latitudes)))


def _circle_box(latitude: Decimal, longitude: Decimal, radius: Decimal) -> Box | None:
    """Return the envelope of a circle whose radius is in metres (schema.org, geoRadius)."""
    if abs(latitude) > MOST_LATITUDE or abs(longitude) > MOST_LONGITUDE:
        return None
    high = float(radius) / METRES_PER_DEGREE
    wide = high / max(math.cos(math.radians(float(latitude))), 1e-9)
    north, east = (Decimal(f"{part:.6f}") for part in (high, wide))
    box = Box(longitude - east, latitude - north, longitude + east, latitude + north)
    return _checked(box)


def _wkt_box(match: re.Match[str]) -> Box | None:
    if match[1] not in LONGITUDE_FIRST:
        return None
    if match[2].upper() == "ENVELOPE":  # west, east, north, south (OGC Catalogue Services 2.0)
        sides = [number for words in _wkt_numbers(match) for number in words]
        degrees = [side for side in sides if isinstance(side, Decimal)]
        if len(sides) != 4 or len(degrees) != 4:  # noqa: PLR2004
            return None
        return _checked(Box(degrees[0], degrees[3], degrees[1], degrees[2]))
    return _envelope(_wkt_points(match))


def _wkt_numbers(match: re.Match[str]) -> list[list[Decimal | str]]:
    tuples = [re.sub(r"[()]", " ", part).split() for part in match[3].split(",")]
    return [[_degrees(word) for word in words] for words in tuples]


def _wkt_points(match: re.Match[str]) -> list[Point]:
    """Return the points of a WKT text; none if a number is faulty."""
    numbers = _wkt_numbers(match)
    if any(not isinstance(number, Decimal) for words in numbers for number in words):
        return []
    return _positions(numbers)


def _geojson_points(text: str) -> list[Point]:
    try:
        found = json.loads(text, parse_float=_degrees, parse_int=_degrees, parse_constant=str)
    except (ValueError, RecursionError):
        return []
    geometry = found.get("geometry", found) if isinstance(found, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    return _positions(coordinates)


def _positions(value: Json) -> list[Point]:
    """Return the positions in GeoJSON coordinates (RFC 7946, 3.1.1); none if one is faulty."""
    points, waiting = [], [value]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, list):
            return []
        if item and not isinstance(item[0], list):
            if len(item) < 2 or not all(isinstance(part, Decimal) for part in item[:2]):  # noqa: PLR2004
                return []
            points.append((item[0], item[1]))
        else:
            waiting.extend(reversed(item))
    return points


def _degrees(text: str) -> Decimal | str:
    """Return a number of degrees; a number too long or too large for one stays a text."""
    plain = plain_number(text) or text
    return Decimal(plain) if DEGREES.fullmatch(plain) else text


def _ring(box: Box) -> str:
    west, south, east, north = (show(side) for side in box)
    return f"({west} {south},{east} {south},{east} {north},{west} {north},{west} {south})"


def show(number: Decimal) -> str:
    """Return a number as WKT writes it, without zeros at the end."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
