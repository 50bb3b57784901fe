"""One document as it grows by parts: its head, each shared block once, its end."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from ld_convert.catalogue.graphs import head_graphs
from ld_convert.catalogue.parts import written
from ld_convert.write import foot, head, joint

if TYPE_CHECKING:
    from ld_convert.catalogue.parts import Written
    from ld_convert.settings import Settings


MOST_RECENT = 10_000
"""Blocks of which memory tells that they are written: a megabyte, and most that are asked for."""


class Document:
    """Gives the bytes of a document in order; `close` frees what it remembers.

    It remembers 16 bytes of each shared block in a temporary SQLite database, which keeps two
    megabytes in memory and the rest in a file without a name, 23 bytes a block. The bytes
    depend on the order of the parts alone.
    """

    def __init__(self, form: str, settings: Settings) -> None:
        self.form, self.settings = form, settings
        self.between, self.is_begun = b"", False
        self.recent: set[bytes] = set()
        self.seen = sqlite3.connect("", isolation_level=None)
        self.seen.execute("PRAGMA journal_mode=OFF")
        self.seen.execute("CREATE TABLE block (digest BLOB PRIMARY KEY) WITHOUT ROWID")

    def add(self, part: Written) -> bytes:
        """Return what a part adds: its own statements, and shared blocks that are new.

        The first part that has something comes with the head, and with what is said of the
        catalogue.
        """
        if not part.own:
            return b""
        start = b"" if self.is_begun else self._start()
        return start + self._joined(part)

    def end(self) -> bytes:
        """Return what the document ends with."""
        return foot(self.form)

    def close(self) -> None:
        """Forget which blocks are written."""
        self.seen.close()

    def _start(self) -> bytes:
        self.is_begun = True
        about = written(head_graphs(self.settings), self.form)
        return head(self.form) + self._joined(about)

    def _joined(self, part: Written) -> bytes:
        found = [part.own, *(block.written for block in part.shared if self._is_new(block.digest))]
        joined = b""
        for data in filter(None, found):
            joined += self.between + data
            self.between = joint(self.form)
        return joined

    def _is_new(self, digest: bytes) -> bool:
        if digest in self.recent:
            return False
        if len(self.recent) >= MOST_RECENT:
            self.recent.clear()
        self.recent.add(digest)
        return self.seen.execute("INSERT OR IGNORE INTO block VALUES (?)", (digest,)).rowcount > 0
