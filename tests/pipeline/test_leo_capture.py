"""The main job on the real capture: what the first issue promises, line by line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import DCTERMS, FOAF, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import SH

from tests.support.cli import run

DCAT = Namespace("http://www.w3.org/ns/dcat#")
EU = "http://publications.europa.eu/resource/authority/"
PAGE = (
    "https://harmonydata.ac.uk/search/items/"
    "longitudinal-education-outcomes-srs-iteration-2-standard-extract-england"
)
LEO = URIRef("https://harmonydata.ac.uk/search/items/94590fa1400a782384a28128571a0398#dataset")


@pytest.fixture
def capture(shared: Path) -> Path:
    return shared / "captures" / "harmony-leo.rsc.txt"


@pytest.fixture
def leo(capture: Path, tmp_path: Path) -> Graph:
    output = tmp_path / "leo.ttl"
    assert run("convert", str(capture), "-o", str(output), "--provenance").exit_code == 0
    return Graph().parse(output)


def test_the_capture_is_one_dataset_named_by_its_uuid(leo: Graph) -> None:
    """The page's JSON-LD and the record in the component's properties are one thing."""
    assert list(leo.subjects(RDF.type, DCAT.Dataset)) == [LEO]


def test_title_description_and_keywords_are_whole(leo: Graph) -> None:
    """The description's 2,730 bytes, with its apostrophe, survive two encodings."""
    assert list(leo.objects(LEO, DCTERMS.title)) == [
        Literal("Longitudinal Education Outcomes SRS Iteration 2 Standard Extract - England")
    ]
    (description,) = leo.objects(LEO, DCTERMS.description)
    assert len(str(description).encode()) == 2730
    assert "DfE’s" in str(description)
    assert str(description).endswith("leo-post16education-labourmarket/")
    assert sorted(map(str, leo.objects(LEO, DCAT.keyword))) == [
        "ADR",
        "Benefits",
        "Children and Young People",
        "Earnings",
        "Education",
        "Employment",
        "Welfare",
    ]


def test_an_open_interval_has_a_start_and_no_end(leo: Graph) -> None:
    """`1995/..` is a period that began in 1995."""
    (period,) = leo.objects(LEO, DCTERMS.temporal)
    assert (period, RDF.type, DCTERMS.PeriodOfTime) in leo
    assert list(leo.objects(period, DCAT.startDate)) == [Literal("1995", datatype=XSD.gYear)]
    assert not list(leo.objects(period, DCAT.endDate))


def test_publisher_and_creator_are_the_same_agent(leo: Graph) -> None:
    """Two objects of one class and name on one page are one agent."""
    (publisher,) = leo.objects(LEO, DCTERMS.publisher)
    assert list(leo.objects(LEO, DCTERMS.creator)) == [publisher]
    assert (publisher, RDF.type, FOAF.Agent) in leo
    assert leo.value(publisher, FOAF.name) == Literal("Office for National Statistics")


def test_image_landing_pages_and_identifiers_come_from_both_records(leo: Graph) -> None:
    """The JSON-LD has one address, the property record the other, the portal the identifiers."""
    assert list(leo.objects(LEO, FOAF.depiction)) == [
        URIRef("https://client-logo.metadata.works/ONS-symbol_digital.svg")
    ]
    assert set(leo.objects(LEO, DCAT.landingPage)) == {
        URIRef(PAGE),
        URIRef("https://datacatalogue.adruk.org/browser/dataset/369/1"),
    }
    assert set(leo.objects(LEO, DCTERMS.identifier)) == {
        Literal("adruk/369"),
        Literal("94590fa1400a782384a28128571a0398"),
    }


def test_places_and_language_are_there_and_the_guesses_are_marked(leo: Graph) -> None:
    """England is stated; the country and the language come from codes that may be guesses."""
    places = set(leo.objects(LEO, DCTERMS.spatial))
    names = {str(name) for place in places for name in leo.objects(place, rdflib.SKOS.prefLabel)}
    assert "England" in names
    assert URIRef(f"{EU}country/GBR") in places
    assert set(leo.objects(LEO, DCTERMS.language)) == {URIRef(f"{EU}language/ENG")}
    marked = {
        leo.value(statement, RDF.object): str(leo.value(statement, RDFS.comment))
        for statement in leo.subjects(RDF.subject, LEO)
    }
    assert marked.keys() == {URIRef(f"{EU}country/GBR"), URIRef(f"{EU}language/ENG")}
    assert marked[URIRef(f"{EU}country/GBR")].endswith("extra_data/country_codes/0")
    assert marked[URIRef(f"{EU}language/ENG")].endswith("extra_data/language_codes/0")


def test_unknown_values_leave_no_trace(leo: Graph) -> None:
    """Nothing comes of `end_year: null`, of `sex: "all"`, or of the empty lists."""
    texts = {str(term) for triple in leo for term in triple}
    assert not texts & {"all", "None", "null", ""}
    terms = {text.rpartition("/")[2] for text in texts}
    assert not terms & {"endDate", "sex", "instruments", "study_design", "dois"}


def test_the_source_catalogue_lists_the_dataset_and_ours_has_a_record_of_the_page(
    leo: Graph,
) -> None:
    """ADR UK is a catalogue of its own; the record belongs to the catalogue that we write."""
    catalogues = {str(leo.value(c, DCTERMS.title)): c for c in leo.subjects(DCAT.dataset, LEO)}
    assert catalogues.keys() == {"ADR UK", "Catalogue"}
    (record,) = leo.objects(catalogues["Catalogue"], DCAT.record)
    assert leo.value(record, FOAF.primaryTopic) == LEO
    assert leo.value(record, URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")) == URIRef(PAGE)


OFFICIAL = ("dcat-ap-SHACL.ttl", "html-shapes.ttl", "html-range.ttl")


@pytest.mark.parametrize("name", OFFICIAL)
def test_the_official_shapes_find_no_violation(leo: Graph, shared: Path, name: str) -> None:
    """The catalogue passes the official DCAT-AP 3.0.1 files, less their dangling links."""
    shapes = Graph().parse(shared / "official" / "dcat-ap-3.0.1" / name)
    for shape, prop in list(shapes.subject_objects(SH.property)):
        if (prop, SH.path, None) not in shapes:
            shapes.remove((shape, SH.property, prop))
    _, report, _ = pyshacl.validate(leo, shacl_graph=shapes)
    violations = [
        (report.value(r, SH.focusNode), report.value(r, SH.resultPath))
        for r in report.subjects(SH.resultSeverity, SH.Violation)
    ]
    assert violations == []


def test_ntriples_say_the_same_as_turtle(capture: Path, leo: Graph, tmp_path: Path) -> None:
    """The two formats are two spellings of one graph."""
    output = tmp_path / "leo.nt"
    assert (
        run("convert", str(capture), "-f", "nt", "-o", str(output), "--provenance").exit_code == 0
    )
    assert isomorphic(Graph().parse(output, format="nt"), leo)


@pytest.mark.parametrize("form", ["turtle", "nt"])
def test_a_second_run_and_two_workers_give_the_same_bytes(
    shared: Path, tmp_path: Path, form: str
) -> None:
    """Neither time, nor chance, nor the number of workers is in the output."""
    inputs = tmp_path / "in"
    inputs.mkdir()
    for i in range(45):
        shutil.copy2(shared / "captures" / "harmony-leo.rsc.txt", inputs / f"{i:02}.txt")
    outputs = [tmp_path / f"{i}.out" for i in range(3)]
    for output, jobs in zip(outputs, ("1", "1", "2"), strict=True):
        run("-q", "convert", str(inputs), "-f", form, "-o", str(output), "-j", jobs)
    first, second, parallel = (output.read_bytes() for output in outputs)
    assert first == second == parallel
    assert first.count(b"leo-post16education-labourmarket/") > 0
