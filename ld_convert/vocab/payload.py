"""A portal's payload as its file says that it is to be read, and the records inside it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.model import Json
from ld_convert.vocab.members import own_names
from ld_convert.vocab.portals import Portal, portals
from ld_convert.vocab.records import GUESSED, RecordKey
from ld_convert.vocab.reshape import reshaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HOLDERS = (dict, list)
WORD = re.compile(r"[a-z0-9]+")
"""A word of a title as it stands in a key."""
COMMON = frozenset(
    {*("a", "an", "and", "cohort", "data", "dataset", "for", "in"), *("of", "on", "study")}
    | {"survey", "the", "to", "uk"}
)
"""Words that the titles of different things share."""


class FoundRecord(NamedTuple):
    """One record of a payload: the payload itself, or one that stands inside another."""

    iri: str
    """The IRI that its most stable key makes; empty for a record without keys."""
    keys: tuple[RecordKey, ...]
    is_root: bool
    title: str
    """In the form in which titles are compared."""
    is_by_page: bool = False
    """Whether its keys come from the page, so that its node has no IRI of its own yet."""
    is_foreign: bool = False
    """Whether the page that it stands on is that of another record, as their names tell."""

    def with_keys_of(self, other: FoundRecord) -> FoundRecord:
        """Return the record with the keys of another place at which the payload has it."""
        return self._replace(keys=tuple(dict.fromkeys((*self.keys, *other.keys))))


def readable(payload: Json, portal: Portal) -> Json:
    """Return a copy of a payload in the shape for the portal's context."""
    value = reshaped(payload, portal.shape)
    if portal.members.groups or portal.identity.keys:
        value = _shaped(value, portal, is_whole=False)
    if portal.members.own:
        value = own_names(value, portal.members.own, portal.known, portal.own)
    return value


def records(payload: Json, portal: Portal, page: str | None) -> Iterator[FoundRecord]:
    """Yield the records of a payload with their keys, each outer one before those inside it.

    `page` is the page's own address. A payload without keys is known by it, if the portal says so
    and if the title of the payload and the key in the address have a word in common.
    """
    if portal.identity.keys:
        yield from _found(payload, portal, page or "", is_root=True)


def _shaped(record: Json, portal: Portal, *, is_whole: bool) -> Json:
    identity = portal.identity
    keys = identity.keys_of(record)
    has_parts = is_whole or any(record.get(name) for name in identity.parts)
    iri = keys[0].iri if keys else ""
    copy = portal.members.shape(record, identity, iri, has_parts=has_parts)
    for names, inner_is_whole in ((identity.parts, False), (identity.wholes, True)):
        for name, of in names.items():
            if isinstance(copy.get(name), HOLDERS):
                inner = portals()[of]
                copy[name] = _each(copy[name], inner, is_whole=inner_is_whole)
    return copy


def _each(value: Json, portal: Portal, *, is_whole: bool) -> Json:
    if isinstance(value, list):
        return [_each(item, portal, is_whole=is_whole) for item in value]
    if isinstance(value, dict) and not portal.keys.isdisjoint(value):
        return _shaped(value, portal, is_whole=is_whole)
    return value


def _found(record: Json, portal: Portal, page: str, *, is_root: bool) -> Iterator[FoundRecord]:
    identity = portal.identity
    keys, title, is_foreign = identity.keys_of(record), identity.title(record), False
    own = identity.page_key(page) if is_root and identity.is_by_page and not keys else None
    if own is not None:
        is_foreign = own.kind in identity.of_title and not _is_about(own.value, title)
        keys = identity.keys_by_title(title) if is_foreign else [own]
    iri = keys[0].iri if keys and not keys[0].is_weak else ""
    parts = list(_inside(record, identity.parts))
    wholes = list(_inside(record, identity.wholes))
    more = list(identity.guesses(record, keys, iri))
    if is_root and (iri or is_foreign):
        more += identity.at_source(record, iri, asks=is_foreign)
    for part, of in parts:
        more += _as_whole(title, of.identity.keys_of(part), iri)
    yield FoundRecord(iri, (*keys, *more), is_root, title, own is not None, is_foreign)
    for part, of in parts:
        yield from _found(part, of, "", is_root=False)
    for whole, of in wholes:
        for found in _found(whole, of, "", is_root=False):
            again = _as_whole(of.identity.title(whole), keys, found.iri)
            is_near = found.title == of.identity.title(whole)
            yield found._replace(keys=(*found.keys, *again)) if is_near else found


def _is_about(key: str, title: str) -> bool:
    """Return whether a key that is made of a title has a word in common with another title.

    Words that many titles have count only where there are no others.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = {word for text in (title, plain) for word in WORD.findall(text)}
    mine = set(WORD.findall(key.lower()))
    telling = mine - COMMON, words - COMMON
    found = telling if all(telling) else (mine, words)
    return not all(found) or not found[0].isdisjoint(found[1])


def _as_whole(title: str, keys: list[RecordKey], iri: str) -> list[RecordKey]:
    """Return keys of the thing of a title that has a part with these keys; they join weakly."""
    return [
        RecordKey(f"{key.kind}-of-part", f"{key.value}\n{title}", iri, GUESSED, is_weak=True)
        for key in keys
        if title and not key.is_weak
    ]


def _inside(record: Json, names: Mapping[str, str]) -> Iterator[tuple[Json, Portal]]:
    for name, of in names.items():
        values, portal = record.get(name), portals()[of]
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, dict) and portal.keys <= value.keys():
                yield value, portal
