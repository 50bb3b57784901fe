from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef

from ld_convert import Settings, convert_page
from ld_convert.catalogue.head import catalogue_head, lacking
from ld_convert.model import Capture
from ld_convert.rdf.quiet import literals_as_written
from ld_convert.read import read
from ld_convert.settings import CATALOG_TITLE, UsageError
from ld_convert.validate import load_shapes, validate
from ld_convert.vocab.namespaces import DCAT, DCT, EU, FOAF
from tests.support.cli import run

FULL = Settings(
    base="https://c.example/",
    date="2026-01-01",
    catalog_title="Harbour data",
    catalog_description="All that the harbour measures.",
    catalog_language=("en",),
    catalog_license="CC-BY-4.0",
    catalog_homepage="https://c.example/",
    catalog_issued="2024-01-01",
    catalog_spatial=("DEU=5.87,47.27,15.04,55.06",),
    catalog_theme_taxonomy=(str(EU["data-theme"]),),
    catalog_rights="Free for all",
    publisher_name="European Commission",
    publisher_iri=str(EU["corporate-body/COM"]),
    publisher_type="Supra-national authority",
)
CATALOGUE = URIRef(FULL.catalog)


def test_codes_and_names_become_iris_of_the_eu_tables() -> None:
    """A language, a country and a licence as people write them."""
    head = catalogue_head(FULL)
    assert head.value(CATALOGUE, DCT.language) == EU["language/ENG"]
    assert head.value(CATALOGUE, DCT.spatial) == EU["country/DEU"]
    assert head.value(CATALOGUE, DCT.license) == EU["licence/CC_BY_4_0"]


def test_a_filled_head_has_all_that_dcat_ap_recommends() -> None:
    """No finding at all, also of what hangs on it: place, licence, publisher and its type."""
    head = catalogue_head(FULL)
    dataset = URIRef("https://c.example/d")
    head += Graph().add((CATALOGUE, DCAT.dataset, dataset)).add((dataset, RDF.type, DCAT.Dataset))
    found = validate(head, load_shapes("dcat-ap"))
    assert [result for result in found if result.focus != dataset] == []


def test_a_box_is_a_place_of_its_own_or_that_of_a_country() -> None:
    """With a box and a centre, longitude first."""
    own = "1, 2, 3.5, 4"
    head = catalogue_head(replace(FULL, catalog_spatial=(own, "DEU=5,47,15,55")))
    places = set(head.objects(CATALOGUE, DCT.spatial))
    assert EU["country/DEU"] in places
    (other,) = places - {EU["country/DEU"]}
    assert str(head.value(EU["country/DEU"], DCAT.centroid)) == "POINT(10 51)"
    assert str(head.value(other, DCAT.bbox)) == "POLYGON((1 2,3.5 2,3.5 4,1 4,1 2))"


@pytest.mark.parametrize(
    ("settings", "title", "description", "publisher"),
    [
        (Settings(), CATALOG_TITLE, CATALOG_TITLE, "unknown publisher"),
        (Settings(catalog_title="T"), "T", "T", "unknown publisher"),
        (Settings(catalog_title="T", catalog_description="D"), "T", "D", "unknown publisher"),
        (Settings(catalog_description="D", publisher_name="O"), CATALOG_TITLE, "D", "O"),
        (Settings(publisher_iri="http://a/o"), CATALOG_TITLE, CATALOG_TITLE, "unknown publisher"),
    ],
)
def test_a_catalogue_has_a_title_a_description_and_a_publisher_in_any_case(
    settings: Settings, title: str, description: str, publisher: str
) -> None:
    """A description that nobody gives is the title; the publisher has the IRI that is set."""
    head, catalogue = catalogue_head(settings), URIRef(settings.catalog)
    said = [str(head.value(catalogue, term)) for term in (DCT.title, DCT.description)]
    assert said == [title, description]
    agent = head.value(catalogue, DCT.publisher)
    assert agent is not None
    assert str(head.value(agent, FOAF.name)) == publisher
    assert (agent, RDF.type, FOAF.Agent) in head
    assert settings.publisher_iri in ("", str(agent))


def test_what_only_the_catalogue_has_is_named_after_it() -> None:
    """As its fragment, or behind it with a hyphen; the words of rights are their label."""
    for iri, joint in (("https://c.example/c", "#"), ("https://c.example/#c", "-")):
        head = catalogue_head(
            Settings(catalog_iri=iri, catalog_rights="Free for all", catalog_spatial=("1, 2,3,4",))
        )
        rights, place = URIRef(f"{iri}{joint}rights"), URIRef(f"{iri}{joint}place-1,2,3,4")
        assert head.value(URIRef(iri), DCT.rights) == rights
        assert str(head.value(rights, RDFS.label)) == "Free for all"
        assert head.value(URIRef(iri), DCT.spatial) == place
        assert (place, RDFS.label, None) not in head


LACKING = "LD601"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_the_head_lacks_is_one_finding_of_a_run_with_the_options_that_set_it(
    captures: Path, tmp_path: Path, jobs: str
) -> None:
    """However many pages there are."""
    (tmp_path / "pages").mkdir()
    for number in range(3):
        shutil.copy(captures / "tide-gauge.html", tmp_path / "pages" / f"{number}.html")
    report = tmp_path / "report.json"
    run("-q", "convert", str(tmp_path / "pages"), "-j", jobs, "--report", str(report))
    (row,) = [row for row in json.loads(report.read_bytes()) if row["code"] == LACKING]
    assert row["count"] == 1
    for option in ("publisher-name", "publisher-type", "catalog-license", "catalog-spatial"):
        assert f"--{option}" in row["message"]
    assert "--catalog-rights" not in row["message"], "nobody recommends it"


@pytest.mark.parametrize(
    ("settings", "stated", "wanted"),
    [
        (FULL, (), []),
        (replace(FULL, publisher_name="", publisher_iri=""), (), ["publisher_name"]),
        (replace(FULL, catalog_language=()), (), ["catalog_language"]),
        (replace(FULL, catalog_language=()), (str(DCT.language),), []),
        (Settings(profile="fdp"), (), ["publisher_name"]),
        (
            Settings(profile="dcat-ap"),
            (),
            [
                *("publisher_name", "catalog_language", "catalog_license", "catalog_homepage"),
                *("catalog_issued", "date", "catalog_spatial", "catalog_theme_taxonomy"),
                "publisher_type",
            ],
        ),
        (
            Settings(profile="dcat-ap"),
            tuple(map(str, (DCT.publisher, DCT.issued, DCT.modified, DCT.spatial, DCT.type))),
            ["catalog_language", "catalog_license", "catalog_homepage", "catalog_theme_taxonomy"],
        ),
        (replace(FULL, publisher_type=""), (str(DCT.publisher),), ["publisher_type"]),
        (Settings(profile="dcat", publisher_name="O"), (), []),
    ],
)
def test_the_head_lacks_what_neither_a_setting_nor_a_page_says(
    settings: Settings, stated: tuple[str, ...], wanted: list[str]
) -> None:
    """Recommendations of DCAT-AP hold in profiles that extend it."""
    assert lacking(settings, stated) == wanted


@pytest.mark.corpus
def test_the_official_recommended_shapes_find_nothing_in_a_filled_head_and_its_records(
    shared: Path,
) -> None:
    """By pySHACL with the shapes of DCAT-AP 3.0.1; the record in it is perfect."""
    with literals_as_written():  # pySHACL changes rdflib's switch
        official = shared / "official" / "dcat-ap-3.0.1"
        shapes = Graph()
        for name in ("html-shapes", "html-range", "html-shapes_recommended"):
            shapes.parse(official / f"{name}.ttl")
        (page,) = read([str(shared / "facts" / "example_clean.ttl")])
        done = convert_page(page, FULL)
        graph = done.graph + catalogue_head(FULL)
        records = list(graph.subjects(RDF.type, DCAT.CatalogRecord))
        _, _, text = pyshacl.validate(graph, shacl_graph=shapes)
    assert records
    assert "Conforms: True" in text, text


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"catalog_language": ("klingonn",)}, "'klingonn': is not a language"),
        ({"catalog_license": "CC BY"}, "'CC BY': is not a known licence"),
        ({"catalog_homepage": "the harbour"}, "'the harbour': is not an absolute IRI"),
        ({"catalog_issued": "last spring"}, "'last spring': is not a date"),
        ({"date": "2025-02-29"}, "'2025-02-29': is not a date"),
        ({"catalog_spatial": ("Atlantis",)}, "'Atlantis': is not a country, a box or an IRI"),
        ({"catalog_spatial": ("1,2,3",)}, "'1,2,3': is not a country, a box or an IRI"),
        ({"catalog_spatial": ("1,95,3,96",)}, "is no box of west, south, east, north in degrees"),
        ({"catalog_spatial": ("DEU=5,55,15,47",)}, "is no box of west, south, east, north in"),
        ({"catalog_theme_taxonomy": ("themes",)}, "'themes': is not an absolute IRI"),
        ({"publisher_type": "club"}, "'club': is not a kind of publisher"),
    ],
)
def test_a_value_that_is_not_what_its_option_wants_is_a_mistake_of_the_user(
    wrong: dict[str, object], why: str
) -> None:
    """Option and value are named, with what is wanted, and nothing is written."""
    (option,) = wrong
    with pytest.raises(UsageError, match=why) as raised:
        catalogue_head(Settings(**wrong))  # type: ignore[arg-type]
    assert str(raised.value).startswith(option)


PAGE = {
    "@context": "https://schema.org",
    "@type": "Dataset",
    "@id": "https://a.example/1",
    "name": "T",
    "description": "D",
    "includedInDataCatalog": {
        "@type": "DataCatalog",
        "@id": "https://a.example/catalogue",
        "name": "Theirs",
        "publisher": {"@type": "Organization", "name": "Their office"},
    },
}


def converted(tmp_path: Path, *options: str) -> Graph:
    (tmp_path / "p.json").write_text(json.dumps(PAGE))
    output = tmp_path / "c.nt"
    run("-q", "convert", str(tmp_path / "p.json"), "-o", str(output), "-j", "1", *options)
    return Graph().parse(output)


def test_the_catalogue_of_a_page_is_linked_from_ours(tmp_path: Path) -> None:
    """Two catalogues, and ours leads to theirs."""
    graph = converted(tmp_path)
    theirs = URIRef("https://a.example/catalogue")
    assert list(graph.objects(URIRef(Settings().catalog), DCAT.catalog)) == [theirs]


@pytest.mark.parametrize(
    ("options", "publishers", "titles"),
    [
        ((), {"Their office"}, {"Theirs"}),
        (("--publisher-name", "Ours"), {"Ours"}, {"Theirs"}),
        (("--catalog-title", "Ours"), {"Their office"}, {"Ours"}),
    ],
)
def test_the_catalogue_of_a_page_becomes_ours_by_its_iri(
    tmp_path: Path, options: tuple[str, ...], publishers: set[str], titles: set[str]
) -> None:
    """One catalogue with one publisher; what the user sets wins, our defaults give way."""
    graph = converted(tmp_path, "--catalog-iri", "https://a.example/catalogue", *options)
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    found = [graph.value(node, FOAF.name) for node in graph.objects(catalogue, DCT.publisher)]
    assert set(map(str, found)) == publishers
    assert set(map(str, graph.objects(catalogue, DCT.title))) == titles
    assert not list(graph.objects(catalogue, DCAT.catalog))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("form", ["nt", "turtle", "json-ld", "rdf-xml"])
def test_what_has_no_name_in_the_catalogue_of_a_page_is_written_with_it(
    tmp_path: Path, form: str
) -> None:
    """A licence in words and what it says."""
    output, catalogue = tmp_path / "c", "https://a.example/catalogue"
    theirs = {"@type": "DataCatalog", "@id": catalogue, "license": "Ask the office"}
    (tmp_path / "p.json").write_text(json.dumps(PAGE | {"includedInDataCatalog": theirs}))
    options = ("--catalog-iri", catalogue, "-f", form, "-o", str(output))
    run("-q", "convert", str(tmp_path / "p.json"), "-j", "1", *options)
    graph = Graph().parse(data=output.read_text(), format={"rdf-xml": "xml"}.get(form, form))
    (licence,) = graph.objects(URIRef(catalogue), DCT.license)
    assert [str(words) for words in graph.objects(licence, RDFS.label)] == ["Ask the office"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("form", ["nt", "turtle", "json-ld", "rdf-xml"])
def test_a_dataset_with_the_iri_of_our_catalogue_is_written(tmp_path: Path, form: str) -> None:
    """All that the page says of it is said of the catalogue then."""
    page = {key: value for key, value in PAGE.items() if key != "includedInDataCatalog"}
    (tmp_path / "p.json").write_text(json.dumps(page))
    output = tmp_path / "c"
    options = ("--catalog-iri", "https://a.example/1", "-f", form, "-o", str(output))
    run("-q", "convert", str(tmp_path / "p.json"), "-j", "1", *options)
    syntax = {"rdf-xml": "xml"}.get(form, form)
    graph = Graph().parse(data=output.read_text(), format=syntax)
    assert (URIRef("https://a.example/1"), RDF.type, DCAT.Dataset) in graph
    assert (URIRef("https://a.example/1"), RDF.type, DCAT.Catalog) in graph


def test_it_is_no_violation_either() -> None:
    """The page is checked with the head that is written."""
    capture = Capture("p.json", json.dumps(PAGE).encode(), "json", modified="2026-01-01T00:00:00Z")
    done = convert_page(capture, Settings(catalog_iri="https://a.example/catalogue"))
    assert not [f.message for f in done.findings if f.code == "LD501"]


def test_a_file_sets_options_and_the_command_line_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the top for all commands, in a table for one."""
    monkeypatch.chdir(tmp_path)
    text = (
        'publisher-name = "File"\ncatalog-title = "File"\n[convert]\nbase = "https://f.example/"\n'
    )
    (tmp_path / "ld-convert.toml").write_text(text)
    graph = converted(tmp_path, "--catalog-title", "Line")
    catalogue = URIRef("https://f.example/catalog")
    assert (catalogue, DCT.title, Literal("Line")) in graph
    assert (None, FOAF.name, Literal("File")) in graph


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("ld-convert.toml", '\ncatalog-tilte = "x"', "ld-convert.toml:2:1: .*catalog-title"),
        ("ld-convert.toml", "[convert]\n  jbos = 2", "ld-convert.toml:2:3: .*jobs"),
        ("ld-convert.toml", "[convrt]\njobs = 2", "ld-convert.toml:1:2: .*convert"),
        ("ld-convert.toml", "jobs = = 2", "ld-convert.toml: .*line 1"),
        ("pyproject.toml", "[tool.ld-convert]\nbse = 1", "pyproject.toml:2:1: .*base"),
    ],
)
def test_a_key_that_no_command_has_is_told_with_its_place_and_what_was_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, wanted: str
) -> None:
    """A slip of the pen does not pass in silence."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(text)
    with pytest.raises(UsageError, match=wanted):
        run("convert", os.devnull)
