"""Decoded values as plain JSON: trees of dicts, lists and scalars."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ld_convert.model import Json

MAX_VALUES = 1_000_000
"""A fragment with more values is cut: shared references can multiply without bound."""


class _Budget:
    def __init__(self) -> None:
        self.left = MAX_VALUES
        self.open: set[int] = set()


def plain(value: Json, budget: _Budget | None = None) -> Json:
    """Return a copy that holds nothing but JSON; a cycle is cut, what is no data becomes None.

    Subclasses of str, list and dict, by which a decoder tells dates, maps and sets apart, become
    what they are made of.
    """
    budget = budget or _Budget()
    budget.left -= 1
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if budget.left < 0 or not isinstance(value, dict | list) or id(value) in budget.open:
        return None
    budget.open.add(id(value))
    if isinstance(value, dict):
        copy: Json = {str(key): plain(item, budget) for key, item in value.items()}
    else:
        copy = [plain(item, budget) for item in value]
    budget.open.discard(id(value))
    return copy
