"""A dataset and the pages, files and people around it, as portals link them in schema.org."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ld_convert import Settings, convert
from tests.pipeline.test_kinds_from_the_field import ABOUT, PREFIXES, TEXTS, converted, holds

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


def test_the_iri_of_a_role_is_the_role(tmp_path: Path) -> None:
    """schema.org: roleName is a text or a URL."""
    role = "https://a.example/roles/pi"
    person = {"@type": "Person", "name": "Ann Berg"}
    said = converted(tmp_path, creator={"@type": "Role", "roleName": role, "creator": person})
    assert holds(said, f"?d prov:qualifiedAttribution/dcat:hadRole <{role}>")
    assert holds(said, f"<{role}> a dcat:Role")
