"""Findings kept on disk until the report is written, so that memory does not grow."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import overload
from weakref import finalize

import msgspec

from ld_convert.model import Finding

STEP = 1000
"""Findings from one remembered offset to the next."""
PIECE_BYTES = 1 << 16


class KeptFindings(Sequence[Finding]):
    """A sequence of findings in an unnamed temporary file."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  closed by __exit__
        finalize(self, self._file.close)
        self._encode = msgspec.json.Encoder().encode
        self._decode = msgspec.json.Decoder(Finding).decode
        self._marks: list[int] = []
        self._size_bytes = self._count = 0

    def append(self, finding: Finding) -> None:
        """Add one finding at the end."""
        if self._count % STEP == 0:
            self._marks.append(self._size_bytes)
        _ = finding.message  # made here: msgspec leaves out what an interrupt keeps from being made
        line = self._encode(finding) + b"\n"
        self._file.write(line)
        self._size_bytes += len(line)
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Finding]:
        return map(self._decode, self._lines(0))

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> list[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | list[Finding]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self._count))]
        place = range(self._count)[index]  # raises IndexError, and counts from the end
        lines = self._lines(self._marks[place // STEP])
        return self._decode(next(islice(lines, place % STEP, None)))

    def _lines(self, position: int) -> Iterator[bytes]:
        """Yield the lines from an offset on; several iterators can read at the same time."""
        self._file.flush()
        rest = b""
        while piece := os.pread(self._file.fileno(), PIECE_BYTES, position):
            position += len(piece)
            *lines, rest = (rest + piece).split(b"\n")
            yield from lines
