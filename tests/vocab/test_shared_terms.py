from __future__ import annotations

import pytest
from rdflib import Literal, URIRef

from ld_convert.mapping.plan import load_plan
from ld_convert.model import is_iri
from ld_convert.vocab.profiles import profile_names
from ld_convert.vocab.terms import KNOWN, iri, text_literal, vocabulary_term


@pytest.mark.parametrize("language", [None, "en", "de-CH"])
def test_a_cheap_literal_is_what_rdflib_makes(language: str | None) -> None:
    """Each slot that rdflib's own constructor fills has the same value."""
    ours, theirs = text_literal("água", language), Literal("água", lang=language)
    assert ours == theirs
    assert hash(ours) == hash(theirs)
    for name in Literal.__slots__:
        assert getattr(ours, name) == getattr(theirs, name)
        assert type(getattr(ours, name)) is type(getattr(theirs, name))


def test_a_vocabulary_has_one_object_for_each_term() -> None:
    """A dictionary finds the object itself without comparing texts."""
    term = vocabulary_term("http://schema.org/name")
    assert iri("http://schema.org/name") is term
    assert isinstance(iri("http://a/b"), URIRef)


def test_an_address_of_a_page_is_not_kept() -> None:
    """What is kept does not grow with the number of pages."""
    before = len(KNOWN)
    iri("http://a/never-seen-before")
    assert len(KNOWN) == before


@pytest.mark.parametrize("profile", profile_names())
def test_a_term_that_is_kept_is_an_iri(profile: str) -> None:
    """A keyword of a rule table that were kept would pass for an IRI in the pages that follow."""
    load_plan(profile, "")
    assert [text for text in KNOWN if not is_iri(text)] == []
