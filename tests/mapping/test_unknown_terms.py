from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ld_convert import Settings, convert_page
from ld_convert.model import Capture, Finding

if TYPE_CHECKING:
    from ld_convert.model import Json


def findings(*documents: Json) -> list[Finding]:
    """The findings about terms, of a page with some datasets."""
    datasets = [
        {"@context": "https://schema.org", "@type": "Dataset", "name": "T", **d} for d in documents
    ]
    capture = Capture("page.json", json.dumps(datasets, indent=1).encode(), "json")
    found = convert_page(capture, Settings()).findings
    return [finding for finding in found if finding.code.startswith("LD32")]


def test_a_misspelt_property_is_a_finding_with_what_is_close_to_it() -> None:
    """Its place is that of the property."""
    (finding,) = findings({"decription": "x"})
    assert finding.code == "LD321"
    assert finding.message == "schema.org has no property 'decription'; did you mean 'description'?"
    assert (finding.place.pointer, finding.place.line) == ("/0/decription", 6)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("query-input", []),
        ("target-output", []),
        ("decription-input", ["'decription'; did you mean 'description'?"]),
        ("number_of_rows-output", ["'number_of_rows'"]),
    ],
)
def test_a_property_of_an_action_may_say_that_it_is_asked_for_or_given(
    name: str, told: list[str]
) -> None:
    """It is known, or misspelt, without that ending."""
    found = [finding.message.partition("has no property ")[2] for finding in findings({name: "x"})]
    assert found == told


def test_a_property_in_upper_case_is_misspelt() -> None:
    """Name is no property: only classes begin in upper case."""
    (finding,) = findings({"Name": "x"})
    assert (finding.code, "did you mean 'name'" in finding.message) == ("LD321", True)


def test_a_class_in_lower_case_is_misspelt() -> None:
    """An organization is no Organization."""
    (finding,) = findings({"publisher": {"@type": "organization", "name": "O"}})
    assert "no class 'organization'; did you mean 'Organization'?" in finding.message


def test_a_term_that_is_close_to_nothing_is_unknown() -> None:
    """number_of_variables is a portal's own."""
    (finding,) = findings({"number_of_variables": 5})
    assert (finding.code, finding.place.pointer) == ("LD322", "/0/number_of_variables")


def test_a_term_is_told_once_where_it_is_first() -> None:
    """Two datasets, two values each, one finding."""
    (finding,) = findings({"decription": ["x", "y"]}, {"decription": "z"})
    assert finding.place.pointer == "/0/decription"


def test_two_fragments_tell_of_a_key_without_meaning_once() -> None:
    """The account gives LD323 as the reason for its values."""
    context = {"Dataset": "http://schema.org/Dataset", "name": "http://schema.org/name"}
    found = findings({"@context": context, "nmae": 1}, {"@context": context, "nmae": 2})
    assert [(f.code, f.place.pointer) for f in found] == [("LD323", "/0/nmae")]


def test_a_key_without_meaning_is_found_where_the_walk_leaves_the_document_to_pyld() -> None:
    """A language map is one of those."""
    context = {
        "@version": 1.1,
        "Dataset": "http://schema.org/Dataset",
        "name": {"@id": "http://schema.org/name", "@container": "@language"},
    }
    (finding,) = findings({"@context": context, "name": {"en": "T"}, "nmae": 1})
    assert (finding.code, finding.place.pointer) == ("LD323", "/0/nmae")


def test_a_key_that_the_context_leaves_out_is_meant_to_be() -> None:
    """Null is how a context says so."""
    assert findings({"@context": ["https://schema.org", {"internal": None}], "internal": 1}) == []


def test_a_prefix_that_no_context_defines_is_a_finding() -> None:
    """<dct:title> is an address of its own; the place is that of the key."""
    (finding,) = findings({"@context": {"@vocab": "http://schema.org/"}, "dct:title": "x"})
    assert (finding.code, finding.place.pointer) == ("LD324", "/0/dct:title")
    assert "<http://purl.org/dc/terms/title>" in finding.message


def test_an_actions_input_is_a_term() -> None:
    """The ending of query-input is schema.org's own."""
    assert findings({"potentialAction": {"@type": "SearchAction", "query-input": "x"}}) == []
    assert findings({"potentialAction": {"@type": "SearchAction", "nonsense-input": "x"}}) != []


def test_what_another_vocabulary_has_is_none_of_schema_orgs_concern() -> None:
    """Only schema.org's namespace is checked."""
    assert findings({"@context": ["https://schema.org", {"own": "http://x/own"}], "own": 1}) == []
