"""Everything that a run says, on disk, by subject; and the address of each thing in the site."""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from itertools import groupby
from typing import IO, TYPE_CHECKING, NamedTuple

from rdflib import URIRef

from ld_convert.catalogue.collected import Collected
from ld_convert.rdf.lines import read_lines, replaced
from ld_convert.site.addresses import folder_of, slug
from ld_convert.site.facts import Facts, ThingLink
from ld_convert.site.shelf_tables import KINDS, TABLES, name_of, take_listed, take_subject
from ld_convert.vocab.namespaces import DCAT, FOAF, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.rdf.index import Index

VOCABULARIES = tuple(iri for iri in prefixes().values() if iri.startswith("urn:"))
"""What begins so is a term, and no thing."""
MOST_SUBJECTS = 100_000
"""How much is said of one entry at most; what is beyond is in no page."""
MOST_LINKS = 4_096
"""Links that are kept in memory: many entries lead to the same catalogue, of which much is said."""


class Entry(NamedTuple):
    """A dataset, a service or a catalogue that the catalogue lists."""

    iri: str
    """As the run calls it."""
    kind: str
    slug: str

    @property
    def path(self) -> str:
        """Its folder in the site."""
        return f"{self.kind}/{self.slug}/"


class Shelf:
    """What a run said. Memory does not grow with it; `close` frees the disk."""

    def __init__(self, url: str, catalogue: str) -> None:
        self.url, self.catalogue = url, catalogue
        self._lines = Collected()
        self._table = sqlite3.connect("", isolation_level=None)
        self._table.executescript(f"PRAGMA journal_mode=OFF; {TABLES} BEGIN;")
        self.link = lru_cache(MOST_LINKS)(self._link)
        self.outward = lru_cache(MOST_LINKS)(self._outward)

    def fill(self, written: IO[bytes]) -> None:
        """Take the N-Triples of a run."""
        own = f"<{self.catalogue}>".encode()
        for subject, lines in groupby(written, key=lambda line: line[: line.index(b" ")]):
            name = subject.strip(b"<>").decode()
            kept = [x for x in lines if subject != own or not self._is_listed(x)]
            if kept:
                self._lines.add(name, [b"".join(kept)])
                take_subject(self._table, name, kept)

    def entries(self) -> Iterator[Entry]:
        """Yield what the catalogue lists, sorted by IRI."""
        query = "SELECT iri, kind, slug FROM entry ORDER BY iri"
        return map(Entry._make, self._table.cursor().execute(query))

    def things(self, kind: str) -> Iterator[str]:
        """Yield the things of a kind that have a `urn:`, sorted: they need a page."""
        query = "SELECT iri FROM thing WHERE kind = ? AND iri LIKE 'urn:%' ORDER BY iri"
        return (str(row[0]) for row in self._table.cursor().execute(query, (kind,)))

    def entry(self, iri: str) -> Entry | None:
        """Return an entry by the IRI that the run gave it."""
        query = "SELECT iri, kind, slug FROM entry WHERE iri = ?"
        row = self._table.execute(query, (iri,)).fetchone()
        return Entry._make(row) if row else None

    def record(self, entry: str) -> str:
        """Return the IRI of an entry's catalogue record; empty without one."""
        query = "SELECT iri FROM record WHERE entry = ? ORDER BY iri"
        row = self._table.execute(query, (entry,)).fetchone()
        return str(row[0]) if row else ""

    def description(self, iri: str, page: str) -> Index:
        """Return what is said of a thing, its record and all to which they lead, but other entries.

        Each `urn:` is the address of its thing's page. What has none gets a place on this page.
        """
        found = list(self._walk([iri, self.record(iri)]))
        for name, _ in found:
            if name.startswith("urn:") and not self._known(name):
                fragment = slug(name)
                self._table.execute(
                    "INSERT OR IGNORE INTO part VALUES (?,?)", (name, f"{page}#{fragment}")
                )
        lines = (self.renamed(line) for _, chunk in found for line in chunk)
        return read_lines(lines).get("", {})

    def reasons(self, iri: str) -> Iterator[Facts]:
        """Yield what tells how statements of a description were made, if the run has that."""
        for name, _ in self._walk([iri, self.record(iri)]):
            query = "SELECT node FROM reason WHERE subject = ? ORDER BY node"
            for (node,) in self._table.execute(query, (name,)).fetchall():
                yield Facts(self.about(node))

    def about(self, iri: str) -> Index:
        """Return what is said of one thing, and of nothing else."""
        chunks = [c.splitlines(keepends=True) for c in self._lines.of(iri)]
        return read_lines(map(self.renamed, (x for c in chunks for x in c))).get("", {})

    def parts(self, iri: str, most: int) -> tuple[list[str], int]:
        """Return the parts of a thing, as the run calls them, by IRI, and how many there are."""
        rows = self._table.execute("SELECT part FROM tree WHERE whole = ? LIMIT ?", (iri, most))
        count = self._table.execute("SELECT count(*) FROM tree WHERE whole = ?", (iri,))
        return [str(row[0]) for row in rows], int(count.fetchone()[0])

    def wholes(self, iri: str, most: int) -> list[str]:
        """Return the things of which one is a part, as the run calls them, by IRI."""
        query = "SELECT whole FROM tree WHERE part = ? ORDER BY whole LIMIT ?"
        return [str(row[0]) for row in self._table.execute(query, (iri, most))]

    def count(self) -> int:
        """Return the number of entries."""
        return int(self._table.execute("SELECT count(*) FROM entry").fetchone()[0])

    def everything(self) -> Iterator[list[bytes]]:
        """Yield the lines of each subject, sorted, with the addresses of the site.

        The catalogue comes first, with what it lists, a few lines at a time.
        """
        own = f"<{self.url if self.catalogue.startswith('urn:') else self.catalogue}>"
        queries = {
            DCAT.record: "SELECT iri, '' FROM record ORDER BY iri",
            **{link: f"SELECT iri, kind FROM entry WHERE kind = '{kind}' ORDER BY iri"  # noqa: S608
               for link, kind in KINDS.items()},
        }  # fmt: skip
        for link, query in queries.items():
            for iri, _ in self._table.cursor().execute(query):
                yield [f"{own} <{link}> <{self.address(iri)}> .\n".encode()]
        for entry in self.entries():
            if (iri := self.address(entry.iri)) != (page := self.url + entry.path):
                yield [f"<{iri}> <{FOAF.isPrimaryTopicOf}> <{page}> .\n".encode()]
        for _, chunks in self._lines.subjects():
            yield [self.renamed(x) for c in chunks for x in c.splitlines(keepends=True)]

    def renamed(self, line: bytes) -> bytes:
        """Return a line with addresses for each `urn:` that is a thing of the site."""
        return replaced(line, self.address) if b"<urn:" in line else line

    def address(self, iri: str) -> str:
        """Return the IRI that a thing has in the site: its page's, if it has no address itself."""
        if not iri.startswith("urn:") or iri.startswith(VOCABULARIES):
            return iri
        if known := self._known(iri):
            return known
        query = "SELECT address FROM part WHERE iri = ?"
        row = self._table.execute(query, (iri,)).fetchone()
        return str(row[0]) if row else iri

    def page(self, iri: str) -> str:
        """Return the path of the page of an entry or of a shared thing; empty without one."""
        if entry := self.entry(iri):
            return entry.path
        row = self._table.execute("SELECT kind, slug FROM thing WHERE iri = ?", (iri,)).fetchone()
        return f"{row[0]}/{row[1]}/" if row else ""

    def agent_path(self, address: str) -> str:
        """Return the folder of the page of an agent, by the IRI that it has in the site."""
        name = self.named(address)
        return self.page(name) if name != address else f"agent/{slug(address)}/" if address else ""

    def named(self, address: str) -> str:
        """Return the IRI that the run gave to a shared thing, by the one it has in the site."""
        if address.startswith(self.url):
            query = "SELECT iri FROM thing WHERE slug = ?"
            for (iri,) in self._table.execute(query, (folder_of(address),)).fetchall():
                if self.address(iri) == address:
                    return str(iri)
        return address

    def close(self) -> None:
        """Forget everything."""
        self._lines.close()
        self._table.close()

    def _known(self, iri: str) -> str:
        """Return the address of what has a page of its own, or is a record; else nothing."""
        if iri == self.catalogue:
            return self.url
        if iri.startswith(VOCABULARIES):
            return iri
        row = self._table.execute("SELECT entry FROM record WHERE iri = ?", (iri,)).fetchone()
        if row:
            return f"{self.url}{self.page(row[0])}#record"
        path = self.page(iri)
        return self.url + path if path else ""

    def _link(self, address: str) -> ThingLink | None:
        """Return the link to the page of a thing, by the IRI that it has in the site."""
        entry = self.entry(address)
        if entry is None and address.startswith(self.url):
            query = "SELECT iri, kind, slug FROM entry WHERE slug = ?"
            row = self._table.execute(query, (folder_of(address),)).fetchone()
            found = Entry._make(row) if row else None
            entry = found if found and self.address(found.iri) == address else None
        name = entry.iri if entry else self.named(address)
        if name == address and entry is None:
            return None
        facts, path = Facts(self.about(name)), self.page(name)
        return ThingLink(facts.label(URIRef(address)), self.url + path, address, path)

    def _outward(self, iri: str) -> ThingLink:
        """Return the link to a thing without a page, by the IRI that the run gave it."""
        return Facts(self.about(iri)).link(URIRef(self.address(iri)))

    def _is_listed(self, line: bytes) -> bool:
        return take_listed(self._table, line, self.catalogue)

    def _walk(self, waiting: list[str]) -> Iterator[tuple[str, list[bytes]]]:
        first, seen = waiting[0], set(waiting)
        while waiting:
            name = waiting.pop()
            chunks = [c.splitlines(keepends=True) for c in self._lines.of(name)] if name else []
            lines = [line for chunk in chunks for line in chunk]
            if not lines or len(seen) > MOST_SUBJECTS:
                continue
            yield name, lines
            for line in lines:
                value = line.split(b" ", 2)[2]
                if value[:1] == b"<" or value[:2] == b"_:":
                    other = name_of(value)
                    if other not in seen:
                        seen.add(other)
                        if other not in (first, self.catalogue) and not self.entry(other):
                            waiting.append(other)
