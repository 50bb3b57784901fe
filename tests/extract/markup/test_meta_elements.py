from __future__ import annotations

import json

import pytest

from ld_convert.extract import extract
from ld_convert.extract.markup.metas import ROWS, meta_dataset
from ld_convert.findings.locate import place
from ld_convert.findings.report import Report
from ld_convert.model import Capture, Json, Location, Page, Text
from ld_convert.vocab.schemaorg import is_term

TYPE = '<meta name="DC.type" content="Dataset">'
TITLE = '<meta name="DC.title" content="Tides">'


def dataset(html: str) -> Json:
    found = meta_dataset(Text.whole(html.encode()), "p.html")
    return found and {k: v for k, v in found.value.items() if not k.startswith("@")}


def page(html: str) -> tuple[Page, Report]:
    report = Report()
    return extract(Capture("p.html", html.encode(), "html"), report), report


@pytest.mark.parametrize(
    "meta",
    [
        '<meta name="DC.type" content="Dataset">',
        '<meta name="dc.Type" content="dataset">',
        '<meta name="DCTERMS.type" content="http://purl.org/dc/dcmitype/Dataset">',
        '<meta name="DC.type" content="Text"><meta name="DC.type" content="Dataset">',
        '<meta name="citation_type" content="data set">',
        '<meta name="citation_article_type" content="Dataset">',
        '<meta property="og:type" content="dataset">',
        '<meta property="dc:type" content="dcmitype:Dataset">',
    ],
)
def test_a_page_whose_metas_say_dataset_gives_one(meta: str) -> None:
    """The class may be a word, a prefixed name or an address, in any letter case."""
    assert dataset(meta + TITLE) == {"name": [{"@value": "Tides"}]}


@pytest.mark.parametrize(
    "meta",
    [
        "",
        '<meta property="og:type" content="website">',
        '<meta name="DC.type" content="Text">',
        '<meta name="DC.type" content="Text about a dataset">',
        '<meta name="keywords" content="dataset">',
        '<title>Dataset</title><meta name="DC.title" content="Dataset">',
    ],
)
def test_a_page_whose_metas_do_not_say_dataset_gives_none(meta: str) -> None:
    """A title or a keyword is no class."""
    assert dataset(meta + TITLE) is None


BEST_FIRST = """
name: dcterms.title dc.title citation_title og:title
description: dcterms.abstract dcterms.description dc.description citation_abstract og:description
description: og:description description
identifier: dcterms.identifier dc.identifier citation_doi
url: citation_abstract_html_url citation_public_url og:url
creator: dcterms.creator dc.creator citation_author
contributor: dcterms.contributor dc.contributor
publisher: dcterms.publisher dc.publisher citation_publisher
datePublished: dcterms.issued dc.date.issued dcterms.date dc.date citation_publication_date
datePublished: citation_publication_date citation_online_date citation_date
dateModified: dcterms.modified dc.date.modified
dateCreated: dcterms.created dc.date.created
inLanguage: dcterms.language dc.language citation_language
license: dcterms.license dc.rights.license dcterms.rights dc.rights
keywords: dcterms.subject dc.subject citation_keywords keywords
spatialCoverage: dcterms.spatial dc.coverage.spatial
temporalCoverage: dcterms.temporal dc.coverage.temporal
distribution: citation_dataset_url citation_data_url
"""


@pytest.mark.parametrize("row", BEST_FIRST.strip().splitlines())
def test_of_several_names_for_one_property_the_best_counts(row: str) -> None:
    """Dublin Core before citation_* before OpenGraph: no property has two wordings."""
    term, *names = row.replace(":", "", 1).split()
    metas = [f'<meta name="{name}" content="/{name}">' for name in names]
    for number, name in enumerate(names):
        found = dataset(TYPE + "".join(reversed(metas[number:])))
        assert list(found) == [term]
        assert f'"/{name}"' in json.dumps(found)


def test_an_address_of_the_data_is_a_distribution() -> None:
    """citation_data_url leads to the file."""
    html = f'{TYPE}<meta name=citation_data_url content="/tides.csv">'
    file = {"@type": "DataDownload", "contentUrl": {"@id": "/tides.csv"}}
    assert dataset(html) == {"distribution": [file]}


def test_every_creator_is_kept_and_none_twice() -> None:
    """Authors come one a meta element."""
    html = TYPE + "".join(f'<meta name=DC.creator content="{n}">' for n in ("Ann", "Bo", "Ann"))
    assert dataset(html) == {"creator": [{"name": "Ann"}, {"name": "Bo"}]}


@pytest.mark.parametrize(
    ("written", "date"),
    [("2020/3/1", "2020-03-01"), ("2020/12", "2020-12"), ("spring 2020", "spring 2020")],
)
def test_a_date_with_slashes_is_written_with_hyphens(written: str, date: str) -> None:
    """The form that citation_* asks for; other forms stay for the mapping to judge."""
    html = f'{TYPE}<meta name="citation_publication_date" content="{written}">'
    assert dataset(html) == {"datePublished": [{"@value": date}]}


def test_a_licence_with_an_address_is_a_reference_and_a_text_is_a_text() -> None:
    """DC.rights holds both in practice."""
    for text, value in (("https://l.example/by", "@id"), ("All rights reserved", "@value")):
        html = f'{TYPE}<meta name="DC.rights" content="{text}">'
        assert dataset(html) == {"license": [{value: text}]}


def test_a_value_leads_to_its_meta_element() -> None:
    """Line and column, by the pointer of the value."""
    found = meta_dataset(Text.whole(f"{TYPE}\n {TITLE}".encode()), "p.html")
    assert found is not None
    spot = place(Location("p.html", found.location.text, "/name/0"))
    assert (spot.line, spot.column) == (2, 2)


def test_every_row_has_a_property_of_schema_org() -> None:
    """A misspelt property would reach nothing."""
    assert [term for term in ROWS if not is_term(term, "property")] == []


def test_metas_count_where_nothing_else_describes_the_dataset() -> None:
    """One fragment of the kind meta, and a finding that says so."""
    found, report = page(TYPE + TITLE)
    assert [part.origins[0].kind for part in found.fragments] == ["meta"]
    assert [finding.code for finding in report.findings] == ["LD271"]


@pytest.mark.parametrize(
    "better",
    [
        '<script type="application/ld+json">{"@type":"Dataset","name":"T"}</script>',
        '<div itemscope itemtype="https://schema.org/Dataset"><b itemprop=name>T</b></div>',
        '<script type="application/ld+json">{"@context":{},"about":{"@type":"s:Dataset"}}</script>',
    ],
)
def test_metas_do_not_count_beside_a_better_description(better: str) -> None:
    """What is stated with a vocabulary is not repeated loosely."""
    found, report = page(TYPE + TITLE + better)
    assert "meta" not in {part.origins[0].kind for part in found.fragments}
    assert "LD271" not in {finding.code for finding in report.findings}


def test_metas_count_beside_a_description_of_something_else() -> None:
    """JSON-LD of the organisation says nothing of the dataset."""
    other = '<script type="application/ld+json">{"@type":"Organization","name":"O"}</script>'
    found, _ = page(TYPE + TITLE + other)
    assert [part.origins[0].kind for part in found.fragments] == ["script", "meta"]
