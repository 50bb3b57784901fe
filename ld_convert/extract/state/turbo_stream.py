"""Read turbo-stream 2: state of Remix (single fetch) and React Router 7 and 8, sent in pieces."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

from ld_convert.extract.html.script_calls import enqueued
from ld_convert.extract.jsontext.lenient import read
from ld_convert.extract.state.flat_list import ABSENT, PENDING, Flat, Grammar, big_integer, date
from ld_convert.findings.report import Report
from ld_convert.model import Decoded, Location

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ld_convert.model import Json, Text

LATER = re.compile(rb"P(\d{1,9}):")
LINE = re.compile(rb"[^\n]+")


def stream(scripts: Sequence[Text], source: str, report: Report) -> Iterator[Decoded]:
    """Yield the state that the scripts of a page enqueue, with promises resolved."""
    text = enqueued(scripts, report, source)
    if text.data.strip():
        yield from turbo(text, source, report)


def turbo(text: Text, source: str, report: Report) -> Iterator[Decoded]:
    """Yield the value of a turbo-stream 2 text; version 3 is reported as not supported.

    The place of each object is its item in the flat list of its line.
    """
    location = Location(source, text, offset=0)
    flat = Flat([], TURBO)
    lines: list[tuple[int, Text]] = []  # the index of its first item, and the line
    for match in LINE.finditer(text.data):
        later = LATER.match(match[0])
        start = match.start() + (later.end() if later else 0)
        line = text.part(start, match.end())
        items = _items(line, location)
        if items is None:
            if not later and not flat.items:
                report.add("LD243", location, container="turbo-stream 3")
                return
            continue  # an error, or a line cut off: its promise stays pending
        if later:
            number = items if isinstance(items, int) else len(flat.items)
            flat.promises[int(later[1])] = number
        if isinstance(items, list):
            lines.append((len(flat.items), line))
            flat.items += items
    value = flat.at(0)
    flat.report(report, location)
    if value is not ABSENT:
        places = {}
        for key, index in flat.written():
            first, line = lines[bisect_right(lines, index, key=itemgetter(0)) - 1]
            places[key] = Location(source, line, f"/{index - first}")
        yield Decoded("state", value, location, places=places)


def _items(line: Text, location: Location) -> list[Json] | int | None:
    """Return the items of a line, or the number that stands for a value without items."""
    if line.data.strip().removeprefix(b"-").isdigit() and len(line.data) < 20:  # noqa: PLR2004
        return int(line.data)
    reading = read(line, Report(), location, repair=False, checked=False)
    return reading.value if reading and isinstance(reading.value, list) else None


def _second(item: list[Json]) -> Json:
    return item[1] if len(item) > 1 else ABSENT


def _promise(flat: Flat, item: list[Json]) -> Json:
    number = _second(item)
    known = isinstance(number, int) and number in flat.promises
    return flat.at(flat.promises[number]) if known else flat.problem(PENDING)


def _key(flat: Flat, key: str) -> Json:
    """Return the key that a name such as `_12` refers to."""
    number = key.removeprefix("_")
    value = flat.at(int(number)) if number.isdecimal() and len(number) < 10 else None  # noqa: PLR2004
    return value if isinstance(value, str) else ABSENT


def _without_prototype(flat: Flat, item: list[Json]) -> Json:
    pairs = _second(item)
    if not isinstance(pairs, dict):
        return ABSENT
    found = ((_key(flat, key), flat.at(index)) for key, index in pairs.items())
    return {key: value for key, value in found if ABSENT not in (key, value)}


TURBO = Grammar(
    name="turbo-stream",
    # -1 hole, -2 NaN, -3 and -6 infinities, -4 minus zero, -5 null, -7 undefined
    constants={-1: ABSENT, -2: ABSENT, -3: ABSENT, -4: 0, -5: None, -6: ABSENT, -7: ABSENT},
    tagged={
        "D": lambda _, item: date(_second(item)),
        "U": lambda _, item: _second(item),
        "B": lambda _, item: big_integer(_second(item)),
        "S": lambda flat, item: flat.listed(item[1:]),
        "M": lambda flat, item: flat.pairs(item[1:]),
        "N": _without_prototype,
        "P": _promise,
        "Z": lambda flat, item: flat.at(_second(item)),
    },
    other=lambda _flat, _item: ABSENT,  # errors, symbols, regular expressions, types of plug-ins
    key=_key,
)
