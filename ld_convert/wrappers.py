"""Portals' own payloads: `vocab/sources/*.jsonld` says how to know one and how to read it.

A file is a JSON-LD context with instructions for what a context cannot say:

* `recognise`: an object with all of these keys is such a payload; `within`: an object with all of
  these is none itself, but holds some.
* `unknown`: by key, values that mean that the portal does not know; `*` stands for every key.
* `pairs`: by key of a list, the names under which its items give a key and a value; pairs whose
  key the context knows become properties of the payload.
* `gather`: by key, an object made of keys that belong together; from its keys to theirs.
* `first`: lists of keys of which only the first that has a value is read.
* `rewrite`: by key, a regular expression for the whole text, and what it becomes.
* `add`: by key, what its objects get where they do not say it in our words; "" is the payload.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import orjson

from ld_convert.contexts import DERIVED, SCHEMA
from ld_convert.data import data
from ld_convert.locate import escape_key
from ld_convert.model import Json
from ld_convert.reshape import Shape

SUFFIX = ".jsonld"
PREFIXES = {"schema": SCHEMA, "derived": DERIVED}
"""Prefixes that hold in each file, whether its context comes from elsewhere or not."""


class Wrapper(NamedTuple):
    """One file of vocab/sources."""

    name: str
    keys: frozenset[str]
    """An object that has all of these keys is such a payload."""
    within: frozenset[str]
    """An object that has all of these keys holds payloads; empty where nothing does."""
    context: Json
    shape: Shape
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
def wrappers() -> dict[str, Wrapper]:
    """Return every wrapper by name."""
    files = sorted(data("vocab/sources").iterdir(), key=lambda file: file.name)
    found = {}
    for file in files:
        if file.name.endswith(SUFFIX):
            name = file.name.removesuffix(SUFFIX)
            found[name] = _wrapper(name, orjson.loads(file.read_bytes()))
    return found


def _wrapper(name: str, table: Json) -> Wrapper:
    own = table["@context"][-1]
    prefixes = PREFIXES | {key: iri for key, iri in own.items() if str(iri)[-1] in "/#:"}
    terms = {"": _terms(own, prefixes)}
    for key, term in own.items():
        if isinstance(term, dict) and "@context" in term:
            terms[key] = _terms(term["@context"], prefixes)
    return Wrapper(
        name,
        frozenset(table["recognise"]),
        frozenset(table.get("within", ())),
        table["@context"],
        Shape.read(table, frozenset(key for key, term in own.items() if term is not None)),
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


def wrapper_of(value: Json) -> str:
    """Return the name of the wrapper that an object is, or the empty string."""
    for key, wrapper in telling_keys():
        if key in value and wrapper.keys <= value.keys():
            return wrapper.name
    return ""


@cache
def telling_keys() -> tuple[tuple[str, Wrapper], ...]:
    """Return of each wrapper one key that its payloads must have, and that others rarely have."""
    return tuple((max(sorted(w.keys), key=len), w) for w in wrappers().values())


def holds_payloads(value: Json) -> bool:
    """Return whether an object is nothing itself but what a portal packs its payloads in."""
    return any(keys <= value.keys() for keys in _packing())


@cache
def _packing() -> tuple[frozenset[str], ...]:
    return tuple(wrapper.within for wrapper in wrappers().values() if wrapper.within)
