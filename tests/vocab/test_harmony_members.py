"""What becomes of the members of Harmony's records, whose own names DCAT does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, Graph, Literal, URIRef

from ld_convert import Settings, convert_page
from ld_convert.vocab.namespaces import DCAT, EU, SCHEMA
from ld_convert.vocab.portals import portals
from ld_convert.vocab.tables import read_table
from tests.support.harmony import STUDY, WAVE, page, payload, record, view

if TYPE_CHECKING:
    from rdflib.term import Node

    from ld_convert.model import Conversion, Json

OURS = "urn:ld-convert:harmony:"


def converted(own: Json, **settings: Json) -> Conversion:
    """The conversion of the page of one record."""
    capture = page("page", payload("/items/it", {"initialData": own}))
    return convert_page(capture, Settings(**settings))


def said(predicate: str, own: Json, **settings: Json) -> set[Node]:
    """What the one dataset of a record's page has for a property."""
    found = converted(own, **settings)
    (dataset,) = found.datasets
    return set(found.graph.objects(URIRef(dataset), URIRef(predicate)))


def texts(predicate: str, own: Json) -> set[str]:
    """The same as texts."""
    return {str(value) for value in said(predicate, own)}


def labels(predicate: str, own: Json) -> set[str]:
    """The labels of what the dataset has for a property."""
    graph = converted(own).graph
    ways = (RDFS.label, SKOS.prefLabel)
    nodes = set(graph.objects(None, URIRef(predicate)))
    return {str(text) for node in nodes for way in ways for text in graph.objects(node, way)}


def it(schema: Json = None, **extra: Json) -> Json:
    """A record with these members."""
    return record("It", uuid=WAVE, schema=schema, **extra)


@pytest.mark.parametrize("profile", ["dcat", "dcat-ap", "fdp", "health-dcat-ap", "dcat-us"])
@pytest.mark.parametrize("keep_source", [True, False])
def test_a_member_without_a_term_keeps_its_name_in_every_profile(
    profile: str,
    keep_source: bool,  # noqa: FBT001
) -> None:
    """Also where the page's own statements are left out."""
    own = it(num_sweeps=3, sex="female", instruments=["PHQ-9"])
    graph = converted(own, profile=profile, keep_source=keep_source).graph
    found = {str(p).removeprefix(OURS): str(o) for _, p, o in graph if str(p).startswith(OURS)}
    assert found.items() >= {"num_sweeps": "3", "sex": "female", "instruments": "PHQ-9"}.items()


def test_no_member_of_the_portal_becomes_a_term_of_schema_org() -> None:
    """Neither one that we know nor one that a later build adds."""
    own = it(brand_new_member="x", num_variables=5) | {"num_descendant_variables": 7}
    graph = converted(own).graph
    assert not [p for p in graph.predicates() if str(p).startswith(SCHEMA) and "_" in str(p)]
    assert texts(f"{OURS}brand_new_member", own) == {"x"}
    assert texts(f"{OURS}num_descendant_variables", own) == {"7"}


def test_every_term_of_the_namespace_is_documented() -> None:
    """The table names each term that a context or a rule makes."""
    known = {row["term"] for row in read_table("vocab/harmony_terms.csv")}
    made = {
        iri.removeprefix(OURS)
        for portal in portals().values()
        for terms in portal.terms.values()
        for iri in terms.values()
        if iri.startswith(OURS)
    }
    classes = {"Study", "StudyWithDatasets"}
    assert made | classes == known


@pytest.mark.parametrize(
    ("schema", "extra"),
    [
        ({"size": "105086"}, {}),
        ({}, {"sample_size": 105086}),
        ({"size": "105086"}, {"sample_size": 105086}),
    ],
)
def test_people_are_a_number_and_never_an_extent(schema: Json, extra: Json) -> None:
    """`size` is the number of people as text; both together are one number."""
    found = converted(it(schema, **extra)).graph
    (count,) = set(found.objects(None, URIRef(f"{OURS}sample_size")))
    assert isinstance(count, Literal)
    assert count.toPython() == 105086
    assert not list(found.triples((None, DCTERMS.extent, None)))
    assert not list(found.triples((None, URIRef(SCHEMA + "size"), None)))


@pytest.mark.parametrize("nothing", [0, 999, "", "$undefined", None, []])
def test_a_value_that_says_unknown_leaves_no_triple(nothing: Json) -> None:
    """Not 0 years, not 999 people, not an empty text."""
    own = it(age_lower=nothing, sample_size=nothing, num_sweeps=nothing, start_year=nothing)
    assert not [
        p for p in converted(own).graph.predicates() if "age_" in str(p) or "sample" in str(p)
    ]
    assert not texts(str(DCTERMS.temporal), own)


@pytest.mark.parametrize(
    ("covered", "start", "end"),
    [
        ("1995..2003", "1995", "2003"),
        ("1995..", "1995", None),
        ("2006/2016", "2006", "2016"),
        ("1995/..", "1995", None),
        ("1986-01-01T00:00:00Z/1987-01-01T00:00:00Z", "1986-01-01", "1987-01-01"),
        ("2006-01-01/2030-03-28T14:20:14.325523Z", "2006-01-01", None),
        ("06-01..10-12", "2006", "2010"),
        (None, "2006", "2010"),
        ("Phase 8 of Whitehall II", None, None),
    ],
)
def test_the_time_covered_is_a_period(covered: Json, start: Json, end: Json) -> None:
    """An end that is the clock of a harvest is open; two-digit years give way to the years."""
    years = {"start_year": 2006, "end_year": 2010} if covered in (None, "06-01..10-12") else {}
    graph = converted(it({"temporalCoverage": covered}, **years)).graph
    starts = [str(o)[: len(start)] for o in graph.objects(None, DCAT.startDate)] if start else []
    ends = [str(o)[: len(end)] for o in graph.objects(None, DCAT.endDate)] if end else []
    assert starts == ([start] if start else [])
    assert ends == ([end] if end else [])
    assert len(list(graph.objects(None, DCAT.endDate))) == (1 if end else 0)


@pytest.mark.parametrize(
    "text", ["Fife\nTayside Region", "Fife<br>Tayside Region", "Fife <br/>\r\nTayside Region\nFife"]
)
def test_each_place_stands_on_its_own(text: str) -> None:
    """One a line, however the lines are broken, each once."""
    assert labels(str(DCTERMS.spatial), it(geographic_coverage=text)) == {"Fife", "Tayside Region"}


def test_a_place_keeps_the_name_that_the_page_gives_it() -> None:
    """A country from the portal's codes stands beside it and is marked as derived."""
    own = it(geographic_coverage="Great Britain", country_codes=["GB"])
    assert "Great Britain" in labels(str(DCTERMS.spatial), own)


def test_ireland_is_a_wrong_guess_beside_northern_ireland() -> None:
    """The loader finds one name in the other."""
    own = it(geographic_coverage="Northern Ireland", country_codes=["GB", "IE"])
    assert EU["country/IRL"] not in said(str(DCTERMS.spatial), own)
    assert EU["country/IRL"] in said(str(DCTERMS.spatial), it(country_codes=["IE"]))


@pytest.mark.parametrize(
    ("access", "words", "pages"),
    [
        ("Data are available upon application.", {"Data are available upon application."}, set()),
        (
            "https://a.example/apply?id=5136#!/access",
            set(),
            {"https://a.example/apply?id=5136#!/access"},
        ),
        (
            "http://a.example/1 https://b.example/2",
            None,
            {"http://a.example/1", "https://b.example/2"},
        ),
        ('Apply <a href="https://a.example/x">here</a>.<br>Thanks', None, {"https://a.example/x"}),
        ("Write to ada@a.example", {"Write to ada@a.example"}, set()),
        ("", set(), set()),
    ],
)
def test_how_to_get_the_data_stands_in_words_and_addresses(
    access: str, words: set[str] | None, pages: set[str]
) -> None:
    """No right of access is made of it, and no tag is left in the words."""
    graph = converted(it(data_access=access)).graph
    rights = set(graph.objects(None, DCTERMS.rights))
    found = {str(o) for r in rights for o in graph.objects(r, RDFS.label)}
    linked = {str(o) for r in rights for o in graph.objects(r, FOAF.page)}
    assert linked | {str(r) for r in rights if isinstance(r, URIRef)} == pages
    assert words is None or found == words
    assert not [text for text in found if "<" in text]
    assert not list(graph.objects(None, DCTERMS.accessRights))


def test_a_licence_is_one_only_where_its_address_is() -> None:
    """The others are pages on how to apply: terms of use."""
    own = it(
        {"license": ["https://a.example/apply", "https://creativecommons.org/licenses/by/4.0/"]}
    )
    assert said(str(DCTERMS.license), own) == {EU["licence/CC_BY_4_0"]}
    assert URIRef("https://a.example/apply") in said(str(DCTERMS.rights), own)


def test_a_file_name_is_no_address_of_a_logo() -> None:
    """It stays the text that it is, never resolved against the page."""
    found = converted(it({"image": "2022-logo.png"}))
    assert not list(found.graph.objects(None, FOAF.depiction))
    assert "LD401" in {finding.code for finding in found.findings}


CATALOGUES = [
    {"@type": "DataCatalog", "name": "UK Data Service", "url": "https://b.example/study/1"},
    {"@type": "DataCatalog", "name": "New", "url": "https://new.example/"},
]


def test_an_address_in_a_source_catalogue_is_a_page_of_the_dataset() -> None:
    """The catalogue's home page is the known one, marked as derived, or a site's root."""
    found = converted(it({"includedInDataCatalog": CATALOGUES}))
    graph = found.graph
    homes = {
        str(graph.value(c, DCTERMS.title)): str(h) for c, h in graph.subject_objects(FOAF.homepage)
    }
    assert homes == {
        "UK Data Service": "https://ukdataservice.ac.uk/",
        "New": "https://new.example/",
    }
    assert {str(o) for o in graph.objects(None, DCAT.landingPage)} == {"https://b.example/study/1"}
    traces = found.traces.items()
    derived = {str(h) for (_, p, h), t in traces if p == FOAF.homepage and t.kind == "derived"}
    assert derived == {"https://ukdataservice.ac.uk/"}


def test_a_study_is_a_series_of_the_datasets_that_are_named_in_it() -> None:
    """Both ways, from the page of the study and from that of the dataset."""
    stub = record("Part", uuid=STUDY)
    below = converted(record("It", kind="study", uuid=WAVE) | {"child_datasets": [stub]}).graph
    above = record("Part", uuid=STUDY) | {"ancestors": [record("It", kind="study", uuid=WAVE)]}
    start = "https://harmonydata.ac.uk/search/items/"
    whole, part = URIRef(f"{start}{WAVE}#dataset"), URIRef(f"{start}{STUDY}#dataset")
    for graph in (below, converted(above).graph):
        assert (whole, RDF.type, DCAT.DatasetSeries) in graph
        assert (whole, DCTERMS.hasPart, part) in graph
        assert (part, DCTERMS.isPartOf, whole) in graph
        assert (part, DCAT.inSeries, whole) in graph
        assert (part, RDF.type, DCAT.DatasetSeries) not in graph


def test_a_study_without_datasets_is_one_by_its_kind() -> None:
    """It is no series of anything."""
    own = record("It", kind="study", uuid=WAVE)
    assert texts(f"{OURS}resource_type", own) == {"study"}
    assert DCAT.DatasetSeries not in said(str(RDF.type), own)


def test_an_instrument_is_one_node_in_all_studies() -> None:
    """Another string is another instrument."""
    used = [
        set(converted(it(instruments=names)).graph.objects(None, PROV.used))
        for names in (["PHQ-9"], ["PHQ-9", "PHQ-9 + Impact Question"])
    ]
    assert len(used[0]) == 1
    assert used[0] < used[1]
    assert len(used[1]) == 2


def test_a_sparse_record_is_a_dataset() -> None:
    """Its schema.org part is empty; its name and its years are not."""
    own = it(start_year=2000, end_year=2000) | {"dataset_schema": {}}
    assert texts(str(DCTERMS.title), own) == {"It"}
    assert len(said(str(DCTERMS.temporal), own)) == 1


def test_a_stray_bracket_is_no_part_of_an_address() -> None:
    """Empty addresses go too."""
    own = it({"url": ["", "https://a.example/x)", "https://a.example/a_(b)"]})
    assert texts(str(DCAT.landingPage), own) == {"https://a.example/x", "https://a.example/a_(b)"}


def test_a_description_that_is_none_is_none() -> None:
    """Of a variable the portal writes 0 or "None"."""
    variables = [{"name": "a", "description": 0}, {"name": "b", "description": "None"}]
    graph = converted(it({"variableMeasured": variables})).graph
    assert {str(o) for o in graph.objects(None, URIRef(SCHEMA + "description"))} == {"About It"}


def shown(**members: Json) -> Graph:
    """The graph of a page with a view model."""
    capture = page("page", payload("/items/uk-biobank", {"dataset": view("UK Biobank", **members)}))
    return convert_page(capture, Settings()).graph


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("40+ years", 40, None),
        ("18 - 50 years", 18, 50),
        ("0 - 64 years", None, 64),
        ("$undefined", None, None),
    ],
)
def test_ages_are_read_back_from_the_view(text: str, lower: Json, upper: Json) -> None:
    """`N+` has no upper end, and 0 is no lower one."""
    graph = shown(ageCoverage=text)
    found = [list(graph.objects(None, URIRef(f"{OURS}age_{end}"))) for end in ("lower", "upper")]
    assert [int(str(value[0])) if value else None for value in found] == [lower, upper]


def test_the_view_s_links_catalogues_and_places_are_the_record_s() -> None:
    """A DOI among the links is an identifier; the country is derived from the code."""
    graph = shown(
        additionalLinks=["https://a.example/about", "https://doi.org/10.5255/UKDA-SN-1-1)"],
        dataCatalogs=[
            {"name": "UK Data Service", "url": "https://b.example/study/1", "logo": None}
        ],
        publisher={"name": "A university", "url": "$undefined"},
        funders=[{"name": "A council"}],
        geographicCoverage="GB, IE",
        topics=["AGE"],
    )
    assert {str(o) for o in graph.objects(None, DCAT.landingPage)} == {
        "https://a.example/about",
        "https://b.example/study/1",
    }
    assert Literal("https://doi.org/10.5255/UKDA-SN-1-1") in set(
        graph.objects(None, DCTERMS.identifier)
    )
    assert {EU["country/GBR"], EU["country/IRL"]} <= set(graph.objects(None, DCTERMS.spatial))
    assert {"A university", "A council"} <= {str(o) for o in graph.objects(None, FOAF.name)}
    assert {str(o) for o in graph.objects(None, DCAT.keyword)} == {"AGE"}


def test_a_page_that_holds_a_part_of_its_record_says_so() -> None:
    """The variables were cut off; the warning stands at the record."""
    props = {"study": it(), "isDrawerView": True, "studyDataComplete": False}
    found = convert_page(page("page", payload("/studies/it", props)), Settings())
    (warning,) = [f for f in found.findings if f.code == "LD274"]
    assert warning.place.pointer.endswith("/study")


STUB = record("Part", slug="part", schema={"keywords": ["a"]})
PAGES = {
    "A": {"slug": WAVE, "initialData": it({"url": ["", "https://a.example/1"]}, ai_summary="x")},
    "C": {"study": it({"includedInDataCatalog": CATALOGUES}, geographic_coverage="Fife\nTayside")},
    "D": {"dataset": view("It", child_datasets=[STUB], ageCoverage="40+ years", topics=["a"])},
    "sparse": {"initialData": it(start_year=2000) | {"dataset_schema": {}, "new": {"a": [1, 2]}}},
}


@pytest.mark.parametrize("form", PAGES)
def test_the_account_of_a_page_adds_up(form: str) -> None:
    """Each value is mapped, kept or dropped, and each that is not mapped has a reason."""
    capture = page("page", payload("/items/it", PAGES[form]))
    lines = convert_page(capture, Settings(account=True)).account
    assert len(lines) > 5
    for line in lines:
        assert line.found == line.mapped + line.kept + line.dropped
        assert sum(line.rules.values()) == line.mapped
        assert sum(line.reasons.values()) == line.kept + line.dropped
    dropped = {line.property for line in lines if line.dropped == line.found}
    assert {"distance", "score"} <= dropped or form == "D"
