"""Make the values that a model string builds from the content of another row.

These are paths into a row (`$1:props:children:0`) and containers made from a row (`$Q1` is a Map).
Both need the direct references of that row to be resolved first. Source: `getOutlinedModel` of
React's client, 19.0 to 19.3.
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
"""Letters of model strings that build a new value from the row they refer to."""
FIELDS = {"type": 1, "key": 2, "props": 3, "_owner": 4}
"""Index of each field of a React element in its array."""
INDEX_DIGITS = 9
MISSING = object()
CANNOT = object()


class Complain(Protocol):
    """A function that reports a problem with a model string."""

    def __call__(self, code: str, row: int, text: str, **values: object) -> None:
        """Report the problem `code` of the model string `text` in `row`."""


class Deferred:
    """Fills the slots that wait for a value, until the value is made."""

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
        """A letter of DERIVED; empty if the value itself is meant."""
        self.target = target
        """Id of the row where the path begins."""
        self.steps = steps
        """Names of the steps of the path, the next one last."""
        self.text = text
        self.row = row
        """Id of the row that holds the model string."""
        self.slots: list[tuple[Json, Json]] = []
        """Container and key of each slot that waits for the value."""
        self.at: Json = MISSING
        """The value that the path has reached so far."""
        self.home = target
        """Id of the row that the path has reached so far."""
        self.value: Json = None
        self.started = False
        self.is_open = True


class Maker:
    """Makes deferred values; a value that needs another one is made after it."""

    def __init__(
        self,
        roots: dict[int, Json],
        budget: int,
        complain: Complain,
        enter: Callable[[int], None],
    ) -> None:
        self.roots = roots
        self.budget = budget
        """Bytes that blobs may still copy, so that a small payload cannot build a huge one."""
        self.complain = complain
        self.enter = enter
        """Called with the id of a row before a path goes on inside that row."""
        self.homes: dict[int, int] = {}
        """By id() of a row's content: the id of the row."""
        self.made: dict[tuple[str, int], Json] = {}
        self.sources: dict[int, list[Json]] = {}
        """By id() of a container: the array that it is filled from."""
        self.containers: list[list[Json]] = []

    def settle(self, deferred: list[Deferred]) -> None:
        """Fill every waiting slot: paths first, because containers are built from their values."""
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
        """Follow a path as far as it goes; return the deferred value that it waits for, if any."""
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
        """Return what the letter `kind` builds from the end of the path, once for each value."""
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
        """Return an empty container; `settle` fills it when all slots are filled."""
        if type(item.at) is not list:
            return CANNOT
        made = CONTAINERS[item.kind]()
        self.containers.append(made)
        self.sources[id(made)] = item.at
        return made

    def blob(self, item: Deferred) -> Json:
        """Return the blob that an array of media type and parts describes."""
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
    """Return the property of a value that a step of a path names; MISSING if it has none."""
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
