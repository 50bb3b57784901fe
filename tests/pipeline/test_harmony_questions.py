"""The questions that users of the Harmony catalogue ask, over pages of all its forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from ld_convert import Settings, convert_pages, read_captures

PREFIXES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX locn: <http://www.w3.org/ns/locn#>
PREFIX harmony: <urn:ld-convert:harmony:>
PREFIX healthdcatap: <http://healthdataportal.eu/ns/health#>
"""
THING = """VALUES ?t { dcat:Dataset dcat:DatasetSeries } ?d a ?t ; dct:title ?n
FILTER NOT EXISTS { ?d a dcat:Catalog }"""
ALL = (
    *("01-shell-three-studies/a", "01-shell-three-studies/c", "02-uuid-page-and-slug-page/uuid"),
    *("02-uuid-page-and-slug-page/slug", "03-child-stub-and-own-page/study"),
    *("03-child-stub-and-own-page/child", "04-ancestor-and-own-page/study"),
    *("04-ancestor-and-own-page/child", "17-view-model-instruments-age-design/page"),
    *("26-record-study-facts/page", "09-sparse-record/child"),
)
PHASE = "Whitehall II Phase {} Dataset".format
ACCESS = "https://beta.ukdataservice.ac.uk/datacatalogue/studies/study?id={}#!/access-data".format


@pytest.fixture
def cases(shared: Path) -> Path:
    return shared / "field" / "harmony"


def asked(folder: Path, query: str, *names: str) -> list[tuple[str, ...]]:
    """The rows that a query has over some pages, as texts; without names over all."""
    files = [str(path) for name in names or ALL for path in sorted(folder.glob(f"{name}*.txt"))]
    graph = Graph()
    for conversion in convert_pages(list(read_captures(files)), Settings()):
        graph += conversion.graph
    rows = graph.query(PREFIXES + query.replace("THING", THING))
    return sorted(tuple("" if v is None else str(v) for v in row) for row in rows)  # type: ignore[union-attr]


def test_how_many_things_there_are(cases: Path) -> None:
    """Eleven pages and what they name: ten things."""
    (count,) = asked(cases, "SELECT (COUNT(DISTINCT ?d) AS ?k) { THING }")
    assert count == ("10",)


def test_which_datasets_a_study_has(cases: Path) -> None:
    """Each pair once, from the page of the study and from that of the dataset."""
    query = """SELECT DISTINCT ?pn ?cn {
        ?p (dct:hasPart|^dct:isPartOf|^dcat:inSeries|dcat:seriesMember) ?c .
        ?p dct:title ?pn . ?c dct:title ?cn }"""
    phase_8, phase_5 = PHASE("8 Clinical Event"), PHASE("5 Metabolomics")
    assert asked(cases, query) == [
        ("ONS Omnibus Survey, February 2007", "5813_f0702338"),
        ("Whitehall II", phase_8),
    ]
    assert asked(cases, query, "05-ancestor-harvested-twice/") == [
        ("Whitehall II", phase_5),
        ("Whitehall II", phase_8),
    ]
    assert asked(cases, query, "10-sparse-record-and-its-study/") == [
        ("ONS Omnibus Survey, June 2000", "4451_a0006210")
    ]


def test_what_is_in_each_source_catalogue(cases: Path) -> None:
    """The code of a source alone makes nobody a member."""
    query = """SELECT ?cn (COUNT(DISTINCT ?d) AS ?k) {
        ?c a dcat:Catalog ; dct:title ?cn ; (dcat:dataset|dcat:resource) ?d .
        VALUES ?t { dcat:Dataset dcat:DatasetSeries } ?d a ?t } GROUP BY ?cn"""
    assert {row for row in asked(cases, query) if row[0] != "Catalogue"} == {
        ("UK Data Service", "5"),
        ("CLOSER Discovery", "1"),
        ("Catalogue of Mental Health Measures", "1"),
    }


def test_which_studies_used_an_instrument(cases: Path) -> None:
    """From a record and from a view model."""
    way = "harmony:instruments|(prov:wasGeneratedBy/prov:used/(rdfs:label|skos:prefLabel))"
    query = f'SELECT DISTINCT ?n {{ THING ?d {way} ?i FILTER(CONTAINS(STR(?i), "PHQ-9")) }}'
    assert asked(cases, query) == [("The Million Women Study",), ("UK Biobank",)]


def test_who_has_people_of_an_age(cases: Path) -> None:
    """`40+ years` has no upper end."""
    query = """SELECT DISTINCT ?n { THING ?d harmony:age_lower|healthdcatap:minTypicalAge ?lo
        OPTIONAL { ?d harmony:age_upper|healthdcatap:maxTypicalAge ?hi }
        FILTER(?lo <= 60 && (!BOUND(?hi) || ?hi >= 60)) }"""
    assert asked(cases, query) == [("The Million Women Study",), ("UK Biobank",)]


def test_which_are_the_largest(cases: Path) -> None:
    """Numbers of people compare as numbers, and nothing has an extent."""
    query = """SELECT DISTINCT ?n ?k { THING
        ?d harmony:sample_size|healthdcatap:numberOfUniqueIndividuals ?k }"""
    folders = ("13-participants-are-no-extent/", "26-record-study-facts/")
    rows = sorted(asked(cases, query, *folders), key=lambda row: -int(row[1]))
    assert rows[:2] == [("The Million Women Study", "1319475"), ("5985_tt", "105086")]
    assert sorted(rows[2:]) == [
        ("Whitehall II", "10308"),
        (PHASE("8 Clinical Event"), "10308"),
    ]
    assert asked(cases, "SELECT ?d { ?d dct:extent ?e }", *folders) == []


def test_who_has_data_of_a_year(cases: Path) -> None:
    """From `1995..2003` and from `1997/1999`."""
    query = """SELECT DISTINCT ?n { THING ?d dct:temporal ?p . ?p dcat:startDate ?s
        OPTIONAL { ?p dcat:endDate ?e } FILTER(SUBSTR(STR(?s), 1, 4) <= "1998" &&
        (!BOUND(?e) || SUBSTR(STR(?e), 1, 4) >= "1998")) }"""
    folders = ("24-years/", "05-ancestor-harvested-twice/")
    assert asked(cases, query, *folders) == [("Twodots",), (PHASE("5 Metabolomics"),)]


def test_which_places_are_covered(cases: Path) -> None:
    """As the source names them."""
    query = """SELECT DISTINCT ?l { THING ?d dct:spatial ?x .
        ?x rdfs:label|skos:prefLabel|locn:geographicName|dct:title ?l }"""
    found = {row[0] for row in asked(cases, query, "23-places-one-a-line/")}
    assert found == {"Fife", "Tayside Region", "Scotland", "United Kingdom"}
    assert ("Great Britain",) in asked(cases, query, "22-great-britain-keeps-its-name/")


def test_how_to_get_the_data(cases: Path) -> None:
    """In the words of the page; nothing is called public."""
    query = """SELECT ?n ?how { THING OPTIONAL {
        ?d dct:rights|dct:accessRights|dcat:landingPage|foaf:page ?r
        OPTIONAL { ?r foaf:page ?h } OPTIONAL { ?r rdfs:label ?l FILTER(!BOUND(?h)) }
        BIND(COALESCE(STR(?h), STR(?l), STR(?r)) AS ?how) } }"""
    rows = set(asked(cases, query, "20-public-never-invented/"))
    assert ("Access 0", "Data are available to bona fide researchers upon application.") in rows
    assert ("Access 1", ACCESS("5136")) in rows
    assert ("Access 2", "") in rows
    assert {how for n, how in rows if n == "Access 3"} == {
        "http://nesstar.example/view?study=4451&top=yes",
        ACCESS("4451"),
    }
    assert not [row for row in rows if "access-right" in row[1]]


def test_which_things_are_studies(cases: Path) -> None:
    """Also those of which no page names a dataset."""
    query = """SELECT DISTINCT ?n { THING { ?d a dcat:DatasetSeries } UNION
        { ?d dct:type|harmony:resource_type ?k FILTER(REGEX(STR(?k), "study$", "i")) } }"""
    assert [row[0] for row in asked(cases, query)] == [
        "Audit of Political Engagement 5, 2007",
        "ONS Omnibus Survey, February 2007",
        "ONS Omnibus Survey, June 2000",
        "The Million Women Study",
        "UK Biobank",
        "Whitehall II",
    ]
