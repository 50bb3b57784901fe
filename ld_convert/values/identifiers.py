"""Identifiers and their canonical forms, for dct:identifier and adms:identifier.

Sources: DCAT 3, Property: identifier; DCAT-AP 3.0.1, class Identifier; the handbooks of the schemes
(DOI, ARK, Handle, ORCID, ROR, ISSN, ISBN).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

from rdflib import Literal, URIRef
from rdflib.term import Node

from ld_convert.values.iris import clean_iri, iri, percent_encode
from ld_convert.values.lookup import says_nothing
from ld_convert.values.terms import lexical, string
from ld_convert.vocab.namespaces import GEONAMES

CHECKSUM = re.compile(
    r"(?:(?:urn:)?(?:md5|sha-?\d{1,3}|crc-?32)[:=\s-]+)[0-9a-f]{8,128}", re.IGNORECASE | re.ASCII
)
AUTHORITIES = re.compile(
    r"https?://(?:(?:www\.)?(?:wikidata\.org/(?:entity|wiki)/[QP]\d|isni\.org/|grid\.ac/institutes/|"
    r"geonames\.org/\d|re3data\.org/repository/|fairsharing\.org/|crossref\.org/fundref)|"
    r"sws\.geonames\.org/|viaf\.org/viaf/|d-nb\.info/gnd/|id\.loc\.gov/|identifiers\.org/|"
    r"dx\.doi\.org/|vocab\.getty\.edu/|publications\.europa\.eu/resource/authority/|"
    r"data\.europa\.eu/nuts/|dbpedia\.org/resource/|purl\.obolibrary\.org/obo/|w3id\.org/)",
    re.IGNORECASE,
)
"""Registers whose addresses name things, not pages."""
SEPARATORS = re.compile(r"\s*[;|]\s*|,?\s+|,(?=(?:doi:|https?:|hdl:|10\.\d))", re.IGNORECASE)
"""Between the identifiers of a list; a comma alone only before what begins another."""
GEONAMES_URL = re.compile(
    r"https?://(?:www\.|sws\.)?geonames\.org/(\d{1,12})(?:/.*)?", re.IGNORECASE | re.ASCII
)
BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"


class Scheme(NamedTuple):
    """One kind of identifier: how it is written, and its canonical IRI."""

    pattern: re.Pattern[str]
    """Group 1 is the bare identifier."""
    base: str
    """The canonical IRI up to the bare identifier."""
    prefix: str = ""
    """What the bare form, as a notation, starts with."""
    persistent: bool = True
    """Whether dct:identifier shows the IRI in place of the text."""


def _scheme(pattern: str, base: str, prefix: str = "", *, persistent: bool = True) -> Scheme:
    return Scheme(re.compile(pattern, re.IGNORECASE | re.ASCII), base, prefix, persistent)


HTTP = r"(?:https?://)?(?:www\.)?"
SCHEMES = {
    "doi": _scheme(
        rf"(?:(?:doi:\s*)?{HTTP}(?:dx\.)?doi\.org/(?:doi:)?|(?:urn:|info:)?doi[:/]\s*|doi\s+)?"
        r"(10\.\d{4,9}(?:\.\d+)*/\S+)",
        "https://doi.org/",
    ),
    "ark": _scheme(rf"(?:{HTTP}n2t\.net/)?ark:/?(\d{{5,9}}/\S+)", "https://n2t.net/ark:/", "ark:/"),
    "handle": _scheme(
        rf"(?:{HTTP}hdl\.handle\.net/|(?:hdl|handle):\s*/*|info:hdl/)(\d[\d.]*/\S+)",
        "https://hdl.handle.net/",
    ),
    "orcid": _scheme(
        rf"(?:{HTTP}orcid\.org/|orcid:?\s*)?(\d{{4}}-\d{{4}}-\d{{4}}-\d{{3}}[\dXx])/?",
        "https://orcid.org/",
    ),
    "ror": _scheme(rf"(?:{HTTP}ror\.org/|ror:\s*)(0[a-z0-9]{{6}}\d\d)/?", "https://ror.org/"),
    "rrid": _scheme(
        r"(?:https?://(?:scicrunch\.org/resolver|identifiers\.org)/)?RRID:\s*+([A-Za-z][\w:-]+)",
        "https://identifiers.org/RRID:",
        "RRID:",
        persistent=False,
    ),
    "issn": _scheme(r"(?:urn:)?ISSN[:\s]\s*(\d{4}-\d{3}[\dXx])", "urn:ISSN:", persistent=False),
    "isbn": _scheme(
        r"(?:urn:)?ISBN(?:-1[03])?[:\s]\s*((?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx])",
        "urn:ISBN:",
        persistent=False,
    ),
    "pmid": _scheme(r"PMID:?\s*(\d{1,9})", "https://identifiers.org/pubmed:", persistent=False),
}


def identifier(value: Node) -> Literal | None:
    """Return the literal for dct:identifier.

    A DOI, ARK, Handle, ORCID or ROR in any spelling is its canonical IRI as text; anything else
    is the text itself. None for a checksum such as `md5:6876...`, which tells of bytes, and for
    words such as `N/A`.
    """
    text = lexical(value)
    if CHECKSUM.fullmatch(text) or says_nothing(value):
        return None
    name, bare = recognise(text)
    if name and SCHEMES[name].persistent:
        return Literal(_iri(name, bare))
    return string(text)


def identifiers(value: Node) -> Literal | tuple[Literal, ...] | None:
    """Return the literals for dct:identifier of a text that lists identifiers, or of one."""
    parts = listed_identifiers(value)
    if parts is None:
        return identifier(value)
    return tuple(found for found in map(identifier, parts) if found is not None)


def listed_identifiers(value: Node) -> tuple[Literal, ...] | None:
    """Return the identifiers that a text lists, one text each; None for a text that is no list.

    `;`, `|`, commas and spaces separate where each part is of a scheme that we know, or a web
    address: `abc; def` may be one identifier.
    """
    text = lexical(value)
    parts = [part for part in SEPARATORS.split(text) if part] if type(value) is Literal else []
    are_known = len(parts) > 1 and all(map(_is_identifier, parts))
    return tuple(Literal(part) for part in dict.fromkeys(parts)) if are_known else None


def identifier_parts(value: Node) -> Node | tuple[Literal, ...] | None:
    """Return the identifiers that a text lists, else any value but a checksum."""
    return listed_identifiers(value) or no_checksum(value)


def _is_identifier(text: str) -> bool:
    return bool(recognise(text)[0]) or text.startswith(("http://", "https://"))


def no_checksum(value: Node) -> Node | None:
    """Return any value but a checksum such as `md5:6876...`."""
    return None if CHECKSUM.fullmatch(lexical(value)) else value


def checksum_of_dataset(_value: Node) -> None:
    """Return nothing: a checksum tells of bytes, and a dataset has none, only its distributions.

    Source: DCAT 3, Property: checksum (of dcat:Distribution). The page has to hear of it.
    """


def persistent(value: Node) -> Literal | None:
    """Return the literal for dct:identifier of a DOI, ARK or Handle; None for all else."""
    name, bare = recognise(lexical(value))
    return Literal(_iri(name, bare)) if name in ("doi", "ark", "handle") else None


def persistent_iri(value: Node) -> URIRef | None:
    """Return the IRI of an identifier that names one thing for good; None for a web page.

    These are the schemes of SCHEMES and the registers of AUTHORITIES, such as Wikidata and VIAF.
    """
    name, bare = recognise(lexical(value))
    if name:
        return URIRef(_iri(name, bare))
    geonames = GEONAMES_URL.fullmatch(lexical(value))
    if geonames:
        return GEONAMES[f"{geonames[1]}/"]
    address = clean_iri(lexical(value))
    return URIRef(address) if address and AUTHORITIES.match(address) else None


def web_page(value: Node) -> URIRef | None:
    """Return the address of a web page; None for an identifier that names a thing, and for texts.

    Source: schema.org, sameAs (a reference web page): two things may well have one page.
    """
    address = clean_iri(lexical(value))
    is_page = address and address.startswith("http") and persistent_iri(value) is None
    return URIRef(address) if address and is_page else None


def identifier_iri(value: Node) -> URIRef | None:
    """Return the IRI of an identifier: the canonical one, or what is an IRI already, or None."""
    text = lexical(value)
    name, bare = recognise(text)
    if name:
        return URIRef(_iri(name, bare))
    address = clean_iri(text)
    return URIRef(address) if address else None


def notation(value: Node) -> Literal | None:
    """Return the bare form of an identifier, such as 10.5281/zenodo.1, for skos:notation.

    None for a list of identifiers, and for words such as `N/A`.
    """
    text = lexical(value)
    if listed_identifiers(value) or says_nothing(value):
        return None
    name, bare = recognise(text)
    return string(SCHEMES[name].prefix + bare if name else text)


def orcid(value: Node) -> URIRef | None:
    """Return an ORCID iD as its canonical IRI, None if its check digit (ISO 7064) is wrong."""
    name, bare = recognise(lexical(value))
    return URIRef(_iri(name, bare)) if name == "orcid" else None


def ror(value: Node) -> URIRef | None:
    """Return a ROR id as its canonical IRI, None if its check digits (ISO 7064) are wrong."""
    text = lexical(value)
    name, bare = recognise(text if "ror" in text.lower() else f"ror:{text}")
    return URIRef(_iri(name, bare)) if name == "ror" else None


def thing_iri(value: Node) -> URIRef | None:
    """Return the IRI of the thing that a text names; None for a mail address, and for words.

    It is an address, or an ORCID iD or a ROR id however it is written.
    """
    found = orcid(value) or (ror(value) if "ror" in lexical(value).lower() else None) or iri(value)
    return None if found is None or found.startswith("mailto:") else found


def recognise(text: str) -> tuple[str, str]:
    """Return the scheme of an identifier and its bare form; two empty texts for an unknown one."""
    if "://" in text:  # an address may hold the slash of a DOI as %2F
        text = unquote(re.split(r"[?#]", text)[0])
    for name, scheme in SCHEMES.items():
        match = scheme.pattern.fullmatch(text)
        if match:
            bare = NORMAL[name](match[1]) if name in NORMAL else match[1]
            return (name, bare) if name not in CHECKS or CHECKS[name](bare) else ("", "")
    return "", ""


def _iri(name: str, bare: str) -> str:
    encoded = percent_encode(re.sub(r"[?#]", lambda m: f"%{ord(m[0]):02X}", bare))
    return f"{SCHEMES[name].base}{encoded}"


def _mod_11_2(bare: str) -> bool:
    """Return whether the last digit of an ORCID iD is right (ISO 7064, MOD 11-2)."""
    total = 0
    digits = bare.replace("-", "")
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == digits[-1]


def _ror_check(bare: str) -> bool:
    """Return whether the last two digits of a ROR id are right (ISO 7064, MOD 97-10)."""
    number = 0
    for char in bare[:-2]:
        if char not in BASE32:
            return False
        number = number * 32 + BASE32.index(char)
    return 98 - number * 100 % 97 == int(bare[-2:])


def _weighted(bare: str) -> bool:
    """Return whether the check digit of an ISSN or an ISBN of ten digits is right (MOD 11)."""
    digits = [10 if char == "X" else int(char) for char in bare.replace("-", "")]
    if len(digits) == 13:  # noqa: PLR2004 (ISBN with the weights of EAN-13)
        return sum(d * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10 == 0
    return sum(d * (len(digits) - i) for i, d in enumerate(digits)) % 11 == 0


def _hyphens(bare: str) -> str:
    return bare.upper().replace(" ", "-")


NORMAL: dict[str, Callable[[str], str]] = {
    "orcid": str.upper,
    "ror": str.lower,
    "issn": str.upper,
    "isbn": _hyphens,
}
CHECKS = {"orcid": _mod_11_2, "ror": _ror_check, "issn": _weighted, "isbn": _weighted}
