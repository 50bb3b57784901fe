"""Whole shapes as WKT with the longitude first (DCAT 3, Property: geometry; GeoSPARQL 1.1)."""

from __future__ import annotations

from rdflib import Literal
from rdflib.term import Node

from ld_convert.values.places import MOST_LONGITUDE, points_of, show
from ld_convert.values.positions import MOST_LATITUDE, Point
from ld_convert.values.terms import typed
from ld_convert.vocab.namespaces import GSP

FEWEST_CORNERS = 3
FEWEST_ENDS = 2


def polygon(value: Node) -> Literal | None:
    """Return a polygon as gsp:wktLiteral, its ring closed; None for fewer than three corners.

    schema.org writes latitude first; GeoJSON and WKT texts with one ring are read too.
    """
    points = points_of(value)
    if points[:1] == points[-1:]:
        points = points[:-1]
    if len(set(points)) < FEWEST_CORNERS or not _on_earth(points):
        return None
    return typed(f"POLYGON(({_written([*points, points[0]])}))", GSP.wktLiteral)


def line_string(value: Node) -> Literal | None:
    """Return a line as gsp:wktLiteral; None for fewer than two points."""
    points = points_of(value)
    if len(set(points)) < FEWEST_ENDS or not _on_earth(points):
        return None
    return typed(f"LINESTRING({_written(points)})", GSP.wktLiteral)


def _on_earth(points: list[Point]) -> bool:
    return all(abs(x) <= MOST_LONGITUDE and abs(y) <= MOST_LATITUDE for x, y in points)


def _written(points: list[Point]) -> str:
    return ",".join(f"{show(x)} {show(y)}" for x, y in points)
