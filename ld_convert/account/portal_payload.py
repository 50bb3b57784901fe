"""Payloads that `vocab/portals` describes: their own values, found again in what is read of them.

A payload is reshaped before it is expanded. Both sides are counted by the path of keys, without
the numbers of array items: what is left over was set aside by the instructions of the file.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ld_convert.account.occurrences import Marker, Occurrence
from ld_convert.expand.contexts import read_terms
from ld_convert.expand.marks import Reader

if TYPE_CHECKING:
    from ld_convert.model import Json
    from ld_convert.vocab.portals import Portal


def raw_counts(payload: Json, portal: Portal) -> Counter[str]:
    """Return how many values a payload has at each path."""
    marker = Marker(portal.shape.pairs)
    marker(payload, Reader(read_terms(iter([portal.context]), {}), {}, marks=False))
    return Counter(_path(found.pointer, found.key) for found in marker.found)


def raw_path(occurrence: Occurrence, payload: Json, portal: Portal) -> str:
    """Return the path at which a payload has what became a value of the reshaped payload."""
    first, _, rest = occurrence.pointer.removeprefix("/").partition("/")
    pairs = portal.shape.pair_pointers(payload)
    if first in pairs and first not in payload:
        tail = f"/{rest}" if rest else ""
        return _path(f"/{pairs[first]}{tail}", occurrence.key)
    parts = portal.shape.gather.get(first, {})
    is_gathered = occurrence.key in parts and rest == occurrence.key
    if is_gathered and not isinstance(payload.get(first), dict | list):
        return _path(f"/{parts[occurrence.key]}", parts[occurrence.key])
    return _path(occurrence.pointer, occurrence.key)


def _path(pointer: str, key: str) -> str:
    names = [name for name in pointer.split("/") if not name.isdigit() and name != "@list"]
    return "/".join(names if names[-1:] == [key] else [*names, key])
