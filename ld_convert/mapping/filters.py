"""Which ends of a step pass the filters that stand in brackets after it (`Filter`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from rdflib import RDF, Literal

from ld_convert.values.identifiers import no_checksum
from ld_convert.values.text import list_parts
from ld_convert.vocab.namespaces import SCHEMA
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from rdflib.term import Node

    from ld_convert.mapping.readers import Source
    from ld_convert.mapping.rules import Filter
    from ld_convert.rdf.index import Objects

NOTHING: dict[Node, Objects] = {}
NO_OBJECTS: Objects = {}
TYPE = vocabulary_term(RDF.type)
PROPERTY_ID, NAME, IDENTIFIER = (
    vocabulary_term(SCHEMA + name) for name in ("propertyID", "name", "identifier")
)
CHECKSUM = re.compile(
    r".*?(?:md5|sha-?[0-9]+|crc-?32|checksum|hash|etag)(?:sum|[ _-]?hash)?", re.IGNORECASE
)


def passing(source: Source, terms: list[Node], wanted: Filter) -> Iterable[Node]:
    """Return the ends of a step that pass a filter."""
    if wanted.test:
        chosen = frozenset(TESTS[wanted.test](source, terms))
        return [term for term in terms if (term in chosen) != wanted.unlike]
    classes, having = wanted.classes, wanted.having
    found = []
    for term in terms:
        predicates = source.spo.get(term, NOTHING)
        own = predicates.get(TYPE, NO_OBJECTS)
        if (classes.isdisjoint(own) and having.isdisjoint(predicates)) == wanted.unlike:
            found.append(term)
    return found


def _alone(source: Source, terms: list[Node]) -> Collection[Node]:
    """Return the terms that are the only text of their language among the values.

    A thing with a name of its own is no list of names.
    """
    count = Counter(term.language for term in terms if type(term) is Literal)
    lone = [t for t in terms if type(t) is Literal and count[t.language] == 1]
    things = (t for t in terms if type(t) is not Literal)
    return [*lone, *(t for t in things if NAME not in source.spo.get(t, NOTHING))]


def _one_of_several(source: Source, terms: list[Node]) -> Collection[Node]:
    """Return the texts beside which others stand; one that only lists the others again is none."""
    if len(terms) == 1:
        return ()
    alone = frozenset(_alone(source, terms))
    texts = [term for term in terms if type(term) is Literal and term not in alone]
    words = {str(term).strip().casefold() for term in texts}
    return [term for term in texts if not _repeats(str(term), words)]


def _repeats(text: str, words: set[str]) -> bool:
    parts = {part.strip().casefold() for part in list_parts(text)}
    return len(parts) > 1 and parts <= words


def _translated(_source: Source, terms: list[Node]) -> Collection[Node]:
    """Return the texts with a language, where there are several languages."""
    tagged = [term for term in terms if type(term) is Literal and term.language]
    return tagged if len({term.language for term in tagged}) > 1 else []


def _members(source: Source, _terms: list[Node]) -> Collection[Node]:
    return source.members


def _checksums(source: Source, terms: list[Node]) -> Collection[Node]:
    """Return the PropertyValues that give a checksum, as their propertyID or name says, and texts.

    A text says it itself, as `md5:6876...`.
    """
    told = [term for term in terms if type(term) is Literal and no_checksum(term) is None]
    labels = ((t, source.ends(t, name)) for t in terms for name in (PROPERTY_ID, NAME))
    return told + [term for term, texts in labels if any(CHECKSUM.fullmatch(str(x)) for x in texts)]


TESTS: dict[str, Callable[[Source, list[Node]], Collection[Node]]] = {
    "@one": _alone,
    "@more": _one_of_several,
    "@translated": _translated,
    "@member": _members,
    "@checksum": _checksums,
    "@identifier": lambda source, _terms: source.incoming(IDENTIFIER),
    "@text": lambda _source, terms: [term for term in terms if type(term) is Literal],
}
"""From the name of a filter to the function that says which ends pass it."""
