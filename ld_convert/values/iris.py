"""IRIs (RFC 3987), mail addresses (RFC 6068) and telephone numbers (RFC 3966)."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

from rdflib import Literal, URIRef
from rdflib.term import Node

from ld_convert.values.terms import lexical
from ld_convert.vocab import terms
from ld_convert.vocab.spellings import current_iri
from ld_convert.vocab.term_syntax import mended_iri

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
AUTHORITY = re.compile(
    r"//(?:[\w.~%!$&'()*+,;=:-]*@)?(?:\[[0-9A-Fa-f:.]+\]|[\w.~%-]*)(?::\d{1,5})?([/?#].*)?",
    re.DOTALL,
)
WEB = {"ftp", "http", "https", "ws", "wss"}
NO_HOST = re.compile(r"//(?:[^/?#@]*@)?(?::\d*)?(?:[/?#]|$)")
"""An authority without a host: right for s3 and the like (RFC 3986, 3.2.2), wrong on the web."""
USUAL = re.compile(
    r"https?://[A-Za-z0-9.-]+(?:[/?][A-Za-z0-9._~/?!$&'()*+=:@-]*)?(?:#[A-Za-z0-9._~/?=-]*)?"
)
"""An address in which nothing is to be mended, so that most need one look only."""

SEVERAL = re.compile(
    r"(?<![\s,;])(?:(?<=[^\s,;])[\s,;]++|\s*+[,;][\s,;]++)(?:https?|ftp)://", re.IGNORECASE
)
"""A second address, after a separator that does not begin the text."""
UNFETCHED = {"mailto", "tel", "urn", "tag"}
"""Schemes of what cannot be downloaded."""
OPAQUE = {"ark", "did", "doi", "geo", "hdl", "info", "mailto", "tag", "tel", "urn"}
"""Schemes without `//` that a text may start with; other words before a colon are prose."""
REFUSED = {"about", "blob", "data", "file", "javascript", "vbscript"}
"""Schemes that name nothing outside the machine or the page."""
LEGAL = (
    r"A-Za-z0-9\-._~:/?#@!$&'()*+,;=%\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF"
    + "".join(f"{chr(p * 0x10000)}-{chr(p * 0x10000 + 0xFFFD)}" for p in range(1, 14))
    + "\U000e1000-\U000efffd"
)
UNSCHEMED = re.compile(r"\s*+(?:/|w)", re.IGNORECASE)
"""How an address without a scheme may begin; any other text without a colon is no address."""
STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
ILLEGAL = re.compile(rf"[^{LEGAL}]|{STRAY.pattern}")
LOCAL = re.compile(r"[^\s@<>()\[\]\\,;:\"%?]{1,64}")
DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
PHONE = re.compile(
    r"(\+?)([\d\s().\-/\u2010-\u2015]++)(?:(?:ext\.?|x|extension)\s*+(\d{1,6}))?", re.IGNORECASE
)
PHONE_DIGITS = range(5, 16)
"""E.164 allows 15 digits."""


def iri(value: Node) -> URIRef | None:
    """Return an absolute IRI, from a literal or an IRI; None when the text is none.

    Characters that RFC 3987 does not allow are percent-encoded. `www.x.org` and `//x.org` are
    https. A text with a space in its host, schemes such as `javascript`, and http or https with a
    letter too few or too many (`ttps://x.org`) give None.
    """
    address = clean_iri(lexical(value), any_scheme=type(value) is URIRef)
    return terms.iri(address) if address else None


def address(value: Node) -> URIRef | None:
    """Return an IRI from which something can be fetched: no mail address, telephone or name."""
    found = iri(value)
    scheme = found.partition(":")[0].lower() if found is not None else ""
    return None if scheme in UNFETCHED else found


def page_address(value: Node) -> URIRef | None:
    """Return an IRI that may be that of a page: no mail address and no telephone number."""
    found = iri(value)
    scheme = found.partition(":")[0].lower() if found is not None else ""
    return None if scheme in ("mailto", "tel") else found


def contact_page(value: Node) -> URIRef | tuple[()] | None:
    """Return the address of a contact; nothing, as an empty tuple, for a mail address."""
    return () if mailto(value) is not None else iri(value)


def web_address(value: Node) -> URIRef | None:
    """Return an address on the web, which has http or https; None for all else."""
    found = iri(value)
    return found if found is not None and found.startswith("http") else None


def term_of_iri(value: Node) -> Literal | None:
    """Return the word for a concept that its IRI ends with, such as `Dataset`; else the IRI.

    A code such as `Q1172284` is no word.
    """
    found = clean_iri(lexical(value), any_scheme=type(value) is URIRef)
    last = unquote(re.split(r"[#/:]", found.rstrip("/#"))[-1]).replace("_", " ") if found else ""
    is_word = re.fullmatch(r"[^\W\d_][\w -]*[^\W\d_]", last) and "/" in str(found).split("//")[-1]
    return Literal(last if is_word else found) if found else None


def label_of_iri(value: Node) -> Literal | None:
    """Return a text for an IRI that nobody named: the IRI itself. A host is nobody's name."""
    found = clean_iri(lexical(value), any_scheme=type(value) is URIRef)
    return Literal(found) if found else None


def clean_iri(text: str, *, any_scheme: bool = False) -> str | None:
    """Return a text as an absolute IRI, None if it is none.

    `any_scheme` admits schemes without `//` that are not in the list of known ones, for what was
    an IRI before.
    """
    if USUAL.fullmatch(text) and "/mdr/" not in text:
        return text
    found = _absolute(text, any_scheme=any_scheme)
    return mended_iri(found) if found else None


def _absolute(text: str, *, any_scheme: bool) -> str | None:
    """Return a text with a scheme, where it is or may be an address; it may still be no IRI."""
    if (":" not in text and not UNSCHEMED.match(text)) or SEVERAL.search(text):
        return None
    text = current_iri(re.sub(r"[\t\r\n]", "", text.strip()))
    if re.match(r"www\.[\w-]+\.", text, re.IGNORECASE):
        text = f"https://{text}"
    elif re.match(r"//[\w-]+\.", text):
        text = f"https:{text}"
    match = SCHEME.fullmatch(text)
    if match is None or re.search(r"[\ud800-\udfff]", text):
        return None
    scheme, rest = match[1].lower(), match[2]
    if scheme in REFUSED or not rest or _is_slip(scheme):
        return None
    if not rest.startswith("//"):
        known = scheme in OPAQUE or (any_scheme and scheme not in ("http", "https", "ftp"))
        return f"{scheme}:{percent_encode(rest)}" if known and not re.search(r"\s", rest) else None
    authority = AUTHORITY.fullmatch(rest)
    if authority is None or (scheme in WEB and NO_HOST.match(rest)):
        return None
    tail = authority[1] or ""
    host = rest.removesuffix(tail)
    return f"{scheme}:{host}{percent_encode(tail)}" if not STRAY.search(host) else None


@lru_cache(maxsize=256)
def _is_slip(scheme: str) -> bool:
    """Return whether a scheme is http or https with one letter wrong, missing, double or moved."""
    if scheme in WEB or not 2 < len(scheme) < 7:  # noqa: PLR2004
        return False
    return any(_is_near(scheme, right) for right in ("http", "https"))


def _is_near(one: str, other: str) -> bool:
    swaps = {other[:i] + other[i + 1] + other[i] + other[i + 2 :] for i in range(len(other) - 1)}
    cuts = {other[:i] + other[i + 1 :] for i in range(len(other))}
    own = {one[:i] + one[i + 1 :] for i in range(len(one))}
    places = zip(one, other, strict=False)
    is_one_off = len(one) == len(other) and sum(a != b for a, b in places) == 1
    return one in swaps | cuts or other in own or is_one_off


def percent_encode(text: str) -> str:
    """Return a text with what RFC 3987 does not allow percent-encoded; `%41` stays as it is."""
    path, mark, fragment = text.partition("#")
    one_mark = f"{path}{mark}{fragment.replace('#', '%23')}"
    return ILLEGAL.sub(lambda m: quote(m[0], safe="", errors="replace"), one_mark)


def mailto(value: Node) -> URIRef | None:
    """Return one mail address as a mailto IRI (RFC 6068); None unless it is one valid address."""
    text = re.sub(r"^(?:mailto:\s*)+", "", lexical(value), flags=re.IGNORECASE)
    named = re.fullmatch(r"[^<>@]*<([^<>]+)>", text)
    address = (named[1] if named else text).split("?")[0].strip()
    local, _, domain = address.rpartition("@")
    if not LOCAL.fullmatch(local) or not DOMAIN.fullmatch(domain) or ".." in local:
        return None
    encoded = quote(local, safe="!$&'*+-./=_~")
    return URIRef(f"mailto:{encoded}@{domain}")


def mail_beside(value: Node) -> URIRef | None:
    """Return the one mail address in a text with other words, `Gauge desk, desk@a.example`."""
    words = [word for word in re.split(r"[\s,;:<>()\[\]\"]", lexical(value)) if "@" in word]
    return mailto(value) or (mailto(Literal(words[0])) if len(words) == 1 else None)


def mailtos(value: Node) -> tuple[URIRef, ...] | None:
    """Return the mail addresses that a text lists, after commas, semicolons or spaces."""
    one = mailto(value)
    if one is not None:
        return (one,)
    known: dict[URIRef, None] = {}
    for part in filter(None, re.split(r"[\s,;]+", lexical(value))):
        address = mailto(Literal(part))
        if address is None:
            return None
        known[address] = None
    return tuple(known) or None


def mail_address(value: Node) -> Literal | None:
    """Return one mail address as a text; None unless it is one valid address."""
    found = mailto(value)
    return Literal(unquote(found.removeprefix("mailto:"))) if found is not None else None


def telephone(value: Node) -> URIRef | None:
    """Return a telephone number as a tel IRI (RFC 3966) of E.164 characters; None for no number."""
    text = re.sub(r"^tel:\s*", "", lexical(value), flags=re.IGNORECASE).replace("(0)", "")
    match = PHONE.fullmatch(text.strip())
    if match is None:
        return None
    digits = re.sub(r"[^0-9]", "", match[2])
    if len(digits) not in PHONE_DIGITS:
        return None
    return URIRef(f"tel:{match[1]}{digits}" + (f";ext={match[3]}" if match[3] else ""))
