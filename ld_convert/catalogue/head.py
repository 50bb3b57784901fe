"""The catalogue itself: its title, its publisher, and all else that settings say of it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rdflib import RDF, Graph, Literal, URIRef

from ld_convert.rdf.index import delete, index, insert, new_graph
from ld_convert.settings import CATALOG_TITLE
from ld_convert.vocab.namespaces import DCAT, DCT, FOAF
from ld_convert.vocab.terms import iri, vocabulary_term
from ld_convert.vocab.views import name_iri, views

if TYPE_CHECKING:
    from collections.abc import Collection

    from ld_convert.rdf.index import Index
    from ld_convert.settings import Settings

NO_PUBLISHER = "unknown publisher"
TYPE, CATALOG, AGENT = map(vocabulary_term, (RDF.type, DCAT.Catalog, FOAF.Agent))
TITLE, DESCRIPTION, PUBLISHER = map(vocabulary_term, (DCT.title, DCT.description, DCT.publisher))
NAME = vocabulary_term(FOAF.name)


def catalogue_head(settings: Settings) -> Graph:
    """Return the description of the catalogue itself: title, description, publisher."""
    return _head(*_names(settings))


def shared_head(settings: Settings) -> Graph:
    """Return the same graph as `catalogue_head`, kept between calls: never change it."""
    return _kept_head(*_names(settings))


def settle_catalogue(graph: Graph, settings: Settings) -> Graph:
    """Make one of what a page says of our catalogue and of what settings say; return the latter.

    What the user has set replaces what the page says; what is only our default gives way to it.
    """
    spo, catalogue = index(graph), iri(settings.catalog)
    page = spo.get(catalogue, {})
    stated = {str(predicate) for predicate in page}
    for predicate in {*page} & _set_by_user(settings):
        for value in list(page[predicate]):
            delete(spo, catalogue, predicate, value)
    if stated.isdisjoint(map(str, (TITLE, DESCRIPTION, PUBLISHER))):
        return shared_head(settings)
    return without_defaults(catalogue_head(settings), stated, settings)


def without_defaults(head: Graph, stated: Collection[str], settings: Settings) -> Graph:
    """Return a head without our defaults for the properties of `stated`, which pages give."""
    spo, catalogue = index(head), iri(settings.catalog)
    ours = spo.get(catalogue, {})
    for predicate in {TITLE, DESCRIPTION, PUBLISHER} - _set_by_user(settings):
        for value in list(ours.get(predicate, ())) if str(predicate) in stated else ():
            delete(spo, catalogue, predicate, value)
            if predicate == PUBLISHER:
                spo.pop(value, None)
    return head


def _set_by_user(settings: Settings) -> set[URIRef]:
    """Return the properties of the catalogue for which the user has set a value."""
    is_titled = settings.catalog_title != CATALOG_TITLE
    is_set = {
        TITLE: is_titled,
        DESCRIPTION: is_titled,
        PUBLISHER: bool(settings.publisher_name or settings.publisher_iri),
    }
    return {predicate for predicate, is_so in is_set.items() if is_so}


def _names(settings: Settings) -> tuple[str, str, str, str]:
    name = settings.publisher_name or NO_PUBLISHER
    stated = settings.publisher_iri or name_iri(views()["agent"], name, settings.base)
    return settings.catalog, settings.catalog_title, name, stated


def _head(name: str, title: str, publisher_name: str, publisher_iri: str) -> Graph:
    graph, catalogue, publisher = new_graph(), URIRef(name), URIRef(publisher_iri)
    spo: Index = index(graph)
    insert(spo, catalogue, TYPE, CATALOG)
    insert(spo, catalogue, TITLE, Literal(title))
    insert(spo, catalogue, DESCRIPTION, Literal(title))
    insert(spo, catalogue, PUBLISHER, publisher)
    insert(spo, publisher, TYPE, AGENT)
    insert(spo, publisher, NAME, Literal(publisher_name))
    return graph


_kept_head = lru_cache(maxsize=4)(_head)
