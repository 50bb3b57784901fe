"""Open and close the files that a run writes."""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from contextlib import contextmanager, nullcontext, suppress
from typing import IO, TYPE_CHECKING, NamedTuple

from ld_convert.run.whole_file import (
    STDOUT,
    check_path,
    create,
    finish,
    is_special,
    named_errors,
    whole_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GZIP = ".gz"
LEVEL = 6
"""gzip's default: a higher level would take longer than converting the page."""


class Output(NamedTuple):
    """Where a document goes."""

    path: str
    """A path, or `-` for standard output; compressed with gzip where it ends in `.gz`."""
    form: str
    """A key of `write.WRITERS`."""
    also: tuple[str, ...] = ()
    """Other forms in which it is to be written later; what they cannot hold is a finding, too."""

    @property
    def folder(self) -> str | None:
        """The directory of the path; None for standard output, a device or a pipe."""
        return None if self.path == STDOUT or is_special(self.path) else os.path.dirname(self.path)  # noqa: PTH120


@contextmanager
def document(
    path: str, end: Callable[[], bytes], unfinished: str = ""
) -> Iterator[Callable[[bytes], None]]:
    """Give a function that writes parts; after the last part `end` is called and written.

    The file gets its name when all is done. If the user interrupts, the finished parts become a
    whole document with the name `unfinished`; without such a name they are removed. Without a part
    no file is written. Raises UsageError at once for a path where no file can be made.
    """
    check_path(path)
    opened: list[IO[bytes]] = []

    def write(part: bytes) -> None:
        if not part:
            return
        with named_errors(path):
            if not opened:
                stream = create(path)
                opened.extend((_compressed(stream) if path.endswith(GZIP) else stream, stream))
            opened[0].write(part)

    done = ""
    try:
        yield write
        done = path
    except KeyboardInterrupt:
        done = unfinished
        raise
    finally:
        if opened:
            with named_errors(path):
                _close(opened[0], opened[1], end if done else None)
                finish(opened[1], done)


def _close(outer: IO[bytes], stream: IO[bytes], end: Callable[[], bytes] | None) -> None:
    """Write the end of a finished document, and flush the compression."""
    if end is not None:
        outer.write(end())
    if outer is not stream:
        with suppress(OSError) if end is None else nullcontext():
            outer.close()


@contextmanager
def names_file(path: str | None) -> Iterator[Callable[[str], None]]:
    """Give a function that writes a name to a line of a file; without a path it does nothing.

    Until all is done, the names are in an anonymous file, of which a kill leaves nothing behind.
    """
    if path is None:
        yield lambda _: None
        return
    check_path(path)
    with tempfile.TemporaryFile() as names:
        yield lambda name: names.writelines([name.encode("utf-8", "backslashreplace"), b"\n"])
        names.seek(0)
        with whole_file(path) as stream:
            shutil.copyfileobj(names, stream)


def partial_name(path: str) -> str:
    """Return the name of an unfinished document: `c.partial.nt.gz` for `c.nt.gz`."""
    if path == STDOUT or is_special(path):
        return path
    folder, name = os.path.split(path)
    stem, dot, endings = name.lstrip(".").partition(".")
    hidden = name[: len(name) - len(name.lstrip("."))]
    return os.path.join(folder, f"{hidden}{stem}.partial{dot}{endings}")  # noqa: PTH118


def _compressed(stream: IO[bytes]) -> IO[bytes]:
    """Return a gzip stream without name and time, so that every run gives the same bytes."""
    return gzip.GzipFile("", "wb", LEVEL, stream, mtime=0)  # type: ignore[return-value]
