"""How to recognise a portal's own JSON and how to read it, from `vocab/portals/*.jsonld`.

A file is a JSON-LD context with instructions for what a context cannot say:

* `recognise`: an object with all of these keys is a payload of the portal; `within`: an object with
  all of these keys is no payload, but wraps some.
* `unknown`: by key, values that mean that the portal does not know; `*` stands for every key.
* `pairs`: by path of a list, how its items say of what kind they are and what they tell; see
  `ld_convert.vocab.kinds`.
* `lift`: by new key, the path of a value that becomes a member of the payload itself.
* `kind`: by path of what the payload is, the class or classes of each such text; "" stands for all
  others.
* `unwrap`, `times`, `schemes`, `compose`, `links`, `part`: members made of others; see
  `ld_convert.vocab.making`.
* `gather`: by key, an object made of keys that belong together; from its keys to theirs.
* `first`: lists of keys of which only the first that has a value is read.
* `rewrite`: by key, a regular expression for the whole text, and what it becomes; or several
  such pairs, of which the first that fits is used.
* `parse`: keys (`*`: all) whose text may be a JSON array or object, which is then read as such.
* `dump`: keys under which a geometry or an array of numbers becomes a JSON text again.
* `without`: an object with one of these keys is no such payload, whatever else it has.
* `add`: by key, what its objects get where they do not say it in our words; "" is the payload.
* `defaults`: by key, what its objects get where they do not say it at all.
* `cut_where`: a member beside the payload, and the value by which the page says that it holds only
  a part of the record.
* `left_out`: for keys that the context gives no meaning, why, in words joined by hyphens; they
  stand in the account of a page.
* `extends`: the file whose instructions and context hold where this one has none of its own.
* `address_like`: a member whose value must be the address of one of the portal's pages, so that a
  document in JSON-LD is one of the portal's.

How its records are identified is stated as `ld_convert.vocab.records` says, and how their members
are read as `ld_convert.vocab.members` says.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import orjson

from ld_convert.model import Json, escape_key
from ld_convert.vocab.files import data
from ld_convert.vocab.members import MOST_KEYS, Members, is_known
from ld_convert.vocab.namespaces import DERIVED, SCHEMA
from ld_convert.vocab.plugins import PORTALS, plugin_error, plugin_file, plugins
from ld_convert.vocab.records import Identity, RecordKey
from ld_convert.vocab.reshape import Reshaping

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    identity: Identity
    """By what its records are known."""
    members: Members
    """What is done to the members of a record."""
    known: frozenset[str]
    """The keys that the context defines, or says to leave out."""
    cut_where: tuple[tuple[str, bool], ...]
    """Members beside a payload with the value that says that a part of it is missing."""
    left_out: Mapping[str, str]
    """By key: why its values are left out."""
    without: frozenset[str]
    """Keys that an object with all of `keys` must not have."""
    address_like: str
    """The member that must be an address of the portal's pages; empty for no such condition."""
    made: dict[str, str]
    """IRIs of keys that the context does not define, as far as they were asked for."""
    own: dict[str, str]
    """What members are called in the portal's namespace, as far as they were asked for."""

    def takes(self, value: Json) -> bool:
        """Return whether an object is a payload of this portal."""
        if not self.keys <= value.keys() or not self.without.isdisjoint(value):
            return False
        if not self.address_like:
            return True
        address = value[self.address_like]
        return isinstance(address, str) and self.identity.page_key(address) is not None

    def iri_of(self, key: str) -> str:
        """Return the IRI of a key of the payload."""
        found = self.terms[""].get(key) or self.made.get(key)
        if found is None:
            is_own = self.members.own and not is_known(key, self.known)
            found = (self.members.own if is_own else SCHEMA) + key
            if len(self.made) < MOST_KEYS:
                self.made[key] = found
        return found

    def spelled(self, value: Json) -> dict[str, str]:
        """Return the pointer, from the payload, at which it gives each predicate IRI."""
        keys: dict[str, str] = {}
        moved = self.shape.pair_pointers(value)
        for nest in ("", *self.nests):
            inside = value.get(nest) if nest else value
            there = inside if isinstance(inside, dict) else {}
            later = self.shape.not_first({*there} if nest else {*there, *moved})
            for key in there:
                if key not in later:
                    pointer = f"{nest}/{escape_key(key)}" if nest else escape_key(key)
                    keys.setdefault(self.iri_of(key), pointer)
        for key, pointer in moved.items():
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
    tables: dict[str, Json] = {}
    for file in files:
        if file.name.endswith(SUFFIX):
            name = file.name.removesuffix(SUFFIX)
            tables[name] = orjson.loads(file.read_bytes())
    found = {name: _portal(name, _extended(table, tables)) for name, table in tables.items()}
    for name, entry in plugins(PORTALS).items():
        if name in found:
            raise plugin_error(entry, "we have a portal of that name")
        found[name] = _of_plugin(name, tables)
    return found


def _extended(table: Json, tables: Mapping[str, Json]) -> Json:
    """Return a decoded file with what it takes over from the one that it extends."""
    if "extends" not in table:
        return table
    base = _extended(tables[table["extends"]], tables)
    own = dict(table)
    for key, value in base.items():
        if key not in own:
            own[key] = value
        elif key == "@context":
            own[key] = [*value[:-1], value[-1] | own[key][-1]]
        elif isinstance(value, dict) and isinstance(own[key], dict):
            own[key] = value | own[key]
    return own


def page_key(address: str) -> RecordKey | None:
    """Return the key that an address holds if it is that of a page of a portal that has keys."""
    found = (portal.identity.page_key(address) for portal in _with_pages())
    return next(filter(None, found), None)


@cache
def _with_pages() -> tuple[Portal, ...]:
    """Return the portals that say what their pages' addresses are like, each once."""
    known = {p.identity.pages.pattern: p for p in portals().values() if p.identity.pages}
    return tuple(known.values())


def _of_plugin(name: str, tables: Mapping[str, Json]) -> Portal:
    entry, file = plugins(PORTALS)[name], plugin_file(PORTALS, name, name + SUFFIX)
    if file is None:
        raise plugin_error(entry, f"its package has no file {name}{SUFFIX}")
    try:
        return _portal(name, _extended(orjson.loads(file.read_bytes()), tables))
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
    nests = tuple(key for key, term in own.items() if term == "@nest")
    return Portal(
        name,
        frozenset(table["recognise"]),
        frozenset(table.get("within", ())),
        table["@context"],
        Reshaping.read(table, frozenset(key for key, term in own.items() if term is not None)),
        nests,
        terms,
        Identity.read(table),
        Members.read(table, nests),
        frozenset(own),
        tuple(table.get("cut_where", {}).items()),
        table.get("left_out", {}),
        frozenset(table.get("without", ())),
        table.get("address_like", ""),
        {},
        {},
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
        if key in value and portal.takes(value):
            return portal.name
    return ""


@cache
def telling_keys() -> tuple[tuple[str, Portal], ...]:
    """Return for each portal one key that all its payloads have and that others rarely have."""
    return tuple((max(sorted(w.keys), key=len), w) for w in portals().values())


@cache
def cut_marks() -> tuple[tuple[str, bool], ...]:
    """Return the members, with their values, by which a page says that its record is cut off."""
    return tuple(dict.fromkeys(mark for portal in portals().values() for mark in portal.cut_where))


def holds_payloads(value: Json) -> bool:
    """Return whether an object only wraps a portal's payloads (`within` in the portal's file).

    One that defines its terms itself is JSON-LD, with all that is in it.
    """
    is_defined = isinstance(value.get("@context"), dict)
    return not is_defined and any(keys <= value.keys() for keys in _packing())


@cache
def _packing() -> tuple[frozenset[str], ...]:
    return tuple(portal.within for portal in portals().values() if portal.within)
