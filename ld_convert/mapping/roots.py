"""Where the mapping of a page begins: at its datasets, catalogues and services."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ld_convert.mapping.readers import TYPE
from ld_convert.vocab.namespaces import DCAT, DCT, PROV, SCHEMA
from ld_convert.vocab.terms import vocabulary_term
from ld_convert.vocab.views import View, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib.term import Node

    from ld_convert.mapping.readers import Source
    from ld_convert.model import Location, Places

    Candidates = dict[Node, list[View]]

ROOTS = frozenset({"dataset", "catalog", "service"})
"""Views of the nodes at which mapping starts; all others are reached from them."""

LISTED = frozenset({"dataset", "service"})
"""Views of what a catalogue lists, if it does not merely refer to it."""


def _terms(space: str, names: str) -> frozenset[Node]:
    return frozenset(vocabulary_term(space + name) for name in names.split())


NAMES = _terms(SCHEMA, "name headline") | _terms(str(DCT), "title")

(MAIN_ENTITY,) = _terms(SCHEMA, "mainEntity")
REFERENCES = (
    _terms(
        SCHEMA,
        "about citation correction exampleOfWork instrument isBasedOn isBasedOnUrl isRelatedTo "
        "isSimilarTo isVariantOf license mentions object predecessorOf relatedLink sameAs "
        "subjectOf successorOf translationOfWork workExample workFeatured workTranslation",
    )
    | _terms(str(DCT), "isReferencedBy isRequiredBy references relation requires source")
    | _terms(str(PROV), "used wasDerivedFrom wasInfluencedBy")
)
"""Properties that refer to something else, which is no part of what refers to it."""

OFFERS = _terms(
    SCHEMA,
    "catalog contentUrl distribution encoding includedInDataCatalog includedDataCatalog",
) | _terms(DCAT, "distribution endpointURL")
"""Properties of what a page offers itself, and does not merely name."""


class Roots(NamedTuple):
    """What the mapping of a page begins with."""

    nodes: tuple[tuple[Node, View], ...]
    """In the order of the page; one that is both a dataset and a catalogue stands here twice."""
    cited: frozenset[Node]
    """Datasets and services that the page only refers to, such as the sources of a dataset."""


def find_roots(source: Source, places: Places) -> Roots:
    """Return the datasets, catalogues and services that a page describes.

    Left out are references (a class and an address, with no name), and what another dataset of the
    page only cites, mentions or is based on: DCAT 3, Property: dataset (listed in the catalogue).
    """
    candidates = {
        node: found
        for node, predicates in source.spo.items()
        if (found := list(_views(predicates.get(TYPE, ()))))
    }
    described = {n: v for n, v in candidates.items() if _is_described(source, n)}
    cited = frozenset(_cited(source, candidates, places))
    nodes = ((node, view) for node, found in described.items() for view in found)
    return Roots(tuple((n, v) for n, v in nodes if n not in cited or v.name not in LISTED), cited)


def _views(classes: Mapping[Node, None] | tuple[()]) -> Iterator[View]:
    """Yield each view of a root that a class has, once."""
    seen: set[str] = set()
    for cls in classes:
        view = view_of((str(cls).removeprefix(SCHEMA),))
        if view is not None and view.name in ROOTS and view.name not in seen:
            seen.add(view.name)
            yield view


def _is_described(source: Source, node: Node) -> bool:
    """Return whether a node has a name, or says something and is not part of another."""
    predicates = source.spo[node]
    if not NAMES.isdisjoint(predicates):
        return True
    return len(predicates) > 1 and node not in source.mentioned


def _cited(source: Source, candidates: Candidates, places: Places) -> Iterator[Node]:
    """Yield the candidates to which nothing but references leads, from a thing that is listed."""
    pending = {
        node: referring
        for node, found in candidates.items()
        if any(view.name in LISTED for view in found)
        and (referring := _referring(source, node, candidates))
        and (_is_inside(places.get(node, ())) or OFFERS.isdisjoint(source.spo[node]))
    }
    led: dict[Node, list[Node]] = {}
    for node, referring in pending.items():
        for one in referring:
            led.setdefault(one, []).append(node)
    found = [node for node, referring in pending.items() if not referring <= pending.keys()]
    for subject in tuple(pending):
        while found:
            node = found.pop()
            if pending.pop(node, None):
                yield node
                found += led.get(node, ())
        if pending.pop(subject, None):  # the rest refer to each other only: it is what they are of
            found += led.get(subject, ())


def _referring(source: Source, node: Node, candidates: Candidates) -> set[Node]:
    """Return the candidates that refer to a node, be it by way of a work that they cite.

    None if one of the page's nodes contains it, or contains what contains it.
    """
    found: set[Node] = set()
    seen, ways = {node}, [(node, False)]
    while ways:
        end, is_referred = ways.pop()
        for subject, predicate in source.leading_to(end):
            if subject in seen:
                continue
            refers = is_referred or predicate in REFERENCES
            if subject in candidates:
                if not refers:
                    return set()
                found.add(subject)
            elif subject in source.mentioned:
                seen.add(subject)
                ways.append((subject, refers))
            elif not refers:
                return set()
            else:  # the page says which thing it is about, so that this is another
                main = source.ends(subject, MAIN_ENTITY)
                found.update(one for one in main if one in candidates and one != node)
    return found


def _is_inside(places: tuple[Location, ...]) -> bool:
    """Return whether a node is described nowhere but inside of a reference to it."""
    return bool(places) and all(map(_is_in_reference, places))


def _is_in_reference(place: Location) -> bool:
    keys = [key for key in place.pointer.split("/") if not key.isdigit()]
    last = keys[-1].replace("~1", "/") if keys else ""
    return last[max(map(last.rfind, "/#:")) + 1 :] in LOCAL_REFERENCES


LOCAL_REFERENCES = frozenset(str(term).replace("#", "/").rpartition("/")[2] for term in REFERENCES)
