"""Count the values of a portal's payload, before and after the portal's file reshapes it.

The values are counted by their path of keys, without the indexes of arrays. A value that is
counted before and not after was left out by the instructions of the file in `vocab/portals`.
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
    """Return the number of values at each path of a payload."""
    marker = Marker(portal.shape.pairs)
    marker(payload, Reader(read_terms(iter([portal.context]), {}), {}, marks=False))
    return Counter(_path(found.pointer, found.key) for found in marker.found)


def raw_path(occurrence: Occurrence, payload: Json, portal: Portal) -> str:
    """Return the path in the payload from which a value of the reshaped payload was taken."""
    own, homes = portal.members.own, portal.members.homes
    if homes is not None and occurrence.key == homes.pages:
        return "/".join(("", *homes.catalogues, "url"))
    if own and own in occurrence.pointer:
        pointer = occurrence.pointer.replace(own, "")
        occurrence = occurrence._replace(key=occurrence.key.removeprefix(own), pointer=pointer)
    first, _, rest = occurrence.pointer.removeprefix("/").partition("/")
    pairs = portal.shape.pair_pointers(payload)
    if first in pairs and first not in payload:
        tail = f"/{rest}" if rest else ""
        return _path(f"/{pairs[first]}{tail}", occurrence.key)
    parts = portal.shape.gather.get(first, {})
    is_gathered = occurrence.key in parts and rest == occurrence.key
    if is_gathered and not isinstance(payload.get(first), dict | list):
        return _path(f"/{parts[occurrence.key]}", parts[occurrence.key])
    names = _names(occurrence.pointer, occurrence.key)
    papers = portal.members.papers
    return "/".join(papers.source(names) if papers is not None else names)


def _path(pointer: str, key: str) -> str:
    return "/".join(_names(pointer, key))


def _names(pointer: str, key: str) -> list[str]:
    names = [name for name in pointer.split("/") if not name.isdigit() and name != "@list"]
    return names if names[-1:] == [key] else [*names, key]
