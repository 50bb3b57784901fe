"""The catalogue that a run writes, and a record for each entry (DCAT 3, section 6.5)."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from rdflib import RDF, RDFS, Graph, Literal, URIRef

from ld_convert.rdf.index import index, insert, new_graph
from ld_convert.values import value_function
from ld_convert.vocab.namespaces import DCAT, DCT, FOAF, PROV
from ld_convert.vocab.profiles import load_profile
from ld_convert.vocab.terms import blank, iri, n3, text_literal, vocabulary_term
from ld_convert.vocab.views import name_iri, views

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib.term import Node

    from ld_convert.mapping import Mapped
    from ld_convert.model import Capture
    from ld_convert.rdf.index import Index, Objects
    from ld_convert.settings import Settings

NO_PUBLISHER = "unknown publisher"

TYPE, STATEMENT, SUBJECT = map(vocabulary_term, (RDF.type, RDF.Statement, RDF.subject))
PREDICATE, OBJECT, COMMENT = map(vocabulary_term, (RDF.predicate, RDF.object, RDFS.comment))
DATASET, SERVICE = map(vocabulary_term, (DCAT.Dataset, DCAT.DataService))
BY_DATASET, BY_SERVICE, BY_CATALOG = map(
    vocabulary_term, (DCAT.dataset, DCAT.service, DCAT.catalog)
)
CATALOG, RECORD, RESOURCE = map(vocabulary_term, (DCAT.Catalog, DCAT.record, DCAT.Resource))
CATALOG_RECORD = vocabulary_term(DCAT.CatalogRecord)
TITLE, DESCRIPTION, PUBLISHER = map(vocabulary_term, (DCT.title, DCT.description, DCT.publisher))
CONFORMS_TO, MODIFIED, STANDARD = map(vocabulary_term, (DCT.conformsTo, DCT.modified, DCT.Standard))
AGENT, NAME, PRIMARY_TOPIC = map(vocabulary_term, (FOAF.Agent, FOAF.name, FOAF.primaryTopic))
WAS_DERIVED_FROM = vocabulary_term(PROV.wasDerivedFrom)


def catalogue_head(settings: Settings) -> Graph:
    """Return the description of the catalogue itself: title, description, publisher."""
    return _head(*_names(settings))


def shared_head(settings: Settings) -> Graph:
    """Return the same graph as `catalogue_head`, kept between calls: never change it."""
    return _kept_head(*_names(settings))


def _names(settings: Settings) -> tuple[str, str, str, str]:
    name = settings.publisher_name or NO_PUBLISHER
    stated = settings.publisher_iri or name_iri(views()["agent"], name, settings.base)
    return settings.catalog, settings.catalog_title, name, stated


def _head(iri: str, title: str, publisher_name: str, publisher_iri: str) -> Graph:
    graph, catalogue, publisher = new_graph(), URIRef(iri), URIRef(publisher_iri)
    spo = index(graph)
    insert(spo, catalogue, TYPE, CATALOG)
    insert(spo, catalogue, TITLE, Literal(title))
    insert(spo, catalogue, DESCRIPTION, Literal(title))
    insert(spo, catalogue, PUBLISHER, publisher)
    insert(spo, publisher, TYPE, AGENT)
    insert(spo, publisher, NAME, Literal(publisher_name))
    return graph


_kept_head = lru_cache(maxsize=4)(_head)


def listed(graph: Graph, source: Graph) -> dict[URIRef, URIRef]:
    """Return what our catalogue lists of a page, each with the property that lists it.

    That is every dataset and service that the page describes, and every catalogue that is the
    page's subject: one to which nothing else on the page refers. `graph` is the page after the
    mapping, `source` what the page itself says.
    """
    stated = index(source)
    entries: dict[URIRef, URIRef] = {}
    catalogues: dict[URIRef, None] = {}
    for node, predicates in index(graph).items():
        if not isinstance(node, URIRef):
            continue
        classes = predicates.get(TYPE, ())
        if DATASET in classes and _says(node, predicates, stated):
            entries[node] = BY_DATASET
        elif SERVICE in classes and _says(node, predicates, stated):
            entries[node] = BY_SERVICE
        if CATALOG in classes:
            catalogues[node] = None
    if catalogues:
        for values in (values for found in stated.values() for values in found.values()):
            for node in [c for c in catalogues if c in values]:
                del catalogues[node]
            if not catalogues:
                break
    return entries | dict.fromkeys(catalogues, BY_CATALOG)


def _says(node: URIRef, mapped: dict[Node, Objects], stated: Index) -> bool:
    """Return whether the page describes the node, beyond giving its class.

    Properties without a rule count. A node with nothing but a class is only referred to; another
    page describes it.
    """
    return len(mapped) > 1 or any(predicate != TYPE for predicate in stated.get(node, ()))


def add_records(
    graph: Graph,
    entries: Mapping[URIRef, URIRef],
    capture: Capture,
    page: str | None,
    settings: Settings,
) -> None:
    """Add the catalogue's link to each entry of a page, and a record of each entry.

    `entries` come from `listed`. The date of a record is the one of the settings, else that of
    the capture.
    """
    spo, catalogue = index(graph), iri(settings.catalog)
    profile = load_profile(settings.profile)
    standard = vocabulary_term(profile.standard)
    stated = settings.date or capture.modified
    date = value_function(profile.date)(Literal(stated)) if stated else None
    for entry, lists in entries.items():
        record = record_iri(str(entry), settings)
        insert(spo, catalogue, lists, entry)
        insert(spo, catalogue, RECORD, record)
        insert(spo, record, TYPE, CATALOG_RECORD)
        insert(spo, record, PRIMARY_TOPIC, entry)
        insert(spo, record, CONFORMS_TO, standard)
        insert(spo, standard, TYPE, STANDARD)
        insert(spo, entry, TYPE, RESOURCE)  # the shapes ask for this class of a record's topic
        for title in spo[entry].get(TITLE, ()):
            insert(spo, record, TITLE, title)
        if isinstance(date, Literal):
            insert(spo, record, MODIFIED, date)
        if page is not None:
            insert(spo, record, WAS_DERIVED_FROM, URIRef(page))


def record_iri(entry: str, settings: Settings) -> URIRef:
    """Return the IRI of an entry's record: it describes the description, not the entry."""
    digest = hashlib.sha256(entry.encode()).hexdigest()[:16]
    return iri(f"{settings.base}record/{digest}")


def add_derived(graph: Graph, mapped: Mapped) -> None:
    """Add an rdf:Statement for each triple that a rule derived and the page does not state.

    Its comment names the rule and the spot that the rule read (RDF Schema 1.1, section 5.3).
    """
    spo = index(graph)
    for (subject, predicate, value), trace in mapped.traces.items():
        if trace.kind != "derived":
            continue
        place = mapped.locate(trace)
        seed = f"{place.source}\n{n3(subject)}\n{n3(predicate)}\n{n3(value)}"
        statement = blank("d" + hashlib.sha256(seed.encode()).hexdigest()[:16])
        why = f"derived by rule {trace.rule} from {place.pointer}"
        spo[statement] = {  # the label is a hash of all of it: no other statement has it
            TYPE: {STATEMENT: None},
            SUBJECT: {subject: None},
            PREDICATE: {predicate: None},
            OBJECT: {value: None},
            COMMENT: {text_literal(why, "en"): None},
        }
