"""Standard streams that were closed before the command began."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import NoReturn

STREAMS = {"stdin": "standard input", "stdout": "standard output"}
"""What the user calls them. The command does without standard error (`Console`)."""
STDERR = 2
"""The last number of a standard stream."""


class Closed(io.RawIOBase):
    """A stream that raises OSError with its name when it is used; Python has None for it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def readable(self) -> bool:
        """Return that a reader may ask; it is told then."""
        return True

    def writable(self) -> bool:
        """Return that a writer may ask; it is told then."""
        return True

    def fileno(self) -> NoReturn:
        """Raise the error."""
        raise OSError(errno.EBADF, "is closed", self._name)

    def readinto(self, _: object) -> NoReturn:
        """Raise the error."""
        self.fileno()

    def write(self, _: object) -> NoReturn:
        """Raise the error."""
        self.fileno()


def stand_in() -> None:
    """Put a `Closed` in the place of each stream that is closed.

    The null device takes their numbers: a file of the user would, and whatever writes to standard
    output by its number would write into it.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= STDERR:
        pass
    os.close(number)
    for stream, name in STREAMS.items():
        if getattr(sys, stream) is None:
            setattr(sys, stream, io.TextIOWrapper(Closed(name), "utf-8", write_through=True))
