"""Members of the EU authority tables, as DCAT-AP 3.0.1 asks ("Controlled vocabularies to be used").

The tables stand in `vocab/authority/`; other spellings that are read as a member stand there too.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef
from rdflib.term import Node

from ld_convert.values import durations
from ld_convert.values.iris import iri
from ld_convert.values.terms import fold, lexical, typed
from ld_convert.vocab.authority import table
from ld_convert.vocab.namespaces import EU, GEONAMES, LOC_LANGUAGE, MARC, XSD

if TYPE_CHECKING:
    from collections.abc import Callable

GEONAMES_URL = re.compile(
    r"https?://(?:www\.|sws\.)?geonames\.org/(\d{1,12})(?:/.*)?", re.IGNORECASE | re.ASCII
)
LANGUAGE_URL = re.compile(
    r"https?://(?:id\.loc\.gov/vocabulary/(?:iso639-[123]|languages)|(?:www\.)?lexvo\.org/id/iso639-[13])"
    r"/([a-z]{2,3})",
)
LANGUAGE_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8}){0,4}")
NO_LANGUAGE = {"MUL", "UND", "ZXX", "MIS"}
TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def language(value: Node) -> URIRef | None:
    """Return a language of the EU table, from a BCP 47 tag, an ISO 639 code, a name or an IRI.

    None for codes such as `mul` and `und`, and for languages that our copy of the table lacks.
    """
    text = lexical(value)
    own = _own_iri("language", text)
    tag = LANGUAGE_URL.fullmatch(text) or LANGUAGE_TAG.fullmatch(text)
    codes = _index("language", ("code", "iso1", "iso2b"), str.lower)
    names = _index("language", ("label", "names"), fold)
    found = own or codes.get(tag[1].lower() if tag else "") or names.get(fold(text))
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


def country(value: Node) -> URIRef | None:
    """Return a country or continent of the EU table, or a GeoNames IRI.

    It reads ISO 3166-1 codes in capitals, names in English and in the country's own language, and
    GeoNames addresses. None for other places.
    """
    text = lexical(value)
    geonames = GEONAMES_URL.fullmatch(text)
    if geonames:
        return GEONAMES[f"{geonames[1]}/"]
    for name in ("country", "continent"):
        own = _own_iri(name, text)
        codes = _index(name, ("code", "codes"), str) if name == "country" else {}
        found = own or codes.get(text) or _index(name, ("label", "names"), fold).get(fold(text))
        if found:
            return EU[f"{name}/{found}"]
    return None


def frequency(value: Node) -> URIRef | None:
    """Return an update frequency of the EU table, from words, ISO 8601 durations or IRIs.

    `biannual` is twice a year, `bimonthly` every two months, `biweekly` every two weeks.
    """
    text = lexical(value)
    same = _index("frequency", ("same_as",), str).get(text.replace("https://", "http://"))
    found = same or _coded("frequency", ("label", "words"), text)
    if found is None:
        interval = re.sub(r"^R\d*/", "", text.upper())
        length = durations.parse(interval)
        found = _index("frequency", ("durations",), str).get(interval)
        found = found or (length and _lengths().get(length[:2]))
    return EU[f"frequency/{found}"] if found else None


def frequency_dc(value: Node) -> URIRef | None:
    """Return an update frequency of Dublin Core's list, as in DCAT 3; else of the EU table."""
    found = frequency(value)
    same = {row["code"]: row["same_as"] for row in table("frequency")}
    iri = same.get(found.rpartition("/")[2]) if found is not None else None
    return URIRef(iri.split("|")[0]) if iri else found


def access_right(value: Node) -> URIRef | None:
    """Return PUBLIC, RESTRICTED or NON_PUBLIC of the EU table; None when the words are others.

    IRIs of COAR, OpenAIRE and ePrints are read too. The rights that DCAT-AP does not allow
    (confidential, sensitive, normal) give None.
    """
    text = lexical(value)
    allowed = {row["code"] for row in table("access-right") if row["allowed"] == "yes"}
    same = _index("access-right", ("same_as",), str).get(text.replace("https://", "http://"))
    found = same or _coded("access-right", ("code", "label", "words"), text)
    return EU[f"access-right/{found}"] if found in allowed else None


def free_access(value: Node) -> URIRef | None:
    """Return PUBLIC for true and RESTRICTED for false, for schema:isAccessibleForFree."""
    truth = _truth(value)
    return None if truth is None else EU[f"access-right/{'PUBLIC' if truth else 'RESTRICTED'}"]


def subscription(value: Node) -> URIRef | None:
    """Return RESTRICTED for true, for schema:requiresSubscription; false says nothing."""
    truth = _truth(value)
    return EU["access-right/RESTRICTED"] if truth else None


def truth(value: Node) -> Literal | None:
    """Return xsd:boolean true for true and its words; None for false and all else."""
    return typed("true", XSD.boolean) if _truth(value) else None


def is_given(value: Node) -> Literal:
    """Return xsd:boolean true for any value: what it belongs to has such a thing."""
    del value
    return typed("true", XSD.boolean)


def theme(value: Node) -> URIRef | None:
    """Return a data theme of the EU table, from its IRI or its exact English label."""
    text = lexical(value)
    found = _own_iri("data-theme", text) or _index("data-theme", ("label",), str).get(text)
    return EU[f"data-theme/{found}"] if found else None


def role(value: Node) -> URIRef | None:
    """Return a role of the MARC relator list, from its IRI, code, label or other words."""
    text = lexical(value)
    own = re.fullmatch(rf"https?{re.escape(MARC.removeprefix('http'))}(\w+)", text)
    codes = _index("role", ("code", "label", "words"), fold)
    found = own[1] if own and own[1] in codes.values() else codes.get(fold(text))
    return MARC[found] if found else None


def no_price(value: Node) -> URIRef | None:
    """Return PUBLIC for a price of nothing; None for all else."""
    free = re.fullmatch(r"[0.,]*0[0.,]*", lexical(value), re.ASCII)
    return EU["access-right/PUBLIC"] if free and isinstance(value, Literal) else None


def other_rights(value: Node) -> Literal | URIRef | None:
    """Return conditions of access in other words than those that `access_right` reads."""
    text = lexical(value)
    if not text or access_right(value) is not None:
        return None
    return iri(value) or (Literal(text) if isinstance(value, Literal) else None)


def other_subject(value: Node) -> URIRef | None:
    """Return the web address of a subject or type that is in no table of ours; None for texts."""
    known = theme(value) or dataset_type(value)
    found = iri(value) if known is None else None
    return found if found is not None and found.startswith("http") else None


def dataset_type(value: Node) -> URIRef | None:
    """Return a dataset type of the EU table, from its IRI, label or other words."""
    found = _coded("dataset-type", ("label", "words"), lexical(value))
    return EU[f"dataset-type/{found}"] if found else None


def status(value: Node) -> URIRef | None:
    """Return a distribution status of the EU table, from schema:creativeWorkStatus."""
    found = _coded("distribution-status", ("label", "words"), lexical(value))
    return EU[f"distribution-status/{found}"] if found else None


def _truth(value: Node) -> bool | None:
    """Return a boolean from xsd:boolean, words, or schema:True and schema:False."""
    return TRUTH.get(re.sub(r"^https?://schema\.org/", "", lexical(value)).lower())


def _coded(name: str, columns: tuple[str, ...], text: str) -> str | None:
    return _own_iri(name, text) or _index(name, columns, fold).get(fold(text))


def _own_iri(name: str, text: str) -> str | None:
    """Return the code at the end of an IRI of the table itself, if the table has it."""
    scheme, _, rest = text.partition("://")
    path = f"{EU.partition('://')[2]}{name}/"
    code = rest.removeprefix(path) if scheme in ("http", "https") and rest.startswith(path) else ""
    return code if code in _index(name, ("code",), str) else None


@cache
def _index(name: str, columns: tuple[str, ...], key: Callable[[str], str]) -> dict[str, str]:
    """Return the code for each cell of the columns; a cell that two codes share is left out."""
    found: dict[str, str] = {}
    shared = set()
    for row in table(name):
        for cell in (part for column in columns for part in row[column].split("|") if part):
            if found.setdefault(key(cell), row["code"]) != row["code"]:
                shared.add(key(cell))
    return {cell: code for cell, code in found.items() if cell and cell not in shared}


@cache
def _lengths() -> dict[tuple[int, Decimal], str]:
    """Return the frequency of each length of time that belongs to one frequency only."""
    found: dict[tuple[int, Decimal], set[str]] = {}
    for text, code in _index("frequency", ("durations",), str).items():
        length = durations.parse(text)
        if length:
            found.setdefault(length[:2], set()).add(code)
    return {length: codes.pop() for length, codes in found.items() if len(codes) == 1}
