"""Values that can be made only when every direct reference is in its place.

These are paths into a row (`$1:props:children:0`) and what is built from a row (`$Q1`, a Map).
Source: `getOutlinedModel` of React's client, 19.0 to 19.3.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ld_convert.extract.flight.values import (
    Binary,
    Blob,
    FormData,
    Iterator,
    Map,
    ReactElement,
    ServerReference,
    Set,
    error_of,
)
from ld_convert.model import Json

CONTAINERS: dict[str, type[list[Json]]] = {"Q": Map, "W": Set, "K": FormData, "i": Iterator}
DERIVED = frozenset("QWKBiZhF")
"""Letters of values made from the row that the rest of the string refers to."""
FIELDS = {"type": 1, "key": 2, "props": 3, "_owner": 4}
"""Position of each field of an element in its array."""
INDEX_DIGITS = 9
MISSING = object()
CANNOT = object()


class Complain(Protocol):
    """Reports a problem with a model string of a row."""

    def __call__(self, code: str, row: int, text: str, **values: object) -> None:
        """Add the problem, with the place of the string."""


class Deferred:
    """Stands in the slots that wait for a value, until the value is made."""

    __slots__ = (
        "at",
        "home",
        "is_open",
        "kind",
        "row",
        "slots",
        "started",
        "steps",
        "target",
        "text",
        "value",
    )

    def __init__(self, kind: str, target: int, steps: list[str], text: str, row: int) -> None:
        self.kind = kind
        """Letter of DERIVED, or empty for the thing itself."""
        self.target = target
        """Id of the row where the path begins."""
        self.steps = steps
        """Names on the path, the first one last."""
        self.text = text
        self.row = row
        """Id of the row that holds the string."""
        self.slots: list[tuple[Json, Json]] = []
        """Container and key of each place that waits."""
        self.at: Json = MISSING
        """How far the path has been followed."""
        self.home = target
        """Id of the row that the path has led into."""
        self.value: Json = None
        self.started = False
        self.is_open = True


class Maker:
    """Makes deferred values, each after those that it depends on."""

    def __init__(
        self,
        roots: dict[int, Json],
        budget: int,
        complain: Complain,
        enter: Callable[[int], None],
    ) -> None:
        self.roots = roots
        self.budget = budget
        """Bytes that blobs may still copy: a small payload must not name a huge one."""
        self.complain = complain
        self.enter = enter
        """Called with the id of a row before a path goes on inside it."""
        self.homes: dict[int, int] = {}
        """Rows by the identity of what they hold."""
        self.made: dict[tuple[str, int], Json] = {}
        self.sources: dict[int, list[Json]] = {}
        """The array under each container, by the identity of the container."""
        self.containers: list[list[Json]] = []

    def settle(self, deferred: list[Deferred]) -> None:
        """Put a value into every waiting slot; paths come first, as the rest is made from them."""
        if deferred:
            self.homes = {id(root): row for row, root in self.roots.items()}
        for first in sorted(deferred, key=lambda item: item.kind != ""):
            stack = [first]
            while stack:
                item = stack[-1]
                blocker = self._advance(item)
                if blocker is None:
                    stack.pop()
                elif blocker.started:
                    self.complain("LD214", item.row, item.text)
                    self._finish(item, None)
                else:
                    stack.append(blocker)
        for container in self.containers:
            container.extend(self.sources[id(container)])

    def _advance(self, item: Deferred) -> Deferred | None:
        """Follow a path as far as it goes; return the value it waits for, if any."""
        if not item.is_open:
            return None
        item.started = True
        if item.at is MISSING:
            if item.target not in self.roots:
                self.complain("LD212", item.row, item.text)
                self._finish(item, None)
                return None
            item.at = self.roots[item.target]
            self.enter(item.target)
        while True:
            if type(item.at) is Deferred:
                if item.at.is_open:
                    return item.at
                item.at, item.home = item.at.value, item.at.home
            elif item.steps:
                name = item.steps.pop()
                item.at = step(self.sources.get(id(item.at), item.at), name)
                if id(item.at) in self.homes:
                    item.home = self.homes[id(item.at)]
                    self.enter(item.home)
                if item.at is MISSING:
                    self.complain("LD213", item.row, item.text, step=name)
                    self._finish(item, None)
                    return None
            else:
                self._finish(item, self._make(item))
                return None

    def _finish(self, item: Deferred, value: Json) -> None:
        item.value, item.is_open, item.at = value, False, None
        for container, key in item.slots:
            container[key] = value

    def _make(self, item: Deferred) -> Json:
        """Return what is made from the value at the end of the path, one thing from one value."""
        if not item.kind or item.at is None:
            return item.at
        known = (item.kind, id(item.at))
        if known not in self.made:
            made = MAKERS[item.kind](self, item)
            if made is CANNOT:
                self.complain("LD204", item.row, item.text)
                made = None
            self.made[known] = made
        return self.made[known]

    def container(self, item: Deferred) -> Json:
        """Return an empty container; its items come when all slots are filled."""
        if type(item.at) is not list:
            return CANNOT
        made = CONTAINERS[item.kind]()
        self.containers.append(made)
        self.sources[id(made)] = item.at
        return made

    def blob(self, item: Deferred) -> Json:
        """Return the blob whose array holds its media type and its parts."""
        if type(item.at) is not list or not item.at:
            return CANNOT
        media_type, *parts = item.at
        pieces = []
        for part in parts:
            if not isinstance(part, (str, Binary)):
                return CANNOT
            piece = part.encode() if isinstance(part, str) else part.data
            if len(piece) > self.budget:
                return CANNOT
            self.budget -= len(piece)
            pieces.append(piece)
        return Blob(str(media_type), b"".join(pieces))


def _server_reference(_maker: Maker, item: Deferred) -> Json:
    name = item.at.get("id") if type(item.at) is dict else None
    return CANNOT if name is None else ServerReference(str(name))


MAKERS: dict[str, Callable[[Maker, Deferred], Json]] = {
    **dict.fromkeys(CONTAINERS, Maker.container),
    **dict.fromkeys("hF", _server_reference),
    "B": Maker.blob,
    "Z": lambda _maker, item: error_of(item.at),
}


def step(value: Json, name: str) -> Json:
    """Return the own property of a value that a path names, else MISSING."""
    if isinstance(value, dict):
        return value.get(name, MISSING)
    if not isinstance(value, list):
        return MISSING
    if isinstance(value, ReactElement):
        index = FIELDS.get(name, len(value))
    else:
        is_index = name.isascii() and name.isdigit() and len(name) <= INDEX_DIGITS
        index = int(name) if is_index else len(value)
    return value[index] if index < len(value) else MISSING
