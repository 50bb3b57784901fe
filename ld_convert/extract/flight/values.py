"""The Python values that a flight payload decodes to, where JSON has no value of that kind.

Containers are lists and dates are strings, so that a scan for dicts and lists meets everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from ld_convert.model import Json


class Row(NamedTuple):
    """One row of a payload."""

    id: int
    tag: str
    """Letter of the row's kind; empty for a model row."""
    start: int
    """Byte offset in the payload at which the row's own content starts."""
    end: int
    value: Json
    """The content with each reference replaced by the very object it leads to."""


class Problem(NamedTuple):
    """One finding, before it is known which capture holds the payload."""

    code: str
    offset: int
    """Byte offset in the payload."""
    row: str
    """Id of the row, in hexadecimal."""
    values: dict[str, object]
    """What fills the text of the code."""


class Element(list[Json]):
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
    """A ReadableStream, as the list of its items; `rows` says where each item stands."""

    rows: tuple[Row, ...] = ()


class AsyncIterator(Stream):
    """An async iterable or iterator, as the list of what it yields and, last, returns."""


class Date(str):
    """A Date, as the ISO 8601 text on the wire."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol of the global registry."""

    name: str


@dataclass(frozen=True, slots=True)
class Module:
    """A client component: what it is called and the chunks that hold its program."""

    name: str
    id: str = ""
    chunks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerReference:
    """A function that runs on the server."""

    name: str


@dataclass(frozen=True, slots=True)
class Error:
    """An error that the server met; production payloads say no more than the digest."""

    digest: str = ""
    name: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Binary:
    """An ArrayBuffer or a view on one."""

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
    """Return the error that the content of an E row or of a `$Z` row describes."""
    if isinstance(value, Error):
        return value
    known = value if isinstance(value, dict) else {}
    return Error(*(str(known.get(key) or "") for key in ("digest", "name", "message")))


def module_of(value: dict[str, Any] | list[Any]) -> Module:
    """Return what an I row describes, in the form of 2023 (object) or of today (array)."""
    if isinstance(value, dict):
        value = [value.get("id"), value.get("chunks"), value.get("name")]
    key, chunks, name = (*value, None, None, None)[:3]
    listed = chunks if isinstance(chunks, list) else []
    parts = tuple([chunk for chunk in listed if isinstance(chunk, str)])
    return Module(name if isinstance(name, str) else "", "" if key is None else str(key), parts)
