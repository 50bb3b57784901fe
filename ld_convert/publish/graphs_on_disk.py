"""Keep the graphs of a run in a temporary file until they are sent to a store."""

from __future__ import annotations

import re
import tempfile
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from ld_convert.publish.lines import Graphs

AS_SUBJECT = re.compile(rb"^_:", re.MULTILINE)
AS_OBJECT = re.compile(rb" _:(?=[^\s\"]+$)", re.MULTILINE)
"""Where a blank node begins on a line of N-Triples without its dot; a literal ends with a quotation
mark, or after one."""


class GraphsOnDisk:
    """Named graphs in a temporary file; in memory is only where each begins.

    A graph may come in several pieces, as one does that several captures describe.
    """

    def __init__(self, into: str = "") -> None:
        self.into = into
        """IRI of the graph that takes everything; empty for each statement's own."""
        self.undated: set[str] = set()
        """Graphs of which the dates of catalogue records are no content."""
        self.superseded: set[str] = set()
        """Graphs in which an earlier run may have put what has another graph now."""
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  closed by __exit__
        self._pieces: dict[str, list[tuple[int, int]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, graphs: Graphs, graph: str = "", scope: bytes = b"") -> None:
        """Add the statements of several graphs; `graph` takes those that name no graph.

        With a scope the blank nodes of these statements are nobody else's.
        """
        for name, found in graphs.items():
            text = b"\n".join(found)
            if scope and b"_:" in text:
                text = AS_SUBJECT.sub(b"_:" + scope, text)
                text = AS_OBJECT.sub(b" _:" + scope, text)
            self._write(name.decode() or graph, text)

    def graphs(self) -> list[str]:
        """Return the names of all graphs, sorted."""
        return sorted(self._pieces)

    def triples(self, graph: str) -> list[bytes]:
        """Return a graph's statements, each once, as they came, without the final dot."""
        lines: dict[bytes, None] = {}
        for offset, size in self._pieces[graph]:
            self._file.seek(offset)
            lines.update(dict.fromkeys(self._file.read(size).split(b"\n")))
        return list(lines)

    def body(self, graph: str) -> bytes:
        """Return a graph as N-Triples."""
        return b" .\n".join([*self.triples(graph), b""])

    def size_bytes(self, graph: str) -> int:
        """Return about how large a graph is as N-Triples."""
        return sum(size for _, size in self._pieces[graph])

    def _write(self, graph: str, text: bytes) -> None:
        self._file.seek(0, 2)
        self._pieces.setdefault(self.into or graph, []).append((self._file.tell(), len(text)))
        self._file.write(text)
