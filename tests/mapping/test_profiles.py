from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef

from ld_convert import Settings, UsageError, convert_page
from ld_convert.mapping.table import rule_rows
from ld_convert.model import Capture
from ld_convert.vocab.namespaces import DCAT
from ld_convert.vocab.profiles import load_profile, profile_names

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

if TYPE_CHECKING:
    from pathlib import Path

D = URIRef("https://a.example/d")
PAGE = b"""{"@context": "https://schema.org", "@id": "https://a.example/d", "@type": "Dataset",
 "name": "T", "description": "A description", "inLanguage": "en", "license": "CC BY 4.0",
 "datePublished": "2020-02-03", "repeatFrequency": "annual",
 "identifier": ["10.5555/x", "b"],
 "publisher": {"@type": "Organization", "name": "P", "url": "https://p.example"},
 "contactPoint": {"@type": "ContactPoint", "email": "a@b.example"},
 "distribution": {"contentUrl": "https://a.example/f.csv", "encodingFormat": "text/csv"}}"""
HEAD = "view, source, target, as, id, from\n"


def written(profile: str) -> Graph:
    """The catalogue of the page under a profile."""
    return convert_page(
        Capture("p.json", PAGE, "json"),
        Settings(profile=profile, date="2026-01-01", provenance=True),
    ).graph


def value(profile: str, predicate: URIRef) -> object:
    """The one value of a property, of the dataset or of its distribution."""
    graph = written(profile)
    subject = D if (D, predicate, None) in graph else graph.value(D, DCAT.distribution)
    (found,) = graph.objects(subject, predicate)
    return found


def test_the_five_profiles_are_there_and_each_extends_dcat() -> None:
    """Every other profile stands on DCAT 3."""
    assert profile_names() == ("dcat", "dcat-ap", "fdp", "health-dcat-ap", "dcat-us")
    assert {load_profile(name).tables[0] for name in profile_names()} == {"dcat"}
    assert load_profile("health-dcat-ap").tables == ("dcat", "dcat-ap", "health-dcat-ap")


def test_an_unknown_profile_is_the_users_mistake_and_the_others_are_named() -> None:
    """The message says what may be written."""
    with pytest.raises(UsageError, match="dcat-us"):
        load_profile("nope")


@pytest.mark.parametrize("profile", profile_names())
def test_a_page_is_converted_under_each_profile(profile: str) -> None:
    """The record says which standard it follows."""
    standard = URIRef(load_profile(profile).standard)
    assert standard in set(written(profile).objects(None, DCTERMS.conformsTo))


@pytest.mark.parametrize(
    ("profile", "language"),
    [
        ("dcat", "http://id.loc.gov/vocabulary/iso639-1/en"),
        ("dcat-ap", "http://publications.europa.eu/resource/authority/language/ENG"),
        ("fdp", "http://id.loc.gov/vocabulary/iso639-1/en"),
        ("health-dcat-ap", "http://publications.europa.eu/resource/authority/language/ENG"),
        ("dcat-us", "http://id.loc.gov/vocabulary/iso639-1/en"),
    ],
)
def test_a_language_is_named_as_the_profile_asks(profile: str, language: str) -> None:
    """Europe uses its own table, the others that of the Library of Congress."""
    assert value(profile, DCTERMS.language) == URIRef(language)
    assert (URIRef(language), RDF.type, DCTERMS.LinguisticSystem) in written(profile)


def test_a_fair_data_point_gets_media_types_as_text_and_dates_with_a_time() -> None:
    """Its shapes ask for literals where DCAT has resources."""
    assert value("fdp", DCAT.mediaType) == Literal("text/csv")
    midnight = Literal("2020-02-03T00:00:00", datatype=XSD.dateTime)
    assert value("fdp", DCTERMS.issued) == midnight
    assert value("fdp", DCAT.contactPoint) == URIRef("mailto:a@b.example")


def test_the_time_that_a_date_gains_for_a_fair_data_point_is_marked_as_derived() -> None:
    """The page says the day only."""
    marks = {str(text) for text in written("fdp").objects(None, URIRef(f"{RDFS}comment"))}
    assert any("rule dataset-issued-day" in mark for mark in marks)


RDFS = "http://www.w3.org/2000/01/rdf-schema#"


def test_dcat_us_gets_one_identifier_titles_of_documents_and_names_of_contacts() -> None:
    """All three are mandatory there."""
    graph = written("dcat-us")
    assert value("dcat-us", DCTERMS.identifier) == Literal("https://doi.org/10.5555/x")
    (homepage,) = graph.objects(None, FOAF.homepage)
    assert (homepage, DCTERMS.title, Literal("https://p.example")) in graph
    (contact,) = graph.objects(D, DCAT.contactPoint)
    assert list(graph.objects(contact, VCARD.fn)) == [Literal("a@b.example")]


def test_a_licence_is_the_eus_in_europe_and_the_published_address_elsewhere() -> None:
    """MQA knows licences of the EU table only."""
    by = "creativecommons.org/licenses/by/4.0/"
    assert value("dcat", DCTERMS.license) == URIRef(f"https://{by}")
    assert str(value("dcat-ap", DCTERMS.license)).endswith("/licence/CC_BY_4_0")


def test_a_row_replaces_the_one_of_its_id_where_that_stands(tmp_path: Path) -> None:
    """The order of the rules stays, and a new row follows the row before it in its table."""
    rows = (
        "dataset, name, dct:alternative, text, dataset-name, own\n"
        "dataset, name, dct:title, text, dataset-new, own\n"
    )
    (tmp_path / "extra.csv").write_text(HEAD + rows)
    before, after = list(rule_rows("dcat")), rule_rows("dcat", str(tmp_path / "extra.csv"))
    place = before.index("dataset-name")
    assert list(after) == [*before[: place + 1], "dataset-new", *before[place + 1 :]]
    assert after["dataset-name"]["target"] == "dct:alternative"


def test_a_new_row_without_one_before_it_comes_first(tmp_path: Path) -> None:
    """A rule of the user's own goes before the profile's."""
    (tmp_path / "extra.csv").write_text(HEAD + "dataset, name, dct:title, text, mine, own\n")
    assert next(iter(rule_rows("dcat", str(tmp_path / "extra.csv")))) == "mine"


def test_a_row_without_target_takes_a_rule_away(tmp_path: Path) -> None:
    """What the profile maps stays schema.org's where the user's table says so."""
    table = tmp_path / "extra.csv"
    table.write_text(HEAD + "dataset, inLanguage, , , dataset-language, own\n")
    settings = Settings(rules=str(table))
    graph = convert_page(Capture("p.json", PAGE, "json"), settings).graph
    assert not list(graph.objects(D, DCTERMS.language))
    assert list(graph.objects(D, URIRef("http://schema.org/inLanguage")))
