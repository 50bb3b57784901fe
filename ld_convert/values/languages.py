"""Languages of the EU authority table `language`, and those of the Library of Congress.

Sources: DCAT-AP 3.0.1, "Controlled vocabularies to be used"; DCAT 3, Property: language; BCP 47.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rdflib import URIRef
from rdflib.term import Node

from ld_convert.values.lookup import cells, own_code
from ld_convert.values.terms import fold, lexical
from ld_convert.vocab.authority import table
from ld_convert.vocab.namespaces import EU, LOC_LANGUAGE
from ld_convert.vocab.terms import text_literal

LANGUAGE_URL = re.compile(
    r"https?://(?:id\.loc\.gov/vocabulary/(?:iso639-[123]|languages)|(?:www\.)?lexvo\.org/id/iso639-[13])"
    r"/([a-z]{2,3})",
)
LANGUAGE_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8}){0,4}")
NO_LANGUAGE = {"MUL", "UND", "ZXX", "MIS"}
BETWEEN = re.compile(r"[,;|/&+\n]|(?<=\s)(?:and|und|et)(?=\s)", re.IGNORECASE)
"""What stands between two languages; `et` beside a comma is Estonian."""
BRACKETS = "[]{}()\"' "
MOST = 40
"""More languages than any text lists."""


def language(value: Node) -> URIRef | None:
    """Return a language of the EU table, from a BCP 47 tag, an ISO 639 code, a name or an IRI.

    None for codes such as `mul` and `und`, and for languages that our copy of the table lacks.
    """
    text = lexical(value)
    tag = LANGUAGE_URL.fullmatch(text) or LANGUAGE_TAG.fullmatch(text)
    codes = cells("language", ("code", "iso1", "iso2b"), str.lower)
    names = cells("language", ("label", "names"), fold)
    found = own_code("language", text) or codes.get(tag[1].lower() if tag else "")
    found = found or names.get(fold(text)) or names.get(fold(re.sub(r"\([^()]*\)", "", text)))
    return EU[f"language/{found}"] if found and found not in NO_LANGUAGE else None


def language_iso(value: Node) -> URIRef | None:
    """Return a language by its ISO 639-1 code at the Library of Congress, as DCAT 3 asks.

    The same spellings are read as by `language`; a language without such a code keeps the IRI of
    the EU table (DCAT 3, Property: language).
    """
    found = language(value)
    short = {row["code"]: row["iso1"] for row in table("language")}
    code = short.get(found.rpartition("/")[2]) if found is not None else None
    return LOC_LANGUAGE[code] if code else found


def languages(value: Node) -> tuple[URIRef, ...] | None:
    """Return the languages that a text lists, as `language` reads them; None if one is unknown."""
    return _listed(value, language)


def languages_iso(value: Node) -> tuple[URIRef, ...] | None:
    """Return the languages that a text lists, as `language_iso` reads them; None as above."""
    return _listed(value, language_iso)


def _listed(value: Node, read: Callable[[Node], URIRef | None]) -> tuple[URIRef, ...] | None:
    whole = read(value)
    if whole is not None:
        return (whole,)
    text = lexical(value)
    if "://" in text:
        return None
    parts = [part.strip().strip(BRACKETS) for part in BETWEEN.split(text, MOST)]
    if len(parts) > MOST:
        return None
    found = [read(text_literal(part)) for part in parts if part]
    known = dict.fromkeys(one for one in found if one is not None)
    return tuple(known) if known and None not in found else None
