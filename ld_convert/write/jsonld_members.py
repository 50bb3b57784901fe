"""The members of a JSON-LD document that hold things: they grow on disk until all is known."""

from __future__ import annotations

import tempfile
from typing import IO, TYPE_CHECKING, Self

from rdflib import URIRef

from ld_convert.rdf.index import insert, new_graph
from ld_convert.vocab.namespaces import DCAT
from ld_convert.write.jsonld import FOOT, LINKS, MEMBERS, framed, head, objects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from rdflib import Graph

    from ld_convert.rdf.index import Index

IN_MEMORY_BYTES = 1 << 18
"""How much of a member is kept in memory."""


def write(graphs: Iterable[Graph], stream: IO[bytes]) -> None:
    """Write graphs as one document: framed by their catalogue, if they have just one."""
    spo: Index = {}
    for graph in graphs:
        for triple in graph:
            insert(spo, *triple)
    used = set[str]()
    with Growing() as members:
        own, rest = framed(new_graph(spo), used, _top(spo))
        members.add(rest)
        stream.writelines(members.document(own, used))
    stream.write(FOOT)


def _top(spo: Index) -> str:
    """Return the IRI of the only catalogue that lists something and that none lists, else ""."""
    named = {subject: said for subject, said in spo.items() if isinstance(subject, URIRef)}
    found = {subject for subject, said in named.items() if not said.keys().isdisjoint(LINKS)}
    top = found - {value for one in found for value in spo[one].get(DCAT.catalog, ())}
    return str(top.pop()) if len(top) == 1 else ""


class Growing:
    """Collects the objects of parts by the member that holds them."""

    def __init__(self, folder: str | None = None) -> None:
        """Make its files in a folder; None for the system's own."""
        self._folder = folder
        self._files: dict[str, IO[bytes]] = {}

    def __enter__(self) -> Self:
        """Use it in a `with`, which frees the disk."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Close all files; they have no names."""
        for file in self._files.values():
            file.close()

    def add(self, part: bytes) -> None:
        """Add the objects of a part."""
        for member, text in objects(part):
            file = self._files.get(member)
            if file is None:
                file = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES, dir=self._folder)  # noqa: SIM115  see __exit__
                self._files[member] = file
            else:
                file.write(b",\n    ")
            file.write(text.replace(b"\n", b"\n    "))

    def document(self, own: bytes, used: Iterable[str]) -> Iterator[bytes]:
        """Yield a document but its end: context, catalogue, and each member in turn.

        `own` is what is said of the catalogue itself. Without one, all is in an `@graph`.
        """
        yield head(used)
        if own:
            yield b",\n" + own
        for member in MEMBERS:
            if member in self._files:
                yield b',\n  "%s": [\n    ' % (member if own else "@graph").encode()
                self._files[member].seek(0)
                while chunk := self._files[member].read(IN_MEMORY_BYTES):
                    yield chunk
                yield b"\n  ]"
