"""The catalogue that a run writes, and a record for each entry (DCAT 3, section 6.5)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rdflib import RDF, RDFS, URIRef

from ld_convert.catalogue.head import profile_date
from ld_convert.rdf.index import index, insert
from ld_convert.vocab.authority import describe
from ld_convert.vocab.namespaces import CHANGE_TYPE, DCAT, DCT, FOAF, PROV
from ld_convert.vocab.profiles import load_profile
from ld_convert.vocab.terms import blank, iri, n3, text_literal, vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rdflib import Graph
    from rdflib.term import Node

    from ld_convert.mapping import Mapped
    from ld_convert.model import Capture
    from ld_convert.rdf.index import Index, Objects
    from ld_convert.settings import Settings

TYPE, STATEMENT, SUBJECT = map(vocabulary_term, (RDF.type, RDF.Statement, RDF.subject))
PREDICATE, OBJECT, COMMENT = map(vocabulary_term, (RDF.predicate, RDF.object, RDFS.comment))
DATASET, SERVICE = map(vocabulary_term, (DCAT.Dataset, DCAT.DataService))
BY_DATASET, BY_SERVICE, BY_CATALOG = map(
    vocabulary_term, (DCAT.dataset, DCAT.service, DCAT.catalog)
)
CATALOG, RECORD, RESOURCE = map(vocabulary_term, (DCAT.Catalog, DCAT.record, DCAT.Resource))
CATALOG_RECORD = vocabulary_term(DCAT.CatalogRecord)
TITLE, ISSUED, MODIFIED = map(vocabulary_term, (DCT.title, DCT.issued, DCT.modified))
CONFORMS_TO, STANDARD = map(vocabulary_term, (DCT.conformsTo, DCT.Standard))
PRIMARY_TOPIC = vocabulary_term(FOAF.primaryTopic)
STATUS = vocabulary_term("http://www.w3.org/ns/adms#status")
CREATED = CHANGE_TYPE["created"]
"""Change type of each record (DCAT-AP 3.0.1, Catalogue Record, change type)."""
WAS_DERIVED_FROM = vocabulary_term(PROV.wasDerivedFrom)


def listed(
    graph: Graph, source: Graph, cited: Collection[Node] = frozenset()
) -> dict[URIRef, URIRef]:
    """Return what our catalogue lists of a page, each with the property that lists it.

    That is every dataset and service that the page describes, and every catalogue that is the
    page's subject: one to which nothing else on the page refers. `graph` is the page after the
    mapping, `source` what the page itself says, `cited` what it only refers to, which is no part of
    the catalogue (DCAT 3, Property: dataset).
    """
    stated = index(source)
    entries: dict[URIRef, URIRef] = {}
    catalogues: dict[URIRef, None] = {}
    for node, predicates in index(graph).items():
        if type(node) is not URIRef or node in cited:
            continue
        classes = predicates.get(TYPE, ())
        if DATASET in classes and _says(node, predicates, stated):
            entries[node] = BY_DATASET
        elif SERVICE in classes and _says(node, predicates, stated):
            entries[node] = BY_SERVICE
        if CATALOG in classes and node in stated:
            catalogues[node] = None
    if catalogues:
        for subject, found in stated.items():
            for values in found.values():
                for node in [c for c in catalogues if c in values and c != subject]:
                    del catalogues[node]
    return dict.fromkeys(catalogues, BY_CATALOG) | entries


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
    the capture, else the one on which the page says that its description was issued. Without a date
    there is no record: it would lack what DCAT-AP 3.0.1 asks (Catalogue Record, modification date).
    A catalogue to which a page says that an entry belongs is linked, too; what a page says of our
    own catalogue needs no link.
    """
    spo, catalogue = index(graph), iri(settings.catalog)
    profile = load_profile(settings.profile)
    standard = vocabulary_term(profile.standard)
    stated = settings.date or capture.modified
    date = profile_date(stated, profile.date) if stated else None
    for node in [node for node, found in spo.items() if CATALOG in found.get(TYPE, ())]:
        if node != catalogue and type(node) is URIRef:
            insert(spo, catalogue, BY_CATALOG, node)
    for entry, lists in entries.items():
        if entry == catalogue:
            continue
        insert(spo, catalogue, lists, entry)
        insert(spo, entry, TYPE, RESOURCE)  # the shapes ask for this class of a record's topic
        record = record_iri(str(entry), settings)
        own = _first(spo, record, ISSUED) if date is None else date
        if own is None:
            continue
        insert(spo, catalogue, RECORD, record)
        insert(spo, record, TYPE, CATALOG_RECORD)
        insert(spo, record, PRIMARY_TOPIC, entry)
        insert(spo, record, CONFORMS_TO, standard)
        insert(spo, standard, TYPE, STANDARD)
        insert(spo, record, MODIFIED, own)
        for title in spo[entry].get(TITLE, ()):
            insert(spo, record, TITLE, title)
        insert(spo, record, STATUS, CREATED)
        for triple in describe(CREATED):
            insert(spo, *triple)
        if ISSUED not in spo[record]:
            insert(spo, record, ISSUED, own)
        if page is not None:
            insert(spo, record, WAS_DERIVED_FROM, URIRef(page))


def _first(spo: Index, subject: Node, predicate: Node) -> Node | None:
    return next(iter(spo.get(subject, {}).get(predicate, ())), None)


def record_iri(entry: str, settings: Settings) -> URIRef:
    """Return the IRI of an entry's record: it describes the description, not the entry."""
    digest = hashlib.sha256(entry.encode()).hexdigest()[:16]
    return iri(f"{settings.base}record/{digest}")


def add_derived(graph: Graph, mapped: Mapped) -> None:
    """Add an rdf:Statement for each triple that a rule or a table of names has added to a page's.

    Its comment names the rule, or the table and its line, and the spot that was read (RDF Schema
    1.1, section 5.3).
    """
    spo = index(graph)
    for (subject, predicate, value), trace in mapped.traces.items():
        if trace.kind != "derived" and not trace.by:
            continue
        place = mapped.locate(trace)
        seed = f"{place.source}\n{n3(subject)}\n{n3(predicate)}\n{n3(value)}"
        statement = blank("d" + hashlib.sha256(seed.encode()).hexdigest()[:16])
        way = f"supplied by {trace.by}" if trace.by else f"derived by rule {trace.rule}"
        why = f"{way} from {place.pointer}"
        spo[statement] = {  # the label is a hash of all of it: no other statement has it
            TYPE: {STATEMENT: None},
            SUBJECT: {subject: None},
            PREDICATE: {predicate: None},
            OBJECT: {value: None},
            COMMENT: {text_literal(why, "en"): None},
        }
