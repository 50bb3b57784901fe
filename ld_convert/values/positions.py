"""Positions on the earth in the texts that pages write: pairs of numbers, WKT and GeoJSON.

Sources: schema.org, GeoShape (latitude first); GeoSPARQL 1.1, section 8.5 (WKT, longitude first);
RFC 7946 (GeoJSON, longitude first). A third number is a height and is left out.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal

from ld_convert.model import Json
from ld_convert.values.terms import plain_number

Point = tuple[Decimal, Decimal]
"""Longitude and latitude."""

ONE = r"[+-]?\d{1,3}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?"
NUMBERS = re.compile(rf"[\s,;]*(?:{ONE}(?:[\s,;]+|$))+", re.ASCII)
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?", re.ASCII)
COMMA_NUMBER = re.compile(r"[+-]?\d{1,3}(?:,\d{1,20})?", re.ASCII)
MINUS = "\u2212"
"""The minus sign of typesetters."""
DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,40})?", re.ASCII)
WKT = re.compile(
    r"(?:<([^<>]*+)>\s*+|SRID=(\d++);\s*+)?"
    r"(POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON|GEOMETRYCOLLECTION|ENVELOPE|BOX(?:[23]D)?)"
    r"\s*+(?:(?:ZM|Z|M)\s*+)?\((.*)\)",
    re.IGNORECASE | re.DOTALL,
)
WORDS = re.compile(r"[A-Z]+", re.IGNORECASE)
LONGITUDE_FIRST = {"", "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "4326"}
LATITUDE_FIRST = {
    "http://www.opengis.net/def/crs/EPSG/0/4326",
    "http://www.opengis.net/def/crs/EPSG/0/4258",
}
"""Systems whose own order of axes is latitude and longitude (GeoSPARQL 1.1, section 8.5.1)."""
MOST_LATITUDE = 90
BOX, BOX_WITH_HEIGHTS, RING = 4, 6, 4


def numbers_of(text: str) -> list[Decimal]:
    """Return the numbers that a text consists of; empty if it has anything else.

    Commas are decimal commas in a text of four numbers without a point that spaces separate, which
    is a box; else they separate.
    """
    text = text.replace(MINUS, "-")
    tokens = re.split(r"[\s;]+", text.strip(" \t\r\n;"))
    is_box = len(tokens) == BOX and "," in text and "." not in text and tokens[0] != tokens[-1]
    if is_box and all(COMMA_NUMBER.fullmatch(token) for token in tokens):
        return [Decimal(token.replace(",", ".")) for token in tokens]
    if not NUMBERS.fullmatch(text):
        return []
    return [Decimal(part) for part in NUMBER.findall(text)]


def pairs_of(numbers: list[Decimal]) -> list[Point]:
    """Return the points of a list of latitudes and longitudes, longitude first.

    A list of threes that ends where it began, and does not so in twos, has heights. Pairs with the
    longitude first, a common error, are seen where a latitude would be over 90. Empty for a list
    that is neither.
    """
    twos = list(zip(numbers[1::2], numbers[::2], strict=False))
    threes = list(zip(numbers[1::3], numbers[::3], strict=False))
    has_heights = len(numbers) % 3 == 0 and len(threes) >= RING and threes[0] == threes[-1]
    if has_heights and (len(numbers) % 2 or twos[0] != twos[-1]):
        return _turned(threes)
    return [] if len(numbers) % 2 else _turned(twos)


def _turned(points: list[Point]) -> list[Point]:
    if len(points) > 1 and any(abs(latitude) > MOST_LATITUDE for _, latitude in points):
        return [(latitude, longitude) for longitude, latitude in points]
    return points


def wkt_numbers(match: re.Match[str]) -> list[list[Decimal]]:
    """Return the tuples of numbers in a WKT text; empty if one is faulty."""
    body = WORDS.sub(" ", re.sub(r"(?<=\d)[eE](?=[+-]?\d)", "\0", match[4]))
    groups = [re.sub(r"[()]", " ", part).replace("\0", "E").split() for part in body.split(",")]
    found = [[degrees(word) for word in words] for words in groups if words]
    if any(not isinstance(number, Decimal) for numbers in found for number in numbers[:2]):
        return []
    return [[n for n in numbers if isinstance(n, Decimal)] for numbers in found]


def wkt_points(match: re.Match[str]) -> list[Point]:
    """Return the points of a WKT text; empty if a number is faulty, or the system unknown."""
    system = match[1] or match[2] or ""
    found = [(numbers[0], numbers[1]) for numbers in wkt_numbers(match) if len(numbers) > 1]
    if system in LATITUDE_FIRST:
        return [(longitude, latitude) for latitude, longitude in found]
    return found if system in LONGITUDE_FIRST else []


def geojson_points(text: str) -> list[Point]:
    """Return the positions of a GeoJSON text of any kind (RFC 7946); empty if one is faulty."""
    try:
        found = json.loads(text, parse_float=degrees, parse_int=degrees, parse_constant=str)
    except (ValueError, RecursionError):
        return []
    return _of_object(found, 0) or _of_box(found.get("bbox") if isinstance(found, dict) else found)


def _of_object(value: Json, depth: int) -> list[Point]:
    """Return the positions of a geometry, a feature or a collection of these."""
    if not isinstance(value, dict) or depth > 3:  # noqa: PLR2004
        return []
    if "coordinates" in value:
        return positions(value["coordinates"])
    inner = [value.get("geometry"), *_list(value.get("features")), *_list(value.get("geometries"))]
    return [point for item in inner for point in _of_object(item, depth + 1)]


def _of_box(value: Json) -> list[Point]:
    """Return the two corners of a bounding box, west, south, east and north (RFC 7946, 5)."""
    sides = _list(value)
    if len(sides) == 2:  # noqa: PLR2004
        return positions([sides])
    if len(sides) not in (BOX, BOX_WITH_HEIGHTS):
        return []
    half = len(sides) // 2
    corners = [sides[:2], sides[half : half + 2]]
    return positions(corners)


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def positions(value: Json) -> list[Point]:
    """Return the positions in GeoJSON coordinates (RFC 7946, 3.1.1); empty if one is faulty."""
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


def degrees(text: str) -> Decimal | str:
    """Return a number of degrees; a number too long or too large for one stays a text."""
    plain = plain_number(text) or text
    return Decimal(plain) if DEGREES.fullmatch(plain) else text
