"""LD431: a value for which a property has no room is told, with its place and what stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rdflib import DCTERMS, Literal, URIRef

from ld_convert import Settings, convert_page
from ld_convert.model import Capture
from ld_convert.read.sniff import kind_of

if TYPE_CHECKING:
    from pathlib import Path

    from ld_convert.model import Conversion, Finding, Json

DATASET = URIRef("https://a.example/d")
FILE = {"@type": "DataDownload", "contentUrl": "https://a.example/f.csv"}


def converted(settings: Settings = Settings(), **properties: Json) -> Conversion:  # noqa: B008
    page = {
        "@context": ["https://schema.org/", {"dct": str(DCTERMS)}],
        "@type": "Dataset",
        "@id": str(DATASET),
        "name": "Levels",
        **properties,
    }
    content = json.dumps(page).encode()
    return convert_page(Capture("page", content, kind_of(content)), settings)


def surplus(found: Conversion) -> list[Finding]:
    return [finding for finding in found.findings if finding.code == "LD431"]


def test_the_second_licence_of_a_file_is_told_with_its_place() -> None:
    """DCAT-AP allows one; the first stands."""
    licences = [f"https://creativecommons.org/licenses/{name}/4.0/" for name in ("by", "by-sa")]
    (finding,) = surplus(converted(distribution=FILE | {"license": licences}))
    assert "by-sa" in finding.message
    assert "dct:license" in finding.message
    assert finding.message.endswith("'https://creativecommons.org/licenses/by/4.0/' is it")
    assert finding.place.pointer == "/distribution/license/1"


def test_the_latest_change_stands_and_the_earlier_is_told() -> None:
    """Whatever the order on the page."""
    for dates in (["2020-01-02", "2021-03-04"], ["2021-03-04", "2020-01-02"]):
        found = converted(dateModified=dates)
        assert str(found.graph.value(DATASET, DCTERMS.modified)) == "2021-03-04"
        (finding,) = surplus(found)
        assert finding.message.startswith("'2020-01-02' is left out")


def test_the_earliest_publication_stands_and_the_later_is_told() -> None:
    """The day of publication is the first one."""
    found = converted(datePublished=["2021", "2020"])
    assert found.graph.value(DATASET, DCTERMS.issued) == Literal(
        "2020", datatype=URIRef("http://www.w3.org/2001/XMLSchema#gYear")
    )
    assert [f.message[:6] for f in surplus(found)] == ["'2021'"]


def test_the_strictest_right_of_access_stands_and_the_other_is_told() -> None:
    """A page that says both public and restricted is not open."""
    found = converted(conditionsOfAccess=["public", "restricted"])
    rights = {str(right) for right in found.graph.objects(DATASET, DCTERMS.accessRights)}
    assert {right.rpartition("/")[2] for right in rights} == {"RESTRICTED"}
    assert [f.message[:8] for f in surplus(found)] == ["'public'"]


def test_a_value_that_stands_twice_is_not_surplus() -> None:
    """Two spellings of one value are one value."""
    cc = ["https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0", "CC-BY-4.0"]
    assert surplus(converted(distribution=FILE | {"license": cc})) == []


def test_no_value_is_surplus_where_dcat_has_room() -> None:
    """A dataset has as many keywords, languages and places as it wants."""
    found = converted(keywords=["a", "b"], inLanguage=["en", "fr"], spatialCoverage=["DE", "FR"])
    assert surplus(found) == []


def test_each_surplus_value_is_told_once() -> None:
    """Three versions are two findings, though several rules read them."""
    found = converted(version=["1", "2", "3"])
    assert [f.message[:3] for f in surplus(found)] == ["'2'", "'3'"]


def test_a_profile_with_less_room_tells_more() -> None:
    """A FAIR Data Point wants one title; DCAT-AP takes one in each language."""
    names = [{"@value": "Levels", "@language": "en"}, {"@value": "Niveaux", "@language": "fr"}]
    assert surplus(converted(name=names)) == []
    told = surplus(converted(Settings(profile="fdp"), name=names))
    assert [f.message.split("'")[1] for f in told] == ["Niveaux"]


def test_the_rest_of_the_dataset_stays() -> None:
    """A surplus value costs itself only."""
    found = converted(version=["1", "2"], description="Water levels.")
    assert str(found.graph.value(DATASET, DCTERMS.description)) == "Water levels."


@pytest.mark.parametrize("keep", [True, False])
def test_of_several_standards_in_dcat_the_first_is_written_where_a_profile_allows_one(
    *, keep: bool
) -> None:
    """DCAT-US 3: the others are told, and not passed through beside it; DCAT-AP has them all."""
    said = {"dct:conformsTo": [{"@id": "https://s.example/1"}, {"@id": "https://s.example/2"}, "X"]}
    found = converted(Settings(profile="dcat-us", keep_source=keep), **said)
    standards = list(found.graph.objects(DATASET, DCTERMS.conformsTo))
    assert standards == [URIRef("https://s.example/1")]
    assert [one.message.partition(" ")[0] for one in surplus(found)] == [
        "'https://s.example/2'",
        "'X'",
    ]
    every = converted(Settings(keep_source=keep), **said)
    assert len(list(every.graph.objects(DATASET, DCTERMS.conformsTo))) == 3
    assert surplus(every) == []


def test_a_rule_of_the_user_for_one_value_of_dcat_leaves_out_the_others(tmp_path: Path) -> None:
    """They are told, and do not stand beside it as the page's own."""
    rules, year = tmp_path / "rules.csv", "http://www.w3.org/2001/XMLSchema#gYear"
    row = "dataset, dct:created, dct:created[min], date, mine, me"
    rules.write_text(f"view, source, target, as, id, from\n{row}\n")
    years = [{"@value": str(one), "@type": year} for one in (2021, 2020, 2022)]
    found = converted(Settings(rules=str(rules)), **{"dct:created": years})
    assert [str(one) for one in found.graph.objects(DATASET, DCTERMS.created)] == ["2020"]
    assert [one.message[:6] for one in surplus(found)] == ["'2021'", "'2022'"]


def test_what_a_page_says_in_dcat_is_read_once_and_is_no_guess() -> None:
    """Guesses of a portal stand in a namespace of their own, for properties of schema.org alone."""
    found = converted(Settings(), **{"dct:conformsTo": ["ISO 19115"]})
    traces = found.traces.values()
    kinds = [t.kind for t in traces if t.predicate == str(DCTERMS.conformsTo)]
    assert kinds == ["stated"]


def test_a_whole_that_no_dataset_of_a_data_json_is_told() -> None:
    """Project Open Data 1.1, isPartOf: the identifier of the parent; a known one is an IRI."""

    def entry(number: str, **more: str) -> Json:
        return {"identifier": number, "title": number, "accessLevel": "public", **more}

    datasets = [entry("T-1"), entry("T-2", isPartOf="T-1"), entry("T-3", isPartOf="T-9")]
    catalogue = {"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": datasets}
    content = json.dumps(catalogue).encode()
    found = convert_page(Capture("data.json", content, "json"), Settings())
    (told,) = [one for one in found.findings if one.code == "LD401"]
    assert told.message == "'T-9' cannot be read as IRI"
    assert told.place.pointer == "/dataset/2/isPartOf"
    assert len(list(found.graph.subject_objects(DCTERMS.isPartOf))) == 1
