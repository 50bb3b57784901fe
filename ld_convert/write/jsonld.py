"""A catalogue as JSON-LD: its datasets, services and records are written inside it.

The document has a context of its own, `vocab/contexts/catalogue.jsonld`, of which it holds what it
uses: no reader fetches anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from rdflib import URIRef

from ld_convert.rdf.index import index
from ld_convert.vocab.namespaces import DCAT
from ld_convert.vocab.reading_order import definitions, schemes, terms
from ld_convert.vocab.terms import vocabulary_term
from ld_convert.write.jsonld_nodes import Nodes, rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib import Graph
    from rdflib.term import Node

    from ld_convert.model import Json

LISTS = (DCAT.catalog, DCAT.dataset, DCAT.service, DCAT.record)
LINKS: dict[Node, str] = {vocabulary_term(link): terms()[str(link)].name for link in LISTS}
"""Properties by which a catalogue lists its entries, with the member that holds them."""
BESIDE = "@included"
"""Member of a document that holds what is inside nothing else (JSON-LD 1.1, section 4.8)."""
MEMBERS = (*LINKS.values(), BESIDE)
FOOT: bytes = b"\n}\n"
SEPARATOR = b"\t"
"""Between the objects of a part: JSON that orjson writes has none."""


def part(graph: Graph, used: set[str], catalogue: str = "") -> bytes:
    """Return the objects of a graph, each behind the member of the catalogue that holds it.

    Names that the context must define are added to `used`.
    """
    return framed(graph, used, catalogue, is_whole=False)[1]


def framed(
    graph: Graph, used: set[str], catalogue: str, *, is_whole: bool = True
) -> tuple[bytes, bytes]:
    """Return the catalogue itself, as members of a document, and a part with all else.

    What the graph's triples of LINKS name goes into those members of the part, all else into
    BESIDE: also what is said of the catalogue, if the graph is not the whole of that, or if our
    context would misread it.
    """
    own, spo = URIRef(catalogue), dict(index(graph))
    said = spo.pop(own, {})
    listed = [
        (link, value)
        for link in LINKS
        for value in sorted(said.get(link, ()), key=rank)
        if isinstance(value, URIRef)
    ]
    taken = set(listed)
    rest = {p: {v: None for v in values if (p, v) not in taken} for p, values in said.items()}
    if any(rest.values()):
        spo[own] = {predicate: values for predicate, values in rest.items() if values}
    nodes = Nodes(spo, used, _avoided(catalogue), {value for _, value in listed})
    about = nodes.node(own) if is_whole and own in spo else None
    found = [(LINKS[link], nodes.node(value)) for link, value in listed]
    if isinstance(about, dict) and "@context" in about:
        found.append((BESIDE, about))
        about = {"@id": catalogue}
    found += [(BESIDE, node) for node in nodes.rest()]
    used.update(member for member, _ in found if member != BESIDE)
    pieces = [piece for member, node in found for piece in (member.encode(), _text(node))]
    text = _text(about or {"@id": catalogue}) if is_whole and catalogue else b""
    return text.removeprefix(b"{\n").removesuffix(b"\n}"), SEPARATOR.join(pieces)


def objects(part: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the objects of a part, each with the member that holds it."""
    pieces = part.split(SEPARATOR) if part else []
    for member, text in zip(pieces[::2], pieces[1::2], strict=True):
        yield member.decode(), text


def head(used: Iterable[str]) -> bytes:
    """Return the start of a document: the context, with what it uses."""
    context = b",\n    ".join(
        orjson.dumps(name) + b": " + orjson.dumps(said) for name, said in definitions(used).items()
    )
    return b'{\n  "@context": {%s}' % (b"\n    " + context + b"\n  " if context else b"")


def _avoided(catalogue: str) -> str:
    """Return the prefix that a document cannot use since the catalogue's IRI begins with it."""
    scheme = catalogue.partition(":")[0]
    return scheme if scheme in schemes() else ""


def _text(node: Json) -> bytes:
    return orjson.dumps(node, option=orjson.OPT_INDENT_2)
