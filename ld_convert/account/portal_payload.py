"""Count the values of a portal's payload, before and after the portal's file reshapes it.

The values are counted by their path of keys, without the indexes of arrays. A value that is
counted before and not after was left out by the instructions of the file in `vocab/portals`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.account.occurrences import Marker, Occurrence
from ld_convert.expand.contexts import read_terms
from ld_convert.expand.marks import Reader
from ld_convert.vocab.reshape import EVERY, NOTHING

if TYPE_CHECKING:
    from ld_convert.model import Json
    from ld_convert.vocab.portals import Portal


def raw_values(payload: Json, portal: Portal) -> dict[str, list[Json]]:
    """Return the values at each path of a payload."""
    marker = Marker(portal.shape.pairs)
    marker(payload, Reader(read_terms(iter([portal.context]), {}), {}, marks=False))
    values: dict[str, list[Json]] = {}
    for found in marker.found:
        values.setdefault(_path(found.pointer, found.key), []).append(found.value)
    return values


def reasons(path: str, values: list[Json], count: int, portal: Portal) -> list[str]:
    """Return why `count` of the values at a path were left out by the file of a portal.

    The reason is the name of the file, with `#` and the instruction that left the value out, or the
    words that the file has for the key in `left_out`.
    """
    whole = tuple(path.removeprefix("/").split("/"))
    key, name = whole[-1], f"portals/{portal.name}"
    ways = [way for group in portal.members.once for way in group[1:]]
    is_twice = any(whole[-len(way) :] == way for way in ways)
    other = f"{name}#said-twice" if is_twice else left_out(key, portal)
    unknown = {EVERY: NOTHING, **portal.shape.unknown}

    def why(value: Json) -> str:
        if value is None or value in ("", [], {}):
            return f"{name}#empty"
        is_plain = not isinstance(value, list | dict)
        said = (type(value), value) if is_plain else None
        is_unknown = said in unknown[EVERY] or said in unknown.get(key, NOTHING)
        return f"{name}#unknown" if is_unknown else other

    found = [why(value) for value in values]
    telling = [reason for reason in found if reason != other]
    return (telling + [other] * count)[:count]


def left_out(key: str, portal: Portal) -> str:
    """Return the reason why the file of a portal leaves out the values of a key."""
    why = portal.left_out.get(key, "")
    return f"portals/{portal.name}#{why}" if why else f"portals/{portal.name}"


def raw_path(occurrence: Occurrence, payload: Json, portal: Portal) -> str:
    """Return the path in the payload from which a value of the reshaped payload was taken."""
    own, homes = portal.members.own, portal.members.homes
    if homes is not None and occurrence.key == homes.pages:
        above = [name for name in occurrence.node.split("/") if not name.isdigit()]
        return "/".join((*above, *homes.catalogues, "url"))
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
