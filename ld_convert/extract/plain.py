"""Decoded values as plain JSON: trees of dicts, lists and scalars."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ld_convert.model import Json

SPARE = 1_000_000
"""Values of a page beyond its size in bytes. JSON never has more values than bytes, so more can
only come from shared references, which multiply without bound."""
NUMBERS, HOLDERS = (bool, int, float), (dict, list)
MAX_DEPTH = 200
"""Deeper values are left out; references nest without bound, and the expansion recurses."""


class Budget:
    """How much plain JSON one page may become, and what was left out."""

    def __init__(self, size_bytes: int) -> None:
        self.values = size_bytes + SPARE
        self.lost = 0
        self.open: set[int] = set()


def plain(value: Json, budget: Budget) -> Json:
    """Return a copy that holds nothing but JSON; a cycle is cut, what is no data becomes None.

    Subclasses of str, list and dict, by which a decoder tells dates, maps and sets apart, become
    what they are made of. What is beyond the budget or too deep becomes None and is counted.
    """
    budget.values -= 1
    if isinstance(value, str):
        return value if type(value) is str else str(value)
    if value is None or isinstance(value, NUMBERS):
        return value
    if not isinstance(value, HOLDERS) or id(value) in budget.open:
        return None
    if budget.values < 0 or len(budget.open) >= MAX_DEPTH:
        budget.lost += 1
        return None
    budget.open.add(id(value))
    if isinstance(value, dict):
        copy: Json = {str(key): plain(item, budget) for key, item in value.items()}
    else:
        copy = [plain(item, budget) for item in value]
    budget.open.discard(id(value))
    return copy
