"""One document of a run: parts in, and when all names are known, the whole in reading order."""

from __future__ import annotations

import tempfile
from itertools import chain
from typing import TYPE_CHECKING

from ld_convert.catalogue.beginning import beginning, serialised
from ld_convert.catalogue.collected import Collected
from ld_convert.catalogue.merged import grouped, one_record
from ld_convert.catalogue.records import record_iri
from ld_convert.catalogue.renames import Renames
from ld_convert.catalogue.spool import Spool, SpooledBlock
from ld_convert.write import QUADS, foot, head, joint
from ld_convert.write.listing import LINK_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.catalogue.keys import Named
    from ld_convert.catalogue.parts import Written
    from ld_convert.catalogue.renames import FinalNames
    from ld_convert.settings import Settings

LINES = frozenset({"nt", "nquads"})
"""Forms whose parts are lines already."""
IN_MEMORY_BYTES = 1 << 20


class Document:
    """Takes the parts of all captures, and gives the document; `close` frees what it holds.

    Memory does not grow with the number of captures: blocks and shared statements are on disk.
    """

    def __init__(self, form: str, settings: Settings, folder: str | None = None) -> None:
        self._form, self._settings = form, settings
        self._used = set[str]() if form in LINES or form in QUADS else {LINK_PREFIX}
        self._spool = Spool(folder)
        self._shared, self._several = Collected(), Collected()
        self._between = b""

    def add(self, part: Written, told: Named) -> None:
        """Take the part of one capture; one without statements adds nothing."""
        if not part.own:
            return
        datasets = tuple(entry.iri for entry in told.entries)
        self._spool.add(SpooledBlock(part.own, part.lines, datasets, tuple(told.names())))
        self._used.update(part.prefixes)
        for block in part.shared:
            self._shared.add_block(block)

    def pieces(self, names: FinalNames) -> Iterator[bytes]:
        """Yield the document but its end: head, catalogue, what is shared, then each capture.

        `names` tells the final IRIs. A document without any statement has no pieces.
        """
        if not self._spool.count:
            return
        moved = self._move(names) if names.is_changed else bytearray(self._spool.count)
        with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as first:  # then the prefixes are known
            parts = beginning(self._form, self._settings, self._shared, self._used)
            for piece in self._joined(chain(parts, self._merged())):
                first.write(piece)
            first.seek(0)
            yield head(self._form, self._used)
            yield from iter(lambda: first.read(IN_MEMORY_BYTES), b"")
        rest = (block for block, is_moved in zip(self._spool, moved, strict=True) if not is_moved)
        yield from self._joined([self._final(block, names)] for block in rest)

    def end(self) -> bytes:
        """Return what the document ends with."""
        return foot(self._form)

    def close(self) -> None:
        """Free disk and memory."""
        self._spool.close()
        self._shared.close()
        self._several.close()

    def _move(self, names: FinalNames) -> bytearray:
        """Put final IRIs into what is shared, and gather the datasets of several captures.

        Returns for each block whether all of it was gathered.
        """
        self._shared = self._shared.renamed(names)
        moved = bytearray(self._spool.count)
        for number, block in enumerate(self._spool):
            renames = Renames(self._known(block, names))
            datasets = {renames.final(dataset) for dataset in block.datasets}
            if datasets and names.several(datasets):
                moved[number] = True
                lines = map(renames.line, (block.lines or block.own).splitlines(keepends=True))
                for subject, chunk in grouped(list(lines), datasets):
                    self._several.add(subject, [chunk])
        return moved

    def _merged(self) -> Iterator[Iterable[bytes]]:
        """Yield a part for each dataset that several captures describe, sorted."""
        for _, chunks in self._several.subjects():
            lines = one_record(chunks)
            yield lines if self._form in LINES else serialised(lines, self._form, self._used)

    def _final(self, block: SpooledBlock, names: FinalNames) -> bytes:
        """Return a block with final IRIs; one that has them already is returned as it is."""
        known = self._known(block, names)
        if not known:
            return block.own
        rename = Renames(known).line
        lines = sorted(set(map(rename, (block.lines or block.own).splitlines(keepends=True))))
        if self._form in LINES:
            return b"".join(lines)
        used = set[str]()
        data = b"".join(serialised(lines, self._form, used))
        new = (
            used - self._used
        )  # of a new IRI: the head is written, but Turtle allows more prefixes
        return head(self._form, new) + data if new else data

    def _known(self, block: SpooledBlock, names: FinalNames) -> dict[str, str]:
        """Return the final IRIs of those things of a block, and of their records, that it names."""
        if not names.is_changed:
            return {}
        records = (str(record_iri(name, self._settings)) for name in block.names)
        new = names.renamed((*block.names, *records))
        lines = block.lines or block.own
        return {iri: final for iri, final in new.items() if iri.encode() in lines}

    def _joined(self, parts: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
        """Yield the pieces of parts, and what stands between two parts."""
        for part in parts:
            is_first = True
            for piece in filter(None, part):
                if is_first and self._between:
                    yield self._between
                is_first = False
                self._between = joint(self._form)
                yield piece
