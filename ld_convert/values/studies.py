"""What catalogues of studies say in words: ages, links and how to get the data."""

from __future__ import annotations

import re
from html import unescape

from rdflib import Literal, URIRef
from rdflib.term import Node

from ld_convert.values import licences
from ld_convert.values.identifiers import recognise
from ld_convert.values.iris import iri
from ld_convert.values.terms import lexical, string, typed
from ld_convert.vocab.namespaces import XSD

AGES = re.compile(
    r"(?:(?P<lower>\d{1,3})\s*+(?:-|\u2013|to)\s*+(?P<upper>\d{1,3})|(?P<over>\d{1,3})\s*+\+)"
    r"\s*+(?:years?\s*+)?(?:old|of age)?",
    re.IGNORECASE,
)
FORMS = {
    None: re.compile(".*", re.DOTALL),
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}
"""By datatype: the form of the literals that are taken over as they are."""
UNKNOWN_AGES = frozenset({"0", "999"})
ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
STRAY = ".,;:!?)]}"
"""What follows an address in a sentence and is no part of it."""


def as_it_is(value: Node) -> Literal | None:
    """Return a text, a whole number or a truth value as the page has it; None for all else."""
    if not isinstance(value, Literal) or not str.strip(value):
        return None
    form = FORMS.get(value.datatype)
    return value if form is not None and form.fullmatch(value) else None


def age_lower(value: Node) -> Literal | None:
    """Return the lower age of `18 - 50 years` or `40+ years`; 0 says that it is not known."""
    match = AGES.fullmatch(lexical(value))
    return _age(match["lower"] or match["over"]) if match else None


def age_upper(value: Node) -> Literal | None:
    """Return the upper age of `18 - 50 years`; None for `40+ years`, which is open, and for 999."""
    match = AGES.fullmatch(lexical(value))
    return _age(match["upper"]) if match else None


def doi(value: Node) -> Literal | None:
    """Return a DOI, or an address that is one, as its canonical IRI in a text; None for others."""
    text = _trimmed(lexical(value))
    name, bare = recognise(text)
    return Literal(f"https://doi.org/{bare}") if name == "doi" else None


def page(value: Node) -> URIRef | None:
    """Return the address of a page; None for a DOI, which is an identifier."""
    return None if doi(value) is not None else iri(Literal(_trimmed(lexical(value))))


def addresses(value: Node) -> tuple[Literal, ...] | None:
    """Return the addresses in a text, those of its HTML links too, each once; None for none.

    A value that is nothing but one address is none of these: it stands for itself.
    """
    if not isinstance(value, Literal):
        return None
    text = unescape(lexical(value))
    found = dict.fromkeys(_trimmed(match) for match in ADDRESS.findall(text))
    return tuple(map(Literal, found)) or None


def other_terms(value: Node) -> Node | None:
    """Return the address or the words of terms of use that are no licence that has a name."""
    if licences.licence_canonical(value) is not None:
        return None
    return iri(value) or string(lexical(value))


def _age(text: str | None) -> Literal | None:
    if text is None or text in UNKNOWN_AGES:
        return None
    return typed(str(int(text)), XSD.nonNegativeInteger)


def _trimmed(address: str) -> str:
    """Return an address without what a sentence puts behind it, such as a stray bracket."""
    while address and address[-1] in STRAY and not _is_paired(address):
        address = address[:-1]
    return address


def _is_paired(address: str) -> bool:
    """Return whether the bracket at the end of an address has its other half in it."""
    pairs = {")": "(", "]": "[", "}": "{"}
    other = pairs.get(address[-1])
    return other is not None and address.count(other) >= address.count(address[-1])
