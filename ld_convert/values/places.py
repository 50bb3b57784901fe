"""Boxes and points on the earth, as WKT with the longitude first.

Sources: DCAT 3, Properties bounding box and centroid; GeoSPARQL 1.1, section 8.5 (WKT);
schema.org, GeoShape; RFC 7946 (GeoJSON).
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import NamedTuple

from rdflib import Literal
from rdflib.term import Node

from ld_convert.values.degrees import corners, latitude_longitude
from ld_convert.values.positions import (
    BOX,
    BOX_WITH_HEIGHTS,
    MOST_LATITUDE,
    WKT,
    Point,
    geojson_points,
    numbers_of,
    pairs_of,
    wkt_numbers,
    wkt_points,
)
from ld_convert.values.sides import named_corners
from ld_convert.values.terms import lexical, typed
from ld_convert.vocab.namespaces import GSP, XSD

NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
CIRCLE = re.compile(
    r"([+-]?[\d.]{1,24})[\s,;]+([+-]?[\d.]{1,24})[\s,;]+(\d{1,8}(?:\.\d{1,9})?)", re.ASCII
)
METRES_PER_DEGREE = 111_320
MOST_LONGITUDE, ALL_ROUND = 180, 360
LONGEST_BOX = 200
"""More characters than six numbers have."""


class Box(NamedTuple):
    """West, south, east and north in degrees; west is greater than east across 180 degrees."""

    west: Decimal
    south: Decimal
    east: Decimal
    north: Decimal


def bbox(value: Node) -> Literal | None:
    """Return the envelope of a box, polygon or line as gsp:wktLiteral; None for a point.

    schema.org writes latitude first: `south west north east`. GeoJSON and WKT texts are read too.
    A box across 180 degrees is a MULTIPOLYGON.
    """
    return _envelope_text(_box(value))


def circle_box(value: Node) -> Literal | None:
    """Return the envelope of a circle (latitude, longitude, radius in metres), as gsp:wktLiteral.

    Only under its own property (schema.org, circle): three numbers elsewhere are no circle.
    """
    return _envelope_text(_circle(value))


def circle_centre(value: Node) -> Literal | None:
    """Return the middle of a circle as gsp:wktLiteral; of all else as `centroid`."""
    return _centre(_circle(value))


def box(value: Node) -> Literal | None:
    """Return the text of schema:box as gsp:wktLiteral: as `bbox`, but six numbers have heights.

    These are two corners of latitude, longitude and height each.
    """
    return _envelope_text(_corners(value))


def box_west(value: Node) -> Literal | None:
    """Return the western side of the text of schema:box in degrees, as xsd:decimal."""
    return _side(_corners(value), 0)


def box_south(value: Node) -> Literal | None:
    """Return the southern side of the text of schema:box in degrees, as xsd:decimal."""
    return _side(_corners(value), 1)


def box_east(value: Node) -> Literal | None:
    """Return the eastern side of the text of schema:box in degrees, as xsd:decimal."""
    return _side(_corners(value), 2)


def box_north(value: Node) -> Literal | None:
    """Return the northern side of the text of schema:box in degrees, as xsd:decimal."""
    return _side(_corners(value), 3)


def box_centre(value: Node) -> Literal | None:
    """Return the middle of the text of schema:box as gsp:wktLiteral."""
    return _centre(_corners(value))


def centroid(value: Node) -> Literal | None:
    """Return the middle of a point, box, polygon or line as gsp:wktLiteral."""
    return _centre(_box(value))


def line_box(value: Node) -> Literal | None:
    """Return the envelope of a line, of two points too, as gsp:wktLiteral (schema.org, line)."""
    return _envelope_text(_envelope(points_of(value)))


def point(value: Node) -> Literal | None:
    """Return the point of a latitude and a longitude with a space between, as gsp:wktLiteral.

    Each may have a decimal comma, minutes and seconds, and one of the letters N, S, E and W.
    """
    found = latitude_longitude(lexical(value))
    if found is None:
        return None
    latitude, longitude = found
    return _centre(_checked(Box(longitude, latitude, longitude, latitude)))


def array_box(value: Node) -> Literal | None:
    """Return a JSON array of west, south, east and north as gsp:wktLiteral; None for all else.

    Source: DCAT-US 3, Location, bbox; RFC 7946, section 5.
    """
    return bbox(value) if lexical(value).startswith("[") else None


def array_point(value: Node) -> Literal | None:
    """Return a JSON array of longitude and latitude as gsp:wktLiteral; None for all else."""
    return centroid(value) if lexical(value).startswith("[") else None


def _envelope_text(box: Box | None) -> Literal | None:
    if box is None or (box.west == box.east and box.south == box.north):
        return None
    if box.west > box.east:
        halves = (box._replace(east=Decimal(180)), box._replace(west=Decimal(-180)))
        rings = ",".join(f"({_ring(half)})" for half in halves)
        return typed(f"MULTIPOLYGON({rings})", GSP.wktLiteral)
    return typed(f"POLYGON({_ring(box)})", GSP.wktLiteral)


def _side(box: Box | None, number: int) -> Literal | None:
    return typed(show(box[number]), XSD.decimal) if box is not None else None


def _centre(box: Box | None) -> Literal | None:
    if box is None:
        return None
    east = box.east + 360 if box.west > box.east else box.east
    longitude = (box.west + east) / 2
    if longitude > MOST_LONGITUDE:
        longitude -= 360
    return typed(f"POINT({show(longitude)} {show((box.south + box.north) / 2)})", GSP.wktLiteral)


def _corners(value: Node) -> Box | None:
    """Return the box of the text of schema:box."""
    text = lexical(value) if isinstance(value, Literal) else ""
    numbers = numbers_of(text) if len(text) <= LONGEST_BOX else []
    if len(numbers) == BOX_WITH_HEIGHTS:
        return _schema_box(*numbers[:2], *numbers[3:5])
    return _box(value)


def _box(value: Node) -> Box | None:
    text = lexical(value) if isinstance(value, Literal) else ""
    wkt = WKT.fullmatch(text)
    if wkt:
        return _wkt_box(wkt)
    if text[:1] in ("{", "["):
        return _envelope(geojson_points(text))
    numbers = numbers_of(text)
    if numbers:
        return _schema_box(*numbers) if len(numbers) == BOX else _envelope(pairs_of(numbers))
    return _lettered_box(corners(text)) or _named_box(named_corners(text))


def _circle(value: Node) -> Box | None:
    circle = CIRCLE.fullmatch(lexical(value)) if isinstance(value, Literal) else None
    if circle and all(NUMBER.fullmatch(part) for part in circle.groups()):
        return _circle_box(*(Decimal(part) for part in circle.groups()))
    return _box(value)


def _lettered_box(points: list[Point]) -> Box | None:
    """Return the box of two corners, the first in the west, or of one point; None for none.

    The first may be the eastern one on one side of Greenwich: `10°-11°W` is no way round the earth.
    """
    if not points:
        return None
    (west, south), (east, north) = points[0], points[-1]
    if west > east and (west <= 0 or east >= 0):
        west, east = east, west
    return _checked(Box(west, min(south, north), east, max(south, north)))


def _named_box(points: list[Point]) -> Box | None:
    """Return the box of its corners in the south-west and north-east, or of a point."""
    return _checked(Box(*points[0], *points[-1])) if points else None


def points_of(value: Node) -> list[Point]:
    """Return the corners of a shape in their order, longitude first; empty for no single shape.

    Pairs of numbers, latitude first; a GeoJSON or WKT line, or polygon of one ring.
    """
    text = lexical(value) if isinstance(value, Literal) else ""
    wkt = WKT.fullmatch(text)
    if wkt:
        return wkt_points(wkt) if wkt[4].count("(") <= 1 else []
    if text.startswith("{"):
        return geojson_points(text) if text.count("[[") == 1 else []
    return pairs_of(numbers_of(text))


def _schema_box(a: Decimal, b: Decimal, c: Decimal, d: Decimal) -> Box | None:
    """Return a box of four numbers; `west south east north`, a common error, is seen and read."""
    if abs(a) > MOST_LATITUDE:
        return _checked(Box(a, b, c, d))  # west may lie east of east, across the date line
    return _checked(Box(b, a, d, c)) if a <= c else None


def _checked(box: Box) -> Box | None:
    """Return a box on the globe, longitudes of 0 to 360 as of -180 to 180; None for no box."""
    if 0 <= box.west < box.east <= ALL_ROUND and box.east > MOST_LONGITUDE:
        if box.east - box.west == ALL_ROUND:
            west, east = Decimal(-MOST_LONGITUDE), Decimal(MOST_LONGITUDE)
        else:
            west, east = (x - ALL_ROUND if x > MOST_LONGITUDE else x for x in (box.west, box.east))
        box = box._replace(west=west, east=east)
    inside = all(abs(x) <= MOST_LONGITUDE for x in (box.west, box.east))
    return box if inside and -MOST_LATITUDE <= box.south <= box.north <= MOST_LATITUDE else None


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
    if match[3].upper() != "ENVELOPE":
        return _envelope(wkt_points(match))
    sides = [number for numbers in wkt_numbers(match) for number in numbers]
    if len(sides) != BOX:  # west, east, north, south (OGC Catalogue Services 2.0)
        return None
    return _checked(Box(sides[0], sides[3], sides[1], sides[2]))


def _ring(box: Box) -> str:
    west, south, east, north = (show(side) for side in box)
    return f"({west} {south},{east} {south},{east} {north},{west} {north},{west} {south})"


def show(number: Decimal) -> str:
    """Return a number as WKT writes it, without zeros at the end."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
