"""Read state written by devalue's `stringify`: Nuxt 3 and 4, and SvelteKit's `__data.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from ld_convert.extract.jsontext.lenient import read
from ld_convert.extract.state.flat_list import ABSENT, Flat, Grammar, big_integer
from ld_convert.model import Decoded, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.findings.report import Report
    from ld_convert.model import Json, Text


def nuxt_data(text: Text, source: str, report: Report) -> Iterator[Decoded]:
    """Yield the state of a Nuxt page, without NaN, infinity and undefined.

    The place of each object is its item in the flat list. The keys of that item lead to the indexes
    of its values.
    """
    reading = read(text, report, Location(source, text, offset=0), checked=False)
    if reading is not None and isinstance(reading.value, list):
        yield from _flat(reading.value, Location(source, reading.text), report)


def devalued(value: Json, where: Location, report: Report) -> Iterator[Decoded]:
    """Yield the states in a JSON document of a framework; nothing for any other document.

    Nuxt's `_payload.json` is one flat list; SvelteKit's `__data.json` has one in each node.
    """
    if _is_flat(value):
        yield from _flat(value, where, report)
    nodes = value.get("nodes") if isinstance(value, dict) and value.get("type") == "data" else None
    for number, node in enumerate(nodes if isinstance(nodes, list) else ()):
        items = node.get("data") if isinstance(node, dict) else None
        if _is_flat(items):
            at = Location(where.source, where.text, f"{where.pointer}/nodes/{number}/data")
            yield from _flat(items, at, report)


def _is_flat(items: Json) -> TypeGuard[list[Json]]:
    """Return whether a list starts with an object or list of indexes, and has no other objects."""
    if not isinstance(items, list) or not items or not isinstance(items[0], (dict, list)):
        return False
    objects = [item for item in items if isinstance(item, dict)]
    indexes = [index for item in objects for index in item.values()]
    return bool(indexes) and all(type(i) is int and i < len(items) for i in indexes)


def _flat(items: list[Json], where: Location, report: Report) -> Iterator[Decoded]:
    """Yield the value that a flat list describes."""
    flat = Flat(items, DEVALUE)
    value = flat.at(0)
    location = Location(where.source, where.text, where.pointer, None if where.pointer else 0)
    flat.report(report, location)
    if value is not ABSENT:
        places = {
            key: Location(where.source, where.text, f"{where.pointer}/{index}")
            for key, index in flat.written()
        }
        yield Decoded("state", value, location, places=places)


def _first(_: Flat, item: list[Json]) -> Json:
    """Return the second item of a list as it stands: a date, an address, a wrapped scalar."""
    return item[1] if len(item) > 1 else ABSENT


def _without_prototype(flat: Flat, item: list[Json]) -> Json:
    found = zip(item[1::2], item[2::2], strict=False)
    pairs = ((key, flat.at(index)) for key, index in found if isinstance(key, str))
    return {key: value for key, value in pairs if value is not ABSENT}


def _custom(flat: Flat, item: list[Json]) -> Json:
    """Return the value that a type of the framework wraps (`Ref`, `ShallowReactive` ...).

    ABSENT for what has no plain value, such as RegExp and ArrayBuffer, whose parts are texts.
    """
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
    },
    other=_custom,
    key=lambda _, key: key,
    sparse=-7,
)
