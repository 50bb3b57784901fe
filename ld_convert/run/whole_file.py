"""Write files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ld_convert.settings import UsageError

try:
    import fcntl
except ImportError:  # Windows, where two runs that write one file are not told apart
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STDOUT = "-"
BUFFER_BYTES = 1 << 18
UNFINISHED = "unfinished"


@contextmanager
def whole_file(path: str) -> Iterator[IO[bytes]]:
    """Open a file for writing; it gets its name when all is written."""
    check_path(path)
    with named_errors(path):
        stream, done = create(path), ""
        try:
            yield stream
            done = path
        finally:
            finish(stream, done)


@contextmanager
def named_errors(path: str) -> Iterator[None]:
    """Give an error of the system that names no file, such as a full disk, the name of this one."""
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.errno is None:
            raise
        name = "standard output" if path == STDOUT else path
        raise OSError(error.errno, error.strerror, name) from error


@contextmanager
def whole_path(path: str) -> Iterator[str]:
    """Give a temporary path with the same ending; the file gets its name when all is written."""
    with whole_file(path) as stream:
        yield stream.name


def check_path(path: str) -> None:
    """Raise UsageError for a path where no file can be made."""
    folder = Path(path).parent
    if path != STDOUT and not folder.is_dir():
        raise UsageError(f"{path}: there is no directory {folder}")
    if path != STDOUT and Path(path).is_dir():
        raise UsageError(f"{path}: is a directory")


def check_apart(inputs: Iterable[str], outputs: Iterable[tuple[str, str | None]]) -> None:
    """Raise UsageError if two options name one output file, or an output is an input too.

    `outputs` are paths with the name of their option. Devices and pipes may be named several times.
    """
    taken = {os.path.realpath(name): "an input" for name in inputs if name != STDOUT}
    for option, path in outputs:
        if not path or (path != STDOUT and is_special(path)):
            continue
        place = path if path == STDOUT else os.path.realpath(path)
        if place in taken:
            if path == STDOUT:
                raise UsageError(
                    f"{option} - needs {taken[place]} FILE: one thing goes to standard output"
                )
            raise UsageError(f"{option} {path}: that is {taken[place]} already")
        taken[place] = option if path == STDOUT else f"the file of {option}"


def create(path: str) -> IO[bytes]:
    """Open a temporary file beside the intended one; one that a killed run left is reused.

    Standard output, devices and pipes are opened directly. Raises UsageError if another process
    is writing the same file.
    """
    if path == STDOUT:
        if sys.stdout is None:
            raise OSError(errno.EBADF, "is closed", "standard output")
        return sys.stdout.buffer
    if is_special(path):
        return Path(path).open("wb")
    folder, name = os.path.split(os.path.realpath(path))
    temporary = Path(folder, f".{UNFINISHED}.{name}")
    while True:
        stream = temporary.open("ab", BUFFER_BYTES)
        if not _lock(stream):
            stream.close()
            raise UsageError(f"{path}: another process is writing it")
        if _is_at(stream, temporary):
            stream.truncate(0)
            return stream
        stream.close()  # the other process renamed it in between


def finish(stream: IO[bytes], done: str) -> None:
    """Close a stream of `create`; name its file `done`, or remove it if `done` is empty."""
    if stream is getattr(sys.stdout, "buffer", None):  # a notebook's has none
        stream.flush()
    elif is_special(stream.name):
        stream.close()
    elif done:
        stream.flush()
        os.fsync(stream.fileno())
        if fcntl is None:
            stream.close()  # Windows cannot rename an open file
        Path(stream.name).replace(os.path.realpath(done))
        _sync_folder(Path(stream.name).parent)
        stream.close()
    else:
        with suppress(OSError):  # the file is removed, so its last bytes do not matter
            stream.close()
        Path(stream.name).unlink()


def _lock(stream: IO[bytes]) -> bool:
    """Lock a file while it is open; return whether it was free."""
    if fcntl is not None:
        try:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def _is_at(stream: IO[bytes], path: Path) -> bool:
    """Return whether a path still leads to the open file."""
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False


def is_special(path: str) -> bool:
    """Return whether a path names a device or a pipe, which cannot be replaced."""
    with suppress(FileNotFoundError):
        return not stat.S_ISREG(Path(path).stat().st_mode)
    return False


def _sync_folder(folder: Path) -> None:
    """Write a directory to disk, so that a new name survives a power cut (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
