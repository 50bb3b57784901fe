"""What one capture tells the ledger: its datasets, its keys, and what it refers to."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from rdflib import BNode, URIRef

from ld_convert.catalogue.shared import said, text_of
from ld_convert.findings.locate import place
from ld_convert.model import Location, Place
from ld_convert.rdf.index import index
from ld_convert.vocab.distribution_names import owner
from ld_convert.vocab.namespaces import DCAT, DCT, curie
from ld_convert.vocab.terms import iri, vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from ld_convert.model import Conversion
    from ld_convert.rdf.index import Index

UPWARDS = tuple(map(vocabulary_term, (DCT.isPartOf, DCAT.inSeries)))
"""Properties that lead from a part to its whole."""
DOWNWARDS = tuple(map(vocabulary_term, (DCT.hasPart, DCAT.seriesMember)))
"""Properties that lead from a whole to its parts."""
SIDEWAYS = tuple(
    map(
        vocabulary_term,
        (
            *(DCT.replaces, DCT.isReplacedBy, DCT.isVersionOf, DCT.hasVersion),
            *(DCAT.isVersionOf, DCAT.hasVersion, DCAT.previousVersion, DCAT.hasCurrentVersion),
            *(DCAT.prev, DCAT.next, DCAT.first, DCAT.last),
        ),
    )
)
"""Other properties that lead from one dataset to another."""


class LedgerEntry(NamedTuple):
    """A dataset as one capture describes it."""

    iri: str
    place: Place
    digests: dict[str, str]
    """By property, as a compact IRI: 16 hexadecimal digits that stand for its values."""
    is_described: bool = True
    """Whether the capture describes it, or only says something of what it refers to."""


class PlacedKey(NamedTuple):
    """A `model.Key` with its place, which can be sent between processes."""

    node: str
    kind: str
    value: str
    iri: str
    rank: int
    is_described: bool
    is_weak: bool
    place: Place
    """Line and column only where the key is weak: then a finding may have to show them."""


class Reference(NamedTuple):
    """A dataset that one of the capture's datasets refers to, and that it does not describe."""

    iri: str
    part: str = ""
    """The two again as part and whole, if the one is a part of the other; else empty."""
    whole: str = ""


class Named(NamedTuple):
    """All that the ledger learns from one capture."""

    entries: tuple[LedgerEntry, ...] = ()
    keys: tuple[PlacedKey, ...] = ()
    references: tuple[Reference, ...] = ()

    def names(self) -> dict[str, None]:
        """Return the IRIs of all things of which it tells."""
        names = dict.fromkeys(entry.iri for entry in self.entries)
        names |= dict.fromkeys(reference.iri for reference in self.references)
        for key in self.keys:
            names[key.node] = names[key.iri] = None
        return names


def named(conversion: Conversion) -> Named:
    """Return what a capture tells of its datasets, and of nothing that we added."""
    spo, stubs = index(conversion.graph), _stubs(conversion)
    known: dict[tuple[Node, int], str] = {}
    places = {iri: _place(iri, conversion) for iri in conversion.datasets}
    # The graph's own objects, which dictionaries find without comparing them.
    nodes = {str(node): node for node in spo if str.__str__(node) in places}
    entries = tuple(
        LedgerEntry(
            *(iri, where, _digests(nodes[iri], spo, conversion, known)),
            is_described=iri not in stubs,
        )
        for iri, where in places.items()
    )
    for key in conversion.keys:
        if key.is_weak and key.node not in places:
            places[key.node] = _place(key.node, conversion)
    unplaced = Place(conversion.source)
    keys = tuple(
        PlacedKey(*key, places[key.node] if key.is_weak else unplaced) for key in conversion.keys
    )
    return Named(entries, keys, tuple(dict.fromkeys(_references(conversion, spo, stubs))))


def _place(node: str, conversion: Conversion) -> Place:
    location = conversion.locate(iri(node), "", None)
    return place(location or Location(conversion.source))


def _stubs(conversion: Conversion) -> set[str]:
    """Return the things to which a capture refers by keys, and that it does not describe."""
    described = {key.node for key in conversion.keys if key.is_described}
    return {key.node for key in conversion.keys} - described if conversion.keys else set()


def _references(conversion: Conversion, spo: Index, stubs: set[str]) -> Iterator[Reference]:
    """Yield what the datasets of a capture refer to, and what else it has only the keys of."""
    own = frozenset(conversion.datasets).difference(stubs)
    told: set[str] = set()
    for name in sorted(own):
        said_of = spo.get(iri(name), {})
        for predicates, is_upwards in ((UPWARDS, True), (DOWNWARDS, False)):
            for value in _values(said_of, predicates):
                told.add(value)
                if value not in own:
                    yield Reference(value, *((name, value) if is_upwards else (value, name)))
        for value in _values(said_of, SIDEWAYS):
            told.add(value)
            if value not in own:
                yield Reference(value)
    yield from map(Reference, sorted(stubs - told - own))


def _values(said_of: dict[Node, dict[Node, None]], predicates: tuple[URIRef, ...]) -> list[str]:
    return [
        str(value)
        for predicate in predicates
        for value in said_of.get(predicate, ())
        if type(value) is URIRef
    ]


def _digests(
    node: Node, spo: Index, conversion: Conversion, known: dict[tuple[Node, int], str]
) -> dict[str, str]:
    found: dict[str, str] = {}
    traces = conversion.traces
    for predicate, values in spo[node].items():
        texts = [_text(value, spo, known) for value in values if (node, predicate, value) in traces]
        if texts:
            texts.sort()
            digest = hashlib.blake2b("\n".join(texts).encode("utf-8", "replace"), digest_size=8)
            found[curie(str(predicate))] = digest.hexdigest()
    return dict(sorted(found.items()))


def _text(value: Node, spo: Index, known: dict[tuple[Node, int], str]) -> str:
    """Return a value as text; a node that is named after the dataset by what is said of it."""
    is_inside = type(value) is BNode or (type(value) is URIRef and bool(owner(value)))
    return said(spo, value, known) if is_inside else text_of(value)
