"""N-Triples: one statement a line, sorted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdflib import RDF, BNode, Literal

from ld_convert.vocab.terms import KNOWN

if TYPE_CHECKING:
    from rdflib.term import Node

    from ld_convert.rdf.index import Index

CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters, which only literals hold. They are written as escapes (N-Triples 1.1,
section 2.4), since stores and terminals mishandle the characters themselves."""


CONTROLS = bytes(number for number in range(128) if CONTROL.match(bytes([number])))


NO_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


WORDS: dict[Node, str] = {}
"""The written form of each term of KNOWN that was written before."""


def ntriples(spo: Index) -> bytes:
    """Return N-Triples (RDF 1.1 N-Triples, section 2) sorted by their bytes."""
    names: dict[Node, str] = {}
    lines: list[str] = []
    words = WORDS
    for subject, predicates in spo.items():
        start = names.get(subject) or names.setdefault(subject, _name(subject))
        for predicate, values in predicates.items():
            before = f"{start} {words.get(predicate) or _word(predicate)} "
            for value in values:
                if type(value) is Literal:
                    end = _literal(value)
                elif predicate in TYPES:
                    end = words.get(value) or _word(value)
                else:
                    end = names.get(value) or names.setdefault(value, _name(value))
                lines.append(f"{before}{end} .\n")
    lines.sort()  # by code points, which is the order of the bytes in UTF-8
    return escaped("".join(lines).encode())


def escaped(written: bytes) -> bytes:
    """Return a text with escapes for control characters: N-Triples, Turtle and JSON have them."""
    if len(written.translate(None, CONTROLS)) == len(written):  # a fifth of the expression's time
        return written
    return CONTROL.sub(lambda found: b"\\u%04X" % found[0][0], written)


def _word(node: Node) -> str:
    """Return a term as written; for terms of a vocabulary, which every page has, it is kept."""
    name = _name(node)
    if KNOWN.get(str(node)) is node:
        WORDS[node] = name
    return name


def _name(node: Node) -> str:
    """Return an IRI or a blank node as written; raises ValueError for a text that is no IRI."""
    text = str(node)
    if type(node) is BNode:
        return f"_:{text}"
    if NO_IRI.search(text):
        raise ValueError(f"no IRI: {node!r}")
    return f"<{text}>"


def _literal(node: Literal) -> str:
    text = str(node)
    if '"' in text or "\\" in text or "\n" in text or "\r" in text:  # the backslash must be first
        text = text.replace("\\", "\\\\").replace("\n", "\\n")
        text = text.replace('"', '\\"').replace("\r", "\\r")
    language = node.language
    if language:
        return f'"{text}"@{language}'
    datatype = node.datatype
    return f'"{text}"' if datatype is None else f'"{text}"^^<{datatype}>'


TYPES = frozenset({RDF.type})
