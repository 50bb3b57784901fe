"""The catalogue that a run writes, and its record of each dataset's page (DCAT 3, section 6.5)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef

from ld_convert.profile import load_profile
from ld_convert.values import VALUES
from ld_convert.views import name_iri, views
from ld_convert.vocab import DCAT, DCT, FOAF, PROV

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ld_convert.mapping import Mapped
    from ld_convert.model import Capture
    from ld_convert.settings import Settings

NO_PUBLISHER = "unknown"


def catalogue_head(settings: Settings) -> Graph:
    """Return what is said once about the catalogue itself: title, description, publisher."""
    graph, catalogue = Graph(), URIRef(settings.catalog)
    name = settings.publisher_name or NO_PUBLISHER
    iri = settings.publisher_iri or name_iri(views()["agent"], name, settings.base)
    publisher = URIRef(iri)
    graph.add((catalogue, RDF.type, DCAT.Catalog))
    graph.add((catalogue, DCT.title, Literal(settings.catalog_title)))
    graph.add((catalogue, DCT.description, Literal(settings.catalog_title)))
    graph.add((catalogue, DCT.publisher, publisher))
    graph.add((publisher, RDF.type, FOAF.Agent))
    graph.add((publisher, FOAF.name, Literal(name)))
    return graph


def record_graph(
    mapped: Graph,
    entries: Mapping[URIRef, URIRef],
    capture: Capture,
    page: str | None,
    settings: Settings,
) -> Graph:
    """Return the catalogue's links to the entries of a page and a record of each.

    `entries` are the datasets and catalogues with the property by which ours lists them.
    A record's date is the option's, else the capture's; never the clock's (design, decision 9).
    """
    graph, catalogue = Graph(), URIRef(settings.catalog)
    profile = load_profile(settings.profile)
    for entry, lists in entries.items():
        record = record_iri(str(entry), settings)
        graph.add((catalogue, lists, entry))
        graph.add((catalogue, DCAT.record, record))
        graph.add((record, RDF.type, DCAT.CatalogRecord))
        graph.add((record, FOAF.primaryTopic, entry))
        graph.add((record, DCT.conformsTo, URIRef(profile.standard)))
        graph.add((URIRef(profile.standard), RDF.type, DCT.Standard))
        graph.add((entry, RDF.type, DCAT.Resource))  # the class that shapes ask of a topic
        for title in mapped.objects(entry, DCT.title):
            graph.add((record, DCT.title, title))
        stated = settings.date or capture.modified
        date = VALUES[profile.date](Literal(stated)) if stated else None
        if isinstance(date, Literal):
            graph.add((record, DCT.modified, date))
        if page is not None:
            graph.add((record, PROV.wasDerivedFrom, URIRef(page)))
    return graph


def record_iri(entry: str, settings: Settings) -> URIRef:
    """Return the IRI of the record of an entry; its own, since it tells of the description."""
    digest = hashlib.sha256(entry.encode()).hexdigest()[:16]
    return URIRef(f"{settings.base}record/{digest}")


def derived_statements(mapped: Mapped) -> Graph:
    """Return one rdf:Statement for each triple that was derived and not stated by the page.

    The comment names the rule and the spot that it read (RDF Schema 1.1, section 5.3).
    """
    graph = Graph()
    for (subject, predicate, value), trace in mapped.traces.items():
        if trace.kind != "derived":
            continue
        place = mapped.locate(trace)
        seed = f"{place.source}\n{subject.n3()}\n{predicate.n3()}\n{value.n3()}"
        statement = BNode("d" + hashlib.sha256(seed.encode()).hexdigest()[:16])
        why = f"derived by rule {trace.rule} from {place.pointer}"
        graph.add((statement, RDF.type, RDF.Statement))
        graph.add((statement, RDF.subject, subject))
        graph.add((statement, RDF.predicate, predicate))
        graph.add((statement, RDF.object, value))
        graph.add((statement, RDFS.comment, Literal(why, lang="en")))
    return graph
