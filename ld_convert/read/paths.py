"""Find the files that the user names: by path, directory, glob, or `-` for standard input."""

from __future__ import annotations

import glob
import os
import re
import stat
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

STDIN = "-"
URL = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)


def paths(name: str) -> Iterator[str]:
    """Return the files that an input names, sorted; `-` is standard input.

    Of a directory tree, only the names of one directory a level are in memory. Links to
    directories are followed, and each directory is read once. Names that begin with a dot, and the
    directories of stores, are left out. A file found in a directory may not be readable; `trouble`
    tells.

    Raises, at once, OSError if the input itself is no regular file or cannot be read, and
    FileNotFoundError if it names nothing.
    """
    if name == STDIN:
        return iter([name])
    found: Iterator[str]
    if os.path.isdir(name):  # noqa: PTH112  Path refuses no name, but raises on some
        found = _files_below(name)
    elif os.path.lexists(name):
        if not stat.S_ISREG(Path(name).stat().st_mode):
            raise OSError(f"{shown(name)}: not a regular file")
        with Path(name).open("rb"):  # raises now rather than in the middle of the run
            found = iter([name])
    else:
        files = (file for file in glob.glob(name, recursive=True) if not Path(file).is_dir())  # noqa: PTH207
        found = iter(sorted(files))
    first = next(found, None)
    if first is None and URL.match(name):
        message = "is an address, and ld-convert fetches no pages; save it, and pass the file"
        raise FileNotFoundError(f"{shown(name)}: {message}")
    if first is None and os.path.isdir(name):  # noqa: PTH112
        raise FileNotFoundError(f"{shown(name)}: the directory holds no files")
    if first is None:
        raise FileNotFoundError(f"{shown(name)}: no such file, directory or glob")
    return chain([first], found)


def trouble(path: str) -> tuple[str, str] | None:
    """Return code and reason of why a file of a directory is not to be opened."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116  a run asks for each file
    except OSError as error:
        return "LD109", error.strerror or str(error)
    if stat.S_ISDIR(mode):
        return "LD109", "its files cannot be listed"
    if not stat.S_ISREG(mode):
        return "LD108", KINDS.get(stat.S_IFMT(mode), "special file")
    return None if os.access(path, os.R_OK) else ("LD109", "permission denied")


KINDS = {
    stat.S_IFIFO: "named pipe",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}


def shown(name: str) -> str:
    """Return a name as it can be printed: control characters and undecodable bytes escaped."""
    if name.isprintable():
        return name
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def _files_below(folder: str) -> Iterator[str]:
    """Yield the files in a directory and in those below it, and the directories not readable.

    The order is that of their paths as texts.
    """
    seen: set[tuple[int, int]] = set()
    _new(folder, "", seen)
    levels = [_entries(folder, seen)]
    while levels:
        entry = next(levels[-1], None)
        if entry is None:
            levels.pop()
        elif entry.endswith("/"):
            levels.append(_entries(entry[:-1], seen))
        else:
            yield entry


def _entries(folder: str, seen: set[tuple[int, int]]) -> Iterator[str]:
    """Return what stands in a directory, sorted; a directory that is to be read ends in `/`.

    A directory that cannot be read is its own only entry. A store on disk has none.
    """
    try:
        with os.scandir(folder) as entries:
            names = sorted(
                f"{entry.name}/" if _is_folder(entry) else entry.name
                for entry in entries
                if not entry.name.startswith(".")
            )
    except OSError:
        return iter([folder])
    if "CURRENT" in names and any(name.startswith("MANIFEST-") for name in names):
        return iter(())
    wanted = [n for n in names if not n.endswith("/") or _new(folder, n[:-1], seen)]
    return (os.path.join(folder, name) for name in wanted)  # noqa: PTH118


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _new(parent: str, folder: str, seen: set[tuple[int, int]]) -> bool:
    """Return whether a directory has not been met yet; links can lead to one many times."""
    try:
        status = os.stat(os.path.join(parent, folder))  # noqa: PTH116, PTH118
    except OSError:
        return True  # reported when it is read
    key = (status.st_dev, status.st_ino)
    new = key not in seen
    seen.add(key)
    return new
