"""Research archives and city portals, each by one record in the shape that it publishes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef

from ld_convert import Settings, convert_page
from ld_convert.model import Capture
from ld_convert.read.sniff import kind_of
from ld_convert.vocab.namespaces import expand_curie
from ld_convert.vocab.portals import portal_of

if TYPE_CHECKING:
    from ld_convert.model import Conversion, Json

FOLDER = Path(__file__).parent / "portals"
SETTINGS = Settings(base="https://ours.example/", date="2026-01-01", keep_source=False)
EU = "http://publications.europa.eu/resource/authority/"
BOX = "POLYGON((4.1 51.9,4.5 51.9,4.5 52.1,4.1 52.1,4.1 51.9))"

EXPECTED: dict[str, dict[str, set[str]]] = {
    "datacite": {
        "dct:title": {"Tide levels at Haven@en", "Marées à Haven@fr"},
        "dct:alternative": {"TLH"},
        "dct:description": {"Levels every ten minutes.@en", "Read by a float gauge."},
        "dct:creator/foaf:name": {"Sand, Ada", "Harbour Board"},
        "dct:creator/dct:identifier": {"https://orcid.org/0000-0002-1825-0097"},
        "dct:contributor/foaf:name": {"Wave Lab"},
        "dcat:contactPoint/vcard:fn": {"Byron, Eve"},
        "dct:publisher": {"https://ror.org/04z8jg394"},
        "dct:issued": {"2021-05-04"},
        "dct:modified": {"2022-01-02"},
        "dct:accessRights": {EU + "access-right/PUBLIC"},
        "dct:license": {EU + "licence/CC_BY_4_0"},
        "dcat:keyword": {"tides", "Oceanography"},
        "dct:spatial/dcat:bbox": {BOX},
        "dct:isReferencedBy": {"https://doi.org/10.70000/paper.9"},
        "dct:relation": {"urn:ISBN:978-3-16-148410-0"},
        "dct:references": {"https://arxiv.org/abs/1912.00001"},
        "dct:replaces": {"https://doi.org/10.70000/tide.2020"},
        "foaf:page": {"https://tides.example/manual"},
        "prov:wasGeneratedBy/dct:title": {"Seeing tides"},
        "dcat:distribution/dcat:downloadURL": {"https://tides.example/data/17.csv"},
        "dcat:distribution/dct:format": {EU + "file-type/CSV"},
    },
    "inveniordm": {
        "dct:title": {"Peat depths of three bogs", "Torfmächtigkeiten@de"},
        "dct:identifier": {
            *("https://doi.org/10.70001/k3n9w-72p41", "k3n9w-72p41"),
            *("oai:rdm.example:k3n9w-72p41", "1924MNRAS..84..308E"),
        },
        "dct:created": {"2023-10-01"},
        "dct:creator/foaf:name": {"Moor, Ida", "Bog Survey"},
        "dct:contributor/foaf:name": {"Doe, Jo"},
        "dcat:contactPoint/vcard:fn": {"Roe, Al"},
        "dct:accessRights": {EU + "access-right/PUBLIC"},
        "dct:license": {EU + "licence/CC_BY_4_0"},
        "dct:language": {EU + "language/ENG"},
        "dct:spatial/dcat:centroid": {"POINT(-3.2 55.9)"},
        "dct:isReferencedBy": {"https://doi.org/10.70001/paper"},
        "dcat:landingPage": {"https://rdm.example/records/k3n9w-72p41"},
        "dcat:distribution/dct:title": {"depths.csv"},
        "dcat:distribution/dcat:byteSize": {"204"},
        "dcat:distribution/spdx:checksum/spdx:checksumValue": {"e795abeef2c38de2b064be9f6364ceae"},
    },
    "zenodo": {
        "dct:title": {"Moth counts of two woods"},
        "dct:creator/dct:identifier": {"https://orcid.org/0000-0002-1825-0097"},
        "dct:license": {EU + "licence/CC_BY_4_0"},
        "dct:accessRights": {EU + "access-right/PUBLIC"},
        "dcat:keyword": {"moths", "woodland, old"},
        "dct:spatial/dcat:centroid": {"POINT(-1.25 51.5)"},
        "dct:replaces": {"https://moth.example/v0"},
        "prov:wasGeneratedBy/dct:identifier": {"MS-1"},
        "dcat:distribution/dcat:byteSize": {"5120"},
    },
    "zenodo-page": {
        "dct:title": {"Moth counts of two woods"},
        "dct:creator": {"https://orcid.org/0000-0002-1825-0097"},
        "dct:temporal/dcat:startDate": {"2021-05-01"},
        "dct:language": {EU + "language/ENG"},
        "dcat:distribution/dcat:mediaType": {
            "https://www.iana.org/assignments/media-types/text/csv"
        },
    },
    **{
        name: {
            "dct:title": {"Voters of Haven, 2020"},
            "dct:alternative": {"VH20"},
            "dct:identifier": {"https://doi.org/10.70003/FK2/VOTERS", "VL-20"},
            "dct:creator": {"https://orcid.org/0000-0002-1825-0097"},
            "dcat:contactPoint/vcard:hasEmail": {"mailto:desk@vote.example"},
            "dcat:keyword": {"Medicine, Health and Life Sciences", "elections"},
            "dct:references": {"https://doi.org/10.70003/votes"},
            "dct:temporal/dcat:endDate": {"2020-10-31"},
            "dct:spatial/dcat:bbox": {BOX},
            "dct:spatial/skos:prefLabel": {"Haven, Netherlands", "Netherlands@en"},
            "dct:license": {EU + "licence/CC0"},
            "dcat:version": {"1.2"},
            "prov:wasGeneratedBy/dct:identifier": {"PF-3"},
            "dcat:distribution/dct:title": {"voters.tab"},
            "dcat:distribution/dcat:accessURL": {"https://doi.org/10.70003/FK2/VOTERS/ROWS"},
        }
        for name in ("dataverse-native", "dataverse-latest", "dataverse-version")
    },
    "ro-crate-metadata": {
        "dct:title": {"Bird songs of one garden"},
        "dct:creator/foaf:name": {"Wren Ash"},
        "dct:publisher/foaf:name": {"Garden Institute"},
        "dct:hasPart/dct:title": {"Audio files"},
        "dcat:distribution": {
            *("https://songs.example/crate.zip", "https://songs.example/more.zip"),
        },
    },
    "geonetwork": {
        "dct:title": {"Soil map of Haven"},
        "dct:modified": {"2021-05-03"},
        "dct:publisher/foaf:name": {"Haven Press"},
        "dct:spatial/dcat:bbox": {BOX},
        "dcat:keyword": {"Soil", "geology, soil"},
        "dcat:distribution/dcat:downloadURL": {"https://geo.example/soil.zip"},
        "dcat:distribution/dct:format": {EU + "file-type/ZIP"},
        "dcat:distribution/dct:conformsTo/dct:title": {"OGC:WMS-1.3.0-http-get-map"},
    },
    "udata": {
        "dct:title": {"Horaires des bus de Port-Bleu"},
        "dct:alternative": {"HBPB"},
        "dct:publisher/foaf:name": {"Mairie de Port-Bleu"},
        "dct:license": {EU + "licence/ETALAB_2_0"},
        "dct:accrualPeriodicity": {EU + "frequency/MONTHLY"},
        "dct:temporal/dcat:startDate": {"2019-01-01"},
        "dcat:keyword": {"bus, tram"},
        "dcat:contactPoint/vcard:hasEmail": {"mailto:bureau@bus.example"},
        "dcat:distribution/dcat:downloadURL": {"https://bus.example/gtfs.zip"},
        "dcat:distribution/dcat:accessURL": {"https://data.example/fr/datasets/r/aa11"},
    },
    "socrata": {
        "dct:title": {"Street trees"},
        "dct:created": {"2014-04-20T17:16:21Z"},
        "dct:issued": {"2015-07-11T22:51:57Z"},
        "dct:modified": {"2015-12-28T07:50:03Z"},
        "dct:publisher/foaf:homepage": {"https://parks.example/"},
        "dct:license": {EU + "licence/CC_BY_4_0"},
        "dcat:keyword": {"Environment", "parks", "trees, street"},
        "dcat:theme": {EU + "data-theme/ENVI"},
    },
    "socrata-search": {
        "dct:title": {"Street trees"},
        "dct:modified": {"2015-12-28T07:50:03.000Z"},
        "dct:publisher/foaf:name": {"Parks Office"},
        "dct:license": {EU + "licence/CC_BY_4_0"},
        "dcat:landingPage": {"https://data.city.example/d/ab12-cd34"},
    },
    "opendatasoft": {
        "dct:title": {"Bancs publics"},
        "dct:publisher/foaf:name": {"Ville de Port-Bleu"},
        "dct:license": {EU + "licence/ETALAB_2_0"},
        "dcat:keyword": {"banc", "Urbanisme, Logement"},
        "dct:issued": {"2020-02-01T00:00:00+00:00"},
        "dct:temporal/dcat:endDate": {"2019-12-31"},
        "dct:spatial/dcat:centroid": {"POINT(5.25 43.25)"},
        "dcat:contactPoint/vcard:hasEmail": {"mailto:accueil@port-bleu.example"},
    },
    "arcgis": {
        "dct:title": {"Fire hydrants of Haven"},
        "dct:created": {"2018-03-02T14:13:20Z"},
        "dct:accessRights": {EU + "access-right/PUBLIC"},
        "dct:license": {EU + "licence/CC_BY_4_0"},
        "dct:bibliographicCitation": {"Fire Brigade of Haven"},
        "dct:spatial/dcat:bbox": {BOX},
        "dcat:keyword": {"fire, water", "hydrants"},
        "dcat:distribution/dcat:accessURL": {
            "https://services.example/arcgis/rest/services/Hydrants/FeatureServer"
        },
        "dcat:distribution/dcat:downloadURL": set(),
    },
}
"""By file, what its first dataset says in DCAT: texts with their language, else values."""


def converted(value: Json) -> Conversion:
    """What becomes of a file's bytes, or of a JSON value."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return convert_page(Capture("page", content, kind_of(content)), SETTINGS)


def read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_bytes())


def said(graph: Graph, node: URIRef, path: str) -> set[str]:
    """What a node says at the end of a path of compact IRIs."""
    ends: set[Any] = {node}
    for name in path.split("/"):
        ends = {end for one in ends for end in graph.objects(one, expand_curie(name))}
    return {
        f"{end}@{end.language}" if isinstance(end, Literal) and end.language else str(end)
        for end in ends
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_a_record_of_a_portal_is_described_in_dcat(name: str) -> None:
    """The facts of each portal's record reach the property that DCAT has for them."""
    found = converted((FOLDER / f"{name}.json").read_bytes())
    wanted = EXPECTED[name]
    (node,) = (
        node
        for node in found.datasets
        if said(found.graph, URIRef(node), "dct:title") == wanted["dct:title"]
    )
    assert {path: said(found.graph, URIRef(node), path) for path in wanted} == wanted


@pytest.mark.parametrize("name", EXPECTED)
def test_no_record_of_a_portal_breaks_a_shape(name: str) -> None:
    """What the portal states is enough, and what we make of it is valid."""
    found = converted((FOLDER / f"{name}.json").read_bytes())
    assert [f.message for f in found.findings if f.severity == "violation"] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_of_a_portals_own_words_is_left_in_a_catalogue_without_the_source(
    name: str,
) -> None:
    """They are kept beside schema.org's statements, and go with them."""
    graph = converted((FOLDER / f"{name}.json").read_bytes()).graph
    assert not [p for p in graph.predicates() if str(p).startswith("urn:ld-convert:")]


def test_an_article_of_an_archive_is_no_dataset() -> None:
    """DataCite and Zenodo list papers and software too."""
    found = converted((FOLDER / "zenodo.json").read_bytes())
    assert len(found.datasets) == 1
    record = read("datacite")["data"]["attributes"]
    paper = record | {"types": {"resourceTypeGeneral": "Text"}}
    assert converted(paper).datasets == ()


def test_an_application_of_arcgis_is_no_dataset() -> None:
    """An item of ArcGIS may be a map to look at, or a dashboard."""
    assert converted(read("arcgis") | {"type": "Dashboard"}).datasets == ()


def test_a_value_that_a_portal_writes_in_a_list_of_kinds_is_shown_at_its_place() -> None:
    """The pointer of a bad date leads into the list of dates."""
    record = read("datacite")["data"]["attributes"]
    record["dates"][0]["date"] = "last spring"
    (place,) = [f.place for f in converted(record).findings if "last spring" in f.message]
    assert place.pointer == "/dates/0/date"


def test_a_value_that_is_lifted_is_shown_at_its_place() -> None:
    """The language of a Zenodo record stands inside its metadata."""
    record = read("zenodo")["hits"]["hits"][0]
    record["metadata"]["license"] = {"id": ""}
    record["metadata"]["language"] = "of the moon"
    (place,) = [f.place for f in converted(record).findings if "of the moon" in f.message]
    assert place.pointer == "/metadata/language"


def test_a_number_that_is_no_time_stays_what_it_is() -> None:
    """A year of five digits is not guessed at."""
    found = converted(read("socrata") | {"rowsUpdatedAt": 10**20})
    assert [f.code for f in found.findings if "100000000000000000000" in f.message] == ["LD401"]


def test_an_old_record_of_opendatasoft_is_read() -> None:
    """The first version of its API has no groups of metadata."""
    record = {
        "datasetid": "bancs",
        "metas": {"title": "Bancs", "description": "Les bancs.", "license": "ODbL"},
    }
    found = converted(record)
    (node,) = found.datasets
    assert said(found.graph, URIRef(node), "dct:license") == {EU + "licence/ODC_BL"}


def test_an_identifier_of_an_unknown_scheme_stays_an_identifier() -> None:
    """No address is made up for it."""
    record = read("datacite")["data"]["attributes"]
    record["relatedIdentifiers"] = [
        {
            "relationType": "IsPartOf",
            "relatedIdentifier": "shelf 7",
            "relatedIdentifierType": "Shelf",
        }
    ]
    found = converted(record)
    (node,) = found.datasets
    assert not [o for o in said(found.graph, URIRef(node), "dct:isPartOf") if "shelf" in o]


def test_a_file_of_a_portal_is_recognised_by_its_own_file_only() -> None:
    """No record is taken for another portal's."""
    records: dict[str, Json] = {
        "arcgis": read("arcgis"),
        "datacite": read("datacite")["data"]["attributes"],
        "dataverse": read("dataverse-native"),
        "dataverse-latest": read("dataverse-latest")["data"],
        "dataverse-version": read("dataverse-version")["data"],
        "inveniordm": read("inveniordm"),
        "opendatasoft": read("opendatasoft")["results"][0],
        "socrata": read("socrata"),
        "socrata-search": read("socrata-search")["results"][0],
        "udata": read("udata")["data"][0],
        "zenodo": read("zenodo")["hits"]["hits"][0],
    }
    assert {name: portal_of(record) for name, record in records.items()} == {n: n for n in records}


def test_what_a_crate_refers_to_by_a_local_name_is_found() -> None:
    """A folder of the crate is a part of it, though nobody knows the address of the crate."""
    found = converted((FOLDER / "ro-crate-metadata.json").read_bytes())
    part = found.graph.value(None, expand_curie("dct:title"), Literal("Audio files"))
    assert (None, expand_curie("dct:hasPart"), part) in found.graph


def test_the_context_of_ro_crate_is_known_in_each_version() -> None:
    """It is schema.org's with some terms more, and is not fetched."""
    for version in ("1.0", "1.1", "1.2-DRAFT", "1.2"):
        crate = read("ro-crate-metadata")
        crate["@context"] = [f"https://w3id.org/ro/crate/{version}/context", {"x": "http://x/"}]
        assert "LD304" not in {f.code for f in converted(crate).findings}


def test_a_subject_with_a_comma_is_one_keyword() -> None:
    """It is a thing with a name, and a name is no list."""
    term = {"@type": "DefinedTerm", "name": "Medicine, Health and Life Sciences"}
    page = {"@context": "https://schema.org/", "@type": "Dataset", "name": "T", "keywords": [term]}
    for name in ("keywords", "about"):
        found = converted({**page, "keywords": "a", name: term})
        (node,) = found.datasets
        words = said(found.graph, URIRef(node), "dcat:keyword")
        assert "Medicine, Health and Life Sciences" in words
        assert "Medicine" not in words


def test_a_concept_of_a_portal_has_its_scheme() -> None:
    """DataCite and Dataverse name the vocabulary of a subject."""
    graph = converted((FOLDER / "datacite.json").read_bytes()).graph
    concept = URIRef("http://data.europa.eu/8mn/euroscivoc/oceano")
    assert (concept, RDF.type, SKOS.Concept) in graph
    assert graph.value(concept, SKOS.inScheme) is not None
