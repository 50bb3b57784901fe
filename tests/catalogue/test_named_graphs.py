from __future__ import annotations

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from ld_convert import Settings, convert_page
from ld_convert.catalogue.graphs import capture_graphs, head_graphs
from ld_convert.catalogue.records import record_iri
from ld_convert.model import Capture, Conversion
from ld_convert.vocab.namespaces import DCAT, DCT, EU, FOAF, SCHEMA, SKOS

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

TWO = b"""{"@context": "https://schema.org", "@graph": [
 {"@type": "Dataset", "@id": "http://a/1", "name": "One"},
 {"@type": "Dataset", "@id": "http://a/2", "name": "Two"}]}"""
"""Two datasets in one capture."""

PLACE = b"""{"@context": "https://schema.org", "@type": "Dataset", "@id": "http://a/1",
 "name": "One", "inLanguage": "en",
 "includedInDataCatalog": {"@type": "DataCatalog", "name": "Portal"}}"""
"""The portal has no description: one is derived from its name."""


def converted(data: bytes, settings: Settings) -> Conversion:
    return convert_page(Capture("page.json", data, "json"), settings)


def test_a_capture_with_one_dataset_is_named_as_its_record() -> None:
    """Who finds the record of a dataset finds the graph that it tells of."""
    settings = Settings(base="https://c.example/")
    graphs = capture_graphs(converted(PLACE, settings), settings)
    assert list(graphs) == [str(record_iri("http://a/1", settings))]


def test_a_capture_with_two_datasets_is_named_by_its_address() -> None:
    """One graph holds both, and no record is the graph."""
    settings = Settings(base="https://c.example/")
    (name,) = capture_graphs(converted(TWO, settings), settings)
    assert name.startswith("https://c.example/capture/")
    assert len(name) == len("https://c.example/capture/") + 16


def test_a_rejected_capture_has_no_graph() -> None:
    """Nothing is published of it."""
    settings = Settings()
    assert capture_graphs(converted(b'{"a": 1}', settings), settings) == {}


def by_origin(data: bytes, date: str = "", *, provenance: bool = False) -> dict[str, Graph]:
    settings = Settings(graphs="origin", date=date, provenance=provenance)
    graphs = capture_graphs(converted(data, settings), settings)
    return {name.rpartition("#")[2]: graph for name, graph in graphs.items()}


def test_what_the_page_says_is_stated_mapped_or_not() -> None:
    """The schema.org triple and the DCAT one that says the same."""
    stated = by_origin(PLACE)["stated"]
    assert (URIRef("http://a/1"), SCHEMA.name, Literal("One")) in stated
    assert any(str(title) == "One" for title in stated.objects(URIRef("http://a/1"), DCT.title))


def test_what_a_rule_makes_up_is_derived() -> None:
    """The portal's missing description is its name."""
    graphs = by_origin(PLACE, provenance=True)
    (portal,) = (s for s in graphs["stated"].subjects(RDF.type, DCAT.Catalog))
    assert list(graphs["derived"].objects(portal, DCT.description))
    assert not list(graphs["stated"].objects(portal, DCT.description))
    assert list(graphs["derived"].subjects(RDF.type, RDF.Statement))


def test_records_and_concepts_are_supplied() -> None:
    """No page says what our catalogue lists, nor what a language is called."""
    supplied = by_origin(PLACE, "2026-01-01")["supplied"]
    assert list(supplied.subjects(RDF.type, DCAT.CatalogRecord))
    assert list(supplied.objects(EU["language/ENG"], SKOS.prefLabel))


def test_the_three_origins_together_are_the_capture() -> None:
    """Each triple stands in exactly one of them."""
    settings = Settings()
    (whole,) = capture_graphs(converted(PLACE, settings), settings).values()
    parts = by_origin(PLACE).values()
    assert sum(len(part) for part in parts) == len(whole)
    together = Graph()
    for part in parts:
        together += part
    assert isomorphic(together, whole)


def test_the_catalogue_has_a_graph_of_its_own() -> None:
    """It is named by the catalogue's IRI."""
    settings = Settings(base="https://c.example/", catalog_title="Ours")
    ((name, graph),) = head_graphs(settings).items()
    assert name == "https://c.example/catalog"
    assert (URIRef(name), DCT.title, Literal("Ours")) in graph


INVENTED = b"""{"@context": "https://schema.org", "@type": "Dataset", "@id": "http://a/1",
 "name": "One", "creator": {"@type": "Person", "@id": "http://a/ada", "name": "Ada",
 "email": "ada@a.example"}, "includedInDataCatalog": {"@type": "DataCatalog", "name": "Portal"}}"""
"""The creator becomes the contact, and nobody is named as the portal's publisher."""


def test_what_a_rule_takes_a_node_for_is_derived() -> None:
    """The page says that Ada is a person, and not that she is whom to ask."""
    graphs, ada = by_origin(INVENTED), URIRef("http://a/ada")
    assert (ada, RDF.type, VCARD.Kind) in graphs["derived"]
    assert (ada, RDF.type, FOAF.Agent) in graphs["stated"]
    assert (ada, FOAF.name, Literal("Ada")) in graphs["stated"]


def test_all_that_is_said_of_a_node_that_a_rule_made_up_is_derived() -> None:
    """No page says that there is an agent whom nobody knows."""
    graphs = by_origin(INVENTED)
    (agent,) = graphs["derived"].subjects(FOAF.name, Literal("unknown publisher"))
    assert (agent, RDF.type, FOAF.Agent) in graphs["derived"]
    assert not list(graphs["stated"].predicate_objects(agent))
