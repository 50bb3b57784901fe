"""A graph as RDF/XML 1.1: one rdf:Description for each subject.

XML cannot hold every graph. `unwritable` names what it cannot hold; nothing else is lost.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from rdflib import RDF, XSD, BNode, Literal

from ld_convert.rdf.index import index
from ld_convert.vocab.namespaces import prefixes
from ld_convert.vocab.reading_order import in_reading_order
from ld_convert.write.jsonld_nodes import rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib import Graph
    from rdflib.term import Node

    from ld_convert.model import Triple

FOOT: bytes = b"</rdf:RDF>\n"

LETTER = "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0131\u4e00-\u9fa5"
"""Letters that may start a name in both the fourth and the fifth edition of XML 1.0."""

LOCAL_NAME = re.compile(rf"(?<![{LETTER}0-9.-])[0-9.-]*+([{LETTER}][{LETTER}0-9.-]*+)\Z")
"""The longest name at the end of an IRI; what may stand in one is looked at once."""
LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even as a character reference (section 2.2)."""

SYNTAX = re.compile(
    rf"{re.escape(str(RDF))}(?:RDF|Description|ID|about|parseType|resource|nodeID|datatype|li"
    r"|aboutEach|aboutEachPrefix|bagID)"
)
"""Names that RDF/XML reserves for its syntax (RDF 1.1 XML Syntax, section 5.1)."""

RESERVED = ("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/")
PROPERTY, CHARACTER = "LD630", "LD631"


class Unwritable(NamedTuple):
    """A part of a triple that XML cannot hold."""

    code: str
    triple: Triple
    value: str


def head(used: Iterable[str]) -> bytes:
    """Return the start of a document: the root element with the prefixes used."""
    known = prefixes()
    declared = sorted({*used, "rdf"})
    names = "".join(f"\n  xmlns:{prefix}={quoteattr(known[prefix])}" for prefix in declared)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n'.encode()


def part(graph: Graph, used: set[str]) -> bytes:
    """Return a description of each subject, sorted, without the root element around them.

    The prefixes that the part needs are added to `used`.
    """
    lines: list[str] = []
    for subject, predicates in sorted(index(graph).items(), key=lambda item: rank(item[0])):
        lines.append(f"<rdf:Description {_node(subject, 'about')}>")
        for predicate in sorted(predicates, key=in_reading_order):
            element = _element(str(predicate))
            if element is not None:
                if not element[1]:
                    used.add(element[0].partition(":")[0])
                values = sorted(predicates[predicate], key=rank)
                lines += [_property(element, value) for value in values]
        lines.append("</rdf:Description>\n")
    return "\n".join(lines).encode()


def unwritable(graph: Graph) -> Iterator[Unwritable]:
    """Yield each property that `part` leaves out and each text in which it replaces characters."""
    for triple in sorted(graph):
        _, predicate, value = triple
        if _element(str(predicate)) is None:
            yield Unwritable(PROPERTY, triple, str(predicate))
        elif ILLEGAL.search("".join(map(str, triple))):
            yield Unwritable(CHARACTER, triple, str(value))


@lru_cache(maxsize=4096)
def _element(predicate: str) -> tuple[str, str] | None:
    """Return a property's element name and the prefix declaration it needs; None if it has none."""
    match = LOCAL_NAME.search(predicate)
    if match is None or SYNTAX.fullmatch(predicate) or predicate.startswith(RESERVED):
        return None
    namespace, name = predicate[: match.start(1)], match[1]
    known = next((prefix for prefix, iri in prefixes().items() if iri == namespace), None)
    return (f"{known}:{name}", "") if known else (f"p:{name}", f" xmlns:p={_quoted(namespace)}")


def _property(element: tuple[str, str], value: Node) -> str:
    start = "".join(element)
    if not isinstance(value, Literal):
        return f"  <{start} {_node(value, 'resource')}/>"
    kind = ""
    if value.language:
        kind = f' xml:lang="{value.language}"'
    elif value.datatype and value.datatype != XSD.string:
        kind = f" rdf:datatype={_quoted(value.datatype)}"
    text = escape(ILLEGAL.sub("\ufffd", value), {"\r": "&#13;"})
    return f"  <{start}{kind}>{text}</{element[0]}>"


def _node(term: Node, attribute: str) -> str:
    if not isinstance(term, BNode):
        return f"rdf:{attribute}={_quoted(str(term))}"
    label = term if LABEL.fullmatch(term) else f"x{term.encode().hex()}"
    return f'rdf:nodeID="{label}"'


def _quoted(iri: str) -> str:
    return quoteattr(ILLEGAL.sub(lambda c: "".join(f"%{b:02X}" for b in c[0].encode()), iri))
