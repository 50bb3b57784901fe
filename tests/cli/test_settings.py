from __future__ import annotations

from typing import Any

import pytest

from ld_convert import Capture, Settings, UsageError
from ld_convert.identify.policies import CANDIDATES
from ld_convert.model import is_iri
from ld_convert.settings import CHOICES
from ld_convert.validate import ENGINES

MISUSE: list[tuple[str, Any, str]] = [
    ("base", "https://data.example", "must end in"),
    ("base", "data.example/", "not an absolute IRI"),
    ("base", "https://data.example/a b/", "not an absolute IRI"),
    ("base", "https://[::1/", "not an absolute IRI"),
    ("base", "https://data.example:port/", "not an absolute IRI"),
    ("base", "", "must end in"),
    ("base", None, "no text"),
    ("catalog_iri", "catalogue", "not an absolute IRI"),
    ("catalog_iri", "https://a.example/%zz", "not an absolute IRI"),
    ("publisher_iri", "https://a.example/#b#c", "not an absolute IRI"),
    ("publisher_type", 5, "no text"),
    ("catalog_title", 7, "no text"),
    ("publisher_name", "half \ud800", "UTF-8"),
    ("date", "yesterday", "not a date"),
    ("date", "2025-02-29", "not a date"),
    ("date", "2025-06-31T10:00:00Z", "not a date"),
    ("date", "2025-6-1", "not a date"),
    ("date", "2025-06-01T25:00:00", "not a date"),
    ("profile", "dcat_ap", "dcat-ap"),
    ("profile", "", "dcat-ap"),
    ("names", "names.csv", "tuple"),
    ("meet_names", "all", "True or False"),
    ("rules", None, "no text"),
    ("shapes", "shapes.ttl", "tuple"),
    ("shapes", ("a.ttl", 3), "no text"),
    ("engine", "rudof", "auto, pyshacl"),
    ("graphs", "page", "capture, origin"),
    ("iri_from", "doi", "tuple"),
    ("iri_from", ("doi", "uuid"), "id, page, url, doi, hash"),
    ("iri_from", (), "one source"),
    ("contexts", [("https://a.example/", {})], "mapping"),
    ("contexts", {7: {}}, "no text"),
    ("contexts", {"https://a.example/": {1, 2}}, "no JSON"),
    ("keep_source", "no", "True or False"),
    ("provenance", "no", "True or False"),
    ("catalog_description", 1, "no text"),
    ("catalog_language", "en", "tuple"),
    ("catalog_license", None, "no text"),
    ("catalog_homepage", 1, "no text"),
    ("catalog_issued", 2024, "no text"),
    ("catalog_spatial", "DE", "tuple"),
    ("catalog_theme_taxonomy", "x", "tuple"),
    ("catalog_rights", 7, "no text"),
    ("repair", 1, "True or False"),
    ("partial", None, "True or False"),
    ("account", "a.csv", "True or False"),
    ("score", "s.json", "True or False"),
    ("strict", "yes", "True or False"),
    ("provenance", 0, "True or False"),
    ("page_timeout", -1, "from zero up"),
    ("page_timeout", "10", "from zero up"),
    ("page_timeout", float("nan"), "from zero up"),
    ("worker_memory", -1, "from zero up"),
]


@pytest.mark.parametrize(("name", "value", "words"), MISUSE)
def test_a_setting_that_cannot_be_used_is_an_error_that_names_it(
    name: str, value: object, words: str
) -> None:
    """At once, and not in the middle of a run or in a catalogue under another host."""
    with pytest.raises(UsageError, match=f"^{name} .*{words}"):
        Settings(**{name: value})  # type: ignore[arg-type]


def test_each_setting_is_checked() -> None:
    """A new one gets a row in the table of misuse."""
    assert {name for name, _, _ in MISUSE} == set(Settings.__dataclass_fields__)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base", "urn:ours:"),
        ("base", "https://[2001:db8::1]:8080/d#"),
        ("base", "https://daten.example/städte/"),
        ("date", "2024"),
        ("date", "2024-02"),
        ("date", "2024-02-29"),
        ("date", "-0044-03-15"),
        ("date", "2024-02-29T24:00:00+14:00"),
        ("iri_from", ("doi", "hash")),
    ],
)
def test_a_setting_that_can_be_used_is_taken(name: str, value: str) -> None:
    """As it was written: addresses with umlauts, years before our era, midnight as 24:00."""
    assert getattr(Settings(**{name: value}), name) == value  # type: ignore[arg-type]


def test_what_can_be_chosen_is_what_there_is() -> None:
    """The choices that settings name are those that the stages have."""
    assert set(CHOICES["engine"]) == set(ENGINES)
    assert set(CHOICES["iri_from"]) == {*CANDIDATES, "hash"}


def test_a_capture_of_an_unknown_kind_is_an_error() -> None:
    """A kind that nobody reads would be a page without data."""
    with pytest.raises(UsageError, match="'HTML': choose from html, flight, json, rdf"):
        Capture("page.html", b"<html>", "HTML")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("http://a.example/", True),
        ("urn:x:1", True),
        ("http://[::ffff:1.2.3.4]:80/?q=1#f", True),
        ("http://[v1.a:b]/", True),
        ("http://user:word@host.example:8080/p;a=1/?q#f", True),
        ("http://münchen.example/straße#ü", True),
        ("http://a.example/%C3%A9", True),
        ("file:///tmp/a", True),
        ("//a.example/", False),
        ("a/b", False),
        ("1http://a.example/", False),
        ("http://a.example/a b", False),
        ("http://a.example/\n", False),
        ("http://a.example/%", False),
        ("http://a.example/%g0", False),
        ("http://a.example/[1]", False),
        ("http://a.example/#a#b", False),
        ("http://[1::2::3]/", False),
        ("http://[1:2]/", False),
        ("http://a.example:8x/", False),
        ("http://a.example/\ud800", False),
        ("http://a.example/\ufffe", False),
        ("http://a.example/\u202e", False),
        ("http://a.example/\U000e0041", False),
        ("http://a.example/\ue000", False),
    ],
)
def test_an_iri_is_what_rfc_3987_says(text: str, is_one: bool) -> None:  # noqa: FBT001
    """Absolute, with letters of any script, and without characters that no IRI may have."""
    assert is_iri(text) == is_one
