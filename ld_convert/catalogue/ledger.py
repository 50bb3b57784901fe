"""What a run calls each thing: known when all captures have told their keys, in any order."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ld_convert.catalogue.circles import circles
from ld_convert.catalogue.comparison import differences
from ld_convert.catalogue.joins import join
from ld_convert.model import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ld_convert.catalogue.keys import Named, PlacedKey
    from ld_convert.model import Finding

TABLES = (
    "CREATE TABLE entry (iri TEXT, place BLOB, digests TEXT, described INT, partition INT)",
    """CREATE TABLE key (kind TEXT, value TEXT, node TEXT, iri TEXT, rank INT, weak INT,
    described INT, place BLOB, PRIMARY KEY (kind, value, node)) WITHOUT ROWID""",
    "CREATE TABLE reference (iri TEXT, count INT, PRIMARY KEY (iri)) WITHOUT ROWID",
    "CREATE TABLE part (part TEXT, whole TEXT, PRIMARY KEY (part, whole)) WITHOUT ROWID",
    "CREATE TABLE renamed (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID",
    "CREATE TABLE told (focus TEXT, rule TEXT, PRIMARY KEY (focus, rule)) WITHOUT ROWID",
    "CREATE TABLE several (iri TEXT PRIMARY KEY, spread INT) WITHOUT ROWID",
)
ADD_KEY = """INSERT INTO key VALUES (?,?,?,?,?,?,?,?) ON CONFLICT DO UPDATE
SET described = excluded.described, place = excluded.place
WHERE excluded.described > described OR excluded.described = described AND excluded.place < place"""
"""Of equal keys the described one stays, else the one of the first place, in any order."""
ADD_REFERENCE = """INSERT INTO reference VALUES (?, 1)
ON CONFLICT DO UPDATE SET count = count + 1"""
CACHE_KIB = 1024
"""Memory of the database."""
MOST_AT_ONCE = 500
"""IRIs in one question; SQLite allows 999 in its oldest versions."""


class References(NamedTuple):
    """How many references of a run lead where."""

    met: int = 0
    """To a dataset that a capture of the run describes."""
    outside: int = 0


class Ledger:
    """Takes the keys of all captures, then tells the one IRI of each thing.

    It is a temporary SQLite database, which keeps a few megabytes in memory and the rest in a file
    without a name: about 600 bytes for a dataset, 200 for a key.
    """

    def __init__(self, record: Callable[[str], str]) -> None:
        """Open it; `record` gives the IRI of the record of a thing, which follows the thing's."""
        self._known = sqlite3.connect("", isolation_level=None)
        self._known.execute("PRAGMA journal_mode=OFF")
        self._known.execute(f"PRAGMA cache_size={-CACHE_KIB}")
        self._known.create_function("record", 1, record, deterministic=True)
        self._has_renamed = self._has_keys = False
        self.has_several = False
        """Whether any dataset has several descriptions."""
        for table in TABLES:
            self._known.execute(table)
        self._known.execute("BEGIN")

    def add(self, found: Named, partition: int = 0) -> None:
        """Remember what a capture tells, and in which partition of the inputs it is."""
        known = self._known
        for entry in found.entries:
            digests = " ".join(f"{name}={digest}" for name, digest in entry.digests.items())
            about = (ENCODER.encode(entry.place), digests, entry.is_described, partition)
            known.execute("INSERT INTO entry VALUES (?,?,?,?,?)", (_text(entry.iri), *about))
        if found.keys:
            self._has_keys = True
            known.executemany(ADD_KEY, map(_row, found.keys))
        for reference in found.references:
            known.execute(ADD_REFERENCE, (_text(reference.iri),))
            if reference.part:
                pair = (_text(reference.part), _text(reference.whole))
                known.execute("INSERT OR IGNORE INTO part VALUES (?,?)", pair)

    def tell(self, findings: Iterable[Finding]) -> None:
        """Remember which shapes a capture violates by itself, and with what."""
        rows = [
            (_text(finding.focus), finding.rule)
            for finding in findings
            if finding.severity == "violation" and finding.focus and not finding.lacks
        ]
        if rows:
            self._known.executemany("INSERT OR IGNORE INTO told VALUES (?,?)", rows)

    def is_told(self, iri: str, rule: str) -> bool:
        """Return whether a capture violates a shape with a thing, by its final IRI."""
        query = (
            "SELECT 1 FROM told WHERE rule = ?2 AND "
            "(focus = ?1 OR focus IN (SELECT old FROM renamed WHERE new = ?1))"
        )
        return self._known.execute(query, (_text(iri), rule)).fetchone() is not None

    def settle(self) -> Iterator[Finding]:
        """Decide the IRIs; yield a finding for each doubt and each contradiction, sorted.

        It must be read to its end. After it nothing can be added.
        """
        known = self._known
        if self._has_keys:
            yield from join(known)
            known.execute(
                "INSERT OR IGNORE INTO renamed SELECT record(old), record(new) FROM renamed "
                "WHERE old IN (SELECT iri FROM entry)"
            )
        known.execute("CREATE INDEX entry_iri ON entry (iri)")
        known.execute("CREATE INDEX renamed_new ON renamed (new)")
        known.execute(
            "INSERT INTO several SELECT coalesce(new, iri) AS name, "
            "count(DISTINCT partition) > 1 FROM entry "
            "LEFT JOIN renamed ON old = iri GROUP BY name HAVING count(*) > 1"
        )
        self._has_renamed = _has_rows(known, "renamed")
        self.has_several = _has_rows(known, "several")
        yield from differences(known)
        if _has_rows(known, "part"):
            yield from circles(known)

    @property
    def is_changed(self) -> bool:
        """Whether any IRI has another final one, or any dataset several descriptions."""
        return self._has_renamed or self.has_several

    def renamed(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the final IRI of each IRI that has another one."""
        return dict(self._asked("SELECT old, new FROM renamed WHERE old", iris, self._has_renamed))

    def several(self, iris: Iterable[str]) -> set[str]:
        """Return those final IRIs of datasets that several captures describe."""
        found = self._asked("SELECT iri, 0 FROM several WHERE iri", iris, self.has_several)
        return {iri for iri, _ in found}

    def place(self, iri: str) -> Place | None:
        """Return where the first capture describes a dataset, by its final IRI or by its own."""
        query = (
            "SELECT place FROM entry WHERE iri = ?1 "
            "OR iri IN (SELECT old FROM renamed WHERE new = ?1) ORDER BY rowid LIMIT 1"
        )
        row = self._known.execute(query, (_text(iri),)).fetchone()
        return DECODER.decode(row[0]) if row else None

    def stated(self, iris: Iterable[str]) -> dict[str, set[str]]:
        """Return for each dataset, by its final IRI, the properties that any capture gives it.

        Properties are compact IRIs.
        """
        query = (
            "SELECT digests FROM entry WHERE iri = ?1 UNION ALL "
            "SELECT digests FROM renamed JOIN entry ON iri = old WHERE new = ?1"
        )
        found: dict[str, set[str]] = {}
        for one in map(_text, iris):
            rows = self._known.execute(query, (one,))
            found[one] = {text.rpartition("=")[0] for (row,) in rows for text in row.split()}
        return found

    def spread(self, iris: Iterable[str]) -> set[str]:
        """Return those final IRIs of datasets that several partitions describe."""
        query = "SELECT iri, 0 FROM several WHERE spread AND iri"
        return {iri for iri, _ in self._asked(query, iris, self.has_several)}

    def superseded(self) -> Iterator[str]:
        """Yield the IRIs of the records that datasets of this run had in a run that knew less."""
        query = "SELECT DISTINCT record(iri) FROM entry JOIN renamed ON old = iri WHERE described"
        return (iri for (iri,) in self._known.execute(query))

    def datasets(self) -> int:
        """Return how many datasets there are, each counted once, on however many pages."""
        found = "entry LEFT JOIN renamed ON old = iri"
        query = f"SELECT count(DISTINCT coalesce(new, iri)) FROM {found}"  # noqa: S608  no value
        count: int = self._known.execute(query).fetchone()[0]
        return count

    def references(self) -> References:
        """Return how many references there are, one for each thing to which a capture refers."""
        query = (
            "SELECT coalesce(sum(count), 0), coalesce(sum(count * is_met), 0) FROM "
            "(SELECT count, coalesce(new, iri) IN (SELECT name FROM described) AS is_met "
            "FROM reference LEFT JOIN renamed ON old = iri)"
        )
        described = (
            "SELECT coalesce(new, iri) AS name FROM entry LEFT JOIN renamed ON old = iri "
            "WHERE described UNION SELECT coalesce(new, node) FROM key "
            "LEFT JOIN renamed ON old = node WHERE described"
        )
        self._known.execute("CREATE TEMP TABLE described (name TEXT PRIMARY KEY) WITHOUT ROWID")
        self._known.execute(f"INSERT INTO described {described}")
        total, met = self._known.execute(query).fetchone()
        self._known.execute("DROP TABLE described")
        return References(met, total - met)

    def close(self) -> None:
        """Forget everything."""
        self._known.close()

    def _asked(self, query: str, iris: Iterable[str], is_worth: bool) -> Iterator[tuple[str, str]]:  # noqa: FBT001
        asked = list(map(_text, iris)) if is_worth else []
        for start in range(0, len(asked), MOST_AT_ONCE):
            some = asked[start : start + MOST_AT_ONCE]
            marks = ",".join("?" * len(some))
            yield from self._known.execute(f"{query} IN ({marks})", some)


def _row(key: PlacedKey) -> tuple[object, ...]:
    names = map(_text, (key.kind, key.value, key.node, key.iri))
    about = (key.rank, key.is_weak, key.is_described, ENCODER.encode(key.place))
    return (*names, *about)


def _text(text: str) -> str:
    """Return a text that SQLite can hold: no half of a surrogate pair."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _has_rows(known: sqlite3.Connection, table: str) -> bool:
    return known.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None  # noqa: S608


ENCODER = msgspec.json.Encoder()
DECODER = msgspec.json.Decoder(Place)
