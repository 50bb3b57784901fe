"""Licences as IRIs, for dct:license (DCAT 3, Property: license).

The tables are the EU authority table `licence`, the SPDX licence list and our own list of names.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote

from rdflib import Literal, URIRef
from rdflib.term import Node

from ld_convert.values.lookup import bare, not_given
from ld_convert.values.terms import lexical
from ld_convert.values.text import text as people_text
from ld_convert.vocab.authority import table
from ld_convert.vocab.namespaces import EU, SPDX_LICENCE

CREATIVE_COMMONS = re.compile(
    r"creativecommons\.org/licenses/(by(?:-nc)?(?:-nd|-sa)?)/(\d\.\d)/([a-z]{2,3}|igo|scotland)"
)
ENDING = re.compile(
    r"(?:/(?:legalcode|deed|rdf)(?:[.-][a-z_-]{2,7})?)?(?:\.(?:html?|txt|php|json))?\Z"
)
RESOURCE = "publications.europa.eu/resource/authority/"
LONGEST = 200
"""More characters than names and addresses of licences have."""
LONGEST_PROSE = 2_000
LICENCE_PAGE = re.compile(r"licen[cs]|lizenz|[\s%]", re.IGNORECASE)
"""An address of a licence, or one that was made of a text with spaces."""
URL = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)
CC_NAME = re.compile(
    r"\bCC0(?:[ -]1\.0)?\b|\b(?:CC|Creative Commons)[ -]+(?:Attribution|BY)\b"
    r"[\w ,/-]{0,60}?(?:\([\w -]{1,20}\)[\w ]{0,20}?)?\d\.\d\b"
    r"(?: (?:International|Unported|Generic)\b)?",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(?:not|no longer|never) (?:be )?(?:licen[cs]ed|released|available|published|under)\b|"
    r"\bnot (?:an? )?(?:CC|Creative Commons)\b|"
    r"\bnicht (?:mehr )?unter\b|\bnon? (?:sous|bajo|sotto)\b",
    re.IGNORECASE,
)
"""Words with which a sentence says that it names a licence which does not hold."""
NAMED = re.compile(
    r"(?:the )?(?:licen[cs]ed?|lizenz|licence|licencia|licenza|rights?|terms?)?"
    r"(?: of use)? ?(?:is|are|:|-|under|unter|sous)? ?(?:an? |the )?(.+)",
    re.IGNORECASE | re.DOTALL,
)
"""A name after a word such as "License:", in a text with single spaces."""
UNDER = re.compile(r".*\bunder (?:the terms of )?(?:an? |the )?(.+)", re.IGNORECASE | re.DOTALL)
EITHER = re.compile(
    r"(?<!\s)(?:\s*+[/;,|&+]\s*+|\s++(?:or|and|oder|und|ou|et|o|y|e)\s++)", re.IGNORECASE
)
"""Between the names of two licences."""
LICENCE_WORDS = frozenset(
    {
        *("licence", "licences", "license", "lizenz", "licencia", "licenca", "licencja"),
        *("licencji", "licens", "licentie", "licenza", "lisens"),
    }
)
"""The word for a licence, in the form that `bare` gives."""
ELEMENTS = {
    "by": (
        *("attribution", "namensnennung", "attribuzione", "atribuci[oó]n", "reconocimiento"),
        *("paternit[eé]", "naamsvermelding", "atribui[cç][aã]o", "navngivelse", "erkännande"),
    ),
    "nc": (
        *("non ?commercial(?:e|ly)?", "nicht ?kommerziell", "pas d.utilisation commerciale"),
        *("no ?comercial", "niet ?commercieel", "n[aã]o ?comercial"),
    ),
    "nd": (
        *("no ?deriv(?:ative|ativ)?(?:e?s)?(?: works?)?", "keine bearbeitung(?:en)?"),
        *("pas de modifications?", "sin (?:obras? )?derivadas?", "non opere derivate"),
    ),
    "sa": (
        *("share ?alike", "weitergabe unter gleichen bedingungen", "compartir ?igual"),
        *("partage dans les m[eê]mes conditions", "condividi allo stesso modo", "gelijk ?delen"),
    ),
}
"""The elements of Creative Commons' licences, in languages in which portals name them."""
SHORT = (
    (r"^spdx ?: ?", ""),
    (r"^(?:this|the) \w+ (?:is|are) licen[cs]ed under an? +", ""),
    (r"creative commons", "cc"),
    *((rf"\b(?:{'|'.join(words)})\b", element) for element, words in ELEMENTS.items()),
    (r"\bversion\b|\bv(?:\.|ersion)? ?(?=\d)", ""),
    (r"\blicen[cs]e\b|\binternational\b|\bunported\b|\bgeneric\b|\bpublic$|\bthe\b", ""),
    (r"(\d)\.0\b", r"\1"),
)


def licence(value: Node) -> URIRef | None:
    """Return the IRI of a licence, from an address, an SPDX id or a name; None when not sure.

    The IRI is that of the EU table where it has the licence and does not deprecate it, else the
    canonical one of Creative Commons, else that of SPDX. A name without version ("CC BY"), the
    public domain mark and phrases such as "all rights reserved" give None.
    """
    text = lexical(value)
    found = _by_address(text) or _by_name(text) or _by_last_step(text) or _in_prose(text)
    return URIRef(found) if found else None


def licence_name(value: Node) -> Node | None:
    """Return what names a licence, be it unknown; None for words that say that there is none.

    Such a word may be the last step of an address, as in https://choosealicense.com/licenses/other/.
    """
    words = lexical(value)
    last = unquote(words.rstrip("/").rpartition("/")[2])
    is_page = last == words or not _is_more(last)  # such as …/LICENSE
    is_none = words and (
        says_none(words)
        or (not is_page and says_none(last))
        or not any(map(str.isalpha, words))  # such as 0
    )
    return None if is_none and licence(value) is None else value


def licence_text(value: Node) -> Literal | None:
    """Return the words of a licence in their language; None for words that there is none."""
    return people_text(value) if licence_name(value) is not None else None


def _is_more(words: str) -> bool:
    """Return whether words say more than that something is a licence."""
    return any(word not in LICENCE_WORDS for word in bare(words).split())


def says_none(words: str) -> bool:
    """Return whether words say that no licence is given, such as "Not-Provided"."""
    told = bare(words)
    rest = " ".join(word for word in told.split() if word not in LICENCE_WORDS)
    return not rest or told in not_given() or rest in not_given()


def licence_canonical(value: Node) -> URIRef | None:
    """Return the address under which a licence is published, as DCAT 3 wants it.

    That of Creative Commons or Open Data Commons, else of SPDX, else of the EU table.
    """
    found = licence(value)
    return _published().get(found, found) if found is not None else None


def _by_last_step(text: str) -> str | None:
    """Return the licence that the last step of an address names.

    Hugging Face writes https://choosealicense.com/licenses/cc-by-sa-4.0/, and JSON-LD makes
    https://host/page/CC BY 4.0 of a name where an address is expected.
    """
    if "://" not in text or len(text) > LONGEST or not LICENCE_PAGE.search(text):
        return None
    step = unquote(text.partition("?")[0].rstrip("/").rpartition("/")[2])
    return _by_name(ENDING.sub("", step)) if re.search(r"[A-Za-z]", step) else None


def _in_prose(text: str) -> str | None:
    """Return the one licence that a sentence names by address or by name; None for several."""
    if " " not in text or len(text) > LONGEST_PROSE or DENIED.search(text):
        return None
    urls = [match[0].rstrip(".,;)>]\"'") for match in URL.finditer(text)]
    found = {_by_address(url) for url in urls} - {None}
    rest = URL.sub(" ", text)
    found |= {_by_name(match[0]) for match in CC_NAME.finditer(rest)} - {None}
    found |= {_by_name(part) for part in EITHER.split(rest)} - {None}
    if not found:
        plain = " ".join(rest.split()).rstrip(" .")
        named = (pattern.fullmatch(plain) for pattern in (NAMED, UNDER))
        found = {_by_name(match[1]) for match in named if match} - {None}
    return found.pop() if len(found) == 1 else None


def _by_address(text: str) -> str | None:
    if len(text) > LONGEST or not re.match(
        r"(?:https?:)?//|www\.|[\w-]++\.[\w.-]++/", text, re.IGNORECASE
    ):
        return None
    address = _address(text)
    port = CREATIVE_COMMONS.fullmatch(address)
    return _addresses().get(address) or (f"https://{address}/" if port else None)


def _by_name(text: str) -> str | None:
    """Return the licence of a name, and of one with an abbreviation in brackets if both agree."""
    if len(text) > LONGEST:  # the text of a licence, not its name
        return None
    bracket = re.search(r"\(([^()]*)\)", text)
    outside = _names().get(_name(re.sub(r"\([^()]*\)", " ", text)))
    inside = _names().get(_name(bracket[1])) if bracket else None
    if outside and inside and outside != inside:
        return None
    return _names().get(_name(text)) or outside or inside


def _address(url: str) -> str:
    """Return what identifies a licence in its address: no scheme, www, language or file ending."""
    bare = re.sub(r"^(?:https?:)?/*(?:www\.)?", "", url.strip().lower()).split("#")[0]
    bare = bare.replace("publications.europa.eu/mdr/authority/", RESOURCE)
    bare = re.sub(r"\?(?:lang|ref|locale)=[^&?]*+\Z", "", bare)
    return ENDING.sub("", bare.rstrip("/")).rstrip("/")


def _name(text: str) -> str:
    """Return a name of a licence in the form in which names are compared."""
    short = re.sub(r"[\s_\u2013-]+", " ", text.casefold()).strip()
    for pattern, replacement in SHORT:
        short = re.sub(pattern, replacement, short)
    return re.sub(r"[^a-z0-9+]", "", short)


def _target(row: dict[str, str]) -> str | None:
    """Return the IRI by which a catalogue names the licence of a row."""
    if row["status"] == "mark":
        return None
    code = row["replaced_by"] if row["status"] else row["code"]
    if code:
        return EU[f"licence/{code}"]
    return _address_of(row)


@cache
def _published() -> dict[URIRef, URIRef]:
    """Return the published address of each licence that the EU table names."""
    found = {}
    for row in table("licence"):
        address = _address_of(row)
        if row["code"] and address:
            found[EU[f"licence/{row['code']}"]] = URIRef(address)
    return found


def _address_of(row: dict[str, str]) -> str | None:
    first = row["urls"].split("|")[0]
    if first.startswith(("https://creativecommons.org/", "https://opendatacommons.org/")):
        return first
    return SPDX_LICENCE[row["spdx"]] if row["spdx"] else None


@cache
def _addresses() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in table("licence"):
        target = _target(row)
        eu, spdx = f"{EU}licence/{row['code']}", f"{SPDX_LICENCE}{row['spdx']}"
        urls = [*row["urls"].split("|"), eu if row["code"] else "", spdx if row["spdx"] else ""]
        if target:
            found |= {_address(url): target for url in urls if url}
    return found


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    shared = set()
    for row in table("licence"):
        target = _target(row)
        names = [row["spdx"], *row["names"].split("|"), row["label"]]
        if row["status"]:  # its label is that of the licence that replaces it
            names = [row["spdx"]]
        for name in filter(None, (_name(cell) for cell in names)):
            if target and found.setdefault(name, target) != target:
                shared.add(name)
    return {name: target for name, target in found.items() if name not in shared}
