"""One document of a run: parts in, and when all names are known, the whole in reading order."""

from __future__ import annotations

import tempfile
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.catalogue.aliases import aliases_of, same_as
from ld_convert.catalogue.beginning import beginning, serialised
from ld_convert.catalogue.collected import Collected
from ld_convert.catalogue.framed import framed_document, framed_entries
from ld_convert.catalogue.merged import grouped, one_record
from ld_convert.catalogue.one_value import MARKERS, one_value
from ld_convert.catalogue.records import record_iri
from ld_convert.catalogue.renames import Renames, names_in
from ld_convert.catalogue.spool import Spool, SpooledBlock
from ld_convert.catalogue.stopgaps import GUESSED, NAMES, stopgaps
from ld_convert.write import FRAMED, QUADS, foot, head, joint
from ld_convert.write.listing import LINK_PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ld_convert.catalogue.keys import Named
    from ld_convert.catalogue.parts import Written
    from ld_convert.catalogue.renames import FinalNames, SomeNames
    from ld_convert.settings import Settings

LINES = frozenset({"nt", "nquads"})
"""Forms whose parts are lines already."""
IN_MEMORY_BYTES = 1 << 20


class Contribution(NamedTuple):
    """Lines about one subject, which the document of a whole run has in one place."""

    subject: str
    is_shared: bool
    """Whether the subject is an agent, a catalogue or the like, or a dataset."""
    lines: bytes


class Document:
    """Takes the parts of all captures, and gives the document; `close` frees what it holds.

    Memory does not grow with the number of captures: blocks and shared statements are on disk.
    """

    def __init__(
        self, form: str, settings: Settings, folder: str | None = None, *, aliases: bool = False
    ) -> None:
        """Begin a document; with `aliases` it says by what other runs may know its datasets."""
        self._form, self._settings, self._has_aliases = form, settings, aliases
        is_plain = form in LINES or form in QUADS or form in FRAMED
        self._used = set[str]() if is_plain else {LINK_PREFIX}
        self._spool = Spool(folder)
        self._folder = folder if folder and Path(folder).is_dir() else None
        self._shared, self._several = Collected(), Collected()
        self._between = b""
        self.is_empty = True
        """Whether there is no statement; then nothing is written."""

    def add(self, part: Written, told: Named) -> None:
        """Take the part of one capture; one without statements adds nothing."""
        datasets = tuple(entry.iri for entry in told.entries)
        if not part.own and not datasets:  # a dataset that is our catalogue itself is shared
            return
        self.is_empty = False
        aliases = aliases_of(told.keys) if self._has_aliases else ()
        names = tuple(told.names())
        self._used.update(part.prefixes)  # first: a run that is broken off here needs them
        self._spool.add(SpooledBlock(part.own, part.lines, datasets, names, aliases))
        for block in part.shared:
            self._shared.add_block(block)

    def add_contribution(self, one: Contribution) -> None:
        """Take what the document of a partition has left to that of the whole run."""
        self.is_empty = False
        (self._shared if one.is_shared else self._several).add(one.subject, [one.lines])

    def merged(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        """Yield what captures share or describe together, each with its lines, once it was written.

        What belongs to a dataset comes with it, under its IRI; what is shared comes under no name.
        """
        for subject, chunks in self._several.subjects():
            yield subject, one_record(chunks)
        for _, chunks in self._shared.subjects():
            yield "", (line for chunk in chunks for line in chunk.splitlines(keepends=True))

    def properties(self, subject: str) -> set[str]:
        """Return the properties of a thing that captures share; none before `pieces` was read."""
        start = f"<{subject}> <".encode("utf-8", "replace")
        lines = (line for chunk in self._shared.of(subject) for line in chunk.splitlines())
        own = (line for line in lines if line.startswith(start))
        return {line[len(start) :].partition(b">")[0].decode() for line in own}

    def pieces(self, names: FinalNames) -> Iterator[bytes]:
        """Yield the document but its end: head, catalogue, what is shared, then each capture.

        `names` tells the final IRIs. A document without any statement has no pieces.
        """
        if self.is_empty:
            return
        moved = self._move(names)
        self._shared.change(
            lambda lines: dict.fromkeys(stopgaps(lines, self._settings), b""), GUESSED
        )
        self._shared.change(one_value, MARKERS)
        for name in NAMES:
            self._shared.drop_own_iri(name)
        if self._form in FRAMED:
            own = chain(self._merged(), self._blocks(names, moved))
            yield from framed_document(self._settings, self._shared, own, self._used, self._folder)
            return
        parts = beginning(self._form, self._settings, self._shared, self._used)
        yield from self._written(parts, names, moved)

    def pieces_apart(
        self, names: SomeNames, leave: Callable[[Contribution], None]
    ) -> Iterator[bytes]:
        """Yield the document of a partition but its end, without what other partitions say too.

        `leave` gets that: what is shared, and the datasets that several partitions describe.
        """
        moved = self._move(names, leave, names.spread)
        for subject, chunks in self._shared.subjects():
            for lines in chunks:
                leave(Contribution(subject, is_shared=True, lines=lines))
        if self._form in FRAMED:
            own = chain(self._merged(), self._blocks(names, moved))
            yield from framed_entries(self._settings, own, self._used, self._folder)
            return
        yield from self._written((), names, moved)

    def _written(
        self, parts: Iterable[Iterable[bytes]], names: FinalNames, moved: bytearray
    ) -> Iterator[bytes]:
        with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as first:  # then the prefixes are known
            for piece in self._joined(chain(parts, self._merged())):
                first.write(piece)
            if not first.tell() and all(moved):
                return
            first.seek(0)
            yield head(self._form, self._used)
            yield from iter(lambda: first.read(IN_MEMORY_BYTES), b"")
        yield from self._joined(self._blocks(names, moved))

    def _blocks(self, names: FinalNames, moved: bytearray) -> Iterator[list[bytes]]:
        """Yield each block of which something is left here, with final IRIs."""
        for block, is_moved in zip(self._spool, moved, strict=True):
            if not is_moved:
                yield [self._final(block, names)]

    def end(self) -> bytes:
        """Return what the document ends with."""
        return foot(self._form)

    def close(self) -> None:
        """Free disk and memory."""
        self._spool.close()
        self._shared.close()
        self._several.close()

    def _move(
        self,
        names: FinalNames,
        leave: Callable[[Contribution], None] = lambda _: None,
        spread: frozenset[str] = frozenset(),
    ) -> bytearray:
        """Put final IRIs into what is shared, and gather the datasets of several captures.

        `leave` gets those of `spread`. Returns for each block whether all of it was gathered.
        """
        moved = bytearray(self._spool.count)
        if not names.is_changed:
            return moved
        self._shared.rename(names)
        for number, block in enumerate(self._spool if names.has_several else ()):
            renames = Renames(self._known(block, names))
            datasets = {renames.final(dataset) for dataset in block.datasets}
            if datasets and names.several(datasets):
                moved[number] = True
                lines = self._lines(block, renames)
                for subject, chunk in grouped(lines, datasets):
                    if subject in spread:
                        leave(Contribution(subject, is_shared=False, lines=chunk))
                    else:
                        self._several.add(subject, [chunk])
        return moved

    def _merged(self) -> Iterator[Iterable[bytes]]:
        """Yield a part for each dataset that several captures describe, sorted."""
        for _, chunks in self._several.subjects():
            lines = one_record(chunks)
            yield lines if self._form in LINES else self._serialised(lines, self._used)

    def _serialised(self, lines: Iterable[bytes], used: set[str]) -> list[bytes]:
        return serialised(lines, self._form, used, self._settings.catalog)

    def _final(self, block: SpooledBlock, names: FinalNames) -> bytes:
        """Return a block with final IRIs; one that has them already is returned as it is."""
        known = self._known(block, names)
        if not known:
            return block.own
        lines = sorted(set(self._lines(block, Renames(known))))
        if self._form in LINES:
            return b"".join(lines)
        used = set[str]()
        data = b"".join(self._serialised(lines, used))
        new = used - self._used  # of a new IRI
        if self._form in FRAMED:
            self._used |= new
            return data
        return head(self._form, new) + data if new else data  # Turtle allows prefixes anywhere

    def _lines(self, block: SpooledBlock, renames: Renames) -> list[bytes]:
        """Return the lines of a block with final IRIs."""
        lines = (block.lines or block.own).splitlines(keepends=True)
        found = list(filter(None, map(renames.line, lines)))
        return [*found, *same_as(found, block.aliases, renames.names)] if block.aliases else found

    def _known(self, block: SpooledBlock, names: FinalNames) -> dict[str, str]:
        """Return the final IRIs of those things of a block, and of their records, that it names."""
        if not names.is_changed:
            return {}
        new = names.renamed(block.names)
        records = [str(record_iri(name, self._settings)) for name in block.datasets if name in new]
        new |= names.renamed(records) if records else {}
        others = {name: new[name] for name in block.aliases if name in new}
        return {**names_in(block.lines or block.own, new), **others}

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
