"""Nuxt 3 and 4: `__NUXT_DATA__`, written by devalue (its `stringify`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.extract.lenient import read
from ld_convert.extract.state.flat import ABSENT, Flat, Grammar, big_integer
from ld_convert.model import Decoded, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.findings import Report
    from ld_convert.model import Json, Text


def nuxt_data(text: Text, source: str, report: Report) -> Iterator[Decoded]:
    """Yield the state of a Nuxt page; NaN, infinity and undefined are absent in it.

    Each object has the place of its item in the flat list, whose keys lead on to the spots of
    the indexes.
    """
    location = Location(source, text, offset=0)
    reading = read(text, report, location, checked=False)
    if reading is None or not isinstance(reading.value, list):
        return
    flat = Flat(reading.value, DEVALUE)
    value = flat.at(0)
    flat.report(report, location)
    if value is not ABSENT:
        places = {key: Location(source, reading.text, f"/{index}") for key, index in flat.written()}
        yield Decoded("state", value, location, places=places)


def _first(_: Flat, item: list[Json]) -> Json:
    """Return what the list holds itself: a date, an address, a wrapped string or number."""
    return item[1] if len(item) > 1 else ABSENT


def _nothing(_flat: Flat, _item: list[Json]) -> Json:
    return ABSENT


def _without_prototype(flat: Flat, item: list[Json]) -> Json:
    found = zip(item[1::2], item[2::2], strict=False)
    pairs = ((key, flat.at(index)) for key, index in found if isinstance(key, str))
    return {key: value for key, value in pairs if value is not ABSENT}


def _custom(flat: Flat, item: list[Json]) -> Json:
    """Return what a type of the framework wraps (`Ref`, `ShallowReactive` ...)."""
    if item[0].startswith("Temporal."):
        return _first(flat, item)
    return flat.at(item[1]) if len(item) > 1 and isinstance(item[1], int) else ABSENT


DEVALUE = Grammar(
    name="__NUXT_DATA__",
    # -1 undefined, -2 hole, -3 NaN, -4 and -5 infinities, -6 minus zero
    constants={-1: ABSENT, -2: ABSENT, -3: ABSENT, -4: ABSENT, -5: ABSENT, -6: 0},
    tagged={
        "Date": _first,
        "URL": _first,
        "URLSearchParams": _first,
        "Object": _first,
        "BigInt": lambda flat, item: big_integer(_first(flat, item)),
        "Set": lambda flat, item: flat.listed(item[1:]),
        "Map": lambda flat, item: flat.pairs(item[1:]),
        "null": _without_prototype,
        "RegExp": _nothing,
        "ArrayBuffer": _nothing,
    },
    other=_custom,
    key=lambda _, key: key,
    sparse=-7,
)
