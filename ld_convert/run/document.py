"""Files that appear whole or not at all, and the document that a run writes."""

from __future__ import annotations

import gzip
import os
import stat
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STDOUT = "-"
GZIP = ".gz"
LEVEL = 6
"""gzip's own default: what it saves beyond takes more time than converting the page."""
BUFFER_BYTES = 1 << 18


class Output(NamedTuple):
    """Where a document goes."""

    path: str
    """A path, or `-` for standard output; compressed with gzip where it ends in `.gz`."""
    form: str
    """A key of `write.WRITERS`."""


@contextmanager
def document(path: str, end: Callable[[], bytes]) -> Iterator[Callable[[bytes], None]]:
    """Give a function that writes parts; `end` is written after the last, if there was one.

    A file gets its name when all is done; when the user breaks off, what is done becomes a whole
    document under another name (see `partial_name`). Without a part, nothing is written. Raises
    UsageError, before anything is done, for a path where no file can be made.
    """
    _check(path)
    opened: list[IO[bytes]] = []

    def write(part: bytes) -> None:
        if not part:
            return
        if not opened:
            opened.append(stream := _open(path))
            opened[0] = _compressed(stream) if path.endswith(GZIP) else stream
            opened.append(stream)
        opened[0].write(part)

    done = ""
    try:
        yield write
        done = path
    except KeyboardInterrupt:
        done = partial_name(path)
        raise
    finally:
        if opened and done:
            opened[0].write(end())
        if opened:
            _finish(opened[0], opened[1], done)


@contextmanager
def whole_file(path: str) -> Iterator[IO[bytes]]:
    """Give a stream for a file that gets its name when all is done."""
    _check(path)
    stream, done = _open(path), ""
    try:
        yield stream
        done = path
    finally:
        _finish(stream, stream, done)


@contextmanager
def names_file(path: str | None) -> Iterator[Callable[[str], None]]:
    """Give a function that writes a name on a line of a file; without a path it does nothing."""
    if path is None:
        yield lambda _: None
        return
    with whole_file(path) as stream:
        yield lambda name: stream.writelines([f"{name}\n".encode()])


def partial_name(path: str) -> str:
    """Return the name under which an unfinished document stands: `c.partial.nt.gz`."""
    folder, name = os.path.split(path)
    stem, dot, endings = name.lstrip(".").partition(".")
    hidden = name[: len(name) - len(name.lstrip("."))]
    return os.path.join(folder, f"{hidden}{stem}.partial{dot}{endings}")  # noqa: PTH118


def _check(path: str) -> None:
    folder = Path(path).parent
    if path != STDOUT and not folder.is_dir():
        raise UsageError(f"{path}: there is no directory {folder}")
    if path != STDOUT and Path(path).is_dir():
        raise UsageError(f"{path}: is a directory")


def _open(path: str) -> IO[bytes]:
    """Return a new file beside the one to be, with the rights that a new file has.

    Standard output, devices and pipes are written as they are: they cannot appear at once.
    """
    if path == STDOUT:
        return sys.stdout.buffer
    if _is_special(path):
        return Path(path).open("wb")
    mask = os.umask(0)
    os.umask(mask)  # it can only be read by setting it
    folder, name = os.path.split(os.path.realpath(path))
    handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    os.close(handle)
    Path(temporary).chmod(0o666 & ~mask)
    return Path(temporary).open("wb", BUFFER_BYTES)


def _is_special(path: str) -> bool:
    with suppress(FileNotFoundError):
        return not stat.S_ISREG(Path(path).stat().st_mode)
    return False


def _compressed(stream: IO[bytes]) -> IO[bytes]:
    """Return a stream that compresses without name and time: the same bytes in every run."""
    return gzip.GzipFile("", "wb", LEVEL, stream, mtime=0)  # type: ignore[return-value]


def _finish(outer: IO[bytes], stream: IO[bytes], done: str) -> None:
    """Close a stream, and give its file the name `done`; the empty string removes it."""
    if outer is not stream:
        outer.close()
    stream.flush()
    if stream is sys.stdout.buffer:
        return
    temporary = Path(stream.name)
    if _is_special(stream.name):
        stream.close()
        return
    os.fsync(stream.fileno())
    stream.close()
    if done:
        temporary.replace(os.path.realpath(done))
        _sync_folder(temporary.parent)
    else:
        temporary.unlink()


def _sync_folder(folder: Path) -> None:
    """Make a new name outlast a loss of power, where a directory can be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
