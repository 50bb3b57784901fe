"""Names of places, one or several in a text (DCAT-AP 3.0.1, Location, geographic name)."""

from __future__ import annotations

import re

from rdflib import Literal
from rdflib.term import Node

from ld_convert.values.lookup import says_nothing
from ld_convert.values.places import NUMBER
from ld_convert.values.positions import WKT
from ld_convert.values.sides import place_in
from ld_convert.values.terms import language_of, lexical, string
from ld_convert.values.text import text

EMPTY = re.compile(r"(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s++EMPTY", re.IGNORECASE)
"""The WKT of no place at all."""
ENTITY = re.compile(r"&#?\w{1,10};")


def place_name(value: Node) -> Literal | None:
    """Return the name of a place; None for the text of a geometry, be it one that nobody reads.

    Numbers alone are no name either, nor are words such as `N/A`.
    """
    return None if NUMBER.fullmatch(lexical(value)) else named_place(value)


def named_place(value: Node) -> Literal | None:
    """Return what is said to be the name of a place; as `place_name`, but a number may be one."""
    words = lexical(value)
    if place_in(words) is not None:
        return box_name(value)
    is_shape = words[:1] in ("{", "[") or WKT.match(words) or EMPTY.fullmatch(words)
    return None if is_shape or says_nothing(value) else text(value)


def box_name(value: Node) -> Literal | None:
    """Return the name beside the named sides of a box, `name=Kiel; northlimit=55; ...`."""
    inside = place_in(lexical(value)) if isinstance(value, Literal) else None
    return string(inside, language_of(value)) if inside else None


def place_list(value: Node) -> tuple[Literal, ...] | None:
    """Return the places that a text lists, one text each; None for one place.

    Only `;` separates: a comma is part of a place, as in `Kiel, Germany`. A list has two or more
    names; numbers, geometries, `north=51` and HTML's `&auml;` are none.
    """
    words = lexical(value)
    parts = words.rstrip("; ").split(";") if isinstance(value, Literal) else []
    if len(parts) < 2 or "=" in words or ENTITY.search(words):  # noqa: PLR2004
        return None
    named = [place_name(string(part, language_of(value)) or Literal("")) for part in parts]
    names = tuple(name for name in named if name is not None)
    return tuple(dict.fromkeys(names)) if len(names) == len(parts) else None
