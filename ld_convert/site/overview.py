"""What the pages about many entries need of each: a row, its facets and counts. It is on disk."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import orjson

from ld_convert.site.parts import year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.site.parts import EarthBox
    from ld_convert.site.view import EntryView

TABLES = """
CREATE TABLE row (path TEXT PRIMARY KEY, sort TEXT, changed TEXT, said BLOB) WITHOUT ROWID;
CREATE TABLE facet (kind TEXT, value TEXT, path TEXT, PRIMARY KEY (kind, value, path))
WITHOUT ROWID;
CREATE INDEX facet_of ON facet (path, kind, value);
CREATE INDEX row_by_title ON row (sort, path);
CREATE TABLE used (page TEXT, name TEXT, path TEXT, PRIMARY KEY (page, path)) WITHOUT ROWID;
CREATE TABLE agent (iri TEXT, role TEXT, path TEXT, name TEXT, PRIMARY KEY (iri, role, path))
WITHOUT ROWID;
"""
WIDTHS = {"row": 4, "facet": 3, "used": 3, "agent": 4}
FACETS = ("publisher", "theme", "keyword", "year", "place", "access", "format", "source")
"""By what datasets are sought, in the order of the page."""
MOST_BOXES = 2_000
"""Boxes on the page of plots."""
LONGEST_SORT, LONGEST_VALUE, EXCERPT, MOST_KEYWORDS = 200, 120, 280, 30
POINTS_STEP = 25
UNSTATED = "access not stated"
ACCESS_NAMES = {
    "PUBLIC": "open", "RESTRICTED": "restricted", "NON_PUBLIC": "closed", "SENSITIVE": "sensitive",
    "CONFIDENTIAL": "confidential", "NORMAL": "normal", "": UNSTATED,
}  # fmt: skip


class ListRow(NamedTuple):
    """An entry in a list."""

    path: str
    title: str
    kind: str
    publisher: str
    year: int | None
    access: str
    excerpt: str
    modified: str
    points: int
    iri: str
    captured: str
    formats: tuple[str, ...] = ()
    licence: str = ""


@dataclass(slots=True)
class ShownRows:
    """The first rows of many by title, and how many there are."""

    rows: list[ListRow] = field(default_factory=list)
    total: int = 0

    def add(self, said: bytes, most: int) -> None:
        """Take the next row as it is kept; it is shown if there are not as many already."""
        self.total += 1
        if len(self.rows) < most:
            self.rows.append(ListRow(*orjson.loads(said)))


class SiteOverview:
    """Takes the entries of a site one by one; `close` frees the disk."""

    def __init__(self) -> None:
        self._table = sqlite3.connect("", isolation_level=None)
        self._table.executescript(f"PRAGMA journal_mode=OFF; {TABLES} BEGIN;")
        self.count = 0
        self.kinds: Counter[str] = Counter()
        self.years: Counter[int] = Counter()
        """Datasets published in each year."""
        self.covered: Counter[int] = Counter()
        """Datasets that cover each year."""
        self.points: Counter[int] = Counter()
        """Datasets by points, in steps."""
        self.stated: Counter[str] = Counter()
        """Datasets that have each property."""
        self.boxes: list[EarthBox] = []
        self.latest = ""
        """The last date on which a page was captured."""

    def add(self, view: EntryView) -> None:
        """Take one entry."""
        self.count += 1
        self.kinds[view.kind] += 1
        row = ListRow(
            view.path, view.title[:LONGEST_SORT], view.kind,
            "; ".join(one.name for one in view.publishers)[:LONGEST_VALUE], view.year,
            ACCESS_NAMES.get(view.access, UNSTATED), _excerpt(view.description),
            view.modified or view.issued, view.score.points, view.iri, view.captured,
            tuple(sorted({f.format for f in view.files if f.format})[:5]),
            view.licences[0].label if view.licences else "",
        )  # fmt: skip
        self._insert(
            "row",
            [
                (
                    view.path,
                    row.title.casefold(),
                    row.modified or row.captured,
                    orjson.dumps(tuple(row)),
                )
            ],
        )
        self._insert("facet", ((k, v[:LONGEST_VALUE], view.path) for k, v in facets_of(view) if v))
        for role in ("creators", "publishers", "contacts"):
            agents = [one for one in getattr(view, role) if one.iri]
            self._insert("agent", ((a.iri, role[:-1], view.path, a.name) for a in agents))
        self._insert("used", ((one.path, one.label, view.path) for one in view.instruments))
        self._count(view)

    def rows(self, offset: int = 0, most: int = -1) -> Iterator[ListRow]:
        """Yield rows by title."""
        query = "SELECT said FROM row ORDER BY sort, path LIMIT ? OFFSET ?"
        found = self._table.cursor().execute(query, (most, offset))
        return (ListRow(*orjson.loads(said)) for (said,) in found)

    def newest(self, most: int) -> Iterator[ListRow]:
        """Yield the rows that changed last."""
        query = "SELECT said FROM row ORDER BY changed DESC, path LIMIT ?"
        return (ListRow(*orjson.loads(said)) for (said,) in self._table.execute(query, (most,)))

    def rows_of(self, kind: str, value: str, most: int = -1) -> list[ListRow]:
        """Return the rows that have a value of a facet, by title."""
        query = """SELECT said FROM row JOIN facet USING (path) WHERE kind = ? AND value = ?
            ORDER BY sort, row.path LIMIT ?"""
        found = self._table.cursor().execute(query, (kind, value, most))
        return [ListRow(*orjson.loads(said)) for (said,) in found]

    def values(self, kind: str, most: int = -1) -> list[tuple[str, int]]:
        """Return the values of a facet with their counts, the most frequent first."""
        query = """SELECT value, count(*) AS n FROM facet WHERE kind = ? GROUP BY value
            ORDER BY n DESC, value LIMIT ?"""
        return [(str(value), int(n)) for value, n in self._table.execute(query, (kind, most))]

    def facets_by_row(self) -> Iterator[dict[str, list[str]]]:
        """Yield the facets of each row, in the order of `rows`."""
        query = """SELECT row.path, kind, value FROM row LEFT JOIN facet USING (path)
            ORDER BY sort, row.path, kind, value"""
        for _, same in groupby(self._table.cursor().execute(query), key=lambda found: found[0]):
            found: dict[str, list[str]] = {}
            for _, kind, value in same:
                if kind:
                    found.setdefault(kind, []).append(value)
            yield found

    def agents(self, most: int) -> Iterator[tuple[str, dict[str, ShownRows]]]:
        """Yield the IRI of each agent that made or published something, and what, by role."""
        query = """SELECT iri, role, said FROM agent JOIN row USING (path)
            ORDER BY iri, role, sort, row.path"""
        found = self._table.cursor().execute(query)
        for iri, same in groupby(found, key=lambda row: str(row[0])):
            roles: dict[str, ShownRows] = {}
            for _, role, said in same:
                roles.setdefault(role, ShownRows()).add(said, most)
            yield iri, roles

    def instruments(self, most: int) -> Iterator[tuple[str, str, ShownRows]]:
        """Yield the folder of the page of each instrument, its name, and what was made with it."""
        query = """SELECT page, name, said FROM used JOIN row USING (path)
            ORDER BY page, name, sort, row.path"""
        found = self._table.cursor().execute(query)
        for (page, name), same in groupby(found, key=lambda row: (str(row[0]), str(row[1]))):
            shown = ShownRows()
            for _, _, said in same:
                shown.add(said, most)
            yield page, name, shown

    def close(self) -> None:
        """Forget everything."""
        self._table.close()

    def _insert(self, table: str, rows: object) -> None:
        holes = ",".join("?" * WIDTHS[table])
        query = f"INSERT OR IGNORE INTO {table} VALUES ({holes})"  # noqa: S608  our own names
        self._table.executemany(query, rows)  # type: ignore[arg-type]

    def _count(self, view: EntryView) -> None:
        self.latest = max(self.latest, view.captured)
        if view.kind == "dataset":
            self.points[view.score.points // POINTS_STEP * POINTS_STEP] += 1
            self.stated.update(view.score.stated)
            if view.year:
                self.years[view.year] += 1
            spans = [(year(p.start), year(p.end)) for p in view.periods]
            covered = {y for a, b in spans if a and b for y in range(a, min(b, a + 300) + 1)}
            self.covered.update(covered)
        if len(self.boxes) < MOST_BOXES:
            self.boxes += view.boxes[:1]


def facets_of(view: EntryView) -> Iterator[tuple[str, str]]:
    """Yield the facets of an entry with their values."""
    yield from (("publisher", one.name) for one in view.publishers)
    yield from (("theme", one.label) for one in view.themes)
    yield from (("keyword", one.text.strip()) for one in view.keywords[:MOST_KEYWORDS])
    yield "year", str(view.year or "")
    yield from (("place", one.label) for one in view.places)
    yield "access", ACCESS_NAMES.get(view.access, UNSTATED)
    yield from (("format", one.format) for one in view.files)
    yield "source", urlsplit(view.source).hostname or ""


def _excerpt(text: str) -> str:
    words = " ".join(text[: 2 * EXCERPT].split())
    return words if len(words) <= EXCERPT else words[: EXCERPT - 1].rpartition(" ")[0] + "…"
