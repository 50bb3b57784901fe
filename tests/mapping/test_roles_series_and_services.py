"""Roles, series, services, relationships, checksums, provenance, variables (mapping, 3.2-3.21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest
from rdflib import DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import CSVW, PROV, RDFS

from ld_convert import Settings, convert_page
from ld_convert.model import Capture, Conversion
from ld_convert.vocab.namespaces import DCAT, EU, MARC, SPDX

ADMS = Namespace("http://www.w3.org/ns/adms#")

if TYPE_CHECKING:
    from rdflib.term import Node

    from ld_convert.model import Json

D = URIRef("http://a.example/d")
BASE = "https://data.example/"
HEALTH = Namespace("http://healthdataportal.eu/ns/health#")
SCHEMA = "http://schema.org/"


def converted(profile: str = "dcat-ap", **properties: Json) -> Conversion:
    """What a dataset with some properties becomes."""
    page = {
        "@context": {
            "@vocab": SCHEMA,
            "cr": "http://mlcommons.org/croissant/",
            "dct": str(DCTERMS),
            "time": "http://www.w3.org/2006/time#",
        },
        "@id": str(D),
        "@type": "Dataset",
        "name": "T",
        "description": "D",
        **properties,
    }
    settings = Settings(profile=profile, base=BASE, keep_source=False)
    return convert_page(Capture("page.json", orjson.dumps(page), "json"), settings)


def graph(profile: str = "dcat-ap", **properties: Json) -> Graph:
    return converted(profile, **properties).graph


def only(found: Graph, subject: Node, predicate: URIRef) -> Node:
    (value,) = found.objects(subject, predicate)
    return value


def test_a_role_gives_the_agent_and_a_responsibility_with_the_role() -> None:
    """The person creates, and the attribution says as what."""
    lead = {"@type": "Role", "roleName": "Principal Investigator"}
    found = graph(creator=lead | {"creator": {"@type": "Person", "name": "Ada"}})
    agent = only(found, D, DCTERMS.creator)
    responsibility = only(found, D, PROV.qualifiedAttribution)
    assert only(found, responsibility, RDF.type) == PROV.Attribution
    assert only(found, responsibility, PROV.agent) == agent
    assert only(found, responsibility, DCAT.hadRole) == MARC.rth


def test_a_role_in_unknown_words_keeps_its_words() -> None:
    """The role becomes a dcat:Role with a label; nothing is guessed."""
    found = graph(author={"@type": "Role", "roleName": "Barista", "author": {"name": "Ada"}})
    role = only(found, only(found, D, PROV.qualifiedAttribution), DCAT.hadRole)
    assert only(found, role, RDF.type) == DCAT.Role
    assert only(found, role, SKOS.prefLabel) == Literal("Barista")


def test_the_first_publisher_is_the_publisher_and_the_others_are_attributed() -> None:
    """DCAT-AP allows one dct:publisher; the rest keep their role."""
    found = graph(publisher=[{"@type": "Organization", "name": n} for n in ("A", "B", "C")])
    assert only(found, D, DCTERMS.publisher) == URIRef(f"{BASE}agent/a")
    others = set(found.objects(D, PROV.qualifiedAttribution))
    assert {only(found, o, DCAT.hadRole) for o in others} == {MARC.pbl}
    assert {str(only(found, o, PROV.agent)) for o in others} == {f"{BASE}agent/b", f"{BASE}agent/c"}


def test_one_publisher_is_no_attribution() -> None:
    """There is no rest of one."""
    assert (D, PROV.qualifiedAttribution, None) not in graph(publisher={"name": "A"})


def test_what_two_rules_find_is_said_once() -> None:
    """Who gives money and whose grant it is; with another role, or of another name, it stays."""
    one, two = ({"@type": "Organization", "name": name} for name in ("A", "B"))
    found = graph(funder=one, funding={"@type": "Grant", "name": "G", "funder": [one, two]})
    funded = list(found.objects(D, PROV.qualifiedAttribution))
    agents = sorted(str(only(found, node, PROV.agent)) for node in funded)
    assert agents == [f"{BASE}agent/a", f"{BASE}agent/b"]
    assert set(found.subjects(RDF.type, PROV.Attribution)) == set(funded)
    both = graph(funder=one, sponsor=one)
    assert len(list(both.objects(D, PROV.qualifiedAttribution))) == 2


def test_nameless_places_with_two_ways_to_each_next_one_are_compared_at_once() -> None:
    """Forty steps are 2 ** 40 ways; one place of ours beside them is there to be compared."""
    asked = ("dct:relation", "dct:source")
    places = [{"@id": f"_:{n}", **{p: {"@id": f"_:{n + 1}"} for p in asked}} for n in range(40)]
    geometry = "http://www.opengis.net/ont/geosparql#"
    said: dict[str, Json] = {
        f"{geometry}hasGeometry": {f"{geometry}asWKT": "POINT(1 2)"},
        "dct:spatial": [{"@id": "_:0"}, {"@id": "_:1"}],
        "@included": places,
    }
    found = graph("dcat-ap", **said)
    own = [one for one in found.objects(D, DCTERMS.spatial) if (one, DCAT.centroid, None) in found]
    assert len(own) == 1
    assert len(list(found.objects(D, DCTERMS.spatial))) > 1


def test_a_part_of_a_series_is_in_the_series() -> None:
    """W3C aligns isPartOf of a series with dcat:inSeries."""
    series = {"@type": "CreativeWorkSeries", "name": "Tides", "description": "All of them"}
    found = graph(isPartOf=series)
    node = only(found, D, DCAT.inSeries)
    assert DCAT.DatasetSeries in set(found.objects(node, RDF.type))
    assert only(found, node, DCTERMS.title) == Literal("Tides")
    assert (D, DCTERMS.isPartOf, None) not in found


def test_a_part_of_a_catalogue_is_listed_by_it() -> None:
    """The class of what isPartOf leads to decides."""
    found = graph(isPartOf={"@type": "DataCatalog", "name": "C"})
    assert (URIRef(f"{BASE}catalog/c"), DCAT.dataset, D) in found


def test_a_part_of_another_dataset_is_a_part() -> None:
    """Without a series or a catalogue it is dct:isPartOf."""
    whole = URIRef("http://a.example/whole")
    found = graph(isPartOf={"@type": "Dataset", "@id": str(whole)})
    assert only(found, D, DCTERMS.isPartOf) == whole


def test_an_entry_point_becomes_a_service_and_a_distribution_that_leads_to_it() -> None:
    """science-on-schema.org: potentialAction with an EntryPoint is how to get data by a service."""
    target = {
        "@type": "EntryPoint",
        "urlTemplate": "https://a.example/erddap/x.csv?lat={lat}",
        "contentType": "text/csv",
    }
    found = graph(potentialAction={"@type": "SearchAction", "target": target})
    file = only(found, D, DCAT.distribution)
    assert str(file).startswith(f"{D}#distribution-")
    service = only(found, file, DCAT.accessService)
    address = URIRef("https://a.example/erddap/x.csv")
    assert only(found, file, DCAT.accessURL) == only(found, service, DCAT.endpointURL) == address
    assert only(found, service, DCTERMS.title) == Literal("API of T")
    assert only(found, service, DCTERMS["format"]) == EU["file-type/CSV"]
    assert only(found, service, DCAT.servesDataset) == D


def test_an_action_whose_target_is_an_address_is_a_service_too() -> None:
    """The target may be the template itself."""
    found = graph(potentialAction={"@type": "SearchAction", "target": "https://a.example/s?q={q}"})
    service = only(found, only(found, D, DCAT.distribution), DCAT.accessService)
    assert only(found, service, DCAT.endpointURL) == URIRef("https://a.example/s")


def test_a_web_api_on_its_own_page_is_a_service_of_the_catalogue() -> None:
    """W3C aligns WebAPI with dcat:DataService."""
    page = {
        "@context": "https://schema.org",
        "@type": "WebAPI",
        "@id": "http://a.example/api",
        "name": "Tides",
        "documentation": "http://a.example/openapi.json",
        "url": "http://a.example/v1",
    }
    settings = Settings(base=BASE, keep_source=False)
    found = convert_page(Capture("p", orjson.dumps(page), "json"), settings).graph
    api = URIRef("http://a.example/api")
    assert (URIRef(f"{BASE}catalog"), DCAT.service, api) in found
    assert only(found, api, DCAT.endpointURL) == URIRef("http://a.example/v1")
    description = URIRef("http://a.example/openapi.json")
    assert only(found, api, DCAT.endpointDescription) == description


def test_a_role_before_a_source_is_a_relationship() -> None:
    """W3C aligns Role with dcat:Relationship where it qualifies a resource."""
    whole = {"@id": "http://a.example/b"}
    role = {"@type": "Role", "roleName": "original", "isBasedOn": whole}
    found = graph(isBasedOn=role)
    relationship = only(found, D, DCAT.qualifiedRelation)
    assert only(found, relationship, DCTERMS.relation) == URIRef("http://a.example/b")
    assert only(found, only(found, relationship, DCAT.hadRole), SKOS.prefLabel)


@pytest.mark.parametrize(
    ("key", "value", "algorithm"),
    [
        ("sha256", "ab" * 32, "checksumAlgorithm_sha256"),
        ("md5", "ab" * 16, "checksumAlgorithm_md5"),
        ("cr:md5", "AB" * 16, "checksumAlgorithm_md5"),
    ],
)
def test_a_checksum_names_its_algorithm(key: str, value: str, algorithm: str) -> None:
    """Croissant has md5 beside schema.org's sha256."""
    found = graph(distribution={"contentUrl": "http://a.example/f", key: value})
    checksum = only(found, only(found, D, DCAT.distribution), SPDX.checksum)
    assert only(found, checksum, SPDX.algorithm) == SPDX[algorithm]
    expected = Literal(value.lower(), datatype=XSD.hexBinary)
    assert only(found, checksum, SPDX.checksumValue) == expected


def test_a_croissant_file_object_is_a_distribution() -> None:
    """It comes without schema:DataDownload."""
    file = {"@type": "cr:FileObject", "contentUrl": "http://a.example/f.zip", "name": "F"}
    found = graph(distribution=file)
    node = only(found, D, DCAT.distribution)
    assert only(found, node, DCTERMS.title) == Literal("F")
    assert str(only(found, node, DCAT.packageFormat)).endswith("application/zip")


def test_an_action_that_made_the_dataset_is_its_provenance() -> None:
    """W3C: prov:wasGeneratedBy is the inverse of schema:result."""
    page = [
        {"@id": str(D), "@type": "Dataset", "name": "T"},
        {
            "@type": "CreateAction",
            "result": {"@id": str(D)},
            "agent": {"@type": "Person", "name": "Ada"},
            "startTime": "2020-01-01T10:00:00Z",
        },
    ]
    document = {"@context": "https://schema.org", "@graph": page}
    settings = Settings(base=BASE, keep_source=False)
    found = convert_page(Capture("p", orjson.dumps(document), "json"), settings).graph
    activity = only(found, D, PROV.wasGeneratedBy)
    assert only(found, activity, PROV.wasAssociatedWith) == URIRef(f"{BASE}agent/ada")
    started = Literal("2020-01-01T10:00:00Z", datatype=XSD.dateTime, normalize=False)
    assert only(found, activity, PROV.startedAtTime) == started


def test_what_is_said_of_the_description_goes_to_the_record() -> None:
    """SdLicense is the licence of the metadata, not of the data."""
    found = graph(sdLicense="https://creativecommons.org/publicdomain/zero/1.0/")
    (record,) = found.subjects(FOAF.primaryTopic, D)
    assert only(found, record, DCTERMS.license) == EU["licence/CC0"]


def test_conditions_that_are_no_code_are_rights_of_the_files() -> None:
    """DCAT-AP allows the codes of the EU table only as access rights."""
    words = "Ask the harbour master"
    found = graph(conditionsOfAccess=words, distribution={"contentUrl": "http://a.example/f"})
    assert (D, DCTERMS.accessRights, None) not in found
    rights = only(found, only(found, D, DCAT.distribution), DCTERMS.rights)
    assert only(found, rights, RDFS.label) == Literal(words)


def test_variables_are_columns_in_a_table_for_health_data() -> None:
    """HealthDCAT-AP: hasVariables leads to a csvw:TableGroup."""
    variable = {"@type": "PropertyValue", "name": "age", "description": "in years"}
    found = graph("health-dcat-ap", variableMeasured=[variable, "sex"])
    group = only(found, D, HEALTH.hasVariables)
    schema = only(found, only(found, group, CSVW.table), CSVW.tableSchema)
    titles = {only(found, c, CSVW.title) for c in found.objects(schema, CSVW.column)}
    assert titles == {Literal("age"), Literal("sex")}
    assert only(found, D, HEALTH.hasStructuredData) == Literal("true", datatype=XSD.boolean)


def test_fields_of_a_croissant_record_set_are_columns_too() -> None:
    """cr:RecordSet describes columns."""
    fields = [{"@type": "cr:Field", "name": "a"}, {"@type": "cr:Field", "name": "b"}]
    records = {"@type": "cr:RecordSet", "cr:field": fields}
    found = graph("health-dcat-ap", **{"cr:recordSet": records})
    assert {str(t) for t in found.objects(None, CSVW.title)} == {"a", "b"}


def test_a_cited_work_without_an_address_is_described() -> None:
    """Nothing is lost for want of an IRI."""
    work = {"@type": "ScholarlyArticle", "name": "On tides", "identifier": "10.5555/t"}
    found = graph(citation=work)
    node = only(found, D, DCTERMS.references)
    assert only(found, node, RDF.type) == DCTERMS.BibliographicResource
    assert only(found, node, DCTERMS.identifier) == Literal("https://doi.org/10.5555/t")


def test_a_citation_named_like_the_dataset_leaves_the_dataset_a_dataset() -> None:
    """Two things with one name stay two."""
    found = graph(citation={"@type": "ScholarlyArticle", "name": "T"})
    assert DCTERMS.BibliographicResource not in set(found.objects(D, RDF.type))


def test_a_given_and_a_family_name_make_a_name() -> None:
    """foaf:name is mandatory in DCAT-AP."""
    person = {"@type": "Person", "@id": "http://a.example/ada"}
    found = graph(creator=person | {"givenName": "Ada", "familyName": "Lovelace"})
    assert only(found, URIRef("http://a.example/ada"), FOAF.name) == Literal("Ada Lovelace")


def test_a_period_in_the_time_ontology_has_its_dates() -> None:
    """science-on-schema.org shows time:hasBeginning for geologic and other periods."""
    begin = {"time:hasBeginning": {"time:inXSDgYear": "1990"}}
    found = graph(temporalCoverage=begin | {"@type": "time:ProperInterval"})
    period = only(found, D, DCTERMS.temporal)
    assert only(found, period, DCAT.startDate) == Literal("1990", datatype=XSD.gYear)


def test_a_place_that_is_a_country_gives_the_countrys_code() -> None:
    """The place stays, and the EU code stands beside it."""
    found = graph(spatialCoverage={"@type": "Place", "name": "Slovenia"})
    assert EU["country/SVN"] in set(found.objects(D, DCTERMS.spatial))


def test_a_term_of_a_set_is_a_theme_with_its_scheme() -> None:
    """DCAT-US asks every concept for a scheme."""
    term = {
        "@type": "DefinedTerm",
        "@id": "http://v.example/tides",
        "name": "Tides",
        "inDefinedTermSet": "http://v.example/",
    }
    found = graph("dcat-us", about=term)
    theme = only(found, D, DCAT.theme)
    assert only(found, theme, SKOS.inScheme) == URIRef("http://v.example/")


def test_a_feed_is_updated_continuously() -> None:
    """W3C: a DataFeed is a dataset with a fixed frequency."""
    found = graph(**{"@type": "DataFeed"})
    assert only(found, D, DCTERMS.accrualPeriodicity) == EU["frequency/UPDATE_CONT"]


def test_a_licence_described_by_its_address_is_that_licence() -> None:
    """A CreativeWork with a url that is a licence is that licence, not a nameless document."""
    work = {"@type": "CreativeWork", "url": "https://creativecommons.org/licenses/by/4.0/"}
    found = graph(license=work, distribution={"contentUrl": "http://a.example/f"})
    file = only(found, D, DCAT.distribution)
    assert only(found, file, DCTERMS.license) == EU["licence/CC_BY_4_0"]


def test_an_address_that_is_the_datasets_own_name_is_no_document() -> None:
    """A dataset whose url is its @id is not typed as a foaf:Document."""
    assert FOAF.Document not in set(graph(url=str(D)).objects(D, RDF.type))


def test_names_in_one_text_are_as_many_agents() -> None:
    """A list in one string is split at its semicolons, never at a comma inside a name."""
    found = graph(creator="Doe, Jane; Roe, Richard")
    agents = found.objects(D, DCTERMS.creator)
    names = {str(found.value(agent, FOAF.name)) for agent in agents}
    assert names == {"Doe, Jane", "Roe, Richard"}


def test_intervals_in_one_text_are_as_many_periods() -> None:
    """Each has its own start and end."""
    found = graph(temporalCoverage="1995/2003; 2005/2006")
    starts = {str(found.value(p, DCAT.startDate)) for p in found.objects(D, DCTERMS.temporal)}
    assert starts == {"1995", "2005"}


def test_a_metadata_file_is_a_page_and_no_article() -> None:
    """A DataDownload under subjectOf holds the metadata; it does not write about the data."""
    file = {"@type": "DataDownload", "name": "ISO 19115", "contentUrl": "http://a.example/m.xml"}
    article = {"@type": "Article", "@id": "http://a.example/article", "name": "On tides"}
    found = graph(subjectOf=[file, article])
    assert only(found, D, FOAF.page) == URIRef("http://a.example/m.xml")
    assert only(found, D, DCTERMS.isReferencedBy) == URIRef("http://a.example/article")


def test_the_organisation_of_origin_is_the_creator_only_where_nobody_else_is() -> None:
    """A fallback waits for the creator and the author that the page states."""
    origin, author = {"name": "Harbour office"}, {"@type": "Person", "name": "Ada"}
    office = URIRef(f"{BASE}agent/harbour-office")
    assert only(graph(sourceOrganization=origin), D, DCTERMS.creator) == office
    both = graph(sourceOrganization=origin, author=author)
    assert only(both, D, DCTERMS.creator) == URIRef(f"{BASE}agent/ada")


def test_an_issn_is_an_identifier_node() -> None:
    """The notation holds the number."""
    found = graph(issn="2049-3630")
    assert only(found, only(found, D, ADMS.identifier), SKOS.notation)
