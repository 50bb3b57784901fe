"""The DCAT of an entry, and how descriptions are written as files."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from rdflib import RDF, URIRef

from ld_convert.rdf.index import new_graph
from ld_convert.vocab.namespaces import FOAF, SCHEMA, curie, prefixes
from ld_convert.vocab.terms import vocabulary_term
from ld_convert.write import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    from ld_convert.rdf.index import Index

TYPE, PRIMARY_TOPIC = map(vocabulary_term, (RDF.type, FOAF.primaryTopic))
SHORT = re.compile(r"[a-z][a-z-]*:[A-Za-z_][\w-]*")
"""A CURIE that needs no escape in Turtle."""


def dcat_of(index: Index, iri: str) -> Index:
    """Return the DCAT of an entry and its record, without what is in schema.org's words.

    Rules would make the same DCAT of that once more: who converts a page, or harvests a feed, shall
    find what the site says and no more.
    """
    own: Index = {}
    starts = [s for s, said in index.items() if URIRef(iri) in said.get(PRIMARY_TOPIC, ())]
    waiting: list[Node] = [URIRef(iri), *starts]
    while waiting:
        node = waiting.pop()
        if node in own or node not in index:
            continue
        own[node] = {}
        for predicate, values in index[node].items():
            kept = {v: None for v in values if not (predicate == TYPE and _is_schema_org(v))}
            if kept and not _is_schema_org(predicate):
                own[node][predicate] = kept
                waiting += kept
    return own


def written(index: Index, form: str) -> bytes:
    """Return a description in a form, a key of `write.WRITERS`."""
    stream = BytesIO()
    write([new_graph(index)], stream, form)
    return stream.getvalue()


def turtle_head() -> bytes:
    """Return the prefixes that `turtle_of` uses."""
    rows = sorted(prefixes().items())
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in rows).encode()


def turtle_of(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of one subject in N-Triples as a paragraph of Turtle.

    A document of any length can be written so: blank nodes keep their labels.
    """
    before = b""
    for line in sorted(set(lines)):
        subject, predicate, value = line.removesuffix(b" .\n").split(b" ", 2)
        start = b"\n" + _short(subject) + b" " if not before else b" ;\n    "
        yield start + _short(predicate) + b" " + _short(value)
        before = subject
    if before:
        yield b" .\n"


def _short(term: bytes) -> bytes:
    if not term.startswith(b"<"):
        return term
    name = curie(term[1:-1].decode())
    return name.encode() if SHORT.fullmatch(name) and name.partition(":")[0] in prefixes() else term


def _is_schema_org(node: Node) -> bool:
    return str(node).startswith(str(SCHEMA))
