"""Members of the EU authority tables, as DCAT-AP 3.0.1 asks ("Controlled vocabularies to be used").

The tables stand in `vocab/authority/`; other spellings that are read as a member stand there too.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from rdflib import Literal, URIRef
from rdflib.term import Node

from ld_convert.values import durations
from ld_convert.values.access import truth_of
from ld_convert.values.dates import INTERVAL
from ld_convert.values.identifiers import GEONAMES_URL
from ld_convert.values.iris import iri
from ld_convert.values.lookup import bare, cells, coded, own_code
from ld_convert.values.place_names import place_list
from ld_convert.values.terms import fold, lexical, typed
from ld_convert.vocab.authority import table
from ld_convert.vocab.namespaces import EU, GEONAMES, HVD, MARC, PUBLISHER_TYPE, XSD


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
        own = own_code(name, text)
        codes = cells(name, ("code", "codes"), str) if name == "country" else {}
        found = own or codes.get(text) or cells(name, ("label", "names"), fold).get(fold(text))
        if found:
            return EU[f"{name}/{found}"]
    return None


def countries(value: Node) -> tuple[URIRef, ...] | None:
    """Return the countries of a text that lists nothing else, such as `Germany; France`."""
    parts = place_list(value) or ()
    found = tuple(country(part) for part in parts)
    known = tuple(one for one in found if one is not None)
    return known if known and len(known) == len(found) else None


MAINTENANCE = re.compile(r"https?://\S*MaintenanceFrequency(?:Code)?[/_#]([A-Za-z]+)/?")
"""An IRI of ISO 19115's MD_MaintenanceFrequencyCode, or of the code list of INSPIRE."""
SDMX_FREQUENCY = re.compile(r"https?://purl\.org/linked-data/sdmx/2009/code#freq-([ADHMQSW])")
SDMX = {
    "A": "annual",
    "D": "daily",
    "H": "hourly",
    "M": "monthly",
    "Q": "quarterly",
    "S": "semiannual",
    "W": "weekly",
}


def frequency(value: Node) -> URIRef | None:
    """Return an update frequency of the EU table, from words, ISO 8601 durations or IRIs.

    `biannual` is twice a year, `bimonthly` every two months, `biweekly` every two weeks. IRIs are
    those of the table, of Dublin Core, of ISO 19115 and INSPIRE, and of SDMX.
    """
    text = lexical(value)
    listed = MAINTENANCE.fullmatch(text) or SDMX_FREQUENCY.fullmatch(text)
    if listed:
        text = SDMX.get(listed[1], listed[1])
    same = cells("frequency", ("same_as",), str).get(text.replace("https://", "http://"))
    found = same or coded("frequency", ("label", "words"), text)
    if found is None:
        interval = re.sub(r"^R\d*/", "", text.upper())
        length = durations.parse(interval)
        found = cells("frequency", ("durations",), str).get(interval)
        found = found or (length and _lengths().get(length[:2]))
    return EU[f"frequency/{found}"] if found else None


def interval(value: Node) -> URIRef | None:
    """Return the frequency of a repeating interval, `R/P1D`; None for all other texts."""
    return frequency(value) if INTERVAL.fullmatch(lexical(value)) else None


def frequency_dc(value: Node) -> URIRef | None:
    """Return an update frequency of Dublin Core's list, as in DCAT 3; else of the EU table."""
    found = frequency(value)
    same = {row["code"]: row["same_as"] for row in table("frequency")}
    iri = same.get(found.rpartition("/")[2]) if found is not None else None
    return URIRef(iri) if iri else found


def truth(value: Node) -> Literal | None:
    """Return xsd:boolean true for true and its words; None for false and all else."""
    return typed("true", XSD.boolean) if truth_of(value) else None


def is_given(value: Node) -> Literal:
    """Return xsd:boolean true for any value: what it belongs to has such a thing."""
    del value
    return typed("true", XSD.boolean)


def theme(value: Node) -> URIRef | None:
    """Return a data theme of the EU table, from its IRI or its exact English label."""
    text = lexical(value)
    found = own_code("data-theme", text) or cells("data-theme", ("label",), str).get(text)
    return EU[f"data-theme/{found}"] if found else None


def theme_iri(value: Node) -> URIRef | None:
    """Return a data theme of the EU table from its IRI; None for words, which may mean another."""
    found = own_code("data-theme", lexical(value))
    return EU[f"data-theme/{found}"] if found else None


def hvd_category(value: Node) -> URIRef | None:
    """Return a category of high-value datasets, from its IRI or its label (DCAT-AP HVD).

    Labels are those of the regulation in English, German, French and Spanish; a category that is
    none of the six at the top has its own IRI only.
    """
    text = lexical(value)
    if text.startswith(HVD):
        return iri(value)
    found = cells("hvd-category", ("label", "words"), bare).get(bare(text))
    return HVD[found] if found else None


def role(value: Node) -> URIRef | None:
    """Return a role of the MARC relator list, from its IRI, code, label or other words."""
    text = lexical(value)
    own = re.fullmatch(rf"https?{re.escape(MARC.removeprefix('http'))}(\w+)", text)
    codes = cells("role", ("code", "label", "words"), fold)
    found = own[1] if own and own[1] in codes.values() else codes.get(fold(text))
    return MARC[found] if found else None


def other_subject(value: Node) -> URIRef | None:
    """Return the web address of a subject or type that is in no table of ours; None for texts."""
    known = theme(value) or dataset_type(value)
    found = iri(value) if known is None else None
    return found if found is not None and found.startswith("http") else None


def dataset_type(value: Node) -> URIRef | None:
    """Return a dataset type of the EU table, from its IRI, label or other words."""
    found = coded("dataset-type", ("label", "words"), lexical(value))
    return EU[f"dataset-type/{found}"] if found else None


def publisher_type(value: Node) -> URIRef | None:
    """Return a publisher type of ADMS, from its IRI, code or label (DCAT-AP 3.0.1, Agent, type)."""
    text = lexical(value)
    last = re.sub(rf"^https?{re.escape(PUBLISHER_TYPE.removeprefix('http'))}", "", text)
    code = cells("publisher-type", ("code", "label"), fold).get(fold(last))
    return PUBLISHER_TYPE[code] if code else None


def status(value: Node) -> URIRef | None:
    """Return a distribution status of the EU table, from its words or an IRI of ADMS 1.0."""
    text = lexical(value)
    same = cells("distribution-status", ("same_as",), str).get(text.replace("https://", "http://"))
    found = same or coded("distribution-status", ("label", "words"), text)
    return EU[f"distribution-status/{found}"] if found else None


@cache
def _lengths() -> dict[tuple[int, Decimal], str]:
    """Return the frequency of each length of time that belongs to one frequency only."""
    found: dict[tuple[int, Decimal], set[str]] = {}
    for text, code in cells("frequency", ("durations",), str).items():
        length = durations.parse(text)
        if length:
            found.setdefault(length[:2], set()).add(code)
    return {length: codes.pop() for length, codes in found.items() if len(codes) == 1}
