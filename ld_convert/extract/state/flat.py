"""State written as one flat list whose items name each other by index (devalue, turbo-stream).

The two formats differ in their tables only. Shared items stay one object, so that a small state
cannot grow large; an item within itself is left out there.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ld_convert.findings.report import Report
    from ld_convert.model import Json, Location

MAX_DEPTH = 100
"""Levels that are followed; far below what exhausts Python's stack."""
ABSENT: Final = object()
"""Stands for undefined: no key in an object, null in a list."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DANGLING, CYCLIC, PENDING, DEEP = "LD244", "LD245", "LD246", "LD247"


class Grammar(NamedTuple):
    """What a flat format means by its numbers, names and keys."""

    name: str
    constants: dict[int, Json]
    """Numbers that stand for a value instead of naming an item."""
    tagged: dict[str, Callable[[Flat, list[Json]], Json]]
    """By the string that a list begins with."""
    other: Callable[[Flat, list[Json]], Json]
    """For a string that is not in `tagged`."""
    key: Callable[[Flat, str], Json]
    sparse: int | None = None
    """First item of a list that names its places."""


class Flat:
    """A flat list, and the values already made of it."""

    def __init__(self, items: list[Json], grammar: Grammar) -> None:
        self.items = items
        self.grammar = grammar
        self.promises: dict[int, int] = {}
        """From the number of a promise to the item that it became."""
        self.problems: Counter[str] = Counter()
        self._made: dict[int, Json] = {}
        self._open: set[int] = set()

    def at(self, index: Json) -> Json:
        """Return the value that an index names; ABSENT where there is none."""
        if type(index) is not int:
            return self.problem(DANGLING)
        if index in self.grammar.constants:
            return self.grammar.constants[index]
        if index in self._made:
            return self._made[index]
        if not 0 <= index < len(self.items):
            return self.problem(DANGLING)
        if index in self._open:
            return self.problem(CYCLIC)
        if len(self._open) >= MAX_DEPTH:
            return self.problem(DEEP)
        self._open.add(index)
        self._made[index] = value = self._value(self.items[index])
        self._open.discard(index)
        return value

    def problem(self, code: str) -> Json:
        """Count a problem; there is no value then."""
        self.problems[code] += 1
        return ABSENT

    def listed(self, indexes: Iterable[Json]) -> list[Json]:
        """Return a list of values, null for those that are absent."""
        return [None if (value := self.at(index)) is ABSENT else value for index in indexes]

    def pairs(self, indexes: list[Json]) -> Json:
        """Return the object that a map is; a list of pairs where a key is no string."""
        flat = self.listed(indexes)
        found = list(zip(flat[::2], flat[1::2], strict=False))
        if all(isinstance(key, str) for key, _ in found):
            return dict(found)
        return [list(pair) for pair in found]

    def written(self) -> Iterator[tuple[int, int]]:
        """Yield, for each object and list that was made, its id() and the index of its item.

        What only wraps another item gives way to that item.
        """
        found: dict[int, int] = {}
        for index, value in self._made.items():
            if isinstance(value, (dict, list)):
                wraps = id(value) in found and not isinstance(self.items[index], dict)
                found[id(value)] = found[id(value)] if wraps else index
        yield from found.items()

    def report(self, report: Report, location: Location) -> None:
        """Report what was counted."""
        for code, count in sorted(self.problems.items()):
            report.add(code, location, count=count, container=self.grammar.name)

    def _value(self, item: Json) -> Json:
        if isinstance(item, dict):
            found = ((self.grammar.key(self, key), self.at(item[key])) for key in item)
            return {key: value for key, value in found if ABSENT not in (key, value)}
        if not isinstance(item, list):
            return item
        if item and isinstance(item[0], str):
            return self.grammar.tagged.get(item[0], self.grammar.other)(self, item)
        if item and item[0] == self.grammar.sparse:
            return self._sparse(item)
        return self.listed(item)

    def _sparse(self, item: list[Json]) -> Json:
        """Return a list with holes; no longer than what is written about it allows."""
        places = [place for place in item[2::2] if type(place) is int and place >= 0]
        if max(places, default=0) > 10 * len(self.items):
            return self.listed(item[3::2])
        found = dict(zip(item[2::2], self.listed(item[3::2]), strict=False))
        return [found.get(place) for place in range(max(places, default=-1) + 1)]


def big_integer(word: Json) -> Json:
    """Return an exact integer; a word too long for Python stays a string."""
    if isinstance(word, str) and word.removeprefix("-").isdecimal() and len(word) < 1000:  # noqa: PLR2004
        return int(word)
    return word


def date(milliseconds: Json) -> Json:
    """Return a time as JavaScript writes it (ECMA-262, 21.4.1.32); ABSENT for no valid one."""
    try:
        time = EPOCH + timedelta(milliseconds=milliseconds)
    except (TypeError, OverflowError, ValueError):
        return ABSENT
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03}Z"
