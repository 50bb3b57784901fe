"""Turn decoded values into plain JSON: trees of dicts, lists and scalars."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ld_convert.model import Json

SPARE = 1_000_000
"""How many values a page may have beyond its size in bytes. JSON text has fewer values than bytes.
Only values that are shared by reference, and copied here, can exceed that."""
SCALARS = frozenset({str, int, bool, type(None)})
TEXTS = frozenset({str})
HOLDERS = (dict, list)
MAX_DEPTH = 200
"""Deeper values are left out: references can nest without bound, and expansion is recursive."""


class Budget:
    """Counts the values that one page may still become, and the values that were left out."""

    def __init__(self, size_bytes: int) -> None:
        self.values = size_bytes + SPARE
        self.lost = 0
        self.finite = True
        """False after a NaN or an infinity, which JSON cannot write."""
        self.open: set[int] = set()


def plain(value: Json, budget: Budget) -> Json:
    """Return a copy of the value that holds only JSON types.

    Subclasses of str, list and dict (by which decoders mark dates, maps and sets) become str, list
    and dict. A value inside itself, and a value that is no data, become None. A value beyond the
    budget or below MAX_DEPTH becomes None too, and is counted in `budget.lost`.
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
    copy = dict(value) if TEXTS.issuperset(map(type, value)) else {str(k): value[k] for k in value}
    for key, item in copy.items():
        if type(item) in SCALARS:  # most are; a call takes longer than all the rest
            budget.values -= 1
        else:
            copy[key] = plain(item, budget)
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
