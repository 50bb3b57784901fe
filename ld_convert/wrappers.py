"""Portals' own payloads: `vocab/sources/*.jsonld` says how to know one and how to read it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import orjson

from ld_convert.contexts import DERIVED, SCHEMA
from ld_convert.data import data

if TYPE_CHECKING:
    from ld_convert.model import Json

SUFFIX = ".jsonld"


class Wrapper(NamedTuple):
    """One file of vocab/sources."""

    name: str
    keys: frozenset[str]
    """An object that has all of these keys is such a payload."""
    context: Json
    unknown: dict[str, list[Json]]
    """By key: values that mean that the portal does not know."""

    nests: tuple[str, ...]
    """Keys whose object only groups properties of the object around it (JSON-LD 1.1, 4.5)."""
    terms: dict[str, str]
    """From key to the IRI that the context gives it."""


@cache
def wrappers() -> dict[str, Wrapper]:
    """Return every wrapper by name."""
    found = {}
    for file in sorted(data("vocab/sources").iterdir(), key=lambda file: file.name):
        if file.name.endswith(SUFFIX):
            name, table = file.name.removesuffix(SUFFIX), orjson.loads(file.read_bytes())
            own = table["@context"][-1]
            found[name] = Wrapper(
                name,
                frozenset(table["recognise"]),
                table["@context"],
                table.get("unknown", {}),
                tuple(key for key, term in own.items() if term == "@nest"),
                {key: _iri(term) for key, term in own.items() if _iri(term)},
            )
    return found


def _iri(term: Json) -> str:
    """Return the IRI of a term's definition; our files use two prefixes."""
    name = str(term.get("@id", "") if isinstance(term, dict) else term or "")
    for prefix, namespace in (("schema:", SCHEMA), ("derived:", DERIVED)):
        if name.startswith(prefix):
            return namespace + name.removeprefix(prefix)
    return ""


def wrapper_of(value: Json) -> str:
    """Return the name of the wrapper that an object is, or the empty string."""
    for wrapper in wrappers().values():
        if wrapper.keys <= value.keys():
            return wrapper.name
    return ""


def known(value: Json, unknown: dict[str, list[Json]]) -> Json:
    """Return a payload without what says nothing: null, empty objects, values for "unknown"."""
    if isinstance(value, list):
        return [known(item, unknown) for item in value if item not in ({}, None)]
    if not isinstance(value, dict):
        return value
    return {
        key: known(item, unknown)
        for key, item in value.items()
        if item not in ({}, None) and not _listed(item, unknown.get(key, ()))
    }


def _listed(value: Json, values: list[Json] | tuple[()]) -> bool:
    """Return whether a value is in a list; true is not 1 here."""
    return any(value == other and type(value) is type(other) for other in values)
