"""The JSON-LD document of a run: the catalogue, with all that it lists inside it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ld_convert.catalogue.beginning import add_head, listing, subjects, unlisted
from ld_convert.rdf.index import new_graph
from ld_convert.rdf.lines import read_lines
from ld_convert.vocab.terms import iri
from ld_convert.write.jsonld import framed, part
from ld_convert.write.jsonld_members import Growing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.catalogue.collected import Collected
    from ld_convert.settings import Settings

FORM = "json-ld"


def framed_document(
    settings: Settings,
    shared: Collected,
    parts: Iterable[Iterable[bytes]],
    used: set[str],
    folder: str | None,
) -> Iterator[bytes]:
    """Yield the document but its end.

    `parts` are those of the captures, of which the catalogue's links to their own things are a
    part; `shared` has its other links, and all else that is said of it. Names that the context
    defines are added to `used`, so it is written when all else is known: memory does not grow.
    """
    catalogue = settings.catalog
    add_head(settings, shared)
    with Growing(folder) as members:
        said = new_graph(read_lines(unlisted(catalogue, shared)).get("", {}))
        own, rest = framed(said, used, catalogue)
        members.add(rest)
        for pieces in chain(subjects(FORM, catalogue, shared, used), parts):
            for piece in pieces:
                members.add(piece)
        for link, values in listing(catalogue, shared):
            for value in values:
                if value == catalogue or not shared.has(value):  # else it stands there already
                    graph = new_graph({iri(catalogue): {iri(link): {iri(value): None}}})
                    members.add(part(graph, used, catalogue))
        yield from members.document(own, used)


def framed_entries(
    settings: Settings, parts: Iterable[Iterable[bytes]], used: set[str], folder: str | None
) -> Iterator[bytes]:
    """Yield the document of a partition but its end; what is said of the catalogue is elsewhere."""
    with Growing(folder) as members:
        own, _ = framed(new_graph({}), used, settings.catalog)
        for piece in chain.from_iterable(parts):
            members.add(piece)
        yield from members.document(own, used)
