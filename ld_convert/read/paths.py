"""What the user named: files, directories, globs and standard input."""

from __future__ import annotations

import glob
import os
import stat
from pathlib import Path

STDIN = "-"


def paths(name: str) -> list[str]:
    """Return the files that an input names, sorted; `-` is standard input.

    Links to directories are followed, each directory is read once, and what begins with a dot is
    left out. What stands in a directory may turn out not to be readable. Raises OSError if the
    input itself is no regular file or cannot be read, FileNotFoundError if it names nothing.
    """
    if name == STDIN:
        return [name]
    if os.path.isdir(name):  # noqa: PTH112  Path refuses no name, but raises on some
        found = _files_below(name)
    elif os.path.lexists(name):
        if not stat.S_ISREG(Path(name).stat().st_mode):
            raise OSError(f"{shown(name)}: not a regular file")
        with Path(name).open("rb"):  # raises now rather than in the middle of the run
            found = [name]
    else:
        found = [file for file in glob.glob(name, recursive=True) if not Path(file).is_dir()]  # noqa: PTH207
    if not found:
        raise FileNotFoundError(f"{shown(name)}: no such file, directory or glob")
    return sorted(found)


def trouble(path: str) -> tuple[str, str] | None:
    """Return code and reason of why a file of a directory is not to be opened."""
    try:
        mode = Path(path).stat().st_mode
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
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def _files_below(folder: str) -> list[str]:
    """Return the files in a directory and in those below it, and the directories not readable."""
    found: list[str] = []
    seen: set[tuple[int, int]] = set()
    unread = found.append
    _new(folder, "", seen)
    for here, folders, files in os.walk(
        folder, followlinks=True, onerror=lambda error: unread(str(error.filename))
    ):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and _new(here, f, seen))
        found += [os.path.join(here, f) for f in files if not f.startswith(".")]  # noqa: PTH118
    return found


def _new(parent: str, folder: str, seen: set[tuple[int, int]]) -> bool:
    """Return whether a directory has not been met yet; links can lead to one many times."""
    try:
        status = os.stat(os.path.join(parent, folder))  # noqa: PTH116, PTH118
    except OSError:
        return True  # os.walk reports it
    key = (status.st_dev, status.st_ino)
    new = key not in seen
    seen.add(key)
    return new
