"""The Python values of a flight payload that JSON has no type for.

Containers are subclasses of list, and dates of str, so that a scan for dicts and lists enters them
all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from ld_convert.model import Json


class FlightRow(NamedTuple):
    """One row of a payload."""

    id: int
    tag: str
    """The letter of the row's kind; empty for a model row."""
    start: int
    """Byte offset in the payload where the row's content starts."""
    end: int
    value: Json
    """The content; each reference is replaced by the very object that it refers to."""


class FlightProblem(NamedTuple):
    """A finding about a payload, before the capture that holds the payload is known."""

    code: str
    offset: int
    """Byte offset in the payload."""
    row: str
    """Id of the row, in hexadecimal."""
    values: dict[str, object]
    """The values that fill the message of the code."""


class ReactElement(list[Json]):
    """A React element: "$", type, key, props; development builds add owner and stack."""


class Map(list[Json]):
    """A Map, as a list of [key, value] pairs."""


class Set(list[Json]):
    """A Set, as the list of its members."""


class FormData(list[Json]):
    """A FormData, as a list of [name, value] pairs."""


class Iterator(list[Json]):
    """An iterator, as the list of what it yields."""


class Stream(list[Json]):
    """A ReadableStream, as the list of its items."""

    rows: tuple[FlightRow, ...] = ()


class AsyncIterator(Stream):
    """An async iterable, as the list of what it yields and, last, what it returns."""


class Date(str):
    """A Date, as the ISO 8601 text of the payload."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol of the global registry."""

    name: str


@dataclass(frozen=True, slots=True)
class Module:
    """A client component: its name, and the chunks that hold its code."""

    name: str
    id: str = ""
    chunks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerReference:
    """A function that runs on the server."""

    name: str


@dataclass(frozen=True, slots=True)
class Error:
    """An error of the server. Production payloads give its digest only."""

    digest: str = ""
    name: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Binary:
    """An ArrayBuffer, or a view of one."""

    type: str
    """Name of the JavaScript class."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Blob:
    """A Blob or File."""

    type: str
    """Media type."""
    data: bytes


def error_of(value: Any) -> Error:
    """Return the error that the content of an E row or a `$Z` row describes."""
    if isinstance(value, Error):
        return value
    known = value if isinstance(value, dict) else {}
    return Error(*(str(known.get(key) or "") for key in ("digest", "name", "message")))


def module_of(value: dict[str, Any] | list[Any]) -> Module:
    """Return the component that an I row describes: an object in 2023, an array today."""
    if isinstance(value, dict):
        value = [value.get("id"), value.get("chunks"), value.get("name")]
    key, chunks, name = (*value, None, None, None)[:3]
    listed = chunks if isinstance(chunks, list) else []
    parts = tuple([chunk for chunk in listed if isinstance(chunk, str)])
    return Module(name if isinstance(name, str) else "", "" if key is None else str(key), parts)


LIMIT = 20
"""How many problems of one code are reported one by one; the rest is counted."""


class Problems:
    """The problems of a payload, in the order in which they are met."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.found: list[FlightProblem] = []
        self.last: dict[str, FlightProblem] = {}

    def add(self, code: str, offset: int, row: int | None = None, **values: object) -> None:
        """Add one problem. The id of the row becomes the value `row` of its message."""
        name = "" if row is None else f"{row:x}"
        self.counts[code] += 1
        problem = FlightProblem(
            code, offset, name, values if row is None else {"row": name} | values
        )
        if self.counts[code] <= LIMIT:
            self.found.append(problem)
        self.last[code] = problem

    def is_full(self, code: str) -> bool:
        """Return whether the next problem of this code would only be counted."""
        return self.counts[code] >= LIMIT

    def all(self) -> tuple[FlightProblem, ...]:
        """Return the problems, and one more for each code that was met too often."""
        rest = [
            FlightProblem(
                "LD219",
                self.last[code].offset,
                self.last[code].row,
                {"count": more, "kind": code},
            )
            for code, count in sorted(self.counts.items())
            if (more := count - LIMIT) > 0
        ]
        return (*self.found, *rest)
