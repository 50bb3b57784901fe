"""What tells two descriptions of one title apart, where neither has an address of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdflib import DCAT, DCTERMS

from ld_convert.vocab.namespaces import SCHEMA
from ld_convert.vocab.views import normal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.identify.things import Thing
    from ld_convert.model import Json

TAG = re.compile(r"<[^<>]{0,200}>")
WORD = re.compile(r"\w+")
"""Descriptions are compared by their words: spaces, dots and tags differ between copies."""
DESCRIPTIONS = (SCHEMA + "description", str(DCTERMS.description))
LICENCES = (SCHEMA + "license", str(DCTERMS.license))
FILES = (SCHEMA + "distribution", str(DCAT.distribution))
ADDRESSES = (SCHEMA + "contentUrl", str(DCAT.downloadURL), SCHEMA + "url", str(DCAT.accessURL))


def contradict(one: Thing, other: Thing) -> bool:
    """Return whether two descriptions of one title must be of two things.

    They are if they stand at two places of one list, or if both state a description, a licence or
    files and the statements have nothing in common. A text that is cut off goes with the whole.
    """
    if _side_by_side(one, other):
        return True
    texts = list(descriptions(one)), list(descriptions(other))
    if all(texts) and not any(_agree(a, b) for a in texts[0] for b in texts[1]):
        return True
    for found in (licences, files):
        mine, theirs = set(found(one)), set(found(other))
        if mine and theirs and mine.isdisjoint(theirs):
            return True
    return False


def descriptions(thing: Thing) -> Iterator[str]:
    """Yield the descriptions of a thing in the form in which they are compared."""
    for text in _texts(thing.nodes, DESCRIPTIONS):
        yield " ".join(WORD.findall(normal(TAG.sub(" ", text))))


def licences(thing: Thing) -> Iterator[str]:
    """Yield the licences of a thing as the page states them."""
    for text in _texts(thing.nodes, LICENCES):
        yield text.strip().rstrip("/").replace("http://", "https://")


def files(thing: Thing) -> Iterator[str]:
    """Yield the addresses of the files of a thing."""
    for node in thing.nodes:
        for key in FILES:
            yield from _texts([v for v in node.get(key, ()) if "@id" in v], ADDRESSES)


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _texts(nodes: list[Json], keys: tuple[str, ...]) -> Iterator[str]:
    for node in nodes:
        for key in keys:
            for value in node.get(key, ()):
                text = value.get("@value", value.get("@id"))
                if isinstance(text, str) and text.strip() and not text.startswith("_:"):
                    yield text


def _side_by_side(one: Thing, other: Thing) -> bool:
    """Return whether two things stand at two places of one list."""
    if one.fragments.isdisjoint(other.fragments):
        return False
    mine, _, here = one.location.pointer.rpartition("/")
    theirs, _, there = other.location.pointer.rpartition("/")
    return mine == theirs and here != there and here.isdigit() and there.isdigit()
