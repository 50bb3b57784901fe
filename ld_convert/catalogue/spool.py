"""The blocks of all captures on disk, between the two passes of a run."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

BUFFER_BYTES = 1 << 18
LENGTH_BYTES = 4


class SpooledBlock(NamedTuple):
    """What a capture states, and the IRIs in it that may get others."""

    own: bytes
    """In the form of the document."""
    lines: bytes
    """N-Triples or N-Quads; empty where that is the form."""
    datasets: tuple[str, ...]
    names: tuple[str, ...]
    """IRIs of all things that the ledger may know, datasets too."""
    aliases: tuple[str, ...] = ()
    """Those by which other runs may know its datasets, where this is to be written."""


class Spool:
    """A file without a name: nothing is left of it when the process ends."""

    def __init__(self, folder: str | None) -> None:
        """Make it in a folder, such as that of the output; None for the system's own."""
        known = folder if folder and Path(folder).is_dir() else None
        self._file = tempfile.TemporaryFile(buffering=BUFFER_BYTES, dir=known)  # noqa: SIM115  see close
        self.count = 0

    def add(self, block: SpooledBlock) -> None:
        """Append a block."""
        data = ENCODER.encode(block)
        self._file.write(len(data).to_bytes(LENGTH_BYTES) + data)
        self.count += 1

    def __iter__(self) -> Iterator[SpooledBlock]:
        """Yield the blocks in the order in which they were added.

        One that was written, but not counted since the user broke the run off, is left out.
        """
        self._file.seek(0)
        for _ in range(self.count):
            length = self._file.read(LENGTH_BYTES)
            yield DECODER.decode(self._file.read(int.from_bytes(length)))

    def close(self) -> None:
        """Free the disk."""
        self._file.close()


ENCODER = msgspec.msgpack.Encoder()
DECODER = msgspec.msgpack.Decoder(SpooledBlock)
