"""Decoded values as plain JSON: trees of dicts, lists and scalars."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ld_convert.model import Json

SPARE = 1_000_000
"""Values of a page beyond its size in bytes. JSON never has more values than bytes, so more can
only come from shared references, which multiply without bound."""
SCALARS = frozenset({str, int, bool, type(None)})
HOLDERS = (dict, list)
MAX_DEPTH = 200
"""Deeper values are left out; references nest without bound, and the expansion recurses."""


class Budget:
    """How much plain JSON one page may become, and what was left out."""

    def __init__(self, size_bytes: int) -> None:
        self.values = size_bytes + SPARE
        self.lost = 0
        self.finite = True
        """False after a number that JSON cannot write."""
        self.open: set[int] = set()


def plain(value: Json, budget: Budget) -> Json:
    """Return a copy that holds nothing but JSON; a cycle is cut, what is no data becomes None.

    Subclasses of str, list and dict, by which a decoder tells dates, maps and sets apart, become
    what they are made of. What is beyond the budget or too deep becomes None and is counted.
    """
    budget.values -= 1
    if type(value) in SCALARS:
        return value
    if isinstance(value, float):
        budget.finite &= isfinite(value)
        return value
    if isinstance(value, str):
        return str(value)
    if not isinstance(value, HOLDERS) or id(value) in budget.open:
        return None
    if budget.values < 0 or len(budget.open) >= MAX_DEPTH:
        budget.lost += 1
        return None
    budget.open.add(id(value))
    copy = _object(value, budget) if isinstance(value, dict) else _array(value, budget)
    budget.open.discard(id(value))
    return copy


def _object(value: dict[str, Json], budget: Budget) -> dict[str, Json]:
    copy = {}
    for key, item in value.items():
        if type(item) in SCALARS:  # most are; a call takes longer than all the rest
            budget.values -= 1
            copy[str(key)] = item
        else:
            copy[str(key)] = plain(item, budget)
    return copy


def _array(value: list[Json], budget: Budget) -> list[Json]:
    copy = []
    for item in value:
        if type(item) in SCALARS:
            budget.values -= 1
            copy.append(item)
        else:
            copy.append(plain(item, budget))
    return copy
