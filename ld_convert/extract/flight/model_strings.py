"""Resolve model strings: the JSON strings that start with a dollar sign in flight rows.

Source: `parseModelString` of React's client, 18.3-canary to 19.3. Keys are never escaped.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache

from ld_convert.extract.flight.deferred_values import DERIVED, Complain, Deferred
from ld_convert.extract.flight.values import Date, Error, ReactElement, Symbol
from ld_convert.model import Json

PLAIN = re.compile(r"\$(?:[L@]|(?![BDEF]))([0-9a-fA-F]{1,16})")
"""A reference to a whole row. `$L1` (lazy) and `$@1` (promise) are read as the row itself."""
ROW_AND_STEPS = re.compile(r"\$[QWKBiZhF]?([0-9a-fA-F]{1,16})(:.*)?", re.DOTALL)
INTEGER = re.compile(r"-?[0-9]{1,4300}")  # Python itself refuses more digits


class Undefined:
    """The value undefined. An object leaves the key out; an array holds null."""


UNDEFINED = Undefined()
CANNOT = Undefined()
"""Returned by the functions of SCALARS for a string that they cannot read."""


def _minus(text: str) -> Json:
    return {"$-0": -0.0, "$-Infinity": -math.inf}.get(text, CANNOT)


def _integer(text: str) -> Json:
    return int(text[2:]) if INTEGER.fullmatch(text[2:]) else CANNOT


SCALARS: dict[str, Callable[[str], Json]] = {
    "": lambda text: text,  # marks an element
    "$": lambda text: text[1:],
    "S": lambda text: Symbol(text[2:]),
    "D": lambda text: Date(text[2:]),
    "n": _integer,
    "-": _minus,
    "I": lambda _: math.inf,
    "N": lambda _: math.nan,
    "u": lambda _: UNDEFINED,
    "w": lambda _: UNDEFINED,
    "T": lambda _: None,  # temporary reference: only the server could read it
    "E": lambda _: None,  # source of a function, development
    "P": lambda _: None,  # constructor, development; context provider, 2023
    "Y": lambda _: None,  # omitted, development
}
WHOLE: dict[str, Callable[[], Json]] = {"$@": lambda: None, "$Z": Error}
"""Strings that refer to no row: a promise that never resolves, and an error without details."""


class Resolver:
    """Replaces model strings in place, without recursion; each container is walked once."""

    def __init__(self, roots: dict[int, Json], complain: Complain) -> None:
        self.roots = roots
        """By row: its content. The content may itself be a model string."""
        self.complain = complain
        self.deferred: list[Deferred] = []
        self.reached: dict[int, set[int]] = {}
        """By row: the rows that its references lead to."""
        self.leads: dict[int, int] = {}
        """By row that is only a reference: a row that has the same value."""

    def settle_roots(self) -> None:
        """Resolve the rows that are a model string, before other rows refer to them."""
        waiting = {k: v for k, v in self.roots.items() if type(v) is str and v[:1] == "$"}
        for first in list(waiting):
            chain: dict[int, str] = {}
            target: int | None = first
            while target is not None and target in waiting:
                chain[target] = waiting.pop(target)
                target = plain_reference(chain[target])
            if chain:
                self._settle_chain(chain, target)

    def _settle_chain(self, chain: dict[int, str], target: int | None) -> None:
        """Give each row of a chain of references the value at the end of the chain."""
        last, text = next(reversed(chain.items()))
        if target is not None and target in chain:
            self.complain("LD214", last, text)
            value = None
        else:
            value = self.revive(text, self.roots, last, last)
        value = None if value is UNDEFINED else value
        for row in chain:
            self.roots[row] = value
            if row != last or target is not None:
                self.leads[row] = last if target is None else target
            if type(value) is Deferred and row != last:
                value.slots.append((self.roots, row))

    def walk(self, root: Json, row: int, left: int) -> None:
        """Resolve every model string inside a container.

        `left` are the strings with a dollar sign in front that it holds at most: after the last of
        them nothing more is looked at.
        """
        stack, ready = [root], self.roots
        reached = self.reached.setdefault(row, set())
        while stack and left:
            node = stack.pop()
            is_dict = type(node) is dict
            absent: list[Json] = ["__proto__"] if is_dict and "__proto__" in node else []
            for key, value in node.items() if is_dict else enumerate(node):
                kind = type(value)
                if kind is str:
                    if value[:1] != "$":
                        continue
                    left -= 1
                    if value == "$":
                        continue
                    target = plain_reference(value)
                    if target in ready and type(found := ready[target]) is not Deferred:
                        node[key] = found  # nine of ten references end here
                        reached.add(target)
                        continue
                    revived = self.revive(value, node, key, row)
                    if revived is UNDEFINED and is_dict:
                        absent.append(key)
                    else:
                        node[key] = None if revived is UNDEFINED else revived
                elif kind is dict:
                    stack.append(value)
                elif kind is list and value:
                    if value[0] == "$":
                        value = node[key] = ReactElement(value)  # noqa: PLW2901
                    stack.append(value)
            for key in absent:
                node.pop(key, None)

    def revive(self, text: str, container: Json, key: Json, row: int) -> Json:
        """Return the value of a model string; a Deferred fills its slot later."""
        scalar = SCALARS.get(text[1:2])
        if scalar is not None:
            value = scalar(text)
            if value is not CANNOT:
                return value
            self.complain("LD204", row, text)
            return None
        target = plain_reference(text)
        if target is not None:
            return self._row(target, text, container, key, row)
        if text in WHOLE:
            return WHOLE[text]()
        match = ROW_AND_STEPS.fullmatch(text)
        if match is None:
            self.complain("LD204", row, text)
            return text
        kind = text[1] if text[1] in DERIVED else ""
        steps = match[2].split(":")[:0:-1] if match[2] else []
        deferred = Deferred(kind, int(match[1], 16), steps, text, row)
        deferred.slots.append((container, key))
        self.deferred.append(deferred)
        self.reached.setdefault(row, set()).add(deferred.target)
        return deferred

    def _row(self, target: int, text: str, container: Json, key: Json, row: int) -> Json:
        """Return the content of a row; None, with a problem, if the payload has no such row."""
        if target not in self.roots:
            self.complain("LD212", row, text)
            return None
        value = self.roots[target]
        if type(value) is Deferred:
            value.slots.append((container, key))
        return value


@lru_cache(maxsize=4096)
def row_of(text: str) -> int | None:
    """Return the row that a string refers to, -1 if it refers to none.

    None if the string is a path, is built from a row, or cannot be read. `text` may end with a
    backslash, where the JSON string goes on with an escape.
    """
    scalar = SCALARS.get(text[1:2])
    if scalar is not None:
        return None if scalar(text) is CANNOT else -1
    return -1 if text in WHOLE else plain_reference(text)


@lru_cache(maxsize=4096)
def plain_reference(text: str) -> int | None:
    """Return the row that a string refers to as a whole; None for any other string."""
    match = PLAIN.fullmatch(text)
    return int(match[1], 16) if match else None
