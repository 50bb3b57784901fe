from __future__ import annotations

import json
from pathlib import Path

import pytest

from ld_convert.run.explain import Explained, explain
from ld_convert.settings import Settings
from tests.support.cli import run

PAGE = {
    "@context": "https://schema.org",
    "@type": "Dataset",
    "@id": "http://a/1",
    "name": "T",
    "keywords": ["sea", "tides"],
    "inLanguage": "en",
    "temporalCoverage": "1995/..",
    "includedInDataCatalog": {"@id": "http://a/portal", "@type": "DataCatalog", "name": "Portal"},
}


@pytest.fixture
def page(tmp_path: Path) -> str:
    file = tmp_path / "page.json"
    file.write_text(json.dumps(PAGE, indent=1), "utf-8")
    return str(file)


def triples(iri: str, page: str) -> list[Explained]:
    (resource,) = explain(iri, [page], Settings())
    return list(resource.triples)


def one(iri: str, page: str, predicate: str) -> Explained:
    return next(t for t in triples(iri, page) if t.predicate == predicate)


def test_a_mapped_triple_has_its_rule_its_source_value_and_its_place(page: str) -> None:
    """The title is the name, in line 5."""
    found = one("http://a/1", page, "dct:title")
    assert (found.value, found.origin, found.why) == ('"T"', "stated", "rule dataset-name")
    assert found.read == 'schema:name "T"'
    assert found.place is not None
    assert (found.place.line, found.place.column, found.place.pointer) == (5, 10, "/name")


def test_a_value_of_an_array_is_shown_at_its_element(page: str) -> None:
    """Two keywords, two places."""
    places = [t.place for t in triples("http://a/1", page) if t.predicate == "dcat:keyword"]
    assert [place.pointer for place in places if place] == ["/keywords/0", "/keywords/1"]


def test_a_triple_of_schema_org_is_as_the_page_has_it(page: str) -> None:
    """It is stated, and no rule made it."""
    found = one("http://a/1", page, "schema:name")
    assert (found.origin, found.why, found.read) == ("stated", "as the page has it", "")


def test_what_a_rule_made_up_is_derived(page: str) -> None:
    """The portal's missing description is its name."""
    found = one("http://a/portal", page, "dct:description")
    assert found.origin == "derived"
    assert found.read == 'schema:name "Portal"'


def test_what_an_authority_table_says_has_no_place_in_the_page(page: str) -> None:
    """The language's label."""
    iri = "http://publications.europa.eu/resource/authority/language/ENG"
    found = one(iri, page, "skos:prefLabel")
    assert (found.origin, found.why, found.place) == ("supplied", "an authority table", None)


def test_a_record_is_supplied_by_settings(page: str) -> None:
    """No page says what our catalogue has."""
    found = one("urn:ld-convert:catalog", page, "dcat:dataset")
    assert (found.value, found.origin, found.why) == ("http://a/1", "supplied", "the settings")


def test_a_nameless_node_is_described_below_the_triple_that_leads_to_it(page: str) -> None:
    """The period's start, one level deeper."""
    rows = triples("http://a/1", page)
    at = next(i for i, row in enumerate(rows) if row.predicate == "dct:temporal")
    assert rows[at].value.startswith("[")
    assert {row.depth for row in rows[at + 1 : at + 3]} == {1}
    assert sum(row.predicate == "dcat:startDate" for row in rows) == 1


def test_the_command_prints_a_triple_and_below_it_where_it_comes_from(page: str) -> None:
    """Standard output has both lines."""
    lines = run("explain", "http://a/1", page).stdout.splitlines()
    at = lines.index('  dct:title "T"')
    assert lines[at + 1].strip() == ('stated, rule dataset-name, from schema:name "T", 5:10 /name')


def test_an_iri_that_no_capture_describes_ends_with_status_1(page: str) -> None:
    """Standard error names the datasets that there are."""
    result = run("explain", "http://a/2", page)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "http://a/1" in result.stderr


def test_an_iri_needs_captures() -> None:
    """A code does not."""
    with pytest.raises(Exception, match="pass the captures"):
        run("explain", "http://a/1")
    assert run("explain", "LD401").exit_code == 0


def test_a_text_of_a_page_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    """Control characters are made visible."""
    file = tmp_path / "page.json"
    file.write_text(json.dumps({**PAGE, "name": "\x1b[31mred"}), "utf-8")
    assert "\x1b" not in run("explain", "http://a/1", str(file)).stdout


def test_a_list_of_thousands_is_explained_to_its_end(tmp_path: Path) -> None:
    """Each member is a level, and is indented no further than can be read."""
    context = ["https://schema.org", {"keywords": {"@container": "@list"}}]
    file = tmp_path / "page.json"
    file.write_text(
        json.dumps({**PAGE, "@context": context, "keywords": [*map(str, range(2_000))]})
    )
    found = triples("http://a/1", str(file))
    assert sum(one.predicate == "rdf:first" for one in found) == 2_000
    assert max(one.depth for one in found) < 100
