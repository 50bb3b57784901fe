"""The terms of schema.org, and the spellings of its namespace."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache, lru_cache

from ld_convert.vocab.tables import table_rows

SCHEMA_IRI = re.compile(r"https?://(?:www\.)?schema\.org/?#?(?=[A-Za-z])")
"""The namespace, in the spellings that RDF data has, before a name."""
SCHEMA_TERM = re.compile(r"(http://schema\.org/[A-Za-z]\w*+)[/#]++")
"""A term that a page writes like the address of a folder."""


SPELLING = re.compile(
    r"\s*(?:(?:https?:)?//)?(?:www\.)?schema\.org"
    r"(?:/docs/jsonldcontext\.json(?:ld|\.txt)?|/version/[^/]+/schemaorg[^/]*\.jsonld)?[/#]*\s*",
    re.IGNORECASE,
)
"""What pages write for the schema.org context, or for its namespace."""


def is_schema_org(url: str) -> bool:
    """Return whether a context reference or a namespace means schema.org, in any spelling."""
    return SPELLING.fullmatch(url) is not None


@cache
def terms() -> dict[str, str]:
    """Return the kind of each schema.org term: property, class, enumeration member, datatype."""
    return {row["term"]: row["kind"] for row in table_rows("vocab/schemaorg_terms.csv")}


def is_term(name: str, kind: str | None = None) -> bool:
    """Return whether schema.org 30.0 has a term of this spelling, of this kind if one is given.

    The kind tells the class Dataset from the property dataset.
    """
    return name in terms() and kind in (None, terms()[name])


@lru_cache(maxsize=4_096)
def suggest(name: str, kind: str | None = None) -> str | None:
    """Return the term, of this kind if one is given, that a misspelt name is closest to.

    None when no term is close. Takes about a millisecond.
    """
    lowered = _lowered(kind)
    close = get_close_matches(name.lower(), lowered, n=1, cutoff=0.85)
    return lowered[close[0]] if close else None


@cache
def _lowered(kind: str | None) -> dict[str, str]:
    """Return the terms of a kind, or all, by their spelling in small letters."""
    return {term.lower(): term for term in reversed(terms()) if is_term(term, kind)}
