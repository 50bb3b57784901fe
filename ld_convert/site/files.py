"""The files of a site: only what changed is written, and what is gone is removed."""

from __future__ import annotations

import filecmp
from contextlib import contextmanager, suppress
from pathlib import Path
from sys import intern
from typing import IO, TYPE_CHECKING

from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST = ".ld-convert-site"
"""Names what an earlier build wrote, a folder a line: its name, then its files."""
UNFINISHED = ".unfinished."


class Folder:
    """The folder of a site. `finish` removes what an earlier build wrote and this one did not.

    Files that somebody else put there are left alone. Raises UsageError for a folder that has files
    and no site in it: its `index.html` may be dear to somebody.
    """

    def __init__(self, root: str) -> None:
        self.root = Path(root)
        self.written = self.kept = self.removed = 0
        """How many files were written, left as they were, and removed."""
        if self.root.exists() and not self.root.is_dir():
            raise UsageError(f"-o {root}: is no directory")
        is_ours = (self.root / LIST).is_file()
        if not is_ours and self.root.is_dir() and any(self.root.iterdir()):
            raise UsageError(f"-o {root}: has files that are no site; name an empty directory")
        self._before = self._read() if is_ours else {}
        self._now: dict[str, list[str]] = {}

    def put(self, name: str, data: bytes) -> None:
        """Write a file, by its name in the site; one that has these bytes is left as it is."""
        path = self._path(name)
        with suppress(FileNotFoundError):
            if path.read_bytes() == data:
                self.kept += 1
                return
        path.write_bytes(data)
        self.written += 1

    def before(self, name: str) -> bytes:
        """Return a file as an earlier build left it; empty if there is none."""
        path = self.root / name
        return path.read_bytes() if path.is_file() else b""

    def keep(self, name: str) -> bool:
        """Leave a file of an earlier build as it is; return whether there is one."""
        if not (self.root / name).is_file():
            return False
        self._path(name)
        self.kept += 1
        return True

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """Open a large file; one that turns out to have the same bytes is left as it is."""
        path = self._path(name)
        new = path.with_name(UNFINISHED + path.name)
        with new.open("wb") as stream:
            yield stream
        if path.is_file() and filecmp.cmp(new, path, shallow=False):
            new.unlink()
            self.kept += 1
        else:
            new.replace(path)
            self.written += 1

    def finish(self) -> None:
        """Remove what is gone, and write the list."""
        for folder, names in self._before.items():
            for name in set(names) - set(self._now.get(folder, ())):
                with suppress(OSError):
                    (self.root / folder / name).unlink()
                    self.removed += 1
            with suppress(OSError):  # it has files of others, or is still in use
                if folder not in self._now:
                    (self.root / folder).rmdir()
        lines = [" ".join([folder or ".", *sorted(n)]) for folder, n in sorted(self._now.items())]
        (self.root / LIST).write_text("".join(f"{line}\n" for line in lines), "utf-8")

    def _path(self, name: str) -> Path:
        folder, _, own = name.rpartition("/")
        if not self._now:
            self.root.mkdir(parents=True, exist_ok=True)
            (self.root / LIST).open("a").close()  # a build that is broken off can be done again
        if folder not in self._now:
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        self._now.setdefault(folder, []).append(intern(own))  # most folders have the same names
        return self.root / folder / own

    def _read(self) -> dict[str, list[str]]:
        found = {}
        for line in (self.root / LIST).read_text("utf-8").splitlines():
            folder, *names = line.split(" ")
            parts = [*folder.split("/"), *names]
            if ".." in parts or "" in parts or any("/" in name for name in names):
                raise UsageError(f"{self.root / LIST}: is not a list that we wrote: {line[:80]}")
            found["" if folder == "." else folder] = names
        return found
