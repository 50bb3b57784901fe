"""Read and rewrite N-Triples and N-Quads as `write` writes them: one statement on each line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ld_convert.rdf.index import insert
from ld_convert.vocab.terms import blank, iri, text_literal, typed_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rdflib.term import Node

    from ld_convert.rdf.index import Index

LINE = re.compile(
    r"(?:<([^>]*)>|_:(\S+)) <([^>]*)> "
    r'(?:<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*+)"(?:@(\S+)|\^\^<([^>]*)>)?)(?: <([^>]*)>)? \.\n?'
)
TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|<([^<>]*+)>')
"""A literal, whose text can look like an IRI, or an IRI."""
ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|(.))")
ESCAPED = {"n": "\n", "r": "\r"}


def read_lines(lines: Iterable[bytes]) -> dict[str, Index]:
    """Return the triples of lines by the IRI of their graph, which is empty without one.

    pyoxigraph's parser is not used: it writes language tags in lower case.
    """
    graphs: dict[str, Index] = {}
    for line in lines:
        match = LINE.fullmatch(line.decode())
        if match is None:
            raise ValueError(f"no statement as we write it: {line!r}")
        subject, subject_label, predicate, name, label, text, language, datatype, graph = (
            match.groups()
        )
        one: Node = iri(subject) if subject is not None else blank(subject_label)
        if text is not None:
            value: Node = _literal(text, language, datatype)
        else:
            value = iri(name) if name is not None else blank(label)
        insert(graphs.setdefault(graph or "", {}), one, iri(predicate), value)
    return graphs


def iris(line: bytes) -> list[str]:
    """Return the IRIs of a line: subject, predicate, object and graph."""
    return [found.decode() for found in TOKEN.findall(line) if found]


def replaced(line: bytes, new: Callable[[str], str]) -> bytes:
    """Return a line with the IRI that `new` gives for each of its IRIs."""

    def change(match: re.Match[bytes]) -> bytes:
        name = match[1]
        return match[0] if name is None else b"<%s>" % new(name.decode()).encode()

    return TOKEN.sub(change, line)


def _literal(text: str, language: str | None, datatype: str | None) -> Node:
    if "\\" in text:
        text = ESCAPE.sub(_unescaped, text)
    if datatype is not None:
        return typed_literal(text, datatype)
    return text_literal(text, language)


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else ESCAPED.get(match[2], match[2])
