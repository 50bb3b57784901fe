"""Shapes on the earth that pages write as arrays and objects, as the texts that keep their order.

JSON-LD makes an unordered set of an array, so the four numbers of a box would be lost. schema.org
wants a text there (GeoShape: box, polygon, line, circle), and a GeoJSON object (RFC 7946) is none
of its things.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ld_convert.expand.marks import MAX_DEPTH

if TYPE_CHECKING:
    from ld_convert.model import Json

PREFIXES = ("", "schema:", "sdo:", "https://schema.org/", "http://schema.org/")
SHAPES = {p + name: name for p in PREFIXES for name in ("box", "polygon", "line", "circle")}
PLACES = {
    p + name: name
    for p in (*PREFIXES, "dct:", "dcterms:")
    for name in ("geo", "spatialCoverage", "spatial", "contentLocation", "areaServed")
}
GEOMETRIES = frozenset(
    {*("Point", "LineString", "Polygon", "GeometryCollection"), "Feature", "FeatureCollection"}
    | {*("MultiPoint", "MultiLineString", "MultiPolygon")}
)
SIZES = {"box": (4, 6), "circle": (3,)}
"""How many numbers a shape has; other shapes have any number."""
OF_BOX = (4, 6)
"""How many numbers a bounding box of GeoJSON has. Two could be a latitude and a longitude."""
CONTAINERS = (dict, list)


def with_texts(value: Json, depth: int = 0) -> Json:
    """Return a document with a text for each shape that is written as an array or as GeoJSON.

    An array under a property of schema.org keeps its order, latitude first; one under a property
    of places, or called bbox, is GeoJSON's, longitude first. The document itself if it has none,
    and what is nested deeper than MAX_DEPTH, which is refused.
    """
    depth += 1
    if isinstance(value, list) and depth <= MAX_DEPTH:
        items = [with_texts(v, depth) if isinstance(v, CONTAINERS) else v for v in value]
        is_same = all(new is old for new, old in zip(items, value, strict=True))
        return value if is_same else items
    if not isinstance(value, dict) or depth > MAX_DEPTH:
        return value
    changed: Json = {}
    for key, item in value.items():
        if isinstance(item, CONTAINERS) and key != "@context":
            new = _shape(SHAPES[key], item) if key in SHAPES else None
            if new is None and key in PLACES:
                new = _places(PLACES[key], item)
            if new is None:
                new = with_texts(item, depth)
            if new is not item:
                changed[key] = new
    return {**value, **changed} if changed else value


def _shape(name: str, value: Json) -> Json:
    """Return an array of numbers, or of points, as a text; None for all else."""
    if not isinstance(value, list):
        return None
    depth = _depth(value)
    if name == "polygon" and depth == 3:  # noqa: PLR2004 (rings of positions are GeoJSON's)
        return _text({"type": "Polygon", "coordinates": value})
    numbers = _numbers(value) if depth in (1, 2) else []
    sizes = SIZES.get(name)
    fits = len(numbers) in sizes if sizes else len(numbers) > 3  # noqa: PLR2004
    return " ".join(numbers) if fits else None


def _depth(value: Json) -> int:
    return 1 + _depth(value[0]) if isinstance(value, list) and value else 0


def _numbers(value: list[Json]) -> list[str]:
    """Return the numbers of an array of numbers, of texts of a point or of arrays; else nothing."""
    found: list[str] = []
    for item in value:
        parts = item if isinstance(item, list) else [item]
        for part in parts:
            words = part.replace(",", " ").split() if isinstance(part, str) else [part]
            if len(words) > 3 or any(isinstance(w, bool | dict | list | None) for w in words):  # noqa: PLR2004
                return []
            found += map(str, words)
    return found


def _places(name: str, value: Json) -> Json:
    """Return a place with the text of its shape; None for one that says it otherwise."""
    if isinstance(value, list):
        if _is_box(value):
            return _text(value)
        found = [_place(name, item) if isinstance(item, dict) else None for item in value]
        if not any(found):
            return None
        pairs = zip(found, value, strict=True)
        return [old if new is None else new for new, old in pairs]
    return _place(name, value)


def _place(name: str, value: Json) -> Json:
    kind = value.get("type", value.get("@type"))
    if isinstance(kind, str) and kind in GEOMETRIES and "@id" not in value:
        geometry, title = _geojson(value, kind), _name_of_feature(value)
        if not title or name == "geo":
            return geometry
        return {"@type": "Place", "name": title, "geo": geometry}
    box = value.get("bbox")
    if not isinstance(box, list) or not _is_box(box) or "geo" in value:
        return None
    text = _text(box)
    rest = {key: item for key, item in value.items() if key != "bbox"}
    return text if name == "geo" or rest.keys() <= {"@type", "type"} else {**rest, "geo": text}


def _geojson(value: Json, kind: str) -> str:
    members = {key: item for key, item in value.items() if key not in ("@type", "@context")}
    return _text({"type": kind, **members})


def _name_of_feature(value: Json) -> str:
    """Return the name that a feature has among its properties (RFC 7946, section 3.2)."""
    properties = value.get("properties")
    names = (
        [properties.get(key) for key in ("name", "title")] if isinstance(properties, dict) else []
    )
    return next((text for text in names if isinstance(text, str) and text), "")


def _is_box(value: list[Json]) -> bool:
    """Return whether an array is a bounding box of GeoJSON (RFC 7946, section 5)."""
    return len(value) in OF_BOX and all(type(item) in (int, float) for item in value)


def _text(value: Json) -> str:
    """Return a value as JSON; integers of any size and NaN too, which not every writer has."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
