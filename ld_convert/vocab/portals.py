"""How to recognise a portal's own JSON and how to read it, from `vocab/portals/*.jsonld`.

A file is a JSON-LD context with instructions for what a context cannot say:

* `recognise`: an object with all of these keys is a payload of the portal; `within`: an object with
  all of these keys is no payload, but wraps some.
* `unknown`: by key, values that mean that the portal does not know; `*` stands for every key.
* `pairs`: by key of a list, the names under which its items give a key and a value; pairs whose
  key the context knows become properties of the payload.
* `gather`: by key, an object made of keys that belong together; from its keys to theirs.
* `first`: lists of keys of which only the first that has a value is read.
* `rewrite`: by key, a regular expression for the whole text, and what it becomes.
* `add`: by key, what its objects get where they do not say it in our words; "" is the payload.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import orjson

from ld_convert.model import Json, escape_key
from ld_convert.vocab.files import data
from ld_convert.vocab.namespaces import DERIVED, SCHEMA
from ld_convert.vocab.plugins import PORTALS, plugin_error, plugin_file, plugins
from ld_convert.vocab.reshape import Reshaping

SUFFIX = ".jsonld"
PREFIXES = {"schema": SCHEMA, "derived": DERIVED}
"""Prefixes that hold in each file, whether its context comes from elsewhere or not."""


class Portal(NamedTuple):
    """One file of vocab/portals."""

    name: str
    keys: frozenset[str]
    """An object that has all of these keys is such a payload."""
    within: frozenset[str]
    """An object that has all of these keys holds payloads; empty where nothing does."""
    context: Json
    shape: Reshaping
    """What is done to the payload before the context is."""
    nests: tuple[str, ...]
    """Keys whose object only groups properties of the object around it (JSON-LD 1.1, 4.5)."""
    terms: dict[str, dict[str, str]]
    """By key of the object that holds them, "" for the payload: from key to its IRI."""

    def spelled(self, value: Json) -> dict[str, str]:
        """Return the pointer, from the payload, at which it gives each predicate IRI."""
        keys: dict[str, str] = {}
        for nest in ("", *self.nests):
            inside = value.get(nest) if nest else value
            for key in inside if isinstance(inside, dict) else ():
                iri = self.terms[""].get(key, SCHEMA + key)
                keys.setdefault(iri, f"{nest}/{escape_key(key)}" if nest else escape_key(key))
        for key, pointer in self.shape.pair_pointers(value).items():
            if key in self.terms[""]:
                keys.setdefault(self.terms[""][key], pointer)
        return keys

    def spelled_inside(self, payload: Json, pointer: str) -> dict[str, str]:
        """Return the key of each predicate IRI of the object at a pointer inside the payload."""
        value, holder = payload, ""
        for name in pointer.split("/")[1:]:
            if isinstance(value, list) and name.isdigit() and int(name) < len(value):
                value = value[int(name)]
            elif isinstance(value, dict):
                value, holder = value.get(name), name
        terms = self.terms[""]
        if holder in self.terms:
            terms = terms | self.terms[holder]
        return {terms[key]: key for key in value if key in terms} if isinstance(value, dict) else {}


@cache
def portals() -> dict[str, Portal]:
    """Return every portal by name: ours, then those of other packages.

    Raises UsageError, which names the plug-in, for a file of another package that cannot be used.
    """
    files = sorted(data("vocab/portals").iterdir(), key=lambda file: file.name)
    found = {}
    for file in files:
        if file.name.endswith(SUFFIX):
            name = file.name.removesuffix(SUFFIX)
            found[name] = _portal(name, orjson.loads(file.read_bytes()))
    for name, entry in plugins(PORTALS).items():
        if name in found:
            raise plugin_error(entry, "we have a portal of that name")
        found[name] = _of_plugin(name)
    return found


def _of_plugin(name: str) -> Portal:
    entry, file = plugins(PORTALS)[name], plugin_file(PORTALS, name, name + SUFFIX)
    if file is None:
        raise plugin_error(entry, f"its package has no file {name}{SUFFIX}")
    try:
        return _portal(name, orjson.loads(file.read_bytes()))
    except (ValueError, LookupError, TypeError, AttributeError, re.error) as error:
        why = f"{name}{SUFFIX}: {type(error).__name__}: {error}"
        raise plugin_error(entry, why) from error


def _portal(name: str, table: Json) -> Portal:
    own = table["@context"][-1]
    prefixes = PREFIXES | {key: iri for key, iri in own.items() if str(iri)[-1] in "/#:"}
    terms = {"": _terms(own, prefixes)}
    for key, term in own.items():
        if isinstance(term, dict) and "@context" in term:
            terms[key] = _terms(term["@context"], prefixes)
    return Portal(
        name,
        frozenset(table["recognise"]),
        frozenset(table.get("within", ())),
        table["@context"],
        Reshaping.read(table, frozenset(key for key, term in own.items() if term is not None)),
        tuple(key for key, term in own.items() if term == "@nest"),
        terms,
    )


def _terms(context: Json, prefixes: dict[str, str]) -> dict[str, str]:
    """Return the IRI of each term that a context defines by a prefix."""
    terms = {}
    for key, term in context.items():
        name = str(term.get("@id", "") if isinstance(term, dict) else term or "")
        prefix, colon, local = name.partition(":")
        if colon and prefix in prefixes:
            terms[key] = prefixes[prefix] + local
    return terms


def portal_of(value: Json) -> str:
    """Return the name of the portal whose payload an object is; empty for none."""
    for key, portal in telling_keys():
        if key in value and portal.keys <= value.keys():
            return portal.name
    return ""


@cache
def telling_keys() -> tuple[tuple[str, Portal], ...]:
    """Return for each portal one key that all its payloads have and that others rarely have."""
    return tuple((max(sorted(w.keys), key=len), w) for w in portals().values())


def holds_payloads(value: Json) -> bool:
    """Return whether an object only wraps a portal's payloads (`within` in the portal's file)."""
    return any(keys <= value.keys() for keys in _packing())


@cache
def _packing() -> tuple[frozenset[str], ...]:
    return tuple(portal.within for portal in portals().values() if portal.within)
