"""Serialise graphs: sorted, one graph after the other, the same bytes for the same graph."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from ld_convert.rdf.index import index
from ld_convert.write import jsonld, jsonld_members, quads, rdfxml, turtle
from ld_convert.write.ntriples import escaped, ntriples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rdflib import Graph

    Writer = Callable[[Iterable[Graph], IO[bytes]], None]


def write(graphs: Iterable[Graph], stream: IO[bytes], form: str) -> None:
    """Write graphs one after the other as one document; `form` is a key of WRITERS.

    Two graphs must not use the same blank node label for different nodes. All graphs are
    serialised before the first byte is written: the head names the prefixes that they use.
    """
    WRITERS[form](graphs, stream)


def serialise(graph: Graph, form: str, name: str = "", used: set[str] | None = None) -> bytes:
    """Return one graph as a part of a document: without prefixes, context or root element.

    `name` is the IRI of the named graph in the forms of QUADS, and that of the catalogue in the
    forms of FRAMED; others do not use it. The prefixes that the part needs are added to `used`.
    """
    if form in QUADS:
        triples, named = QUADS[form]
        return named(serialise(graph, triples, used=used), name)
    needed = set[str]() if used is None else used
    written = FRAMED[form](graph, needed, name) if form in FRAMED else PARTS[form](graph, needed)
    return written if form in UNESCAPED else escaped(written)


def head(form: str, used: Iterable[str]) -> bytes:
    """Return the start of a document: the prefixes that it uses, context or root element."""
    return HEADS[form](used) if form in HEADS else b""


def foot(form: str) -> bytes:
    """Return the end of a document."""
    return FEET.get(form, b"")


def joint(form: str) -> bytes:
    """Return the separator between two parts that are not empty."""
    return JOINTS.get(form, b"")


def _document(form: str) -> Writer:
    def write_form(graphs: Iterable[Graph], stream: IO[bytes]) -> None:
        used = set[str]()
        parts = [serialise(graph, form, used=used) for graph in filter(len, graphs)]
        stream.write(head(form, used) + joint(form).join(parts) + foot(form))

    return write_form


PARTS: dict[str, Callable[[Graph, set[str]], bytes]] = {
    "turtle": turtle.part,
    "nt": lambda graph, _: ntriples(index(graph)),
    "json-ld": jsonld.part,
    "rdf-xml": rdfxml.part,
}
"""By form: the writer of one graph of triples; it adds the prefixes that it uses to a set."""
UNESCAPED = frozenset({"nt", "rdf-xml"})
"""Forms that need no escapes of control characters: they have them already, or have none."""
FRAMED: dict[str, Callable[[Graph, set[str], str], bytes]] = {"json-ld": jsonld.part}
"""Forms of PARTS in which the catalogue holds what it lists: a part tells where its objects go."""
QUADS = {"nquads": ("nt", quads.nquads), "trig": ("turtle", quads.trig)}
"""By form: the form of the triples, and the function that puts a named graph around them."""
HEADS = {
    "turtle": turtle.head,
    "trig": turtle.head,
    "rdf-xml": rdfxml.head,
}
FEET = {"json-ld": jsonld.FOOT, "rdf-xml": rdfxml.FOOT}
JOINTS = {"turtle": b"\n", "trig": b"\n"}
WRITERS: dict[str, Writer] = {
    **{form: _document(form) for form in PARTS},
    "json-ld": jsonld_members.write,
}
FORMS = (*PARTS, *QUADS)
ENDINGS = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "json-ld",
    ".rdf": "rdf-xml",
    ".xml": "rdf-xml",
    ".owl": "rdf-xml",
}
"""Form by ending of a file name; the first ending of a form is its usual one."""

ALIASES = {
    **{ending.removeprefix("."): form for ending, form in ENDINGS.items()},
    "n-triples": "nt",
    "ntriples": "nt",
    "n-quads": "nquads",
    "rdfxml": "rdf-xml",
    "rdf/xml": "rdf-xml",
}
"""Other names of forms."""
