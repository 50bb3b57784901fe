"""The catalogue itself: its title, its publisher, and all else that settings say of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rdflib import RDF, RDFS, Graph, Literal, URIRef

from ld_convert.model import is_iri
from ld_convert.rdf.index import delete, index, insert, new_graph
from ld_convert.settings import CATALOG_TITLE, SettingError
from ld_convert.values import value_function
from ld_convert.vocab.authority import describe
from ld_convert.vocab.namespaces import DCAT, DCT, FOAF, SKOS
from ld_convert.vocab.profiles import load_profile
from ld_convert.vocab.terms import iri, vocabulary_term
from ld_convert.vocab.views import name_iri, views

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from rdflib.term import Node

    from ld_convert.rdf.index import Index
    from ld_convert.settings import Settings

RECOMMENDING = "dcat-ap"
"""The profile whose recommendations OPTIONS have."""
NO_PUBLISHER = "unknown publisher"
TYPE, CATALOG, AGENT = map(vocabulary_term, (RDF.type, DCAT.Catalog, FOAF.Agent))
TITLE, DESCRIPTION, PUBLISHER = map(vocabulary_term, (DCT.title, DCT.description, DCT.publisher))
NAME, LABEL = map(vocabulary_term, (FOAF.name, RDFS.label))


class Option(NamedTuple):
    """How the values of a field of Settings are written."""

    property: URIRef
    cls: URIRef | None
    """Class of the things to which the property leads; None for a literal."""
    value: str
    """The value function that reads what is no IRI; empty for none."""
    wanted: str
    is_recommended: bool = True
    """Whether DCAT-AP 3.0.1 recommends the property."""
    is_publishers: bool = False
    """Whether it is said of the publisher."""


OPTIONS = {
    "catalog_language": Option(DCT.language, DCT.LinguisticSystem, "language", "a language"),
    "catalog_license": Option(DCT.license, DCT.LicenseDocument, "licence", "a known licence"),
    "catalog_homepage": Option(FOAF.homepage, FOAF.Document, "", "an absolute IRI"),
    "catalog_issued": Option(DCT.issued, None, "date", "a date"),
    "date": Option(DCT.modified, None, "date", "a date"),
    "catalog_spatial": Option(DCT.spatial, DCT.Location, "country", "a country, a box or an IRI"),
    "catalog_theme_taxonomy": Option(DCAT.themeTaxonomy, SKOS.ConceptScheme, "", "an absolute IRI"),
    "catalog_rights": Option(DCT.rights, DCT.RightsStatement, "", "a text", is_recommended=False),
    "publisher_type": Option(
        *(DCT.type, SKOS.Concept, "publisher_type", "a kind of publisher"), is_publishers=True
    ),
}
"""By field of Settings; title, description and publisher have defaults and stand apart."""
BOX = re.compile(r"(?:(.+)=)?(-?\d+(?:\.\d+)?(?:\s*,\s*-?\d+(?:\.\d+)?){3})")
"""A place and its box: west, south, east and north in degrees."""


def catalogue_head(settings: Settings) -> Graph:
    """Return the description of the catalogue itself: title, publisher and all that is set.

    Raises SettingError for a value that is not what its option wants.
    """
    return _head(_said(settings))


def shared_head(settings: Settings) -> Graph:
    """Return the same graph as `catalogue_head`, kept between calls: never change it."""
    return _kept_head(_said(settings))


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


def stated_properties(graph: Graph, settings: Settings) -> tuple[str, ...]:
    """Return the properties that a page gives to our catalogue."""
    return tuple(sorted(map(str, index(graph).get(iri(settings.catalog), ()))))


def lacking(settings: Settings, stated: Collection[str]) -> list[str]:
    """Return the fields of Settings that would say what the head of a catalogue lacks.

    That is a named publisher in any profile, and in those that extend DCAT-AP what it recommends
    of a catalogue and of its publisher; `stated` are properties that pages give to the catalogue.
    """
    is_published = bool(settings.publisher_name or settings.publisher_iri)
    found = [] if is_published or str(PUBLISHER) in stated else ["publisher_name"]
    if RECOMMENDING in load_profile(settings.profile).tables:
        for field, option in OPTIONS.items():
            # A page that names the publisher has to describe it, too.
            known = PUBLISHER if option.is_publishers and not is_published else option.property
            if option.is_recommended and not getattr(settings, field) and str(known) not in stated:
                found.append(field)
    return found


def _set_by_user(settings: Settings) -> set[URIRef]:
    """Return the properties of the catalogue for which the user has set a value."""
    is_titled = settings.catalog_title != CATALOG_TITLE
    is_set = {
        **{
            option.property: bool(getattr(settings, name))
            for name, option in OPTIONS.items()
            if not option.is_publishers
        },
        TITLE: is_titled,
        DESCRIPTION: is_titled or bool(settings.catalog_description),
        PUBLISHER: bool(settings.publisher_name or settings.publisher_iri),
    }
    return {predicate for predicate, is_so in is_set.items() if is_so}


class _Said(NamedTuple):
    """What settings say of the catalogue, as a key of a cache."""

    catalogue: str
    title: str
    description: str
    publisher_name: str
    publisher_iri: str
    date: str
    """Name of the value function for dates, which profiles differ in."""
    more: tuple[tuple[str, str], ...]
    """Fields of OPTIONS with their values."""


def _said(settings: Settings) -> _Said:
    name = settings.publisher_name or NO_PUBLISHER
    publisher = settings.publisher_iri or name_iri(views()["agent"], name, settings.base)
    title = settings.catalog_title
    more = []
    for field in OPTIONS:
        values = getattr(settings, field)
        more += [(field, value) for value in ([values] if isinstance(values, str) else values)]
    description = settings.catalog_description or title
    told = tuple(pair for pair in more if pair[1])
    date = load_profile(settings.profile).date
    return _Said(settings.catalog, title, description, name, publisher, date, told)


def _head(said: _Said) -> Graph:
    graph, catalogue, publisher = new_graph(), URIRef(said.catalogue), URIRef(said.publisher_iri)
    spo: Index = index(graph)
    insert(spo, catalogue, TYPE, CATALOG)
    insert(spo, catalogue, TITLE, Literal(said.title))
    insert(spo, catalogue, DESCRIPTION, Literal(said.description))
    insert(spo, catalogue, PUBLISHER, publisher)
    insert(spo, publisher, TYPE, AGENT)
    insert(spo, publisher, NAME, Literal(said.publisher_name))
    for triple in describe(publisher):
        insert(spo, *triple)
    for field, text in said.more:
        option, box = OPTIONS[field], BOX.fullmatch(text) if field == "catalog_spatial" else None
        value = _value(field, (box[1] or text) if box else text, said)
        insert(spo, publisher if option.is_publishers else catalogue, option.property, value)
        if option.cls is not None:
            insert(spo, value, TYPE, option.cls)
        if str(value) == _own_iri(said.catalogue, "rights"):
            insert(spo, value, LABEL, Literal(text))
        for triple in describe(value) if isinstance(value, URIRef) else ():
            insert(spo, *triple)
        for predicate, geometry in _geometries(field, text, box) if box else ():
            insert(spo, value, predicate, geometry)
    return graph


def _geometries(field: str, text: str, box: re.Match[str]) -> Iterator[tuple[URIRef, Literal]]:
    """Yield box and centre of a place, in the form that rules give to those of pages."""
    west, south, east, north = box[2].split(",")
    envelope = Literal(f"ENVELOPE({west}, {east}, {north}, {south})")  # its order is never guessed
    for predicate, function in ((DCAT.bbox, "box"), (DCAT.centroid, "box_centre")):
        found = value_function(function)(envelope)
        if not isinstance(found, Literal):
            raise SettingError(field, text, "is no box of west, south, east, north in degrees")
        yield predicate, found


def _value(field: str, text: str, said: _Said) -> Node:
    """Return the value of an option as a term; raises SettingError where it is none."""
    option = OPTIONS[field]
    if option.value:
        is_date = option.value == "date"
        found = (
            profile_date(text, said.date)
            if is_date
            else value_function(option.value)(Literal(text))
        )
        if isinstance(found, URIRef | Literal):
            return found
    if option.cls is not None and is_iri(text):
        return URIRef(text)
    if field == "catalog_rights":
        return URIRef(_own_iri(said.catalogue, "rights"))
    if field == "catalog_spatial" and BOX.fullmatch(text):
        return URIRef(_own_iri(said.catalogue, f"place-{text.replace(' ', '')}"))
    raise SettingError(field, text, f"is not {option.wanted}")


@lru_cache(maxsize=64)  # files of one run have few dates
def profile_date(text: str, function: str) -> Literal | None:
    """Return a date in the form of the profile; a day is its first moment where a time is asked."""
    found = value_function(function)(Literal(text)) or value_function("day_start")(Literal(text))
    return found if isinstance(found, Literal) else None


def _own_iri(catalogue: str, name: str) -> str:
    """Return the IRI of what only the catalogue has."""
    return f"{catalogue}{'-' if '#' in catalogue else '#'}{name}"


_kept_head = lru_cache(maxsize=4)(_head)
