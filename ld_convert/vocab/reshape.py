"""Bring a portal's payload into the shape that the portal's context can read (see `portals`)."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

import orjson

from ld_convert.model import Json, escape_key
from ld_convert.vocab.kinds import Kinds
from ld_convert.vocab.making import Making, at
from ld_convert.vocab.records import Path, member, path

CONTAINERS = (dict, list)
"""One object: a union would be made anew for each value."""
EVERY = "*"


Unknown = dict[str, frozenset[tuple[type, Json]]]
"""By key: the values that mean that the portal does not know, with their types: true is not 1."""
NOTHING: frozenset[tuple[type, Json]] = frozenset()


class Reshaping(NamedTuple):
    """The instructions of one file of vocab/portals; `portals` says what each of them means."""

    unknown: Unknown
    pairs: tuple[Kinds, ...]
    gather: dict[str, dict[str, str]]
    first: list[list[str]]
    rewrite: dict[str, list[tuple[re.Pattern[str], str]]]
    add: dict[str, dict[str, Json]]
    keys: frozenset[str]
    """The keys that the context knows, and those that are gathered."""
    defaults: dict[str, dict[str, Json]]
    parse: frozenset[str]
    dump: frozenset[str]
    making: Making
    lift: dict[str, Path]
    kind: tuple[tuple[Path, dict[str, str | list[str]]], ...]
    """Paths of what the payload is, and the classes of each; empty where all are of one class."""

    @classmethod
    def read(cls, table: Json, keys: frozenset[str]) -> Reshaping:
        """Return the instructions of a decoded file whose context defines `keys`."""
        gather = table.get("gather", {})
        rewrite = {
            key: [found] if isinstance(found[0], str) else found
            for key, found in table.get("rewrite", {}).items()
        }
        return cls(
            unknown={
                key: frozenset((type(value), value) for value in values)
                for key, values in table.get("unknown", {}).items()
            },
            pairs=tuple(Kinds.read(*item) for item in table.get("pairs", {}).items()),
            gather=gather,
            first=table.get("first", []),
            rewrite={k: [(re.compile(a), b) for a, b in pairs] for k, pairs in rewrite.items()},
            add=table.get("add", {}),
            keys=keys.union(*(parts.values() for parts in gather.values())),
            defaults=table.get("defaults", {}),
            parse=frozenset(table.get("parse", ())),
            dump=frozenset(table.get("dump", ())),
            making=Making.read(table),
            lift={key: path(way) for key, way in table.get("lift", {}).items()},
            kind=tuple((path(way), classes) for way, classes in table.get("kind", {}).items()),
        )

    def not_first(self, there: Container[str]) -> set[str]:
        """Return the keys that are not read where others of their list are there."""
        return {key for keys in self.first for key in [k for k in keys if k in there][1:]}

    def pair_pointers(self, payload: Json) -> dict[str, str]:
        """Return, by key, the pointer of each value that is moved to the payload itself."""
        lifted = {key: "/".join(map(escape_key, way)) for key, way in self.lift.items()}
        return lifted | {
            name: pointer
            for pairs in self.pairs
            for name, pointer in pairs.pointers(payload).items()
        }


def reshaped(payload: Json, shape: Reshaping) -> Json:
    """Return a copy of a payload in the shape for its context, without values for "unknown"."""
    value = _known(payload, shape.unknown)
    classes = _classes(value, shape)
    for key, way in shape.lift.items():
        _lift(value, key, way)
    for pairs in shape.pairs:
        for name in pairs.move(value, shape.keys):
            value[name] = _parsed(value[name], name, shape)
    for name, parts in shape.gather.items():
        found = {key: value[part] for key, part in parts.items() if part in value}
        if found and not isinstance(value.get(name), dict | list):
            value = {k: v for k, v in value.items() if k not in parts.values()} | {name: found}
    return {**_finished(value, shape, ""), **classes}


def _lift(value: Json, key: str, way: Path) -> None:
    """Move the value at a path to a member of the payload; objects left empty go with it."""
    holders = [member(value, way[:depth]) for depth in range(len(way))]
    if key in value or not isinstance(holders[-1], dict) or way[-1] not in holders[-1]:
        return
    value[key] = holders[-1].pop(way[-1])
    for name, inner, outer in zip(way[-2::-1], holders[:0:-1], holders[-2::-1], strict=True):
        if inner == {}:
            del outer[name]


def _classes(value: Json, shape: Reshaping) -> Json:
    """Return the class of a payload by what it says of its kind; "" is that of all other kinds."""
    found: str | list[str] = ""
    for way, classes in shape.kind:
        kind = member(value, way)
        if isinstance(kind, str):
            return {"@type": classes.get(kind) or classes[""]}
        found = classes[""]
    return {"@type": found} if found else {}


def _known(value: Json, unknown: Unknown) -> Json:
    """Return a value without null, empty objects and lists, and values for "unknown"."""
    everywhere = unknown.get(EVERY, NOTHING)
    if isinstance(value, list):
        kept = (_known(v, unknown) if isinstance(v, CONTAINERS) else v for v in value)
        return [v for v in kept if v is not None and not _says_nothing(v, everywhere)]
    known: Json = {}
    for key, item in value.items():
        if isinstance(item, CONTAINERS):
            said = _known(item, unknown)
            if said:
                known[key] = said
        elif item is not None:
            one = (type(item), item)
            if one not in everywhere and one not in unknown.get(key, NOTHING):
                known[key] = item
    return known


def _says_nothing(value: Json, unknown: frozenset[tuple[type, Json]]) -> bool:
    """Return whether a value is empty, or one that means that the portal does not know."""
    return not value if isinstance(value, CONTAINERS) else (type(value), value) in unknown


def _finished(value: Json, shape: Reshaping, name: str) -> Json:
    """Return a value with what `first`, `rewrite` and `add` say, at every depth."""
    if isinstance(value, list):
        return [_finished(item, shape, name) for item in value]
    if isinstance(value, str) and name in shape.rewrite:
        for pattern, new in shape.rewrite[name]:
            match = pattern.fullmatch(value.strip())
            if match is not None:
                return match.expand(new)
        return value
    if not isinstance(value, dict):
        return value
    if "@value" in value:
        return value
    if any(shape.making):
        value = shape.making.of(value, name)
    if shape.dump or shape.parse:
        value = {k: _dumped(_parsed(v, k, shape), k, shape) for k, v in value.items()}
    later = shape.not_first(value)
    rewrite = shape.rewrite
    inner = {
        k: _finished(v, shape, k) if k in rewrite or isinstance(v, CONTAINERS) else v
        for k, v in value.items()
        if k not in later
    }
    return {**shape.defaults.get(name, {}), **inner, **(at(shape.add, name) or {})}


def _parsed(value: Json, key: str, shape: Reshaping) -> Json:
    """Return the array or object in a JSON text of a key that may hold one; else the value."""
    if not (isinstance(value, str) and value[:1] in ("[", "{")) or key in shape.dump:
        return value
    if key not in shape.parse and EVERY not in shape.parse:
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


def _dumped(value: Json, key: str, shape: Reshaping) -> Json:
    """Return the JSON text of an array of numbers or of a geometry, whose order a context loses."""
    is_geometry = isinstance(value, dict) and "coordinates" in value
    is_array = isinstance(value, list) and value and isinstance(value[0], int | float)
    return (
        orjson.dumps(value).decode() if key in shape.dump and (is_geometry or is_array) else value
    )
