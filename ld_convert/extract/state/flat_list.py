"""Decode a flat list, whose items refer to each other by index (devalue, turbo-stream).

The two formats differ only in their tables. Items that are shared stay one object, so that a small
state cannot become large. An item inside itself is left out.
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
"""How many levels are followed; far fewer than exhaust Python's stack."""
ABSENT: Final = object()
"""Stands for undefined: an object leaves the key out, a list holds null."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DANGLING, CYCLIC, PENDING, DEEP = "LD244", "LD245", "LD246", "LD247"


class Grammar(NamedTuple):
    """What the numbers, names and keys of a flat format mean."""

    name: str
    constants: dict[int, Json]
    """Numbers that are values themselves, and no index."""
    tagged: dict[str, Callable[[Flat, list[Json]], Json]]
    """By the string that a list starts with: how the list is read."""
    other: Callable[[Flat, list[Json]], Json]
    """How a list is read that starts with another string."""
    key: Callable[[Flat, str], Json]
    sparse: int | None = None
    """First item of a list with holes, which gives the position of each of its values."""


class Flat:
    """A flat list, and the values made from it so far."""

    def __init__(self, items: list[Json], grammar: Grammar) -> None:
        self.items = items
        self.grammar = grammar
        self.promises: dict[int, int] = {}
        """By number of a promise: the index of its value."""
        self.problems: Counter[str] = Counter()
        self._made: dict[int, Json] = {}
        self._open: set[int] = set()

    def at(self, index: Json) -> Json:
        """Return the value of an index; ABSENT if there is none."""
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
        """Count a problem, and return ABSENT."""
        self.problems[code] += 1
        return ABSENT

    def listed(self, indexes: Iterable[Json]) -> list[Json]:
        """Return the values of several indexes, with None for those that are absent."""
        return [None if (value := self.at(index)) is ABSENT else value for index in indexes]

    def pairs(self, indexes: list[Json]) -> Json:
        """Return a map as an object; as a list of pairs if a key is no string."""
        flat = self.listed(indexes)
        found = list(zip(flat[::2], flat[1::2], strict=False))
        if all(isinstance(key, str) for key, _ in found):
            return dict(found)
        return [list(pair) for pair in found]

    def written(self) -> Iterator[tuple[int, int]]:
        """Yield the id() of each object and list made, with the index of its item.

        An item that only wraps another one has the index of the inner one.
        """
        found: dict[int, int] = {}
        for index, value in self._made.items():
            if isinstance(value, (dict, list)):
                wraps = id(value) in found and not isinstance(self.items[index], dict)
                found[id(value)] = found[id(value)] if wraps else index
        yield from found.items()

    def report(self, report: Report, location: Location) -> None:
        """Report the problems that were counted."""
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
        """Return a list with holes, if its length is in proportion to the number of items."""
        places = [place for place in item[2::2] if type(place) is int and place >= 0]
        if max(places, default=0) > 10 * len(self.items):
            return self.listed(item[3::2])
        found = dict(zip(item[2::2], self.listed(item[3::2]), strict=False))
        return [found.get(place) for place in range(max(places, default=-1) + 1)]


def big_integer(word: Json) -> Json:
    """Return the exact integer; the text if it is too long for Python."""
    if isinstance(word, str) and word.removeprefix("-").isdecimal() and len(word) < 1000:  # noqa: PLR2004
        return int(word)
    return word


def date(milliseconds: Json) -> Json:
    """Return a time as JavaScript writes it (ECMA-262, 21.4.1.32); ABSENT if it is not valid."""
    try:
        time = EPOCH + timedelta(milliseconds=milliseconds)
    except (TypeError, OverflowError, ValueError):
        return ABSENT
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03}Z"
