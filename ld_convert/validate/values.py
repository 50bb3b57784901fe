"""Constraints on single values (SHACL, sections 4.1, 4.3, 4.4 and 4.8)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from rdflib import SH, BNode, Literal, URIRef
from rdflib.term import Node

from ld_convert.settings import UsageError
from ld_convert.validate.data_view import DataView
from ld_convert.vocab.namespaces import RDF, RDFS, XSD

Test = Callable[[Node, DataView], bool]
"""Returns whether a value node conforms to a constraint."""

KINDS: dict[Node, tuple[type, ...]] = {
    SH.IRI: (URIRef,),
    SH.BlankNode: (BNode,),
    SH.Literal: (Literal,),
    SH.BlankNodeOrIRI: (BNode, URIRef),
    SH.BlankNodeOrLiteral: (BNode, Literal),
    SH.IRIOrLiteral: (URIRef, Literal),
}

NATIVE: dict[Node, tuple[type, ...]] = {
    XSD.string: (str, bytes),
    RDF.langString: (str, bytes),
    XSD.integer: (int,),
    XSD.float: (float,),
    XSD.decimal: (Decimal,),
    XSD.boolean: (bool,),
    XSD.date: (date,),
    XSD.time: (time,),
    XSD.dateTime: (datetime,),
}
"""The Python types of rdflib for well-formed literals of a datatype."""

FAR = frozenset({XSD.date, XSD.dateTime})
YEAR = re.compile(r"-(?!0000)\d{4}(?=-)|-?[1-9]\d{4,8}(?=-)", re.ASCII)
"""A year of XSD (1.1, part 2, section 3.3.7) that is none of those from 1 to 9999."""

FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
"""Python flags for those of SPARQL's REGEX (XPath functions, section 5.6.1.1)."""


def of_class(wanted: Node) -> Test:
    """4.1.1 sh:class."""
    return lambda value, view: type(value) is not Literal and view.is_member(value, wanted)


def of_datatype(wanted: Node) -> Test:
    """4.1.2 sh:datatype; a literal that is not well-formed never conforms."""
    native = NATIVE.get(wanted)
    if wanted == RDFS.Literal:
        return lambda value, _: type(value) is Literal
    of_text, of_tagged, of_any = (wanted == t for t in (XSD.string, RDF.langString, RDFS.Datatype))

    def test(value: Node, _: DataView) -> bool:
        if type(value) is not Literal:
            return False
        datatype = value.datatype
        if datatype is None:
            if not (of_tagged if value.language else of_text):
                return False
        elif datatype is not wanted and datatype != wanted:
            return of_any
        is_read = not value.ill_typed and (native is None or isinstance(value.value, native))
        return is_read or (datatype in FAR and _is_far(value))

    return test


def _is_far(value: Literal) -> bool:
    """Return whether a date is well-formed, of a year that Python has not: 45 BC, or 10191.

    The calendar repeats itself after 400 years.
    """
    year = YEAR.match(value)
    if year is None:
        return False
    near = f"{2000 + int(year[0]) % 400}{value[year.end() :]}"
    return not Literal(near, datatype=value.datatype).ill_typed


def of_kind(wanted: Node) -> Test:
    """4.1.3 sh:nodeKind."""
    kinds = KINDS.get(wanted)
    if kinds is None:
        raise UsageError(f"shapes: {wanted} is not a node kind")
    return lambda value, _: type(value) in kinds


def within(bound: Node, allowed: tuple[int, ...]) -> Test:
    """4.3 sh:minInclusive and the others; `allowed` are the results of `compared` that conform."""
    return lambda value, _: compared(value, bound) in allowed


def compared(value: Node, bound: Node) -> int | None:
    """Return -1, 0 or 1 for a value below, at or above a bound; None if they cannot be compared.

    SHACL compares like SPARQL (SPARQL 1.1, section 17.3), which does not compare a text with a
    number; rdflib does.
    """
    if type(value) is not Literal or type(bound) is not Literal:
        return None
    if isinstance(value.value, str) != isinstance(bound.value, str):
        return None
    try:
        if value.eq(bound):
            return 0
        if isinstance(value.value, (datetime, time)):
            return 1 if value.value > bound.value else -1
    except (TypeError, NotImplementedError):
        return None
    return 1 if value > bound else -1


def long_enough(length: int) -> Test:
    """4.4.1 sh:minLength."""
    return lambda value, _: length == 0 or (type(value) is not BNode and len(str(value)) >= length)


def short_enough(length: int) -> Test:
    """4.4.2 sh:maxLength."""
    return lambda value, _: type(value) is not BNode and len(str(value)) <= length


def matching(pattern: str, flags: str) -> Test:
    """4.4.3 sh:pattern; raises UsageError for a pattern that Python's `re` cannot read."""
    try:
        options = sum((FLAGS[flag] for flag in set(flags)), re.RegexFlag(0))
        search = re.compile(pattern, options).search
    except (re.error, KeyError) as error:
        raise UsageError(f"shapes: pattern {pattern!r} {flags!r}: {error}") from error
    return lambda value, _: type(value) is not BNode and search(str(value)) is not None


def in_language(ranges: list[str]) -> Test:
    """4.4.4 sh:languageIn, by basic filtering (RFC 4647, section 3.3.1)."""
    wanted = tuple(name.lower() for name in ranges)
    inside = tuple(f"{name}-" for name in wanted)

    def test(value: Node, _: DataView) -> bool:
        tag = value.language.lower() if type(value) is Literal and value.language else ""
        return bool(tag) and (tag in wanted or "*" in wanted or tag.startswith(inside))

    return test


def one_of(members: list[Node]) -> Test:
    """4.8.3 sh:in."""
    allowed = frozenset(members)
    return lambda value, _: value in allowed
