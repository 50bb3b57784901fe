"""Statements of all captures about one subject, gathered on disk: what a document says once."""

from __future__ import annotations

import hashlib
import sqlite3
from itertools import groupby
from typing import TYPE_CHECKING

from ld_convert.catalogue.renames import IS_PAGE, Renames, named_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ld_convert.catalogue.parts import Block
    from ld_convert.catalogue.renames import FinalNames

MOST_RECENT = 2_000
"""Digests of recent blocks that are kept in memory (200 kB), before SQLite is asked."""
CACHE_KIB = 512
"""Memory of the database; most lines of a run are asked for only once."""
DIGEST_BYTES = 16
TABLE = """CREATE TABLE line (subject TEXT, digest BLOB, lines BLOB, PRIMARY KEY (subject, digest))
WITHOUT ROWID"""
MOVED = "CREATE TEMP TABLE moved (subject TEXT, digest BLOB, name TEXT, lines BLOB, new BLOB)"
MOVE = (
    "DELETE FROM line WHERE (subject, digest) IN (SELECT subject, digest FROM moved)",
    "INSERT OR IGNORE INTO line SELECT name, new, lines FROM moved WHERE lines <> x''",
    "DROP TABLE moved",
)
DROP_OWN_IRI = """DELETE FROM line WHERE
lines = CAST('<' || subject || '> <' || ?1 || '> "' || subject || '" .' || char(10) AS BLOB)
AND EXISTS (SELECT 1 FROM line other WHERE other.subject = line.subject
AND other.lines <> line.lines AND instr(other.lines, ?2))"""
MOST_AT_ONCE = 100
"""Rows whose IRIs are looked up together."""


class Collected:
    """Gathers lines of N-Triples or N-Quads by subject, each once; `close` frees them.

    It is a temporary SQLite database, which keeps a few megabytes in memory and the rest in a file
    without a name. What it gives depends on the set of lines alone.
    """

    def __init__(self) -> None:
        self._recent: set[bytes] = set()
        self._lines = sqlite3.connect("", isolation_level=None)
        self._lines.execute("PRAGMA journal_mode=OFF")
        self._lines.execute(f"PRAGMA cache_size={-CACHE_KIB}")
        self._lines.execute(TABLE)
        self._lines.execute("BEGIN")

    def add_block(self, block: Block) -> None:
        """Add the statements of one subject as one capture has them."""
        if block.digest in self._recent:
            return
        if len(self._recent) >= MOST_RECENT:
            self._recent.clear()
        self._recent.add(block.digest)
        if b"_:" in block.lines:
            self._insert([(_text(block.subject), block.digest, block.lines)])
        else:
            self.add(block.subject, block.lines.splitlines(keepends=True))

    def add(self, subject: str, chunks: Iterable[bytes]) -> None:
        """Add chunks of lines about a subject, each of which stays together."""
        name = _text(subject)
        self._insert((name, _digest(chunk), chunk) for chunk in chunks)

    def of(self, subject: str) -> Iterator[bytes]:
        """Yield the lines of a subject, sorted."""
        query = "SELECT lines FROM line WHERE subject = ? ORDER BY lines"
        return (lines for (lines,) in self._lines.execute(query, (_text(subject),)))

    def has(self, subject: str, lines: bytes = b"") -> bool:
        """Return whether there are lines about a subject, or just these."""
        query = "SELECT 1 FROM line WHERE subject = ? AND coalesce(digest = ?, 1)"
        values = (_text(subject), _digest(lines) if lines else None)
        return self._lines.execute(query, values).fetchone() is not None

    def subjects(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield each subject with its lines, sorted."""
        rows = self._lines.execute("SELECT subject, lines FROM line ORDER BY subject, lines")
        for subject, found in groupby(rows, key=lambda row: str(row[0])):
            yield subject, (lines for _, lines in found)

    def change(
        self, changes: Callable[[list[bytes]], Mapping[bytes, bytes]], markers: tuple[bytes, ...]
    ) -> None:
        """Put other lines in place of those of each subject that `changes` names; empty: none.

        It is asked only about lines that hold one of the markers, all of one subject at once.
        """
        where = " OR ".join("instr(lines, ?)" for _ in markers)
        query = f"SELECT subject, lines FROM line WHERE {where} ORDER BY subject"  # noqa: S608
        rows = self._lines.execute(query, markers).fetchall()
        for subject, found in groupby(rows, key=lambda row: str(row[0])):
            for lines, new in changes([lines for _, lines in found]).items():
                self._lines.execute(
                    "DELETE FROM line WHERE subject = ? AND lines = ?", (subject, lines)
                )
                if new:
                    self.add(subject, [new])

    def drop_own_iri(self, predicate: str) -> None:
        """Forget that a subject has its own IRI as the text of a property, where it has another."""
        self._lines.execute(DROP_OWN_IRI, (predicate, f" <{predicate}> ".encode()))

    def rename(self, names: FinalNames) -> None:
        """Put final IRIs into all lines."""
        self._lines.execute(MOVED)
        rows = self._lines.cursor().execute("SELECT subject, digest, lines FROM line")
        while some := rows.fetchmany(MOST_AT_ONCE):
            known = names.renamed({iri for row in some for iri in named_in(row[2])})
            moving = known.keys() & {row[0] for row in some}
            renames = Renames(known, frozenset(filter(self._is_page, moving)))
            new = (
                (subject, digest, _text(renames.subject(subject)), renames.lines(lines))
                for subject, digest, lines in some
            )
            moved = [row for row, (_, _, lines) in zip(new, some, strict=True) if row[3] != lines]
            rows_with_digests = ((*row, _digest(row[3])) for row in moved)
            self._lines.executemany("INSERT INTO moved VALUES (?,?,?,?,?)", rows_with_digests)
        for statement in MOVE:
            self._lines.execute(statement)

    def _is_page(self, subject: str) -> bool:
        """Return whether a subject is a page, which keeps its address as its name."""
        query = "SELECT 1 FROM line WHERE subject = ? AND instr(lines, ?)"
        return self._lines.execute(query, (_text(subject), IS_PAGE)).fetchone() is not None

    def close(self) -> None:
        """Forget everything."""
        self._lines.close()

    def _insert(self, rows: Iterable[tuple[str, bytes, bytes]]) -> None:
        self._lines.executemany("INSERT OR IGNORE INTO line VALUES (?,?,?)", rows)


def _text(subject: str) -> str:
    return subject if subject.isascii() else subject.encode("utf-8", "replace").decode()


def _digest(chunk: bytes) -> bytes:
    return hashlib.blake2b(chunk, digest_size=DIGEST_BYTES).digest()
