"""Files that appear whole or not at all."""

from __future__ import annotations

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
    from collections.abc import Iterable, Iterator, Mapping

STDOUT = "-"
BUFFER_BYTES = 1 << 18
UNFINISHED = "unfinished"


@contextmanager
def whole_file(path: str) -> Iterator[IO[bytes]]:
    """Give a stream for a file that gets its name when all is done."""
    check(path)
    stream, done = create(path), ""
    try:
        yield stream
        done = path
    finally:
        finish(stream, done)


@contextmanager
def whole_path(path: str) -> Iterator[str]:
    """Give a path to write to, with the same ending; the file gets its name when all is done."""
    with whole_file(path) as stream:
        yield stream.name


def check(path: str) -> None:
    """Raise UsageError for a path where no file can be made."""
    folder = Path(path).parent
    if path != STDOUT and not folder.is_dir():
        raise UsageError(f"{path}: there is no directory {folder}")
    if path != STDOUT and Path(path).is_dir():
        raise UsageError(f"{path}: is a directory")


def check_apart(inputs: Iterable[str], outputs: Mapping[str, str | None]) -> None:
    """Raise UsageError if a file that is written is written twice, or is an input too.

    Outputs are paths by the option that names them. Devices and pipes may take several things.
    """
    taken = {os.path.realpath(name): "an input" for name in inputs if name != STDOUT}
    for option, path in outputs.items():
        if not path or (path != STDOUT and _is_special(path)):
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
    """Return a new file beside the one to be, in the place of one that a killed run left.

    Standard output, devices and pipes are written as they are: they cannot appear at once. Raises
    UsageError where another process is writing the same file.
    """
    if path == STDOUT:
        return sys.stdout.buffer
    if _is_special(path):
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
        stream.close()  # the other process gave it its name in this moment


def finish(stream: IO[bytes], done: str) -> None:
    """Close a stream that `create` made; its file gets the name `done`, or is removed without."""
    if stream is sys.stdout.buffer:
        stream.flush()
    elif _is_special(stream.name):
        stream.close()
    elif done:
        stream.flush()
        os.fsync(stream.fileno())
        if fcntl is None:
            stream.close()  # Windows names no open file anew
        Path(stream.name).replace(os.path.realpath(done))
        _sync_folder(Path(stream.name).parent)
        stream.close()
    else:
        with suppress(OSError):  # what could not be written is not wanted any more
            stream.close()
        Path(stream.name).unlink()


def _lock(stream: IO[bytes]) -> bool:
    """Mark a file as in use while it is open; return whether it was free."""
    if fcntl is not None:
        try:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def _is_at(stream: IO[bytes], path: Path) -> bool:
    """Return whether a path still names the open file."""
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _is_special(path: str) -> bool:
    with suppress(FileNotFoundError):
        return not stat.S_ISREG(Path(path).stat().st_mode)
    return False


def _sync_folder(folder: Path) -> None:
    """Make a new name outlast a loss of power, where a directory can be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
