"""A title alone joins two descriptions only where nothing about them contradicts."""

from __future__ import annotations

import json

import pytest

from ld_convert import Settings, convert_page
from ld_convert.model import Capture, Conversion, Json

HEAD = {"@context": "https://schema.org/", "@type": "Dataset", "name": "Tides"}


def page(*documents: Json) -> Conversion:
    """A page with a script of JSON-LD for each description of the title "Tides"."""
    scripts = [
        f'<script type="application/ld+json">{json.dumps(document)}</script>'
        for document in documents
    ]
    html = "<!DOCTYPE html>" + "".join(scripts)
    return convert_page(Capture("page.html", html.encode(), "html"), Settings())


def tides(**members: Json) -> Json:
    return {**HEAD, **members}


def codes(conversion: Conversion) -> list[str]:
    return sorted({f.code for f in conversion.findings if f.code in ("LD306", "LD309", "LD310")})


FILE = {"@type": "DataDownload", "contentUrl": "https://a.example/1.csv"}
OTHER = {"@type": "DataDownload", "contentUrl": "https://a.example/2.csv"}
FREE = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (tides(distribution=FILE), tides(distribution=OTHER)),
        (tides(license=FREE), tides(license="https://a.example/closed")),
        (tides(description="Levels at the pier"), tides(description="Levels at the lock")),
        (tides(identifier="1"), tides(identifier="2")),
    ],
)
def test_two_descriptions_that_contradict_are_two_datasets(one: Json, two: Json) -> None:
    """Neither gets the files or the licence of the other."""
    found = page(one, two)
    assert len(found.datasets) == 2
    assert codes(found) == []


@pytest.mark.parametrize(
    "two",
    [
        tides(keywords="sea"),
        tides(description="Levels at the <b>pier</b>, each hour"),
        tides(description="Levels at the pier\u2026"),
        tides(distribution=[FILE, OTHER]),
    ],
)
def test_what_is_joined_by_its_title_alone_is_told(two: Json) -> None:
    """The warning names the place of the one and of the other."""
    found = page(tides(description="Levels at the pier, each hour", distribution=FILE), two)
    assert len(found.datasets) == 1
    (warning,) = [f for f in found.findings if f.code == "LD309"]
    assert "page.html:1" in warning.message
    assert warning.place.line == 1


def test_an_identifier_or_an_address_in_common_is_evidence_enough() -> None:
    """Nothing is told, and descriptions may differ."""
    url = "https://a.example/d"
    found = page(tides(url=url, description="Short"), tides(url=url + "/", description="Long"))
    assert len(found.datasets) == 1
    assert codes(found) == []


def test_equal_titles_in_one_list_are_as_many_datasets() -> None:
    """A list has each thing once; what they share, such as a licence, stays with each."""
    members = [{k: v for k, v in tides(license=FREE).items() if k != "@context"}] * 2
    found = page({"@context": "https://schema.org/", "@graph": members})
    assert len(found.datasets) == 2


def test_captures_of_one_title_that_say_different_things_are_two() -> None:
    """The IRI of a nameless dataset is made of all that tells it apart."""
    names = {page(tides(description=text)).datasets for text in ("A", "B", "A")}
    assert len(names) == 2


def test_captures_that_say_the_same_are_one() -> None:
    """In any order of the members."""
    one, two = tides(description="A", license=FREE), {"license": FREE, **tides(description="A")}
    assert page(one).datasets == page(two).datasets
