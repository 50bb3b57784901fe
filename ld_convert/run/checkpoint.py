"""Keep finished parts on disk, so that a run that was killed continues where it stopped."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ld_convert.run.tally import Part
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.model import Capture

FILE = "parts.sqlite"
COMMIT_SECONDS = 1.0
"""A kill loses at most the work of this time, and the pages being converted."""
BUSY_SECONDS = 60.0
SCHEMA = "CREATE TABLE IF NOT EXISTS part (key BLOB PRIMARY KEY, value BLOB NOT NULL)"


class CheckpointFile(NamedTuple):
    """A checkpoint as worker processes see it: they only look parts up."""

    path: str
    run: bytes
    """Hash of the program and the settings (`fingerprint`); parts of others are not used."""

    def key(self, capture: Capture) -> bytes:
        """Return the key of a capture's part: a hash of the capture and of `run`."""
        about = (
            *(capture.source, capture.kind, capture.url, capture.modified, capture.findings),
            *(capture.links, capture.declared, capture.line, self.run),
        )
        digest = hashlib.sha256(msgspec.msgpack.encode(about))
        digest.update(capture.data)
        return digest.digest()

    def find(self, key: bytes) -> Part | None:
        """Return the part with a key; None if no earlier run has made it."""
        found = _reader(self.path).execute("SELECT value FROM part WHERE key = ?", [key])
        row = found.fetchone()
        return None if row is None else DECODER.decode(row[0])._replace(is_kept=True)


class Checkpoint:
    """Takes the parts of this run; SQLite guarantees that a kill leaves no half-written part."""

    def __init__(self, connection: sqlite3.Connection, store: CheckpointFile) -> None:
        self.store = store
        self._connection = connection
        self._committed = time.monotonic()

    def add(self, part: Part) -> None:
        """Keep a part. One without a key is in the checkpoint already, or must be tried again."""
        if part.key:
            values = (part.key, ENCODER.encode(part._replace(key=b"")))
            self._connection.execute("INSERT OR IGNORE INTO part VALUES (?, ?)", values)
        if time.monotonic() - self._committed > COMMIT_SECONDS:
            self.commit()

    def commit(self) -> None:
        """Write the added parts to disk."""
        self._connection.commit()
        self._committed = time.monotonic()


@contextmanager
def checkpoint(folder: str, run: bytes) -> Iterator[Checkpoint]:
    """Open the checkpoint in a directory; the directory is made if it does not exist.

    Added parts are kept even if the run fails. Raises UsageError if the directory cannot be used,
    also if that happens in the middle of the run.
    """
    path = Path(folder) / FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, BUSY_SECONDS)
        connection.execute("PRAGMA journal_mode = WAL")  # workers read while we write
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(SCHEMA)
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise UsageError(f"--checkpoint {folder}: {why}") from error
    found = Checkpoint(connection, CheckpointFile(str(path), run))
    try:
        yield found
    except sqlite3.Error as error:
        raise UsageError(f"--checkpoint {folder}: {error}") from error
    finally:
        with suppress(sqlite3.Error):  # the error was raised before, if there is one
            found.commit()
        connection.close()
        _forget_reader()


READERS: dict[str, sqlite3.Connection] = {}
"""The connection with which this process reads, by path; at most one."""


def _reader(path: str) -> sqlite3.Connection:
    if path not in READERS:
        _forget_reader()
        READERS[path] = sqlite3.connect(path, BUSY_SECONDS)
    return READERS[path]


def _forget_reader() -> None:
    while READERS:
        READERS.popitem()[1].close()


ENCODER = msgspec.msgpack.Encoder()
DECODER = msgspec.msgpack.Decoder(Part)
