"""A dataset and the pages, files and people around it, as portals link them in schema.org."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph, Literal, URIRef

from ld_convert import Settings, convert
from ld_convert.model import Location
from ld_convert.pipeline.datasets import PageDatasets
from ld_convert.vocab.namespaces import DCAT, DCT
from tests.pipeline.test_kinds_from_the_field import (
    ABOUT,
    PREFIXES,
    TEXTS,
    converted,
    holds,
    of_file,
)
from tests.support.growth import is_linear

if TYPE_CHECKING:
    from pathlib import Path

    from ld_convert import Catalogue
    from ld_convert.model import Json

PAGE = "https://a.example/1"
WEB_PAGE = {"@type": "WebPage", "@id": PAGE}


def site(path: Path, **pages: Json) -> Catalogue:
    """The catalogue of pages, each with a JSON-LD description and its address."""
    for name, (address, value) in pages.items():
        script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
        head = f'<title>T</title><link rel="canonical" href="{address}">'
        (path / f"{name}.html").write_text(f"<!doctype html>{head}{script}", "utf-8")
    return convert(str(path), Settings(keep_source=False, base="https://b.example/"))


def says(catalogue: Catalogue, pattern: str) -> bool:
    """Whether a pattern of SPARQL matches in a catalogue."""
    return bool(catalogue.graph.query(f"{PREFIXES} ASK {{ {pattern} }}").askAnswer)


def test_a_page_by_which_another_page_knows_a_dataset_stays_a_page(tmp_path: Path) -> None:
    """It is a foaf:Document (DCAT-AP, landing page), the dataset that is known by it is none."""
    whole = {**ABOUT, **TEXTS, "@id": f"{PAGE}#d", "url": PAGE}
    file = {"@type": "DataDownload", "url": PAGE}
    part = {**ABOUT, **TEXTS, "@id": "", "name": "Part", "isPartOf": PAGE, "distribution": file}
    said = site(tmp_path, one=(PAGE, whole), two=("https://a.example/2", part))
    assert says(said, f"<https://a.example/2> dct:isPartOf <{PAGE}#d>")
    assert says(said, f"<{PAGE}#d> dcat:landingPage <{PAGE}> . <{PAGE}> a foaf:Document")
    assert not says(said, "?d a dcat:Dataset, foaf:Document")
    assert says(said, f"<https://a.example/2> dcat:distribution/dcat:accessURL <{PAGE}>")


def test_a_part_with_the_doi_of_its_whole_is_a_part(tmp_path: Path) -> None:
    """Portals give one DOI to a study and to each of its files."""
    tables = [
        {**TEXTS, "@type": "Dataset", "name": f"Table {n}", "identifier": "10.5555/x"} for n in "12"
    ]
    for own in ({"identifier": "10.5555/x"}, {}):
        said = site(tmp_path, one=(PAGE, {**ABOUT, **TEXTS, **own, "hasPart": tables}))
        for name in ("Table 1", "Table 2"):
            assert says(said, f"<{ABOUT['@id']}> dct:hasPart/dct:title '{name}'")
        assert not says(said, "?d dct:title ?a, ?b FILTER(?a != ?b)")


@pytest.mark.parametrize(
    ("page", "dataset"),
    [
        (WEB_PAGE, {"isPartOf": {"@id": PAGE}}),
        (WEB_PAGE, {"isPartOf": {"@id": PAGE}, "mainEntityOfPage": {"@id": PAGE}}),
        ({**WEB_PAGE, "mainEntity": {"@id": f"{PAGE}#d"}}, {}),
        ({**WEB_PAGE, "mainEntity": {"@id": f"{PAGE}#d"}}, {"isPartOf": {"@id": PAGE}}),
    ],
)
def test_the_page_that_a_dataset_is_in_is_its_landing_page_and_no_whole(
    tmp_path: Path, page: Json, dataset: Json
) -> None:
    """Plug-ins such as Yoast SEO say that it is a part of the page; nothing is its own part."""
    graph = [page, {**TEXTS, "@type": "Dataset", "@id": f"{PAGE}#d", **dataset}]
    said = site(tmp_path, one=(PAGE, {"@context": "https://schema.org", "@graph": graph}))
    assert says(said, f"<{PAGE}#d> dcat:landingPage <{PAGE}> . <{PAGE}> a foaf:Document")
    assert not says(said, f"<{PAGE}#d> a foaf:Document")
    assert not says(said, "?d dct:isPartOf ?page")
    assert "LD315" not in {finding.code for finding in said.findings}


def test_a_canonical_link_is_resolved_against_the_base_of_the_page(tmp_path: Path) -> None:
    """HTML Standard, 2.4.1: the document base URL is that of the base element."""
    nameless = {key: value for key, value in {**ABOUT, **TEXTS}.items() if key != "@id"}
    script = f'<script type="application/ld+json">{json.dumps(nameless)}'
    links = '<base href="https://a.example/x/"><link rel="canonical" href="/1">'
    (tmp_path / "page.html").write_text(f"<!doctype html>{links}{script}</script>", "utf-8")
    said = convert(str(tmp_path), Settings(keep_source=False))
    assert says(said, f"<{PAGE}#dataset> a dcat:Dataset")


def test_a_file_that_says_what_it_encodes_is_a_distribution_of_that(tmp_path: Path) -> None:
    """schema.org: encodesCreativeWork is the inverse of encoding."""
    file = {"contentUrl": "https://a.example/f.csv", "encodesCreativeWork": {"@id": ABOUT["@id"]}}
    said = converted(tmp_path, **{"@included": [{"@type": "DataDownload", **file}]})
    assert holds(said, "?d dcat:distribution/dcat:downloadURL <https://a.example/f.csv>")


@pytest.mark.parametrize(
    ("dataset", "file"),
    [
        ({"distribution": {"@id": "_:f"}}, {"@id": "_:f"}),
        ({}, {"encodesCreativeWork": {"@id": ABOUT["@id"]}}),
        ({}, {"@reverse": {"distribution": {"@id": ABOUT["@id"]}}}),
    ],
)
def test_a_nameless_file_gets_its_iri_wherever_it_is_described(
    tmp_path: Path, dataset: Json, file: Json
) -> None:
    """In a flattened document, as rdflib writes it, it is the one that a nested document gives."""
    about = {"@type": "DataDownload", "contentUrl": "https://a.example/f.csv"}
    nested = converted(tmp_path, distribution=about)
    graph = [{**about, **file}, {**ABOUT, **TEXTS, **dataset}]
    flat = site(tmp_path, one=(PAGE, {"@context": ABOUT["@context"], "@graph": graph}))
    (iri,) = nested.graph.objects(URIRef(ABOUT["@id"]), DCAT.distribution)
    assert says(flat, f"<{ABOUT['@id']}> dcat:distribution {iri.n3()}")


def test_a_file_that_json_ld_and_microdata_describe_is_one(tmp_path: Path) -> None:
    """Although its size is a number in the one and a text in the other, and so is its period."""
    size = {"@type": "QuantitativeValue", "value": 2, "unitText": "MB"}
    file = {"@type": "DataDownload", "contentUrl": "https://a.example/f.csv", "contentSize": size}
    time = {"@type": "Event", "startDate": "2001-01-01"}
    ld = json.dumps({**ABOUT, **TEXTS, "distribution": file, "temporalCoverage": time})
    item = '<div itemprop="{}" itemscope itemtype="https://schema.org/{}">{}</div>'
    meta = '<meta itemprop="{}" content="{}">'
    amount = item.format(
        "contentSize",
        "QuantitativeValue",
        meta.format("value", "2") + meta.format("unitText", "MB"),
    )
    url = '<link itemprop="contentUrl" href="https://a.example/f.csv">'
    inner = item.format("distribution", "DataDownload", url + amount)
    inner += item.format("temporalCoverage", "Event", meta.format("startDate", "2001-01-01"))
    outer = f'itemscope itemtype="https://schema.org/Dataset" itemid="{ABOUT["@id"]}"'
    script = f'<script type="application/ld+json">{ld}</script>'
    page = f"<!doctype html><title>T</title>{script}<div {outer}>{inner}</div>"
    said = of_file(tmp_path / "page.html", page.encode())
    assert holds(said, "?d dcat:distribution/dcat:byteSize ?b ; dct:temporal ?t")
    assert not holds(said, "?d dcat:distribution ?f, ?g FILTER(?f != ?g)")
    assert not holds(said, "?d dct:temporal ?t, ?u FILTER(?t != ?u)")


def test_files_in_a_list_have_what_the_dataset_says_of_its_files(tmp_path: Path) -> None:
    """A list (JSON-LD 1.1, 4.3.1) gives its members an order, and nothing else."""
    licence = "https://creativecommons.org/licenses/by/4.0/"
    files = [{"@type": "DataDownload", "contentUrl": f"https://a.example/{n}.csv"} for n in "ab"]
    said = converted(tmp_path, license=licence, distribution={"@list": files})
    assert holds(said, "?d dct:license ?l ; dcat:distribution ?f, ?g FILTER(?f != ?g)")
    assert not holds(said, "?f a dcat:Distribution FILTER NOT EXISTS { ?f dct:license ?l }")


def test_many_references_to_one_file_with_many_descriptions_take_linear_time(
    tmp_path: Path,
) -> None:
    """No description is read again for each dataset that refers to it."""

    def named(count: int) -> None:
        url = "https://a.example/f.csv"
        files = [{"@id": "_:f", "contentUrl": url, "name": f"F {n}"} for n in range(count)]
        sets = [
            {"@type": "Dataset", "@id": f"https://a.example/{n}", "distribution": {"@id": "_:f"}}
            for n in range(count)
        ]
        converted(tmp_path, **{"@included": [*files, *sets]})

    assert is_linear(named, 100, 400, times=8, least=0.05)


def test_a_contact_has_no_page_that_nobody_stated(tmp_path: Path) -> None:
    """The IRI that we make of a name leads nowhere, also under a base on the web."""
    about = {**ABOUT, **TEXTS, "maintainer": {"@type": "Person", "name": "Mia"}}
    said = site(tmp_path, one=(PAGE, about))
    assert says(said, "?d dcat:contactPoint/vcard:fn 'Mia'")
    assert not says(said, "?c vcard:hasURL ?page")


def test_links_of_dublin_core_in_the_head_are_read(tmp_path: Path) -> None:
    """Values that are resources stand in link elements (DCMI, DC-HTML, 4.2)."""
    said = {"title": "Otters", "type": "Dataset", "description": "Counts of otters."}
    head = "".join(f'<meta name="DCTERMS.{name}" content="{text}">' for name, text in said.items())
    licence = "https://creativecommons.org/licenses/by/4.0/"
    head += f'<link rel="DCTERMS.license" href="{licence}"><title>T</title>'
    head += '<meta name="DCTERMS.accessRights" content="restricted">'
    page = of_file(tmp_path / "page.html", f"<!doctype html>{head}".encode())
    assert holds(page, "?d dct:license ?l FILTER strends(str(?l), 'CC_BY_4_0')")
    assert holds(page, "?d dct:accessRights ?r FILTER strends(str(?r), 'RESTRICTED')")


def test_what_ckan_harvests_of_iso_19115_has_its_box_its_time_and_its_contact(
    tmp_path: Path,
) -> None:
    """ckanext-spatial keeps them as extras under names of its own."""
    stated = {
        "bbox-north-lat": "51",
        "bbox-south-lat": "50",
        "bbox-east-long": "9",
        "bbox-west-long": "8",
        "temporal-extent-begin": "2001-01-01",
        "temporal-extent-end": "2002-01-01",
        "frequency-of-update": "asNeeded",
        "contact-email": "desk@a.example",
    }
    extras = [{"key": key, "value": value} for key, value in stated.items()]
    package = {"title": "Otters", "notes": "Counts", "resources": [], "extras": extras}
    said = of_file(tmp_path / "package.json", json.dumps(package).encode())
    assert holds(said, "?d dct:spatial/dcat:bbox ?b FILTER(contains(str(?b), '8 50,9 50'))")
    assert holds(said, "?d dct:temporal [ dcat:startDate ?a ; dcat:endDate ?b ]")
    assert holds(said, "?d dct:accrualPeriodicity ?f ; dcat:contactPoint/vcard:hasEmail ?m")


def test_a_middle_name_tells_two_people_apart(tmp_path: Path) -> None:
    """Ann B. Berg is not Ann C. Berg."""
    people = [
        {"@type": "Person", "givenName": "Ann", "additionalName": middle, "familyName": "Berg"}
        for middle in ("B.", "C.")
    ]
    said = converted(tmp_path, creator=people)
    for name in ("Ann B. Berg", "Ann C. Berg"):
        assert holds(said, f"?d dct:creator ?a . ?a foaf:name ?n FILTER(str(?n) = '{name}')")
    assert not holds(said, "?a foaf:name ?one, ?two FILTER(?one < ?two)")


def test_the_names_of_two_people_in_one_are_paired_without_a_middle_name(tmp_path: Path) -> None:
    """The first given name belongs to the first family name."""
    both = {"@type": "Person", "givenName": ["Ann", "Bob"], "familyName": ["Lee", "Ray"]}
    said = converted(tmp_path, creator={**both, "@id": "https://a.example/p"})
    for name in ("Ann Lee", "Bob Ray"):
        assert holds(said, f"<https://a.example/p> foaf:name ?n FILTER(str(?n) = '{name}')")


def test_a_condition_of_access_in_a_work_is_a_statement_of_rights(tmp_path: Path) -> None:
    """With its words and its page, and such data are not open to all."""
    terms = {"@type": "CreativeWork", "name": "Log in first", "url": "https://a.example/tos"}
    said = converted(tmp_path, conditionsOfAccess=terms, isAccessibleForFree=True)
    assert holds(said, "?d dct:rights ?r . ?r rdfs:label 'Log in first' ; foaf:page ?page")
    assert not holds(said, "?d dct:accessRights ?r")


def test_the_place_of_a_shape_is_called_what_the_shape_says(tmp_path: Path) -> None:
    """DataCite's schema.org has the name of the place as the address of the GeoShape."""
    shape = {"@type": "GeoShape", "address": "Atlantic Ocean", "box": "41.1 -71.2 42.8 -68.3"}
    said = converted(tmp_path, spatialCoverage={"@type": "Place", "geo": shape})
    assert holds(said, "?d dct:spatial ?l . ?l dcat:bbox ?b ; skos:prefLabel 'Atlantic Ocean'")


@pytest.mark.parametrize("shape", ["polygon", "line", "circle"])
def test_a_place_of_two_shapes_has_one_box_and_the_other_is_told(
    tmp_path: Path, shape: str
) -> None:
    """DCAT-AP 3.0.1, Location: at most one bounding box and one centroid."""
    texts = {"circle": ["50 8 100", "60 8 100"]}.get(shape, ["50 8 51 9 51 8 50 8", "60 8 61 9"])
    geo = {"@type": "GeoShape", shape: texts}
    said = converted(tmp_path, spatialCoverage={"@type": "Place", "geo": geo})
    assert holds(said, "?d dct:spatial/dcat:bbox ?box")
    assert not holds(said, "?l dcat:bbox ?a, ?b FILTER(?a != ?b)")
    assert not holds(said, "?l dcat:centroid ?a, ?b FILTER(?a != ?b)")
    told = {finding.place.pointer for finding in said.findings if finding.code == "LD431"}
    assert told == {f"/spatialCoverage/geo/{shape}/1"}


def test_great_britain_is_a_place_of_this_name_and_not_the_united_kingdom(tmp_path: Path) -> None:
    """It leaves out Northern Ireland."""
    for place in ("Great Britain", {"@type": "Place", "name": "Great Britain"}):
        said = converted(tmp_path, spatialCoverage=place)
        assert holds(said, "?d dct:spatial/skos:prefLabel 'Great Britain'")
        assert not holds(said, "?d dct:spatial ?l FILTER strends(str(?l), 'GBR')")


def test_a_file_that_the_dataset_itself_is_has_its_format_and_its_size(tmp_path: Path) -> None:
    """Pages give contentUrl, encodingFormat and contentSize to a Dataset, as to a file."""
    url, form = "https://a.example/f", "text/csv"
    said = converted(tmp_path, contentUrl=url, encodingFormat=form, contentSize="12 kB")
    assert holds(said, "?d dcat:distribution [ dcat:byteSize ?b ; dcat:mediaType ?m ]")


def test_an_address_called_download_url_is_that_of_the_file(tmp_path: Path) -> None:
    """schema.org has downloadUrl for software; pages say it of files of data."""
    url = "https://a.example/f.csv"
    said = converted(tmp_path, distribution={"@type": "DataDownload", "downloadUrl": url})
    assert holds(
        said, f"?d dcat:distribution [ dcat:downloadURL <{url}> ; dcat:accessURL <{url}> ]"
    )


def test_the_iri_of_a_role_is_the_role(tmp_path: Path) -> None:
    """schema.org: roleName is a text or a URL."""
    role = "https://a.example/roles/pi"
    person = {"@type": "Person", "name": "Ann Berg"}
    said = converted(tmp_path, creator={"@type": "Role", "roleName": role, "creator": person})
    assert holds(said, f"?d prov:qualifiedAttribution/dcat:hadRole <{role}>")
    assert holds(said, f"<{role}> a dcat:Role")


def test_the_datasets_of_a_whole_with_thousands_of_parts_are_found_in_a_time_that_grows() -> None:
    """A thing is walked once, however many datasets lead to it; the first one has its values."""

    def told(count: int) -> None:
        graph, whole = Graph(), URIRef("urn:whole")
        parts = [URIRef(f"urn:part:{number}") for number in range(count)]
        for part in parts:
            graph.add((whole, DCT.hasPart, part))
            graph.add((part, DCT.isPartOf, whole))
            graph.add((part, DCT.title, Literal(f"Part {part[-1]}")))
        graph.add((whole, DCT.publisher, URIRef("urn:o")))
        graph.add((URIRef("urn:o"), DCT.title, Literal("O")))
        datasets = PageDatasets(graph, (*parts, whole), lambda *_: None, None)
        assert datasets.about("urn:o", Location("a.html")).dataset == str(parts[0])

    assert is_linear(told, 300, 1_200, times=8, least=0.02)
