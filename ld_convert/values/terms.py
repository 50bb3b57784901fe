"""From rdflib terms to text and back; the one place that knows how a number reads."""

from __future__ import annotations

import re
from decimal import Decimal

from rdflib import Literal, URIRef
from rdflib.term import Node

from ld_convert.vocab.namespaces import XSD
from ld_convert.vocab.terms import text_literal, typed_literal

DOUBLE = re.compile(r"([+-]?\d{1,40}(?:\.\d{1,40})?)[eE]([+-]?\d{1,3})")
FLOATS = frozenset({XSD.double, XSD.float})
WORDS = re.compile(r"[^\W_]+")
WIDEST = 40
"""Longest plain form, in digits, that a number with an exponent is written out to."""


def lexical(value: Node) -> str:
    """Return the trimmed text of a literal or an IRI, and an empty text for other terms.

    An xsd:double is written without its exponent: "1.0E0", which RDF makes of the JSON number
    1.0, is 1.0 again.
    """
    text = str(value).strip()
    if type(value) is Literal:
        datatype = value.datatype
        return plain_number(text) or text if datatype is not None and datatype in FLOATS else text
    return text if type(value) is URIRef else ""


def plain_number(text: str) -> str | None:
    """Return a number such as 1.5E3 without its exponent; None if it has none or is too wide."""
    match = DOUBLE.fullmatch(text)
    if match is None or abs(int(match[2])) > WIDEST:
        return None
    number = format(Decimal(match[1]).scaleb(int(match[2])), "f")
    if "." not in match[1]:
        return number
    whole, _, fraction = number.partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}"


def string(text: str, language: str | None = None) -> Literal | None:
    """Return a text, with its language tag, as a literal; None if nothing is left of it."""
    text = text.strip()
    return text_literal(text, language) if text else None


def typed(text: str, datatype: str) -> Literal:
    """Return a literal that keeps its lexical form, whatever rdflib's switch says."""
    return typed_literal(text, datatype)


def fold(text: str) -> str:
    """Return the words of a text in one case, so that spellings can be compared."""
    return " ".join(WORDS.findall(text.casefold()))


def language_of(value: Node) -> str | None:
    """Return the language tag of a literal."""
    return value.language if type(value) is Literal else None
