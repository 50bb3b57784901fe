"""What a document begins with: the catalogue with its links, then each shared subject once."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING

from ld_convert.catalogue.graphs import head_graphs
from ld_convert.catalogue.head import without_defaults
from ld_convert.catalogue.parts import plain_and_nameless, written
from ld_convert.rdf.index import new_graph
from ld_convert.rdf.lines import read_lines
from ld_convert.write import FRAMED, QUADS, joint, serialise
from ld_convert.write.jsonld import LINKS
from ld_convert.write.listing import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.catalogue.collected import Collected
    from ld_convert.settings import Settings

LISTING = {f"<{term}>".encode(): str(term) for term in LINKS}
"""Properties by which the catalogue lists its entries; there can be any number of them."""
MOST_SUBJECTS, MOST_LINES = 200, 10_000
"""How much of what is shared is serialised at once; a subject with more has several blocks."""


def beginning(
    form: str, settings: Settings, shared: Collected, used: set[str]
) -> Iterator[Iterable[bytes]]:
    """Yield the first parts of a document; the prefixes that they use are added to `used`."""
    if form in QUADS:
        part = written(head_graphs(settings), form, settings.catalog)
        used.update(part.prefixes)
        yield [part.own]
        return
    add_head(settings, shared)
    if form == "nt":
        yield shared.of(settings.catalog)
    else:
        yield from _catalogue(form, settings.catalog, shared, used)
    yield from subjects(form, settings.catalog, shared, used)


def add_head(settings: Settings, shared: Collected) -> None:
    """Add what settings say of the catalogue to what pages say of it."""
    stated = {_predicate(line)[1:-1].decode() for line in shared.of(settings.catalog)}
    graphs = head_graphs(settings).items()
    own = {name: without_defaults(graph, stated, settings) for name, graph in graphs}
    for block in written(own, "nt", settings.catalog).shared:
        shared.add_block(block)


def serialised(
    lines: Iterable[bytes], form: str, used: set[str], catalogue: str = ""
) -> list[bytes]:
    """Return lines of N-Triples or N-Quads in another form, one piece for each named graph."""
    graphs = read_lines(lines)
    parts = [
        serialise(new_graph(graphs[name]), form, name or catalogue, used) for name in sorted(graphs)
    ]
    between = [joint(form)] * (len(parts) - 1)
    return [piece for pair in zip(parts, [*between, b""], strict=True) for piece in pair]


def _catalogue(
    form: str, catalogue: str, shared: Collected, used: set[str]
) -> Iterator[Iterable[bytes]]:
    """Yield the catalogue with its links, then what is said of it by blank nodes, with these."""
    plain, rest = plain_and_nameless(read_lines(unlisted(catalogue, shared)).get("", {}))
    yield listed(serialise(new_graph(plain), form, used=used), listing(catalogue, shared), form)
    if rest:
        yield [serialise(new_graph(rest), form, used=used)]


def unlisted(catalogue: str, shared: Collected) -> Iterator[bytes]:
    """Yield the lines about the catalogue, but for those that list an entry."""
    for lines in shared.of(catalogue):
        yield from (line for line in lines.splitlines(keepends=True) if not _lists(line))


def listing(catalogue: str, shared: Collected) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the properties of LISTING with the IRIs to which they lead, sorted."""
    found = filter(_lists, shared.of(catalogue))
    for predicate, same in groupby(found, key=_predicate):
        yield LISTING[predicate], (line.split(b" ")[2][1:-1].decode() for line in same)


def subjects(
    form: str, catalogue: str, shared: Collected, used: set[str]
) -> Iterator[Iterable[bytes]]:
    """Yield all other shared subjects, many at once; where a form is framed, with their links."""
    waiting: list[bytes] = []
    count = 0
    lines = (
        (number, chunk, subject)
        for subject, chunks in shared.subjects()
        if subject != catalogue
        for number, chunk in enumerate(chunks)
    )
    for number, chunk, subject in chain(lines, [(0, b"", "")]):
        count += number == 0
        if not chunk or count > MOST_SUBJECTS or len(waiting) > MOST_LINES:
            yield waiting if form == "nt" else serialised(waiting, form, used, catalogue)
            waiting, count = [], 0
        if form in FRAMED and number == 0 and chunk:
            waiting += _links_to(subject, catalogue, shared)
        waiting += chunk.splitlines(keepends=True)


def _links_to(subject: str, catalogue: str, shared: Collected) -> list[bytes]:
    """Return the lines by which the catalogue lists a subject."""
    lines = [f"<{catalogue}> <{link}> <{subject}> .\n".encode() for link in LINKS]
    return [line for line in lines if shared.has(catalogue, line)]


def _lists(line: bytes) -> bool:
    _, predicate, value = line.split(b" ", 2)
    return predicate in LISTING and value.startswith(b"<")


def _predicate(line: bytes) -> bytes:
    return line.split(b" ", 2)[1]
